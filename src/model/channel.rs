use std::{borrow::Borrow, fmt, sync::Arc};

/// The name of a channel: printable ASCII, not empty. Cheap to clone.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Channel(Arc<str>);

/// Why a string is not a channel name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidChannel {
    /// The name is empty.
    #[error("channel name is empty: give a name such as \"chat:room\"")]
    Empty,
    /// The name is longer than `channel.max_length`.
    #[error(
        "channel name has {length} bytes, the limit is {max}: shorten it or raise channel.max_length"
    )]
    TooLong {
        /// Bytes of the name.
        length: usize,
        /// The limit in bytes.
        max: usize,
    },
    /// The name has a byte outside printable ASCII (0x20 to 0x7e).
    #[error("channel name has byte 0x{byte:02x} at position {at}: only printable ASCII is allowed")]
    NotPrintable {
        /// The offending byte.
        byte: u8,
        /// Its index.
        at: usize,
    },
}

impl Channel {
    /// Checks `name` against the rules for names: not empty, at most
    /// `max_length` bytes, printable ASCII only.
    ///
    /// # Errors
    /// [`InvalidChannel`] says which rule the name breaks.
    pub fn parse(name: &str, max_length: usize) -> Result<Self, InvalidChannel> {
        if name.is_empty() {
            return Err(InvalidChannel::Empty);
        }
        if name.len() > max_length {
            return Err(InvalidChannel::TooLong { length: name.len(), max: max_length });
        }
        let unprintable = name.bytes().enumerate().find(|(_, b)| !(0x20..=0x7e).contains(b));
        if let Some((at, byte)) = unprintable {
            return Err(InvalidChannel::NotPrintable { byte, at });
        }
        Ok(Self(name.into()))
    }

    /// Takes a name that was checked before, such as one read back from a store.
    pub fn trusted(name: &str) -> Self {
        Self(name.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Channel {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_is_not_a_name() {
        assert_eq!(Channel::parse("", 255), Err(InvalidChannel::Empty));
        assert_eq!(Channel::parse("abcd", 3), Err(InvalidChannel::TooLong { length: 4, max: 3 }));
        for (name, byte) in [("a\0b", 0), ("a\nb", b'\n'), ("a\u{7f}", 0x7f), ("aé", 0xc3)] {
            assert_eq!(
                Channel::parse(name, 255),
                Err(InvalidChannel::NotPrintable { byte, at: 1 })
            );
        }
        assert_eq!(
            Channel::parse("chat:room 1~", 255).map(|c| c.to_string()),
            Ok("chat:room 1~".into())
        );
    }
}
