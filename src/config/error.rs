use std::fmt;

use super::Source;

/// One thing that is wrong in a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The option, such as `client.ping_interval`; empty when it is the file
    /// as a whole.
    pub path: String,
    /// Who set it; none when nobody did.
    pub source: Option<Source>,
    /// The cause and the fix.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.path.as_str(), &self.source) {
            ("", Some(source)) => write!(f, "{source}: {}", self.message),
            ("", None) => f.write_str(&self.message),
            (path, Some(source)) => write!(f, "{path} ({source}): {}", self.message),
            (path, None) => write!(f, "{path}: {}", self.message),
        }
    }
}

/// Everything that is wrong in a configuration; at least one problem.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", lines(.problems))]
pub struct ConfigErrors {
    /// In the order of the sources, then of the options.
    pub problems: Vec<Problem>,
}

fn lines(problems: &[Problem]) -> String {
    let heading = match problems.len() {
        1 => "the configuration has a problem".to_owned(),
        n => format!("the configuration has {n} problems"),
    };
    problems.iter().fold(heading, |text, problem| format!("{text}\n  {problem}"))
}
