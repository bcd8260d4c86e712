//! The tokens of a client: what each is now, and when the next is fetched.

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

use tokio::{
    task::{AbortHandle, JoinError, JoinSet},
    time::{Instant, sleep_until},
};

use super::{BackoffConfig, TokenError, TokenSource, backoff::Backoff, subscription::Key};

/// A renewal comes this much before the expiry at most: its request, and the
/// tries after a failed one, need no more.
const MAX_LEAD: Duration = Duration::from_secs(60);

/// However short tokens live, they are not fetched faster.
const MIN_LIFE: Duration = Duration::from_millis(500);

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Holder {
    Connection,
    Subscription(Key),
}

struct Held {
    /// None: the next one is fetched before it is needed.
    token: Option<String>,
    source: Option<TokenSource>,
    channel: String,
    /// The one fetch under way.
    fetch: Option<AbortHandle>,
    renewal: Option<Instant>,
    backoff: Backoff,
}

/// All tokens, with at most one fetch for each. A source runs in a task of its
/// own: it may panic.
pub(super) struct Tokens {
    held: HashMap<Holder, Held>,
    renewals: BTreeSet<(Instant, Holder)>,
    fetches: JoinSet<(Holder, Result<String, TokenError>)>,
    backoff: BackoffConfig,
    /// Longest wait for a source.
    within: Duration,
}

type Joined = Result<(tokio::task::Id, (Holder, Result<String, TokenError>)), JoinError>;

impl Tokens {
    pub(super) fn new(backoff: BackoffConfig, within: Duration) -> Self {
        Self {
            held: HashMap::new(),
            renewals: BTreeSet::new(),
            fetches: JoinSet::new(),
            backoff,
            within,
        }
    }

    /// `token` may be empty: then it is none if there is a source, and stands
    /// for itself if there is not.
    pub(super) fn add(
        &mut self,
        holder: Holder,
        channel: &str,
        token: &str,
        source: Option<TokenSource>,
    ) {
        let none = token.is_empty() && source.is_some();
        let held = Held {
            token: (!none).then(|| token.to_owned()),
            source,
            channel: channel.to_owned(),
            fetch: None,
            renewal: None,
            backoff: Backoff::new(self.backoff),
        };
        self.held.insert(holder, held);
    }

    pub(super) fn remove(&mut self, holder: Holder) {
        self.rest(holder);
        if let Some(fetch) = self.held.remove(&holder).and_then(|held| held.fetch) {
            fetch.abort();
        }
    }

    /// The token to present. None: it is being fetched, and [`Tokens::next`]
    /// says when it is there.
    pub(super) fn get(&mut self, holder: Holder) -> Option<String> {
        let token = self.held.get(&holder)?.token.clone();
        if token.is_none() {
            self.fetch(holder);
        }
        token
    }

    /// The server takes the token no more; false when no other can be had.
    pub(super) fn invalidate(&mut self, holder: Holder) -> bool {
        self.rest(holder);
        let Some(held) = self.held.get_mut(&holder) else { return false };
        if held.source.is_none() {
            return false;
        }
        held.token = None;
        // What is under way may be from before.
        if let Some(fetch) = held.fetch.take() {
            fetch.abort();
        }
        true
    }

    /// What the token opened expires after `ttl`, or never.
    pub(super) fn expires(&mut self, holder: Holder, ttl: Option<Duration>) {
        self.rest(holder);
        if let Some(held) = self.held.get_mut(&holder) {
            held.backoff = Backoff::new(self.backoff);
        }
        if let Some(ttl) = ttl {
            self.renew_at(holder, Instant::now() + life(ttl, rand::random()));
        }
    }

    /// A renewal failed: fetches another token after a back-off, and gives how
    /// long that is.
    pub(super) fn renew_later(&mut self, holder: Holder) -> Duration {
        self.rest(holder);
        let Some(held) = self.held.get_mut(&holder) else { return Duration::ZERO };
        let after = held.backoff.next();
        self.renew_at(holder, Instant::now() + after);
        after
    }

    fn renew_at(&mut self, holder: Holder, at: Instant) {
        let Some(held) = self.held.get_mut(&holder).filter(|held| held.source.is_some()) else {
            return;
        };
        held.renewal = Some(at);
        self.renewals.insert((at, holder));
    }

    /// Nothing is renewed until the server says again when it expires.
    pub(super) fn rest(&mut self, holder: Holder) {
        let renewal = self.held.get_mut(&holder).and_then(|held| held.renewal.take());
        if let Some(at) = renewal {
            self.renewals.remove(&(at, holder));
        }
    }

    /// [`Tokens::rest`], for all.
    pub(super) fn rest_all(&mut self) {
        self.renewals.clear();
        self.held.values_mut().for_each(|held| held.renewal = None);
    }

    fn fetch(&mut self, holder: Holder) {
        let Some(held) = self.held.get_mut(&holder).filter(|held| held.fetch.is_none()) else {
            return;
        };
        let Some(source) = held.source.clone() else { return };
        let (channel, within) = (held.channel.clone(), self.within);
        held.fetch = Some(self.fetches.spawn(async move {
            let fetched = tokio::time::timeout(within, source.fetch(channel)).await;
            (holder, fetched.unwrap_or_else(|_| Err(late(within))))
        }));
    }

    /// Waits for the next fetched token, which [`Tokens::get`] gives from then
    /// on, or for the reason why there is none. Cancelling loses nothing.
    pub(super) async fn next(&mut self) -> (Holder, Result<(), TokenError>) {
        loop {
            let due = self.renewals.first().map(|(at, _)| *at);
            tokio::select! {
                Some(joined) = self.fetches.join_next_with_id() => {
                    if let Some(fetched) = self.joined(joined) {
                        return fetched;
                    }
                }
                () = until(due) => {
                    if let Some((_, holder)) = self.renewals.pop_first() {
                        self.rest(holder);
                        self.fetch(holder);
                    }
                }
            }
        }
    }

    /// None for a fetch that nobody waits for any more.
    fn joined(&mut self, joined: Joined) -> Option<(Holder, Result<(), TokenError>)> {
        let (id, holder, fetched) = match joined {
            Ok((id, (holder, fetched))) => (id, Some(holder), fetched),
            Err(error) => {
                let panicked = TokenError::Unavailable("the token source panicked".into());
                (error.id(), self.holder_of(error.id()), Err(panicked))
            }
        };
        let holder = holder?;
        let held = self.held.get_mut(&holder)?;
        if held.fetch.as_ref().map(AbortHandle::id) != Some(id) {
            return None;
        }
        held.fetch = None;
        Some((holder, fetched.map(|token| held.token = Some(token))))
    }

    fn holder_of(&self, fetch: tokio::task::Id) -> Option<Holder> {
        let mut all = self.held.iter();
        all.find_map(|(holder, held)| (held.fetch.as_ref()?.id() == fetch).then_some(*holder))
    }
}

fn late(within: Duration) -> TokenError {
    let within = humantime::format_duration(within);
    TokenError::Unavailable(format!("the token source gave none within {within}"))
}

/// When to renew what expires after `ttl`: early enough, and not everybody at
/// once.
fn life(ttl: Duration, random: f64) -> Duration {
    // The server counts whole seconds: less than a whole one may be left of the last.
    let ttl = ttl.saturating_sub(Duration::from_secs(1));
    let lead = (ttl / 5).min(MAX_LEAD).mul_f64(0.5 + random / 2.0);
    ttl.saturating_sub(lead).max(MIN_LIFE)
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    };

    use super::*;

    const WITHIN: Duration = Duration::from_secs(10);
    const ROOM: Holder = Holder::Subscription(Key(7));

    fn tokens(source: TokenSource) -> Tokens {
        let mut tokens = Tokens::new(BackoffConfig::default(), WITHIN);
        tokens.add(ROOM, "room", "", Some(source));
        tokens
    }

    /// Gives the channel and how often it was asked.
    fn counting() -> TokenSource {
        let asked = Arc::new(AtomicU32::new(0));
        TokenSource::per_channel(move |channel| {
            let asked = asked.fetch_add(1, SeqCst) + 1;
            async move { Ok(format!("{channel}{asked}")) }
        })
    }

    #[tokio::test(start_paused = true)]
    async fn one_question_for_all_who_want_the_token() {
        let mut tokens = tokens(counting());
        for _ in 0..3 {
            assert_eq!(tokens.get(ROOM), None);
        }
        assert_eq!(tokens.next().await, (ROOM, Ok(())));
        assert_eq!(tokens.get(ROOM).unwrap(), "room1");
        assert!(tokens.fetches.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn renews_before_the_expiry_and_not_after_rest() {
        let mut tokens = tokens(counting());
        let start = Instant::now();
        for ttl_s in [2, 3_600] {
            tokens.expires(ROOM, Some(Duration::from_secs(ttl_s)));
            assert_eq!(tokens.next().await, (ROOM, Ok(())));
        }
        assert!(start.elapsed() < Duration::from_secs(3_602));
        assert_eq!(tokens.get(ROOM).unwrap(), "room2");
        tokens.expires(ROOM, Some(Duration::from_secs(2)));
        tokens.rest(ROOM);
        tokens.expires(ROOM, Some(Duration::from_secs(2)));
        tokens.expires(ROOM, None);
        tokens.expires(ROOM, Some(Duration::from_secs(2)));
        tokens.rest_all();
        let year = Duration::from_secs(365 * 86_400);
        assert!(tokio::time::timeout(year, tokens.next()).await.is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_that_hangs_or_panics_has_no_token_for_now() {
        let (hangs, panics) = (
            TokenSource::new(std::future::pending),
            TokenSource::new(|| -> std::future::Ready<_> { panic!("a test's panic") }),
        );
        for (source, reason) in [(hangs, "within 10s"), (panics, "panicked")] {
            let mut tokens = tokens(source);
            assert_eq!(tokens.get(ROOM), None);
            let (holder, error) = tokens.next().await;
            let error = error.unwrap_err().to_string();
            assert_eq!(holder, ROOM);
            assert!(error.contains(reason), "{error}");
            assert_eq!(tokens.get(ROOM), None, "and it is asked again");
            assert_eq!(tokens.fetches.len(), 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_under_way_before_an_invalidation_does_not_count() {
        let mut tokens = tokens(counting());
        tokens.get(ROOM);
        tokio::task::yield_now().await;
        assert!(tokens.invalidate(ROOM));
        tokens.get(ROOM);
        assert_eq!(tokens.next().await, (ROOM, Ok(())));
        assert_eq!(tokens.get(ROOM).unwrap(), "room2");
        tokens.invalidate(ROOM);
        tokens.get(ROOM);
        tokens.remove(ROOM);
        assert!(tokio::time::timeout(WITHIN, tokens.next()).await.is_err());
    }

    #[test]
    fn a_token_without_a_source_stays() {
        let mut tokens = Tokens::new(BackoffConfig::default(), WITHIN);
        for token in ["", "static"] {
            tokens.add(Holder::Connection, "", token, None);
            assert!(!tokens.invalidate(Holder::Connection));
            assert_eq!(tokens.get(Holder::Connection).as_deref(), Some(token));
        }
    }

    #[test]
    fn renewals_are_early_and_spread() {
        for (ttl_ms, latest_ms, earliest_ms) in
            [(0, 500, 500), (1_000, 500, 500), (2_000, 900, 800), (101_000, 90_000, 80_000)]
        {
            let ttl = Duration::from_millis(ttl_ms);
            assert_eq!(life(ttl, 0.0), Duration::from_millis(latest_ms));
            assert_eq!(life(ttl, 1.0), Duration::from_millis(earliest_ms));
        }
        let day = Duration::from_secs(86_400);
        assert_eq!(day - life(day, 1.0), MAX_LEAD + Duration::from_secs(1));
    }
}
