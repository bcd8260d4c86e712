use crate::{
    model::{ClientError, ClientInfo, Epoch, Publication, RecoveryOutcome, StreamPosition, UserId},
    pb::client as pb,
};

pub(super) fn publication(from: pb::Publication) -> Publication {
    Publication {
        offset: from.offset,
        data: from.data,
        tags: from.tags,
        info: from.info.map(client_info),
        time_ms: from.time.try_into().unwrap_or(0),
        version: from.version,
    }
}

pub(super) fn client_info(from: pb::ClientInfo) -> ClientInfo {
    ClientInfo {
        user: UserId::from(&*from.user),
        client: (&*from.client).into(),
        conn_info: from.conn_info,
        chan_info: from.chan_info,
    }
}

pub(super) fn error(from: pb::Error) -> ClientError {
    ClientError { code: from.code, message: from.message.into(), temporary: from.temporary }
}

pub(super) fn position(epoch: &str, offset: u64) -> StreamPosition {
    StreamPosition { offset, epoch: Epoch::from(epoch) }
}

pub(super) fn outcome(result: &pb::SubscribeResult) -> RecoveryOutcome {
    use pb::RecoveryOutcome as Pb;
    match result.recovery() {
        Pb::NotRequested => RecoveryOutcome::NotRequested,
        Pb::Recovered => RecoveryOutcome::Recovered,
        Pb::EpochChanged => RecoveryOutcome::EpochChanged,
        Pb::Trimmed => RecoveryOutcome::Trimmed,
        Pb::LimitExceeded => RecoveryOutcome::LimitExceeded,
        Pb::InvalidPosition => RecoveryOutcome::InvalidPosition,
        Pb::HistoryOff => RecoveryOutcome::HistoryOff,
        // An outcome that a newer server knows: the older fields say enough.
        Pb::Unspecified if !result.was_recovering => RecoveryOutcome::NotRequested,
        Pb::Unspecified if result.recovered => RecoveryOutcome::Recovered,
        Pb::Unspecified => RecoveryOutcome::Trimmed,
    }
}
