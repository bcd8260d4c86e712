use super::{Visible, at_most, glob};
use crate::{
    hub::SHARDS,
    model::Channel,
    node::{Node, NodeError},
    wire::REPLY_BUDGET_BYTES,
};

/// Most channels of one page.
pub(super) const MAX_CHANNELS_PAGE: usize = 10_000;

/// Channels of a page when its caller does not say how many.
const DEFAULT_PAGE: usize = 1_000;

/// Channels that are looked at for one page: with a pattern that few of them
/// match, pages are short.
const MAX_EXAMINED: usize = 100_000;

/// What a channel takes in an answer beside its name.
const ENTRY_BYTES: usize = 24;

/// Which channels are asked for.
pub struct ChannelsCommand<'a> {
    /// `*` stands for any characters, `?` for one; empty for all.
    pub pattern: &'a str,
    /// Most channels of the page; 0 leaves it to the server.
    pub page_size: usize,
    /// Where the page before ended.
    pub from: ChannelsCursor,
    /// Channels of which namespaces the caller may see.
    pub visible: Visible<'a>,
}

/// A place in the listing of channels: its order is that of the hub's parts
/// and, within a part, that of the names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelsCursor {
    /// The part.
    pub shard: u8,
    /// The name in it behind which to go on; empty for its beginning.
    pub after: String,
}

/// A page of channels with subscribers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelsPage {
    /// The channels.
    pub channels: Vec<ChannelCount>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<ChannelsCursor>,
}

/// A channel with subscribers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelCount {
    /// The channel.
    pub channel: Channel,
    /// How many it has.
    pub subscribers: u64,
}

impl Node {
    /// Lists the channels that have subscribers.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] for a page size or pattern that cannot be used.
    pub async fn channels(&self, command: ChannelsCommand<'_>) -> Result<ChannelsPage, NodeError> {
        let limit = page_size(command.page_size, DEFAULT_PAGE, MAX_CHANNELS_PAGE)?;
        at_most("pattern", command.pattern.len(), self.namespaces.max_length())?;
        let pattern = Some(command.pattern.as_bytes()).filter(|pattern| !pattern.is_empty());
        let mut page = Page { found: Vec::new(), bytes: 0, limit };
        let ChannelsCursor { mut shard, mut after } = command.from;
        let mut examined = 0;
        let next = loop {
            if usize::from(shard) >= SHARDS {
                break None;
            }
            if page.found.len() >= limit || examined >= MAX_EXAMINED {
                break Some(ChannelsCursor { shard, after });
            }
            let mut channels = self.hub.channels_of_shard(shard.into());
            examined += channels.len();
            channels.retain(|channel| {
                let name = channel.as_str();
                name > after.as_str()
                    && pattern.is_none_or(|pattern| glob::matches(pattern, name.as_bytes()))
                    && (command.visible)(&self.namespace_of(channel))
            });
            channels.sort_unstable_by(|a, b| a.as_str().cmp(b.as_str()));
            match page.take(channels) {
                Some(last) => break Some(ChannelsCursor { shard, after: last.unwrap_or(after) }),
                None => (shard, after) = (shard + 1, String::new()),
            }
            tokio::task::yield_now().await;
        };
        let counts = self.hub.subscribers(&page.found);
        let channels = page.found.into_iter().zip(counts);
        let channels = channels
            .map(|(channel, subscribers)| ChannelCount { channel, subscribers })
            // Those that were left meanwhile.
            .filter(|channel| channel.subscribers > 0)
            .collect();
        Ok(ChannelsPage { channels, next })
    }

    /// Name of a channel's namespace, configured or not; empty for none.
    pub fn namespace_of(&self, channel: &Channel) -> String {
        match self.namespaces.resolve(channel) {
            Ok(options) => options.namespace.to_string(),
            Err(unknown) => unknown.namespace,
        }
    }
}

struct Page {
    found: Vec<Channel>,
    bytes: usize,
    limit: usize,
}

impl Page {
    /// Takes as many channels of a part as there is room for. When that is not
    /// all: the last one, if any was taken.
    fn take(&mut self, channels: Vec<Channel>) -> Option<Option<String>> {
        let mut last = None;
        for channel in channels {
            let bytes = channel.as_str().len() + ENTRY_BYTES;
            let is_full = self.found.len() >= self.limit
                || (self.bytes + bytes > REPLY_BUDGET_BYTES && !self.found.is_empty());
            if is_full {
                return Some(last);
            }
            self.bytes += bytes;
            last = Some(channel.as_str().to_owned());
            self.found.push(channel);
        }
        None
    }
}

/// How many entries a page gets.
pub(super) fn page_size(asked: usize, default: usize, max: usize) -> Result<usize, NodeError> {
    match asked {
        0 => Ok(default),
        asked if asked <= max => Ok(asked),
        asked => {
            let problem = format!("is {asked}, at most {max} are allowed: take more pages");
            Err(NodeError::invalid("page_size", problem))
        }
    }
}
