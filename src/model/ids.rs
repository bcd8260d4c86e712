use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Most bytes of the id of a user who connects.
pub const MAX_USER_ID_BYTES: usize = 255;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
    };
}

text_id! {
    /// A user of the application; empty for an anonymous one.
    UserId
}

text_id! {
    /// A connection's public id: listed, addressed by the server API.
    ClientId
}

text_id! {
    /// A node's name, new at each start.
    NodeName
}

impl UserId {
    /// True for the empty id of a connection without a user.
    pub fn is_anonymous(&self) -> bool {
        self.0.is_empty()
    }
}

impl ClientId {
    /// A new id of 128 random bits.
    pub fn random() -> Self {
        Self(random_text().into())
    }
}

impl NodeName {
    /// A new name of 128 random bits.
    pub fn random() -> Self {
        Self(random_text().into())
    }
}

/// What lets a peer act on a session (rpc Send, `previous_session`): 128 random
/// bits. Never logged: its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionSecret(Arc<str>);

impl SessionSecret {
    /// A new, unguessable secret.
    pub fn random() -> Self {
        Self(random_text().into())
    }

    /// The secret itself, for the connect reply only.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SessionSecret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionSecret(..)")
    }
}

/// 128 bits of the thread's cryptographic generator as 22 characters, of which
/// the first is no dash: on a command line that would be an option.
fn random_text() -> String {
    loop {
        let text = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>());
        if !text.starts_with('-') {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show_in_debug_output() {
        let secret = SessionSecret::random();
        assert_eq!(secret.reveal().len(), 22);
        assert!(!format!("{secret:?}").contains(secret.reveal()));
    }
}
