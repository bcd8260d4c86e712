//! Configuration files: TOML, YAML and JSON, told apart by their names.

use std::path::Path;

use serde_json::Value;

use super::{Problem, Source};

/// Reads a file into one tree.
///
/// # Errors
/// A [`Problem`] with the file as its source.
pub(super) fn read(path: &Path) -> Result<Value, Problem> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let parse: fn(&str) -> Result<Value, String> = match extension.to_ascii_lowercase().as_str() {
        "toml" => |text| toml::from_str(text).map_err(|e| toml_error(text, &e)),
        "yaml" | "yml" => |text| serde_saphyr::from_str(text).map_err(|e| yaml_error(&e)),
        // Says where and what was expected there, nothing of the file.
        "json" => |text| serde_json::from_str(text).map_err(|e| e.to_string()),
        _ => {
            let message = "unknown kind of file: name it .toml, .yaml, .yml or .json";
            return Err(problem(path, message.to_owned()));
        }
    };
    let text = std::fs::read_to_string(path).map_err(|e| {
        problem(path, format!("cannot be read: {e}: check --config and FANWIRE_CONFIG"))
    })?;
    match parse(&text) {
        Ok(tree @ (Value::Object(_) | Value::Null)) => Ok(tree),
        Ok(_) => Err(problem(path, "is not a table of options: start with a section".to_owned())),
        Err(error) => Err(problem(path, format!("cannot be parsed: {error}"))),
    }
}

/// Where and why. The library's own text would show the line too, and a secret
/// may be on it.
fn toml_error(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let Some(before) = before else { return error.message().to_owned() };
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{} at line {line} column {column}", error.message())
}

/// Where. The library's texts show lines, and name aliases, tags and keys as
/// they are written: an unquoted secret may begin like one of these.
fn yaml_error(error: &serde_saphyr::Error) -> String {
    let place = error.location().map(|at| format!(" at line {} column {}", at.line(), at.column()));
    let place = place.unwrap_or_default();
    format!("it is not the YAML that is expected{place}: check indentation and quotes there")
}

fn problem(path: &Path, message: String) -> Problem {
    Problem { path: String::new(), source: Some(Source::File(path.to_owned())), message }
}
