use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::model::Epoch;

/// A random identity for histories: 64 bits as 11 characters. Not the first of
/// them is a dash: on a command line that would be an option.
pub(super) fn epoch_of(identity: u64) -> Epoch {
    let text = URL_SAFE_NO_PAD.encode(identity.to_be_bytes());
    match text.strip_prefix('-') {
        Some(rest) => Epoch::from(&*format!(".{rest}")),
        None => Epoch::from(&*text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_identity_looks_like_an_option_and_no_two_look_alike() {
        let all: std::collections::HashSet<_> =
            (0..256).map(|first: u64| epoch_of(first << 56).to_string()).collect();
        assert_eq!(all.len(), 256);
        assert!(all.iter().all(|epoch| !epoch.starts_with('-')));
    }
}
