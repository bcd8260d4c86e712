//! Who did what through the server API, and who was kept out.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use http::Extensions;

use super::{
    ConnectionHandle,
    caller::{Caller, Refusal},
    status::bounded,
};
use crate::{
    commands::{Command, Reply},
    telemetry::metrics::ApiMethod,
};

/// Most bytes of a text that a caller gives which are logged.
const MAX_SHOWN: usize = 256;

/// Between two lines about refused keys: whoever tries keys must not fill the
/// disk.
const REFUSALS_EVERY: Duration = Duration::from_secs(1);

/// A call that acts on connections or on a history.
pub(super) struct Act {
    key: Option<String>,
    method: ApiMethod,
    user: String,
    client: String,
    channel: String,
}

impl Act {
    pub(super) fn new(
        caller: Caller<'_>,
        method: ApiMethod,
        user: &str,
        client: &str,
        channel: &str,
    ) -> Self {
        let [user, client, channel] = [user, client, channel].map(|text| bounded(text, MAX_SHOWN));
        Self { key: caller.key_name().map(str::to_owned), method, user, client, channel }
    }

    /// None for what only publishes or reads.
    pub(super) fn of(caller: Caller<'_>, command: &Command) -> Option<Self> {
        let (user, client, channel) = match command {
            Command::Subscribe(it) => (&*it.user, &*it.client, &*it.channel),
            Command::Unsubscribe(it) => (&*it.user, &*it.client, &*it.channel),
            Command::Disconnect(it) => (&*it.user, &*it.client, ""),
            Command::Refresh(it) => (&*it.user, &*it.client, ""),
            Command::HistoryRemove(it) => ("", "", &*it.channel),
            _ => return None,
        };
        Some(Self::new(caller, command.method(), user, client, channel))
    }

    /// Logs it with the connections that it was about, none for a history.
    pub(super) fn log<E: fmt::Display>(&self, outcome: Result<Option<usize>, E>) {
        let Self { key, method, user, client, channel } = self;
        let (key, method) = (key.as_deref(), method.rpc());
        match outcome {
            Ok(connections) => {
                tracing::info!(key, method, user, client, channel, connections, "server API call");
            }
            Err(error) => {
                tracing::info!(key, method, user, client, channel, %error, "server API call failed");
            }
        }
    }
}

/// Connections that a reply says it was about.
pub(super) fn connections(reply: &Reply) -> Option<usize> {
    match reply {
        Reply::Connections(reply) => Some(reply.connections),
        _ => None,
    }
}

/// Logs that a caller was kept out, now and then.
pub(super) fn refused(refusal: &Refusal, extensions: &Extensions) {
    static REFUSALS: Refusals = Refusals::new();
    let Some(count) = REFUSALS.count(Instant::now()) else { return };
    let peer = extensions.get::<ConnectionHandle>().map(|connection| connection.peer().to_string());
    tracing::warn!(peer, count, %refusal, "refused calls of the server API: the newest");
}

/// Refusals that are not logged yet.
struct Refusals(Mutex<(u64, Option<Instant>)>);

impl Refusals {
    const fn new() -> Self {
        Self(Mutex::new((0, None)))
    }

    /// Counts one. Gives how many there were since the last line when it is
    /// time for another.
    fn count(&self, now: Instant) -> Option<u64> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, last) = &mut *state;
        *count += 1;
        if last.is_some_and(|last| now.saturating_duration_since(last) < REFUSALS_EVERY) {
            return None;
        }
        *last = Some(now);
        Some(std::mem::take(count))
    }
}

#[cfg(test)]
mod tests {
    use std::{io, sync::Arc};

    use super::*;
    use crate::auth::{ApiKeyConfig, ApiKeys};

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(act: impl FnOnce()) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let subscriber =
            tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
        tracing::subscriber::with_default(subscriber, act);
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn what_changes_something_is_logged_with_the_key_that_did_it() {
        let config = ApiKeyConfig {
            name: "operator".into(),
            key: Some("top-secret".into()),
            key_sha256: None,
            methods: vec!["*".into()],
            namespaces: vec!["*".into()],
        };
        let keys = ApiKeys::new(&[config]).unwrap();
        let mut headers = http::HeaderMap::new();
        headers.insert("x-api-key", "top-secret".parse().unwrap());
        let caller = Caller::find(&keys, &headers, &Extensions::new()).unwrap();
        for (method, json, parts) in [
            ("subscribe", r#"{"user": "42", "channel": "a:b"}"#, vec!["\"42\"", "\"a:b\""]),
            ("unsubscribe", r#"{"client": "me", "channel": "a:b"}"#, vec!["\"me\"", "\"a:b\""]),
            ("disconnect", r#"{"user": "42"}"#, vec!["\"Disconnect\"", "\"42\""]),
            ("refresh", r#"{"user": "42"}"#, vec!["\"Refresh\"", "\"42\""]),
            ("history_remove", r#"{"channel": "a:b"}"#, vec!["\"HistoryRemove\"", "\"a:b\""]),
        ] {
            let command = Command::from_json(method, json.as_bytes()).unwrap();
            let act = || Act::of(caller, &command).expect(method);
            let line = logged(|| act().log(Ok::<_, &str>(Some(3))));
            assert!(line.contains("INFO") && line.contains("connections=3"), "{line}");
            let failed = logged(|| act().log(Err("no such thing")));
            assert!(failed.contains("INFO") && failed.contains("no such thing"), "{failed}");
            for line in [line, failed] {
                assert!(line.contains("\"operator\"") && !line.contains("top-secret"), "{line}");
                assert!(parts.iter().all(|part| line.contains(part)), "{line}");
            }
        }
        for (method, json) in [("publish", r#"{"channel": "a"}"#), ("info", "{}")] {
            let command = Command::from_json(method, json.as_bytes()).unwrap();
            assert!(Act::of(caller, &command).is_none(), "{method}");
        }
    }

    #[test]
    fn refusals_are_counted_and_told_once_a_second() {
        let (refusals, start) = (Refusals::new(), Instant::now());
        let after = |ms| start + Duration::from_millis(ms);
        assert_eq!(refusals.count(start), Some(1));
        for ms in [0, 1, 999] {
            assert_eq!(refusals.count(after(ms)), None);
        }
        assert_eq!(refusals.count(after(1_000)), Some(4));
        assert_eq!(refusals.count(after(1_500)), None);
        assert_eq!(refusals.count(after(9_000)), Some(2));
    }
}
