//! Bytes that no client library would send.

use fanwire::pb::client::{Reply, push::Event, reply::Result as Answer};
use prost::Message;
use tonic::Code;

use crate::support::{Raw, Server};

/// The disconnect code of the last reply in a stream's bytes.
fn farewell(mut bytes: &[u8]) -> u32 {
    let mut last = None;
    while let [0, a, b, c, d, rest @ ..] = bytes {
        let (message, rest) = rest.split_at(u32::from_be_bytes([*a, *b, *c, *d]) as usize);
        last = Some(Reply::decode(message).unwrap());
        bytes = rest;
    }
    assert!(bytes.is_empty(), "half a message");
    match last.expect("a reply").result {
        Some(Answer::Push(push)) => match push.event {
            Some(Event::Disconnect(farewell)) => farewell.code,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn malformed_protobuf_is_a_bad_request() {
    let server = Server::start(&[]).await;
    // A field cut off, a wrong wire type for `id`, text that is no UTF-8, a
    // varint without end.
    for message in [&[0x08][..], &[0x0a, 1, b'x'], &[0x2a, 3, 0x0a, 1, 0xff], &[0xff; 12]] {
        for connected in [false, true] {
            let mut raw = Raw::open(&server.client).await;
            if connected {
                raw.connect();
            }
            raw.message(message);
            let (came, status) = raw.end().await;
            assert_eq!((farewell(&came), status), (3501, Code::InvalidArgument as i32));
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn framing_that_is_not_grpc_is_a_bad_request() {
    let server = Server::start(&[]).await;
    // A compression that nobody agreed on, and one that does not exist.
    for flag in [1, 7] {
        let mut raw = Raw::open(&server.client).await;
        raw.connect();
        raw.prefix(flag, 0);
        let (came, status) = raw.end().await;
        assert_eq!((farewell(&came), status), (3501, Code::InvalidArgument as i32), "{flag}");
    }
    server.stop().await;
}

#[tokio::test]
async fn an_announced_size_is_refused_before_its_bytes_come() {
    let server = Server::start(&[]).await;
    for len in [65_537, u32::MAX] {
        let mut raw = Raw::open(&server.client).await;
        raw.connect();
        raw.prefix(0, len);
        assert_eq!(raw.end().await.1, Code::ResourceExhausted as i32);
    }
    server.stop().await;
}
