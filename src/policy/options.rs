//! The options by which a namespace lets clients do things, and their names.

use super::{Action, ChannelOptions};

/// Whom `allow_<action>_for_...` lets do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Audience {
    /// Every client with a user.
    pub client: bool,
    /// Subscribers of the channel. There is no such option for subscribing.
    pub subscriber: bool,
    /// Clients without a user, where one of the others lets clients.
    pub anonymous: bool,
}

/// A kind of client, as the options call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Client,
    Subscriber,
    Anonymous,
}

/// What a namespace does not offer to anybody. Answered with code 108.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAvailable {
    /// No history is kept.
    #[error("history is off in {}: set history_size and history_ttl", place(.namespace))]
    History {
        /// Name of the namespace; empty for channels without one.
        namespace: String,
    },
    /// Nobody counts who is there.
    #[error("presence is off in {}: set presence = true", place(.namespace))]
    Presence {
        /// Name of the namespace; empty for channels without one.
        namespace: String,
    },
}

impl NotAvailable {
    /// No history in `namespace`.
    pub fn history(namespace: &str) -> Self {
        Self::History { namespace: namespace.to_owned() }
    }

    /// No presence in `namespace`.
    pub fn presence(namespace: &str) -> Self {
        Self::Presence { namespace: namespace.to_owned() }
    }
}

impl ChannelOptions {
    /// Says whether the namespace has what `action` asks for. To be asked before
    /// whether a client may do it.
    ///
    /// # Errors
    /// [`NotAvailable`] names the option to set.
    pub fn check_available(&self, action: Action) -> Result<(), NotAvailable> {
        match action {
            Action::History if !self.stream.has_history() => {
                Err(NotAvailable::history(&self.namespace))
            }
            Action::Presence if !self.presence => Err(NotAvailable::presence(&self.namespace)),
            _ => Ok(()),
        }
    }

    /// Whom the options let do `action`.
    pub fn audience(&self, action: Action) -> Audience {
        match action {
            Action::Subscribe => self.allow_subscribe,
            Action::Publish => self.allow_publish,
            Action::History => self.allow_history,
            Action::Presence => self.allow_presence,
        }
    }
}

/// The option that lets `who` do `action`.
pub(super) fn option_name(action: Action, who: Who) -> &'static str {
    match (action, who) {
        (Action::Subscribe, Who::Client | Who::Subscriber) => "allow_subscribe_for_client",
        (Action::Subscribe, Who::Anonymous) => "allow_subscribe_for_anonymous",
        (Action::Publish, Who::Client) => "allow_publish_for_client",
        (Action::Publish, Who::Subscriber) => "allow_publish_for_subscriber",
        (Action::Publish, Who::Anonymous) => "allow_publish_for_anonymous",
        (Action::History, Who::Client) => "allow_history_for_client",
        (Action::History, Who::Subscriber) => "allow_history_for_subscriber",
        (Action::History, Who::Anonymous) => "allow_history_for_anonymous",
        (Action::Presence, Who::Client) => "allow_presence_for_client",
        (Action::Presence, Who::Subscriber) => "allow_presence_for_subscriber",
        (Action::Presence, Who::Anonymous) => "allow_presence_for_anonymous",
    }
}

/// Where the options of `namespace` are set, for messages.
pub(crate) fn place(namespace: &str) -> String {
    match namespace {
        "" => "channel.without_namespace".to_owned(),
        name => format!("namespace {name:?}"),
    }
}
