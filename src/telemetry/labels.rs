//! The values that labels may take: all known in advance, so that no peer can
//! make the number of time series grow.

macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The label values, in the order of the variants.
            pub(super) const VALUES: [&'static str; [$($text),*].len()] = [$($text),*];

            /// The label value.
            pub fn as_str(self) -> &'static str {
                Self::VALUES[self as usize]
            }
        }
    )*};
}

labels! {
    /// A client's command.
    Command {
        /// Opens the session.
        Connect = "connect",
        /// Subscribes.
        Subscribe = "subscribe",
        /// Ends a subscription.
        Unsubscribe = "unsubscribe",
        /// Publishes.
        Publish = "publish",
        /// Asks who is there.
        Presence = "presence",
        /// Asks how many are there.
        PresenceStats = "presence_stats",
        /// Reads history.
        History = "history",
        /// A ping, which this protocol does not use.
        Ping = "ping",
        /// The answer to the server's ping.
        Pong = "pong",
        /// A message without a reply.
        Send = "send",
        /// A call to the backend.
        Rpc = "rpc",
        /// Extends the connection.
        Refresh = "refresh",
        /// Extends a subscription.
        SubRefresh = "sub_refresh",
    }

    /// A call of the server API.
    ApiMethod {
        /// One message to one channel.
        Publish = "publish",
        /// One message to many channels.
        Broadcast = "broadcast",
        /// Subscriptions on behalf of clients.
        Subscribe = "subscribe",
        /// The end of subscriptions.
        Unsubscribe = "unsubscribe",
        /// The end of connections.
        Disconnect = "disconnect",
        /// Another expiry for connections.
        Refresh = "refresh",
        /// Who is there.
        Presence = "presence",
        /// How many are there.
        PresenceStats = "presence_stats",
        /// The same for many channels.
        BatchPresenceStats = "batch_presence_stats",
        /// A page of history.
        History = "history",
        /// Emptying a history.
        HistoryRemove = "history_remove",
        /// Channels with subscribers.
        Channels = "channels",
        /// Open connections.
        Connections = "connections",
        /// The node's state.
        Info = "info",
    }

    /// Who published.
    Source {
        /// A backend, through the server API.
        Api = "api",
        /// A client's connection.
        Client = "client",
    }

    /// What a channel is told of its members.
    MemberEvent {
        /// One has come.
        Join = "join",
        /// One has gone.
        Leave = "leave",
    }

    /// Which queue was full.
    QueueDrop {
        /// A connection's: its client reads too slowly.
        Connection = "connection",
        /// A runtime thread's: it cannot keep up with what is published.
        Worker = "worker",
        /// A connection's: a `slow_consumer` policy chose what to drop.
        Policy = "policy",
    }

    /// What was asked of the engine.
    Operation {
        /// A publication, until it is as durable as promised.
        Publish = "publish",
        /// A page of history.
        History = "history",
        /// Emptying a history.
        RemoveHistory = "remove_history",
    }
}

impl ApiMethod {
    /// The names of the rpcs, in the order of the variants.
    pub const RPCS: [&'static str; Self::VALUES.len()] = [
        "Publish",
        "Broadcast",
        "Subscribe",
        "Unsubscribe",
        "Disconnect",
        "Refresh",
        "Presence",
        "PresenceStats",
        "BatchPresenceStats",
        "History",
        "HistoryRemove",
        "Channels",
        "Connections",
        "Info",
    ];

    /// The name of the rpc.
    pub fn rpc(self) -> &'static str {
        Self::RPCS[self as usize]
    }
}

/// A fixed set of numeric codes; every other code shares one label value.
pub(super) struct Codes<const N: usize> {
    pub(super) known: [u32; N],
    pub(super) texts: [&'static str; N],
}

impl<const N: usize> Codes<N> {
    pub(super) const OTHER: &'static str = "other";

    /// Index of `code`; none for "other".
    pub(super) fn index(&self, code: u32) -> Option<usize> {
        self.known.iter().position(|known| *known == code)
    }

    pub(super) fn text(&self, code: u32) -> &'static str {
        self.index(code).map_or(Self::OTHER, |index| self.texts[index])
    }
}

macro_rules! codes {
    ($name:ident: $count:literal = $($code:literal)*) => {
        pub(super) const $name: Codes<$count> =
            Codes { known: [$($code),*], texts: [$(stringify!($code)),*] };
    };
}

codes!(ERRORS: 14 = 100 101 102 103 104 105 106 107 108 109 110 111 112 113);
codes!(STATUSES: 17 = 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
codes!(UNSUBSCRIBES: 4 = 2000 2500 2501 2502);
codes!(DISCONNECTS: 22 = 3000 3001 3004 3005 3006 3008 3009 3010 3011 3012 3013 3014
    3500 3501 3502 3503 3504 3505 3506 3507 3508 3509);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_nobody_knows_shares_one_value() {
        assert_eq!(DISCONNECTS.text(3008), "3008");
        for code in [0, 3999, 4000, u32::MAX] {
            assert_eq!(DISCONNECTS.text(code), "other");
        }
        assert_eq!(Command::SubRefresh.as_str(), "sub_refresh");
        assert_eq!(Command::Connect.as_str(), "connect");
    }

    #[test]
    fn labels_and_rpcs_name_the_same_calls() {
        for (rpc, label) in ApiMethod::RPCS.iter().zip(ApiMethod::VALUES) {
            assert_eq!(rpc.to_lowercase(), label.replace('_', ""));
        }
        let rpcs = [ApiMethod::Subscribe.rpc(), ApiMethod::Info.rpc()];
        assert_eq!(rpcs, ["Subscribe", "Info"]);
    }
}
