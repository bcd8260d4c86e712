//! What the server API answers when it refuses, and when it repeats.

use fanwire::pb::api::{
    BroadcastRequest, HistoryRemoveRequest, HistoryRequest, PublishRequest, StreamPosition,
    broadcast_item::Outcome,
};
use tonic::{Code, Status};

use crate::support::{Server, error_info, publish_request, within};

/// Code, reason and the metadata's value under `key`.
fn told(status: Status, key: &str) -> (Code, String, Option<String>) {
    let mut info = error_info(&status);
    assert!(!status.message().is_empty());
    (status.code(), info.reason, info.metadata.remove(key))
}

#[tokio::test]
async fn a_refused_publish_says_why() {
    let server = Server::start(&[]).await;
    let mut api = server.api().await;
    let large = vec![0; 2 << 20];
    let long = "k".repeat(256);
    for (request, code, reason, key, value) in [
        (publish_request("no:a", "x"), Code::NotFound, "UNKNOWN_NAMESPACE", "namespace", "no"),
        (publish_request("", "x"), Code::InvalidArgument, "INVALID_CHANNEL", "channel", ""),
        (publish_request("a\nb", "x"), Code::InvalidArgument, "INVALID_CHANNEL", "channel", "a\nb"),
        (publish_request("log:a", large), Code::InvalidArgument, "INVALID_FIELD", "field", "data"),
        (
            PublishRequest { idempotency_key: long, ..publish_request("log:a", "x") },
            Code::InvalidArgument,
            "INVALID_FIELD",
            "field",
            "idempotency_key",
        ),
        (
            PublishRequest { version_epoch: "e".into(), ..publish_request("log:a", "x") },
            Code::InvalidArgument,
            "INVALID_FIELD",
            "field",
            "version_epoch",
        ),
    ] {
        let status = within(api.publish(request)).await.unwrap_err();
        assert_eq!(told(status, key), (code, reason.into(), Some(value.into())));
    }
    server.stop().await;
}

#[tokio::test]
async fn a_refused_history_says_why() {
    let server = Server::start(&[]).await;
    let position = server.publish("log:a", "x").await;
    let mut api = server.api().await;
    let of = |channel: &str, limit, since: Option<(u64, &str)>| HistoryRequest {
        channel: channel.into(),
        limit,
        since: since.map(|(offset, epoch)| StreamPosition { offset, epoch: epoch.into() }),
        reverse: false,
    };
    let epoch = position.epoch.as_str();
    for (request, code, reason, key, value) in [
        (of("plain:a", 1, None), Code::FailedPrecondition, "HISTORY_OFF", "namespace", "plain"),
        (of("no:a", 1, None), Code::NotFound, "UNKNOWN_NAMESPACE", "channel", "no:a"),
        (of("log:a", -2, None), Code::InvalidArgument, "INVALID_FIELD", "field", "limit"),
        (
            of("log:a", 1, Some((2, epoch))),
            Code::OutOfRange,
            "UNRECOVERABLE_POSITION",
            "offset",
            "1",
        ),
        (
            of("log:a", 1, Some((1, "foreign"))),
            Code::OutOfRange,
            "UNRECOVERABLE_POSITION",
            "epoch",
            epoch,
        ),
    ] {
        let status = within(api.history(request)).await.unwrap_err();
        assert_eq!(told(status, key), (code, reason.into(), Some(value.into())));
    }
    let remove = HistoryRemoveRequest { channel: "plain:a".into() };
    let status = within(api.history_remove(remove)).await.unwrap_err();
    assert_eq!(told(status, "channel").1, "HISTORY_OFF");
    server.stop().await;
}

#[tokio::test]
async fn a_broadcast_answers_for_each_channel_in_order() {
    let server = Server::start(&[]).await;
    let mut api = server.api().await;
    let channels = ["log:a", "no:a", "plain:a", "", "log:a"].map(str::to_owned).to_vec();
    let request = BroadcastRequest { channels, data: "x".into(), ..Default::default() };
    let items = within(api.broadcast(request)).await.unwrap().into_inner().items;
    let outcomes: Vec<_> = items
        .into_iter()
        .map(|item| match item.outcome.unwrap() {
            Outcome::Result(result) => Ok(result.offset),
            Outcome::Error(status) => Err((Code::from(status.code), status.details.len())),
        })
        .collect();
    let refused = |code| Err((code, 1));
    let expected = [Ok(1), refused(Code::NotFound), Ok(0), refused(Code::InvalidArgument), Ok(2)];
    assert_eq!(outcomes, expected);

    for channels in [vec![], vec!["log:a".to_owned(); 10_001]] {
        let request = BroadcastRequest { channels, ..Default::default() };
        let status = within(api.broadcast(request)).await.unwrap_err();
        let expected = (Code::InvalidArgument, "INVALID_FIELD".into(), Some("channels".into()));
        assert_eq!(told(status, "field"), expected);
    }
    server.stop().await;
}

#[tokio::test]
async fn what_was_seen_is_published_once_and_told_so() {
    let server = Server::start(&[]).await;
    let mut subscriber = server.connected().await;
    subscriber.subscribe("log:a").await;
    let mut api = server.api().await;
    let keyed = |key: &str| PublishRequest {
        idempotency_key: key.into(),
        ..publish_request("log:a", "keyed")
    };
    let versioned = |version, epoch: &str| PublishRequest {
        version,
        version_epoch: epoch.into(),
        ..publish_request("log:a", format!("{epoch}{version}"))
    };
    for (request, offset, duplicate) in [
        (keyed("k"), 1, false),
        (keyed("k"), 1, true),
        (keyed("other"), 2, false),
        (versioned(5, "e"), 3, false),
        (versioned(5, "e"), 3, true),
        (versioned(4, "e"), 3, true),
        (versioned(6, "e"), 4, false),
        (versioned(1, "f"), 5, false),
        (keyed("k"), 1, true),
    ] {
        let answer = within(api.publish(request.clone())).await.unwrap().into_inner();
        assert_eq!((answer.offset, answer.duplicate), (offset, duplicate), "{request:?}");
    }
    server.publish("log:a", "last").await;
    for (offset, data) in [(1, "keyed"), (2, "keyed"), (3, "e5"), (4, "e6"), (5, "f1"), (6, "last")]
    {
        let publication = subscriber.publication().await;
        assert_eq!((publication.offset, &publication.data[..]), (offset, data.as_bytes()));
    }
    drop(subscriber);
    server.stop().await;
}
