//! Commands as JSON: what the HTTP API takes, and what rows of an outbox and
//! messages of a queue carry. The words are those of Centrifugo's HTTP API.
//!
//! A [`Command`] is read with [`Command::from_json`] (any method) or
//! [`Command::asynchronous`] (those that make sense without somebody who waits
//! for the answer), and done with [`execute`]. A [`CommandError`] tells by
//! [`CommandError::is_transient`] whether the same command may succeed later.

mod access;
mod broadcast;
mod control;
mod error;
mod execute;
mod json;
mod object;
mod parse;
mod read;
mod requests;
mod results;
#[cfg(test)]
mod tests;

pub use access::{Access, Everything};
pub use error::CommandError;
pub use execute::execute;
pub use json::Json;
pub use parse::{BatchRequest, from_json};
pub use requests::{
    BroadcastRequest, ChannelsRequest, DisconnectRequest, Flag, HistoryRemoveRequest,
    HistoryRequest, InfoRequest, Position, PresenceRequest, PresenceStatsRequest, PublishRequest,
    RefreshRequest, SubscribeRequest, Told, UnsubscribeRequest, Wanted,
};
pub use results::{
    BroadcastReply, ChannelReply, ChannelsReply, ClientReply, ConnectionsReply, HistoryReply,
    InfoReply, NodeReply, PositionReply, PresenceReply, PresenceStatsReply, PublicationReply,
    PublishReply, Reply,
};

use crate::telemetry::metrics::ApiMethod;

/// Declares the methods: their names, requests, and whether they make sense
/// without somebody who waits for the answer.
macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($request:ident) = $method:literal, $asynchronous:literal;)*) => {
        /// One command.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command {
            $($(#[$doc])* $name($request),)*
        }

        impl Command {
            /// The names of all methods.
            pub const METHODS: &'static [&'static str] = &[$($method),*];

            /// What it does.
            pub fn method(&self) -> ApiMethod {
                match self {
                    $(Self::$name(_) => ApiMethod::$name,)*
                }
            }

            /// True when it makes sense without somebody who waits for the
            /// answer.
            pub fn is_asynchronous(&self) -> bool {
                match self {
                    $(Self::$name(_) => $asynchronous,)*
                }
            }

            /// Which method has this name.
            pub fn method_named(name: &str) -> Option<ApiMethod> {
                match name {
                    $($method => Some(ApiMethod::$name),)*
                    _ => None,
                }
            }

            /// The fields that a method takes.
            #[cfg(test)]
            pub(crate) fn fields(method: &str) -> &'static [&'static str] {
                match method {
                    $($method => $request::FIELDS,)*
                    _ => panic!("{method}"),
                }
            }

            /// Reads the payload of a method.
            ///
            /// # Errors
            /// [`CommandError::UnknownMethod`]; [`CommandError::Malformed`]
            /// names the field.
            pub fn from_json(method: &str, payload: &[u8]) -> Result<Self, CommandError> {
                match method {
                    $($method => from_json(payload).map(Self::$name),)*
                    _ => Err(CommandError::unknown_method(method, Self::METHODS)),
                }
            }

            /// The methods that [`Command::asynchronous`] takes.
            pub fn asynchronous_methods() -> impl Iterator<Item = &'static str> {
                let methods = [$(($method, $asynchronous)),*];
                methods.into_iter().filter(|(_, is)| *is).map(|(method, _)| method)
            }
        }

        /// One command of a batch: the first that is there counts.
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(default, remote = "Self")]
        pub(super) struct OneOf {
            $(#[serde(rename = $method)] $name: Option<$request>,)*
        }

        object::only_as_object!(OneOf);

        impl From<OneOf> for Option<Command> {
            fn from(one: OneOf) -> Self {
                let OneOf { $($name),* } = one;
                let mut command = None;
                $(command = command.or($name.map(Command::$name));)*
                command
            }
        }
    };
}

mod declared {
    #![allow(non_snake_case)]
    use super::*;

    commands! {
        /// One message to one channel.
        Publish(PublishRequest) = "publish", true;
        /// One message to many channels.
        Broadcast(BroadcastRequest) = "broadcast", true;
        /// A subscription on behalf of connections.
        Subscribe(SubscribeRequest) = "subscribe", true;
        /// The end of such subscriptions.
        Unsubscribe(UnsubscribeRequest) = "unsubscribe", true;
        /// The end of connections.
        Disconnect(DisconnectRequest) = "disconnect", true;
        /// Another expiry for connections.
        Refresh(RefreshRequest) = "refresh", true;
        /// Who is in a channel.
        Presence(PresenceRequest) = "presence", false;
        /// How many are in a channel.
        PresenceStats(PresenceStatsRequest) = "presence_stats", false;
        /// A page of history.
        History(HistoryRequest) = "history", false;
        /// Emptying a history.
        HistoryRemove(HistoryRemoveRequest) = "history_remove", true;
        /// Channels with subscribers.
        Channels(ChannelsRequest) = "channels", false;
        /// The node's state.
        Info(InfoRequest) = "info", false;
    }
}

pub use declared::Command;
use declared::OneOf;

impl Command {
    /// Reads the payload of a method that makes sense without somebody who
    /// waits for the answer.
    ///
    /// # Errors
    /// As [`Command::from_json`]; a method that only reads is unknown here.
    pub fn asynchronous(method: &str, payload: &[u8]) -> Result<Self, CommandError> {
        let known: Vec<_> = Self::asynchronous_methods().collect();
        match known.contains(&method) {
            true => Self::from_json(method, payload),
            false => Err(CommandError::unknown_method(method, &known)),
        }
    }

    /// Gives a publish or broadcast without an idempotency key this one; other
    /// commands may be repeated anyway.
    pub fn set_default_idempotency_key(&mut self, key: impl FnOnce() -> String) {
        let own = match self {
            Self::Publish(request) => &mut request.idempotency_key,
            Self::Broadcast(request) => &mut request.idempotency_key,
            _ => return,
        };
        if own.is_empty() {
            *own = key();
        }
    }
}
