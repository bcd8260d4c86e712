use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::CommandError;

/// A JSON value as it was written; unset when there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Json(Option<Bytes>);

impl Json {
    /// The value as text.
    pub fn new(text: impl Into<Bytes>) -> Self {
        Self(Some(text.into()))
    }

    /// The value or, before it, the bytes of `base64`, which the field
    /// `b64_field` holds; none when neither is there.
    pub(super) fn or_base64(
        self,
        b64_field: &'static str,
        base64: &str,
    ) -> Result<Option<Bytes>, CommandError> {
        if base64.is_empty() {
            return Ok(self.0);
        }
        STANDARD.decode(base64).map(|bytes| Some(bytes.into())).map_err(|error| {
            let problem =
                format!("is not base64 ({error}): use the standard alphabet with padding");
            CommandError::invalid(b64_field, problem)
        })
    }

    /// The same, where `null` stands for nothing.
    pub(super) fn unless_null(self) -> Self {
        Self(self.0.filter(|text| &**text != b"null"))
    }

    /// The value's text; none when there is no value.
    pub(super) fn into_bytes(self) -> Option<Bytes> {
        self.0
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: Box<str> = Box::<RawValue>::deserialize(deserializer)?.into();
        Ok(Self::new(text.into_string()))
    }
}

/// Bytes as an answer shows them: as the JSON that they are, otherwise in
/// base64.
pub(super) fn shown(bytes: &[u8]) -> Result<Box<RawValue>, String> {
    let text = std::str::from_utf8(bytes).ok().map(str::to_owned);
    let json = text.and_then(|text| RawValue::from_string(text).ok());
    json.ok_or_else(|| STANDARD.encode(bytes))
}
