use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A place in a database's log.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub(super) struct Lsn(pub u64);

impl fmt::Display for Lsn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:X}/{:X}", self.0 >> 32, self.0 & 0xFFFF_FFFF)
    }
}

impl FromStr for Lsn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let halves = text.split_once('/').and_then(|(high, low)| {
            let half = |text| u32::from_str_radix(text, 16).ok().map(u64::from);
            Some(half(high)? << 32 | half(low)?)
        });
        halves.map(Self).ok_or_else(|| format!("{text:?} is no place in a log"))
    }
}
