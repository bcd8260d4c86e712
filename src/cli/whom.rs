//! Whose connections a command is about, and what it says of them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::{
    Failure,
    render::{self, Reader},
};

/// Prints what a command did to `connections` of them. `said` goes before
/// their number, for people.
///
/// # Errors
/// Those of stdout.
pub(super) fn report(
    json: bool,
    user: &str,
    client: Option<&str>,
    channel: Option<&str>,
    said: &str,
    connections: u32,
) -> Result<(), Failure> {
    let text = match json {
        true => {
            let mut object = serde_json::Map::new();
            let named = [("user", Some(user)), ("client", client), ("channel", channel)];
            for (name, value) in named {
                if let Some(value) = value.filter(|value| !value.is_empty()) {
                    object.insert(name.into(), value.into());
                }
            }
            object.insert("connections".into(), json!(connections));
            Value::from(object).to_string()
        }
        false => format!("{said}: {}", render::connections(connections)),
    };
    let (Reader::Reads | Reader::Gone) = render::line(&text)?;
    Ok(())
}

/// `from_now` as Unix seconds.
pub(super) fn unix_seconds(from_now: Duration) -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    now.saturating_add(from_now).as_secs()
}
