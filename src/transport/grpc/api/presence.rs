use tonic::Status;

use super::{Api, Caller};
use crate::pb::api as pb;

impl Api {
    pub(super) fn do_presence(
        &self,
        caller: &Caller,
        request: &pb::PresenceRequest,
    ) -> Result<pb::PresenceResponse, Status> {
        caller.check(self.node()?, &request.channel)?;
        Err(Status::unimplemented("presence"))
    }

    pub(super) fn do_presence_stats(
        &self,
        caller: &Caller,
        channel: &str,
    ) -> Result<pb::PresenceStatsResponse, Status> {
        caller.check(self.node()?, channel)?;
        Err(Status::unimplemented("presence"))
    }

    pub(super) fn do_batch_presence_stats(
        &self,
        _: &Caller,
        _: &[String],
    ) -> Result<pb::BatchPresenceStatsResponse, Status> {
        Err(Status::unimplemented("presence"))
    }
}
