use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use proptest::prelude::*;

use super::world::{World, info};
use crate::{
    engine::PresenceStats,
    model::ClientInfo,
    node::{Membership, NodeError},
};

const CHANNELS: [&str; 2] = ["seen:a", "known:b"];

fn sized(client: &str, bytes: usize) -> Arc<ClientInfo> {
    let conn_info = Bytes::from(vec![0; bytes]);
    Arc::new(ClientInfo { conn_info, ..(*info(client, "")).clone() })
}

async fn names(world: &World, after: Option<&str>, limit: usize) -> (Vec<String>, bool) {
    let after = after.map(|client| client.into());
    let page = world.node.presence_page("known:b", after.as_ref(), limit).await.unwrap();
    (page.clients.iter().map(|info| info.client.to_string()).collect(), page.more)
}

#[tokio::test(start_paused = true)]
async fn a_page_is_cut_by_count_and_by_what_a_reply_has_room_for() {
    let world = World::new(500);
    let infos = [("a", 300_000), ("b", 300_000), ("c", 300_000), ("d", 300_000), ("e", 2 << 20)];
    let _members = infos.map(|(client, bytes)| world.enter("known:b", &sized(client, bytes)));
    let owned = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&world, None, 2).await, (owned(&["a", "b"]), true));
    assert_eq!(names(&world, None, 100).await, (owned(&["a", "b", "c"]), true));
    assert_eq!(names(&world, Some("c"), 100).await, (owned(&["d"]), true));
    // Too large for any reply, and yet nobody who reads on is stuck at it.
    assert_eq!(names(&world, Some("d"), 100).await, (owned(&["e"]), false));
}

#[tokio::test(start_paused = true)]
async fn where_presence_is_off_the_refusal_says_how_to_have_it() {
    let world = World::new(500);
    let _member = world.enter("off:room", &info("a", "1"));
    assert!(world.presence.is_empty());
    let off = NodeError::PresenceOff { namespace: "off".into() };
    assert_eq!(world.node.presence_stats("off:room").await, Err(off.clone()));
    assert_eq!(world.node.presence_page("off:room", None, 1).await, Err(off.clone()));
    assert_eq!(off.to_string(), "presence is off in namespace \"off\": set presence = true");
    assert_eq!(crate::session::refusal(&off).code, 108);
    let unknown = world.node.presence_stats("nowhere:room").await;
    assert!(matches!(unknown, Err(NodeError::UnknownNamespace(_))), "{unknown:?}");
}

#[derive(Debug, Clone)]
enum Step {
    Enter(usize, u8, usize),
    Leave(usize, u8),
    Update(usize, u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    let (channel, client) = (0..CHANNELS.len(), 0..6_u8);
    prop_oneof![
        (channel.clone(), client.clone(), 0..3_usize).prop_map(|(c, i, u)| Step::Enter(c, i, u)),
        (channel.clone(), client.clone()).prop_map(|(c, i)| Step::Leave(c, i)),
        (channel, client, any::<u8>()).prop_map(|(c, i, info)| Step::Update(c, i, info)),
    ]
}

type Model = BTreeMap<(usize, u8), (Membership, Arc<ClientInfo>)>;

fn take(step: Step, world: &World, model: &mut Model) {
    match step {
        Step::Enter(channel, client, user) => {
            let key = (channel, client);
            let one = info(&client.to_string(), ["", "1", "2"][user]);
            // A session's old membership ends before it has a new one.
            model.remove(&key);
            model.insert(key, (world.enter(CHANNELS[channel], &one), one));
        }
        Step::Leave(channel, client) => drop(model.remove(&(channel, client))),
        Step::Update(channel, client, byte) => {
            if let Some((member, info)) = model.get_mut(&(channel, client)) {
                let conn_info = Bytes::copy_from_slice(&[byte]);
                *info = Arc::new(ClientInfo { conn_info, ..(**info).clone() });
                member.update(info.clone());
            }
        }
    }
}

async fn assert_equal(world: &World, model: &Model) {
    for (index, channel) in CHANNELS.iter().enumerate() {
        let of_channel = model.iter().filter(|((channel, _), _)| *channel == index);
        let expected: Vec<_> = of_channel.map(|(_, (_, info))| info.clone()).collect();
        let mut users: Vec<_> = expected.iter().map(|info| &info.user).collect();
        users.sort();
        users.dedup();
        let (clients, users) = (expected.len() as u32, users.len() as u32);
        let stats = world.node.presence_stats(channel).await;
        assert_eq!(stats, Ok(PresenceStats { clients, users }));
        let page = world.node.presence_page(channel, None, usize::MAX).await.unwrap();
        assert_eq!((page.clients, page.more), (expected, false));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]
    #[test]
    fn presence_leaves_no_ghost(steps in prop::collection::vec(step(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let (world, mut model) = (World::new(500), Model::new());
            for step in steps {
                take(step, &world, &mut model);
                assert_equal(&world, &model).await;
            }
            drop(model);
            world.assert_nothing_left().await;
        });
    }
}
