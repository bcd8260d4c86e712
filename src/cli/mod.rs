//! The command line: one file per subcommand.

mod broadcast;
mod channels;
mod completions;
mod config;
mod config_flags;
mod connect;
mod connections;
mod dev;
mod dev_key;
mod dev_page;
mod disconnect;
mod exit;
mod explain;
mod filter;
mod history;
mod history_remove;
mod info;
#[cfg(feature = "postgresql")]
mod outbox;
mod output;
mod presence;
mod publish;
mod refresh_user;
mod render;
mod serve;
mod store;
mod subscribe;
mod subscribe_report;
mod subscribe_user;
mod token;
mod unsubscribe_user;
mod whom;

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
    Publish(publish::PublishArgs),
    Broadcast(broadcast::BroadcastArgs),
    Subscribe(subscribe::SubscribeArgs),
    History(history::HistoryArgs),
    HistoryRemove(history_remove::HistoryRemoveArgs),
    Presence(presence::PresenceArgs),
    Channels(channels::ChannelsArgs),
    Connections(connections::ConnectionsArgs),
    SubscribeUser(subscribe_user::SubscribeUserArgs),
    UnsubscribeUser(unsubscribe_user::UnsubscribeUserArgs),
    RefreshUser(refresh_user::RefreshUserArgs),
    Disconnect(disconnect::DisconnectArgs),
    Info(info::InfoArgs),
    #[cfg(feature = "postgresql")]
    #[command(subcommand)]
    Outbox(outbox::OutboxCommand),
    #[command(subcommand)]
    Store(store::StoreCommand),
    #[command(subcommand)]
    Token(token::TokenCommand),
    /// Check, show or explain the configuration without starting anything
    #[command(subcommand)]
    Config(config::ConfigCommand),
    Completions(completions::Completions),
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
        Command::Publish(args) => as_client(publish::run(args)),
        Command::Broadcast(args) => as_client(broadcast::run(args)),
        Command::Subscribe(args) => as_client(subscribe::run(args)),
        Command::History(args) => as_client(history::run(args)),
        Command::HistoryRemove(args) => as_client(history_remove::run(args)),
        Command::Presence(args) => as_client(presence::run(args)),
        Command::Channels(args) => as_client(channels::run(args)),
        Command::Connections(args) => as_client(connections::run(args)),
        Command::SubscribeUser(args) => as_client(subscribe_user::run(args)),
        Command::UnsubscribeUser(args) => as_client(unsubscribe_user::run(args)),
        Command::RefreshUser(args) => as_client(refresh_user::run(args)),
        Command::Disconnect(args) => as_client(disconnect::run(args)),
        Command::Info(args) => as_client(info::run(args)),
        #[cfg(feature = "postgresql")]
        Command::Outbox(command) => command.run(),
        Command::Store(command) => command.run(),
        Command::Token(command) => as_client(command.run()),
        Command::Config(command) => command.run(),
        Command::Completions(command) => command.run::<Cli>(),
    };
    match result {
        Ok(()) => Exit::Ok.into(),
        Err(failure) => {
            render::note(&format!("error: {:#}", failure.error));
            failure.exit.into()
        }
    }
}

/// Runs a command that talks to a server; one thread is enough for it.
fn as_client(command: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(command)
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
