use super::run::Session;
use crate::{
    model::Channel,
    wire::{self, ReplyResult, UnsubscribeRequest, UnsubscribeResult},
};

impl Session {
    /// Not being subscribed is not an error: the client has what it wants.
    pub(super) fn unsubscribe(&mut self, id: u32, request: &UnsubscribeRequest) {
        self.drop_subscription(&Channel::trusted(&request.channel));
        self.push(wire::reply(id, ReplyResult::Unsubscribe(UnsubscribeResult {})));
    }
}
