//! Where to go on, when the log may not be the one of before.

use super::{
    lsn::Lsn,
    position::{Log, Position},
};

/// A log as its server tells of it.
pub(super) struct Server {
    pub log: Log,
    /// So far it is on disk.
    pub flushed: Lsn,
    /// Where each earlier timeline was left for the next one.
    pub forks: Vec<(u32, Lsn)>,
}

/// Where to go on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Resume {
    /// What it covers is skipped; none to skip nothing.
    pub done: Option<Position>,
    /// What somebody should know.
    pub warning: Option<String>,
}

impl Server {
    /// Goes on after `stored`. In doubt an event is done twice rather than
    /// never.
    pub fn resume(&self, stored: Option<Position>) -> Resume {
        let Some(stored) = stored else { return Resume { done: None, warning: None } };
        if stored.log.system != self.log.system {
            return all(format!(
                "this is another database cluster ({}) than before ({}): all that the slot has is \
                 done",
                self.log.system, stored.log.system
            ));
        }
        if stored.log.timeline == self.log.timeline {
            return match stored.commit <= self.flushed {
                true => Resume { done: Some(stored), warning: None },
                false => all(format!(
                    "the database was set back to an earlier state (its log ends at {}, events up \
                     to {} are done): all that the slot has is done, some of it perhaps again",
                    self.flushed, stored.commit
                )),
            };
        }
        match self.forks.iter().find(|(timeline, _)| *timeline == stored.log.timeline) {
            Some((_, fork)) if stored.commit < *fork => {
                Resume { done: Some(stored), warning: None }
            }
            Some((_, fork)) => Resume {
                done: Some(Position { log: self.log, commit: *fork, rows: 0 }),
                warning: Some(format!(
                    "the database went on without what it had written after {fork}, but events up \
                     to {} are done: look after what depends on them",
                    stored.commit
                )),
            },
            None => all(format!(
                "the database is on timeline {}, which does not come from timeline {}, up to which \
                 events are done: all that the slot has is done, some of it perhaps again",
                self.log.timeline, stored.log.timeline
            )),
        }
    }
}

fn all(warning: String) -> Resume {
    Resume { done: None, warning: Some(warning) }
}

/// Reads a timeline's history file: lines of timeline, end and reason.
pub(super) fn forks(history: &str) -> Vec<(u32, Lsn)> {
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
    };
    history.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(timeline: u32, commit: u64) -> Position {
        Position { log: Log { system: 7, timeline }, commit: Lsn(commit), rows: 4 }
    }

    #[test]
    fn what_another_history_has_at_a_place_is_never_skipped() {
        let history = "1\t0/64\tno recovery target specified\n\n# odd\n2\t0/C8\tafter LSN 0/C0\n";
        let server = Server {
            log: Log { system: 7, timeline: 3 },
            flushed: Lsn(1_000),
            forks: forks(history),
        };
        assert_eq!(server.forks, [(1, Lsn(100)), (2, Lsn(200))]);
        let fork = |at| Position { log: server.log, commit: Lsn(at), rows: 0 };
        for (stored, done, is_warned) in [
            (at(3, 900), Some(at(3, 900)), false),
            (at(3, 1_001), None, true),
            (at(1, 99), Some(at(1, 99)), false),
            (at(1, 100), Some(fork(100)), true),
            (at(1, 150), Some(fork(100)), true),
            (at(2, 150), Some(at(2, 150)), false),
            (at(2, 999), Some(fork(200)), true),
            (at(4, 10), None, true),
            (Position { log: Log { system: 8, timeline: 3 }, ..at(3, 10) }, None, true),
        ] {
            let resume = server.resume(Some(stored));
            assert_eq!((resume.done, resume.warning.is_some()), (done, is_warned), "{stored:?}");
        }
        assert_eq!(server.resume(None), Resume { done: None, warning: None });
    }
}
