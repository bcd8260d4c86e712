use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use crate::{
    engine::BrokerError,
    model::code,
    node::{ControlError, NodeError},
};

/// Most bytes of a message; some repeat what the caller sent.
const MAX_MESSAGE_BYTES: usize = 1024;

/// Most bytes of a method's name that are repeated.
const MAX_SHOWN: usize = 64;

/// Why a command was not done. As JSON: `code`, `message`, and `temporary` when
/// it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// There is no such method here. The message names those that there are.
    #[error("{0}")]
    UnknownMethod(String),
    /// The JSON is not what the method takes. The message names the field.
    #[error("{0}")]
    Malformed(String),
    /// A field that this server cannot serve.
    #[error("{field}: {problem}")]
    Invalid {
        /// The field's name.
        field: &'static str,
        /// What is wrong and what to do.
        problem: String,
    },
    /// The caller is not known.
    #[error("{0}")]
    Unauthorized(String),
    /// The caller may not do this, or not there.
    #[error("{0}")]
    NotAllowed(String),
    /// Nobody may do this this way.
    #[error("{0}")]
    Forbidden(String),
    /// The request has more bytes than it may have.
    #[error("{0}")]
    BodyTooLarge(String),
    /// The request did not come in time.
    #[error("{0}")]
    BodyTooSlow(String),
    /// The answer would be larger than an answer may be.
    #[error("{0}")]
    TooLarge(String),
    /// A verb's refusal.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// A refusal of a verb that acts on connections.
    #[error(transparent)]
    Control(#[from] ControlError),
    /// The server has no node yet.
    #[error("the server is starting, see /readyz: retry in a moment")]
    Starting,
    /// A bug.
    #[error("the command broke off, the server's log says why: retry with an idempotency key")]
    BrokeOff,
}

impl CommandError {
    /// A field that cannot be used.
    pub(super) fn invalid(field: &'static str, problem: impl Into<String>) -> Self {
        Self::Invalid { field, problem: problem.into() }
    }

    /// None of the `known` methods.
    pub fn unknown_method(method: &str, known: &[&str]) -> Self {
        let shown = &method[..method.floor_char_boundary(MAX_SHOWN)];
        Self::UnknownMethod(format!("no method {shown:?}: use one of {}", known.join(", ")))
    }

    /// True when the same command may succeed later, unchanged.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Node(error) | Self::Control(ControlError::Node(error)) => {
                matches!(error, NodeError::Broker(_))
            }
            Self::Control(ControlError::Busy { .. }) | Self::Starting | Self::BrokeOff => true,
            Self::Control(ControlError::Refused { error, .. }) => error.temporary,
            _ => false,
        }
    }

    /// Its number in Centrifugo's server API.
    pub fn code(&self) -> u32 {
        match self {
            Self::UnknownMethod(_) => code::NOT_FOUND,
            Self::Malformed(_) | Self::BodyTooSlow(_) | Self::Invalid { .. } => code::BAD_REQUEST,
            Self::Unauthorized(_) => code::UNAUTHORIZED,
            Self::NotAllowed(_) | Self::Forbidden(_) => code::PERMISSION_DENIED,
            Self::TooLarge(_) | Self::BodyTooLarge(_) => code::LIMIT_EXCEEDED,
            Self::Node(error) | Self::Control(ControlError::Node(error)) => node_code(error),
            Self::Control(ControlError::Refused { error, .. }) => error.code,
            Self::Control(ControlError::Busy { .. }) | Self::Starting | Self::BrokeOff => {
                code::INTERNAL
            }
        }
    }

    /// The cause and the fix, of bounded length.
    pub fn message(&self) -> String {
        let mut message = self.to_string();
        message.truncate(message.floor_char_boundary(MAX_MESSAGE_BYTES));
        message
    }
}

fn node_code(error: &NodeError) -> u32 {
    match error {
        NodeError::UnknownNamespace(_) => code::UNKNOWN_CHANNEL,
        NodeError::HistoryOff { .. } | NodeError::PresenceOff { .. } => code::NOT_AVAILABLE,
        NodeError::Unrecoverable { .. } => code::UNRECOVERABLE_POSITION,
        NodeError::InvalidChannel(_)
        | NodeError::NameMismatch(_)
        | NodeError::BadData(_)
        | NodeError::Invalid { .. } => code::BAD_REQUEST,
        NodeError::Broker(BrokerError::Overloaded) => code::TOO_MANY_REQUESTS,
        NodeError::Broker(_) => code::INTERNAL,
    }
}

impl Serialize for CommandError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let transient = self.is_transient();
        let mut error = serializer.serialize_struct("Error", 2 + usize::from(transient))?;
        error.serialize_field("code", &self.code())?;
        error.serialize_field("message", &self.message())?;
        if transient {
            error.serialize_field("temporary", &true)?;
        }
        error.end()
    }
}
