//! What a fetched token is used for, and what the server's word on tokens means.

use std::time::Duration;

use super::{
    TokenError,
    commands::Waiter,
    connection::{Connection, State},
    convert,
    link::Ending,
    subscription::{Ended, Key},
    subscriptions::Phase,
    tokens::Holder,
};
use crate::{
    model::ClientError,
    pb::client::{RefreshRequest, SubRefreshRequest, command, reply},
};

/// "Token expired" and "expired": answers to which another token helps.
pub(super) const EXPIRED: [u32; 2] = [109, 110];

/// Disconnects after which the same token helps no more: "connection expired"
/// and "state invalidated".
const NEW_TOKEN: [u32; 2] = [3005, 3014];

impl Connection {
    /// What an ending means for the connection's token; says whether coming
    /// back helps.
    pub(super) fn consider_token(&mut self, ending: &mut Ending) {
        self.tokens.rest_all();
        if NEW_TOKEN.contains(&ending.code) {
            self.tokens.invalidate(Holder::Connection);
        }
        if EXPIRED.contains(&ending.code) {
            ending.reconnect = self.tokens.invalidate(Holder::Connection);
            if !ending.reconnect {
                ending.reason.push_str(": make a client with a new token, or with a token_source");
            }
        }
    }

    pub(super) fn on_token(&mut self, holder: Holder, fetched: Result<(), TokenError>) {
        match holder {
            Holder::Connection => self.on_connection_token(fetched),
            Holder::Subscription(key) => self.on_subscription_token(key, fetched),
        }
    }

    fn on_connection_token(&mut self, fetched: Result<(), TokenError>) {
        match (fetched, &self.state) {
            (Ok(()), State::AwaitingToken) => self.dial(),
            (Ok(()), State::Open(..)) => self.refresh(),
            // An attempt with the token before is under way.
            (_, State::Stopped) | (Ok(()), _) => {}
            (Err(error @ TokenError::NotPermitted(_)), _) => {
                let reason = format!("the token source gives no token: {error}");
                self.on_ended(Ending { reconnect: false, ..Ending::transport(reason) });
            }
            (Err(error), State::AwaitingToken) => {
                self.on_ended(Ending::transport(error.to_string()));
            }
            (Err(error), State::Open(..)) => self.renew_later(Holder::Connection, &error),
            (Err(_), State::Waiting(_) | State::Dialling(_)) => {}
        }
    }

    fn on_subscription_token(&mut self, key: Key, fetched: Result<(), TokenError>) {
        let Some(entry) = self.subscriptions.get(key) else { return };
        match (fetched, entry.phase) {
            (Ok(()), Phase::AwaitingToken) => self.subscribe(key),
            (Ok(()), Phase::Active(_)) => {
                let channel = entry.channel().to_owned();
                self.sub_refresh(key, channel);
            }
            (Err(TokenError::NotPermitted(reason)), _) => {
                let channel = entry.on_server().then(|| entry.channel().to_owned());
                self.end(key, Ended::NotPermitted { reason });
                if let Some(channel) = channel {
                    self.unsubscribe(channel);
                }
            }
            (Err(error), Phase::AwaitingToken) => {
                let error =
                    ClientError { code: 0, message: error.to_string().into(), temporary: true };
                self.on_subscribe_error(key, error);
            }
            (Err(error), Phase::Active(_)) => {
                self.renew_later(Holder::Subscription(key), &error);
            }
            (_, Phase::Idle | Phase::Waiting(_) | Phase::Subscribing) => {}
        }
    }

    fn refresh(&mut self) {
        let Some(token) = self.tokens.get(Holder::Connection) else { return };
        let request = command::Request::Refresh(RefreshRequest { token });
        self.renew(Holder::Connection, request);
    }

    fn sub_refresh(&mut self, key: Key, channel: String) {
        let holder = Holder::Subscription(key);
        let Some(token) = self.tokens.get(holder) else { return };
        self.renew(holder, command::Request::SubRefresh(SubRefreshRequest { channel, token }));
    }

    fn renew(&mut self, holder: Holder, request: command::Request) {
        if let Some(link) = self.state.link() {
            link.send(self.commands.command(request, Waiter::Renewal(holder)));
        }
    }

    /// Where a renewal stays without success, the server ends the connection or
    /// the subscription at last, and says so.
    pub(super) fn on_renewal_reply(&mut self, holder: Holder, result: Option<reply::Result>) {
        let (expires, ttl) = match result {
            Some(reply::Result::Refresh(result)) => (result.expires, result.ttl),
            Some(reply::Result::SubRefresh(result)) => (result.expires, result.ttl),
            Some(reply::Result::Error(error)) => {
                let error = convert::error(error);
                if error.temporary || EXPIRED.contains(&error.code) {
                    return self.renew_later(holder, &error);
                }
                return tracing::warn!(?holder, %error, "the server does not take the new token");
            }
            _ => return tracing::warn!(?holder, "the reply is not one to a refresh command"),
        };
        self.tokens.expires(holder, ttl_of(expires, ttl));
    }

    fn renew_later(&mut self, holder: Holder, error: &dyn std::error::Error) {
        let after = self.tokens.renew_later(holder);
        tracing::warn!(?holder, error = %error, ?after, "token not renewed, trying again");
    }
}

/// How long what the server opened lasts.
pub(super) fn ttl_of(expires: bool, ttl_s: u32) -> Option<Duration> {
    expires.then(|| Duration::from_secs(ttl_s.into()))
}
