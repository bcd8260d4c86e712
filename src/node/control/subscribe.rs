use super::{Addressee, ControlError, ask::ask_all, at_most, check_info};
use crate::{
    hub::{Order, ServerSubscribe},
    model::{ClientError, code},
    node::Node,
    wire::MAX_PUBLICATION_BYTES,
};

impl Node {
    /// Subscribes connections to a channel on their behalf. Returns how many
    /// are subscribed now, those that were before among them.
    ///
    /// # Errors
    /// A bad channel or field; [`ControlError::Refused`] such as over
    /// `client.channel_limit`; [`ControlError::Busy`].
    pub async fn subscribe_connections(
        &self,
        addressee: &Addressee,
        subscribe: &ServerSubscribe,
    ) -> Result<usize, ControlError> {
        self.channel(&subscribe.channel)?;
        check_info(&subscribe.info)?;
        at_most("data", subscribe.data.len(), MAX_PUBLICATION_BYTES)?;
        let connections = addressee.find(self.hub.connections());
        let order = |done| Order::Subscribe(subscribe.clone(), done);
        ask_all(connections, order, judge).await
    }
}

fn judge(answers: Vec<Result<(), ClientError>>) -> Result<usize, ControlError> {
    let of = answers.len();
    let mut refusals = answers
        .into_iter()
        .filter_map(Result::err)
        .filter(|error| error.code != code::ALREADY_SUBSCRIBED);
    match refusals.next() {
        None => Ok(of),
        Some(error) => Err(ControlError::Refused { refused: 1 + refusals.count(), of, error }),
    }
}
