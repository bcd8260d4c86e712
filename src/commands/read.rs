use std::collections::BTreeMap;

use super::{
    Access, ChannelReply, ChannelsReply, ChannelsRequest, ClientReply, CommandError, HistoryReply,
    HistoryRequest, PresenceReply, PresenceRequest, execute::permit,
};
use crate::node::{ChannelsCommand, ChannelsCursor, HistoryCommand, HistoryLimit, Node};

/// Bytes of a listing that comes in one piece, where gRPC has pages.
const MAX_LISTING_BYTES: usize = 4 * 1024 * 1024;

/// Entries of one look at a listing.
const PAGE: usize = 10_000;

impl HistoryRequest {
    pub(super) async fn execute(
        self,
        node: &Node,
        access: &dyn Access,
    ) -> Result<HistoryReply, CommandError> {
        permit(node, access, &self.channel)?;
        let command = HistoryCommand {
            channel: &self.channel,
            limit: HistoryLimit::try_from(self.limit)?,
            since: self.since.map(Into::into),
            reverse: self.reverse,
        };
        Ok(node.history(command).await?.into())
    }
}

impl PresenceRequest {
    pub(super) async fn execute(
        self,
        node: &Node,
        access: &dyn Access,
    ) -> Result<PresenceReply, CommandError> {
        permit(node, access, &self.channel)?;
        let (mut presence, mut bytes, mut after) = (BTreeMap::new(), 0, None);
        loop {
            let page = node.presence_page(&self.channel, after.as_ref(), PAGE).await?;
            bytes += page.clients.iter().map(|info| info.weight()).sum::<usize>();
            if bytes > MAX_LISTING_BYTES {
                let fix = "ask for presence_stats, or for pages with the gRPC method Presence";
                return Err(too_large("more clients are in the channel", fix));
            }
            after = page.clients.last().filter(|_| page.more).map(|info| info.client.clone());
            let clients = page.clients.iter();
            presence.extend(
                clients.map(|info| (info.client.as_str().to_owned(), ClientReply::from(&**info))),
            );
            if after.is_none() {
                return Ok(PresenceReply { presence });
            }
        }
    }
}

impl ChannelsRequest {
    pub(super) async fn execute(
        self,
        node: &Node,
        access: &dyn Access,
    ) -> Result<ChannelsReply, CommandError> {
        let (mut channels, mut bytes) = (BTreeMap::new(), 0);
        let mut next = Some(ChannelsCursor::default());
        while let Some(from) = next {
            let command = ChannelsCommand {
                pattern: &self.pattern,
                page_size: PAGE,
                from,
                visible: &|namespace| access.check(namespace).is_ok(),
            };
            let page = node.channels(command).await?;
            for found in page.channels {
                let name = found.channel.as_str().to_owned();
                bytes += name.len() + size_of::<ChannelReply>() + ENTRY_BYTES;
                channels.insert(name, ChannelReply { num_clients: found.subscribers });
            }
            if bytes > MAX_LISTING_BYTES {
                let fix = "give a narrower pattern, or ask for pages with the gRPC method Channels";
                return Err(too_large("more channels have subscribers", fix));
            }
            next = page.next;
        }
        Ok(ChannelsReply { channels })
    }
}

/// What an entry takes beside its name and number.
const ENTRY_BYTES: usize = 24;

fn too_large(what: &str, fix: &str) -> CommandError {
    CommandError::TooLarge(format!("{what} than fit into one answer: {fix}"))
}
