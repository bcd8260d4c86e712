use std::sync::Arc;

use crate::{
    hub::{Connection, Connections},
    model::{ClientId, UserId},
    node::NodeError,
};

/// Whose connections a verb is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// All connections of a user.
    User(UserId),
    /// One connection.
    Client(ClientId),
    /// One connection, if it is this user's.
    ClientOf(UserId, ClientId),
}

impl Addressee {
    /// From what a caller says; empty stands for nothing said.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] when both are empty.
    pub fn new(user: &str, client: &str) -> Result<Self, NodeError> {
        match (user, client) {
            ("", "") => {
                let problem = "is empty, and client too: name a user or a client (anonymous \
                               connections have no user, address them by client)";
                Err(NodeError::invalid("user", problem))
            }
            (user, "") => Ok(Self::User(user.into())),
            ("", client) => Ok(Self::Client(client.into())),
            (user, client) => Ok(Self::ClientOf(user.into(), client.into())),
        }
    }

    /// The open connections that are meant.
    pub(super) fn find(&self, connections: &Connections) -> Vec<Arc<Connection>> {
        match self {
            Self::User(user) => connections.user(user),
            Self::Client(client) => connections.client(client).into_iter().collect(),
            Self::ClientOf(user, client) => {
                let found = connections.client(client);
                found.into_iter().filter(|connection| connection.user() == user).collect()
            }
        }
    }
}
