//! When to use what was fetched, and when to fetch again. Pure.

use std::sync::Arc;

use jsonwebtoken::{Algorithm, DecodingKey};

use super::set::{Found, KeySet};

/// Older keys are fetched again in the background.
const REFRESH_AGE_MS: u64 = 30 * 60 * 1000;
/// Older keys are fetched again before they are used, if that is possible.
const MAX_AGE_MS: u64 = 60 * 60 * 1000;
/// Between two fetches, whatever the tokens ask for.
const LEAST_INTERVAL_MS: u64 = 5000;
/// After the first failure; doubles with each.
const FIRST_BACKOFF_MS: u64 = 1000;
const LONGEST_BACKOFF_MS: u64 = 30_000;

#[derive(Default)]
pub(super) struct Cache {
    keys: Arc<KeySet>,
    fetched_at_ms: Option<u64>,
    next_fetch_ms: u64,
    /// Since the last fetch that succeeded.
    failures: u32,
}

/// What to do about a token's key.
pub(super) enum Verdict {
    Use(DecodingKey),
    /// Use it, but fetch the keys in the background.
    UseAndFetch(DecodingKey),
    /// Fetch, or wait for the fetch that is under way.
    Fetch,
    /// No such key.
    Unknown,
    /// The key is for other algorithms.
    OtherAlgorithm,
    /// It is not among those that were fetched a moment ago.
    NotYet,
    /// It is not known, and the last fetch has failed.
    Unavailable,
}

impl Cache {
    /// `running`: a fetch is under way. `waited`: the caller has waited for one.
    pub(super) fn decide(
        &self,
        kid: &str,
        algorithm: Algorithm,
        now_ms: u64,
        running: bool,
        waited: bool,
    ) -> Verdict {
        let may_fetch = !waited && (running || now_ms >= self.next_fetch_ms);
        let age = self.fetched_at_ms.map_or(u64::MAX, |at| now_ms.saturating_sub(at));
        match self.keys.find(kid, algorithm) {
            Found::Key(_) if age >= MAX_AGE_MS && may_fetch => Verdict::Fetch,
            Found::Key(key) if age >= REFRESH_AGE_MS && may_fetch && !running => {
                Verdict::UseAndFetch(key.clone())
            }
            Found::Key(key) => Verdict::Use(key.clone()),
            Found::OtherAlgorithm => Verdict::OtherAlgorithm,
            Found::Nothing if may_fetch => Verdict::Fetch,
            Found::Nothing if self.failures > 0 => Verdict::Unavailable,
            Found::Nothing if waited => Verdict::Unknown,
            // A new key may be there by now, and the next fetch tells.
            Found::Nothing => Verdict::NotYet,
        }
    }

    /// Takes what was fetched; none when that has failed: then what is known
    /// stays.
    pub(super) fn fetched(&mut self, keys: Option<KeySet>, now_ms: u64) {
        let wait = match keys {
            Some(keys) => {
                self.keys = Arc::new(keys);
                self.fetched_at_ms = Some(now_ms);
                self.failures = 0;
                LEAST_INTERVAL_MS
            }
            None => {
                let backoff = FIRST_BACKOFF_MS << self.failures.min(10);
                self.failures += 1;
                backoff.min(LONGEST_BACKOFF_MS)
            }
        };
        self.next_fetch_ms = now_ms.saturating_add(wait);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JWKS: &[u8] = br#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "a",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    const HOUR: u64 = MAX_AGE_MS;

    fn name(verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::Use(_) => "use",
            Verdict::UseAndFetch(_) => "use and fetch",
            Verdict::Fetch => "fetch",
            Verdict::Unknown => "unknown",
            Verdict::OtherAlgorithm => "other algorithm",
            Verdict::NotYet => "not yet",
            Verdict::Unavailable => "unavailable",
        }
    }

    fn first(cache: &Cache, kid: &str, now: u64) -> &'static str {
        name(&cache.decide(kid, Algorithm::EdDSA, now, false, false))
    }

    fn after_waiting(cache: &Cache, kid: &str, now: u64) -> &'static str {
        name(&cache.decide(kid, Algorithm::EdDSA, now, false, true))
    }

    fn set() -> Option<KeySet> {
        KeySet::parse(JWKS).ok()
    }

    #[test]
    fn known_keys_are_used_and_renewed_in_time() {
        let mut cache = Cache::default();
        assert_eq!(first(&cache, "a", 0), "fetch");
        cache.fetched(set(), 0);
        assert_eq!(first(&cache, "a", REFRESH_AGE_MS - 1), "use");
        assert_eq!(first(&cache, "a", REFRESH_AGE_MS), "use and fetch");
        let running = cache.decide("a", Algorithm::EdDSA, REFRESH_AGE_MS, true, false);
        assert_eq!(name(&running), "use");
        assert_eq!(first(&cache, "a", HOUR), "fetch");
        let other = cache.decide("a", Algorithm::ES256, HOUR, false, false);
        assert_eq!(name(&other), "other algorithm");
    }

    #[test]
    fn known_keys_outlive_the_endpoint_and_the_others_are_temporary() {
        let mut cache = Cache::default();
        cache.fetched(set(), 0);
        cache.fetched(None, HOUR);
        assert_eq!(after_waiting(&cache, "a", HOUR), "use");
        assert_eq!(first(&cache, "a", HOUR), "use");
        assert_eq!(first(&cache, "b", HOUR), "unavailable");
        assert_eq!(first(&cache, "a", HOUR + FIRST_BACKOFF_MS), "fetch");
        cache.fetched(Some(KeySet::default()), 2 * HOUR);
        assert_eq!(after_waiting(&cache, "a", 2 * HOUR), "unknown");
    }

    #[test]
    fn a_failing_endpoint_is_asked_ever_less() {
        let mut cache = Cache::default();
        let mut now = 0;
        for wait in [1, 2, 4, 8, 16, 30, 30, 30] {
            cache.fetched(None, now);
            assert_eq!(first(&cache, "a", now + wait * 1000 - 1), "unavailable");
            now += wait * 1000;
            assert_eq!(first(&cache, "a", now), "fetch");
        }
        cache.fetched(set(), now);
        cache.fetched(None, now);
        assert_eq!(first(&cache, "b", now + FIRST_BACKOFF_MS), "fetch");
    }

    #[test]
    fn unknown_keys_are_asked_for_once_in_a_while() {
        let mut cache = Cache::default();
        cache.fetched(set(), 0);
        assert_eq!(after_waiting(&cache, "b", 0), "unknown");
        assert_eq!(first(&cache, "b", LEAST_INTERVAL_MS - 1), "not yet");
        assert_eq!(first(&cache, "b", LEAST_INTERVAL_MS), "fetch");
        let running = cache.decide("b", Algorithm::EdDSA, 1, true, false);
        assert_eq!(name(&running), "fetch");
    }
}
