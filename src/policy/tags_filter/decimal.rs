//! Decimal numbers of any size, compared in place.

use std::cmp::Ordering;

/// Longest text that is taken for a number.
const MAX_BYTES: usize = 200;

/// A number as its text: an optional sign, digits, and maybe a point and more
/// digits. No exponent, no spaces.
#[derive(Debug, Clone, Copy)]
pub(super) struct Decimal<'a> {
    negative: bool,
    /// Without leading zeros.
    whole: &'a [u8],
    /// Without trailing zeros.
    fraction: &'a [u8],
}

impl<'a> Decimal<'a> {
    /// None when `text` is not a number.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) => (digits(whole)?, digits(fraction)?),
            None => (digits(unsigned)?, &b""[..]),
        };
        let leading = whole.iter().take_while(|digit| **digit == b'0').count();
        let trailing = fraction.iter().rev().take_while(|digit| **digit == b'0').count();
        let (whole, fraction) = (&whole[leading..], &fraction[..fraction.len() - trailing]);
        // There is one zero.
        let negative = text.starts_with('-') && !(whole.is_empty() && fraction.is_empty());
        Some(Self { negative, whole, fraction })
    }

    pub(super) fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.cmp_size(other),
            (true, true) => other.cmp_size(self),
        }
    }

    /// Without leading zeros the longer number is the greater; fractions compare
    /// as text.
    fn cmp_size(&self, other: &Self) -> Ordering {
        let whole = (self.whole.len(), self.whole).cmp(&(other.whole.len(), other.whole));
        whole.then_with(|| self.fraction.cmp(other.fraction))
    }
}

fn digits(text: &str) -> Option<&[u8]> {
    let are_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    are_digits.then_some(text.as_bytes())
}
