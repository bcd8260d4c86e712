use serde::{Deserialize, de::DeserializeOwned};

use super::{Command, CommandError, OneOf, object::only_as_object};

/// Commands of one batch.
pub const MAX_COMMANDS: usize = 10_000;

/// Many commands in one request.
#[derive(Debug, Default, Deserialize)]
#[serde(default, remote = "Self")]
pub struct BatchRequest {
    commands: Vec<OneOf>,
    /// They may be done at the same time.
    pub parallel: Option<bool>,
}

only_as_object!(BatchRequest);

impl BatchRequest {
    /// The commands in order; none where no method is named.
    ///
    /// # Errors
    /// [`CommandError::Invalid`] when there are too many.
    pub fn into_commands(self) -> Result<Vec<Option<Command>>, CommandError> {
        let count = self.commands.len();
        if count > MAX_COMMANDS {
            let problem = format!("has {count}, at most {MAX_COMMANDS} are allowed: split it");
            return Err(CommandError::invalid("commands", problem));
        }
        Ok(self.commands.into_iter().map(Into::into).collect())
    }
}

/// Reads JSON of the kind that is asked for.
///
/// # Errors
/// [`CommandError::Malformed`] names the field and the place in the text.
pub fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, CommandError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let read = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let field = error.path().to_string();
        let problem = error.into_inner();
        CommandError::Malformed(match field.as_str() {
            "." => format!("the body is not a JSON object of the method's fields: {problem}"),
            field => format!("{field}: {problem}"),
        })
    })?;
    let ended = deserializer.end();
    let ended =
        ended.map_err(|error| CommandError::Malformed(format!("{error}: send one JSON object")));
    ended.map(|()| read)
}
