use std::collections::VecDeque;

use bytes::Bytes;

use crate::model::{Epoch, StreamPosition};

/// Stands between a channel's live publications and one subscriber. While
/// history is read it holds live ones back; once open it lets each through
/// exactly once and in order, and notices what is missing.
#[derive(Debug)]
pub struct Gate {
    state: State,
    limits: GateLimits,
}

/// What a gate may hold back; more is a loss.
#[derive(Debug, Clone, Copy)]
pub struct GateLimits {
    /// Publications.
    pub items: usize,
    /// Bytes of their frames.
    pub bytes: usize,
}

#[derive(Debug)]
enum State {
    /// `told` is where the subscriber is when the gate opens, if it is not told
    /// the position behind which the gate opens.
    Holding {
        held: VecDeque<Held>,
        bytes: usize,
        overflowed: bool,
        told: Option<u64>,
    },
    /// `told` is the last offset that the subscriber knows of.
    Open {
        position: Option<StreamPosition>,
        told: u64,
    },
    Lost,
}

#[derive(Debug)]
struct Held {
    epoch: Option<Epoch>,
    offset: u64,
    /// None for what the subscriber's filter keeps back.
    frame: Option<Bytes>,
}

/// What became of a live publication at the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// Deliver it now.
    Deliver,
    /// Held, kept back by a filter, or known already: nothing to do.
    Nothing,
    /// It proves that continuity is lost. Said once.
    Lost,
}

/// What opening a gate gives.
#[derive(Debug, PartialEq, Eq)]
pub enum Opened {
    /// Offsets and frames that were held back and come next, in order.
    Held(Vec<(u64, Bytes)>),
    /// Continuity is lost: too much came while the gate was closed, or
    /// something in between is missing.
    Lost,
}

impl Gate {
    /// A closed gate.
    pub fn holding(limits: GateLimits) -> Self {
        let held = VecDeque::new();
        let state = State::Holding { held, bytes: 0, overflowed: false, told: None };
        Self { state, limits }
    }

    /// Offers a live publication; `epoch` is none where it is in no history,
    /// `frame` where the subscriber's filter keeps it back: only the position
    /// moves over it then. Allocates only while holding.
    pub fn offer(&mut self, epoch: Option<&Epoch>, offset: u64, frame: Option<&Bytes>) -> Offered {
        match &mut self.state {
            State::Holding { overflowed: true, .. } | State::Lost => Offered::Nothing,
            State::Holding { held, bytes, overflowed, .. } => {
                *bytes += frame.map_or(0, Bytes::len);
                if held.len() >= self.limits.items || *bytes > self.limits.bytes {
                    *overflowed = true;
                    held.clear();
                } else {
                    held.push_back(Held { epoch: epoch.cloned(), offset, frame: frame.cloned() });
                }
                Offered::Nothing
            }
            State::Open { position, told } => match pass(position.as_mut(), epoch, offset) {
                Offered::Lost => {
                    self.state = State::Lost;
                    Offered::Lost
                }
                Offered::Deliver if frame.is_none() => Offered::Nothing,
                Offered::Deliver => {
                    *told = offset.max(*told);
                    Offered::Deliver
                }
                Offered::Nothing => Offered::Nothing,
            },
        }
    }

    /// Opens the gate behind `position` (none where the channel keeps no
    /// history): what was held and lies before it is dropped, the rest comes
    /// out in order.
    pub fn open(&mut self, mut position: Option<StreamPosition>) -> Opened {
        let State::Holding { held, overflowed, told, .. } = &mut self.state else {
            return Opened::Lost;
        };
        let mut lost = *overflowed;
        let mut told = told.unwrap_or(position.as_ref().map_or(0, |position| position.offset));
        let mut opened = Vec::with_capacity(held.len());
        for Held { epoch, offset, frame } in held.drain(..) {
            match (pass(position.as_mut(), epoch.as_ref(), offset), frame) {
                (Offered::Deliver, Some(frame)) => {
                    told = offset.max(told);
                    opened.push((offset, frame));
                }
                (Offered::Deliver | Offered::Nothing, _) => {}
                (Offered::Lost, _) => lost = true,
            }
        }
        if lost {
            self.state = State::Lost;
            return Opened::Lost;
        }
        self.state = State::Open { position, told };
        Opened::Held(opened)
    }

    /// True when live publications are let through.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open { .. })
    }

    /// True before the gate is opened, and before continuity is lost.
    pub fn is_holding(&self) -> bool {
        matches!(self.state, State::Holding { .. })
    }

    /// True when the gate has seen everything up to `newest`, or is not open.
    /// False is said once: the gate is lost from then on.
    pub fn has_reached(&mut self, newest: &StreamPosition) -> bool {
        let State::Open { position: Some(position), .. } = &self.state else { return true };
        let reached = position.epoch == newest.epoch && position.offset >= newest.offset;
        if !reached {
            self.state = State::Lost;
        }
        reached
    }

    /// Before opening: the subscriber knows that it is at `offset`, which lies
    /// before the position behind which the gate opens.
    pub fn tell(&mut self, offset: u64) {
        if let State::Holding { told, .. } = &mut self.state {
            *told = Some(offset);
        }
    }

    /// The position, when it has moved only over what the filter keeps back
    /// since the subscriber was told one. Said once.
    pub fn untold(&mut self) -> Option<StreamPosition> {
        let State::Open { position: Some(position), told } = &mut self.state else { return None };
        if position.offset <= *told {
            return None;
        }
        *told = position.offset;
        Some(position.clone())
    }

    /// Marks continuity as lost; true if it was not before.
    pub fn lose(&mut self) -> bool {
        let open = !matches!(self.state, State::Lost);
        self.state = State::Lost;
        open
    }

    /// Where the subscriber stands; none without history or before opening.
    pub fn position(&self) -> Option<&StreamPosition> {
        match &self.state {
            State::Open { position, .. } => position.as_ref(),
            _ => None,
        }
    }
}

/// Moves `position` over a publication, or says why it cannot.
fn pass(position: Option<&mut StreamPosition>, epoch: Option<&Epoch>, offset: u64) -> Offered {
    let (Some(position), Some(epoch)) = (position, epoch) else {
        return Offered::Deliver; // not in a history: nothing to be continuous with
    };
    if position.epoch != *epoch || offset > position.offset + 1 {
        Offered::Lost
    } else if offset <= position.offset {
        Offered::Nothing
    } else {
        position.offset = offset;
        Offered::Deliver
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: GateLimits = GateLimits { items: 4, bytes: 100 };

    fn frame(offset: u64) -> Bytes {
        Bytes::from(offset.to_string())
    }

    fn at(epoch: &str, offset: u64) -> Option<StreamPosition> {
        Some(StreamPosition::new(&epoch.into(), offset))
    }

    fn offer(gate: &mut Gate, epoch: &str, offset: u64) -> Offered {
        gate.offer(Some(&epoch.into()), offset, Some(&frame(offset)))
    }

    #[test]
    fn merges_held_with_history() {
        let mut gate = Gate::holding(LIMITS);
        for offset in 5..=8 {
            assert_eq!(offer(&mut gate, "e", offset), Offered::Nothing);
        }
        assert_eq!(gate.open(at("e", 6)), Opened::Held(vec![(7, frame(7)), (8, frame(8))]));
        assert_eq!(offer(&mut gate, "e", 8), Offered::Nothing);
        assert_eq!(offer(&mut gate, "e", 9), Offered::Deliver);
        assert_eq!(gate.position().map(|p| p.offset), Some(9));
    }

    #[test]
    fn overflow_is_a_loss() {
        let mut gate = Gate::holding(LIMITS);
        for offset in 1..=5 {
            offer(&mut gate, "e", offset);
        }
        assert_eq!(gate.open(at("e", 0)), Opened::Lost);
        let mut gate = Gate::holding(LIMITS);
        gate.offer(None, 0, Some(&Bytes::from(vec![0; 101])));
        assert_eq!(gate.open(None), Opened::Lost);
    }

    #[test]
    fn a_hole_a_swap_and_a_new_epoch_are_losses_told_once() {
        for (epoch, offset) in [("e", 3), ("f", 2)] {
            let mut gate = Gate::holding(LIMITS);
            gate.open(at("e", 1));
            assert_eq!(offer(&mut gate, epoch, offset), Offered::Lost);
            assert_eq!(offer(&mut gate, "e", 2), Offered::Nothing);
        }
        let mut gate = Gate::holding(LIMITS);
        offer(&mut gate, "e", 3);
        assert_eq!(gate.open(at("e", 1)), Opened::Lost);
    }

    #[test]
    fn a_position_check_finds_what_never_came() {
        let mut gate = Gate::holding(LIMITS);
        let newest = StreamPosition::new(&"e".into(), 2);
        assert!(gate.has_reached(&newest), "a closed gate is not judged");
        gate.open(at("e", 2));
        assert!(gate.has_reached(&newest));
        assert!(!gate.has_reached(&StreamPosition::new(&"e".into(), 3)));
        assert!(gate.has_reached(&newest), "told once");
    }

    #[test]
    fn publications_without_history_pass_in_between() {
        let mut gate = Gate::holding(LIMITS);
        gate.offer(None, 0, Some(&frame(0)));
        offer(&mut gate, "e", 2);
        assert_eq!(gate.open(at("e", 1)), Opened::Held(vec![(0, frame(0)), (2, frame(2))]));
        assert_eq!(gate.offer(None, 0, Some(&frame(0))), Offered::Deliver);
    }

    #[test]
    fn the_position_moves_over_what_a_filter_keeps_back() {
        let mut gate = Gate::holding(LIMITS);
        let keep_back = |gate: &mut Gate, offset| gate.offer(Some(&"e".into()), offset, None);
        keep_back(&mut gate, 2);
        offer(&mut gate, "e", 3);
        keep_back(&mut gate, 4);
        assert_eq!(gate.open(at("e", 1)), Opened::Held(vec![(3, frame(3))]));
        assert_eq!(gate.untold(), at("e", 4), "the last one told was 3");
        assert_eq!(gate.untold(), None);
        assert_eq!(keep_back(&mut gate, 5), Offered::Nothing);
        assert_eq!(offer(&mut gate, "e", 6), Offered::Deliver);
        assert_eq!(gate.untold(), None, "a publication tells the position");
        assert_eq!(keep_back(&mut gate, 8), Offered::Lost, "7 never came");
    }

    #[test]
    fn what_a_reply_could_not_tell_is_untold() {
        let mut gate = Gate::holding(LIMITS);
        gate.tell(3);
        gate.open(at("e", 9));
        assert_eq!(gate.untold(), at("e", 9));
        let mut told = Gate::holding(LIMITS);
        told.open(at("e", 9));
        assert_eq!(told.untold(), None);
    }
}
