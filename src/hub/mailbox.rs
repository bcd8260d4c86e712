use std::{
    collections::HashSet,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use tokio::sync::Notify;

use crate::model::{Channel, Epoch, Publication, StreamPosition, Tags};

/// Deliveries that may wait for a runtime thread.
const MAX_ITEMS: usize = 64 * 1024;

/// Bytes of frames that may wait for a runtime thread.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What is handed to a runtime thread for its subscribers of a channel.
#[derive(Debug)]
pub(super) enum Delivery {
    Publication(Broadcast),
    JoinLeave { channel: Channel, frame: Bytes },
    PositionCheck { channel: Channel, newest: StreamPosition },
}

/// A publication for all subscribers of a channel.
#[derive(Debug)]
pub(super) struct Broadcast {
    pub(super) channel: Channel,
    /// None where it is in no history.
    pub(super) epoch: Option<Epoch>,
    pub(super) offset: u64,
    pub(super) frame: Bytes,
    /// For filters; none where there are no tags.
    pub(super) tagged: Option<Arc<Publication>>,
}

impl Broadcast {
    pub(super) fn tags(&self) -> &Tags {
        static NONE: Tags = Tags::new();
        self.tagged.as_ref().map_or(&NONE, |publication| &publication.tags)
    }
}

impl Delivery {
    pub(super) fn channel(&self) -> &Channel {
        match self {
            Self::Publication(broadcast) => &broadcast.channel,
            Self::JoinLeave { channel, .. } | Self::PositionCheck { channel, .. } => channel,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Publication(Broadcast { frame, tagged, .. }) => {
                frame.len() + tagged.as_ref().map_or(0, |publication| publication.weight())
            }
            Self::JoinLeave { frame, .. } => frame.len(),
            Self::PositionCheck { .. } => 0,
        }
    }
}

/// The way from publishers to one runtime thread: bounded, and emptied in
/// batches. What does not fit is not lost silently: the channel is remembered.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    state: Mutex<State>,
    bell: Notify,
}

#[derive(Debug, Default)]
struct State {
    deliveries: Vec<Delivery>,
    bytes: usize,
    overflowed: HashSet<Channel>,
}

impl Mailbox {
    /// False when the mailbox is full and the delivery was dropped.
    pub(super) fn put(&self, delivery: Delivery) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // Once a channel has lost a delivery, later ones would only arrive
        // behind the hole.
        let full =
            state.deliveries.len() >= MAX_ITEMS || state.bytes + delivery.bytes() > MAX_BYTES;
        let taken = !full && !state.overflowed.contains(delivery.channel());
        if taken {
            state.bytes += delivery.bytes();
            state.deliveries.push(delivery);
        } else if !matches!(delivery, Delivery::PositionCheck { .. }) {
            state.overflowed.insert(delivery.channel().clone());
        }
        let wake = state.deliveries.len() == 1 || !taken;
        drop(state);
        if wake {
            self.bell.notify_one();
        }
        taken
    }

    /// Moves everything that waits into `batch`, whose memory is used again.
    /// Returns channels whose deliveries were dropped.
    pub(super) async fn take(&self, batch: &mut Vec<Delivery>) -> HashSet<Channel> {
        batch.clear();
        loop {
            {
                let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                if !state.deliveries.is_empty() || !state.overflowed.is_empty() {
                    mem::swap(&mut state.deliveries, batch);
                    state.bytes = 0;
                    return mem::take(&mut state.overflowed);
                }
            }
            self.bell.notified().await;
        }
    }
}
