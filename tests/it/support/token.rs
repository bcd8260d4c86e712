use std::time::{SystemTime, UNIX_EPOCH};

use fanwire::pb::client::{ConnectRequest, ConnectResult, Error, command::Request};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::Value;

use super::{Peer, Server, peer::Answer};

/// What the servers of these tests verify tokens with.
pub const SECRET: &str = "a secret of the tests, long enough for every algorithm: 0123456789abcdef";

/// `chat` lets users do everything; `view` lets subscribers look; `secret` lets
/// nobody do anything; `dialog` is for the users in the names of its channels;
/// `open` is for everybody.
const NAMESPACES: &str = r#"[
    {"name": "chat", "presence": true, "join_leave": true, "force_push_join_leave": false,
     "history_size": 100, "history_ttl": "1h", "force_recovery": true,
     "allow_subscribe_for_client": true, "allow_publish_for_client": true,
     "allow_history_for_client": true, "allow_presence_for_client": true},
    {"name": "view", "presence": true, "history_size": 100, "history_ttl": "1h",
     "allow_subscribe_for_client": true, "allow_history_for_subscriber": true,
     "allow_presence_for_subscriber": true},
    {"name": "secret", "presence": true, "history_size": 100, "history_ttl": "1h",
     "allow_recovery": true},
    {"name": "dialog", "allow_user_limited_channels": true},
    {"name": "named", "allow_subscribe_for_client": true, "channel_regex": "^[a-z]+$"},
    {"name": "typed", "allow_publish_for_client": true, "publication_data_format": "json_object"},
    {"name": "open", "presence": true, "allow_subscribe_for_client": true,
     "allow_subscribe_for_anonymous": true}
]"#;

impl Server {
    /// A server that verifies tokens; see [`NAMESPACES`].
    pub async fn guarded(settings: &[(&str, &str)]) -> Self {
        let base = [
            ("client.insecure", "false"),
            ("client.token.hmac_secret_key", SECRET),
            ("channel.namespaces", NAMESPACES),
        ];
        Self::start(&[&base, settings].concat()).await
    }

    /// A connection of `user`, whose token lasts.
    pub async fn user(&self, user: &str) -> Peer {
        self.connected_with(connection(user)).await.0
    }

    /// A connection with a token of these claims.
    pub async fn connected_with(&self, claims: Value) -> (Peer, ConnectResult) {
        let mut peer = self.peer().await;
        let request = ConnectRequest { token: token(&claims), ..Default::default() };
        let result = peer.connect_with(request).await.unwrap();
        (peer, result)
    }
}

impl Peer {
    pub async fn connect_with(&mut self, request: ConnectRequest) -> Result<ConnectResult, Error> {
        match self.ask(Request::Connect(request)).await {
            Answer::Connect(result) => Ok(result),
            Answer::Error(error) => Err(error),
            other => panic!("{other:?}"),
        }
    }
}

/// Unix seconds.
pub fn now_s() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Claims of a connection token that lasts.
pub fn connection(user: &str) -> Value {
    serde_json::json!({"sub": user, "exp": now_s() + 3600})
}

/// Claims of a subscription token that lasts.
pub fn subscription(user: &str, channel: &str) -> Value {
    serde_json::json!({"sub": user, "channel": channel, "exp": now_s() + 3600})
}

/// Claims with others beside or instead.
pub fn with(mut claims: Value, others: Value) -> Value {
    let (Value::Object(all), Value::Object(others)) = (&mut claims, others) else { panic!() };
    all.extend(others);
    claims
}

/// Signed as the servers of these tests expect it.
pub fn token(claims: &Value) -> String {
    signed_with(SECRET, claims)
}

/// Signed with another secret.
pub fn signed_with(secret: &str, claims: &Value) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key).unwrap()
}
