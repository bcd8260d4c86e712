use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::sync::oneshot;

use super::BrokerError;
use crate::model::StreamPosition;

/// What became of an accepted publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishOutcome {
    /// Where it stands; none where the channel keeps no history.
    pub position: Option<StreamPosition>,
    /// True when the key or the version had been seen; then `position` is the
    /// original's.
    pub duplicate: bool,
}

/// A publish that has its place in the order; resolves to its outcome.
#[derive(Debug)]
#[must_use = "the outcome says whether the publication was accepted"]
pub struct Publishing(Inner);

#[derive(Debug)]
enum Inner {
    Ready(Option<Result<PublishOutcome, BrokerError>>),
    Waiting(oneshot::Receiver<Result<PublishOutcome, BrokerError>>),
}

/// The engine's end of a waiting [`Publishing`].
#[derive(Debug)]
pub struct Resolver(oneshot::Sender<Result<PublishOutcome, BrokerError>>);

impl Publishing {
    /// An outcome that is known already.
    pub fn ready(outcome: Result<PublishOutcome, BrokerError>) -> Self {
        Self(Inner::Ready(Some(outcome)))
    }

    /// An outcome that the returned resolver will give.
    pub fn waiting() -> (Resolver, Self) {
        let (sender, receiver) = oneshot::channel();
        (Resolver(sender), Self(Inner::Waiting(receiver)))
    }
}

impl Resolver {
    /// Tells the outcome to whoever still waits.
    pub fn resolve(self, outcome: Result<PublishOutcome, BrokerError>) {
        // A dropped call has nobody left to tell: that is the caller's choice.
        let _ = self.0.send(outcome);
    }
}

impl Future for Publishing {
    type Output = Result<PublishOutcome, BrokerError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Inner::Ready(outcome) => Poll::Ready(
                outcome.take().unwrap_or_else(|| Err(dropped("polled after completion"))),
            ),
            Inner::Waiting(receiver) => Pin::new(receiver)
                .poll(cx)
                .map(|told| told.unwrap_or_else(|_| Err(dropped("the engine stopped")))),
        }
    }
}

fn dropped(cause: &str) -> BrokerError {
    BrokerError::OutcomeUnknown(cause.into())
}
