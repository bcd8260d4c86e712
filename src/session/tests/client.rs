//! A client that checks promise 2 on everything it is told.

use std::{
    collections::HashMap,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use bytes::{Buf, Bytes, BytesMut};
use http_body::Body;
use prost::Message;
use tokio::sync::mpsc;
use tokio_stream::wrappers::UnboundedReceiverStream;

use super::world::World;
use crate::{
    model::StreamPosition,
    outbound::OutboundBody,
    pb::client::{
        Command, ConnectRequest, FilterNode, Gap, Reply, SubscribeRequest, UnsubscribeRequest,
        command::Request, push::Event, reply::Result as ReplyResult,
    },
    session::{Link, Uplink, UplinkError},
};

struct NoLink;

impl Link for NoLink {
    fn stuck(&self) {}
    fn unstuck(&self) {}
    fn cut_if_all_stuck(&self) {}
}

/// What a client understands and wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everything; it knows no gaps.
    Old,
    /// Everything.
    New,
    /// What a filter lets through.
    Filtered,
}

pub struct Client {
    kind: Kind,
    connection: Option<Connection>,
    next_id: u32,
    channels: HashMap<String, State>,
    /// By command id.
    subscribing: HashMap<u32, String>,
    worker: usize,
}

struct Connection {
    commands: mpsc::UnboundedSender<Result<Bytes, UplinkError>>,
    body: OutboundBody,
    unparsed: BytesMut,
}

/// What the client knows of a channel that it wants.
#[derive(Default)]
struct State {
    position: Option<StreamPosition>,
    phase: Phase,
}

#[derive(Default, Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    #[default]
    Away,
    Asked,
    In,
}

impl Client {
    pub fn new(kind: Kind, worker: usize) -> Self {
        Self {
            kind,
            connection: None,
            next_id: 1,
            channels: HashMap::new(),
            subscribing: HashMap::new(),
            worker,
        }
    }

    pub fn connect(&mut self, world: &World) {
        if self.connection.is_some() {
            return;
        }
        let (commands, receiver) = mpsc::unbounded_channel();
        let uplink = Uplink::Stream(Box::pin(UnboundedReceiverStream::new(receiver)));
        let outbound = world.sessions.connect(self.worker, Arc::new(NoLink), uplink);
        let body = OutboundBody::new(outbound, |_| http::HeaderMap::new());
        self.connection = Some(Connection { commands, body, unparsed: BytesMut::new() });
        let gap_support = self.kind != Kind::Old;
        self.send(Request::Connect(ConnectRequest { gap_support, ..ConnectRequest::default() }));
        let wanted: Vec<_> = self.channels.keys().cloned().collect();
        wanted.iter().for_each(|channel| self.subscribe(channel));
    }

    /// Asks for a channel, recovering if it was seen before.
    pub fn subscribe(&mut self, channel: &str) {
        let state = self.channels.entry(channel.to_owned()).or_default();
        if self.connection.is_none() || state.phase != Phase::Away {
            return;
        }
        state.phase = Phase::Asked;
        let since = state.position.clone();
        let request = SubscribeRequest {
            channel: channel.to_owned(),
            recover: since.is_some(),
            epoch: since.as_ref().map(|s| s.epoch.to_string()).unwrap_or_default(),
            offset: since.map(|s| s.offset).unwrap_or_default(),
            tf: (self.kind == Kind::Filtered).then(|| FilterNode {
                cmp: "eq".into(),
                key: "wanted".into(),
                val: "true".into(),
                ..FilterNode::default()
            }),
            ..SubscribeRequest::default()
        };
        let id = self.send(Request::Subscribe(request));
        self.subscribing.insert(id, channel.to_owned());
    }

    /// Leaves a channel for good: forgets what it has seen.
    pub fn unsubscribe(&mut self, channel: &str) {
        // With the reply of a subscribe under way the two could be confused.
        if self.channels.get(channel).is_some_and(|state| state.phase == Phase::In) {
            self.channels.remove(channel);
            self.send(Request::Unsubscribe(UnsubscribeRequest { channel: channel.to_owned() }));
        }
    }

    /// The connection breaks: what was not read is gone.
    pub fn cut(&mut self) {
        self.connection = None;
        self.subscribing.clear();
        self.channels.values_mut().for_each(|state| state.phase = Phase::Away);
    }

    /// Asks again for what the server has ended.
    pub fn resubscribe(&mut self) {
        let away: Vec<_> = self
            .channels
            .iter()
            .filter(|(_, state)| state.phase == Phase::Away)
            .map(|(channel, _)| channel.clone())
            .collect();
        away.iter().for_each(|channel| self.subscribe(channel));
    }

    /// Reads everything that is there and checks it.
    pub fn read(&mut self, world: &World) {
        let mut cx = Context::from_waker(Waker::noop());
        while let Some(connection) = &mut self.connection {
            let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut connection.body).poll_frame(&mut cx)
            else {
                return;
            };
            let Ok(data) = frame.into_data() else { return self.cut() }; // trailers: the end
            connection.unparsed.extend_from_slice(&data);
            while let Some(reply) = self.next_reply() {
                self.take(world, reply);
            }
        }
    }

    /// True when every wanted channel is subscribed and read to its end.
    pub fn assert_complete(&self, world: &World) {
        for (channel, state) in &self.channels {
            assert_eq!(state.phase, Phase::In, "{channel}");
            let (position, newest) = (state.position.as_ref().unwrap(), world.newest(channel));
            assert_eq!(position.epoch, newest.epoch, "{channel}");
            let missed = self.missed(world, channel, position, newest.offset);
            assert_eq!(missed, 0, "{channel}: {position} is not the end, {newest} is");
        }
    }

    /// How many publications behind `position` up to `to` this client wants.
    fn missed(&self, world: &World, channel: &str, position: &StreamPosition, to: u64) -> u64 {
        let wanted = world.matches(channel, position, position.offset + 1, to);
        wanted.filter(|matches| *matches || self.kind != Kind::Filtered).count() as u64
    }

    fn next_reply(&mut self) -> Option<Reply> {
        let unparsed = &mut self.connection.as_mut()?.unparsed;
        let length = unparsed.get(1..5)?;
        let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
        if unparsed.len() < 5 + length {
            return None;
        }
        unparsed.advance(5);
        Some(Reply::decode(unparsed.split_to(length)).unwrap())
    }

    fn take(&mut self, world: &World, reply: Reply) {
        match reply.result {
            Some(ReplyResult::Subscribe(result)) => {
                let channel = self.subscribing.remove(&reply.id).expect("asked for");
                let newest = StreamPosition::new(&result.epoch.as_str().into(), result.offset);
                let state = self.channels.get_mut(&channel).expect("wanted");
                state.phase = Phase::In;
                if !result.recovered {
                    // Told: whatever lies before is not seen.
                    assert!(result.publications.is_empty());
                    state.position = Some(newest);
                    return;
                }
                assert_eq!(state.position.as_ref().map(|p| &p.epoch), Some(&newest.epoch));
                for publication in result.publications {
                    self.see(world, &channel, publication);
                }
            }
            Some(ReplyResult::Push(push)) => match push.event {
                Some(Event::Pub(publication)) => self.see(world, &push.channel, publication),
                Some(Event::Gap(gap)) => self.skip(world, &push.channel, &gap),
                Some(Event::Position(position)) => {
                    let Some(seen) = self.position(&push.channel) else { return };
                    assert_eq!(position.epoch, seen.epoch.as_str());
                    assert!(position.offset > seen.offset, "{position:?} is no news at {seen}");
                    let missed = self.missed(world, &push.channel, &seen, position.offset);
                    assert_eq!(missed, 0, "{}: moved over what is wanted", push.channel);
                    self.move_to(&push.channel, position.offset);
                }
                Some(Event::Unsubscribe(told)) => {
                    assert_eq!(told.code, 2500);
                    if let Some(state) = self.channels.get_mut(&push.channel) {
                        state.phase = Phase::Away;
                    }
                }
                Some(Event::Disconnect(_)) => {}
                other => panic!("unexpected push {other:?}"),
            },
            Some(ReplyResult::Connect(_) | ReplyResult::Unsubscribe(_)) | None => {}
            other => panic!("unexpected reply {other:?}"),
        }
    }

    /// Promise 2: the next that is wanted, with what was published there.
    fn see(&mut self, world: &World, channel: &str, seen: crate::pb::client::Publication) {
        let Some(position) = self.position(channel) else { return };
        assert!(seen.offset > position.offset, "{channel}: a double");
        assert_eq!(self.missed(world, channel, &position, seen.offset - 1), 0, "{channel}: a hole");
        self.move_to(channel, seen.offset);
        let at = StreamPosition::new(&position.epoch, seen.offset);
        let published = &world.published[&(channel.to_owned(), at)];
        assert_eq!(seen.data, published.data, "{channel} {}", seen.offset);
        assert!(published.matches || self.kind != Kind::Filtered, "{channel}: not wanted");
    }

    /// Promise 2: exactly what is missing is told, and only where it may be.
    fn skip(&mut self, world: &World, channel: &str, gap: &Gap) {
        assert_ne!(self.kind, Kind::Old);
        assert!(!channel.starts_with("kept"), "nothing may be dropped there");
        let Some(position) = self.position(channel) else { return };
        assert_eq!(gap.epoch, position.epoch.as_str());
        assert!(position.offset < gap.from && gap.from <= gap.to, "{channel}: {gap:?}");
        let missed = |to| self.missed(world, channel, &position, to);
        let before = (missed(gap.from - 1), missed(gap.from));
        assert_eq!(before, (0, 1), "{channel}: {gap:?} does not begin where it says");
        assert_eq!(missed(gap.to), gap.count, "{channel}: {gap:?}");
        assert_eq!(missed(gap.to - 1), gap.count - 1, "{channel}: {gap:?} ends before");
        self.move_to(channel, gap.to);
    }

    /// Where the client is; none for what was on its way when it left.
    fn position(&self, channel: &str) -> Option<StreamPosition> {
        let state = self.channels.get(channel)?;
        if state.phase == Phase::Asked && state.position.is_none() {
            return None; // of the subscription that was left before this one
        }
        assert_eq!(state.phase, Phase::In, "{channel}: a push without a subscription");
        Some(state.position.clone().expect("the reply came first"))
    }

    fn move_to(&mut self, channel: &str, offset: u64) {
        let position = self.channels.get_mut(channel).and_then(|state| state.position.as_mut());
        position.expect("a position").offset = offset;
    }

    fn send(&mut self, request: Request) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        if let Some(connection) = &self.connection {
            let command = Command { id, request: Some(request) };
            let _ = connection.commands.send(Ok(command.encode_to_vec().into()));
        }
        id
    }
}
