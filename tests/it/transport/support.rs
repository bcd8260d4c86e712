use std::{net::SocketAddr, time::Duration};

use axum::{Router, body::Body, routing::any};
use bytes::Bytes;
use fanwire::transport::{
    ConnectionHandle, Listener, ListenerConfig, ServeOptions, Shutdown, TlsConfig, Workers, serve,
};
use h2::client::SendRequest;
use http::{Request, Response};
use http_body_util::BodyExt;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    task::JoinHandle,
    time::timeout,
};

/// No step of a test takes anywhere near as long.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A server on a free port with its workers.
pub struct Server {
    pub address: SocketAddr,
    pub shutdown: Shutdown,
    pub served: JoinHandle<()>,
    /// Last: its drop joins the threads.
    _workers: Workers,
}

impl Server {
    pub fn start(router: Router, options: ServeOptions, tls: Option<TlsConfig>) -> Self {
        let config = ListenerConfig { address: ([127, 0, 0, 1], 0).into(), tls };
        let listener = Listener::bind("listen.client", &config).unwrap();
        let address = listener.local_addr();
        let workers = Workers::start(2).unwrap();
        let shutdown = Shutdown::default();
        let serving = serve(listener, router, options, workers.handles(), shutdown.clone());
        let served = tokio::spawn(async move { serving.await.unwrap() });
        Self { address, shutdown, served, _workers: workers }
    }

    pub fn plain(router: Router) -> Self {
        Self::start(router, ServeOptions::client(), None)
    }

    pub async fn tcp(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    pub async fn http2(&self) -> Http2 {
        Http2::handshake(self.tcp().await).await
    }

    /// Waits until the server has ended by itself.
    pub async fn ended(&mut self) {
        timeout(PATIENCE, &mut self.served).await.expect("the server did not end").unwrap();
    }
}

/// An HTTP/2 client connection.
#[derive(Clone)]
pub struct Http2(SendRequest<Bytes>);

impl Http2 {
    pub async fn handshake(io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Self {
        let (send, connection) = h2::client::handshake(io).await.unwrap();
        tokio::spawn(connection);
        Self(send)
    }

    /// Sends a request and reads the whole answer.
    pub async fn call(&self, request: Request<&'static str>) -> Result<Answer, h2::Error> {
        timeout(PATIENCE, self.exchange(request)).await.expect("no answer in time")
    }

    pub async fn get(&self, path: &str) -> Result<Answer, h2::Error> {
        self.call(Request::get(format!("http://localhost{path}")).body("").unwrap()).await
    }

    async fn exchange(&self, request: Request<&'static str>) -> Result<Answer, h2::Error> {
        let (parts, body) = request.into_parts();
        let mut send = self.0.clone().ready().await?;
        let (response, mut stream) = send.send_request(Request::from_parts(parts, ()), false)?;
        stream.send_data(Bytes::from_static(body.as_bytes()), true)?;
        let (parts, mut body) = response.await?.into_parts();
        let mut bytes = Vec::new();
        while let Some(chunk) = body.data().await {
            let chunk = chunk?;
            body.flow_control().release_capacity(chunk.len())?;
            bytes.extend_from_slice(&chunk);
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Ok(Response::from_parts(parts, text))
    }
}

/// A whole answer with its body as text.
pub type Answer = Response<String>;

/// Sends raw bytes and reads until the server closes.
pub async fn raw(
    mut io: impl AsyncRead + AsyncWrite + Unpin,
    bytes: impl AsRef<[u8]>,
) -> std::io::Result<String> {
    io.write_all(bytes.as_ref()).await?;
    until_closed(io).await
}

/// Reads until the server closes.
pub async fn until_closed(mut io: impl AsyncRead + Unpin) -> std::io::Result<String> {
    let mut answer = Vec::new();
    timeout(PATIENCE, io.read_to_end(&mut answer)).await.expect("the server did not close")?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// Answers every path with its request's body, the worker and the open streams.
pub fn echo() -> Router {
    Router::new().fallback(any(async |request: Request<Body>| {
        let connection = request.extensions().get::<ConnectionHandle>().unwrap().clone();
        let body = request.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8_lossy(&body).into_owned();
        format!("{body} on {} with {}", connection.worker(), connection.open_streams())
    }))
}
