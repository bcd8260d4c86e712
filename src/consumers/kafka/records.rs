//! What records hold, read as events.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use rdkafka::{
    Message as _,
    message::{BorrowedHeaders, BorrowedMessage, Headers},
};

use crate::{
    consumers::{DataHeaders, Event, KafkaRecords, Payload, debezium},
    node::{Message, Posting},
};

/// Reads a record. One without a value says nothing and does nothing.
pub(super) fn read(record: &BorrowedMessage<'_>, kind: &KafkaRecords) -> Event {
    let Some(value) = record.payload() else { return Event::Post(Posting::default()) };
    let read = match kind {
        KafkaRecords::Commands { method_header, is_protobuf } => {
            match method_header.as_deref().map(|name| header(record.headers(), name)) {
                Some(Err(problem)) => Err(problem),
                Some(Ok(Some(method))) => Ok(command(method, value, *is_protobuf)),
                _ if *is_protobuf => Err(missing(method_header.as_deref().unwrap_or_default())),
                _ => Ok(debezium::event(record.topic(), value)),
            }
        }
        KafkaRecords::Data(names) => posting(record.headers(), names, value).map(Event::Post),
    };
    read.unwrap_or_else(Event::Unreadable)
}

fn command(method: &str, value: &[u8], is_protobuf: bool) -> Event {
    let value = Bytes::copy_from_slice(value);
    let payload = match is_protobuf {
        true => Payload::Protobuf(value),
        false => Payload::Json(value),
    };
    Event::Command { method: method.to_owned(), payload }
}

/// A publication whose data is the value.
fn posting(
    headers: Option<&BorrowedHeaders>,
    names: &DataHeaders,
    value: &[u8],
) -> Result<Posting, String> {
    let mut message = Message { data: Bytes::copy_from_slice(value), ..Message::default() };
    let mut channels = Vec::new();
    let is = |name: &str, wanted: &str| !wanted.is_empty() && name == wanted;
    for (name, value) in all(headers) {
        let name = name?;
        let text = || {
            std::str::from_utf8(value)
                .map(str::to_owned)
                .map_err(|_| format!("header {name:?} is not UTF-8: write text"))
        };
        if is(name, &names.channels) {
            let text = text()?;
            let parts = text.split(',').map(str::trim).filter(|channel| !channel.is_empty());
            channels.extend(parts.map(str::to_owned));
        } else if is(name, &names.idempotency_key) {
            message.idempotency_key = text()?;
        } else if is(name, &names.version_epoch) {
            message.version_epoch = text()?;
        } else if is(name, &names.version) {
            let text = text()?;
            message.version = text.trim().parse().map_err(|_| {
                format!("header {name:?} is {text:?}: write a whole number that is not negative")
            })?;
        } else if let Some(tag) = name.strip_prefix(&*names.tags_prefix)
            && !names.tags_prefix.is_empty()
        {
            message.tags.insert(tag.to_owned(), text()?);
        }
    }
    match channels.is_empty() {
        true => Err(missing(&names.channels)),
        false => Ok(Posting { channels, message }),
    }
}

fn missing(header: &str) -> String {
    format!("has no header {header:?}: add it to the record")
}

/// The value of a header; none when it is not there.
fn header<'a>(
    headers: Option<&'a BorrowedHeaders>,
    wanted: &str,
) -> Result<Option<&'a str>, String> {
    for (name, value) in all(headers) {
        if name? == wanted {
            let text = std::str::from_utf8(value);
            return text
                .map(Some)
                .map_err(|_| format!("header {wanted:?} is not UTF-8: write text"));
        }
    }
    Ok(None)
}

/// All headers; one without a value counts as empty.
fn all(headers: Option<&BorrowedHeaders>) -> impl Iterator<Item = (Result<&str, String>, &[u8])> {
    headers.into_iter().flat_map(|headers| {
        (0..headers.count()).map(move |index| {
            // The library panics at a name that is not UTF-8, which Kafka lets
            // anybody write.
            let header = catch_unwind(AssertUnwindSafe(|| headers.get(index)));
            match header {
                Ok(header) => (Ok(header.key), header.value.unwrap_or_default()),
                Err(_) => {
                    let problem = "the name of a header is not UTF-8: write text";
                    (Err(problem.to_owned()), &[][..])
                }
            }
        })
    })
}
