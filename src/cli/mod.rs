//! The command line: one file per subcommand.

mod broadcast;
mod connect;
mod exit;
mod history;
mod history_remove;
mod info;
mod publish;
mod render;
mod subscribe;
mod subscribe_report;

use std::{ffi::OsString, process::ExitCode};

use clap::{Parser, Subcommand};

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
    /// Publish one message to a channel
    Publish(publish::PublishArgs),
    /// Publish one message to many channels
    Broadcast(broadcast::BroadcastArgs),
    /// Follow channels: print every publication, reconnect and recover
    Subscribe(subscribe::SubscribeArgs),
    /// Print a channel's history
    History(history::HistoryArgs),
    /// Empty a channel's history
    HistoryRemove(history_remove::HistoryRemoveArgs),
    /// Tell about the server
    Info(info::InfoArgs),
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
    match on_runtime(cli.command) {
        Ok(()) => Exit::Ok.into(),
        Err(failure) => {
            render::note(&format!("error: {:#}", failure.error));
            failure.exit.into()
        }
    }
}

fn on_runtime(command: Command) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        match command {
            Command::Publish(args) => publish::run(args).await,
            Command::Broadcast(args) => broadcast::run(args).await,
            Command::Subscribe(args) => subscribe::run(args).await,
            Command::History(args) => history::run(args).await,
            Command::HistoryRemove(args) => history_remove::run(args).await,
            Command::Info(args) => info::run(args).await,
        }
    })
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
