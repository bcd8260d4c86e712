use tonic::Status;

use super::Caller;
use crate::{
    node::{Node, NodeError},
    transport::grpc::status::{node_status, to_pb},
};

/// Bytes of explanation in one answer; further errors have their code only, so
/// that the answer fits into the usual 4 MiB.
const MAX_ERROR_BYTES: usize = 1024 * 1024;

/// The channels of a call that answers for each of them.
pub(super) struct Batch {
    channels: Vec<String>,
    /// Why the caller may not use them; empty when there are too many.
    refusals: Vec<Option<Status>>,
}

impl Batch {
    /// Judges up to `max` channels; the verb refuses more as a whole.
    pub(super) fn new(node: &Node, caller: &Caller<'_>, channels: Vec<String>, max: usize) -> Self {
        let judged = Some(&channels).filter(|channels| channels.len() <= max);
        let judge = |channel: &String| caller.check(node, channel).err();
        let refusals = judged.into_iter().flatten().map(judge).collect();
        Self { channels, refusals }
    }

    /// The channels that the verb is to answer for; none when all are refused.
    pub(super) fn allowed(&self) -> Option<Vec<String>> {
        let allowed = |index: usize| self.refusals.get(index).is_none_or(Option::is_none);
        let channels = self.channels.iter().enumerate().filter(|(index, _)| allowed(*index));
        let channels: Vec<_> = channels.map(|(_, channel)| channel.clone()).collect();
        (!channels.is_empty() || self.channels.is_empty()).then_some(channels)
    }

    /// One answer for each channel, in order; `answers` are the verb's.
    pub(super) fn answer<T>(
        self,
        answers: Vec<Result<T, NodeError>>,
    ) -> impl Iterator<Item = Result<T, tonic_types::Status>> {
        let mut answers = answers.into_iter();
        let mut told = 0;
        let answer = move |(channel, refusal): (String, Option<Status>)| {
            let answer = match refusal {
                Some(refusal) => Err(refusal),
                // The verb has answered for each that was not refused.
                None => answers.next()?.map_err(|error| node_status(&error, &channel)),
            };
            Some(answer.map_err(|status| explained(&status, &mut told)))
        };
        self.channels.into_iter().zip(self.refusals).filter_map(answer)
    }
}

fn explained(status: &Status, told: &mut usize) -> tonic_types::Status {
    *told += status.message().len() + status.details().len();
    if *told < MAX_ERROR_BYTES {
        return to_pb(status);
    }
    tonic_types::Status { code: status.code() as i32, message: String::new(), details: vec![] }
}
