use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// An HTTP server that says what it is told to, and counts who asks.
pub(super) struct Server {
    address: SocketAddr,
    answer: Arc<Mutex<String>>,
    requests: Arc<AtomicUsize>,
    open: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Server {
    pub(super) async fn start(body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answer = Arc::new(Mutex::new(ok(body)));
        let requests = Arc::new(AtomicUsize::new(0));
        let (open, gate) = watch::channel(true);
        let (said, counted) = (answer.clone(), requests.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, said.clone(), counted.clone(), gate.clone()));
            }
        });
        Self { address, answer, requests, open, task }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/jwks.json", self.address)
    }

    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// What it answers from now on, as a body.
    pub(super) fn say(&self, body: &str) {
        self.say_raw(&ok(body));
    }

    /// What it answers from now on, as bytes on the wire.
    pub(super) fn say_raw(&self, answer: &str) {
        *self.answer.lock().unwrap() = answer.to_owned();
    }

    /// Requests wait until [`Server::open`].
    pub(super) fn close(&self) {
        self.open.send_replace(false);
    }

    pub(super) fn open(&self) {
        self.open.send_replace(true);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

async fn serve(
    mut stream: TcpStream,
    answer: Arc<Mutex<String>>,
    requests: Arc<AtomicUsize>,
    mut gate: watch::Receiver<bool>,
) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read_buf(&mut request).await {
            Ok(n) if n > 0 => {}
            _ => return,
        }
    }
    requests.fetch_add(1, Ordering::SeqCst);
    if gate.wait_for(|open| *open).await.is_ok() {
        let answer = answer.lock().unwrap().clone();
        let _ = stream.write_all(answer.as_bytes()).await;
    }
}
