//! What the slow-consumer policies drop, and what they tell.

use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use prost::Message;

use super::*;
use crate::{
    model::{Channel, Epoch, Publication, SlowConsumer},
    pb::client::{Reply, push::Event, reply::Result as ReplyResult},
    telemetry::metrics::Metrics,
    wire::{self, Gap},
};

const LIMIT: usize = 1000;

#[derive(Debug, Default)]
struct Owner(AtomicUsize);

impl LaneOwner for Owner {
    fn lost(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// One subscription: what it was given, and what its client must see next.
struct Sub {
    name: String,
    lane: Arc<Lane>,
    owner: Arc<Owner>,
    pushed: u64,
    seen: u64,
    gaps: Vec<Gap>,
}

impl Sub {
    fn new(index: usize, policy: SlowConsumer, gap_support: bool) -> Self {
        let owner = Arc::<Owner>::default();
        let weak = Arc::downgrade(&owner);
        let name = format!("c{index}");
        let channel = Channel::trusted(&name);
        let lane = Lane::new(channel, policy, gap_support, weak, Arc::<Metrics>::default());
        lane.start(&Epoch::from("e"));
        Self { name, lane, owner, pushed: 0, seen: 0, gaps: Vec::new() }
    }

    fn push(&mut self, outbound: &Outbound, bytes: usize) -> Pushed {
        let offset = self.pushed + 1;
        let pushed =
            outbound.push_droppable(&self.lane, offset, publication(&self.name, offset, bytes));
        self.pushed += u64::from(pushed == Pushed::Queued);
        pushed
    }

    /// Promise 2: the next one, or a gap that begins and ends where it says.
    fn see(&mut self, event: Event) {
        match event {
            Event::Pub(publication) => {
                assert_eq!(publication.offset, self.seen + 1, "{}", self.name);
                self.seen = publication.offset;
            }
            Event::Gap(gap) => {
                assert_eq!((gap.from, gap.epoch.as_str()), (self.seen + 1, "e"), "{}", self.name);
                assert!(gap.to >= gap.from && gap.to <= self.pushed, "{gap:?}");
                assert_eq!(gap.count, gap.to - gap.from + 1, "nothing else was dropped");
                self.seen = gap.to;
                self.gaps.push(Gap { from: gap.from, to: gap.to, count: gap.count });
            }
            other => panic!("{other:?}"),
        }
    }
}

fn publication(channel: &str, offset: u64, bytes: usize) -> Bytes {
    let publication = Publication {
        offset,
        data: vec![b'x'; bytes].into(),
        tags: Default::default(),
        info: None,
        time_ms: 0,
        version: 0,
    };
    wire::publication_push(&Channel::trusted(channel), &publication)
}

/// Reads one chunk: channels and what happened there.
fn read(outbound: &Outbound) -> Option<Vec<(String, Event)>> {
    let Poll::Ready(Some(mut chunk)) = poll(outbound) else { return None };
    let mut events = Vec::new();
    while !chunk.is_empty() {
        let length = u32::from_be_bytes(chunk[1..5].try_into().unwrap()) as usize;
        let reply = Reply::decode(chunk.split_to(5 + length).split_off(5)).unwrap();
        let Some(ReplyResult::Push(push)) = reply.result else { panic!("{reply:?}") };
        events.push((push.channel, push.event.unwrap()));
    }
    Some(events)
}

fn read_all(outbound: &Outbound) -> Vec<(String, Event)> {
    std::iter::from_fn(|| read(outbound)).flatten().collect()
}

#[derive(Debug, Clone)]
enum Step {
    Push(usize, usize),
    /// A reply, or a publication that is never dropped.
    Firm(usize),
    Read,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..4usize, 0..200usize).prop_map(|(sub, bytes)| Step::Push(sub, bytes)),
        1 => (0..4usize, 0..1usize).prop_map(|(sub, _)| Step::Push(sub, 2 * LIMIT)),
        1 => (0..100usize).prop_map(Step::Firm),
        1 => Just(Step::Read),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_is_seen_in_order_or_told_and_what_is_firm_is_never_dropped(
        steps in proptest::collection::vec(step(), 1..300),
    ) {
        let outbound = Outbound::new(LIMIT, 10 * LIMIT);
        let mut subs: Vec<_> = (0..4)
            .map(|i| {
                let latest = i % 2 == 0;
                let policy =
                    if latest { SlowConsumer::KeepLatest } else { SlowConsumer::DropOldest };
                Sub::new(i, policy, true)
            })
            .collect();
        let (mut firm, mut firm_seen) = (0, 0);
        let mut take = |subs: &mut Vec<Sub>, events: Vec<(String, Event)>| {
            for (channel, event) in events {
                match subs.iter_mut().find(|sub| sub.name == channel) {
                    Some(sub) => sub.see(event),
                    None => {
                        firm_seen += 1;
                        let Event::Pub(publication) = event else { panic!("{event:?}") };
                        assert_eq!(publication.offset, firm_seen, "a firm frame is lost or late");
                    }
                }
            }
        };
        for step in steps {
            match step {
                Step::Push(sub, bytes) => {
                    // Full of what is firm: nothing is taken, nothing is lost.
                    if subs[sub].push(&outbound, bytes) == Pushed::Overflow {
                        take(&mut subs, read_all(&outbound));
                    }
                }
                Step::Firm(bytes) => {
                    firm += 1;
                    let frame = publication("firm", firm, bytes);
                    prop_assert_eq!(outbound.push_control(frame), Pushed::Queued);
                }
                Step::Read => {
                    let events = read(&outbound).unwrap_or_default();
                    take(&mut subs, events);
                }
            }
        }
        take(&mut subs, read_all(&outbound));
        prop_assert_eq!(firm_seen, firm);
        for sub in &subs {
            prop_assert_eq!(sub.seen, sub.pushed, "{}", &sub.name);
        }
        let state = outbound.lock();
        prop_assert_eq!(format!("{:?}", state.queue), format!("{:?}", Queue::default()));
    }
}

#[test]
fn the_oldest_make_room_and_the_gap_stands_in_their_place() {
    let outbound = Outbound::new(LIMIT, LIMIT);
    let mut sub = Sub::new(0, SlowConsumer::DropOldest, true);
    assert_eq!(outbound.push_control(publication("firm", 1, 0)), Pushed::Queued);
    for _ in 0..20 {
        assert_eq!(sub.push(&outbound, 100), Pushed::Queued);
    }
    let events = read_all(&outbound);
    assert!(matches!(events[0].1, Event::Pub(_)), "what is firm comes first");
    events.into_iter().skip(1).for_each(|(_, event)| sub.see(event));
    assert_eq!(sub.seen, 20);
    assert_eq!(sub.gaps.len(), 1, "one hole is one gap");
    assert!((14..18).contains(&sub.gaps[0].count), "no more than must be: {:?}", sub.gaps);
}

#[test]
fn of_each_channel_the_newest_stays_and_other_policies_lose_nothing() {
    let outbound = Outbound::new(2 * LIMIT, LIMIT);
    let mut latest: Vec<_> = (0..2).map(|i| Sub::new(i, SlowConsumer::KeepLatest, true)).collect();
    let mut oldest = Sub::new(2, SlowConsumer::DropOldest, true);
    assert_eq!(oldest.push(&outbound, 10), Pushed::Queued);
    assert_eq!(outbound.push_publication(publication("firm", 1, 10)), Pushed::Queued);
    for i in 0..40 {
        assert_eq!(latest[i % 2].push(&outbound, 100), Pushed::Queued);
    }
    let full = outbound.push_publication(publication("firm", 2, 1000));
    assert_eq!(full, Pushed::Queued);
    let mut queued = Vec::new();
    for (channel, event) in read_all(&outbound) {
        queued.push((channel.clone(), matches!(event, Event::Gap(_))));
        match channel.as_str() {
            "c0" | "c1" => latest[usize::from(channel == "c1")].see(event),
            "c2" => oldest.see(event),
            _ => {}
        }
    }
    assert!(latest.iter().all(|sub| sub.seen == 20 && sub.gaps[0].count == 19), "{queued:?}");
    assert_eq!((oldest.seen, oldest.gaps.len()), (1, 0));
    assert_eq!(queued.iter().filter(|(channel, _)| channel == "firm").count(), 2);
}

#[test]
fn a_client_that_does_not_understand_gaps_sees_nothing_behind_the_hole() {
    let outbound = Outbound::new(LIMIT, LIMIT);
    let mut old = Sub::new(0, SlowConsumer::DropOldest, false);
    let mut other = Sub::new(1, SlowConsumer::DropOldest, true);
    assert_eq!(old.push(&outbound, 100), Pushed::Queued);
    assert!(read(&outbound).is_some(), "before the hole");
    while old.push(&outbound, 100) == Pushed::Queued {}
    assert_eq!(old.owner.0.load(Ordering::Relaxed), 1);
    assert_eq!(old.push(&outbound, 1), Pushed::Lost);
    assert_eq!(other.push(&outbound, 100), Pushed::Queued, "what waited has made room");
    let events = read_all(&outbound);
    assert!(events.iter().all(|(channel, _)| channel == "c1"), "{events:?}");
    assert_eq!(old.owner.0.load(Ordering::Relaxed), 1, "told once");
}

#[test]
fn what_can_be_dropped_keeps_no_command_waiting_and_no_reply_out() {
    let outbound = Outbound::new(LIMIT, 0);
    let mut sub = Sub::new(0, SlowConsumer::DropOldest, true);
    for _ in 0..20 {
        assert_eq!(sub.push(&outbound, 100), Pushed::Queued);
    }
    let room = std::pin::pin!(outbound.has_room());
    assert!(room.poll(&mut Context::from_waker(Waker::noop())).is_ready());
    assert_eq!(outbound.push_publication(publication("firm", 1, 600)), Pushed::Queued);
    assert_eq!(outbound.push_publication(publication("firm", 2, 600)), Pushed::Overflow);
}

#[test]
fn publications_outside_of_any_history_are_counted_and_move_no_offset() {
    let outbound = Outbound::new(LIMIT, 0);
    let sub = Sub::new(0, SlowConsumer::KeepLatest, true);
    for offset in [0, 7, 0, 8, 0] {
        let frame = publication("c0", offset, 100);
        assert_eq!(outbound.push_droppable(&sub.lane, offset, frame), Pushed::Queued);
    }
    let frame = publication("c0", 9, 600);
    assert_eq!(outbound.push_droppable(&sub.lane, 9, frame), Pushed::Queued);
    let events = read_all(&outbound);
    let Event::Gap(gap) = &events[0].1 else { panic!("{events:?}") };
    assert_eq!((gap.from, gap.to, gap.count), (7, 8, 5));
    assert_eq!(events.len(), 2);
}

#[test]
fn turns_without_publications_do_not_pile_up() {
    let outbound = Outbound::new(10 * LIMIT, LIMIT);
    let mut subs: Vec<_> = (0..8).map(|i| Sub::new(i, SlowConsumer::KeepLatest, true)).collect();
    assert_eq!(outbound.push_publication(publication("firm", 1, 100)), Pushed::Queued);
    for round in 0..20_000 {
        assert_eq!(subs[round / 5 % 8].push(&outbound, 0), Pushed::Queued);
    }
    let turns = outbound.lock().queue.turns();
    assert!(turns < 500, "{turns} turns");
    assert!(outbound.queued().0 < 200);
}
