//! Any page that somebody visits may have his browser send what it likes to
//! this machine's ports, and ignore that it may not read the answer.

use fanwire::pb::api::{HistoryRequest, PublishRequest};
use prost::Message;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tonic::Code;

use crate::support::{Server, publish_request, within};

const PUBLISH: &str = "/fanwire.api.v1.ApiService/Publish";

/// A gRPC message in its frame.
fn frame(request: &PublishRequest) -> Vec<u8> {
    let message = request.encode_to_vec();
    let mut frame = vec![0];
    frame.extend_from_slice(&(message.len() as u32).to_be_bytes());
    frame.extend_from_slice(&message);
    frame
}

/// The status with which the server answers a POST over HTTP/1.1.
async fn post(address: &str, headers: &str, body: &[u8]) -> (u16, String) {
    let mut tcp = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let head = format!(
        "POST {PUBLISH} HTTP/1.1\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
    );
    within(tcp.write_all(&[head.as_bytes(), body].concat())).await.unwrap();
    let mut answer = Vec::new();
    within(tcp.read_to_end(&mut answer)).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    (answer.split(' ').nth(1).unwrap().parse().unwrap(), answer)
}

#[tokio::test]
async fn no_page_can_make_a_browser_call_a_server_without_keys() {
    let server = Server::start(&[]).await;
    let body = frame(&publish_request("log:a", "evil"));
    let by_page = "host: localhost\r\norigin: https://evil.example\r\n";
    let rebound = "host: evil.example\r\n";
    let silent = "host: localhost\r\n";
    for (headers, kind, status, part) in [
        (by_page, "text/plain", 403, "api.keys"),
        (by_page, "application/grpc", 200, "grpc-status: 7"),
        (rebound, "text/plain", 403, "evil.example"),
        (rebound, "application/grpc", 200, "grpc-status: 7"),
        // Browsers that say no origin.
        (silent, "text/plain", 415, "application/grpc"),
        (silent, "application/grpc", 415, "HTTP/2"),
        (silent, "application/grpc-web+proto", 415, "gRPC client"),
    ] {
        let headers = format!("{headers}content-type: {kind}\r\n");
        let (got, answer) = post(&server.api, &headers, &body).await;
        assert_eq!(got, status, "{headers}: {answer}");
        assert!(answer.contains(part), "{headers}: {answer}");
    }
    assert_eq!(post(&server.api, silent, &body).await.0, 415, "no content type");
    // HTTP/2 speaks to it all the same.
    let mut api = server.api().await;
    let mut request = tonic::Request::new(publish_request("log:a", "evil"));
    request.metadata_mut().insert("origin", "https://evil.example".parse().unwrap());
    let refused = within(api.publish(request)).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied, "{refused}");
    let request = HistoryRequest { channel: "log:a".into(), ..Default::default() };
    let history = within(api.history(request)).await.unwrap().into_inner();
    assert_eq!(history.offset, 0, "something was published");
    server.stop().await;
}
