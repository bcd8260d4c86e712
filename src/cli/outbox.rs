use clap::{Args, Subcommand};

use super::{Failure, output};
use crate::consumers::postgresql::{
    TableName, check_channel, check_publication_name, publication_name, replication_schema, schema,
};

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

    /// For a consumer of type postgresql_replication: with a publication, and
    /// empty after each insert
    #[arg(long, conflicts_with = "channel")]
    replication: bool,

    /// The publication: publication_name [default: fanwire_ and the table's name]
    #[arg(long, value_name = "NAME", requires = "replication", value_parser = publication)]
    publication: Option<String>,

    /// Payloads are the bytes of request messages instead of JSON
    #[arg(long)]
    protobuf: bool,
}

impl OutboxCommand {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Self::Schema(SchemaArgs { table, channel, replication, publication, protobuf }) = self;
        let sql = match replication {
            true => {
                let publication = publication.unwrap_or_else(|| publication_name(&table));
                replication_schema(&table, &publication, protobuf)
            }
            false => schema(&table, &channel, protobuf),
        };
        Ok(output::print(&sql)?)
    }
}

fn channel(name: &str) -> Result<String, String> {
    check_channel(name).map(|()| name.to_owned())
}

fn publication(name: &str) -> Result<String, String> {
    check_publication_name(name).map(|()| name.to_owned())
}
