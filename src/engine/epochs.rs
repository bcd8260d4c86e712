use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::model::Epoch;

/// A random identity for histories: 64 bits as 11 characters.
pub(super) fn epoch_of(identity: u64) -> Epoch {
    Epoch::from(&*URL_SAFE_NO_PAD.encode(identity.to_be_bytes()))
}
