use std::path::PathBuf;

use clap::Args;

use crate::config::{Assignment, LoadOptions};

/// The flags of every command that reads the configuration.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Configuration")]
pub struct ConfigFlags {
    /// Configuration file: .toml, .yaml, .yml or .json
    #[arg(long, value_name = "FILE", env = "FANWIRE_CONFIG")]
    pub config: Option<PathBuf>,

    /// Let anybody do anything, from this machine only (client.insecure = true)
    #[arg(long)]
    pub insecure: bool,

    /// Log level, or directives such as "info,fanwire::session=debug" (log.level)
    #[arg(long, value_name = "LEVEL")]
    pub log_level: Option<String>,

    /// Set any option; lists and tables as JSON. May be repeated
    #[arg(long, value_name = "OPTION=VALUE", value_parser = assignment)]
    pub set: Vec<(String, String)>,
}

impl ConfigFlags {
    /// The sources that these flags and the environment name.
    pub fn into_load_options(self) -> LoadOptions {
        let mut flags: Vec<_> = self
            .set
            .into_iter()
            .map(|(path, value)| Assignment { path, value, by: "--set" })
            .collect();
        let mut named = |path: &str, value: String, by| {
            flags.push(Assignment { path: path.to_owned(), value, by });
        };
        if self.insecure {
            named("client.insecure", "true".to_owned(), "--insecure");
        }
        if let Some(level) = self.log_level {
            named("log.level", level, "--log-level");
        }
        LoadOptions { file: self.config, flags, ..LoadOptions::default() }.with_process_env()
    }
}

fn assignment(text: &str) -> Result<(String, String), String> {
    let (path, value) =
        text.split_once('=').ok_or("write OPTION=VALUE, for example client.ping_interval=10s")?;
    Ok((path.trim().to_owned(), value.to_owned()))
}
