//! Keys from a JSON Web Key Set: fetched when they are needed, once for all who
//! wait, kept when the endpoint is down.

mod cache;
mod fetch;
mod set;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jsonwebtoken::{Algorithm, DecodingKey};
use tokio::sync::watch;

use self::{
    cache::{Cache, Verdict},
    fetch::Fetcher,
};
use super::TokenError;
use crate::model::Clock;

/// What clients are told, who need not know more: the log says why.
const UNAVAILABLE: &str = "the keys of tokens cannot be fetched now: try again";

/// The keys of one endpoint.
pub(super) struct Jwks(Arc<Shared>);

struct Shared {
    option: String,
    fetcher: Fetcher,
    clock: Clock,
    state: Mutex<State>,
}

struct State {
    cache: Cache,
    /// Closed when the fetch is over, however it ended.
    fetch: Option<watch::Receiver<()>>,
}

enum Step {
    /// The key, or why there is none of this name now.
    Found(Result<DecodingKey, TokenError>),
    Wait(watch::Receiver<()>),
}

impl Jwks {
    /// `option` is what the configuration calls the endpoint.
    ///
    /// # Errors
    /// What is wrong with `url`.
    pub(super) fn new(option: String, url: &str, clock: Clock) -> Result<Self, String> {
        let state = Mutex::new(State { cache: Cache::default(), fetch: None });
        Ok(Self(Arc::new(Shared { option, fetcher: Fetcher::new(url)?, clock, state })))
    }

    /// The key `kid`, for tokens signed with `algorithm`, or why there is none
    /// of this name now. Waits for a fetch only when the key is not known or
    /// too old.
    ///
    /// # Errors
    /// The key is for other algorithms.
    pub(super) async fn key(
        &self,
        kid: &str,
        algorithm: Algorithm,
    ) -> Result<Result<DecodingKey, TokenError>, TokenError> {
        let mut waited = false;
        loop {
            match self.step(kid, algorithm, waited)? {
                Step::Found(found) => return Ok(found),
                Step::Wait(mut fetch) => while fetch.changed().await.is_ok() {},
            }
            waited = true;
        }
    }

    fn step(&self, kid: &str, algorithm: Algorithm, waited: bool) -> Result<Step, TokenError> {
        let shared = &self.0;
        let mut state = shared.lock();
        let running = state.running();
        let now = shared.clock.now_ms();
        match state.cache.decide(kid, algorithm, now, running.is_some(), waited) {
            Verdict::Use(key) => Ok(Step::Found(Ok(key))),
            Verdict::UseAndFetch(key) => {
                self.start(&mut state);
                Ok(Step::Found(Ok(key)))
            }
            Verdict::Fetch => Ok(Step::Wait(running.unwrap_or_else(|| self.start(&mut state)))),
            Verdict::Unknown => {
                let reason = format!("its key {kid:?} is not among those of {}", shared.option);
                Ok(Step::Found(Err(TokenError::Invalid(reason))))
            }
            Verdict::OtherAlgorithm => Err(TokenError::Invalid(format!(
                "it is signed with {algorithm:?}, which its key {kid:?} is not for"
            ))),
            Verdict::NotYet => {
                let reason = format!("{} has no key {kid:?} yet: try again", shared.option);
                Ok(Step::Found(Err(TokenError::Unavailable(reason))))
            }
            Verdict::Unavailable => {
                Ok(Step::Found(Err(TokenError::Unavailable(UNAVAILABLE.to_owned()))))
            }
        }
    }

    /// The fetch is a task of its own: nobody who waits can cancel it.
    fn start(&self, state: &mut State) -> watch::Receiver<()> {
        let (done, waiting) = watch::channel(());
        state.fetch = Some(waiting.clone());
        let shared = self.0.clone();
        tokio::spawn(async move {
            let result = shared.fetcher.fetch().await;
            match &result {
                Ok(keys) => {
                    tracing::debug!(option = shared.option, keys = keys.len(), "jwks fetched")
                }
                Err(error) => tracing::warn!(option = shared.option, %error, "jwks fetch failed"),
            }
            let mut state = shared.lock();
            state.cache.fetched(result.ok(), shared.clock.now_ms());
            state.fetch = None;
            drop(done);
        });
        waiting
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock leaves it half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn running(&self) -> Option<watch::Receiver<()>> {
        self.fetch.clone().filter(|fetch| fetch.has_changed().is_ok())
    }
}
