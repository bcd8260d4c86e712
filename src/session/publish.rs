use super::{refusal, run::Session};
use crate::{
    engine::PublishOutcome,
    node::{Message, NodeError, Publisher},
    telemetry::metrics::Command,
    wire::{self, PublishRequest, PublishResult, ReplyResult},
};

impl Session {
    /// Takes the publication's place in the channel's order at once and answers
    /// when it is as durable as its namespace says; further commands go on in
    /// the meantime.
    pub(super) fn publish(&mut self, id: u32, request: PublishRequest) {
        let message = Message {
            data: request.data,
            idempotency_key: request.idempotency_key,
            ..Message::default()
        };
        let publisher = Publisher::Client(self.info());
        match self.sessions.node.publish(&request.channel, message, publisher) {
            Ok(outcome) => self.publishing.push(Box::pin(async move { (id, outcome.await) })),
            Err(error) => self.refuse(id, Command::Publish, &refusal(&error)),
        }
    }

    pub(super) fn published(&mut self, id: u32, outcome: Result<PublishOutcome, NodeError>) {
        match outcome {
            Ok(PublishOutcome { position, duplicate }) => {
                let position = position.unwrap_or_default();
                let result = PublishResult {
                    offset: position.offset,
                    epoch: position.epoch.as_str().to_owned(),
                    duplicate,
                };
                self.push(wire::reply(id, ReplyResult::Publish(result)));
            }
            Err(error) => self.refuse(id, Command::Publish, &refusal(&error)),
        }
    }
}
