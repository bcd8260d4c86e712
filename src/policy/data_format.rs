//! `publication_data_format`: what payloads of a namespace look like.

use serde::de::IgnoredAny;

use super::{ChannelOptions, options::place};

/// What the payload of a publication must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PublicationDataFormat {
    /// Anything, also nothing: `""` and `"binary"`.
    #[default]
    Any,
    /// A JSON value: `"json"`.
    Json,
    /// A JSON object: `"json_object"`.
    JsonObject,
}

/// A payload is not of the namespace's format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "data is not {wanted} ({problem}): publish {wanted}, or change publication_data_format in {}",
    place(.namespace)
)]
pub struct BadData {
    wanted: &'static str,
    problem: String,
    namespace: String,
}

impl ChannelOptions {
    /// Checks a payload against `publication_data_format`.
    ///
    /// # Errors
    /// [`BadData`]: answered with code 107.
    pub fn check_data(&self, data: &[u8]) -> Result<(), BadData> {
        let wanted = match self.publication_data_format {
            PublicationDataFormat::Any => return Ok(()),
            PublicationDataFormat::Json => "JSON",
            PublicationDataFormat::JsonObject => "a JSON object",
        };
        let bad =
            |problem: String| BadData { wanted, problem, namespace: self.namespace.to_string() };
        // What it skips, serde_json takes without looking at its encoding.
        let text = std::str::from_utf8(data).map_err(|error| bad(error.to_string()))?;
        serde_json::from_str::<IgnoredAny>(text).map_err(|error| bad(error.to_string()))?;
        let object = text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with('{');
        match self.publication_data_format {
            PublicationDataFormat::JsonObject if !object => {
                Err(bad("another kind of value".to_owned()))
            }
            _ => Ok(()),
        }
    }
}
