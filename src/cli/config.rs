use clap::{Args, Subcommand};

use super::{ConfigFlags, Failure, as_client, explain::Explain, output, render};
use crate::config;

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Say whether the server would run with this configuration
    Check(Check),
    /// Print every option with its value and where it comes from
    Show(Show),
    Explain(Explain),
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    flags: ConfigFlags,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// Print one JSON object instead of TOML
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    flags: ConfigFlags,
}

impl ConfigCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self {
            Self::Check(check) => check.run(),
            Self::Show(show) => show.run(),
            Self::Explain(explain) => as_client(explain.run()),
        }
    }
}

impl Check {
    fn run(self) -> Result<(), Failure> {
        let loaded = config::inspect(self.flags.into_load_options());
        for warning in &loaded.warnings {
            render::note(&format!("warning: {warning}"));
        }
        loaded.config?;
        Ok(output::print("configuration ok\n")?)
    }
}

impl Show {
    /// Shows a wrong configuration too: that is when one wants to see it.
    fn run(self) -> Result<(), Failure> {
        let loaded = config::inspect(self.flags.into_load_options());
        output::print(&match self.json {
            true => format!("{:#}\n", config::to_json(&loaded.settings)),
            false => config::to_toml(&loaded.settings),
        })?;
        Ok(loaded.config.map(drop)?)
    }
}
