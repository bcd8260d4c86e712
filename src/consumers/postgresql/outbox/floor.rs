use std::time::{Duration, Instant};

/// Between two looks at everything, at least.
const LOOK: Duration = Duration::from_secs(1);
/// Looks at everything take this part of the time at most.
const SHARE: u32 = 20;
/// No statement takes so long between its row's id and its own number, which
/// it has once it is among a snapshot's transactions.
const TAKING: Duration = Duration::from_secs(1);

/// Ids at and below the floor are done and gone; to look for more of them
/// costs as much as there are until PostgreSQL has cleaned up.
///
/// It may only be where no open transaction can bring a row below it: such a
/// row would be overtaken by what its writer's successors write. Ids that were
/// taken long before their row is written do come below it, and are found by a
/// look at everything.
#[derive(Debug)]
pub(super) struct Floor {
    id: i64,
    candidate: Option<Candidate>,
    next_look: Option<Instant>,
}

/// Where the floor may be once the transactions of its time have ended.
#[derive(Debug)]
struct Candidate {
    id: i64,
    seen: Instant,
    /// The first transaction that was not there yet.
    before: Option<i64>,
}

/// The transactions of a statement's snapshot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Snapshot {
    /// All before this one have ended, and are seen.
    pub xmin: i64,
    /// None from this one on is seen.
    pub xmax: i64,
}

impl Default for Floor {
    fn default() -> Self {
        Self { id: i64::MIN, candidate: None, next_look: None }
    }
}

impl Floor {
    /// Where to begin now.
    pub fn above(&self, now: Instant) -> i64 {
        match self.next_look {
            Some(next) if now < next => self.id,
            _ => i64::MIN,
        }
    }

    /// Notes what was found above `above`: everything up to the id `last`, or
    /// all there is.
    pub fn saw(&mut self, above: i64, last: Option<i64>, snapshot: Snapshot, asked: Instant) {
        let now = Instant::now();
        if above == i64::MIN {
            self.next_look = Some(now + LOOK.max((now - asked) * SHARE));
        }
        match &mut self.candidate {
            Some(Candidate { id, before: Some(before), .. }) => {
                if snapshot.xmin >= *before && last.is_none_or(|last| last >= *id) {
                    self.id = *id;
                    self.candidate = None;
                }
            }
            Some(Candidate { seen, before, .. }) => {
                if asked.duration_since(*seen) >= TAKING {
                    *before = Some(snapshot.xmax);
                }
            }
            None => {
                let higher = last.filter(|last| *last > self.id);
                self.candidate = higher.map(|id| Candidate { id, seen: now, before: None });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(xmin: i64, xmax: i64) -> Snapshot {
        Snapshot { xmin, xmax }
    }

    #[test]
    fn it_rises_once_nothing_can_come_below_it() {
        let mut floor = Floor::default();
        let start = Instant::now();
        let later = start + TAKING * 3;
        assert_eq!(floor.above(start), i64::MIN);
        // Transaction 3 is open; it may have taken an id below 10.
        floor.saw(i64::MIN, Some(10), snapshot(3, 8), start);
        floor.saw(i64::MIN, None, snapshot(9, 9), start);
        assert!(floor.candidate.as_ref().unwrap().before.is_none(), "too early to tell");
        floor.saw(i64::MIN, None, snapshot(3, 12), later);
        floor.saw(i64::MIN, None, snapshot(3, 20), later);
        assert_eq!(floor.id, i64::MIN, "3 is still open");
        // It has ended, and brought more rows than one turn takes.
        floor.saw(i64::MIN, Some(7), snapshot(12, 21), later);
        assert_eq!(floor.id, i64::MIN, "8 and 9 were not seen yet");
        floor.saw(i64::MIN, Some(11), snapshot(12, 21), later);
        assert_eq!(floor.id, 10);
        assert_eq!(floor.above(Instant::now()), 10);
        assert_eq!(floor.above(Instant::now() + LOOK * 2), i64::MIN, "a look at everything");
        floor.saw(10, Some(10), snapshot(30, 30), later);
        assert!(floor.candidate.is_none(), "it never falls");
    }
}
