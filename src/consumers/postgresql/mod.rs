//! What every source that reads PostgreSQL needs: how to connect, and tables.

mod columns;
mod dsn;
mod outbox;
mod replication;
mod session;
mod table;
mod tls;

pub use dsn::check_dsn;
pub use outbox::{check_channel, schema};
pub use replication::{
    check_publication_name, publication_name, schema as replication_schema, slot_name,
};
pub use table::TableName;

pub(super) use outbox::Outbox;
pub(super) use replication::Replication;
