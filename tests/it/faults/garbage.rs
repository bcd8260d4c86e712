use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tonic::Code;

use super::witness::Witness;
use crate::support::{Raw, Server, within};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Sends bytes, closes its half and reads until the server has closed too.
async fn say(address: &str, bytes: &[u8]) {
    let mut tcp = TcpStream::connect(address).await.unwrap();
    // The server may have closed before all of it was sent.
    let _ = tcp.write_all(bytes).await;
    let _ = tcp.shutdown().await;
    let mut answer = Vec::new();
    let _ = within(tcp.read_to_end(&mut answer)).await;
}

#[tokio::test]
async fn garbage_on_both_ports_ends_its_connection_only() {
    let server = Server::start(&[]).await;
    let witness = Witness::start(&server).await;
    let mut random = StdRng::seed_from_u64(7);
    let mut noise = |len: usize| (0..len).map(|_| random.random::<u8>()).collect::<Vec<_>>();
    let mut inputs = vec![
        Vec::new(),
        b"\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        [b"GET /".as_slice(), &vec![b'a'; 200_000], b" HTTP/1.1\r\n\r\n"].concat(),
        PREFACE[..20].to_vec(),
        PREFACE.to_vec(),
    ];
    for len in [1, 100, 10_000] {
        inputs.push(noise(len));
        inputs.push([PREFACE, &noise(len)].concat());
    }
    for input in &inputs {
        say(&server.client, input).await;
        say(&server.api, input).await;
    }
    witness.ends_content().await;
    server.stop().await;
}

#[tokio::test]
async fn oversized_messages_end_their_streams_only() {
    let server = Server::start(&[]).await;
    let witness = Witness::start(&server).await;
    for connected in [false, true] {
        let mut raw = Raw::open(&server.client).await;
        if connected {
            raw.connect();
        }
        raw.prefix(0, u32::MAX);
        for _ in 0..16 {
            raw.bytes(&[0; 16 * 1024]);
        }
        assert_eq!(raw.end().await.1, Code::ResourceExhausted as i32);
    }
    witness.ends_content().await;
    server.stop().await;
}

#[tokio::test]
async fn an_oversized_header_list_is_refused() {
    let server = Server::start(&[]).await;
    let witness = Witness::start(&server).await;
    for address in [&server.client, &server.api] {
        let tcp = TcpStream::connect(address).await.unwrap();
        let (send, connection) = within(h2::client::handshake(tcp)).await.unwrap();
        let connection = tokio::spawn(connection);
        let request = http::Request::post(format!("http://{address}/any"))
            .header("x-large", "x".repeat(64 * 1024))
            .body(())
            .unwrap();
        let mut send = within(send.ready()).await.unwrap();
        let answered = match send.send_request(request, true) {
            Ok((response, _)) => within(response).await,
            Err(error) => Err(error),
        };
        assert!(!answered.is_ok_and(|response| response.status().is_success()));
        connection.abort();
    }
    witness.ends_content().await;
    server.stop().await;
}
