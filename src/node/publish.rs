use std::time::Instant;

use bytes::Bytes;

use super::{Node, NodeError};
use crate::{
    engine::{IdempotencyKey, Publish, PublishOutcome, Version},
    model::{ClientInfo, Tags, tags_bytes},
    telemetry::metrics::Operation,
    wire::MAX_PUBLICATION_BYTES,
};

/// Longest idempotency key and version epoch, in bytes.
const MAX_KEY_BYTES: usize = 255;

/// What is published, to whichever channel.
#[derive(Debug, Clone, Default)]
pub struct Message {
    /// The payload.
    pub data: Bytes,
    /// Handed on to subscribers.
    pub tags: Tags,
    /// Publishes once per key; empty for none.
    pub idempotency_key: String,
    /// Deliver only, keep nothing.
    pub skip_history: bool,
    /// Publishes only what is newer; 0 for no version.
    pub version: u64,
    /// The sequence that `version` belongs to.
    pub version_epoch: String,
}

/// Who publishes.
#[derive(Debug, Clone)]
pub enum Publisher {
    /// A backend, through the server API.
    Api,
    /// A connection.
    Client(ClientInfo),
}

/// A payload below this size gets memory of its own: it came as a part of a
/// receive buffer of at least this size, which a history would keep alive.
const SHARED_FROM_BYTES: usize = 8 * 1024;

impl Message {
    /// Bytes that each channel gets, as they count towards limits.
    pub(super) fn bytes(&self) -> usize {
        self.data.len() + tags_bytes(&self.tags)
    }

    /// Lets go of the receive buffer that a small payload is a part of.
    pub(super) fn detach(mut self) -> Self {
        if self.data.len() < SHARED_FROM_BYTES {
            self.data = Bytes::copy_from_slice(&self.data);
        }
        self
    }
}

impl Node {
    /// Publishes to one channel. When this returns, the publication has its
    /// place in the channel's order; the future resolves when it is as durable
    /// as its namespace says. Dropping the future neither cancels nor reorders.
    ///
    /// # Errors
    /// [`NodeError`]: a bad channel or field, or the engine's refusal.
    pub fn publish(
        &self,
        channel: &str,
        message: Message,
        publisher: Publisher,
    ) -> Result<impl Future<Output = Result<PublishOutcome, NodeError>> + Send + use<>, NodeError>
    {
        self.publish_detached(channel, message.detach(), publisher)
    }

    /// Checks a publication; the engine has not heard of it yet.
    pub(super) fn checked(
        &self,
        channel: &str,
        message: Message,
        publisher: Publisher,
    ) -> Result<Publish, NodeError> {
        let (channel, options) = self.channel(channel)?;
        options.check_data(&message.data)?;
        let info = match publisher {
            Publisher::Api => None,
            Publisher::Client(info) => Some(info),
        };
        let publish = Publish {
            channel,
            options: options.stream,
            idempotency_key: idempotency_key(&message.idempotency_key, info.as_ref())?,
            version: version(&message)?,
            data: message.data,
            tags: message.tags,
            info,
            skip_history: message.skip_history,
        };
        check_size(&publish)?;
        Ok(publish)
    }

    pub(super) fn publish_detached(
        &self,
        channel: &str,
        message: Message,
        publisher: Publisher,
    ) -> Result<impl Future<Output = Result<PublishOutcome, NodeError>> + Send + use<>, NodeError>
    {
        let publish = self.checked(channel, message, publisher)?;
        let started = Instant::now();
        let publishing = self.broker.publish(publish);
        let metrics = self.metrics.clone();
        Ok(async move {
            let outcome = publishing.await;
            metrics.engine_latency(Operation::Publish, started.elapsed());
            Ok(outcome?)
        })
    }
}

fn idempotency_key(
    key: &str,
    info: Option<&ClientInfo>,
) -> Result<Option<IdempotencyKey>, NodeError> {
    check_length("idempotency_key", key)?;
    let user = info.map(|info| info.user.clone());
    Ok((!key.is_empty()).then(|| IdempotencyKey { user, key: key.into() }))
}

fn version(message: &Message) -> Result<Option<Version>, NodeError> {
    check_length("version_epoch", &message.version_epoch)?;
    match message.version {
        0 if !message.version_epoch.is_empty() => {
            Err(NodeError::invalid("version_epoch", "is set without a version: set version too"))
        }
        0 => Ok(None),
        number => Ok(Some(Version { number, epoch: message.version_epoch.as_str().into() })),
    }
}

fn check_length(field: &'static str, text: &str) -> Result<(), NodeError> {
    if text.len() <= MAX_KEY_BYTES {
        return Ok(());
    }
    let problem = format!("has {} bytes, at most {MAX_KEY_BYTES} are allowed", text.len());
    Err(NodeError::invalid(field, problem))
}

fn check_size(publish: &Publish) -> Result<(), NodeError> {
    let bytes = publish.data.len() + tags_bytes(&publish.tags);
    // The fixed fields and the publisher's info have room in the difference
    // between this and the most that a reply may have.
    if bytes <= MAX_PUBLICATION_BYTES {
        return Ok(());
    }
    let problem = format!(
        "data and tags have {bytes} bytes, at most {MAX_PUBLICATION_BYTES} fit into one message: \
         publish a reference instead"
    );
    Err(NodeError::invalid("data", problem))
}
