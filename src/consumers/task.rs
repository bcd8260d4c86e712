use std::sync::Arc;

use super::{Event, Payload, protobuf};
use crate::{
    commands::{Command, CommandError, Everything, execute},
    node::{Node, Posting},
};

/// What an event asks for.
pub(super) enum Task {
    /// Publications, which are stored together with the position.
    Post(Posting),
    /// Something that is done at once and leaves nothing in the engine.
    Act(Command),
    /// Nothing that could ever be done: the cause and the fix.
    Refused(String),
}

/// Why a task was not done.
#[derive(Debug, thiserror::Error)]
#[error("{reason}")]
pub(super) struct Failure {
    reason: String,
    /// The same may succeed later.
    pub is_transient: bool,
}

impl Task {
    /// Reads an event.
    pub fn read(event: Event) -> Self {
        match event {
            Event::Post(posting) => Self::Post(posting),
            Event::Unreadable(reason) => Self::Refused(reason),
            Event::Command { method, payload } => Self::call(&method, payload),
            Event::Repeatable { key, method, payload } => {
                Self::call(&method, payload).with_idempotency_key(key)
            }
        }
    }

    fn call(method: &str, payload: Payload) -> Self {
        let command = match payload {
            Payload::Json(json) => Command::asynchronous(method, &json),
            Payload::Protobuf(message) => protobuf::command(method, message),
        };
        let task = command.and_then(Self::of);
        task.unwrap_or_else(|refusal| Self::Refused(refusal.message()))
    }

    /// For publications that have none.
    fn with_idempotency_key(mut self, key: String) -> Self {
        match &mut self {
            Self::Post(posting) if posting.message.idempotency_key.is_empty() => {
                posting.message.idempotency_key = key;
            }
            _ => {}
        }
        self
    }

    fn of(command: Command) -> Result<Self, CommandError> {
        Ok(match command {
            Command::Publish(request) => {
                let (channel, message) = request.into_message()?;
                Self::Post(Posting { channels: vec![channel], message })
            }
            Command::Broadcast(request) => {
                let (channels, message) = request.into_message()?;
                match channels.is_empty() {
                    true => {
                        Self::Refused("channels: is empty: name at least one channel".to_owned())
                    }
                    false => Self::Post(Posting { channels, message }),
                }
            }
            command => Self::Act(command),
        })
    }

    /// Does what is no publication.
    pub async fn act(&self, node: &Arc<Node>) -> Result<(), Failure> {
        match self {
            Self::Post(_) => Ok(()),
            Self::Act(command) => match execute(node, command.clone(), &Everything).await {
                Ok(_) => Ok(()),
                Err(error) => {
                    Err(Failure { is_transient: error.is_transient(), reason: error.message() })
                }
            },
            Self::Refused(reason) => Err(Failure { reason: reason.clone(), is_transient: false }),
        }
    }
}
