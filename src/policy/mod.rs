//! Channel -> namespace options -> may this client do that? Pure: no I/O, no
//! state that changes.
//!
//! [`Namespaces`] finds the options of a channel and decides what a client may
//! do there, from the options, the tokens' grants and the channel's name.

mod actions;
mod capabilities;
mod channel_regex;
mod data_format;
mod decision;
mod namespaces;
mod options;
mod overrides;
mod permissions;
mod tags_filter;
#[cfg(test)]
mod tests;
mod users;
mod warnings;
mod wildcard;

pub use actions::{Action, Actions};
pub use capabilities::{BadCapability, Capabilities, Capability, ChannelMatch};
pub use channel_regex::{ChannelRegex, NameMismatch};
pub use data_format::{BadData, PublicationDataFormat};
pub use decision::Decision;
pub use namespaces::{
    ChannelConfig, ChannelOptions, NamespaceConfig, Namespaces, PolicyConfigError, RecoveryMode,
    UnknownNamespace,
};
pub(crate) use options::place;
pub use options::{Audience, NotAvailable};
pub use overrides::SubscriptionOverride;
pub use permissions::Asking;
pub use tags_filter::{BadFilter, FilterNode, TagsFilter};
pub(crate) use wildcard::wildcard;
