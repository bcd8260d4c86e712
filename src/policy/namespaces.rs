use std::{collections::HashMap, sync::Arc, time::Duration};

use crate::{
    engine::{Durability, StreamOptions},
    model::{Channel, SlowConsumer},
};

/// What the room is configured with: the `[channel]` section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelConfig {
    /// Longest channel name in bytes.
    pub max_length: usize,
    /// What ends the namespace's part of a channel name.
    pub namespace_boundary: String,
    /// Options of channels without a namespace; none when there are no such
    /// channels.
    pub without_namespace: ChannelOptions,
    /// The namespaces.
    pub namespaces: Vec<NamespaceConfig>,
}

/// One entry of `channel.namespaces`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamespaceConfig {
    /// What stands before the boundary.
    pub name: String,
    /// Options of its channels.
    pub options: ChannelOptions,
}

/// Options of the channels of a namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelOptions {
    /// Name of the namespace; empty for channels without one.
    pub namespace: Arc<str>,
    /// How the stream is kept.
    pub stream: StreamOptions,
    /// Positions are checked for every subscriber.
    pub force_positioning: bool,
    /// Positions are checked for subscribers who ask.
    pub allow_positioning: bool,
    /// Every subscriber can recover.
    pub force_recovery: bool,
    /// Subscribers who ask can recover.
    pub allow_recovery: bool,
    /// What recovery gives.
    pub recovery_mode: RecoveryMode,
    /// What a subscriber who reads too slowly gets.
    pub slow_consumer: SlowConsumer,
}

/// What recovery gives a subscriber (`force_recovery_mode`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecoveryMode {
    /// Everything that was missed.
    #[default]
    Stream,
    /// The newest publication only.
    Cache,
}

impl Default for ChannelOptions {
    fn default() -> Self {
        Self {
            namespace: "".into(),
            stream: StreamOptions {
                history_size: 0,
                history_ttl: Duration::ZERO,
                history_meta_ttl: Duration::from_secs(720 * 3600),
                idempotency_window: Duration::from_secs(300),
                durability: Durability::Sync,
            },
            force_positioning: false,
            allow_positioning: false,
            force_recovery: false,
            allow_recovery: false,
            recovery_mode: RecoveryMode::Stream,
            slow_consumer: SlowConsumer::Disconnect,
        }
    }
}

/// A channel's namespace is not configured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown namespace {namespace:?}: add it to channel.namespaces ({known})")]
pub struct UnknownNamespace {
    /// The namespace asked for.
    pub namespace: String,
    /// Those that exist, for the message.
    known: String,
}

/// Why a `[channel]` section cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyConfigError {
    /// A name that no channel could select.
    #[error("channel.namespaces: name {0:?} must be at least two of a-z A-Z 0-9 - _ .")]
    BadName(String),
    /// Two entries of one name.
    #[error("channel.namespaces: {0:?} is there twice: remove one")]
    Twice(String),
    /// A size without a ttl or the other way round.
    #[error("namespace {0:?}: history_size and history_ttl go together: set both or neither")]
    HalfHistory(String),
    /// Recovery or positioning where nothing is kept.
    #[error("namespace {0:?}: {1} needs history: set history_size and history_ttl")]
    NeedsHistory(String, &'static str),
    /// The boundary is empty.
    #[error("channel.namespace_boundary is empty: leave it out for the default \":\"")]
    EmptyBoundary,
    /// Names could not exist.
    #[error("channel.max_length is 0: leave it out for the default 255")]
    NoLength,
}

/// Finds the options of a channel.
#[derive(Debug)]
pub struct Namespaces {
    max_length: usize,
    boundary: String,
    without: Arc<ChannelOptions>,
    by_name: HashMap<String, Arc<ChannelOptions>>,
    known: String,
}

impl Namespaces {
    /// Checks the configuration and indexes it.
    ///
    /// # Errors
    /// [`PolicyConfigError`] names the option and the fix.
    pub fn new(config: ChannelConfig) -> Result<Self, PolicyConfigError> {
        if config.namespace_boundary.is_empty() {
            return Err(PolicyConfigError::EmptyBoundary);
        }
        if config.max_length == 0 {
            return Err(PolicyConfigError::NoLength);
        }
        let known = match config.namespaces.as_slice() {
            [] => "none is configured".to_owned(),
            some => {
                let names: Vec<_> = some.iter().take(10).map(|n| n.name.as_str()).collect();
                let more = if some.len() > names.len() { ", ..." } else { "" };
                format!("known: {}{more}", names.join(", "))
            }
        };
        let mut by_name = HashMap::new();
        for NamespaceConfig { name, mut options } in config.namespaces {
            if !is_namespace_name(&name) {
                return Err(PolicyConfigError::BadName(name));
            }
            options.namespace = name.as_str().into();
            check(&options)?;
            if by_name.insert(name.clone(), Arc::new(options)).is_some() {
                return Err(PolicyConfigError::Twice(name));
            }
        }
        let mut without = config.without_namespace;
        without.namespace = "".into();
        check(&without)?;
        Ok(Self {
            max_length: config.max_length,
            boundary: config.namespace_boundary,
            without: Arc::new(without),
            by_name,
            known,
        })
    }

    /// Longest channel name in bytes.
    pub fn max_length(&self) -> usize {
        self.max_length
    }

    /// The options of `channel`: those of the namespace before the first
    /// boundary, or those of channels without one.
    ///
    /// # Errors
    /// [`UnknownNamespace`] when the namespace is not configured.
    pub fn resolve(&self, channel: &Channel) -> Result<Arc<ChannelOptions>, UnknownNamespace> {
        let Some((namespace, _)) = channel.as_str().split_once(&self.boundary) else {
            return Ok(self.without.clone());
        };
        self.by_name.get(namespace).cloned().ok_or_else(|| UnknownNamespace {
            namespace: namespace.to_owned(),
            known: self.known.clone(),
        })
    }
}

/// `^[-a-zA-Z0-9_.]{2,}$`
fn is_namespace_name(name: &str) -> bool {
    name.len() >= 2 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

fn check(options: &ChannelOptions) -> Result<(), PolicyConfigError> {
    let name = || match &*options.namespace {
        "" => "without_namespace".to_owned(),
        name => name.to_owned(),
    };
    if (options.stream.history_size == 0) != options.stream.history_ttl.is_zero() {
        return Err(PolicyConfigError::HalfHistory(name()));
    }
    if options.stream.has_history() {
        return Ok(());
    }
    for (set, option) in [
        (options.force_positioning, "force_positioning"),
        (options.allow_positioning, "allow_positioning"),
        (options.force_recovery, "force_recovery"),
        (options.allow_recovery, "allow_recovery"),
    ] {
        if set {
            return Err(PolicyConfigError::NeedsHistory(name(), option));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(names: &[&str]) -> ChannelConfig {
        ChannelConfig {
            max_length: 255,
            namespace_boundary: ":".into(),
            without_namespace: ChannelOptions::default(),
            namespaces: names
                .iter()
                .map(|name| NamespaceConfig {
                    name: (*name).into(),
                    options: ChannelOptions::default(),
                })
                .collect(),
        }
    }

    fn channel(name: &str) -> Channel {
        Channel::trusted(name)
    }

    #[test]
    fn the_part_before_the_first_boundary_decides() {
        let namespaces = Namespaces::new(config(&["chat", "news"])).unwrap();
        let name = |c| namespaces.resolve(&channel(c)).map(|o| o.namespace.to_string());
        assert_eq!(name("plain"), Ok("".into()));
        assert_eq!(name("chat:room"), Ok("chat".into()));
        assert_eq!(name("chat:room:news"), Ok("chat".into()));
        let unknown = name("other:room").unwrap_err().to_string();
        assert!(unknown.contains("\"other\"") && unknown.contains("chat, news"), "{unknown}");
        assert!(name(":room").is_err());
    }

    #[test]
    fn refuses_configurations_that_cannot_work() {
        assert_eq!(
            Namespaces::new(config(&["a"])).unwrap_err(),
            PolicyConfigError::BadName("a".into())
        );
        assert_eq!(
            Namespaces::new(config(&["ab", "ab"])).unwrap_err(),
            PolicyConfigError::Twice("ab".into())
        );
        let mut half = config(&["ab"]);
        half.namespaces[0].options.stream.history_size = 1;
        assert_eq!(Namespaces::new(half).unwrap_err(), PolicyConfigError::HalfHistory("ab".into()));
        let mut recovery = config(&[]);
        recovery.without_namespace.allow_recovery = true;
        assert_eq!(
            Namespaces::new(recovery).unwrap_err(),
            PolicyConfigError::NeedsHistory("without_namespace".into(), "allow_recovery")
        );
    }
}
