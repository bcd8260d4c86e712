//! Promise 2 against arbitrary interleavings of publish, subscribe, disconnect
//! and recover, with a hand-over that goes wrong.

use std::time::Duration;

use proptest::prelude::*;

use super::{
    client::{Client, Kind},
    world::{CHANNELS, World, settle},
};
use crate::session::SessionConfig;

/// Two share a worker.
const CLIENTS: [Kind; 3] = [Kind::Old, Kind::New, Kind::Filtered];

#[derive(Debug, Clone)]
enum Step {
    Publish(usize),
    Subscribe(usize, usize),
    Unsubscribe(usize, usize),
    Cut(usize),
    Connect(usize),
    Read(usize),
    Resubscribe(usize),
    RemoveHistory(usize),
    CheckPositions,
    Settle,
    /// Every task runs a little: subscribes stop half-way.
    Yield,
    PassTime(u64),
    Break(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let client = || 0..CLIENTS.len();
    let channel = || 0..CHANNELS.len();
    prop_oneof![
        8 => channel().prop_map(Step::Publish),
        3 => (client(), channel()).prop_map(|(i, c)| Step::Subscribe(i, c)),
        1 => (client(), channel()).prop_map(|(i, c)| Step::Unsubscribe(i, c)),
        2 => client().prop_map(Step::Cut),
        3 => client().prop_map(Step::Connect),
        4 => client().prop_map(Step::Read),
        2 => client().prop_map(Step::Resubscribe),
        1 => channel().prop_map(Step::RemoveHistory),
        1 => Just(Step::CheckPositions),
        3 => Just(Step::Settle),
        4 => Just(Step::Yield),
        1 => (1..40u64).prop_map(Step::PassTime),
        1 => any::<bool>().prop_map(Step::Break),
    ]
}

async fn run(seed: u64, queue_max_size: usize, steps: Vec<Step>) {
    let config = SessionConfig { queue_max_size, ..SessionConfig::default() };
    let mut world = World::new(seed, config);
    let clients = CLIENTS.into_iter().enumerate();
    let mut clients: Vec<_> = clients.map(|(worker, kind)| Client::new(kind, worker)).collect();
    for step in steps {
        match step {
            Step::Publish(channel) => world.publish(CHANNELS[channel]).await,
            Step::Subscribe(client, channel) => clients[client].subscribe(CHANNELS[channel]),
            Step::Unsubscribe(client, channel) => clients[client].unsubscribe(CHANNELS[channel]),
            Step::Cut(client) => clients[client].cut(),
            Step::Connect(client) => clients[client].connect(&world),
            Step::Read(client) => clients[client].read(&world),
            Step::Resubscribe(client) => clients[client].resubscribe(),
            Step::RemoveHistory(channel) => {
                world.node.history_remove(CHANNELS[channel]).await.unwrap();
            }
            Step::CheckPositions => world.check_positions(),
            Step::Settle => settle().await,
            Step::Yield => tokio::task::yield_now().await,
            Step::PassTime(seconds) => tokio::time::advance(Duration::from_secs(seconds)).await,
            Step::Break(broken) => world.events.set_broken(broken),
        }
    }
    finish(&world, clients).await;
}

/// Once nothing goes wrong any more, everybody gets to the end.
async fn finish(world: &World, mut clients: Vec<Client>) {
    world.events.set_broken(false);
    settle().await;
    for client in &mut clients {
        client.read(world);
    }
    world.check_positions();
    // The first round finds who was lost or cut, the second lets them back. With
    // a small queue a session answers one command for each time that it is read.
    for _ in 0..3 + CHANNELS.len() {
        settle().await;
        for client in &mut clients {
            client.read(world);
            client.connect(world);
            client.resubscribe();
        }
    }
    settle().await;
    for client in &mut clients {
        client.read(world);
        client.assert_complete(world);
    }
    world.assert_left(clients).await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_interleaving_makes_a_silent_hole(
        seed in any::<u64>(),
        // The smaller one makes clients that read late slow ones.
        queue_max_size in prop_oneof![Just(400usize), Just(1 << 20)],
        steps in proptest::collection::vec(step(), 1..120),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(run(seed, queue_max_size, steps));
    }
}

fn cases() -> u32 {
    if std::env::var_os("FANWIRE_TEST_FULL").is_some() { 20_000 } else { 1_000 }
}
