use std::borrow::Cow;

/// Why the server ends a subscription. From code 2500 the client subscribes
/// again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsubscribe {
    /// See the constants.
    pub code: u32,
    /// For people.
    pub reason: Cow<'static, str>,
}

impl Unsubscribe {
    /// Final: the server ended the subscription on purpose.
    pub const SERVER: Self = Self { code: 2000, reason: Cow::Borrowed("server unsubscribe") };
    /// Continuity was lost inside the server.
    pub const INSUFFICIENT_STATE: Self =
        Self { code: 2500, reason: Cow::Borrowed("insufficient state") };
    /// The subscription's grant has ended.
    pub const EXPIRED: Self = Self { code: 2501, reason: Cow::Borrowed("subscription expired") };

    /// True when the client should subscribe again.
    pub fn resubscribe(&self) -> bool {
        self.code >= 2500
    }
}
