use std::{ops::Deref, sync::Arc};

use crate::{
    hub::{Connection, Hub},
    model::{ClientId, UserId},
    outbound::Outbound,
};

/// A session's place among the connections of its node, until it is dropped.
#[derive(Debug)]
pub(super) struct Listed {
    hub: Arc<Hub>,
    connection: Arc<Connection>,
}

impl Listed {
    /// None when the user has `limit` connections already.
    pub(super) fn new(
        hub: Arc<Hub>,
        client: ClientId,
        user: UserId,
        outbound: Arc<Outbound>,
        limit: usize,
    ) -> Option<Self> {
        let connection = Connection::new(client, user, outbound);
        hub.connections().add(&connection, limit).then(|| Self { hub, connection })
    }
}

impl Deref for Listed {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.hub.connections().remove(&self.connection);
    }
}
