use std::borrow::Cow;

/// Why the server ends a session, and whether the client should come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disconnect {
    /// See the constants; 4000 and up belong to the application.
    pub code: u32,
    /// For people.
    pub reason: Cow<'static, str>,
    /// Milliseconds to wait before coming back; 0 leaves it to the client.
    pub reconnect_after_ms: u32,
}

macro_rules! disconnects {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $reason:literal;)*) => {
        impl Disconnect {
            $($(#[$doc])* pub const $name: Self = Self {
                code: $code,
                reason: Cow::Borrowed($reason),
                reconnect_after_ms: 0,
            };)*
        }
    };
}

disconnects! {
    /// The connection was closed without an error.
    CONNECTION_CLOSED = 3000, "connection closed";
    /// The node shuts down.
    SHUTDOWN = 3001, "shutdown";
    /// A bug or a broken dependency.
    SERVER_ERROR = 3004, "internal server error";
    /// The connection's grant has ended.
    CONNECTION_EXPIRED = 3005, "connection expired";
    /// The grant of a subscription that the client cannot renew has ended.
    SUBSCRIPTION_EXPIRED = 3006, "subscription expired";
    /// The client does not read fast enough.
    SLOW = 3008, "slow";
    /// A server-side subscription lost continuity.
    INSUFFICIENT_STATE = 3010, "insufficient state";
    /// A ping was not answered in time.
    NO_PONG = 3012, "no pong";
    /// Commands or connections come faster than the limit.
    TOO_MANY_REQUESTS = 3013, "too many requests";
    /// The token is not one of ours, or not for this.
    INVALID_TOKEN = 3500, "invalid token";
    /// The peer breaks the protocol.
    BAD_REQUEST = 3501, "bad request";
    /// No connect command in time.
    STALE = 3502, "stale";
    /// The session was ended on purpose.
    FORCE_DISCONNECT = 3503, "force disconnect";
    /// The node has as many connections as it may.
    CONNECTION_LIMIT = 3504, "connection limit";
}

impl Disconnect {
    /// The same disconnect with a reason that names the cause and the fix.
    pub fn because(mut self, reason: impl Into<Cow<'static, str>>) -> Self {
        self.reason = reason.into();
        self
    }

    /// True when the client should connect again: 3000 to 3499, 4000 to 4499
    /// and from 5000.
    pub fn reconnect(&self) -> bool {
        matches!(self.code, 3000..=3499 | 4000..=4499 | 5000..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_ranges_decide_about_reconnect() {
        for (code, reconnect) in [
            (3000, true),
            (3499, true),
            (3500, false),
            (3999, false),
            (4000, true),
            (4499, true),
            (4500, false),
            (4999, false),
            (5000, true),
        ] {
            let disconnect = Disconnect { code, ..Disconnect::SLOW };
            assert_eq!(disconnect.reconnect(), reconnect, "{code}");
        }
    }
}
