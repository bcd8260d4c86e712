//! Log lines on stderr.

use std::io::{self, IsTerminal};

use tracing::Subscriber;
use tracing_subscriber::{EnvFilter, filter::LevelFilter, fmt::MakeWriter};

/// What the room is configured with: the `[log]` section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// A level, or directives such as `info,fanwire::session=debug`.
    pub level: String,
    /// How lines are written.
    pub format: LogFormat,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: LogFormat::Auto }
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// Text on a terminal, JSON anywhere else.
    #[default]
    Auto,
    /// For people.
    Text,
    /// One object per line.
    Json,
}

/// Why logging could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The level is none.
    #[error(
        "{level:?} is not a log level ({cause}): write error, warn, info, debug, trace, off, \
         or directives such as \"info,fanwire::session=debug\""
    )]
    Level {
        /// What was given.
        level: String,
        /// What is wrong with it.
        cause: String,
    },
    /// Something set up logging before.
    #[error("logging is set up already: call init once per process")]
    Twice,
}

/// Sends the log lines of the whole process to stderr from now on.
///
/// # Errors
/// [`LogError`] for a bad level or a second call.
pub fn init(config: &LogConfig) -> Result<(), LogError> {
    let subscriber = subscriber(config, io::stderr().is_terminal(), io::stderr)?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| LogError::Twice)
}

/// Checks a level without using it.
///
/// # Errors
/// [`LogError::Level`]
pub fn check_level(level: &str) -> Result<(), LogError> {
    filter(level).map(drop)
}

fn filter(level: &str) -> Result<EnvFilter, LogError> {
    let error = |cause: String| LogError::Level { level: level.to_owned(), cause };
    // EnvFilter takes any lone word for a target: a mistyped level would
    // silence everything else.
    let lone = level.split(',').map(str::trim).filter(|d| !d.contains(['=', '[', '/', ':']));
    for word in lone {
        if word.is_empty() || word.parse::<LevelFilter>().is_err() {
            return Err(error(format!("{word:?} is unknown")));
        }
    }
    EnvFilter::try_new(level).map_err(|e| error(e.to_string()))
}

fn subscriber<W>(
    config: &LogConfig,
    terminal: bool,
    writer: W,
) -> Result<Box<dyn Subscriber + Send + Sync>, LogError>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter(&config.level)?)
        .with_ansi(terminal)
        .with_writer(writer);
    let text = match config.format {
        LogFormat::Auto => terminal,
        LogFormat::Text => true,
        LogFormat::Json => false,
    };
    Ok(if text {
        Box::new(lines.finish())
    } else {
        Box::new(lines.json().flatten_event(true).finish())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

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

    fn logged(level: &str, format: LogFormat, terminal: bool) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        let config = LogConfig { level: level.to_owned(), format };
        let subscriber = subscriber(&config, terminal, move || writer.clone()).unwrap();
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!(channel = "chat:1", "published");
            tracing::debug!("details");
        });
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn auto_writes_text_on_a_terminal_and_json_elsewhere() {
        let json = logged("info", LogFormat::Auto, false);
        let line: serde_json::Value = serde_json::from_str(json.trim()).unwrap();
        assert_eq!((&line["message"], &line["channel"]), (&"published".into(), &"chat:1".into()));
        for text in [logged("info", LogFormat::Auto, true), logged("info", LogFormat::Text, false)]
        {
            assert!(text.contains("published") && !text.contains("{\""), "{text}");
        }
        assert!(logged("info", LogFormat::Json, true).starts_with('{'));
    }

    #[test]
    fn the_level_decides() {
        assert_eq!(logged("off", LogFormat::Text, false), "");
        assert_eq!(logged("debug", LogFormat::Text, false).lines().count(), 2);
        assert_eq!(logged("warn,fanwire=info", LogFormat::Text, false).lines().count(), 1);
    }

    #[test]
    fn a_mistyped_level_is_an_error() {
        for bad in ["inof", "", "info,fanwrie", "fanwire=lots", "info,,warn", "3x"] {
            let error = check_level(bad).unwrap_err().to_string();
            assert!(error.contains("write error, warn, info"), "{bad}: {error}");
        }
        for good in ["info", "WARN", "off", "info,fanwire::session=debug", "fanwire[span]=trace"] {
            check_level(good).unwrap();
        }
    }
}
