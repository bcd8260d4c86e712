//! One stream to a server, from dialling to its end.

use std::{collections::VecDeque, time::Duration};

use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{
    Code, Status, Streaming,
    transport::{Channel, Endpoint},
};

use super::{
    commands::CONNECT_ID,
    convert,
    endpoint::{MAX_MESSAGE_BYTES, root_cause},
};
use crate::{
    model::{ClientError, Disconnect},
    pb::client::{
        self as pb, Command, ConnectRequest, ConnectResult, Reply,
        client_service_client::ClientServiceClient, command, push, reply,
    },
};

/// Commands between the connection's task and the wire.
const COMMANDS_AHEAD: usize = 64;

/// Why a stream ended, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ending {
    /// Of the disconnect or the error; 0 without.
    pub(super) code: u32,
    pub(super) reason: String,
    /// False when coming back is of no use.
    pub(super) reconnect: bool,
    /// When the server wants the client back.
    pub(super) after: Option<Duration>,
}

impl Ending {
    pub(super) fn pushed(push: pb::Disconnect) -> Self {
        let ranges = Disconnect { code: push.code, ..Disconnect::CONNECTION_CLOSED };
        let after = Duration::from_millis(push.reconnect_after_ms.into());
        Self {
            code: push.code,
            reason: push.reason,
            reconnect: push.reconnect && ranges.reconnect(),
            after: Some(after).filter(|after| !after.is_zero()),
        }
    }

    fn refused(error: &ClientError) -> Self {
        Self {
            code: error.code,
            reason: error.message.to_string(),
            reconnect: error.temporary,
            after: None,
        }
    }

    pub(super) fn transport(reason: impl Into<String>) -> Self {
        Self { code: 0, reason: reason.into(), reconnect: true, after: None }
    }

    /// A status without a disconnect before it: from a proxy, or from a server
    /// that is something else. Trying again helps unless it says "not you" or
    /// "not here".
    fn status(status: &Status) -> Self {
        let message = match status.message() {
            "" => status.code().description().to_owned(),
            message => message.to_owned(),
        };
        let reason = match status.code() {
            Code::Unimplemented => format!(
                "the server does not speak fanwire.client.v1 ({message}): use the address of its client listener"
            ),
            _ => match std::error::Error::source(status) {
                Some(source) => root_cause(source),
                None => message,
            },
        };
        let lasting = matches!(
            status.code(),
            Code::Unimplemented | Code::Unauthenticated | Code::PermissionDenied
        );
        Self { reconnect: !lasting, ..Self::transport(reason) }
    }
}

/// An open session's stream.
#[derive(Debug)]
pub(super) struct Link {
    commands: mpsc::Sender<Command>,
    /// Commands that wait for room; as many as wait for their replies, and a
    /// pong.
    outbox: VecDeque<Command>,
    replies: Streaming<Reply>,
    /// The longest silence of a server that lives.
    silence: Option<Duration>,
    heard_by: Option<Instant>,
    pong: bool,
}

/// Connects and opens a session.
pub(super) async fn dial(
    endpoint: Endpoint,
    connect: ConnectRequest,
    within: Duration,
    ping_grace: Duration,
) -> Result<(Link, ConnectResult), Ending> {
    let opened = tokio::time::timeout(within, open(endpoint, connect, ping_grace)).await;
    opened.unwrap_or_else(|_| {
        let within = humantime::format_duration(within);
        Err(Ending::transport(format!("no connect reply within {within}")))
    })
}

async fn open(
    endpoint: Endpoint,
    connect: ConnectRequest,
    ping_grace: Duration,
) -> Result<(Link, ConnectResult), Ending> {
    let channel = endpoint.connect().await.map_err(|cause| {
        let url = endpoint.uri().to_string();
        let url = url.trim_end_matches('/');
        Ending::transport(format!("cannot connect to {url}: {}", root_cause(&cause)))
    })?;
    let (commands, upstream) = mpsc::channel(COMMANDS_AHEAD);
    let first = Command { id: CONNECT_ID, request: Some(command::Request::Connect(connect)) };
    // The channel is new and has room.
    let _ = commands.try_send(first);
    let mut client: ClientServiceClient<Channel> =
        ClientServiceClient::new(channel).max_decoding_message_size(MAX_MESSAGE_BYTES);
    let opened = client.connect(ReceiverStream::new(upstream)).await;
    let mut replies = opened.map_err(|status| Ending::status(&status))?.into_inner();
    let result = connect_result(&mut replies).await?;
    let silence = (result.ping > 0).then(|| Duration::from_secs(result.ping.into()) + ping_grace);
    let link = Link {
        commands,
        outbox: VecDeque::new(),
        replies,
        silence,
        heard_by: None,
        pong: result.pong,
    };
    Ok((link, result))
}

async fn connect_result(replies: &mut Streaming<Reply>) -> Result<ConnectResult, Ending> {
    let reply = received(replies.message().await)?;
    match reply.result {
        Some(reply::Result::Connect(result)) if reply.id == CONNECT_ID => Ok(result),
        Some(reply::Result::Error(error)) => Err(Ending::refused(&convert::error(error))),
        Some(reply::Result::Push(pb::Push {
            event: Some(push::Event::Disconnect(disconnect)),
            ..
        })) => Err(Ending::pushed(disconnect)),
        _ => Err(Ending::transport("the first reply is not the one to the connect command")),
    }
}

fn received(message: Result<Option<Reply>, Status>) -> Result<Reply, Ending> {
    match message {
        Ok(Some(reply)) => Ok(reply),
        Ok(None) => Err(Ending::transport("the server ended the stream")),
        Err(status) => Err(Ending::status(&status)),
    }
}

impl Link {
    /// Sends a command as soon as there is room.
    pub(super) fn send(&mut self, command: Command) {
        self.outbox.push_back(command);
        self.flush();
    }

    /// Answers a ping, if the server wants that.
    pub(super) fn pong(&mut self) {
        let pong = Command::default();
        if self.pong && self.outbox.back() != Some(&pong) {
            self.send(pong);
        }
    }

    fn flush(&mut self) {
        while !self.outbox.is_empty()
            && let Ok(permit) = self.commands.try_reserve()
            && let Some(command) = self.outbox.pop_front()
        {
            permit.send(command);
        }
    }

    /// The next message. The time until the next call does not count as the
    /// server's silence. Cancelling loses nothing.
    pub(super) async fn next(&mut self) -> Result<Reply, Ending> {
        if let Some(silence) = self.silence {
            self.heard_by.get_or_insert_with(|| Instant::now() + silence);
        }
        loop {
            tokio::select! {
                message = self.replies.message() => {
                    self.heard_by = None;
                    return received(message);
                }
                room = self.commands.reserve(), if !self.outbox.is_empty() => match room {
                    Ok(permit) => {
                        if let Some(command) = self.outbox.pop_front() {
                            permit.send(command);
                        }
                    }
                    // The server takes no more: what it says last is still to be read.
                    Err(_) => self.outbox.clear(),
                },
                silence = silent(self.heard_by, self.silence) => return Err(silence),
            }
        }
    }
}

async fn silent(heard_by: Option<Instant>, silence: Option<Duration>) -> Ending {
    let (Some(heard_by), Some(silence)) = (heard_by, silence) else {
        return std::future::pending().await;
    };
    sleep_until(heard_by).await;
    let silence = humantime::format_duration(silence);
    Ending::transport(format!("nothing heard from the server for {silence}, not even a ping"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pushed(code: u32, reconnect: bool, reconnect_after_ms: u32) -> Ending {
        let reason = String::new();
        Ending::pushed(pb::Disconnect { code, reason, reconnect, reconnect_after_ms })
    }

    #[test]
    fn a_disconnect_is_final_by_its_code_or_by_its_word() {
        for code in [3000, 3499, 4000, 4499, 5000] {
            assert!(pushed(code, true, 0).reconnect, "{code}");
            assert!(!pushed(code, false, 0).reconnect, "{code}");
        }
        for code in [3500, 3999, 4500, 4999] {
            assert!(!pushed(code, true, 0).reconnect, "{code}");
        }
    }

    #[test]
    fn the_server_may_say_when_to_come_back() {
        assert_eq!(pushed(3001, true, 1_500).after, Some(Duration::from_millis(1_500)));
        assert_eq!(pushed(3001, true, 0).after, None);
    }

    #[test]
    fn a_bare_status_is_tried_again_unless_it_says_not_you_or_not_here() {
        for (status, reconnect) in [
            (Status::unavailable("x"), true),
            (Status::resource_exhausted("x"), true),
            (Status::internal("x"), true),
            (Status::unknown(""), true),
            (Status::unimplemented("x"), false),
            (Status::unauthenticated("x"), false),
            (Status::permission_denied("x"), false),
        ] {
            let ending = Ending::status(&status);
            assert_eq!(ending.reconnect, reconnect, "{status}");
            assert!(!ending.reason.is_empty());
        }
    }
}
