//! What every engine's presence has to pass.

use std::{collections::BTreeMap, sync::Arc};

use bytes::Bytes;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::channel;
use crate::{
    engine::{Presence, PresencePage, PresenceStats},
    model::{Channel, ClientId, ClientInfo},
};

/// A presence under test.
pub struct PresenceHarness {
    pub presence: Arc<dyn Presence>,
    /// Nothing is kept of any channel.
    pub is_empty: Box<dyn Fn() -> bool + Send + Sync>,
}

/// Runs every test of the suite on what `$make` builds, a `fn() -> PresenceHarness`.
macro_rules! presence_suite {
    ($make:expr) => {
        $crate::engine::conformance::presence_suite! { @cases $make;
            nobody_is_in_a_channel_that_nobody_entered,
            everything_of_a_client_comes_back,
            the_newest_info_of_a_client_counts,
            anonymous_clients_count_as_one_user,
            removing_the_absent_is_harmless,
            channels_are_apart,
            pages_of_any_size_cover_everybody_once,
            presence_equals_a_plain_model,
        }
    };
    (@cases $make:expr; $($case:ident,)*) => {
        $(
            #[tokio::test]
            async fn $case() {
                $crate::engine::conformance::$case($make()).await;
            }
        )*
    };
}
pub(crate) use presence_suite;

fn info(client: &str, user: &str, conn_info: &'static str) -> Arc<ClientInfo> {
    Arc::new(ClientInfo {
        user: user.into(),
        client: client.into(),
        conn_info: Bytes::from_static(conn_info.as_bytes()),
        chan_info: Bytes::from_static(b"c"),
    })
}

impl PresenceHarness {
    async fn page(&self, channel: &Channel, after: Option<&str>, limit: usize) -> PresencePage {
        let after = after.map(ClientId::from);
        self.presence.page(channel, after.as_ref(), limit).await.unwrap()
    }

    async fn all(&self, channel: &Channel) -> Vec<Arc<ClientInfo>> {
        let page = self.page(channel, None, usize::MAX).await;
        assert!(!page.more);
        page.clients
    }

    async fn stats(&self, channel: &Channel) -> (u32, u32) {
        let PresenceStats { clients, users } = self.presence.stats(channel).await.unwrap();
        (clients, users)
    }
}

pub async fn nobody_is_in_a_channel_that_nobody_entered(h: PresenceHarness) {
    let c = channel("c");
    assert_eq!(h.page(&c, None, 10).await, PresencePage::default());
    assert_eq!(h.stats(&c).await, (0, 0));
    assert!((h.is_empty)(), "a read has created something");
}

pub async fn everything_of_a_client_comes_back(h: PresenceHarness) {
    let (c, one) = (channel("c"), info("a", "42", "{}"));
    h.presence.add(&c, &one);
    assert_eq!(h.all(&c).await, [one]);
}

pub async fn the_newest_info_of_a_client_counts(h: PresenceHarness) {
    let c = channel("c");
    h.presence.add(&c, &info("a", "42", "old"));
    h.presence.add(&c, &info("a", "42", "new"));
    assert_eq!((h.all(&c).await, h.stats(&c).await), (vec![info("a", "42", "new")], (1, 1)));
    h.presence.add(&c, &info("a", "43", "new"));
    h.presence.add(&c, &info("b", "43", "new"));
    assert_eq!(h.stats(&c).await, (2, 1));
}

pub async fn anonymous_clients_count_as_one_user(h: PresenceHarness) {
    let c = channel("c");
    for client in ["a", "b", "c"] {
        h.presence.add(&c, &info(client, "", ""));
    }
    h.presence.add(&c, &info("d", "42", ""));
    assert_eq!(h.stats(&c).await, (4, 2));
}

pub async fn removing_the_absent_is_harmless(h: PresenceHarness) {
    let c = channel("c");
    h.presence.remove(&c, &"a".into());
    assert!((h.is_empty)());
    h.presence.add(&c, &info("a", "42", ""));
    h.presence.add(&c, &info("b", "42", ""));
    for _ in 0..2 {
        h.presence.remove(&c, &"a".into());
    }
    assert_eq!(h.stats(&c).await, (1, 1));
    for _ in 0..2 {
        h.presence.remove(&c, &"b".into());
    }
    assert!((h.is_empty)());
}

pub async fn channels_are_apart(h: PresenceHarness) {
    let (c, d) = (channel("c"), channel("d"));
    h.presence.add(&c, &info("a", "42", ""));
    h.presence.add(&d, &info("a", "42", ""));
    h.presence.remove(&c, &"a".into());
    assert_eq!((h.stats(&c).await, h.stats(&d).await), ((0, 0), (1, 1)));
}

pub async fn pages_of_any_size_cover_everybody_once(h: PresenceHarness) {
    let c = channel("c");
    let names: Vec<_> = (0..20).map(|i| format!("{i:02}")).collect();
    for name in names.iter().rev() {
        h.presence.add(&c, &info(name, name, ""));
    }
    for limit in [1, 3, 10, 19, 20, 21] {
        let (mut seen, mut pages) = (Vec::<String>::new(), 0);
        loop {
            let page = h.page(&c, seen.last().map(String::as_str), limit).await;
            pages += 1;
            seen.extend(page.clients.iter().map(|info| info.client.to_string()));
            if !page.more {
                break;
            }
            assert_eq!(page.clients.len(), limit, "a page that is not the last is full");
        }
        assert_eq!((seen, pages), (names.clone(), 20_usize.div_ceil(limit)));
    }
    // Behind one who has left in between, behind the last, and none at all.
    h.presence.remove(&c, &"07".into());
    assert_eq!(h.page(&c, Some("07"), 1).await.clients[0].client.as_str(), "08");
    assert_eq!(h.page(&c, Some("19"), 1).await, PresencePage::default());
    assert_eq!(h.page(&c, None, 0).await, PresencePage { clients: vec![], more: true });
}

pub async fn presence_equals_a_plain_model(h: PresenceHarness) {
    let mut rng = StdRng::seed_from_u64(7);
    let channels = ["c", "d"].map(channel);
    let mut model = [BTreeMap::new(), BTreeMap::new()];
    for _ in 0..2_000 {
        let (i, client) = (rng.random_range(0..2), rng.random_range(0..8).to_string());
        if rng.random_bool(0.5) {
            let user = ["", "1", "2"][rng.random_range(0..3)];
            let one = info(&client, user, ["x", "y"][rng.random_range(0..2)]);
            h.presence.add(&channels[i], &one);
            model[i].insert(client, one);
        } else {
            h.presence.remove(&channels[i], &client.as_str().into());
            model[i].remove(&client);
        }
        let mut users: Vec<_> = model[i].values().map(|info| info.user.clone()).collect();
        users.sort();
        users.dedup();
        let expected: Vec<_> = model[i].values().cloned().collect();
        let counts = (expected.len() as u32, users.len() as u32);
        assert_eq!((h.all(&channels[i]).await, h.stats(&channels[i]).await), (expected, counts));
        assert_eq!((h.is_empty)(), model.iter().all(BTreeMap::is_empty));
    }
    for client in 0..8 {
        let client = ClientId::from(client.to_string().as_str());
        channels.iter().for_each(|channel| h.presence.remove(channel, &client));
    }
    assert!((h.is_empty)());
}
