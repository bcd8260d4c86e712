use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use fanwire::client::{
    BackoffConfig, Client, ClientConfig, ConnectionEvent, ConnectionEvents, Subscription,
    SubscriptionEvent, TokenSource,
};
use serde_json::{Value, json};

use crate::support::{Server, now_s, token, with, within};

/// Expiry comes without much grace.
pub const SOON: [(&str, &str); 2] =
    [("client.expired_close_delay", "500ms"), ("client.expired_sub_close_delay", "500ms")];

/// Gives tokens of these claims, one after the other, and must not be asked for
/// more.
#[derive(Clone)]
pub struct Script(Arc<Mutex<VecDeque<Value>>>);

impl Script {
    pub fn new(claims: impl IntoIterator<Item = Value>) -> Self {
        Self(Arc::new(Mutex::new(claims.into_iter().collect())))
    }

    pub fn source(&self) -> TokenSource {
        let claims = self.0.clone();
        TokenSource::new(move || {
            let claims = claims.lock().unwrap().pop_front();
            async move { Ok(token(&claims.expect("asked without need"))) }
        })
    }

    pub fn is_over(&self) -> bool {
        self.0.lock().unwrap().is_empty()
    }
}

pub fn expiring(claims: Value, in_s: u64) -> Value {
    with(claims, json!({"exp": now_s() + in_s}))
}

/// Quick attempts.
pub fn config(server: &Server) -> ClientConfig {
    let backoff = BackoffConfig {
        min: Duration::from_millis(1),
        max: Duration::from_millis(20),
        ..Default::default()
    };
    ClientConfig { backoff, ..ClientConfig::new(format!("http://{}", server.client)) }
}

/// A client whose tokens the script gives.
pub fn client(server: &Server, script: &Script) -> (Client, ConnectionEvents) {
    let token_source = Some(script.source());
    Client::new(ClientConfig { token_source, ..config(server) }).unwrap()
}

/// A client with one token, and that alone.
pub fn client_of(server: &Server, claims: &Value) -> (Client, ConnectionEvents) {
    Client::new(ClientConfig { token: token(claims), ..config(server) }).unwrap()
}

pub async fn connected(events: &mut ConnectionEvents) {
    while !matches!(within(events.next()).await, Some(ConnectionEvent::Connected { .. })) {}
}

/// The next disconnect: code, reason and whether the client comes back.
pub async fn disconnected(events: &mut ConnectionEvents) -> (u32, String, bool) {
    loop {
        if let ConnectionEvent::Disconnected { code, reason, reconnect } =
            within(events.next()).await.expect("the client has ended")
        {
            return (code, reason, reconnect);
        }
    }
}

pub async fn next(room: &mut Subscription) -> SubscriptionEvent {
    within(room.next()).await.expect("the subscription has ended")
}

pub async fn subscribed(room: &mut Subscription) {
    let event = next(room).await;
    assert!(matches!(event, SubscriptionEvent::Subscribed(_)), "{event:?}");
}

/// The payload of the next event, which must be a publication.
pub fn data(event: SubscriptionEvent) -> bytes::Bytes {
    match event {
        SubscriptionEvent::Publication(publication) => publication.data,
        other => panic!("not a publication: {other:?}"),
    }
}
