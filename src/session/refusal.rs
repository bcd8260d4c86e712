use super::run::Session;
use crate::{
    model::{ClientError, Disconnect, code},
    node::NodeError,
    telemetry::metrics::Command,
};

/// Why a command was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is answered with an error.
    Error(ClientError),
    /// It ends the session.
    Disconnect(Disconnect),
}

impl From<ClientError> for Refused {
    fn from(error: ClientError) -> Self {
        Self::Error(error)
    }
}

impl From<NodeError> for Refused {
    fn from(error: NodeError) -> Self {
        Self::Error(refusal(&error))
    }
}

impl Session {
    /// Answers a refusal; what was not refused comes back.
    pub(super) fn or_refused<T>(
        &self,
        id: u32,
        command: Command,
        outcome: Result<T, Refused>,
    ) -> Option<T> {
        match outcome {
            Ok(done) => return Some(done),
            Err(Refused::Error(error)) => self.refuse(id, command, &error),
            Err(Refused::Disconnect(disconnect)) => self.disconnect(disconnect),
        }
        None
    }
}

/// A verb's refusal as a client's error.
pub fn refusal(error: &NodeError) -> ClientError {
    let code = match error {
        NodeError::InvalidChannel(_)
        | NodeError::NameMismatch(_)
        | NodeError::BadData(_)
        | NodeError::Invalid { .. } => code::BAD_REQUEST,
        NodeError::UnknownNamespace(_) => code::UNKNOWN_CHANNEL,
        NodeError::HistoryOff { .. } | NodeError::PresenceOff { .. } => code::NOT_AVAILABLE,
        NodeError::Unrecoverable { .. } => code::UNRECOVERABLE_POSITION,
        NodeError::Broker(_) => return ClientError::internal(error.to_string()),
    };
    ClientError::new(code, error.to_string())
}
