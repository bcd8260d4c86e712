//! Where a subscription is in its channel's history: what to recover from, and
//! whether what arrives continues it.

use super::convert;
use crate::{
    model::{RecoveryOutcome, StreamPosition},
    pb::client as pb,
};

/// Position of one subscription. Pure.
#[derive(Debug, Default)]
pub(super) struct Tracker {
    position: Option<StreamPosition>,
    expect: Expect,
    /// The server promised continuity, so a hole is its loss.
    checked: bool,
    /// With a filter only the server can judge continuity.
    filtered: bool,
}

/// Which offset comes next.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// The one after the position.
    #[default]
    Next,
    /// Recovery reaches up to here, and its publications follow as pushes: the
    /// one after the position, or after `end` (in cache mode only the newest
    /// publication is recovered). `any`: where the history starts is not known.
    Recovered { end: u64, any: bool },
}

/// How a publication continues the subscription.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Continues {
    /// It is next, or has no place in the history.
    Seamless,
    /// Offsets between are missing and nobody promised them.
    Skipping { from: u64, to: u64 },
    /// What the server promised did not come.
    Broken(String),
}

/// What a subscribe reply means.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// Position before the first event that follows.
    pub(super) position: StreamPosition,
    pub(super) outcome: RecoveryOutcome,
    /// Publications that recovery brings.
    pub(super) recovered: u64,
}

impl Tracker {
    pub(super) fn new(since: Option<StreamPosition>, filtered: bool) -> Self {
        Self { position: since, filtered, ..Self::default() }
    }

    /// Where to recover from.
    pub(super) fn since(&self) -> Option<&StreamPosition> {
        self.position.as_ref()
    }

    /// Nothing is recovered next time.
    pub(super) fn forget(&mut self) {
        self.position = None;
    }

    /// Takes the reply to a subscribe command and the publications in it.
    pub(super) fn subscribed(&mut self, result: &pb::SubscribeResult) -> Start {
        self.checked = !self.filtered && (result.positioned || result.recoverable);
        self.expect = Expect::Next;
        let outcome = convert::outcome(result);
        let end = convert::position(&result.epoch, result.offset);
        match (outcome, self.position.take()) {
            (RecoveryOutcome::Recovered, Some(own)) => self.recovered(own, end, result),
            _ => {
                self.position = (!result.epoch.is_empty()).then(|| end.clone());
                Start { position: end, outcome, recovered: 0 }
            }
        }
    }

    /// The own position advances by the publications: some of them may follow
    /// as pushes, and are asked for again if the connection ends before.
    fn recovered(
        &mut self,
        own: StreamPosition,
        end: StreamPosition,
        result: &pb::SubscribeResult,
    ) -> Start {
        let from_the_beginning = own.epoch.is_empty() && own.offset == 0;
        let mut start = StreamPosition { offset: own.offset, epoch: end.epoch.clone() };
        let mut recovered = result.publications.len() as u64;
        let mut position = start.clone();
        match (result.publications.first(), result.publications.last()) {
            (Some(first), Some(last)) => {
                if from_the_beginning {
                    start.offset = first.offset.saturating_sub(1);
                }
                if first.offset == start.offset + 1 && !self.filtered {
                    recovered = end.offset.saturating_sub(start.offset);
                }
                position.offset = last.offset;
            }
            _ if end.offset != own.offset => {
                self.expect = Expect::Recovered { end: end.offset, any: from_the_beginning };
                if from_the_beginning {
                    // Nothing is retained: what comes later is what counts.
                    start = end.clone();
                    position = end;
                }
            }
            _ => {}
        }
        self.position = Some(position);
        Start { position: start, outcome: RecoveryOutcome::Recovered, recovered }
    }

    /// Takes a pushed publication; when the answer is `Broken` the position
    /// stays where recovery must start.
    pub(super) fn publication(&mut self, publication: &pb::Publication) -> Continues {
        let Some(position) = self.position.as_mut().filter(|_| publication.offset > 0) else {
            return Continues::Seamless;
        };
        if !publication.epoch.is_empty() && publication.epoch != position.epoch.as_str() {
            return Continues::Broken(format!(
                "the history began anew (epoch {} after {})",
                publication.epoch, position.epoch
            ));
        }
        let (at, offset) = (position.offset, publication.offset);
        let next = match self.expect {
            Expect::Next => offset == at + 1,
            Expect::Recovered { end, any } => {
                offset == at + 1 || offset == end + 1 || offset == end || (any && offset <= end)
            }
        };
        if !next && self.checked {
            return Continues::Broken(format!("offset {offset} came after {at}"));
        }
        self.expect = Expect::Next;
        if offset > at || next {
            position.offset = offset;
        }
        if offset > at + 1 && !next && !self.filtered {
            return Continues::Skipping { from: at + 1, to: offset - 1 };
        }
        Continues::Seamless
    }

    /// The server says how far the subscription is: after a gap, or past what
    /// its filter kept back.
    pub(super) fn moved_to(&mut self, position: StreamPosition) {
        self.expect = Expect::Next;
        self.position = Some(position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pub_at(offset: u64) -> pb::Publication {
        pb::Publication { offset, ..Default::default() }
    }

    fn reply(recovery: pb::RecoveryOutcome, offset: u64, pubs: &[u64]) -> pb::SubscribeResult {
        pb::SubscribeResult {
            epoch: "e".into(),
            offset,
            positioned: true,
            recoverable: true,
            recovery: recovery.into(),
            publications: pubs.iter().copied().map(pub_at).collect(),
            ..Default::default()
        }
    }

    fn at(offset: u64) -> StreamPosition {
        convert::position("e", offset)
    }

    fn fresh(offset: u64) -> Tracker {
        let mut tracker = Tracker::new(None, false);
        tracker.subscribed(&reply(pb::RecoveryOutcome::NotRequested, offset, &[]));
        tracker
    }

    #[test]
    fn live_publications_advance_from_the_replys_position() {
        let mut tracker = fresh(7);
        assert_eq!(tracker.since(), Some(&at(7)));
        assert_eq!(tracker.publication(&pub_at(8)), Continues::Seamless);
        assert_eq!(tracker.publication(&pub_at(0)), Continues::Seamless);
        assert_eq!(tracker.since(), Some(&at(8)));
    }

    #[test]
    fn a_hole_a_repetition_or_another_epoch_breaks_and_keeps_the_position() {
        for offset in [6, 7, 9, 100] {
            let mut tracker = fresh(7);
            assert!(matches!(tracker.publication(&pub_at(offset)), Continues::Broken(_)));
            assert_eq!(tracker.since(), Some(&at(7)));
        }
        let foreign = pb::Publication { epoch: "f".into(), ..pub_at(8) };
        assert!(matches!(fresh(7).publication(&foreign), Continues::Broken(_)));
    }

    #[test]
    fn without_a_promise_a_hole_is_told_and_goes_on() {
        let mut tracker = Tracker::new(None, false);
        let mut result = reply(pb::RecoveryOutcome::NotRequested, 7, &[]);
        (result.positioned, result.recoverable) = (false, false);
        tracker.subscribed(&result);
        assert_eq!(tracker.publication(&pub_at(10)), Continues::Skipping { from: 8, to: 9 });
        assert_eq!(tracker.publication(&pub_at(11)), Continues::Seamless);
    }

    #[test]
    fn what_follows_a_big_reply_is_asked_for_again_when_it_did_not_come() {
        let mut tracker = fresh(2);
        let start = tracker.subscribed(&reply(pb::RecoveryOutcome::Recovered, 9, &[3, 4]));
        assert_eq!(start.position, at(2));
        assert_eq!(start.recovered, 7);
        assert_eq!(tracker.since(), Some(&at(4)), "5 to 9 are on their way");
        assert_eq!(tracker.publication(&pub_at(5)), Continues::Seamless);
        assert!(matches!(tracker.publication(&pub_at(7)), Continues::Broken(_)));
        assert_eq!(tracker.since(), Some(&at(5)));
    }

    #[test]
    fn recovery_may_come_as_pushes_alone() {
        let mut tracker = fresh(2);
        tracker.subscribed(&reply(pb::RecoveryOutcome::Recovered, 4, &[]));
        assert_eq!(tracker.since(), Some(&at(2)));
        for offset in [3, 4, 5] {
            assert_eq!(tracker.publication(&pub_at(offset)), Continues::Seamless, "{offset}");
        }
        let mut tracker = fresh(2);
        tracker.subscribed(&reply(pb::RecoveryOutcome::Recovered, 9, &[]));
        assert!(matches!(tracker.publication(&pub_at(5)), Continues::Broken(_)));
    }

    #[test]
    fn cache_mode_recovers_the_newest_alone() {
        let mut tracker = fresh(2);
        let start = tracker.subscribed(&reply(pb::RecoveryOutcome::Recovered, 9, &[9]));
        assert_eq!(start.recovered, 1);
        assert_eq!(tracker.publication(&pub_at(10)), Continues::Seamless);

        let mut tracker = fresh(2);
        tracker.subscribed(&reply(pb::RecoveryOutcome::Recovered, 9, &[]));
        assert_eq!(tracker.publication(&pub_at(10)), Continues::Seamless);
    }

    #[test]
    fn from_the_beginning_starts_wherever_the_history_does() {
        let mut tracker = Tracker::new(Some(StreamPosition::default()), false);
        let start = tracker.subscribed(&reply(pb::RecoveryOutcome::Recovered, 6, &[4, 5, 6]));
        assert_eq!((start.position, start.recovered), (at(3), 3));
        assert_eq!(tracker.publication(&pub_at(7)), Continues::Seamless);

        let mut empty = Tracker::new(Some(StreamPosition::default()), false);
        let start = empty.subscribed(&reply(pb::RecoveryOutcome::Recovered, 6, &[]));
        assert_eq!((start.position, start.recovered), (at(6), 0));
        assert_eq!(empty.since(), Some(&at(6)));
        assert_eq!(empty.publication(&pub_at(7)), Continues::Seamless);
        assert!(matches!(empty.publication(&pub_at(9)), Continues::Broken(_)));
    }

    #[test]
    fn a_failed_recovery_goes_on_from_the_servers_position() {
        for outcome in [pb::RecoveryOutcome::Trimmed, pb::RecoveryOutcome::EpochChanged] {
            let mut tracker = fresh(2);
            let start = tracker.subscribed(&reply(outcome, 9, &[]));
            assert_eq!((start.position, start.recovered), (at(9), 0));
            assert_eq!(tracker.publication(&pub_at(10)), Continues::Seamless);
        }
    }

    #[test]
    fn with_a_filter_only_the_server_judges() {
        let mut tracker = Tracker::new(None, true);
        tracker.subscribed(&reply(pb::RecoveryOutcome::NotRequested, 2, &[]));
        assert_eq!(tracker.publication(&pub_at(7)), Continues::Seamless);
        tracker.moved_to(at(12));
        assert_eq!(tracker.since(), Some(&at(12)));
        assert_eq!(tracker.publication(&pub_at(20)), Continues::Seamless);
        assert_eq!(tracker.since(), Some(&at(20)));
    }

    #[test]
    fn a_channel_without_history_has_no_position() {
        let mut tracker = Tracker::new(None, false);
        tracker.subscribed(&pb::SubscribeResult::default());
        assert_eq!(tracker.publication(&pub_at(0)), Continues::Seamless);
        assert_eq!(tracker.since(), None);
    }
}
