use tonic::Code;
use tonic_types::RpcStatusExt as _;

use super::{Api, ApiError, Refusal};
use crate::pb::api::{self as pb, broadcast_item, presence_stats_item};

impl Api {
    /// Publishes to one channel.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn publish(
        &self,
        request: pb::PublishRequest,
    ) -> Result<pb::PublishResponse, ApiError> {
        self.call(self.client.clone().publish(request)).await
    }

    /// Publishes to many channels; each has an outcome of its own, in the order
    /// of the request.
    ///
    /// # Errors
    /// [`ApiError`] when the call as a whole failed.
    pub async fn broadcast(
        &self,
        request: pb::BroadcastRequest,
    ) -> Result<Vec<Result<pb::PublishResponse, Refusal>>, ApiError> {
        let channels = request.channels.len();
        let items = self.call(self.client.clone().broadcast(request)).await?.items;
        let outcome = |item: pb::BroadcastItem| match item.outcome? {
            broadcast_item::Outcome::Result(published) => Some(Ok(published)),
            broadcast_item::Outcome::Error(status) => Some(Err(status)),
        };
        for_each(channels, items.into_iter().map(outcome))
    }

    /// Subscribes connections to a channel on behalf of their clients.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn subscribe(
        &self,
        request: pb::SubscribeRequest,
    ) -> Result<pb::SubscribeResponse, ApiError> {
        self.call(self.client.clone().subscribe(request)).await
    }

    /// Ends subscriptions of connections.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn unsubscribe(
        &self,
        request: pb::UnsubscribeRequest,
    ) -> Result<pb::UnsubscribeResponse, ApiError> {
        self.call(self.client.clone().unsubscribe(request)).await
    }

    /// Ends connections.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn disconnect(
        &self,
        request: pb::DisconnectRequest,
    ) -> Result<pb::DisconnectResponse, ApiError> {
        self.call(self.client.clone().disconnect(request)).await
    }

    /// Changes when connections expire.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn refresh(
        &self,
        request: pb::RefreshRequest,
    ) -> Result<pb::RefreshResponse, ApiError> {
        self.call(self.client.clone().refresh(request)).await
    }

    /// Asks who is subscribed to a channel; a page of them.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn presence(
        &self,
        request: pb::PresenceRequest,
    ) -> Result<pb::PresenceResponse, ApiError> {
        self.call(self.client.clone().presence(request)).await
    }

    /// Asks how many are subscribed to a channel.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn presence_stats(
        &self,
        request: pb::PresenceStatsRequest,
    ) -> Result<pb::PresenceStatsResponse, ApiError> {
        self.call(self.client.clone().presence_stats(request)).await
    }

    /// Asks how many are subscribed to each of many channels; each has an answer
    /// of its own, in the order of the request.
    ///
    /// # Errors
    /// [`ApiError`] when the call as a whole failed.
    pub async fn batch_presence_stats(
        &self,
        request: pb::BatchPresenceStatsRequest,
    ) -> Result<Vec<Result<pb::PresenceStatsResponse, Refusal>>, ApiError> {
        let channels = request.channels.len();
        let items = self.call(self.client.clone().batch_presence_stats(request)).await?.items;
        let outcome = |item: pb::PresenceStatsItem| match item.outcome? {
            presence_stats_item::Outcome::Result(stats) => Some(Ok(stats)),
            presence_stats_item::Outcome::Error(status) => Some(Err(status)),
        };
        for_each(channels, items.into_iter().map(outcome))
    }

    /// Reads a page of a channel's history.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn history(
        &self,
        request: pb::HistoryRequest,
    ) -> Result<pb::HistoryResponse, ApiError> {
        self.call(self.client.clone().history(request)).await
    }

    /// Empties a channel's history.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn history_remove(
        &self,
        request: pb::HistoryRemoveRequest,
    ) -> Result<pb::HistoryRemoveResponse, ApiError> {
        self.call(self.client.clone().history_remove(request)).await
    }

    /// Lists channels that have subscribers; a page of them.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn channels(
        &self,
        request: pb::ChannelsRequest,
    ) -> Result<pb::ChannelsResponse, ApiError> {
        self.call(self.client.clone().channels(request)).await
    }

    /// Lists open connections; a page of them.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn connections(
        &self,
        request: pb::ConnectionsRequest,
    ) -> Result<pb::ConnectionsResponse, ApiError> {
        self.call(self.client.clone().connections(request)).await
    }

    /// Asks about the node.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn info(&self) -> Result<pb::InfoResponse, ApiError> {
        self.call(self.client.clone().info(pb::InfoRequest {})).await
    }
}

/// The outcome for each of `channels`; a server that gives another number of
/// them, or none in an item, cannot be understood.
fn for_each<T>(
    channels: usize,
    outcomes: impl ExactSizeIterator<Item = Option<Result<T, tonic_types::Status>>>,
) -> Result<Vec<Result<T, Refusal>>, ApiError> {
    let answered = outcomes.len();
    if answered != channels {
        let message = format!("the server answered for {answered} of {channels} channels");
        return Err(ApiError::Refused(Refusal::new(Code::Internal, &message, None)));
    }
    let outcome = |outcome: Option<Result<T, tonic_types::Status>>| match outcome {
        Some(Ok(result)) => Ok(result),
        Some(Err(status)) => {
            let info = status.get_details_error_info();
            Err(Refusal::new(Code::from(status.code), &status.message, info))
        }
        None => Err(Refusal::new(Code::Internal, "the server gave no outcome", None)),
    };
    Ok(outcomes.map(outcome).collect())
}
