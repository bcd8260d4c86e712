//! Channel -> namespace options. Pure: no I/O, no state that changes.

mod namespaces;

pub use namespaces::{
    ChannelConfig, ChannelOptions, NamespaceConfig, Namespaces, PolicyConfigError, RecoveryMode,
    UnknownNamespace,
};
