//! `channel_regex`: what names of a namespace look like.

use std::fmt;

use regex_lite::Regex;

use super::{ChannelOptions, capabilities::compile, options::place};

/// A regular expression for what follows the namespace in a channel name; any
/// name by default. Found anywhere in it unless anchored by `^` and `$`.
#[derive(Debug, Clone, Default)]
pub struct ChannelRegex(Option<Regex>);

impl ChannelRegex {
    /// Compiles `pattern`; an empty one is for any name.
    ///
    /// # Errors
    /// What is wrong with the pattern.
    pub fn new(pattern: &str) -> Result<Self, String> {
        match pattern {
            "" => Ok(Self(None)),
            pattern => compile(pattern).map(|regex| Self(Some(regex))),
        }
    }

    /// The pattern; empty for any name.
    pub fn as_str(&self) -> &str {
        self.0.as_ref().map_or("", Regex::as_str)
    }
}

impl fmt::Display for ChannelRegex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl PartialEq for ChannelRegex {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for ChannelRegex {}

/// A channel's name is not one that its namespace allows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rest:?} does not match channel_regex {regex:?} in {}: choose another name", place(.namespace))]
pub struct NameMismatch {
    rest: String,
    regex: String,
    namespace: String,
}

impl ChannelOptions {
    /// Checks `rest`, what follows the namespace in a channel name, against
    /// `channel_regex`; see [`Namespaces::check_name`](super::Namespaces::check_name).
    ///
    /// # Errors
    /// [`NameMismatch`]: answered with code 107.
    pub fn check_name(&self, rest: &str) -> Result<(), NameMismatch> {
        match &self.channel_regex.0 {
            Some(regex) if !regex.is_match(rest) => Err(NameMismatch {
                rest: rest.to_owned(),
                regex: regex.as_str().to_owned(),
                namespace: self.namespace.to_string(),
            }),
            _ => Ok(()),
        }
    }
}
