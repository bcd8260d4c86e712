//! File, environment and flags -> one checked configuration. It builds the
//! configuration types that the rooms own; no room knows this one.

mod checks;
mod consumers;
mod duration;
mod error;
mod file;
mod reader;
mod schema;
mod sections;
mod security;
mod show;
mod shutdown;
mod source;
#[cfg(test)]
mod tests;
mod tokens;
mod values;

use std::{ffi::OsString, path::PathBuf};

use self::{reader::Reader, schema::Schema, values::Merger, values::Values};
use crate::{
    auth::{ApiConfig, AuthConfig},
    consumers::ConsumerConfig,
    engine::EngineConfig,
    policy::ChannelConfig,
    session::SessionConfig,
    telemetry::log::LogConfig,
    transport::TransportConfig,
};

pub use error::{ConfigErrors, Problem};
pub use reader::{Kind, Setting};
pub use show::{to_json, to_toml};
pub use shutdown::ShutdownConfig;
pub use source::Source;

/// What the server runs with. Every part was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// `[client.token]` and its neighbours
    pub auth: AuthConfig,
    /// `[api]`
    pub api: ApiConfig,
    /// `[client]`
    pub client: SessionConfig,
    /// `[channel]`
    pub channel: ChannelConfig,
    /// `[listen]`
    pub transport: TransportConfig,
    /// `[engine]`
    pub engine: EngineConfig,
    /// `[[consumers]]` that are enabled
    pub consumers: Vec<ConsumerConfig>,
    /// `[shutdown]`
    pub shutdown: ShutdownConfig,
    /// `[log]`
    pub log: LogConfig,
}

/// One option set by a flag or a subcommand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Such as `client.ping_interval`.
    pub path: String,
    /// As an environment variable would have it; lists and tables as JSON.
    pub value: String,
    /// The flag or the subcommand that says so, such as `--insecure`.
    pub by: &'static str,
}

/// Where a configuration comes from, the weakest source first.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// The subcommand's own defaults.
    pub presets: Vec<Assignment>,
    /// A file; TOML, YAML or JSON by its name.
    pub file: Option<PathBuf>,
    /// Environment variables; those without our prefix are ignored.
    pub env: Vec<(String, OsString)>,
    /// Flags, in the order given.
    pub flags: Vec<Assignment>,
    /// Nothing will listen: whom listeners would let in is not checked.
    pub offline: bool,
}

impl LoadOptions {
    /// Takes the environment of this process.
    pub fn with_process_env(mut self) -> Self {
        let named = |(name, value): (OsString, _)| Some((name.into_string().ok()?, value));
        self.env = std::env::vars_os().filter_map(named).collect();
        self
    }
}

/// A configuration with its sources.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// Every option with its value and who set it, also where it is wrong;
    /// empty when the file cannot be read.
    pub settings: Vec<Setting>,
    /// What is allowed, but better done otherwise.
    pub warnings: Vec<Problem>,
    /// What comes out of it.
    pub config: Result<Config, ConfigErrors>,
}

impl Config {
    /// Merges the sources and checks the result.
    ///
    /// # Errors
    /// All problems at once, each with its option, its source and the fix.
    pub fn load(options: LoadOptions) -> Result<Self, ConfigErrors> {
        inspect(options).config
    }
}

/// Merges the sources and keeps them, whether the result is right or wrong.
pub fn inspect(options: LoadOptions) -> Loaded {
    let tree = match options.file.as_deref().map(file::read).transpose() {
        Ok(tree) => tree.unwrap_or_default(),
        Err(problem) => {
            let config = Err(ConfigErrors { problems: vec![problem] });
            return Loaded { settings: Vec::new(), warnings: Vec::new(), config };
        }
    };
    let schema = Schema::new(&self::options());
    let mut merger = Merger::new(&schema);
    for preset in options.presets {
        merger.text(&preset.path, preset.value.as_ref(), &Source::Preset(preset.by));
    }
    merger.tree(tree, &Source::File(options.file.unwrap_or_default()));
    merger.environment(options.env);
    for flag in options.flags {
        merger.text(&flag.path, flag.value.as_ref(), &Source::Flag(flag.by));
    }
    let Merger { values, problems, .. } = merger;
    let mut reader = Reader::new(&values, problems);
    let config = sections::read(&mut reader);
    checks::check(&mut reader, &config, options.offline);
    let Reader { settings, problems, warnings, .. } = reader;
    let config = if problems.is_empty() { Ok(config) } else { Err(ConfigErrors { problems }) };
    Loaded { settings, warnings, config }
}

/// Every option with its default; `[]` stands for any entry of a list.
pub fn options() -> Vec<Setting> {
    let sample = Values::sample();
    let mut reader = Reader::new(&sample, Vec::new());
    sections::read(&mut reader);
    reader.settings
}
