//! Reads options by their types and remembers everything it was asked for.

use std::{fmt::Display, fs, ops::RangeInclusive, path::PathBuf, time::Duration};

use serde_json::Value;

use super::{Problem, Source, duration, values::Values};
use crate::auth::Secret;

/// How an option is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// A string; durations, addresses and file names too.
    Text,
    /// A list of strings.
    Texts,
    /// A string that is not shown.
    Secret,
}

impl Kind {
    /// The value that `text` stands for in an environment variable or a flag.
    pub(super) fn value_of(self, text: &str) -> Result<Value, String> {
        let plain = || Value::from(text);
        Ok(match self {
            Self::Flag => text.parse::<bool>().map_or_else(|_| plain(), Value::from),
            Self::Number => text.parse::<i64>().map_or_else(|_| plain(), Value::from),
            Self::Text | Self::Secret => plain(),
            Self::Texts => serde_json::from_str(text).map_err(|error| {
                format!("is not JSON ({error}): write for example [\"https://example.com\"]")
            })?,
        })
    }
}

/// An option with its value, as `config show` prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Such as `client.ping_interval`.
    pub path: String,
    /// How it is written.
    pub kind: Kind,
    /// As it was written; of a secret only whether it is set.
    pub value: Value,
    /// Who set it.
    pub source: Source,
}

/// Stands for a secret that is set.
const HIDDEN: &str = "***";

/// Is in the text of every private key: pasted where it does not belong, it is
/// a secret all the same.
const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// Reads options, each once. Problems are collected: a bad value reads as its
/// default.
pub(super) struct Reader<'a> {
    values: &'a Values,
    pub(super) settings: Vec<Setting>,
    pub(super) problems: Vec<Problem>,
    pub(super) warnings: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// `problems` are those that merging the values has found.
    pub(super) fn new(values: &'a Values, problems: Vec<Problem>) -> Self {
        Self { values, settings: Vec::new(), problems, warnings: Vec::new() }
    }

    pub(super) fn entries(&self, list: &str) -> Vec<String> {
        self.values.entries(list)
    }

    pub(super) fn flag(&mut self, path: &str, default: bool) -> bool {
        self.read(path, Kind::Flag, default, default.into(), |value| {
            value.as_bool().ok_or_else(|| format!("expected true or false, got {value}"))
        })
    }

    pub(super) fn number<T>(&mut self, path: &str, default: T, range: RangeInclusive<T>) -> T
    where
        T: Copy + Display + PartialOrd + TryFrom<u64> + Into<Value>,
    {
        let (least, most) = (*range.start(), *range.end());
        self.read(path, Kind::Number, default, default.into(), |value| match value {
            Value::Number(given) => given
                .as_u64()
                .and_then(|number| T::try_from(number).ok())
                .filter(|number| range.contains(number))
                .ok_or_else(|| format!("{given} is out of range: use {least} to {most}")),
            other => Err(format!("expected a whole number from {least} to {most}, got {other}")),
        })
    }

    /// A duration of at least `least`.
    pub(super) fn duration(&mut self, path: &str, default: Duration, least: Duration) -> Duration {
        let text = duration::format(default);
        self.read(path, Kind::Text, default, text.into(), |value| {
            let given = match value {
                Value::String(text) => duration::parse(text)?,
                Value::Number(number) => {
                    return Err(format!("{number} has no unit: write \"{number}s\""));
                }
                other => return Err(format!("expected a duration such as \"25s\", got {other}")),
            };
            if given < least {
                let (given, least) = (duration::format(given), duration::format(least));
                return Err(format!("{given} is too short: use at least {least}"));
            }
            Ok(given)
        })
    }

    pub(super) fn text(&mut self, path: &str, default: &str) -> String {
        self.parsed(path, default.to_owned(), |text| Ok(text.to_owned()))
    }

    /// A file name; empty for none.
    pub(super) fn file(&mut self, path: &str) -> Option<PathBuf> {
        let text = self.parsed(path, String::new(), |text| match text.contains(PRIVATE_KEY) {
            true => Err("is a key itself: write the name of the file that holds it".to_owned()),
            false => Ok(text.to_owned()),
        });
        (!text.is_empty()).then(|| text.into())
    }

    /// Text; none when it is empty.
    pub(super) fn some_text(&mut self, path: &str) -> Option<String> {
        Some(self.text(path, "")).filter(|text| !text.is_empty())
    }

    /// Text, or the contents of the file that the option `<path>_file` names.
    pub(super) fn text_or_file(&mut self, path: &str) -> Option<String> {
        let text = self.some_text(path);
        let contents = self.contents(path);
        text.or(contents)
    }

    /// A secret, or the file that holds it, named by the option `<path>_file`.
    pub(super) fn secret(&mut self, path: &str) -> Option<Secret> {
        let secret = self.hidden(path);
        let contents = self.contents(path);
        secret.or_else(|| contents.map(Secret::from))
    }

    /// Text that is not shown; none when it is empty.
    pub(super) fn hidden(&mut self, path: &str) -> Option<Secret> {
        self.read(path, Kind::Secret, None, "".into(), |value| match value.as_str() {
            Some("") => Ok(None),
            Some(HIDDEN) => Err(format!(
                "{HIDDEN} is what `fanwire config show` prints for a secret: write the secret"
            )),
            Some(text) => Ok(Some(Secret::from(text))),
            None => Err("expected a string: put it in quotes".to_owned()),
        })
    }

    /// The contents of the file that `<path>_file` names, without the newline
    /// at their end.
    fn contents(&mut self, path: &str) -> Option<String> {
        let option = format!("{path}_file");
        let file = self.file(&option)?;
        if self.is_set(path) {
            let message = format!("is set together with {path}: remove one of them");
            self.problem(&option, message);
        }
        let message = match fs::read_to_string(&file) {
            Ok(text) => match text.trim_end_matches(['\n', '\r']) {
                "" => "is empty: write the key into it".to_owned(),
                key => return Some(key.to_owned()),
            },
            Err(error) => {
                format!("cannot be read: {error}: name a file that this process may read")
            }
        };
        self.problem(&option, format!("{} {message}", file.display()));
        None
    }

    fn is_set(&self, path: &str) -> bool {
        self.values.get(path).is_some_and(|given| given.value != "")
    }

    /// Who set `path` when somebody has, else `<path>_file`.
    pub(super) fn given(&self, path: &str) -> String {
        let file = format!("{path}_file");
        match self.is_set(&file) && !self.is_set(path) {
            true => file,
            false => path.to_owned(),
        }
    }

    /// One of `choices`; the first is the default.
    pub(super) fn choice<T: Copy>(&mut self, path: &str, choices: &[(&str, T)]) -> T {
        let (name, default) = choices[0];
        self.read(path, Kind::Text, default, name.into(), |value| {
            let chosen = choices.iter().find(|(name, _)| value.as_str() == Some(name));
            chosen.map(|(_, choice)| *choice).ok_or_else(|| {
                let names: Vec<_> = choices.iter().map(|(name, _)| format!("{name:?}")).collect();
                format!("{value} is not available in this version: use {}", names.join(" or "))
            })
        })
    }

    /// Text that stands for something else.
    pub(super) fn parsed<T: Display>(
        &mut self,
        path: &str,
        default: T,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> T {
        let text = default.to_string();
        self.read(path, Kind::Text, default, text.into(), |value| match value {
            Value::String(text) => parse(text),
            other if is_hidden(Kind::Text, other) => Err("expected a string".to_owned()),
            other => Err(format!("expected a string, got {other}: put it in quotes")),
        })
    }

    /// A list of strings, empty by default; `check` says what is wrong with one.
    pub(super) fn texts(
        &mut self,
        path: &str,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Vec<String> {
        self.texts_or(path, &[], check)
    }

    /// A list of strings.
    pub(super) fn texts_or(
        &mut self,
        path: &str,
        default: &[&str],
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Vec<String> {
        let list: Vec<_> = default.iter().map(|text| (*text).to_owned()).collect();
        self.read(path, Kind::Texts, list, default.into(), |value| {
            let wrong = || format!("expected a list of strings, got {value}");
            let list = value.as_array().ok_or_else(wrong)?;
            list.iter()
                .map(|entry| {
                    let text = entry.as_str().ok_or_else(wrong)?;
                    check(text).map(|()| text.to_owned())
                })
                .collect()
        })
    }

    /// Notes what is wrong with `path`.
    pub(super) fn problem(&mut self, path: &str, message: String) {
        let source = self.values.source(path).cloned();
        self.problems.push(Problem { path: path.to_owned(), source, message });
    }

    /// Notes what had better be done otherwise at `path`.
    pub(super) fn warn(&mut self, path: &str, message: String) {
        let source = self.values.source(path).cloned();
        self.warnings.push(Problem { path: path.to_owned(), source, message });
    }

    /// Notes that the options at `paths` do not go together; the first gets the
    /// blame. Silent when one of them is wrong by itself: it reads as its
    /// default, and what follows from that is not the writer's.
    pub(super) fn conflict(&mut self, paths: &[&str], message: String) {
        let known = |path: &&str| self.problems.iter().any(|problem| problem.path == **path);
        if !paths.iter().any(known) {
            self.problem(paths[0], message);
        }
    }

    fn read<T>(
        &mut self,
        path: &str,
        kind: Kind,
        default: T,
        default_value: Value,
        parse: impl FnOnce(&Value) -> Result<T, String>,
    ) -> T {
        let values = self.values;
        let Some(given) = values.get(path) else {
            self.remember(path, kind, default_value, Source::Default);
            return default;
        };
        self.remember(path, kind, given.value.clone(), given.source.clone());
        parse(&given.value).unwrap_or_else(|message| {
            self.problem(path, message);
            default
        })
    }

    fn remember(&mut self, path: &str, kind: Kind, mut value: Value, source: Source) {
        if is_hidden(kind, &value) {
            value = HIDDEN.into();
        }
        self.settings.push(Setting { path: path.to_owned(), kind, value, source });
    }
}

fn is_hidden(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Secret => value != "",
        _ => value.to_string().contains(PRIVATE_KEY),
    }
}
