use super::{Node, NodeError};
use crate::{
    engine::{PresencePage, PresenceStats},
    model::{Channel, ClientId},
    wire::REPLY_BUDGET_BYTES,
};

/// More clients than these fit into no reply, whatever their infos.
const MAX_PAGE_CLIENTS: usize = 16 * 1024;

impl Node {
    /// Who is in a channel: clients behind `after` in the order of ids, at
    /// most `limit` and as many as one reply has room for, but at least one.
    ///
    /// # Errors
    /// [`NodeError::PresenceOff`]; a bad channel; the engine's refusal.
    pub async fn presence_page(
        &self,
        channel: &str,
        after: Option<&ClientId>,
        limit: usize,
    ) -> Result<PresencePage, NodeError> {
        let channel = self.channel_with_presence(channel)?;
        let presence = self.members.presence();
        let mut page = presence.page(&channel, after, limit.min(MAX_PAGE_CLIENTS)).await?;
        cut(&mut page, REPLY_BUDGET_BYTES);
        Ok(page)
    }

    /// How many are in a channel.
    ///
    /// # Errors
    /// [`NodeError::PresenceOff`]; a bad channel; the engine's refusal.
    pub async fn presence_stats(&self, channel: &str) -> Result<PresenceStats, NodeError> {
        let channel = self.channel_with_presence(channel)?;
        Ok(self.members.presence().stats(&channel).await?)
    }

    fn channel_with_presence(&self, channel: &str) -> Result<Channel, NodeError> {
        let (channel, options) = self.channel(channel)?;
        if !options.presence {
            return Err(NodeError::PresenceOff { namespace: options.namespace.to_string() });
        }
        Ok(channel)
    }
}

/// Shortens a page to `max_bytes` and one client at least, so that whoever
/// reads on always gets further.
fn cut(page: &mut PresencePage, max_bytes: usize) {
    let mut bytes = 0;
    let fits = page.clients.iter().take_while(|info| {
        bytes += info.weight();
        bytes <= max_bytes
    });
    let fits = fits.count().max(1);
    if fits < page.clients.len() {
        page.clients.truncate(fits);
        page.more = true;
    }
}
