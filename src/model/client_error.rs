use std::borrow::Cow;

/// Codes of [`ClientError`], as in the Centrifuge client protocol.
pub mod code {
    /// Something inside the server failed; temporary.
    pub const INTERNAL: u32 = 100;
    /// The caller is not known.
    pub const UNAUTHORIZED: u32 = 101;
    /// The namespace does not exist.
    pub const UNKNOWN_CHANNEL: u32 = 102;
    /// Nothing allows it.
    pub const PERMISSION_DENIED: u32 = 103;
    /// There is no such method.
    pub const NOT_FOUND: u32 = 104;
    /// The session is subscribed to the channel.
    pub const ALREADY_SUBSCRIBED: u32 = 105;
    /// A limit of the connection is reached.
    pub const LIMIT_EXCEEDED: u32 = 106;
    /// The command is malformed.
    pub const BAD_REQUEST: u32 = 107;
    /// The feature is off here.
    pub const NOT_AVAILABLE: u32 = 108;
    /// The token has expired: the client fetches a new one.
    pub const TOKEN_EXPIRED: u32 = 109;
    /// More than can be taken at once; temporary.
    pub const TOO_MANY_REQUESTS: u32 = 111;
    /// The position cannot be recovered.
    pub const UNRECOVERABLE_POSITION: u32 = 112;
}

/// Why a client's command failed: a code for programs, a message for people
/// that names the cause and the fix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (code {code})")]
pub struct ClientError {
    /// See [`code`].
    pub code: u32,
    /// Cause and fix.
    pub message: Cow<'static, str>,
    /// True when the same command may succeed later.
    pub temporary: bool,
}

impl ClientError {
    /// A lasting error.
    pub fn new(code: u32, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), temporary: false }
    }

    /// Code 100: temporary.
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self { code: code::INTERNAL, message: message.into(), temporary: true }
    }
}
