use tonic::Status;

use crate::transport::grpc::status::to_pb;

/// Bytes of explanation in one answer; further errors have their code only, so
/// that the answer fits into the usual 4 MiB.
const MAX_ERROR_BYTES: usize = 1024 * 1024;

/// The refusals among the items of one answer.
#[derive(Default)]
pub(super) struct Refusals {
    told: usize,
}

impl Refusals {
    /// A refusal as an item.
    pub(super) fn item(&mut self, status: &Status) -> tonic_types::Status {
        self.told += status.message().len() + status.details().len();
        if self.told < MAX_ERROR_BYTES {
            return to_pb(status);
        }
        tonic_types::Status { code: status.code() as i32, message: String::new(), details: vec![] }
    }
}
