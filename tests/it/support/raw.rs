use bytes::Bytes;
use fanwire::pb::client::{ConnectRequest, command::Request};
use h2::{RecvStream, SendStream};
use http::HeaderMap;
use prost::Message;
use tokio::net::TcpStream;

use super::{command, within};

/// A gRPC stream of hand-made bytes, on a connection of its own.
pub struct Raw {
    up: SendStream<Bytes>,
    down: RecvStream,
}

impl Raw {
    pub async fn open(address: &str) -> Self {
        let tcp = TcpStream::connect(address).await.unwrap();
        let (send, connection) = within(h2::client::handshake(tcp)).await.unwrap();
        tokio::spawn(connection);
        let request = http::Request::post(format!(
            "http://{address}/fanwire.client.v1.ClientService/Connect"
        ))
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(())
        .unwrap();
        let mut send = within(send.ready()).await.unwrap();
        let (response, up) = send.send_request(request, false).unwrap();
        let down = within(response).await.unwrap().into_body();
        Self { up, down }
    }

    pub fn connect(&mut self) {
        let connect = command(1, Request::Connect(ConnectRequest::default()));
        self.message(&connect.encode_to_vec());
    }

    /// A whole gRPC message.
    pub fn message(&mut self, message: &[u8]) {
        self.prefix(0, message.len() as u32);
        self.bytes(message);
    }

    /// The five bytes before a message.
    pub fn prefix(&mut self, compressed: u8, len: u32) {
        let mut prefix = vec![compressed];
        prefix.extend_from_slice(&len.to_be_bytes());
        self.bytes(&prefix);
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.up.send_data(Bytes::copy_from_slice(bytes), false).unwrap();
    }

    /// Reads to the end: what came, and the trailers' `grpc-status`.
    pub async fn end(&mut self) -> (Vec<u8>, i32) {
        let mut came = Vec::new();
        while let Some(chunk) = within(self.down.data()).await {
            let chunk = chunk.unwrap();
            self.down.flow_control().release_capacity(chunk.len()).unwrap();
            came.extend_from_slice(&chunk);
        }
        let trailers: HeaderMap = within(self.down.trailers()).await.unwrap().expect("trailers");
        let status = trailers["grpc-status"].to_str().unwrap().parse().unwrap();
        (came, status)
    }
}
