//! What every source that reads PostgreSQL needs: how to connect, and tables.

mod dsn;
mod outbox;
mod session;
mod table;
mod tls;

pub use dsn::check_dsn;
pub use outbox::{check_channel, schema};
pub use table::TableName;

pub(super) use outbox::Outbox;
