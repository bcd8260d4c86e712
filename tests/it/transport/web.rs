use std::convert::Infallible;

use axum::{Router, body::Body, routing::post};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use fanwire::transport::client_stack;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::StreamBody;

use super::support::{Answer, Server, raw};

const GRPC_WEB: [&str; 4] = [
    "application/grpc-web",
    "application/grpc-web+proto",
    "application/grpc-web-text",
    "application/grpc-web-text+proto",
];
const ALLOWED: &str = "https://app.example.com";
const MESSAGE: &[u8] = b"\0\0\0\0\x05hello";
const METHOD: &str = "/test.Greeter/Greet";

/// Answers one message, and trailers.
async fn greet() -> Response<Body> {
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", "0".parse().unwrap());
    let frames = [Frame::data(Bytes::from_static(MESSAGE)), Frame::trailers(trailers)];
    // Of unknown length, as every answer of a stream: a content-length would
    // cut off what grpc-web appends.
    let body = StreamBody::new(tokio_stream::iter(frames.map(Ok::<_, Infallible>)));
    Response::builder().header("content-type", "application/grpc").body(Body::new(body)).unwrap()
}

fn server() -> Server {
    let router = Router::new().route(METHOD, post(greet));
    Server::plain(client_stack(router, &["https://*.example.com".to_owned()]))
}

/// One HTTP/1.1 exchange on a connection of its own.
async fn http1(server: &Server, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += "content-length: 0\r\n\r\n";
    let text = raw(server.tcp().await, request).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines();
    let status: u16 = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        response = response.header(name, value);
    }
    response.body(body.to_owned()).unwrap()
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn pages_of_allowed_origins_get_messages_trailers_and_cors_headers() {
    let server = server();
    for kind in GRPC_WEB {
        let headers = [("content-type", kind), ("accept", kind), ("origin", ALLOWED)];
        let answer = http1(&server, "POST", METHOD, &headers).await;
        assert_eq!(answer.status(), StatusCode::OK, "{kind}");
        assert_eq!(header(&answer, "access-control-allow-origin"), ALLOWED);
        let exposed = header(&answer, "access-control-expose-headers");
        for name in ["grpc-status", "grpc-message", "grpc-status-details-bin"] {
            assert!(exposed.split(',').any(|word| word == name), "{name} in {exposed:?}");
        }
        let (message, trailer) = if kind.contains("text") {
            let encoded = BASE64_STANDARD.encode(MESSAGE);
            (encoded, BASE64_STANDARD.encode(b"\x80\0\0\0\x0fgrpc-status:0\r\n"))
        } else {
            (String::from_utf8(MESSAGE.to_vec()).unwrap(), "grpc-status:0\r\n".to_owned())
        };
        let body = answer.body();
        assert!(body.contains(&message) && body.contains(&trailer), "{kind}: {body:?}");
    }
}

#[tokio::test]
async fn pages_of_other_origins_are_refused_in_the_language_they_speak() {
    let server = server();
    for origin in ["https://evil.example", "https://example.com.evil.org", "null"] {
        for kind in GRPC_WEB {
            let headers = [("content-type", kind), ("origin", origin)];
            let answer = http1(&server, "POST", METHOD, &headers).await;
            assert_eq!(answer.status(), StatusCode::OK);
            assert_eq!(header(&answer, "content-type"), kind);
            assert_eq!(header(&answer, "grpc-status"), "7");
            assert!(header(&answer, "grpc-message").contains("client.allowed_origins"));
            assert_eq!(header(&answer, "access-control-allow-origin"), "");
            assert_eq!(answer.body().trim_matches(['0', '\r', '\n']), "");
        }
    }
    let request = Request::post(format!("http://x{METHOD}"))
        .header("content-type", "application/grpc")
        .header("origin", "https://evil.example");
    let answer = server.http2().await.call(request.body("").unwrap()).await.unwrap();
    assert_eq!(header(&answer, "grpc-status"), "7");
    assert_eq!(header(&answer, "content-type"), "application/grpc");
}

#[tokio::test]
async fn preflights_are_answered_for_allowed_origins_only() {
    let server = server();
    let preflight = |origin| {
        [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "authorization,content-type,x-grpc-web"),
        ]
    };
    let answer = http1(&server, "OPTIONS", METHOD, &preflight(ALLOWED)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    for (name, value) in [
        ("access-control-allow-origin", ALLOWED),
        ("access-control-allow-methods", "POST"),
        ("access-control-allow-headers", "authorization,content-type,x-grpc-web"),
        ("access-control-max-age", "7200"),
    ] {
        assert_eq!(header(&answer, name), value, "{name}");
    }
    let answer = http1(&server, "OPTIONS", METHOD, &preflight("https://evil.example")).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert_eq!(header(&answer, "access-control-allow-origin"), "");
    assert!(answer.body().contains("client.allowed_origins"), "{}", answer.body());
}

#[tokio::test]
async fn requests_without_an_origin_do_not_come_from_pages_and_pass() {
    let server = server();
    let answer = http1(&server, "POST", METHOD, &[("content-type", GRPC_WEB[1])]).await;
    assert!(answer.body().contains("grpc-status:0"), "{}", answer.body());
    let request = Request::post(format!("http://x{METHOD}"))
        .header("content-type", "application/grpc")
        .body("")
        .unwrap();
    let answer = server.http2().await.call(request).await.unwrap();
    assert_eq!(answer.body().as_bytes(), MESSAGE);
}

#[tokio::test]
async fn what_is_no_grpc_gets_words_and_what_is_no_method_unimplemented() {
    let server = server();
    for (method, kind, words) in [
        ("GET", "", "health and metrics are on the API listener"),
        ("POST", "application/json", "speaks gRPC"),
        ("POST", "application/grpc", "gRPC needs HTTP/2"),
        ("POST", "application/grpc-web+json", "unknown grpc-web content type"),
        ("POST", "application/grpc-web; charset=utf-8", "without parameters"),
    ] {
        let answer = http1(&server, method, METHOD, &[("content-type", kind)]).await;
        assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
        assert!(answer.body().contains(words), "{kind}: {}", answer.body());
    }
    let http2 = server.http2().await;
    assert_eq!(http2.get("/").await.unwrap().status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);

    let answer = http1(&server, "POST", "/a.B/C", &[("content-type", GRPC_WEB[0])]).await;
    assert_eq!((answer.status(), header(&answer, "grpc-status")), (StatusCode::OK, "12"));
    let request = Request::post("http://x/a.B/C").header("content-type", "application/grpc");
    let answer = http2.call(request.body("").unwrap()).await.unwrap();
    assert_eq!(header(&answer, "grpc-status"), "12");
    assert!(header(&answer, "grpc-message").contains("/a.B/C"));
}
