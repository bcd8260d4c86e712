//! The answer to a client's wish, with the rule that gave it.

use std::{fmt, sync::Arc};

use super::{Action, options::place};
use crate::model::{Channel, UserId};

/// Whether a client may do something. Its text names the rule that allows, or
/// what refuses and the fix; a refusal is answered with code 103.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// True when it may.
    pub allowed: bool,
    why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Why {
    Allowed { rule: Rule, namespace: Arc<str> },
    Refused(Box<Refusal>),
}

/// What allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// A subscription token is presented.
    SubscriptionToken,
    /// `allow` of the subscription token.
    Granted,
    /// The user is named in the channel.
    UserList,
    /// An entry of `caps`, by its place.
    Capability(usize),
    /// An option of the namespace.
    Option(&'static str),
    /// `client.insecure`.
    Insecure,
}

/// Who was refused what, and what would help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) action: Action,
    pub(super) channel: Channel,
    pub(super) user: UserId,
    pub(super) namespace: Arc<str>,
    pub(super) subscribed: bool,
    /// The entry of `caps` that matches the channel and does not allow it.
    pub(super) entry: Option<usize>,
    pub(super) obstacle: Obstacle,
}

/// What is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// These options of the namespace are off.
    Options(Vec<&'static str>),
    /// Subscribers may; others would need this option.
    NotSubscribed(&'static str),
    /// The channel names its users, and this one is not among them.
    NotListed,
}

impl Decision {
    pub(super) fn allowed(rule: Rule, namespace: Arc<str>) -> Self {
        Self { allowed: true, why: Why::Allowed { rule, namespace } }
    }

    pub(super) fn refused(refusal: Refusal) -> Self {
        Self { allowed: false, why: Why::Refused(Box::new(refusal)) }
    }

    /// The options of the namespace that, all switched on, would allow it. None
    /// when it is allowed, or when only a token could.
    #[cfg(test)]
    pub(super) fn missing_options(&self) -> &[&'static str] {
        match &self.why {
            Why::Refused(refusal) => match &refusal.obstacle {
                Obstacle::Options(options) => options,
                Obstacle::NotSubscribed(option) => std::slice::from_ref(option),
                Obstacle::NotListed => &[],
            },
            Why::Allowed { .. } => &[],
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::Allowed { rule, namespace } => {
                f.write_str("allowed: ")?;
                match rule {
                    Rule::SubscriptionToken => f.write_str("a subscription token is presented"),
                    Rule::Granted => f.write_str("granted by allow of the subscription token"),
                    Rule::UserList => write!(
                        f,
                        "the channel names the user (allow_user_limited_channels in {})",
                        place(namespace)
                    ),
                    Rule::Capability(entry) => write!(f, "granted by caps[{entry}]"),
                    Rule::Option(option) => write!(f, "{option} in {}", place(namespace)),
                    Rule::Insecure => f.write_str("client.insecure lets anybody do anything"),
                }
            }
            Why::Refused(refusal) => refusal.fmt(f),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("permission denied: ")?;
        let (channel, place) = (&self.channel, place(&self.namespace));
        let who = match self.user.as_str() {
            "" => "an anonymous user".to_owned(),
            user => format!("user {user:?}"),
        };
        if self.obstacle == Obstacle::NotListed {
            write!(
                f,
                "{channel:?} is only for the users in its name (allow_user_limited_channels in \
                 {place}), not for {who}: "
            )?;
        } else {
            let wish = match self.action {
                Action::Subscribe => "subscribe to",
                Action::Publish => "publish to",
                Action::History => "read the history of",
                Action::Presence => "read the presence of",
            };
            write!(f, "nothing lets {who} {wish} {channel:?}: ")?;
        }
        match &self.obstacle {
            Obstacle::Options(options) => {
                write!(f, "set {} in {place}, or ", options.join(" and "))?;
            }
            Obstacle::NotSubscribed(option) => {
                write!(f, "subscribe first, or set {option} in {place}, or ")?;
            }
            Obstacle::NotListed => {}
        }
        self.grants(f)
    }
}

impl Refusal {
    /// What the backend could give instead.
    fn grants(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.action == Action::Subscribe {
            f.write_str("give a subscription token or ")?;
        }
        let claim = self.action.claim();
        match self.entry {
            Some(entry) => write!(
                f,
                "add {claim:?} to caps[{entry}], the first entry that matches the channel"
            ),
            None if self.action == Action::Subscribe => f.write_str("a capability (caps)"),
            None if self.subscribed => {
                write!(f, "grant {claim:?} in caps or in allow of the subscription token")
            }
            None => write!(f, "grant {claim:?} in caps"),
        }
    }
}
