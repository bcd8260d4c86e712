use std::sync::Arc;

use super::{Access, Command, CommandError, Reply};
use crate::{
    model::Channel,
    node::{Node, Publisher},
};

/// Does a command on behalf of whoever has this access. A publish has its
/// place in the channel's order when this is first polled; dropping this does
/// not take it back.
///
/// # Errors
/// [`CommandError`] says whether the same command may succeed later.
pub async fn execute(
    node: &Arc<Node>,
    command: Command,
    access: &dyn Access,
) -> Result<Reply, CommandError> {
    match command {
        Command::Publish(request) => {
            let (channel, message) = request.into_message()?;
            permit(node, access, &channel)?;
            let publishing = node.publish(&channel, message, Publisher::Api)?;
            Ok(Reply::Publish(publishing.await?.into()))
        }
        Command::Broadcast(request) => request.execute(node, access).await.map(Reply::Broadcast),
        Command::Subscribe(request) => request.execute(node, access).await.map(Reply::Connections),
        Command::Unsubscribe(request) => {
            request.execute(node, access).await.map(Reply::Connections)
        }
        Command::Disconnect(request) => request.execute(node).map(Reply::Connections),
        Command::Refresh(request) => request.execute(node).await.map(Reply::Connections),
        Command::Presence(request) => request.execute(node, access).await.map(Reply::Presence),
        Command::PresenceStats(request) => {
            permit(node, access, &request.channel)?;
            Ok(Reply::PresenceStats(node.presence_stats(&request.channel).await?.into()))
        }
        Command::History(request) => request.execute(node, access).await.map(Reply::History),
        Command::HistoryRemove(request) => {
            permit(node, access, &request.channel)?;
            Ok(Reply::HistoryRemove(node.history_remove(&request.channel).await?.into()))
        }
        Command::Channels(request) => request.execute(node, access).await.map(Reply::Channels),
        Command::Info(_) => Ok(Reply::Info(super::InfoReply { nodes: vec![node.info().into()] })),
    }
}

/// Whether the channel of this name may be used, if it is one.
pub(super) fn permit(node: &Node, access: &dyn Access, channel: &str) -> Result<(), CommandError> {
    let namespace = node.namespace_of(&Channel::trusted(channel));
    access.check(&namespace).map_err(CommandError::NotAllowed)
}
