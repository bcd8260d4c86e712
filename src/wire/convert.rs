use std::sync::Arc;

use crate::{
    model::{ClientError, ClientInfo, Publication, RecoveryOutcome},
    pb::client as pb,
};

/// A publication as clients see it.
pub fn publication_to_pb(publication: &Publication) -> pb::Publication {
    pb::Publication {
        data: publication.data.clone(),
        info: publication.info.as_ref().map(info_to_pb),
        offset: publication.offset,
        tags: publication.tags.clone(),
        time: publication.time_ms as i64,
        version: publication.version,
        ..Default::default()
    }
}

/// Those who are in a channel as clients see them; `truncated` when there are
/// others.
pub fn presence_to_pb(clients: &[Arc<ClientInfo>], truncated: bool) -> pb::PresenceResult {
    let presence = clients.iter().map(|info| (info.client.to_string(), info_to_pb(info)));
    pb::PresenceResult { presence: presence.collect(), truncated }
}

/// A client as others see it.
pub fn info_to_pb(info: &ClientInfo) -> pb::ClientInfo {
    pb::ClientInfo {
        user: info.user.as_str().to_owned(),
        client: info.client.as_str().to_owned(),
        conn_info: info.conn_info.clone(),
        chan_info: info.chan_info.clone(),
    }
}

/// A refusal as clients see it.
pub fn error_to_pb(error: &ClientError) -> pb::Error {
    pb::Error {
        code: error.code,
        message: error.message.clone().into_owned(),
        temporary: error.temporary,
    }
}

/// The outcome's number on the wire.
pub fn outcome_to_pb(outcome: RecoveryOutcome) -> i32 {
    use pb::RecoveryOutcome as Wire;
    let wire = match outcome {
        RecoveryOutcome::NotRequested => Wire::NotRequested,
        RecoveryOutcome::Recovered => Wire::Recovered,
        RecoveryOutcome::EpochChanged => Wire::EpochChanged,
        RecoveryOutcome::Trimmed => Wire::Trimmed,
        RecoveryOutcome::LimitExceeded => Wire::LimitExceeded,
        RecoveryOutcome::InvalidPosition => Wire::InvalidPosition,
        RecoveryOutcome::HistoryOff => Wire::HistoryOff,
    };
    wire.into()
}

/// The outcome behind a number on the wire; none for one that this version
/// does not know.
pub fn outcome_from_pb(number: i32) -> Option<RecoveryOutcome> {
    use pb::RecoveryOutcome as Wire;
    match Wire::try_from(number).ok()? {
        Wire::Unspecified => None,
        Wire::NotRequested => Some(RecoveryOutcome::NotRequested),
        Wire::Recovered => Some(RecoveryOutcome::Recovered),
        Wire::EpochChanged => Some(RecoveryOutcome::EpochChanged),
        Wire::Trimmed => Some(RecoveryOutcome::Trimmed),
        Wire::LimitExceeded => Some(RecoveryOutcome::LimitExceeded),
        Wire::InvalidPosition => Some(RecoveryOutcome::InvalidPosition),
        Wire::HistoryOff => Some(RecoveryOutcome::HistoryOff),
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use prost::Message;

    use super::*;

    #[test]
    fn those_who_are_there_fit_their_weight() {
        for length in [0, 1, 22, 127, 128, 16_383, 16_384] {
            let text = "x".repeat(length);
            let info = Arc::new(ClientInfo {
                user: text.as_str().into(),
                client: text.as_str().into(),
                conn_info: Bytes::from(text.clone()),
                chan_info: Bytes::from(text.clone()),
            });
            let result = presence_to_pb(std::slice::from_ref(&info), true);
            assert!(result.encoded_len() <= info.weight(), "{length}");
            assert_eq!(result.presence[&text], info_to_pb(&info));
            assert!(result.truncated);
        }
    }
}
