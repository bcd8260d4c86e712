use crate::{
    model::{ClientError, code},
    node::NodeError,
};

/// A verb's refusal as a client's error.
pub fn refusal(error: &NodeError) -> ClientError {
    let code = match error {
        NodeError::InvalidChannel(_) | NodeError::Invalid { .. } => code::BAD_REQUEST,
        NodeError::UnknownNamespace(_) => code::UNKNOWN_CHANNEL,
        NodeError::HistoryOff { .. } | NodeError::PresenceOff { .. } => code::NOT_AVAILABLE,
        NodeError::Unrecoverable { .. } => code::UNRECOVERABLE_POSITION,
        NodeError::Broker(_) => return ClientError::internal(error.to_string()),
    };
    ClientError::new(code, error.to_string())
}
