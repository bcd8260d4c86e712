//! Everybody comes back at once: after a restart of the server, and with tokens
//! that are still good. A binary of its own, since it needs the whole machine.

// Shared with the integration tests, which use all of it.
#[allow(dead_code, unused_imports)]
#[path = "../it/support/mod.rs"]
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use fanwire::{
    client::{
        BackoffConfig, Client, ClientConfig, SubscribeOptions, SubscriptionEvent, TokenSource,
    },
    model::RecoveryOutcome,
};
use futures_util::future::join_all;

use support::{Server, connection, token};

/// Members up to which a channel tells who comes.
const MAX_MEMBERS: usize = 100;

/// Nobody is in a hurry here: a machine with everything on it is slow.
const PATIENCE: Duration = Duration::from_secs(100);

const CLIENTS: usize = 5_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_asks_for_no_token_and_tells_few_of_joins() {
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("storm.redb");
    let max_members = MAX_MEMBERS.to_string();
    let namespaces = format!(
        r#"[{{"name": "chat", "presence": true, "join_leave": true, "force_push_join_leave": true,
             "join_leave_max_members": {max_members}, "history_size": 100, "history_ttl": "1h",
             "force_recovery": true, "allow_subscribe_for_client": true}}]"#
    );
    let settings = |client: &str, api: &str| {
        [
            ("engine.type", "embedded".to_owned()),
            ("engine.embedded.path", store.display().to_string()),
            ("channel.namespaces", namespaces.clone()),
            ("listen.client.address", client.to_owned()),
            ("listen.api.address", api.to_owned()),
            ("shutdown.reconnect_spread", "2s".to_owned()),
        ]
    };
    let any = settings("127.0.0.1:0", "127.0.0.1:0");
    let server = start(&any).await;
    let (client_address, api_address) = (server.client.clone(), server.api.clone());

    let asked = Arc::new(AtomicUsize::new(0));
    let members = (0..CLIENTS).map(|i| Member::join(&client_address, i, asked.clone()));
    let mut members = join_all(members).await;
    assert_eq!(asked.load(Ordering::Relaxed), CLIENTS, "one token each");
    server.publish("chat:all", "one").await;
    join_all(members.iter_mut().map(|member| member.until("one", false))).await;

    server.shut_down().await;
    let server = start(&settings(&client_address, &api_address)).await;
    server.publish("chat:all", "two").await;
    join_all(members.iter_mut().map(|member| member.until("two", true))).await;
    server.publish("chat:all", "three").await;
    join_all(members.iter_mut().map(|member| member.until("three", false))).await;

    assert_eq!(asked.load(Ordering::Relaxed), CLIENTS, "a token that is good is used again");
    let joins = server.metric(r#"fanwire_member_events_total{event="join"}"#).await;
    let leaves = server.metric(r#"fanwire_member_events_total{event="leave"}"#).await;
    assert_eq!((joins, leaves), (MAX_MEMBERS as f64, 0.0), "above the limit nobody is told");
    drop(members);
    server.stop().await;
}

async fn start(settings: &[(&str, String)]) -> Server {
    let settings: Vec<_> = settings.iter().map(|(path, value)| (*path, value.as_str())).collect();
    Server::guarded(&settings).await
}

/// One client and what it was told.
struct Member {
    _client: Client,
    room: fanwire::client::Subscription,
}

impl Member {
    async fn join(address: &str, number: usize, asked: Arc<AtomicUsize>) -> Self {
        let token_source = TokenSource::new(move || {
            asked.fetch_add(1, Ordering::Relaxed);
            async move { Ok(token(&connection(&format!("user {number}")))) }
        });
        let patient = Duration::from_secs(60);
        let (client, mut events) = Client::new(ClientConfig {
            token_source: Some(token_source),
            backoff: BackoffConfig { max: Duration::from_secs(2), ..BackoffConfig::default() },
            connect_timeout: patient,
            request_timeout: patient,
            ping_grace: patient,
            ..ClientConfig::new(format!("http://{address}"))
        })
        .unwrap();
        tokio::spawn(async move { while events.next().await.is_some() {} });
        let room = client.subscribe(SubscribeOptions::new("chat:all")).await.unwrap();
        let mut member = Self { _client: client, room };
        let event = member.next().await;
        assert!(matches!(event, SubscriptionEvent::Subscribed(_)), "{event:?}");
        member
    }

    /// Reads up to the publication `wanted`, which must be the very next one;
    /// with `recovers` behind an interruption that loses nothing.
    async fn until(&mut self, wanted: &str, recovers: bool) {
        let mut recovered = false;
        loop {
            match self.next().await {
                SubscriptionEvent::Publication(publication) => {
                    assert_eq!(publication.data, wanted.as_bytes());
                    return assert_eq!(recovered, recovers);
                }
                SubscriptionEvent::Subscribed(subscribed) => {
                    assert_eq!(subscribed.outcome, RecoveryOutcome::Recovered);
                    recovered = true;
                }
                SubscriptionEvent::Join(_) | SubscriptionEvent::Lost(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    async fn next(&mut self) -> SubscriptionEvent {
        let next = tokio::time::timeout(PATIENCE, self.room.next()).await;
        next.expect("an event in time").expect("an open subscription")
    }
}
