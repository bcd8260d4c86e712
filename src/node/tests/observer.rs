//! One who knows a channel's members by joins and leaves only.

use std::{
    collections::BTreeMap,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use bytes::{Buf, BytesMut};
use http_body::Body;
use prost::Message;

use crate::{
    outbound::OutboundBody,
    pb::client::{ClientInfo, Reply, push::Event, reply::Result as ReplyResult},
};

pub struct Observer {
    body: OutboundBody,
    unparsed: BytesMut,
    /// Client -> user.
    known: BTreeMap<String, String>,
}

/// What an observer was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    Join(String),
    Leave(String),
}

pub fn join(client: &str) -> Told {
    Told::Join(client.into())
}

pub fn leave(client: &str) -> Told {
    Told::Leave(client.into())
}

impl Observer {
    pub fn new(body: OutboundBody) -> Self {
        Self { body, unparsed: BytesMut::new(), known: BTreeMap::new() }
    }

    /// Everything that was told since the last call.
    pub fn told(&mut self) -> Vec<Told> {
        let mut cx = Context::from_waker(Waker::noop());
        while let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut self.body).poll_frame(&mut cx) {
            self.unparsed.extend_from_slice(&frame.into_data().unwrap());
        }
        let mut told = Vec::new();
        while self.unparsed.len() >= 5 {
            self.unparsed.advance(1);
            let length = self.unparsed.get_u32() as usize;
            let reply = Reply::decode(self.unparsed.split_to(length)).unwrap();
            let Some(ReplyResult::Push(push)) = reply.result else { panic!("{reply:?}") };
            told.push(match push.event {
                Some(Event::Join(join)) => self.join(join.info.unwrap()),
                Some(Event::Leave(leave)) => self.leave(leave.info.unwrap()),
                event => panic!("{event:?}"),
            });
        }
        told
    }

    /// The users of those who are there, as far as it knows.
    pub fn users(&mut self) -> Vec<String> {
        self.told();
        let mut users: Vec<_> = self.known.values().cloned().collect();
        users.sort();
        users
    }

    fn join(&mut self, info: ClientInfo) -> Told {
        self.known.insert(info.client.clone(), info.user);
        Told::Join(info.client)
    }

    /// The documented rule: who leaves unknown has come back as another client
    /// of the same user in the meantime.
    fn leave(&mut self, info: ClientInfo) -> Told {
        if self.known.remove(&info.client).is_none() {
            let other = self.known.iter().find(|(_, user)| **user == info.user);
            let other = other.map(|(client, _)| client.clone());
            other.map(|client| self.known.remove(&client));
        }
        Told::Leave(info.client)
    }
}
