//! A server whose sessions the test plays itself, message by message, over a
//! real connection.

use std::{net::SocketAddr, time::Duration};

use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tonic::{Request, Response, Status, Streaming, transport::Server as Tonic};

use crate::{
    client::{BackoffConfig, ClientConfig},
    pb::client::{
        Command, ConnectRequest, ConnectResult, Error, ListenRequest, Publication, Push, Reply,
        SendRequest, SendResponse, SubscribeRequest, SubscribeResult,
        client_service_server::{ClientService, ClientServiceServer},
        command, push, reply,
    },
};

/// Nothing in these tests takes long; what hangs fails.
pub(super) async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("took too long")
}

pub(super) struct Server {
    pub(super) address: SocketAddr,
    sessions: mpsc::Receiver<Session>,
    task: JoinHandle<()>,
}

pub(super) struct Session {
    commands: Streaming<Command>,
    pub(super) replies: mpsc::Sender<Result<Reply, Status>>,
}

struct Service(mpsc::Sender<Session>);

#[tonic::async_trait]
impl ClientService for Service {
    type ConnectStream = ReceiverStream<Result<Reply, Status>>;
    type ListenStream = ReceiverStream<Result<Reply, Status>>;

    async fn connect(
        &self,
        request: Request<Streaming<Command>>,
    ) -> Result<Response<Self::ConnectStream>, Status> {
        let (replies, stream) = mpsc::channel(1);
        let session = Session { commands: request.into_inner(), replies };
        self.0.send(session).await.map_err(|_| Status::unavailable("the test is over"))?;
        Ok(Response::new(ReceiverStream::new(stream)))
    }

    async fn listen(
        &self,
        _: Request<ListenRequest>,
    ) -> Result<Response<Self::ListenStream>, Status> {
        Err(Status::unimplemented("not played"))
    }

    async fn send(&self, _: Request<SendRequest>) -> Result<Response<SendResponse>, Status> {
        Err(Status::unimplemented("not played"))
    }
}

impl Server {
    pub(super) async fn start() -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    pub(super) fn on(listener: TcpListener) -> Self {
        let address = listener.local_addr().unwrap();
        let (sender, sessions) = mpsc::channel(8);
        let router = Tonic::builder().add_service(ClientServiceServer::new(Service(sender)));
        let task = tokio::spawn(async move {
            router.serve_with_incoming(TcpListenerStream::new(listener)).await.unwrap();
        });
        Self { address, sessions, task }
    }

    pub(super) async fn session(&mut self) -> Session {
        within(self.sessions.recv()).await.unwrap()
    }

    /// A session whose connect command has been answered, with that command.
    pub(super) async fn connected(&mut self) -> (Session, ConnectRequest) {
        self.connected_with(ConnectResult { session: "secret".into(), ..Default::default() }).await
    }

    pub(super) async fn connected_with(
        &mut self,
        result: ConnectResult,
    ) -> (Session, ConnectRequest) {
        let mut session = self.session().await;
        let (id, request) = session.command().await;
        let command::Request::Connect(connect) = request else { panic!("{request:?}") };
        session.reply(id, reply::Result::Connect(result)).await;
        (session, connect)
    }

    pub(super) fn nobody_came(&mut self) -> bool {
        self.sessions.try_recv().is_err()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Session {
    /// The next command as it is; `None` when the client has gone.
    pub(super) async fn raw(&mut self) -> Option<Command> {
        within(self.commands.message()).await.ok().flatten()
    }

    pub(super) async fn command(&mut self) -> (u32, command::Request) {
        let command = self.raw().await.expect("the client has gone");
        (command.id, command.request.expect("a pong"))
    }

    pub(super) async fn subscribe_command(&mut self) -> (u32, SubscribeRequest) {
        match self.command().await {
            (id, command::Request::Subscribe(request)) => (id, request),
            (_, other) => panic!("not a subscribe: {other:?}"),
        }
    }

    /// Answers a subscribe command, which it gives.
    pub(super) async fn subscribed(&mut self, result: SubscribeResult) -> SubscribeRequest {
        let (id, request) = self.subscribe_command().await;
        self.reply(id, reply::Result::Subscribe(result)).await;
        request
    }

    pub(super) async fn send(&self, reply: Reply) {
        within(self.replies.send(Ok(reply))).await.expect("the client has gone");
    }

    pub(super) async fn reply(&self, id: u32, result: reply::Result) {
        self.send(Reply { id, result: Some(result) }).await;
    }

    pub(super) async fn error(&self, id: u32, code: u32, temporary: bool) {
        let error = Error { code, message: "no".into(), temporary };
        self.reply(id, reply::Result::Error(error)).await;
    }

    pub(super) async fn push(&self, channel: &str, event: push::Event) {
        let push = Push { channel: channel.into(), event: Some(event), ..Default::default() };
        self.reply(0, reply::Result::Push(push)).await;
    }

    pub(super) async fn publish(&self, channel: &str, offset: u64) {
        self.push(channel, push::Event::Pub(publication(offset))).await;
    }

    pub(super) async fn end(self, status: Status) {
        let _ = self.replies.send(Err(status)).await;
    }
}

pub(super) fn publication(offset: u64) -> Publication {
    Publication { offset, ..Default::default() }
}

pub(super) fn stream_at(offset: u64) -> SubscribeResult {
    SubscribeResult {
        epoch: "e".into(),
        offset,
        positioned: true,
        recoverable: true,
        ..Default::default()
    }
}

/// Quick attempts.
pub(super) fn config(address: SocketAddr) -> ClientConfig {
    let backoff = BackoffConfig {
        min: Duration::from_millis(1),
        max: Duration::from_millis(5),
        ..Default::default()
    };
    ClientConfig { backoff, ..ClientConfig::new(format!("http://{address}")) }
}
