//! What a connection token grants by channel (`caps`).

use std::fmt;

use regex_lite::{Regex, RegexBuilder};

use super::{Action, Actions, wildcard};

/// Most entries, and most patterns over all entries: each is tried in turn on
/// every command of the connection.
const MAX_PATTERNS: usize = 256;
/// Most regular expressions over all entries.
const MAX_REGEXES: usize = 32;
/// Most bytes of one pattern; no channel name is so long.
const MAX_PATTERN_BYTES: usize = 1024;
/// Most bytes that one compiled regular expression takes.
const MAX_REGEX_SIZE: usize = 64 * 1024;
/// Sizes are told apart from here on, by doubling.
const MIN_REGEX_SIZE: usize = 1024;
/// Most bytes that the regular expressions over all entries may come to take:
/// every connection has its own.
const MAX_REGEX_MEMORY: usize = 256 * 1024;

/// One entry of `caps`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capability {
    /// Names or patterns of channels.
    pub channels: Vec<String>,
    /// How `channels` is read.
    pub matching: ChannelMatch,
    /// What the entry grants.
    pub allow: Actions,
}

/// How the channels of a [`Capability`] are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChannelMatch {
    /// As names.
    #[default]
    Exact,
    /// As names in which `*` stands for any characters, also none; every other
    /// character stands for itself.
    Wildcard,
    /// As regular expressions, found anywhere in the name unless anchored by
    /// `^` and `$`. ASCII only, as channel names are.
    Regex,
}

impl ChannelMatch {
    /// What a token's `match` says: `""`, `wildcard` or `regex`.
    pub fn from_claim(name: &str) -> Option<Self> {
        Some(match name {
            "" => Self::Exact,
            "wildcard" => Self::Wildcard,
            "regex" => Self::Regex,
            _ => return None,
        })
    }
}

/// Why `caps` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCapability {
    /// Too many patterns.
    #[error(
        "caps: {0} channels and patterns are too many: at most {MAX_PATTERNS}, use wildcards or \
         subscription tokens"
    )]
    TooMany(usize),
    /// Too many regular expressions.
    #[error("caps: {0} regular expressions are too many: at most {MAX_REGEXES}, use wildcards")]
    TooManyRegexes(usize),
    /// Regular expressions that would take too much memory together.
    #[error(
        "caps[{entry}]: with {pattern:?} the regular expressions take more than \
         {MAX_REGEX_MEMORY} bytes: repeat less, write (?:..) for (..), or use wildcards"
    )]
    TooMuchMemory {
        /// The entry's place in the list.
        entry: usize,
        /// The pattern that did not fit any more.
        pattern: String,
    },
    /// A pattern longer than any channel.
    #[error("caps[{entry}]: a pattern has {length} bytes: at most {MAX_PATTERN_BYTES}")]
    TooLong {
        /// The entry's place in the list.
        entry: usize,
        /// Bytes of the pattern.
        length: usize,
    },
    /// A regular expression that is none, or too big a one.
    #[error("caps[{entry}]: {pattern:?} is not a regular expression ({problem}): correct it")]
    BadRegex {
        /// The entry's place in the list.
        entry: usize,
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// A connection's `caps`, ready to be asked. Nothing by default.
#[derive(Clone, Default)]
pub struct Capabilities(Box<[Entry]>);

#[derive(Clone)]
struct Entry {
    channels: Channels,
    allow: Actions,
}

#[derive(Clone)]
enum Channels {
    Exact(Box<[String]>),
    Wildcard(Box<[String]>),
    Regex(Box<[Regex]>),
}

impl Capabilities {
    /// Checks and compiles the entries.
    ///
    /// # Errors
    /// [`BadCapability`] names the entry and the fix.
    pub fn new(entries: Vec<Capability>) -> Result<Self, BadCapability> {
        let patterns = entries.iter().map(|entry| entry.channels.len().max(1)).sum();
        if patterns > MAX_PATTERNS {
            return Err(BadCapability::TooMany(patterns));
        }
        let regexes = entries.iter().filter(|entry| entry.matching == ChannelMatch::Regex);
        let regexes = regexes.map(|entry| entry.channels.len()).sum();
        if regexes > MAX_REGEXES {
            return Err(BadCapability::TooManyRegexes(regexes));
        }
        let mut memory = MAX_REGEX_MEMORY;
        let compile = |(i, entry)| Entry::new(i, entry, &mut memory);
        let compiled: Result<_, _> = entries.into_iter().enumerate().map(compile).collect();
        Ok(Self(compiled?))
    }

    /// The first entry that matches `channel`, by its place in the list, and
    /// what it allows. It decides: later entries are not asked.
    pub fn of(&self, channel: &str) -> Option<(usize, Actions)> {
        let place = self.0.iter().position(|entry| entry.channels.contain(channel))?;
        Some((place, self.0[place].allow))
    }

    /// The entries in their order, for people.
    pub fn to_texts(&self) -> Vec<String> {
        self.0.iter().map(|entry| format!("{entry:?}")).collect()
    }

    /// True when there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Capabilities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.channels {
            Channels::Exact(names) => write!(f, "{names:?}")?,
            Channels::Wildcard(patterns) => write!(f, "wildcard {patterns:?}")?,
            Channels::Regex(regexes) => {
                write!(f, "regex ")?;
                f.debug_list().entries(regexes.iter().map(Regex::as_str)).finish()?;
            }
        }
        write!(f, ": {:?}", self.allow.iter().map(Action::claim).collect::<Vec<_>>())
    }
}

impl Entry {
    /// Takes from `memory` what its regular expressions need.
    fn new(place: usize, entry: Capability, memory: &mut usize) -> Result<Self, BadCapability> {
        let long = entry.channels.iter().map(String::len).find(|len| *len > MAX_PATTERN_BYTES);
        if let Some(length) = long {
            return Err(BadCapability::TooLong { entry: place, length });
        }
        let channels = match entry.matching {
            ChannelMatch::Exact => Channels::Exact(entry.channels.into()),
            ChannelMatch::Wildcard => Channels::Wildcard(entry.channels.into()),
            ChannelMatch::Regex => {
                let take = |pattern| take(pattern, place, memory);
                Channels::Regex(entry.channels.into_iter().map(take).collect::<Result<_, _>>()?)
            }
        };
        Ok(Self { channels, allow: entry.allow })
    }
}

impl Channels {
    fn contain(&self, channel: &str) -> bool {
        match self {
            Self::Exact(names) => names.iter().any(|name| name == channel),
            Self::Wildcard(patterns) => patterns.iter().any(|pattern| wildcard(pattern, channel)),
            Self::Regex(regexes) => regexes.iter().any(|regex| regex.is_match(channel)),
        }
    }
}

/// Compiles a regular expression of an entry and takes what it needs from
/// `memory`.
fn take(pattern: String, entry: usize, memory: &mut usize) -> Result<Regex, BadCapability> {
    let mut size = MIN_REGEX_SIZE;
    let regex = loop {
        match compile_within(&pattern, size) {
            Ok(regex) => break regex,
            Err(problem) if size >= MAX_REGEX_SIZE => {
                return Err(BadCapability::BadRegex { entry, pattern, problem });
            }
            Err(_) => size *= 2,
        }
    };
    // A search keeps two tables with two words for every state and group, and
    // four more numbers for every state; a state has four words.
    let needed = size * (2 + regex.captures_len());
    match memory.checked_sub(needed) {
        Some(left) => *memory = left,
        None => return Err(BadCapability::TooMuchMemory { entry, pattern }),
    }
    Ok(regex)
}

/// Compiles a regular expression over channel names. The limits keep a bad one
/// from taking memory or time.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    compile_within(pattern, MAX_REGEX_SIZE)
}

fn compile_within(pattern: &str, size: usize) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern).size_limit(size).nest_limit(50).build();
    built.map_err(|error| error.to_string())
}
