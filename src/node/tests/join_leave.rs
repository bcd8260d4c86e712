use std::{collections::BTreeMap, sync::Arc, time::Duration};

use proptest::prelude::*;

use super::{
    observer::{join, leave},
    world::{LONG, World, info, pass, settle},
};
use crate::{hub::Connection, model::ClientInfo, node::Membership};

const CHANNEL: &str = "seen:room";

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[tokio::test(start_paused = true)]
async fn a_join_is_told_at_once_and_a_leave_after_its_time() {
    let world = World::new(500);
    let mut observer = world.observe(CHANNEL);
    let a = world.enter(CHANNEL, &info("a", "1"));
    settle().await;
    assert_eq!(observer.told(), [join("a")]);
    drop(a);
    pass(ms(2_999)).await;
    assert_eq!(observer.told(), []);
    pass(ms(2)).await;
    assert_eq!(observer.told(), [leave("a")]);
    world.assert_nothing_left().await;
}

#[tokio::test(start_paused = true)]
async fn who_comes_back_in_time_was_never_away() {
    let world = World::new(500);
    let mut observer = world.observe(CHANNEL);
    let (a, b) = (info("a", "1"), info("b", "1"));
    drop(world.enter(CHANNEL, &a));
    pass(ms(2_999)).await;
    let back = world.enter(CHANNEL, &b);
    pass(LONG).await;
    assert_eq!(observer.told(), [join("a")]);
    drop(back);
    pass(LONG).await;
    assert_eq!((observer.told(), observer.users()), (vec![leave("b")], vec![]));
    drop(world.enter(CHANNEL, &a));
    pass(LONG).await;
    assert_eq!(observer.told(), [join("a"), leave("a")]);
    let _late = world.enter(CHANNEL, &b);
    settle().await;
    assert_eq!(observer.told(), [join("b")]);
}

#[tokio::test(start_paused = true)]
async fn one_return_makes_up_for_the_oldest_leave_only() {
    let world = World::new(500);
    let mut observer = world.observe(CHANNEL);
    let (a, b) = (world.enter(CHANNEL, &info("a", "1")), world.enter(CHANNEL, &info("b", "1")));
    // Another channel's leave is another matter.
    drop((world.enter("seen:other", &info("z", "1")), a, b));
    let _back = world.enter(CHANNEL, &info("c", "1"));
    pass(LONG).await;
    assert_eq!(observer.told(), [join("a"), join("b"), leave("b")]);
}

#[tokio::test(start_paused = true)]
async fn anonymous_clients_have_nothing_in_common_but_what_they_replace() {
    let world = World::new(500);
    let mut observer = world.observe(CHANNEL);
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|client| info(client, ""));
    drop((world.enter(CHANNEL, &a), world.enter(CHANNEL, &b)));
    let _stranger = world.enter(CHANNEL, &c);
    let _back = world.enter_for(CHANNEL, &d, Some(&b));
    pass(LONG).await;
    assert_eq!(observer.told(), [join("a"), join("b"), join("c"), leave("a")]);
}

#[tokio::test(start_paused = true)]
async fn nobody_makes_up_for_the_leave_of_another_user() {
    let world = World::new(500);
    let mut observer = world.observe(CHANNEL);
    let a = info("a", "1");
    drop(world.enter(CHANNEL, &a));
    let _thief = world.enter_for(CHANNEL, &info("b", "2"), Some(&a));
    pass(LONG).await;
    assert_eq!(observer.told(), [join("a"), join("b"), leave("a")]);
    assert_eq!(observer.users(), ["2"]);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_resubscribes_makes_up_for_its_own_leave() {
    for user in ["", "1"] {
        let world = World::new(500);
        let mut observer = world.observe(CHANNEL);
        let (a, b) = (info("a", user), info("b", user));
        let _connected = world.connect(&a);
        drop(world.enter(CHANNEL, &a));
        // While it is connected, nobody takes its leave for his own.
        let _other = world.enter(CHANNEL, &b);
        let _again = world.enter(CHANNEL, &a);
        pass(LONG).await;
        assert_eq!(observer.told(), [join("a"), join("b")]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_leave_is_told_of_those_whose_join_was() {
    let world = World::new(2);
    let mut observer = world.observe(CHANNEL);
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| info(name, name));
    let [in_a, in_b, in_c] = [&a, &b, &c].map(|info| world.enter(CHANNEL, info));
    settle().await;
    assert_eq!(observer.told(), [join("a"), join("b")], "the third is one too many");
    drop(in_a);
    pass(LONG).await;
    assert_eq!(observer.told(), [leave("a")], "one of three has left");
    drop(in_c);
    pass(LONG).await;
    assert_eq!(observer.told(), [], "nobody knew of it");
    let in_d = world.enter(CHANNEL, &d);
    // More than there may be now, and still the leaves of those who are known.
    let crowd = [&a, &c].map(|info| world.enter(CHANNEL, info));
    settle().await;
    assert_eq!(observer.told(), [join("d")]);
    drop((in_d, in_b, crowd));
    pass(LONG).await;
    assert_eq!(observer.told(), [leave("d"), leave("b")]);
    world.assert_nothing_left().await;
}

#[tokio::test(start_paused = true)]
async fn who_comes_back_is_as_known_as_before_or_announced_when_there_is_room() {
    let world = World::new(1);
    let mut observer = world.observe(CHANNEL);
    let [a, b] = ["a", "b"].map(|name| info(name, name));
    let (in_a, in_b) = (world.enter(CHANNEL, &a), world.enter(CHANNEL, &b));
    drop(in_a);
    let in_a = world.enter(CHANNEL, &a);
    drop(in_b);
    let in_b = world.enter(CHANNEL, &b);
    pass(LONG).await;
    assert_eq!(observer.told(), [join("a")]);
    drop(in_a);
    pass(LONG).await;
    assert_eq!(observer.told(), [leave("a")]);
    drop(in_b);
    let in_b = world.enter(CHANNEL, &b);
    settle().await;
    assert_eq!(observer.told(), [join("b")]);
    drop(in_b);
    pass(LONG).await;
    assert_eq!(observer.told(), [leave("b")]);
    world.assert_nothing_left().await;
}

#[tokio::test(start_paused = true)]
async fn only_channels_with_join_leave_are_told() {
    let world = World::new(500);
    for channel in ["known:room", "off:room"] {
        let mut observer = world.observe(channel);
        drop(world.enter(channel, &info("a", "1")));
        pass(LONG).await;
        assert_eq!(observer.told(), []);
    }
    world.assert_nothing_left().await;
}

#[derive(Debug, Clone)]
enum Step {
    /// A new session of a user enters.
    Come(usize),
    /// A session ends, its connection before or after its membership.
    End(usize, bool),
    /// A session unsubscribes and stays connected.
    Unsubscribe(usize),
    /// An unsubscribed session subscribes again.
    Resubscribe(usize),
    /// A session ends and says so when it comes back.
    Return(usize),
    Pass(u64),
    Settle,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_usize).prop_map(Step::Come),
        4 => (any::<usize>(), any::<bool>()).prop_map(|(i, first)| Step::End(i, first)),
        3 => any::<usize>().prop_map(Step::Unsubscribe),
        3 => any::<usize>().prop_map(Step::Resubscribe),
        2 => any::<usize>().prop_map(Step::Return),
        3 => (1..4_000_u64).prop_map(Step::Pass),
        2 => Just(Step::Settle),
    ]
}

/// Sessions of the observer test, by client.
#[derive(Default)]
struct Sessions {
    count: usize,
    open: BTreeMap<String, Session>,
}

struct Session {
    info: Arc<ClientInfo>,
    connection: Arc<Connection>,
    /// None while it is not subscribed.
    member: Option<Membership>,
}

impl Sessions {
    fn pick(&self, index: usize) -> Option<String> {
        (!self.open.is_empty()).then(|| self.open.keys().nth(index % self.open.len()).cloned())?
    }

    fn come(&mut self, world: &World, user: &str, replaces: Option<&ClientInfo>) {
        self.count += 1;
        // Ids in no order, as in life.
        let client = format!("{}-{}", self.count * 7 % 10, self.count);
        let info = info(&client, user);
        let connection = world.connect(&info);
        let member = Some(world.enter_for(CHANNEL, &info, replaces));
        self.open.insert(client, Session { info, connection, member });
    }

    fn end(&mut self, world: &World, client: &str, connection_first: bool) -> Arc<ClientInfo> {
        let Session { info, connection, member } = self.open.remove(client).unwrap();
        if connection_first {
            world.disconnect(&connection);
            drop(member);
        } else {
            drop(member);
            world.disconnect(&connection);
        }
        info
    }

    fn users(&self) -> Vec<String> {
        let present = self.open.values().filter(|session| session.member.is_some());
        let mut users: Vec<_> = present.map(|session| session.info.user.to_string()).collect();
        users.sort();
        users
    }
}

async fn take(step: Step, world: &World, sessions: &mut Sessions) {
    match step {
        Step::Come(user) => sessions.come(world, ["", "1", "2"][user], None),
        Step::Pass(time) => pass(ms(time)).await,
        Step::Settle => settle().await,
        Step::End(index, connection_first) => {
            let Some(client) = sessions.pick(index) else { return };
            sessions.end(world, &client, connection_first);
        }
        Step::Return(index) => {
            let Some(client) = sessions.pick(index) else { return };
            let before = sessions.end(world, &client, true);
            sessions.come(world, before.user.as_str(), Some(&before));
        }
        Step::Unsubscribe(index) => {
            let Some(client) = sessions.pick(index) else { return };
            sessions.open.get_mut(&client).unwrap().member = None;
        }
        Step::Resubscribe(index) => {
            let Some(client) = sessions.pick(index) else { return };
            let Session { info, member, .. } = sessions.open.get_mut(&client).unwrap();
            if member.is_none() {
                *member = Some(world.enter(CHANNEL, info));
            }
        }
    }
}

/// With room for all that is who is there; without, it is some of them, and
/// nobody who is not.
async fn an_observer_ends_with_the_truth(steps: Vec<Step>, max_members: usize) {
    let world = World::new(max_members);
    let mut observer = world.observe(CHANNEL);
    let mut sessions = Sessions::default();
    for step in steps {
        take(step, &world, &mut sessions).await;
    }
    pass(LONG).await;
    let (known, mut there) = (observer.users(), sessions.users());
    if max_members >= sessions.count {
        assert_eq!(known, there);
    }
    for user in known {
        let found = there.iter().position(|there| *there == user);
        there.remove(found.unwrap_or_else(|| panic!("{user:?} is not there")));
    }
    sessions.open.clear();
    world.assert_nothing_left().await;
    assert_eq!(observer.users(), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn whoever_follows_the_rule_knows_the_users(
        steps in prop::collection::vec(step(), 1..40),
        max_members in prop_oneof![Just(500_usize), 1..4_usize],
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(an_observer_ends_with_the_truth(steps, max_members));
    }
}
