use clap::{Args, Subcommand};

use super::{Failure, output};
use crate::consumers::postgresql::{TableName, check_channel, schema};

/// Help with an outbox in PostgreSQL
#[derive(Debug, Subcommand)]
pub(super) enum OutboxCommand {
    /// Print the SQL that makes an outbox, for your own migration
    Schema(SchemaArgs),
}

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// The table, with its schema if need be
    #[arg(long, value_name = "NAME", default_value = "outbox")]
    table: TableName,

    /// Where the trigger tells of new rows: partition_notification_channel
    #[arg(long, value_name = "NAME", default_value = "fanwire_outbox", value_parser = channel)]
    channel: String,

    /// Payloads are the bytes of request messages instead of JSON
    #[arg(long)]
    protobuf: bool,
}

impl OutboxCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Self::Schema(args) = self;
        Ok(output::print(&schema(&args.table, &args.channel, args.protobuf))?)
    }
}

fn channel(name: &str) -> Result<String, String> {
    check_channel(name).map(|()| name.to_owned())
}
