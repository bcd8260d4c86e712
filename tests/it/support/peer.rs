pub use fanwire::pb::client::reply::Result as Answer;
use fanwire::pb::client::{
    Command, ConnectRequest, ConnectResult, Disconnect, Error, HistoryRequest, ListenRequest,
    Publication, PublishRequest, Push, Reply, SubscribeRequest, SubscribeResult,
    client_service_client::ClientServiceClient, command::Request, push::Event,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Status, Streaming, transport::Channel};

use super::within;

/// One `Connect` or `Listen` stream, word by word.
pub struct Peer {
    /// None when half-closed, and on Listen.
    commands: Option<mpsc::Sender<Command>>,
    replies: Streaming<Reply>,
    last_id: u32,
}

impl Peer {
    pub async fn open(channel: Channel) -> Self {
        let (commands, stream) = mpsc::channel(16);
        let mut client = ClientServiceClient::new(channel).max_decoding_message_size(1 << 20);
        let opened = within(client.connect(ReceiverStream::new(stream))).await;
        Self { commands: Some(commands), replies: opened.unwrap().into_inner(), last_id: 0 }
    }

    /// A browser's stream, and the answer to its connect.
    pub async fn listen(channel: Channel, connect: ConnectRequest) -> (Self, ConnectResult) {
        let mut client = ClientServiceClient::new(channel).max_decoding_message_size(1 << 20);
        let opened = within(client.listen(ListenRequest { connect: Some(connect) })).await;
        let mut peer = Self::listening(opened.unwrap().into_inner());
        match peer.reply().await.result {
            Some(Answer::Connect(result)) => (peer, result),
            other => panic!("{other:?}"),
        }
    }

    /// A stream that is only read.
    pub fn listening(replies: Streaming<Reply>) -> Self {
        Self { commands: None, replies, last_id: 0 }
    }

    pub async fn connect(&mut self) -> ConnectResult {
        match self.ask(Request::Connect(ConnectRequest::default())).await {
            Answer::Connect(result) => result,
            other => panic!("{other:?}"),
        }
    }

    pub async fn subscribe(&mut self, channel: &str) -> SubscribeResult {
        self.subscribe_with(subscribe(channel)).await.unwrap()
    }

    pub async fn subscribe_with(
        &mut self,
        request: SubscribeRequest,
    ) -> Result<SubscribeResult, Error> {
        match self.ask(Request::Subscribe(request)).await {
            Answer::Subscribe(result) => Ok(result),
            Answer::Error(error) => Err(error),
            other => panic!("{other:?}"),
        }
    }

    /// Sends a command with the next id; gives the id.
    pub async fn request(&mut self, request: Request) -> u32 {
        self.last_id += 1;
        self.send(command(self.last_id, request)).await;
        self.last_id
    }

    /// Sends a command whose answer must be the very next reply.
    pub async fn ask(&mut self, request: Request) -> Answer {
        let id = self.request(request).await;
        let reply = self.reply().await;
        assert_eq!(reply.id, id, "{reply:?}");
        reply.result.expect("an answer")
    }

    /// Sends a command and passes over pushes until it is answered.
    pub async fn answer(&mut self, request: Request) -> Answer {
        let id = self.request(request).await;
        loop {
            let reply = self.reply().await;
            if reply.id == id {
                return reply.result.expect("an answer");
            }
            assert!(matches!(reply.result, Some(Answer::Push(_))), "{reply:?}");
        }
    }

    /// The code of the error that a command is answered with.
    pub async fn refused(&mut self, request: Request) -> u32 {
        match self.ask(request).await {
            Answer::Error(error) => {
                assert!(!error.message.is_empty());
                error.code
            }
            other => panic!("{other:?}"),
        }
    }

    /// To a stream that has ended nothing is sent: its end is there to be read.
    pub async fn send(&mut self, command: Command) {
        let commands = self.commands.as_ref().expect("not half-closed");
        let _ = within(commands.send(command)).await;
    }

    /// False when half-closed, and on Listen.
    pub fn may_send(&self) -> bool {
        self.commands.is_some()
    }

    /// No more commands.
    pub fn half_close(&mut self) {
        self.commands = None;
    }

    /// What comes next, pings too.
    pub async fn next(&mut self) -> Result<Option<Reply>, Status> {
        within(self.replies.message()).await
    }

    /// The next reply that is no ping; answers pings as long as it may send.
    pub async fn reply(&mut self) -> Reply {
        loop {
            let reply = self.next().await.expect("an open stream").expect("an open stream");
            if reply.result.is_some() {
                return reply;
            }
            if self.commands.is_some() {
                self.send(Command::default()).await;
            }
        }
    }

    pub async fn push(&mut self) -> Push {
        match self.reply().await.result {
            Some(Answer::Push(push)) => push,
            other => panic!("{other:?}"),
        }
    }

    /// The next push, which must be a publication.
    pub async fn publication(&mut self) -> Publication {
        match self.push().await.event {
            Some(Event::Pub(publication)) => publication,
            other => panic!("{other:?}"),
        }
    }

    /// Reads to the end: the farewell must be the last reply before the status.
    pub async fn end(&mut self) -> (Disconnect, Status) {
        let farewell = loop {
            match self.next().await {
                Ok(Some(Reply { result: Some(Answer::Push(push)), .. })) => {
                    if let Some(Event::Disconnect(farewell)) = push.event {
                        break farewell;
                    }
                }
                Ok(Some(_)) => {}
                other => panic!("the stream ended without a farewell: {other:?}"),
            }
        };
        match self.next().await {
            Err(status) => (farewell, status),
            other => panic!("{other:?} behind the farewell {farewell:?}"),
        }
    }

    /// The codes of [`Peer::end`].
    pub async fn end_codes(&mut self) -> (u32, tonic::Code) {
        let (farewell, status) = self.end().await;
        assert_eq!(farewell.reason, status.message());
        assert_eq!(farewell.reconnect, farewell.code < 3500, "{farewell:?}");
        (farewell.code, status.code())
    }
}

pub fn command(id: u32, request: Request) -> Command {
    Command { id, request: Some(request) }
}

pub fn subscribe(channel: &str) -> SubscribeRequest {
    SubscribeRequest { channel: channel.into(), ..Default::default() }
}

pub fn publish(channel: &str, data: &[u8]) -> Request {
    let (channel, data) = (channel.into(), data.to_vec().into());
    Request::Publish(PublishRequest { channel, data, ..Default::default() })
}

/// Up to `limit` publications, oldest first.
pub fn history(channel: &str, limit: i32) -> HistoryRequest {
    HistoryRequest { channel: channel.into(), limit, ..Default::default() }
}
