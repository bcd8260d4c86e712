use std::{io, time::Duration};

const SHORTEST_PAUSE: Duration = Duration::from_millis(10);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// What to do after a failed accept.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Only that connection is lost.
    Retry,
    /// The process lacks something: the next accept would fail as well.
    Wait {
        /// How long.
        pause: Duration,
        /// True for the first failure in a row.
        report: bool,
    },
}

/// Keeps a listener that cannot accept (no file descriptors, no memory) from
/// spinning and from flooding the log.
#[derive(Debug, Default)]
pub(super) struct AcceptErrors {
    pause: Option<Duration>,
}

impl AcceptErrors {
    pub(super) fn failed(&mut self, error: &io::Error) -> Verdict {
        use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
        if matches!(
            error.kind(),
            ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted
        ) {
            return Verdict::Retry;
        }
        let report = self.pause.is_none();
        let pause = self.pause.map_or(SHORTEST_PAUSE, |last| (last * 2).min(LONGEST_PAUSE));
        self.pause = Some(pause);
        Verdict::Wait { pause, report }
    }

    /// True when this is the first success after failures.
    pub(super) fn succeeded(&mut self) -> bool {
        self.pause.take().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EMFILE on Linux, macOS and the BSDs.
    const TOO_MANY_OPEN_FILES: i32 = 24;

    #[test]
    fn a_lack_of_files_is_reported_once_and_waited_out() {
        let mut errors = AcceptErrors::default();
        let lack = io::Error::from_raw_os_error(TOO_MANY_OPEN_FILES);
        assert!(!errors.succeeded());
        assert_eq!(errors.failed(&lack), Verdict::Wait { pause: SHORTEST_PAUSE, report: true });
        let mut longest = Duration::ZERO;
        for _ in 0..20 {
            let Verdict::Wait { pause, report: false } = errors.failed(&lack) else {
                panic!("reported twice or did not wait");
            };
            assert!(pause >= longest);
            longest = pause;
        }
        assert_eq!(longest, LONGEST_PAUSE);
        assert!(errors.succeeded());
        assert!(!errors.succeeded());
        assert_eq!(errors.failed(&lack), Verdict::Wait { pause: SHORTEST_PAUSE, report: true });
    }

    #[test]
    fn a_lost_connection_is_no_reason_to_wait() {
        let mut errors = AcceptErrors::default();
        for kind in [io::ErrorKind::ConnectionAborted, io::ErrorKind::Interrupted] {
            assert_eq!(errors.failed(&kind.into()), Verdict::Retry);
        }
        assert!(!errors.succeeded());
    }
}
