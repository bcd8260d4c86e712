use std::{fmt, str::FromStr};

/// A table's name as SQL has it: every part in quotes, so that it can stand in
/// a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableName {
    schema: Option<String>,
    name: String,
}

/// Longest name of PostgreSQL.
const MAX_BYTES: usize = 63;

impl TableName {
    /// The name without its schema, as PostgreSQL stores it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A table beside this one.
    pub fn with_suffix(&self, suffix: &str) -> Self {
        let mut name = self.name.clone();
        name.truncate(name.floor_char_boundary(MAX_BYTES - suffix.len()));
        Self { schema: self.schema.clone(), name: name + suffix }
    }

    /// A function, index or the like in the table's schema.
    pub fn beside(&self, suffix: &str) -> String {
        self.with_suffix(suffix).to_string()
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "\"{schema}\".")?;
        }
        write!(f, "\"{}\"", self.name)
    }
}

impl FromStr for TableName {
    type Err = String;

    /// `outbox`, `app.outbox` or `app."Outbox"`; without quotes in lower case,
    /// as in SQL.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{text:?} is not a table's name: write for example \"outbox\" or \"app.outbox\", \
                 with other characters than letters, digits and _ in double quotes"
            )
        };
        let (first, rest) = part(text).ok_or_else(wrong)?;
        match rest.strip_prefix('.') {
            None if rest.is_empty() => Ok(Self { schema: None, name: first }),
            None => Err(wrong()),
            Some(rest) => match part(rest) {
                Some((name, "")) => Ok(Self { schema: Some(first), name }),
                _ => Err(wrong()),
            },
        }
    }
}

/// One identifier, and what follows it.
fn part(text: &str) -> Option<(String, &str)> {
    let (name, rest) = match text.strip_prefix('"') {
        Some(quoted) => {
            let (name, rest) = quoted.split_once('"')?;
            (name.to_owned(), rest)
        }
        None => {
            let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let (name, rest) = text.split_at(end.unwrap_or(text.len()));
            if name.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            (name.to_ascii_lowercase(), rest)
        }
    };
    let is_name = !name.is_empty() && name.len() <= MAX_BYTES && !name.contains('\0');
    is_name.then_some((name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_and_nothing_else_gets_through() {
        for (text, quoted) in [
            ("outbox", "\"outbox\""),
            ("App.Outbox", "\"app\".\"outbox\""),
            ("app.\"Out box\"", "\"app\".\"Out box\""),
        ] {
            assert_eq!(text.parse::<TableName>().unwrap().to_string(), quoted);
        }
        let long = "x".repeat(64);
        for text in ["", ".", "a.", "a.b.c", "a b", "a;drop", "\"a", "\"a\"\"b\"", "1a", &long] {
            assert!(text.parse::<TableName>().is_err(), "{text}");
        }
    }
}
