use std::{sync::Arc, time::Duration};

use axum::{Router, extract::Extension, routing::get};
use fanwire::transport::{ConnectionHandle, ServeOptions};
use http::{Request, StatusCode};
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    sync::{Notify, mpsc},
    time::timeout,
};

use super::support::{PATIENCE, Server, echo, raw, until_closed};

/// Sends the handle of each arriving request, then waits for the permit.
fn holding() -> (Router, mpsc::UnboundedReceiver<ConnectionHandle>, Arc<Notify>) {
    let (arrived, arrivals) = mpsc::unbounded_channel();
    let permit = Arc::new(Notify::new());
    let waiting = permit.clone();
    let hold = async move |Extension(connection): Extension<ConnectionHandle>| {
        arrived.send(connection).unwrap();
        waiting.notified().await;
        "held"
    };
    (Router::new().route("/hold", get(hold)), arrivals, permit)
}

async fn next(arrivals: &mut mpsc::UnboundedReceiver<ConnectionHandle>) -> ConnectionHandle {
    timeout(PATIENCE, arrivals.recv()).await.expect("no request arrived").unwrap()
}

#[tokio::test]
async fn both_protocols_share_a_port_and_connections_spread_over_the_workers() {
    let server = Server::plain(echo());
    let request = "POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 3\r\n\r\none";
    let first = server.http2().await;
    let answer = first.call(Request::post("http://x/").body("two").unwrap()).await.unwrap();
    assert_eq!(answer.body(), "two on 0 with 1");
    let answer = raw(server.tcp().await, request).await.unwrap();
    assert!(answer.ends_with("one on 1 with 1"), "{answer}");
    let again = first.get("/").await.unwrap();
    assert_eq!(again.body(), " on 0 with 1");
}

#[tokio::test]
async fn garbage_is_closed_and_costs_others_nothing() {
    let server = Server::plain(echo());
    let other = server.http2().await;
    for garbage in [
        &b"\x00\x01\x02\x03\x04\x05\r\n\r\n"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnot a frame at all, but long enough to be read as one",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a tls hello\r\n\r\n",
    ] {
        // Reset or closed, with or without a word: but closed.
        let _ = raw(server.tcp().await, garbage).await;
        assert_eq!(other.get("/").await.unwrap().status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn an_oversized_header_list_is_refused_and_costs_others_nothing() {
    let server = Server::plain(echo());
    let other = server.http2().await;
    let greedy = server.http2().await;
    let large = "x".repeat(20 * 1024);
    let request = Request::get("http://x/").header("authorization", &large).body("").unwrap();
    // h2 answers 431 when it may; far too large ones cost the connection.
    if let Ok(answer) = greedy.call(request).await {
        assert_eq!(answer.status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    let large =
        format!("GET / HTTP/1.1\r\nhost: x\r\nauthorization: {}\r\n\r\n", "x".repeat(80_000));
    if let Ok(answer) = raw(server.tcp().await, large).await {
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    }
    assert_eq!(other.get("/").await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_peer_without_a_request_is_closed_at_the_handshake_deadline() {
    let options =
        ServeOptions { handshake_timeout: Duration::from_millis(50), ..ServeOptions::client() };
    let server = Server::start(echo(), options, None);
    let served = server.http2().await;
    served.get("/").await.unwrap();
    // Silent, half a preface, half a request, and HTTP/2 without a request.
    for begin in ["", "PRI * HT", "POST / HTTP/1.1\r\nho", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let mut peer = server.tcp().await;
        peer.write_all(begin.as_bytes()).await.unwrap();
        let _ = until_closed(peer).await;
    }
    // The deadline is for the first request only.
    assert_eq!(served.get("/").await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn idle_connections_are_closed_and_connections_with_a_stream_are_not() {
    let (router, mut arrivals, permit) = holding();
    let options =
        ServeOptions { idle_timeout: Some(Duration::from_millis(50)), ..ServeOptions::client() };
    let server = Server::start(router, options, None);
    let busy = server.http2().await;
    let held = tokio::spawn(async move { busy.get("/hold").await });
    assert_eq!(next(&mut arrivals).await.open_streams(), 1);

    let mut idle = server.tcp().await;
    idle.write_all(b"GET /none HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let answer = until_closed(idle).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");

    permit.notify_one();
    assert_eq!(held.await.unwrap().unwrap().body(), "held");
}

#[tokio::test]
async fn connections_over_the_limit_are_closed() {
    let options = ServeOptions { max_connections: 1, ..ServeOptions::client() };
    let server = Server::start(echo(), options, None);
    let first = server.http2().await;
    first.get("/").await.unwrap();
    let answer = raw(server.tcp().await, "GET / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(answer.is_err() || answer.is_ok_and(|text| text.is_empty()));
    assert_eq!(first.get("/").await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn abort_cuts_one_connection_with_all_its_streams() {
    let (router, mut arrivals, permit) = holding();
    let server = Server::plain(router);
    let (doomed, other) = (server.http2().await, server.http2().await);
    let calls: Vec<_> = (0..3)
        .map(|_| {
            let doomed = doomed.clone();
            tokio::spawn(async move { doomed.get("/hold").await })
        })
        .collect();
    let mut connection = next(&mut arrivals).await;
    for _ in 1..3 {
        connection = next(&mut arrivals).await;
    }
    assert_eq!(connection.open_streams(), 3);
    connection.abort();
    for call in calls {
        assert!(call.await.unwrap().is_err());
    }
    let call = tokio::spawn(async move { other.get("/hold").await });
    next(&mut arrivals).await;
    permit.notify_waiters();
    assert_eq!(call.await.unwrap().unwrap().body(), "held");
}

#[tokio::test]
async fn a_panicking_handler_costs_its_own_stream_only() {
    async fn broken() -> &'static str {
        panic!("a bug, on purpose")
    }
    let server = Server::plain(echo().route("/broken", get(broken)));
    let client = server.http2().await;
    assert!(client.get("/broken").await.is_err());
    let answer = client.get("/").await.unwrap();
    assert!(answer.body().ends_with("with 1"), "a stream was leaked: {}", answer.body());
    let request = "GET /broken HTTP/1.1\r\nhost: x\r\n\r\n";
    let _ = raw(server.tcp().await, request).await;
    assert_eq!(client.get("/").await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn after_stop_the_requests_under_way_finish_and_new_ones_are_refused() {
    let (router, mut arrivals, permit) = holding();
    let mut server = Server::plain(router);
    let client = server.http2().await;
    let busy = client.clone();
    let held = tokio::spawn(async move { busy.get("/hold").await });
    let mut one = server.tcp().await;
    one.write_all(b"GET /hold HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let silent = server.tcp().await;
    for _ in 0..2 {
        next(&mut arrivals).await;
    }
    server.shutdown.stop.cancel();
    // The silent peer is closed by the drain, so the drain has begun.
    let _ = until_closed(silent).await;
    assert!(TcpStream::connect(server.address).await.is_err());
    // GOAWAY is on its way: sooner or later the client may not send any more,
    // and whatever it sent before is answered.
    while let Ok(answer) = client.get("/none").await {
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    }
    assert!(!server.served.is_finished());
    permit.notify_waiters();
    assert_eq!(held.await.unwrap().unwrap().body(), "held");
    let answer = until_closed(one).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("held"), "{answer}");
    server.ended().await;
}

#[tokio::test]
async fn the_hard_deadline_cuts_what_does_not_end() {
    let (router, mut arrivals, _permit) = holding();
    let mut server = Server::plain(router);
    let client = server.http2().await;
    let held = tokio::spawn(async move { client.get("/hold").await });
    let mut one = server.tcp().await;
    one.write_all(b"GET /hold HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    for _ in 0..2 {
        next(&mut arrivals).await;
    }
    server.shutdown.stop.cancel();
    server.shutdown.cut.cancel();
    server.ended().await;
    assert!(held.await.unwrap().is_err());
    assert!(!until_closed(one).await.unwrap_or_default().contains("held"));
}

#[tokio::test]
async fn dropping_the_server_cuts_its_connections() {
    let (router, mut arrivals, _permit) = holding();
    let server = Server::plain(router);
    let client = server.http2().await;
    let held = tokio::spawn(async move { client.get("/hold").await });
    next(&mut arrivals).await;
    server.served.abort();
    assert!(held.await.unwrap().is_err());
}
