use std::time::Duration;

use tokio::time::Instant;

use super::{run::Session, subscription::Origin};
use crate::{
    model::{Channel, Disconnect, Unsubscribe},
    wire,
};

/// When what was granted for a time ends. Grants are renewed by refresh and
/// sub_refresh; the delays of the configuration leave time for that.
#[derive(Debug, Default)]
pub(super) struct Expiry {
    connection: Option<Instant>,
    /// The earliest of the subscriptions'.
    subscription: Option<Instant>,
}

impl Expiry {
    /// When to look at what has expired.
    pub(super) fn next(&self) -> Option<Instant> {
        [self.connection, self.subscription].into_iter().flatten().min()
    }

    /// One more subscription expires then, or never.
    pub(super) fn subscription_expires(&mut self, by: Option<Instant>) {
        self.subscription = [self.subscription, by].into_iter().flatten().min();
    }
}

/// `expires` and `ttl` of a reply.
pub(super) fn ttl(expire_at: Option<u64>, now_s: u64) -> (bool, u32) {
    let left = expire_at.map(|at| at.saturating_sub(now_s));
    (left.is_some(), left.map_or(0, |left| u32::try_from(left).unwrap_or(u32::MAX)))
}

impl Session {
    /// The moment `delay` after a time in Unix seconds.
    pub(super) fn deadline(&self, expire_at: Option<u64>, delay: Duration) -> Option<Instant> {
        let left_ms =
            expire_at?.saturating_mul(1000).saturating_sub(self.sessions.node.clock().now_ms());
        // What does not fit into an instant never comes.
        Instant::now().checked_add(Duration::from_millis(left_ms).saturating_add(delay))
    }

    /// The connection ends at `expire_at` unless it is refreshed.
    pub(super) fn connection_expires(&mut self, expire_at: Option<u64>) {
        self.identity.expire_at = expire_at;
        let delay = self.sessions.config.expired_close_delay;
        self.expiry.connection = self.deadline(expire_at, delay);
    }

    /// To be called when a subscription's expiry has changed.
    pub(super) fn subscriptions_expire(&mut self) {
        let deadlines = self.subscriptions.values().filter_map(|s| s.expires_by);
        self.expiry.subscription = deadlines.min();
    }

    pub(super) fn on_expiry(&mut self) {
        let now = Instant::now();
        if self.expiry.connection.is_some_and(|by| by <= now) {
            self.expiry.connection = None;
            let reason = "connection expired: it was not refreshed within \
                          client.expired_close_delay";
            return self.disconnect(Disconnect::CONNECTION_EXPIRED.because(reason));
        }
        let due = |by: Option<Instant>| by.is_some_and(|by| by <= now);
        let expired: Vec<(Channel, Origin)> = self
            .subscriptions
            .iter()
            .filter(|(_, subscription)| due(subscription.expires_by))
            .map(|(channel, subscription)| (channel.clone(), subscription.origin))
            .collect();
        for (channel, origin) in expired {
            match origin {
                Origin::Client => {
                    self.unsubscribe_by_server(&channel, &Unsubscribe::EXPIRED);
                }
                // The client may have no way to ask for another.
                Origin::Connect | Origin::Token | Origin::Api => {
                    let reason = format!("subscription expired: {channel}");
                    return self.disconnect(Disconnect::SUBSCRIPTION_EXPIRED.because(reason));
                }
            }
        }
        self.subscriptions_expire();
    }

    /// A new expiry by the server API; nobody has asked, so the client is told.
    pub(super) fn refreshed_by_server(&mut self, expire_at: Option<u64>) {
        if super::identity::is_past(expire_at, self.now_s()) {
            let reason = "connection expired: by the server API";
            return self.disconnect(Disconnect::CONNECTION_EXPIRED.because(reason));
        }
        self.connection_expires(expire_at);
        let (expires, ttl) = ttl(expire_at, self.now_s());
        self.push(wire::refresh_push(expires, ttl));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ttl_never_wraps() {
        assert_eq!(ttl(None, 5), (false, 0));
        assert_eq!(ttl(Some(8), 5), (true, 3));
        assert_eq!(ttl(Some(4), 5), (true, 0));
        assert_eq!(ttl(Some(u64::MAX), 5), (true, u32::MAX));
    }
}
