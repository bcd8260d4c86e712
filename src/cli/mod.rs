//! The command line: one file per subcommand.

mod config;
mod config_flags;
mod dev;
mod exit;
mod output;
mod serve;

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, Subcommand};

pub use config_flags::ConfigFlags;
pub use exit::{Exit, Failure};

/// Real-time messaging server: publish over gRPC, every subscriber gets every
/// message, in order.
#[derive(Debug, Parser)]
#[command(name = "fanwire", version, after_help = exit::help(), max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Dev(dev::Dev),
    Serve(serve::Serve),
    /// Check or show the configuration without starting anything
    #[command(subcommand)]
    Config(config::ConfigCommand),
}

/// Runs the command line `args`, the program's name first, and tells how it
/// ended. Results go to stdout, everything else to stderr.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        // Help and version come this way too, with exit code 0. A closed
        // terminal is nobody to tell.
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Ok }.into();
        }
    };
    let result = match cli.command {
        Command::Dev(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Config(command) => command.run(),
    };
    match result {
        Ok(()) => Exit::Ok.into(),
        Err(failure) => {
            eprintln!("error: {:#}", failure.error);
            failure.exit.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
