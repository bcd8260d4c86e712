use std::process::ExitCode;

use crate::config::ConfigErrors;

/// How a command ended. Scripts rely on the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Ok = 0,
    /// Anything that no other code stands for.
    Failed = 1,
    /// Another command line or configuration is needed.
    Usage = 2,
    /// No server answered.
    Unreachable = 3,
    /// The server answered no.
    Refused = 4,
}

impl Exit {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 5] =
        [Self::Ok, Self::Failed, Self::Usage, Self::Unreachable, Self::Refused];

    /// What the code says, for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Ok => "done",
            Self::Failed => "failed",
            Self::Usage => "wrong usage or configuration",
            Self::Unreachable => "server not reachable",
            Self::Refused => "the server refused, for example an unknown namespace",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command did not end well.
#[derive(Debug)]
pub struct Failure {
    /// The code to exit with.
    pub exit: Exit,
    /// What to print.
    pub error: anyhow::Error,
}

impl Failure {
    /// An error that `exit` stands for.
    pub fn new(exit: Exit, error: impl Into<anyhow::Error>) -> Self {
        Self { exit, error: error.into() }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::new(Exit::Failed, error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::new(Exit::Failed, error)
    }
}

impl From<ConfigErrors> for Failure {
    fn from(errors: ConfigErrors) -> Self {
        Self::new(Exit::Usage, errors)
    }
}

/// The end of `--help`.
pub(super) fn help() -> String {
    let line = |exit: &Exit| format!("\n  {}  {}", *exit as u8, exit.meaning());
    format!("Exit codes:{}", Exit::ALL.iter().map(line).collect::<String>())
}
