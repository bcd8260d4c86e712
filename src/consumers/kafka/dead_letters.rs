use std::time::Duration;

use async_trait::async_trait;
use rdkafka::{
    Message as _,
    error::{KafkaError, RDKafkaErrorCode as Code},
    message::{BorrowedMessage, Header, OwnedHeaders},
    producer::{FutureProducer, FutureRecord},
};

use super::{client, group::describe};
use crate::consumers::{DeadLetters, KafkaConfig, SourceError};

/// What the headers that a dead letter gets begin with.
const PREFIX: &str = "fanwire-";
/// Longest reason, in bytes: it may quote the record.
const MAX_REASON_BYTES: usize = 1024;

/// Writes to the dead letter topic.
pub(super) struct DeadLetterTopic {
    topic: String,
    producer: FutureProducer,
}

impl DeadLetterTopic {
    /// None when none is configured.
    pub fn open(config: &KafkaConfig) -> Result<Option<Self>, SourceError> {
        let Some(topic) = config.dead_letter_topic.clone() else { return Ok(None) };
        let producer = client::producer(config).create().map_err(|error| {
            let reason = describe(&error);
            SourceError::new(format!("dead letters: {reason}: correct kafka.properties"))
        })?;
        Ok(Some(Self { topic, producer }))
    }

    /// Copies a record, with why it is here.
    async fn write(
        &self,
        record: &BorrowedMessage<'_>,
        added: &Added<'_>,
    ) -> Result<(), KafkaError> {
        let headers = record.headers().map_or_else(OwnedHeaders::new, |headers| headers.detach());
        let mut letter = FutureRecord::<[u8], [u8]>::to(&self.topic).headers(added.to(headers));
        (letter.key, letter.payload) = (record.key(), record.payload());
        match self.producer.send(letter, Duration::ZERO).await {
            Ok(_) => Ok(()),
            Err((error, _)) => Err(error),
        }
    }
}

/// What a dead letter's headers say beside those of the record.
struct Added<'a> {
    reason: &'a str,
    consumer: &'a str,
    topic: &'a str,
    partition: String,
    offset: String,
}

impl Added<'_> {
    fn to(&self, headers: OwnedHeaders) -> OwnedHeaders {
        [
            ("reason", self.reason),
            ("consumer", self.consumer),
            ("topic", self.topic),
            ("partition", &self.partition),
            ("offset", &self.offset),
        ]
        .into_iter()
        .fold(headers, |headers, (name, value)| {
            headers.insert(Header { key: &format!("{PREFIX}{name}"), value: Some(value) })
        })
    }
}

/// The dead letters of the records in hand.
pub(super) struct Graves<'a> {
    pub consumer: &'a str,
    pub topic: Option<&'a DeadLetterTopic>,
    pub records: &'a [BorrowedMessage<'a>],
}

#[async_trait]
impl DeadLetters for Graves<'_> {
    async fn bury(&self, index: usize, reason: &str) -> Result<(), SourceError> {
        let (record, consumer) = (&self.records[index], self.consumer);
        let (topic, partition, offset) = (record.topic(), record.partition(), record.offset());
        let Some(dead) = self.topic else {
            tracing::warn!(consumer, topic, partition, offset, reason, "record refused, stays");
            return Ok(());
        };
        let added = Added {
            reason: &reason[..reason.floor_char_boundary(MAX_REASON_BYTES)],
            consumer,
            topic,
            partition: partition.to_string(),
            offset: offset.to_string(),
        };
        dead.write(record, &added).await.map_err(|error| {
            let fix = match error.rdkafka_error_code() {
                Some(Code::UnknownTopicOrPartition | Code::UnknownTopic) => "create it",
                Some(Code::TopicAuthorizationFailed) => "let the user write it",
                Some(Code::MessageSizeTooLarge) => "raise its max.message.bytes",
                _ => "look at the brokers",
            };
            let reason = describe(&error);
            SourceError::new(format!(
                "record {offset} was refused and cannot be written to topic {:?} ({reason}): {fix}",
                dead.topic
            ))
        })
    }
}
