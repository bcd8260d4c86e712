use std::{pin::Pin, sync::Arc};

use bytes::Bytes;
use tokio_stream::{Stream, StreamExt};

use super::inbox::Inbox;
use crate::wire::{self, Command};

/// Where a session's commands come from.
pub enum Uplink {
    /// The client's half of `Connect`: one encoded command per item. Its end
    /// means "no more commands from me".
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, UplinkError>> + Send>>),
    /// The commands that `Send` brings for a `Listen`.
    Inbox(Arc<Inbox>),
}

/// Why no further command can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UplinkError {
    /// A message is larger than `client.message_size_limit` (in bytes).
    #[error("message over client.message_size_limit = {0} bytes")]
    TooLarge(usize),
    /// What came is not a gRPC message.
    #[error("malformed message: {0}")]
    Malformed(String),
    /// The peer is gone.
    #[error("connection lost: {0}")]
    Lost(String),
}

/// What an uplink gives.
pub(super) enum Incoming {
    /// A command and its size in bytes.
    Command(Box<Command>, usize),
    /// The peer will send no more, and goes on reading.
    HalfClosed,
    Failed(UplinkError),
}

impl Incoming {
    /// What it takes in memory, about.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Command(_, bytes) => *bytes,
            Self::HalfClosed | Self::Failed(_) => 0,
        }
    }
}

impl Uplink {
    /// True where commands must be read as they come. An inbox has bounds of
    /// its own, whose verdict its senders are waiting for.
    pub(super) fn is_eager(&self) -> bool {
        matches!(self, Self::Stream(_))
    }

    /// The next command. Cancelling loses nothing.
    pub(super) async fn next(&mut self) -> Incoming {
        match self {
            Self::Inbox(inbox) => {
                let (command, bytes) = inbox.next().await;
                Incoming::Command(Box::new(command), bytes)
            }
            Self::Stream(stream) => match stream.next().await {
                None => Incoming::HalfClosed,
                Some(Err(error)) => Incoming::Failed(error),
                Some(Ok(bytes)) => {
                    let size = bytes.len();
                    match wire::decode_command(bytes) {
                        Ok(command) => Incoming::Command(Box::new(command), size),
                        Err(error) => Incoming::Failed(UplinkError::Malformed(error)),
                    }
                }
            },
        }
    }
}
