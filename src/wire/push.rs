use bytes::Bytes;

use super::{
    convert::{info_to_pb, publication_to_pb},
    frame::frame,
};
use crate::{
    model::{Channel, ClientInfo, Disconnect, Epoch, Publication, StreamPosition, Unsubscribe},
    pb::client as pb,
};

/// The server's ping: an empty reply.
pub fn ping() -> Bytes {
    Bytes::from_static(&[0; super::FRAME_HEADER_BYTES])
}

/// A publication for all subscribers of `channel`: encoded once, shared by all.
pub fn publication_push(channel: &Channel, publication: &Publication) -> Bytes {
    push(channel.as_str(), pb::push::Event::Pub(publication_to_pb(publication)))
}

/// A client has come into `channel`.
pub fn join_push(channel: &Channel, info: &ClientInfo) -> Bytes {
    let join = pb::Join { info: Some(info_to_pb(info)) };
    push(channel.as_str(), pb::push::Event::Join(join))
}

/// A client has left `channel`.
pub fn leave_push(channel: &Channel, info: &ClientInfo) -> Bytes {
    let leave = pb::Leave { info: Some(info_to_pb(info)) };
    push(channel.as_str(), pb::push::Event::Leave(leave))
}

/// Publications that were dropped, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gap {
    /// First offset dropped; 0 while all that were dropped are in no history.
    pub from: u64,
    /// Last offset dropped; 0 likewise.
    pub to: u64,
    /// How many were dropped, those in no history too.
    pub count: u64,
}

impl Gap {
    /// One more was dropped; offset 0 when it is in no history.
    pub fn extend(&mut self, offset: u64) {
        self.count += 1;
        if offset > 0 {
            self.to = offset;
            if self.from == 0 {
                self.from = offset;
            }
        }
    }
}

/// What the slow-consumer policy dropped.
pub fn gap_push(channel: &Channel, epoch: Option<&Epoch>, gap: &Gap) -> Bytes {
    let event = pb::push::Event::Gap(pb::Gap {
        from: gap.from,
        to: gap.to,
        epoch: epoch.map(|epoch| epoch.as_str().to_owned()).unwrap_or_default(),
        count: gap.count,
    });
    push(channel.as_str(), event)
}

/// How far a subscription is whose filter kept back what came last.
pub fn position_push(channel: &Channel, position: &StreamPosition) -> Bytes {
    let event = pb::push::Event::Position(pb::StreamPosition {
        offset: position.offset,
        epoch: position.epoch.as_str().to_owned(),
    });
    push(channel.as_str(), event)
}

/// The server ended a subscription.
pub fn unsubscribe_push(channel: &Channel, unsubscribe: &Unsubscribe) -> Bytes {
    let event = pb::push::Event::Unsubscribe(pb::Unsubscribe {
        code: unsubscribe.code,
        reason: unsubscribe.reason.clone().into_owned(),
    });
    push(channel.as_str(), event)
}

/// The server started a subscription.
pub fn subscribe_push(channel: &Channel, subscribed: &pb::SubscribeResult) -> Bytes {
    let event = pb::push::Event::Subscribe(pb::Subscribe {
        recoverable: subscribed.recoverable,
        epoch: subscribed.epoch.clone(),
        offset: subscribed.offset,
        positioned: subscribed.positioned,
        data: subscribed.data.clone(),
    });
    push(channel.as_str(), event)
}

/// A publication that one subscriber recovers.
pub fn recovered_push(channel: &Channel, publication: &pb::Publication) -> Bytes {
    push(channel.as_str(), pb::push::Event::Pub(publication.clone()))
}

/// The connection has a new expiry.
pub fn refresh_push(expires: bool, ttl: u32) -> Bytes {
    push("", pb::push::Event::Refresh(pb::Refresh { expires, ttl }))
}

/// The server ends the session: the last message of a stream.
pub fn disconnect_push(disconnect: &Disconnect) -> Bytes {
    let event = pb::push::Event::Disconnect(pb::Disconnect {
        code: disconnect.code,
        reason: disconnect.reason.clone().into_owned(),
        reconnect: disconnect.reconnect(),
        reconnect_after_ms: disconnect.reconnect_after_ms,
    });
    push("", event)
}

fn push(channel: &str, event: pb::push::Event) -> Bytes {
    let push = pb::Push { id: 0, channel: channel.to_owned(), event: Some(event) };
    frame(&pb::Reply { id: 0, result: Some(pb::reply::Result::Push(push)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use prost::Message;

    #[test]
    fn a_publication_survives_the_wire_and_fits_its_weight() {
        let publication = Publication {
            offset: u64::MAX,
            data: Bytes::from_static(b"hello"),
            tags: [("k".into(), "v".into())].into(),
            info: None,
            time_ms: 1_700_000_000_000,
            version: u64::MAX,
        };
        let bytes = publication_push(&Channel::trusted("chat:room"), &publication);
        assert_eq!(bytes[..5], [0, 0, 0, 0, bytes.len() as u8 - 5]);
        assert!(publication_to_pb(&publication).encoded_len() <= publication.weight());
        let reply = pb::Reply::decode(&bytes[5..]).unwrap();
        let Some(pb::reply::Result::Push(push)) = reply.result else { panic!("{reply:?}") };
        assert_eq!(push.channel, "chat:room");
        let Some(pb::push::Event::Pub(got)) = push.event else { panic!("{push:?}") };
        assert_eq!(got, publication_to_pb(&publication));
    }

    #[test]
    fn joins_and_leaves_name_channel_and_client() {
        let info = ClientInfo {
            user: "42".into(),
            client: "a".into(),
            conn_info: Bytes::from_static(b"{}"),
            chan_info: Bytes::from_static(b"[]"),
        };
        let channel = Channel::trusted("chat:room");
        for bytes in [join_push(&channel, &info), leave_push(&channel, &info)] {
            let reply = pb::Reply::decode(&bytes[5..]).unwrap();
            let Some(pb::reply::Result::Push(push)) = reply.result else { panic!("{reply:?}") };
            assert_eq!(push.channel, "chat:room");
            let (Some(pb::push::Event::Join(pb::Join { info: got }))
            | Some(pb::push::Event::Leave(pb::Leave { info: got }))) = push.event
            else {
                panic!("{push:?}")
            };
            assert_eq!(got, Some(info_to_pb(&info)));
        }
        assert_ne!(join_push(&channel, &info), leave_push(&channel, &info));
    }

    #[test]
    fn a_ping_is_an_empty_reply() {
        assert_eq!(ping(), frame(&pb::Reply::default()));
    }
}
