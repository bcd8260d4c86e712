use std::sync::Arc;

use super::{Node, NodeError, matching::Missed};
use crate::{
    engine::{HistoryPage, HistoryQuery},
    hub::Subscriber,
    model::{Publication, RecoveryOutcome, StreamPosition},
    policy::{ChannelOptions, RecoveryMode},
    recovery::Continuity,
};

/// A subscriber who wants in.
#[derive(Debug)]
pub struct SubscribeCommand<'a> {
    /// With a closed gate; [`Subscribed`] says behind which position to open it.
    pub subscriber: &'a Arc<Subscriber>,
    /// Options of the channel.
    pub options: &'a ChannelOptions,
    /// What the subscriber has seen, if it asks to recover.
    pub recover: Option<StreamPosition>,
    /// False where the namespace does not let this subscriber recover.
    pub recoverable: bool,
    /// Sum of publication weights that the reply has room for.
    pub max_bytes: usize,
}

/// A subscriber who is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribed {
    /// Position behind which live publications follow; none without history.
    pub position: Option<StreamPosition>,
    /// Recovered publications that fit into the reply.
    pub publications: Vec<Arc<Publication>>,
    /// How recovery ended.
    pub outcome: RecoveryOutcome,
    /// When the reply has not room for all: the last offset that it has. What
    /// lies between this and `position` must be sent before the gate opens.
    pub continue_after: Option<u64>,
}

impl Subscribed {
    pub(super) fn at(position: Option<StreamPosition>, outcome: RecoveryOutcome) -> Self {
        Self { position, publications: Vec::new(), outcome, continue_after: None }
    }
}

impl Node {
    /// Adds a subscriber to its channel and reads what it has missed. The same
    /// for every engine: the gate is closed, the hub knows the subscriber, and
    /// only then the history is read, so that nothing falls in between.
    ///
    /// # Errors
    /// The engine's refusal; the subscriber is out again then.
    pub async fn subscribe(&self, command: SubscribeCommand<'_>) -> Result<Subscribed, NodeError> {
        let subscriber = command.subscriber.clone();
        self.hub.subscribe(&subscriber);
        let subscribed = self.catch_up(command).await;
        match &subscribed {
            Ok(subscribed) => self.metrics.recovery(subscribed.outcome),
            Err(_) => self.hub.unsubscribe(&subscriber),
        }
        subscribed
    }

    /// Takes a subscriber out of its channel.
    pub fn unsubscribe(&self, subscriber: &Arc<Subscriber>) {
        self.hub.unsubscribe(subscriber);
    }

    /// Reads on where a recovery did not fit into its reply: publications
    /// behind `since`, up to offset `up_to`. Never empty.
    ///
    /// # Errors
    /// [`NodeError::Unrecoverable`] when they are no longer retained; the
    /// engine's refusal.
    pub async fn read_on(
        &self,
        subscriber: &Subscriber,
        options: &ChannelOptions,
        since: &StreamPosition,
        up_to: u64,
        max_bytes: usize,
    ) -> Result<Vec<Arc<Publication>>, NodeError> {
        let limit = usize::try_from(up_to.saturating_sub(since.offset)).unwrap_or(usize::MAX);
        let query = HistoryQuery { since: Some(since.clone()), limit, reverse: false, max_bytes };
        let page = self.broker.history(subscriber.channel(), &options.stream, query).await?;
        if page.continuity != Continuity::Unbroken || page.publications.is_empty() {
            return Err(NodeError::Unrecoverable { since: since.clone(), newest: page.position });
        }
        Ok(page.publications)
    }

    async fn catch_up(&self, command: SubscribeCommand<'_>) -> Result<Subscribed, NodeError> {
        let SubscribeCommand { subscriber, options, recover, recoverable, max_bytes } = command;
        if !options.stream.has_history() {
            let outcome = match recover {
                Some(_) => RecoveryOutcome::HistoryOff,
                None => RecoveryOutcome::NotRequested,
            };
            return Ok(Subscribed::at(None, outcome));
        }
        let channel = subscriber.channel();
        let (since, outcome) = match recover {
            Some(since) if recoverable => (since, RecoveryOutcome::Recovered),
            Some(_) => (StreamPosition::default(), RecoveryOutcome::HistoryOff),
            None => (StreamPosition::default(), RecoveryOutcome::NotRequested),
        };
        if outcome != RecoveryOutcome::Recovered {
            let position = self.broker.position(channel, &options.stream)?;
            return Ok(Subscribed::at(Some(position), outcome));
        }
        let limit = self.limits.recovery_max_publications;
        if subscriber.filter().is_some() {
            let missed = Missed { subscriber, options, since, limit, max_bytes };
            return match options.recovery_mode {
                RecoveryMode::Stream => self.missed_matches(missed).await,
                RecoveryMode::Cache => self.newest_match(missed).await,
            };
        }
        match options.recovery_mode {
            RecoveryMode::Stream => {
                let beginning = since == StreamPosition::default();
                let known = (!beginning).then(|| since.clone());
                let query = HistoryQuery { since: known, limit, reverse: false, max_bytes };
                let page = self.broker.history(channel, &options.stream, query).await?;
                let since = if beginning { before(&page) } else { since };
                Ok(stream(page, &since, limit, max_bytes))
            }
            RecoveryMode::Cache => {
                let query = HistoryQuery { since: None, limit: 1, reverse: true, max_bytes };
                let page = self.broker.history(channel, &options.stream, query).await?;
                Ok(cache(page, &since, max_bytes))
            }
        }
    }
}

/// The position before the oldest publication of a page.
pub(super) fn before(page: &HistoryPage) -> StreamPosition {
    let first = page.publications.first().map(|publication| publication.offset);
    let offset = first.map_or(page.position.offset, |first| first - 1);
    StreamPosition::new(&page.position.epoch, offset)
}

/// Why what lies behind `since` cannot be recovered; none if it can.
pub(super) fn unrecovered(page: &HistoryPage, since: &StreamPosition) -> Option<RecoveryOutcome> {
    match page.continuity {
        // An offset without its epoch says nothing, except "the beginning".
        _ if since.epoch.is_empty() && since.offset > 0 => Some(RecoveryOutcome::EpochChanged),
        Continuity::EpochChanged => Some(RecoveryOutcome::EpochChanged),
        Continuity::BeyondEnd => Some(RecoveryOutcome::InvalidPosition),
        Continuity::Trimmed => Some(RecoveryOutcome::Trimmed),
        Continuity::Unbroken => None,
    }
}

/// Everything behind `since`, or the reason why not.
fn stream(page: HistoryPage, since: &StreamPosition, limit: usize, max_bytes: usize) -> Subscribed {
    let newest = page.position.offset;
    let outcome = match unrecovered(&page, since) {
        Some(outcome) => outcome,
        None if newest - since.offset > limit as u64 => RecoveryOutcome::LimitExceeded,
        None => RecoveryOutcome::Recovered,
    };
    let mut subscribed = Subscribed::at(Some(page.position), outcome);
    if outcome == RecoveryOutcome::Recovered {
        subscribed.publications = fitting(page.publications, max_bytes);
        let last = subscribed.publications.last().map_or(since.offset, |p| p.offset);
        subscribed.continue_after = (last < newest).then_some(last);
    }
    subscribed
}

/// The newest publication, unless `since` says that it is known.
fn cache(page: HistoryPage, since: &StreamPosition, max_bytes: usize) -> Subscribed {
    let newest = page.position.offset;
    let is_known = page.position == *since || (since.epoch.is_empty() && newest == 0);
    if is_known || page.publications.is_empty() {
        let outcome = match () {
            () if is_known => RecoveryOutcome::Recovered,
            () if page.position.epoch != since.epoch => RecoveryOutcome::EpochChanged,
            () => RecoveryOutcome::Trimmed,
        };
        return Subscribed::at(Some(page.position), outcome);
    }
    let mut subscribed = Subscribed::at(Some(page.position), RecoveryOutcome::Recovered);
    subscribed.publications = fitting(page.publications, max_bytes);
    if subscribed.publications.is_empty() {
        subscribed.continue_after = subscribed.position.as_ref().map(|p| p.offset - 1);
    }
    subscribed
}

/// An engine gives at least one publication, however large; the reply may have
/// room for none.
fn fitting(mut publications: Vec<Arc<Publication>>, max_bytes: usize) -> Vec<Arc<Publication>> {
    let mut room = max_bytes;
    let fitting = publications.iter().take_while(|publication| {
        let fits = publication.weight() <= room;
        room = room.saturating_sub(publication.weight());
        fits
    });
    let count = fitting.count();
    publications.truncate(count);
    publications
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Epoch;

    fn page(first: u64, newest: u64, continuity: Continuity) -> HistoryPage {
        let publications = (first..=newest)
            .map(|offset| {
                Arc::new(Publication {
                    offset,
                    data: bytes::Bytes::from_static(&[0; 36]), // weighs 100
                    tags: Default::default(),
                    info: None,
                    time_ms: 0,
                    version: 0,
                })
            })
            .collect();
        let position = StreamPosition::new(&Epoch::from("e"), newest);
        HistoryPage { publications, position, continuity, truncated: false }
    }

    fn since(epoch: &str, offset: u64) -> StreamPosition {
        StreamPosition::new(&epoch.into(), offset)
    }

    #[test]
    fn each_reason_has_its_outcome_and_gives_no_publications() {
        for (continuity, since, outcome) in [
            (Continuity::EpochChanged, since("x", 4), RecoveryOutcome::EpochChanged),
            (Continuity::BeyondEnd, since("e", 11), RecoveryOutcome::InvalidPosition),
            (Continuity::Trimmed, since("e", 4), RecoveryOutcome::Trimmed),
            (Continuity::Unbroken, since("e", 4), RecoveryOutcome::LimitExceeded),
            (Continuity::Unbroken, since("", 9), RecoveryOutcome::EpochChanged),
        ] {
            let subscribed = stream(page(5, 10, continuity), &since, 5, 1000);
            assert_eq!(subscribed.outcome, outcome);
            assert!(subscribed.publications.is_empty());
            assert_eq!(subscribed.continue_after, None);
            assert_eq!(subscribed.position.map(|p| p.offset), Some(10));
        }
    }

    #[test]
    fn what_the_reply_has_no_room_for_is_continued() {
        let of = |max_bytes| {
            let got = stream(page(5, 10, Continuity::Unbroken), &since("e", 4), 6, max_bytes);
            assert_eq!(got.outcome, RecoveryOutcome::Recovered);
            (got.publications.len(), got.continue_after)
        };
        assert_eq!(of(600), (6, None));
        assert_eq!(of(250), (2, Some(6)));
        assert_eq!(of(99), (0, Some(4)));
    }

    #[test]
    fn cache_gives_the_newest_unless_it_is_known() {
        let of = |page, since| {
            let got = cache(page, &since, 1000);
            (got.publications.len(), got.outcome)
        };
        let newest = || page(10, 10, Continuity::Unbroken);
        assert_eq!(of(newest(), since("e", 10)), (0, RecoveryOutcome::Recovered));
        assert_eq!(of(newest(), since("e", 2)), (1, RecoveryOutcome::Recovered));
        assert_eq!(of(newest(), since("", 0)), (1, RecoveryOutcome::Recovered));
        let empty = || page(11, 10, Continuity::Unbroken);
        assert_eq!(of(empty(), since("e", 2)), (0, RecoveryOutcome::Trimmed));
        assert_eq!(of(empty(), since("x", 2)), (0, RecoveryOutcome::EpochChanged));
        let nothing_yet = page(1, 0, Continuity::Unbroken);
        assert_eq!(of(nothing_yet, since("", 0)), (0, RecoveryOutcome::Recovered));
    }

    #[test]
    fn the_beginning_is_the_oldest_that_is_kept() {
        let kept = page(5, 10, Continuity::Unbroken);
        let since = before(&kept);
        let subscribed = stream(kept, &since, 6, 1000);
        assert_eq!(subscribed.outcome, RecoveryOutcome::Recovered);
        assert_eq!(subscribed.publications.len(), 6);
    }
}
