//! Recovery through a tags filter: what is missed is what matches, so history
//! is read page by page until enough is known.

use std::sync::Arc;

use super::{
    Node, NodeError,
    subscribe::{Subscribed, before, unrecovered},
};
use crate::{
    engine::{HistoryPage, HistoryQuery},
    hub::Subscriber,
    model::{Publication, RecoveryOutcome, StreamPosition},
    policy::ChannelOptions,
    wire::REPLY_BUDGET_BYTES,
};

/// Pages that one recovery reads, each of at most [`PAGE`] publications and
/// [`REPLY_BUDGET_BYTES`]: who has more behind is told [`RecoveryOutcome::LimitExceeded`].
const PAGES: usize = 32;

/// Publications of one page.
const PAGE: usize = 1_000;

/// Publications of the first page where the newest match is looked for.
const NEWEST_PAGE: usize = 32;

/// Where a recovery reads.
pub(super) struct Missed<'a> {
    pub(super) subscriber: &'a Arc<Subscriber>,
    pub(super) options: &'a ChannelOptions,
    /// What the subscriber has seen.
    pub(super) since: StreamPosition,
    /// Publications that may be recovered.
    pub(super) limit: usize,
    /// Sum of publication weights that the reply has room for.
    pub(super) max_bytes: usize,
}

impl Missed<'_> {
    fn wants(&self, publication: &Publication) -> bool {
        self.subscriber.wants(|| &publication.tags)
    }

    async fn page(&self, node: &Node, query: HistoryQuery) -> Result<HistoryPage, NodeError> {
        Ok(node.broker.history(self.subscriber.channel(), &self.options.stream, query).await?)
    }

    fn found(&self) -> Found {
        Found { publications: Vec::new(), count: 0, room: self.max_bytes, continue_after: None }
    }

    fn recovered(&self, target: StreamPosition, found: Found) -> Subscribed {
        let Found { publications, continue_after, .. } = found;
        let last = publications.last().map(|publication| publication.offset);
        self.subscriber.tell(last.unwrap_or(self.since.offset));
        let outcome = RecoveryOutcome::Recovered;
        Subscribed { position: Some(target), publications, outcome, continue_after }
    }

    /// In the whole history nothing matches: whether nothing can be missed.
    fn nothing(&self, newest: StreamPosition, read_all: bool) -> Subscribed {
        let same_epoch = self.since.epoch == newest.epoch;
        let outcome = match read_all {
            true if same_epoch || self.since.epoch.is_empty() => {
                return self.recovered(newest, self.found());
            }
            _ if same_epoch => RecoveryOutcome::Trimmed,
            _ => RecoveryOutcome::EpochChanged,
        };
        Subscribed::at(Some(newest), outcome)
    }
}

/// Matches, as far as the reply has room for them.
struct Found {
    publications: Vec<Arc<Publication>>,
    count: usize,
    room: usize,
    /// Everything up to here is in the reply or kept back, and more follows.
    continue_after: Option<u64>,
}

impl Found {
    fn add(&mut self, publication: Arc<Publication>) {
        self.count += 1;
        if self.continue_after.is_some() {
            return;
        }
        match self.room.checked_sub(publication.weight()) {
            Some(room) => {
                self.room = room;
                self.publications.push(publication);
            }
            None => self.continue_after = Some(publication.offset - 1),
        }
    }
}

impl Node {
    /// Everything behind `since` that matches, or the reason why not.
    pub(super) async fn missed_matches(&self, missed: Missed<'_>) -> Result<Subscribed, NodeError> {
        let beginning = missed.since == StreamPosition::default();
        let mut since = missed.since.clone();
        let mut target: Option<StreamPosition> = None;
        let mut found = missed.found();
        for _ in 0..PAGES {
            let known = (target.is_some() || !beginning).then(|| since.clone());
            let query = HistoryQuery {
                since: known,
                limit: PAGE,
                reverse: false,
                max_bytes: REPLY_BUDGET_BYTES,
            };
            let page = missed.page(self, query).await?;
            if let Some(outcome) = unrecovered(&page, &since) {
                return Ok(Subscribed::at(Some(page.position), outcome));
            }
            if target.is_none() && beginning {
                since = before(&page);
            }
            // What comes after is live: the gate holds it.
            let target = target.get_or_insert_with(|| page.position.clone());
            if target.offset - since.offset > (PAGES * PAGE) as u64 {
                break;
            }
            since.epoch = target.epoch.clone();
            since.offset = page.publications.last().map_or(target.offset, |last| last.offset);
            let up_to = page.publications.into_iter().take_while(|p| p.offset <= target.offset);
            up_to.filter(|publication| missed.wants(publication)).for_each(|p| found.add(p));
            if found.count > missed.limit {
                break;
            }
            if since.offset >= target.offset {
                return Ok(missed.recovered(target.clone(), found));
            }
            tokio::task::yield_now().await; // other sessions of this thread
        }
        Ok(Subscribed::at(target, RecoveryOutcome::LimitExceeded))
    }

    /// The newest publication that matches, unless `since` says that it is known.
    pub(super) async fn newest_match(&self, missed: Missed<'_>) -> Result<Subscribed, NodeError> {
        let mut newest: Option<StreamPosition> = None;
        let mut before: Option<StreamPosition> = None;
        for _ in 0..PAGES {
            let query = HistoryQuery {
                since: before.clone(),
                limit: if before.is_none() { NEWEST_PAGE } else { PAGE },
                reverse: true,
                max_bytes: REPLY_BUDGET_BYTES,
            };
            let page = missed.page(self, query).await?;
            let newest = newest.get_or_insert_with(|| page.position.clone());
            if page.position.epoch != newest.epoch {
                return Ok(Subscribed::at(Some(page.position), RecoveryOutcome::EpochChanged));
            }
            let of_this_epoch = missed.since.epoch == newest.epoch;
            if of_this_epoch && missed.since.offset > newest.offset {
                let outcome = RecoveryOutcome::InvalidPosition;
                return Ok(Subscribed::at(Some(newest.clone()), outcome));
            }
            let known = if of_this_epoch { missed.since.offset } else { 0 };
            let mut unknown = page.publications.iter().take_while(|p| p.offset > known);
            if let Some(publication) = unknown.find(|publication| missed.wants(publication)) {
                let mut found = missed.found();
                found.add(publication.clone());
                return Ok(missed.recovered(newest.clone(), found));
            }
            let last = page.publications.last().map(|publication| publication.offset);
            match last {
                Some(last) if last > known + 1 => {
                    before = Some(StreamPosition::new(&newest.epoch, last));
                }
                _ => {
                    let read_all = last.is_some() || newest.offset == known;
                    return Ok(missed.nothing(newest.clone(), read_all));
                }
            }
            tokio::task::yield_now().await; // other sessions of this thread
        }
        Ok(Subscribed::at(newest, RecoveryOutcome::LimitExceeded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::memory::{MemoryBroker, MemoryPresence},
        hub::{Hub, Losses, Reception},
        model::Clock,
        node::{Fanout, Message, NodeLimits, Publisher, SubscribeCommand},
        outbound::Outbound,
        policy::{ChannelConfig, FilterNode, Namespaces, TagsFilter},
        recovery::GateLimits,
    };

    fn node() -> Node {
        let hub = Arc::new(Hub::new(1, Arc::default()));
        let events = Arc::new(Fanout::new(hub.clone(), Arc::default()));
        let broker = Arc::new(MemoryBroker::new(Clock::manual(1), events));
        let mut config = ChannelConfig::default();
        let options = &mut config.without_namespace;
        (options.stream.history_size, options.allow_recovery) = (100_000, true);
        options.stream.history_ttl = std::time::Duration::from_secs(60);
        let limits = NodeLimits { history_max_publications: 1, recovery_max_publications: 1 };
        let namespaces = Namespaces::new(config).unwrap();
        let presence = Arc::new(MemoryPresence::default());
        Node::new(namespaces, broker, presence, hub, Arc::default(), limits, Clock::manual(1))
    }

    async fn recover(node: &Node, cache: bool, since: StreamPosition) -> Subscribed {
        let (channel, options) = node.channel("a").unwrap();
        let mut options = ChannelOptions::clone(&options);
        if cache {
            options.recovery_mode = crate::policy::RecoveryMode::Cache;
        }
        let (cmp, key) = ("ex".to_owned(), "wanted".to_owned());
        let filter = TagsFilter::new(FilterNode { cmp, key, ..FilterNode::default() }).unwrap();
        let reception = Reception { filter: Some(Arc::new(filter)), ..Reception::default() };
        let limits = GateLimits { items: 1, bytes: 1 };
        let (outbound, losses) = (Arc::new(Outbound::new(1, 1)), Arc::<Losses>::default());
        let subscriber = Subscriber::new(channel, 0, limits, reception, outbound, losses);
        let (subscriber, recover) = (&subscriber, Some(since));
        let max_bytes = REPLY_BUDGET_BYTES;
        let command = SubscribeCommand {
            subscriber,
            options: &options,
            recover,
            recoverable: true,
            max_bytes,
        };
        node.subscribe(command).await.unwrap()
    }

    #[tokio::test]
    async fn a_recovery_reads_no_more_than_its_pages() {
        let node = node();
        let most = (PAGES * PAGE) as u64;
        for number in 0..=most {
            // The oldest one matches.
            let wanted = (number == 0).then(|| ("wanted".to_owned(), String::new()));
            let message = Message { tags: wanted.into_iter().collect(), ..Message::default() };
            node.publish("a", message, Publisher::Api).unwrap().await.unwrap();
        }
        let (channel, options) = node.channel("a").unwrap();
        let newest = node.broker().position(&channel, &options.stream).unwrap();
        let at = |offset| StreamPosition::new(&newest.epoch, offset);
        let outcome = async |cache, since| {
            let got = recover(&node, cache, since).await;
            (got.outcome, got.publications.len(), got.position)
        };
        let limited = (RecoveryOutcome::LimitExceeded, 0, Some(newest.clone()));
        let nothing = (RecoveryOutcome::Recovered, 0, Some(newest.clone()));
        assert_eq!(outcome(false, at(0)).await, limited);
        assert_eq!(outcome(false, at(1)).await, nothing);
        assert_eq!(outcome(true, at(0)).await, limited);
        assert_eq!(outcome(true, at(2_000)).await, nothing);
    }
}
