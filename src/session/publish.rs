use super::{
    refusal::{Refused, refusal},
    run::Session,
};
use crate::{
    engine::PublishOutcome,
    node::{Message, NodeError, Publisher},
    policy::Action,
    telemetry::metrics::Command,
    wire::{self, PublishRequest, PublishResult, ReplyResult},
};

impl Session {
    /// Takes the publication's place in the channel's order at once and answers
    /// when it is as durable as its namespace says; further commands go on in
    /// the meantime.
    pub(super) fn publish(&mut self, id: u32, request: PublishRequest) {
        let publishing = self.try_publish(request);
        if let Some(publishing) = self.or_refused(id, Command::Publish, publishing) {
            self.publishing.push(Box::pin(async move { (id, publishing.await) }));
        }
    }

    fn try_publish(
        &self,
        request: PublishRequest,
    ) -> Result<impl Future<Output = Result<PublishOutcome, NodeError>> + Send + use<>, Refused>
    {
        let node = &self.sessions.node;
        let (channel, options) = node.channel(&request.channel)?;
        self.permit(Action::Publish, &channel, &options)?;
        let message = Message {
            data: request.data,
            idempotency_key: request.idempotency_key,
            ..Message::default()
        };
        let publisher = Publisher::Client(self.info(&channel));
        Ok(node.publish(channel.as_str(), message, publisher)?)
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
