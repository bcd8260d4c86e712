//! The server API as JSON over HTTP.

mod batch;
mod connections;
mod errors;
mod keys;
mod methods;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{Server, within};

pub const TRANSPORT: (&str, &str) = ("X-Centrifugo-Error-Mode", "transport");

/// An answer over HTTP.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub json: Value,
}

impl Answer {
    /// The result of a command that was done.
    #[track_caller]
    fn result(mut self) -> Value {
        assert_eq!((self.status, self.json.get("error")), (200, None), "{self:?}");
        self.json["result"].take()
    }

    /// The code and message of an error that is told in the body.
    #[track_caller]
    fn error(self) -> (u64, String) {
        let error = &self.json["error"];
        assert!(self.json.get("result").is_none(), "{self:?}");
        told(error)
    }
}

/// Code and message of an error.
#[track_caller]
fn told(error: &Value) -> (u64, String) {
    let message = error["message"].as_str().expect("an error has a message");
    assert!(!message.is_empty());
    (error["code"].as_u64().expect("an error has a code"), message.to_owned())
}

impl Server {
    /// Calls a method with a JSON body, as curl does.
    pub async fn post(&self, method: &str, body: impl ToString) -> Answer {
        self.post_with(method, &[], body.to_string().as_bytes()).await
    }

    /// The same with these headers.
    pub async fn post_with(&self, method: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut tcp = TcpStream::connect(&self.api).await.unwrap();
        let head = head("POST", method, headers, body.len());
        let sent = async {
            tcp.write_all(head.as_bytes()).await?;
            tcp.write_all(body).await
        };
        // A server that refuses a body need not read it.
        let _ = within(sent).await;
        read(tcp).await
    }
}

/// The beginning of a request.
fn head(verb: &str, method: &str, headers: &[(&str, &str)], length: usize) -> String {
    let mut head =
        format!("{verb} /api/{method} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head + &format!("content-length: {length}\r\n\r\n")
}

async fn read(mut tcp: TcpStream) -> Answer {
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    // To its end, or until the connection is reset because of what was not read.
    while let Ok(count @ 1..) = within(tcp.read(&mut buffer)).await {
        answer.extend_from_slice(&buffer[..count]);
    }
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
    let head = head.to_ascii_lowercase();
    assert!(head.contains("content-type: application/json"), "{answer}");
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, json: serde_json::from_str(body).unwrap(), head }
}
