use std::{fmt, path::PathBuf};

/// Who set an option. Later ones win over earlier ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Nobody: the built-in default.
    Default,
    /// The subcommand's own default, such as those of `dev`.
    Preset(&'static str),
    /// A configuration file.
    File(PathBuf),
    /// An environment variable of this name.
    Env(String),
    /// A flag of the command line.
    Flag(&'static str),
}

impl Source {
    /// `default`, `preset`, `file`, `env` or `flag`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Preset(_) => "preset",
            Self::File(_) => "file",
            Self::Env(_) => "env",
            Self::Flag(_) => "flag",
        }
    }

    /// Which file, variable, flag or subcommand; none for the default.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Default => None,
            Self::Preset(name) | Self::Flag(name) => Some((*name).to_owned()),
            Self::File(path) => Some(path.display().to_string()),
            Self::Env(name) => Some(name.clone()),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "{} {name}", self.kind()),
            None => f.write_str(self.kind()),
        }
    }
}
