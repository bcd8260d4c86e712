//! Reads the claims of a verified token, one by one, so that a reason can name
//! the wrong one. Of a claim that is there twice the last one counts.

use std::{collections::HashMap, fmt::Display};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Number, value::RawValue};

use super::TokenError;

#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Claims(HashMap<String, Box<RawValue>>);

/// A point in time as tokens have it: seconds, perhaps with a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NumericDate {
    /// Unix milliseconds, cut to what fits; 0 only when the claim is exactly 0.
    pub(super) ms: u64,
}

impl NumericDate {
    /// Unix seconds, rounded down.
    pub(super) fn seconds(self) -> u64 {
        self.ms / 1000
    }
}

impl From<Number> for NumericDate {
    fn from(number: Number) -> Self {
        let ms = match (number.as_u64(), number.as_f64()) {
            (Some(seconds), _) => seconds.saturating_mul(1000),
            (None, Some(0.0)) => 0,
            // The cast saturates, and what is before 1970 is 1970.
            (None, float) => ((float.unwrap_or(f64::INFINITY) * 1000.0) as u64).max(1),
        };
        Self { ms }
    }
}

impl Claims {
    /// The claim `name`; none when it is missing or null.
    pub(super) fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, TokenError> {
        let Some(json) = self.0.get(name) else { return Ok(None) };
        serde_json::from_str(json.get()).map_err(|error| wrong(name, error))
    }

    pub(super) fn date(&self, name: &str) -> Result<Option<NumericDate>, TokenError> {
        Ok(self.get::<Number>(name)?.map(NumericDate::from))
    }

    /// The user's id in the claim `name`. Some backends write numbers.
    pub(super) fn user(&self, name: &str) -> Result<Option<String>, TokenError> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a string or a whole number")]
        enum UserClaim {
            Text(String),
            Unsigned(u64),
            Signed(i64),
        }
        Ok(self.get(name)?.map(|claim| match claim {
            UserClaim::Text(id) => id,
            UserClaim::Unsigned(id) => id.to_string(),
            UserClaim::Signed(id) => id.to_string(),
        }))
    }

    /// A string or a list of strings.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<String>, TokenError> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a string or a list of strings")]
        enum TextsClaim {
            One(String),
            Many(Vec<String>),
        }
        Ok(match self.get(name)? {
            Some(TextsClaim::One(text)) => vec![text],
            Some(TextsClaim::Many(texts)) => texts,
            None => Vec::new(),
        })
    }

    /// Any JSON, as compact text.
    pub(super) fn json(&self, name: &str) -> Result<Option<Bytes>, TokenError> {
        Ok(self.get::<Box<RawValue>>(name)?.as_deref().and_then(compact))
    }

    /// The bytes in `base64`, which wins, or the JSON text in `json`.
    pub(super) fn payload(&self, json: &str, base64: &str) -> Result<Option<Bytes>, TokenError> {
        match self.get::<String>(base64)? {
            Some(text) => decode(base64, &text).map(Some),
            None => self.json(json),
        }
    }
}

/// Decodes the base64 text of the claim `name`.
pub(super) fn decode(name: &str, text: &str) -> Result<Bytes, TokenError> {
    STANDARD.decode(text).map(Bytes::from).map_err(|error| wrong(name, error))
}

/// JSON without the white space between its parts; none for null.
pub(super) fn compact(json: &RawValue) -> Option<Bytes> {
    let (mut in_string, mut escaped) = (false, false);
    let text = json.get().bytes().filter(|byte| {
        if in_string {
            in_string = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            return true;
        }
        in_string = *byte == b'"';
        !byte.is_ascii_whitespace()
    });
    let text: Vec<u8> = text.collect();
    (text != b"null").then(|| text.into())
}

/// The reason that names a claim.
pub(super) fn wrong(name: &str, error: impl Display) -> TokenError {
    TokenError::Invalid(format!("its claim {name:?} is wrong: {error}"))
}
