//! What the sources say, merged option by option.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
};

use serde_json::{Map, Value};

use super::{
    Problem, Source,
    schema::{ENV_PREFIX, Node, Schema, is_foreign_variable, pattern_of},
};

/// An option's value and who set it.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) value: Value,
    pub(super) source: Source,
}

/// What is set, by path.
#[derive(Debug, Default)]
pub(super) struct Values {
    options: BTreeMap<String, Given>,
    /// Number of entries of each list of tables.
    lists: BTreeMap<String, usize>,
    sample: bool,
}

impl Values {
    /// Nothing set, but one entry named `[]` in every list of tables.
    pub(super) fn sample() -> Self {
        Self { sample: true, ..Self::default() }
    }

    pub(super) fn get(&self, path: &str) -> Option<&Given> {
        self.options.get(path)
    }

    /// Who set the option at `path`, or the first one of the table there.
    pub(super) fn source(&self, path: &str) -> Option<&Source> {
        let (first, given) = self.options.range(path.to_owned()..).next()?;
        let below = first.strip_prefix(path)?;
        (below.is_empty() || below.starts_with(['.', '['])).then_some(&given.source)
    }

    /// The paths of the entries of a list of tables.
    pub(super) fn entries(&self, list: &str) -> Vec<String> {
        if self.sample {
            return vec![format!("{list}[]")];
        }
        let count = self.lists.get(list).copied().unwrap_or_default();
        (0..count).map(|i| format!("{list}[{i}]")).collect()
    }
}

/// Takes the sources one after the other, the weakest first.
pub(super) struct Merger<'a> {
    schema: &'a Schema,
    pub(super) values: Values,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Merger<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        Self { schema, values: Values::default(), problems: Vec::new() }
    }

    /// Takes a file's tree.
    pub(super) fn tree(&mut self, tree: Value, source: &Source) {
        match tree {
            Value::Object(table) => self.table("", table, source),
            _empty => {}
        }
    }

    /// Takes the variables of ours among `variables`.
    pub(super) fn environment(&mut self, mut variables: Vec<(String, OsString)>) {
        // Tables before what is in them, so that the narrower one wins.
        variables.sort();
        for (name, text) in variables {
            if !name.starts_with(ENV_PREFIX) {
                continue;
            }
            let source = Source::Env(name.clone());
            match self.schema.path_of_variable(&name).map(str::to_owned) {
                Some(path) => self.text(&path, &text, &source),
                None if is_foreign_variable(&name, &text) => {}
                None => {
                    let hint = self.schema.suggest_variable(&name);
                    self.problem("", &source, unknown("environment variable", hint));
                }
            }
        }
    }

    /// Takes one option as text, as environment and flags have it.
    pub(super) fn text(&mut self, path: &str, text: &OsStr, source: &Source) {
        let Some(text) = text.to_str() else {
            return self.problem(path, source, "is not valid UTF-8: write it in UTF-8".to_owned());
        };
        let value = match self.schema.node(path) {
            Some(Node::Option(kind)) => kind.value_of(text),
            Some(Node::Table) => json(text, r#"{"history_size": 10}"#),
            Some(Node::Tables) => json(text, r#"[{"name": "chat"}]"#),
            None => match path.split_once('[') {
                Some((list, _)) => Err(format!("is in a list: set {list} as a whole, as JSON")),
                None => return self.unknown(path, source),
            },
        };
        match value {
            Ok(value) => self.place(path, value, source),
            Err(message) => self.problem(path, source, message),
        }
    }

    fn place(&mut self, path: &str, value: Value, source: &Source) {
        match (self.schema.node(&pattern_of(path)), value) {
            (Some(Node::Option(_)), value) => {
                let given = Given { value, source: source.clone() };
                self.values.options.insert(path.to_owned(), given);
            }
            (Some(Node::Table), Value::Object(table)) => self.table(path, table, source),
            (Some(_), Value::Null) => {}
            (Some(Node::Table), other) => {
                let message = format!("expected a table of options, got {}", kind_of(&other));
                self.problem(path, source, message);
            }
            (Some(Node::Tables), Value::Array(list)) => self.list(path, list, source),
            (Some(Node::Tables), other) => {
                let message = format!("expected a list of tables, got {}", kind_of(&other));
                self.problem(path, source, message);
            }
            (None, _) => self.unknown(path, source),
        }
    }

    fn table(&mut self, path: &str, table: Map<String, Value>, source: &Source) {
        for (key, value) in table {
            let path = if path.is_empty() { key } else { format!("{path}.{key}") };
            self.place(&path, value, source);
        }
    }

    /// A list replaces the list of a weaker source; entries are not merged.
    fn list(&mut self, path: &str, list: Vec<Value>, source: &Source) {
        let entries = format!("{path}[");
        self.values.options.retain(|option, _| !option.starts_with(&entries));
        self.values.lists.insert(path.to_owned(), list.len());
        for (i, entry) in list.into_iter().enumerate() {
            self.place(&format!("{path}[{i}]"), entry, source);
        }
    }

    fn unknown(&mut self, path: &str, source: &Source) {
        let message = unknown("option", self.schema.suggest(path));
        self.problem(path, source, message);
    }

    fn problem(&mut self, path: &str, source: &Source, message: String) {
        self.problems.push(Problem {
            path: path.to_owned(),
            source: Some(source.clone()),
            message,
        });
    }
}

/// What a value is; it may be a secret in the wrong place.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "a table",
    }
}

fn json(text: &str, example: &str) -> Result<Value, String> {
    serde_json::from_str(text)
        .map_err(|error| format!("is not JSON ({error}): write for example {example}"))
}

fn unknown(what: &str, hint: Option<String>) -> String {
    match hint {
        Some(hint) => format!("unknown {what}: did you mean {hint}?"),
        None => format!("unknown {what}: remove it (`fanwire config show` lists what there is)"),
    }
}
