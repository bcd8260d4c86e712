//! Settings as text.

use serde_json::{Map, Value, json};

use super::Setting;

/// As a TOML file that means the same, with every value's source as a comment.
pub fn to_toml(settings: &[Setting]) -> String {
    let mut text = String::new();
    // Each table once, where its first option is, however they were read.
    let mut tables: Vec<&str> = Vec::new();
    for table in settings.iter().map(|setting| split(setting).0) {
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    for (i, table) in tables.into_iter().enumerate() {
        if i > 0 {
            text.push('\n');
        }
        match table.split_once('[') {
            Some((list, _)) => text.push_str(&format!("[[{list}]]\n")),
            None => text.push_str(&format!("[{table}]\n")),
        }
        for setting in settings.iter().filter(|setting| split(setting).0 == table) {
            // A JSON value that is no table is a TOML value too.
            let line = format!("{} = {}", split(setting).1, setting.value);
            text.push_str(&format!("{line:<44} # {}\n", setting.source));
        }
    }
    text
}

/// As one object: path -> value and source.
pub fn to_json(settings: &[Setting]) -> Value {
    let entry = |setting: &Setting| {
        let source = &setting.source;
        let entry = json!({"value": setting.value, "source": source.kind(), "from": source.name()});
        (setting.path.clone(), entry)
    };
    Value::Object(settings.iter().map(entry).collect::<Map<_, _>>())
}

fn split(setting: &Setting) -> (&str, &str) {
    setting.path.rsplit_once('.').unwrap_or(("", &setting.path))
}
