//! The Rust client: one connection to a server that comes back by itself, with
//! any number of subscriptions that recover what they missed.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use fanwire::client::{Client, ClientConfig, SubscribeOptions, SubscriptionEvent};
//!
//! let (client, _events) = Client::new(ClientConfig::new("http://127.0.0.1:8000"))?;
//! let mut room = client.subscribe(SubscribeOptions::new("chat:room")).await?;
//! while let Some(event) = room.next().await {
//!     match event {
//!         SubscriptionEvent::Publication(publication) => println!("{publication:?}"),
//!         other => println!("{other:?}"),
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! A server that faces the internet wants a token. Give the client one, or a
//! [`TokenSource`] that asks the application's backend for new ones before they
//! expire:
//!
//! ```no_run
//! # async fn ask_backend() -> std::io::Result<String> { Ok("a JWT".into()) }
//! use fanwire::client::{ClientConfig, TokenError, TokenSource};
//!
//! let source = TokenSource::new(|| async {
//!     ask_backend().await.map_err(|error| TokenError::Unavailable(error.to_string()))
//! });
//! let mut config = ClientConfig::new("https://realtime.example.com");
//! config.token_source = Some(source);
//! ```
//!
//! Channels that the server subscribes the connection to, by its token or later
//! by the server API, need no [`Client::subscribe`]: what happens to them comes
//! as [`ConnectionEvent::ServerSubscription`].
//!
//! What the server's word is, the client passes on as it is: it neither drops
//! nor reorders nor repeats publications. Nothing piles up either: when the
//! application does not take its events, the client stops reading, the server
//! notices and ends the connection as slow, and the subscription recovers.

mod api;
mod backoff;
mod commands;
mod config;
mod connection;
mod convert;
mod delivery;
mod endpoint;
mod error;
mod incoming;
mod link;
mod position;
mod renewal;
mod server_side;
mod subscription;
mod subscriptions;
#[cfg(test)]
mod tests;
mod token;
mod tokens;

use std::{
    future::Future,
    sync::{Arc, OnceLock},
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

pub use api::{Api, ApiConfig, ApiError, Refusal};
pub use backoff::BackoffConfig;
pub use config::ClientConfig;
pub use delivery::ConnectionEvent;
pub use endpoint::TlsIdentity;
pub use error::{ConfigError, RequestError, Stopped};
pub use subscription::{
    Ended, Lost, SubscribeOptions, Subscribed, Subscription, SubscriptionEvent,
};
pub use token::{TokenError, TokenSource};

use crate::pb::client::{
    HistoryRequest, HistoryResult, PresenceRequest, PresenceResult, PresenceStatsRequest,
    PresenceStatsResult, PublishRequest, PublishResult, reply,
};
use commands::Ask;
use connection::{Connection, Request};

/// Requests on their way to the connection's task.
const REQUEST_QUEUE: usize = 64;

/// Connection events that may wait for the application, at least.
const CONNECTION_EVENTS: usize = 64;

/// A connection to a server. Cheap to clone; when the last clone is dropped the
/// connection ends.
#[derive(Debug, Clone)]
pub struct Client {
    requests: mpsc::Sender<Request>,
    stopped: Arc<OnceLock<Stopped>>,
    request_timeout: Duration,
}

/// What happens to the connection and to its server-side subscriptions, in
/// order. Take the events or drop this: when it is full the client stops
/// reading from the server.
#[derive(Debug)]
pub struct ConnectionEvents(mpsc::Receiver<ConnectionEvent>);

impl ConnectionEvents {
    /// The next event; `None` when the client is closed. Cancelling loses
    /// nothing.
    pub async fn next(&mut self) -> Option<ConnectionEvent> {
        self.0.recv().await
    }
}

impl Client {
    /// Starts connecting, in a task of the current tokio runtime.
    ///
    /// # Errors
    /// [`ConfigError`] when the URL or the authorities cannot be used. A server
    /// that does not answer is no error: see [`ConnectionEvent`].
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn new(config: ClientConfig) -> Result<(Self, ConnectionEvents), ConfigError> {
        let endpoint = endpoint::endpoint(
            &config.url,
            config.tls_ca_pem.as_deref(),
            None,
            config.connect_timeout,
        )?;
        let (requests, incoming) = mpsc::channel(REQUEST_QUEUE);
        let (events, receiver) = mpsc::channel(config.event_buffer.max(CONNECTION_EVENTS));
        let stopped = Arc::new(OnceLock::new());
        let request_timeout = config.request_timeout;
        let connection = Connection::new(config, endpoint, incoming, events, stopped.clone());
        tokio::spawn(connection.run());
        Ok((Self { requests, stopped, request_timeout }, ConnectionEvents(receiver)))
    }

    /// Subscribes to a channel. What the server says to it comes as events.
    ///
    /// # Errors
    /// [`RequestError::AlreadySubscribed`], or the client has ended.
    pub async fn subscribe(&self, options: SubscribeOptions) -> Result<Subscription, RequestError> {
        let (reply, answer) = oneshot::channel();
        let request = Request::Subscribe(Box::new(options), reply);
        self.within_timeout(async {
            self.requests.send(request).await.map_err(|_| self.ended())?;
            answer.await.map_err(|_| self.ended())?
        })
        .await
    }

    /// Ends the subscription to a channel and waits until the server has
    /// confirmed it. Its stream ends without another event. Not being
    /// subscribed is not an error.
    ///
    /// # Errors
    /// [`RequestError`]; the subscription is over in any case.
    pub async fn unsubscribe(&self, channel: &str) -> Result<(), RequestError> {
        match self.answer(|reply| Request::Unsubscribe(channel.into(), reply)).await? {
            reply::Result::Unsubscribe(_) => Ok(()),
            other => Err(unexpected(other)),
        }
    }

    /// Publishes to a channel; waits for a connection first if there is none.
    ///
    /// # Errors
    /// [`RequestError`]. After `ConnectionLost` and `TimedOut` the outcome is
    /// unknown: publish again with the same idempotency key.
    pub async fn publish(&self, request: PublishRequest) -> Result<PublishResult, RequestError> {
        match self.answer(|reply| Request::Ask(Ask::Publish(request), reply)).await? {
            reply::Result::Publish(result) => Ok(result),
            other => Err(unexpected(other)),
        }
    }

    /// Reads a page of a channel's history; waits for a connection first if
    /// there is none.
    ///
    /// # Errors
    /// [`RequestError`].
    pub async fn history(&self, request: HistoryRequest) -> Result<HistoryResult, RequestError> {
        match self.answer(|reply| Request::Ask(Ask::History(request), reply)).await? {
            reply::Result::History(result) => Ok(result),
            other => Err(unexpected(other)),
        }
    }

    /// Who is in a channel: one entry for each connection. Waits for a
    /// connection first if there is none.
    ///
    /// # Errors
    /// [`RequestError`].
    pub async fn presence(&self, channel: &str) -> Result<PresenceResult, RequestError> {
        let request = PresenceRequest { channel: channel.into() };
        match self.answer(|reply| Request::Ask(Ask::Presence(request), reply)).await? {
            reply::Result::Presence(result) => Ok(result),
            other => Err(unexpected(other)),
        }
    }

    /// How many are in a channel. Waits for a connection first if there is
    /// none.
    ///
    /// # Errors
    /// [`RequestError`].
    pub async fn presence_stats(&self, channel: &str) -> Result<PresenceStatsResult, RequestError> {
        let request = PresenceStatsRequest { channel: channel.into() };
        match self.answer(|reply| Request::Ask(Ask::PresenceStats(request), reply)).await? {
            reply::Result::PresenceStats(result) => Ok(result),
            other => Err(unexpected(other)),
        }
    }

    /// Closes the connection for all clones, and waits until it is closed.
    pub async fn close(self) {
        // An error means that it is closed.
        let _ = self.requests.send(Request::Close).await;
        self.requests.closed().await;
    }

    async fn answer(
        &self,
        request: impl FnOnce(commands::ReplyTo) -> Request,
    ) -> Result<reply::Result, RequestError> {
        let (reply, answer) = oneshot::channel();
        let request = request(reply);
        self.within_timeout(async {
            self.requests.send(request).await.map_err(|_| self.ended())?;
            // Dropped without an answer only when the task ends.
            answer.await.map_err(|_| self.ended())?
        })
        .await
    }

    async fn within_timeout<T>(
        &self,
        answer: impl Future<Output = Result<T, RequestError>>,
    ) -> Result<T, RequestError> {
        let after = self.request_timeout;
        let answer = tokio::time::timeout(after, answer).await;
        answer.unwrap_or(Err(RequestError::TimedOut { after }))
    }

    fn ended(&self) -> RequestError {
        match self.stopped.get() {
            Some(stopped) => RequestError::Stopped(stopped.clone()),
            None => RequestError::Closed,
        }
    }
}

fn unexpected(reply: reply::Result) -> RequestError {
    match reply {
        reply::Result::Error(error) => RequestError::Refused(convert::error(error)),
        _ => RequestError::UnexpectedReply,
    }
}
