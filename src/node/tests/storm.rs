use std::{sync::Arc, time::Duration};

use super::world::{LONG, World, info, pass, settle};
use crate::{model::ClientInfo, node::Membership};

const CHANNEL: &str = "seen:hall";
const CROWD: usize = 5_000;
const CAP: usize = 500;

fn crowd(generation: usize) -> impl Iterator<Item = Arc<ClientInfo>> {
    (0..CROWD).map(move |i| info(&format!("{generation}-{i}"), &format!("user {i}")))
}

#[tokio::test(start_paused = true)]
async fn a_crowd_that_comes_is_told_up_to_the_cap_and_one_that_returns_not_at_all() {
    let world = World::new(CAP);
    let mut observers = Vec::new();
    let mut members: Vec<Membership> = Vec::new();
    for (i, info) in crowd(0).enumerate() {
        // Every member is an observer too, as its subscription is open by then.
        observers.push(world.observe(CHANNEL));
        members.push(world.enter(CHANNEL, &info));
        if i <= CAP {
            settle().await;
        }
    }
    let told: usize = observers.iter_mut().map(|observer| observer.told().len()).sum();
    assert_eq!(told, CAP * (CAP + 1) / 2);

    members.clear();
    pass(Duration::from_secs(2)).await;
    members.extend(crowd(1).map(|info| world.enter(CHANNEL, &info)));
    pass(LONG).await;
    let told: usize = observers.iter_mut().map(|observer| observer.told().len()).sum();
    assert_eq!(told, 0);

    // All but a few go for good: the few are not told of thousands.
    let mut few: Vec<_> = observers.drain(..CAP / 2).collect();
    members.truncate(CAP / 2);
    pass(LONG).await;
    let told = few.iter_mut().map(|observer| observer.told().len()).max();
    assert_eq!(told, Some(CAP - CAP / 2));
    members.clear();
    world.assert_nothing_left().await;
}

#[tokio::test(start_paused = true)]
async fn leaves_that_find_no_room_to_wait_are_told_at_once() {
    let world = World::new(usize::MAX);
    let mut observer = world.observe(CHANNEL);
    // More than may wait in one part of the channels.
    let count = 16 * 1024 + 10;
    let mut told = 0;
    for i in 0..count {
        drop(world.enter(CHANNEL, &info(&i.to_string(), "")));
        if i % 100 == 0 {
            settle().await;
            told += observer.told().len();
        }
    }
    settle().await;
    told += observer.told().len();
    assert_eq!(told, count + 10, "each join, and the leaves beyond the limit");
    assert_eq!(observer.users().len(), count - 10);
    world.assert_nothing_left().await;
}
