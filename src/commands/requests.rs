//! The fields of each method. Unknown ones are ignored, as Centrifugo does;
//! `null` is as good as leaving a field out.

use serde::{Deserialize, Deserializer};

use super::{Json, object::only_as_object};
use crate::model::Tags;

/// A field that may be left out.
trait Field: Default {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

macro_rules! null_is_unset {
    ($($type:ty)*) => {$(
        impl Field for $type {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Option::<$type>::deserialize(deserializer)?.unwrap_or_default())
            }
        }
    )*};
}

null_is_unset! { String bool u32 u64 i32 i64 Vec<String> Tags Told Wanted }

impl<T: for<'de> Deserialize<'de>> Field for Option<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

/// `null` may be what is published.
impl Field for Json {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

macro_rules! requests {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
        #[serde(default, remote = "Self")]
        pub struct $name {
            $($(#[$field_doc])* #[serde(deserialize_with = "Field::read")] pub $field: $type,)*
        }

        only_as_object!($name);

        #[cfg(test)]
        impl $name {
            pub(crate) const FIELDS: &'static [&'static str] = &[$(stringify!($field)),*];
        }
    )*};
}

requests! {
    /// One message to one channel.
    PublishRequest {
        /// The channel.
        channel: String,
        /// The payload.
        data: Json,
        /// The payload in base64; counts before `data`.
        b64data: String,
        /// Deliver only, keep nothing.
        skip_history: bool,
        /// Handed on to subscribers.
        tags: Tags,
        /// Publishes once per key; empty for none.
        idempotency_key: String,
        /// Publishes only what is newer; 0 for no version.
        version: u64,
        /// The sequence that `version` belongs to.
        version_epoch: String,
    }

    /// One message to many channels.
    BroadcastRequest {
        /// The channels.
        channels: Vec<String>,
        /// The payload.
        data: Json,
        /// The payload in base64; counts before `data`.
        b64data: String,
        /// Deliver only, keep nothing.
        skip_history: bool,
        /// Handed on to subscribers.
        tags: Tags,
        /// Publishes once per key in each channel; empty for none.
        idempotency_key: String,
        /// Publishes only what is newer; 0 for no version.
        version: u64,
        /// The sequence that `version` belongs to.
        version_epoch: String,
    }

    /// A subscription on behalf of connections.
    SubscribeRequest {
        /// All connections of this user; empty when `client` says whom.
        user: String,
        /// The channel.
        channel: String,
        /// One connection only.
        client: String,
        /// Refused: this server's connections have no second id.
        session: String,
        /// Unix seconds; 0 and less for no expiry.
        expire_at: i64,
        /// Shown to others.
        info: Json,
        /// The same in base64; counts before `info`.
        b64info: String,
        /// Given to the clients with the subscription.
        data: Json,
        /// The same in base64; counts before `data`.
        b64data: String,
        /// What the clients have seen, to recover from.
        recover_since: Option<Position>,
        /// In place of the namespace's options.
        r#override: Wanted,
    }

    /// The end of subscriptions.
    UnsubscribeRequest {
        /// All connections of this user; empty when `client` says whom.
        user: String,
        /// The channel.
        channel: String,
        /// One connection only.
        client: String,
        /// Refused: this server's connections have no second id.
        session: String,
        /// What the clients are told; 0 for 2000.
        code: u32,
        /// For people.
        reason: String,
    }

    /// The end of connections.
    DisconnectRequest {
        /// All connections of this user; empty when `client` says whom.
        user: String,
        /// One connection only.
        client: String,
        /// Refused: this server's connections have no second id.
        session: String,
        /// Connections that are spared.
        whitelist: Vec<String>,
        /// What the clients are told.
        disconnect: Told,
    }

    /// What a disconnected client is told.
    Told {
        /// 3000 to 5999; 0 for 3503.
        code: u32,
        /// For people.
        reason: String,
        /// Milliseconds to wait before coming back: between half of it and all of
        /// it, at random; 0 leaves it to the client.
        reconnect_after_ms: u32,
    }

    /// Another expiry for connections: without `expired` and `expire_at` they
    /// do not expire any more.
    RefreshRequest {
        /// All connections of this user; empty when `client` says whom.
        user: String,
        /// One connection only.
        client: String,
        /// Refused: this server's connections have no second id.
        session: String,
        /// They have expired.
        expired: bool,
        /// Unix seconds; 0 and less for no expiry.
        expire_at: i64,
        /// Replaces what is shown to others.
        info: Json,
    }

    /// Who is in a channel.
    PresenceRequest {
        /// The channel.
        channel: String,
    }

    /// How many are in a channel.
    PresenceStatsRequest {
        /// The channel.
        channel: String,
    }

    /// A page of history.
    HistoryRequest {
        /// The channel.
        channel: String,
        /// How many publications; 0 for the position only, -1 for as many as
        /// the server gives at once.
        limit: i32,
        /// Read after this position, with `reverse` before it.
        since: Option<Position>,
        /// Newest first.
        reverse: bool,
    }

    /// Emptying a history.
    HistoryRemoveRequest {
        /// The channel.
        channel: String,
    }

    /// Channels with subscribers.
    ChannelsRequest {
        /// `*` stands for any characters, `?` for one; empty for all.
        pattern: String,
    }

    /// The node's state.
    InfoRequest {}

    /// A place in a history.
    Position {
        /// Of the last publication seen.
        offset: u64,
        /// The history that the offset belongs to.
        epoch: String,
    }

    /// Options in place of the namespace's; those that are unset stay.
    Wanted {
        /// In place of `presence`.
        presence: Option<Flag>,
        /// In place of `join_leave`.
        join_leave: Option<Flag>,
        /// In place of `force_push_join_leave`.
        force_push_join_leave: Option<Flag>,
        /// In place of `force_recovery`.
        force_recovery: Option<Flag>,
        /// In place of `force_positioning`.
        force_positioning: Option<Flag>,
    }

    /// On or off.
    Flag {
        /// Which.
        value: bool,
    }
}
