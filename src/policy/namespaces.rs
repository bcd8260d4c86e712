use std::{collections::HashMap, sync::Arc, time::Duration};

use super::{Audience, ChannelRegex, NameMismatch, PublicationDataFormat, options::place};
use crate::{
    engine::{Durability, StreamOptions},
    model::{Channel, SlowConsumer},
};

/// What the room is configured with: the `[channel]` section, and
/// `client.subscribe_to_user_personal_channel`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelConfig {
    /// Longest channel name in bytes.
    pub max_length: usize,
    /// What ends the namespace's part of a channel name.
    pub namespace_boundary: String,
    /// What starts the users' part of a channel name.
    pub user_boundary: String,
    /// What is between two users there; empty when there is only ever one.
    pub user_separator: String,
    /// The namespace of the users' personal channels, empty for channels without
    /// one; none when users have no such channels.
    pub personal_namespace: Option<String>,
    /// Options of channels without a namespace.
    pub without_namespace: ChannelOptions,
    /// The namespaces.
    pub namespaces: Vec<NamespaceConfig>,
}

impl Default for ChannelConfig {
    fn default() -> Self {
        Self {
            max_length: 255,
            namespace_boundary: ":".into(),
            user_boundary: "#".into(),
            user_separator: ",".into(),
            personal_namespace: None,
            without_namespace: ChannelOptions::default(),
            namespaces: Vec::new(),
        }
    }
}

impl ChannelConfig {
    /// Checks what channels for named users need. [`Namespaces::new`] does so too.
    ///
    /// # Errors
    /// [`PolicyConfigError::UserBoundary`], [`PolicyConfigError::PersonalNamespace`].
    pub fn check_users(&self) -> Result<(), PolicyConfigError> {
        let boundary = &self.user_boundary;
        let taken = [&self.namespace_boundary, &self.user_separator].contains(&boundary);
        if boundary.is_empty() || taken {
            return Err(PolicyConfigError::UserBoundary(boundary.clone()));
        }
        match &self.personal_namespace {
            Some(name) if !name.is_empty() && !self.namespaces.iter().any(|n| n.name == *name) => {
                Err(PolicyConfigError::PersonalNamespace(name.clone()))
            }
            _ => Ok(()),
        }
    }
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
    /// Who is there is known and can be asked for.
    pub presence: bool,
    /// Who comes and goes is announced to subscribers who ask.
    pub join_leave: bool,
    /// It is announced to every subscriber.
    pub force_push_join_leave: bool,
    /// Most members of a channel that still announces who comes and goes.
    pub join_leave_max_members: usize,
    /// Subscribers may filter publications by tags.
    pub allow_tags_filter: bool,
    /// A name with the user boundary is for the users in it.
    pub allow_user_limited_channels: bool,
    /// Who may subscribe without a token.
    pub allow_subscribe: Audience,
    /// Who may publish.
    pub allow_publish: Audience,
    /// Who may read the history.
    pub allow_history: Audience,
    /// Who may read who is there.
    pub allow_presence: Audience,
    /// What names look like.
    pub channel_regex: ChannelRegex,
    /// What payloads look like.
    pub publication_data_format: PublicationDataFormat,
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
            presence: false,
            join_leave: false,
            force_push_join_leave: false,
            join_leave_max_members: 500,
            allow_tags_filter: false,
            allow_user_limited_channels: false,
            allow_subscribe: Audience::default(),
            allow_publish: Audience::default(),
            allow_history: Audience::default(),
            allow_presence: Audience::default(),
            channel_regex: ChannelRegex::default(),
            publication_data_format: PublicationDataFormat::default(),
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
    #[error("{0}: history_size and history_ttl go together: set both or neither")]
    HalfHistory(String),
    /// Recovery or positioning where nothing is kept.
    #[error("{0}: {1} needs history: set history_size and history_ttl")]
    NeedsHistory(String, &'static str),
    /// The boundary is empty.
    #[error("channel.namespace_boundary is empty: leave it out for the default \":\"")]
    EmptyBoundary,
    /// Names could not exist.
    #[error("channel.max_length is 0: leave it out for the default 255")]
    NoLength,
    /// A user boundary that could not be told from something else.
    #[error(
        "channel.user_boundary {0:?} must not be empty and must differ from \
         channel.namespace_boundary and channel.user_separator: leave it out for the default \"#\""
    )]
    UserBoundary(String),
    /// Personal channels would be in a namespace that is not there.
    #[error(
        "client.subscribe_to_user_personal_channel.personal_channel_namespace {0:?} is no \
         namespace: add it to channel.namespaces"
    )]
    PersonalNamespace(String),
}

/// Finds the options of a channel.
#[derive(Debug)]
pub struct Namespaces {
    pub(super) max_length: usize,
    pub(super) boundary: String,
    pub(super) user_boundary: String,
    pub(super) user_separator: String,
    pub(super) personal_namespace: Option<String>,
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
        let users = config.check_users();
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
        users?;
        Ok(Self {
            max_length: config.max_length,
            boundary: config.namespace_boundary,
            user_boundary: config.user_boundary,
            user_separator: config.user_separator,
            personal_namespace: config.personal_namespace,
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
        let Some((namespace, _)) = channel.as_str().split_once(&*self.boundary) else {
            return Ok(self.without.clone());
        };
        self.by_name.get(namespace).cloned().ok_or_else(|| UnknownNamespace {
            namespace: namespace.to_owned(),
            known: self.known.clone(),
        })
    }

    /// Checks what follows the namespace in the name of `channel` against
    /// `channel_regex` of its `options`.
    ///
    /// # Errors
    /// [`NameMismatch`]: answered with code 107.
    pub fn check_name(
        &self,
        channel: &Channel,
        options: &ChannelOptions,
    ) -> Result<(), NameMismatch> {
        options.check_name(self.rest(channel))
    }

    /// What follows the namespace in a channel's name.
    pub(super) fn rest<'c>(&self, channel: &'c Channel) -> &'c str {
        let name = channel.as_str();
        name.split_once(&*self.boundary).map_or(name, |(_, rest)| rest)
    }
}

/// `^[-a-zA-Z0-9_.]{2,}$`
fn is_namespace_name(name: &str) -> bool {
    name.len() >= 2 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

fn check(options: &ChannelOptions) -> Result<(), PolicyConfigError> {
    let name = || place(&options.namespace);
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
            namespaces: names
                .iter()
                .map(|name| NamespaceConfig {
                    name: (*name).into(),
                    options: ChannelOptions::default(),
                })
                .collect(),
            ..ChannelConfig::default()
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
        assert_eq!(
            Namespaces::new(half).unwrap_err(),
            PolicyConfigError::HalfHistory("namespace \"ab\"".into())
        );
        let mut recovery = config(&[]);
        recovery.without_namespace.allow_recovery = true;
        assert_eq!(
            Namespaces::new(recovery).unwrap_err(),
            PolicyConfigError::NeedsHistory("channel.without_namespace".into(), "allow_recovery")
        );
    }
}
