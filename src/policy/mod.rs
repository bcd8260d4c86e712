//! Channel -> namespace options. Pure: no I/O, no state that changes.

mod actions;
mod capabilities;
mod namespaces;
mod overrides;

pub use actions::{Action, Actions};
pub use capabilities::{BadCapability, Capabilities, Capability, ChannelMatch};
pub use namespaces::{
    ChannelConfig, ChannelOptions, NamespaceConfig, Namespaces, PolicyConfigError, RecoveryMode,
    UnknownNamespace,
};
pub use overrides::SubscriptionOverride;
