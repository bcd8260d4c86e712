//! One connection's queue of bytes that are ready to send: bounded, shared
//! bytes in, few large chunks out.

mod body;
mod chunk;
mod lane;
mod queue;

use std::{
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use tokio::sync::Notify;

use crate::model::{ClientError, Disconnect};

pub use body::OutboundBody;
pub use lane::{Lane, LaneOwner};

use queue::{Limit, Queue};

/// Frames that may wait, whatever their size.
const MAX_ITEMS: usize = 16 * 1024;

/// Replies and control frames that may wait beyond those.
const CONTROL_ITEMS: usize = 1024;

/// The queue between one session and its transport.
#[derive(Debug)]
pub struct Outbound {
    state: Mutex<State>,
    /// What publications may fill.
    publications: Limit,
    /// What replies and control frames may fill: more, so that a queue full of
    /// publications cannot hide what the client must know.
    control: Limit,
    /// Rings when the queue was drained below its low-water mark or has ended.
    room: Notify,
    /// Rings when the stream is ending.
    ended: Notify,
}

#[derive(Debug, Default)]
struct State {
    queue: Queue,
    ending: Option<Ending>,
    /// The transport lets go: nobody will read any more.
    detached: bool,
    /// Somebody waits for every bit of room.
    room_wanted: bool,
    reader: Option<Waker>,
}

/// How a stream ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// By decision of the server; told to the client by a last push.
    Disconnect(Disconnect),
    /// The client was refused at the door; it has been told by an error reply.
    Refused(ClientError),
    /// The peer sent a message over the limit (in bytes).
    MessageTooLarge(usize),
    /// The peer went away.
    Gone,
}

/// What became of a pushed frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "an overflow must be acted upon"]
pub enum Pushed {
    /// It will be sent.
    Queued,
    /// The queue is full: the frame was not taken.
    Overflow,
    /// The stream is ending: the frame was not taken.
    Ended,
    /// The lane has lost continuity: the frame was not taken.
    Lost,
}

impl Outbound {
    /// A queue in which `publication_limit` bytes of publications may wait;
    /// replies and control frames may fill `reserve` bytes beyond.
    pub fn new(publication_limit: usize, reserve: usize) -> Self {
        let control_bytes = publication_limit.saturating_add(reserve);
        Self {
            state: Mutex::default(),
            publications: Limit { bytes: publication_limit, items: MAX_ITEMS },
            control: Limit { bytes: control_bytes, items: MAX_ITEMS + CONTROL_ITEMS },
            room: Notify::new(),
            ended: Notify::new(),
        }
    }

    /// Queues a publication that is never dropped. When the queue is full,
    /// what may be dropped makes room for it. An empty queue takes one of any
    /// size.
    pub fn push_publication(&self, frame: Bytes) -> Pushed {
        self.push(frame, |queue, frame| {
            if !queue.fits(&frame, self.publications)
                && !queue.make_room(&frame, None, self.publications)
            {
                return Pushed::Overflow;
            }
            queue.push(frame);
            Pushed::Queued
        })
    }

    /// Queues a publication that may be dropped later. When the queue is full,
    /// its lane's policy and those of others make room for it.
    pub fn push_droppable(&self, lane: &Arc<Lane>, offset: u64, frame: Bytes) -> Pushed {
        self.push(frame, |queue, frame| {
            if !queue.fits(&frame, self.publications) {
                if lane.is_lost() {
                    return Pushed::Lost;
                }
                if !queue.make_room(&frame, Some(lane), self.publications) {
                    return Pushed::Overflow;
                }
            }
            match queue.push_droppable(lane, offset, frame) {
                true => Pushed::Queued,
                false => Pushed::Lost,
            }
        })
    }

    /// Queues a reply or a control frame.
    pub fn push_control(&self, frame: Bytes) -> Pushed {
        self.push(frame, |queue, frame| {
            if !queue.fits(&frame, self.control) {
                return Pushed::Overflow;
            }
            queue.push(frame);
            Pushed::Queued
        })
    }

    fn push(&self, frame: Bytes, queue: impl FnOnce(&mut Queue, Bytes) -> Pushed) -> Pushed {
        let mut state = self.lock();
        if state.ending.is_some() {
            return Pushed::Ended;
        }
        let pushed = queue(&mut state.queue, frame);
        let reader = if pushed == Pushed::Queued { state.reader.take() } else { None };
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
        pushed
    }

    /// Ends the stream behind what is queued; the first ending wins. `farewell`
    /// is the last frame. True if this call decided.
    pub fn end(&self, ending: Ending, farewell: Option<Bytes>) -> bool {
        let mut state = self.lock();
        if state.ending.is_some() {
            return false;
        }
        if let Some(frame) = farewell {
            state.queue.push(frame);
        }
        self.finish(state, ending);
        true
    }

    /// Ends the stream and drops what is queued: the reader is too slow for it.
    /// Returns how many frames were dropped; none if the end was decided before.
    pub fn end_slow(&self, ending: Ending, farewell: Bytes) -> Option<usize> {
        let mut state = self.lock();
        if state.ending.is_some() {
            return None;
        }
        let dropped = state.queue.clear();
        state.queue.push(farewell);
        self.finish(state, ending);
        Some(dropped)
    }

    fn finish(&self, mut state: std::sync::MutexGuard<'_, State>, ending: Ending) {
        state.ending = Some(ending);
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
        self.ended.notify_waiters();
        self.room.notify_waiters();
    }

    /// The transport lets go of the stream: frees what is queued.
    pub fn detach(&self) {
        let mut state = self.lock();
        state.detached = true;
        state.queue.clear();
        if state.ending.is_none() {
            self.finish(state, Ending::Gone);
        } else {
            drop(state);
            self.room.notify_waiters();
        }
    }

    /// Frees what is queued although nobody has read it; the end follows.
    pub fn abandon(&self) {
        let mut state = self.lock();
        state.queue.clear();
    }

    /// How the stream ends, once that is decided.
    pub fn ending(&self) -> Option<Ending> {
        self.lock().ending.clone()
    }

    /// How many frames and gaps wait, and their bytes.
    pub fn queued(&self) -> (usize, usize) {
        let state = self.lock();
        (state.queue.len(), state.queue.cost())
    }

    /// Resolves when the end of the stream is decided.
    pub async fn ended(&self) {
        loop {
            let notified = self.ended.notified();
            if self.lock().ending.is_some() {
                return;
            }
            notified.await;
        }
    }

    /// Resolves when the queue is at most half full, or the stream is ending.
    /// What can be dropped does not count.
    pub async fn has_room(&self) {
        self.drained_to(self.publications.bytes / 2).await;
    }

    /// Resolves when a publication has room beside all that is queued, or the
    /// stream is ending.
    pub async fn has_room_for(&self, frame: &Bytes) {
        loop {
            let notified = self.room.notified();
            {
                let mut state = self.lock();
                if state.ending.is_some() || state.queue.fits(frame, self.publications) {
                    return;
                }
                state.room_wanted = true;
            }
            notified.await;
        }
    }

    /// Resolves when the transport has let go of the stream.
    pub async fn detached(&self) {
        loop {
            let notified = self.room.notified();
            if self.lock().detached {
                return;
            }
            notified.await;
        }
    }

    async fn drained_to(&self, mark: usize) {
        loop {
            let notified = self.room.notified();
            {
                let state = self.lock();
                if state.ending.is_some() || state.queue.firm_bytes() <= mark {
                    return;
                }
            }
            notified.await;
        }
    }

    /// The next chunk to send; none when everything is sent and the end is
    /// decided.
    fn poll_chunk(&self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let mut state = self.lock();
        let before = state.queue.firm_bytes();
        let Some(chunk) = state.queue.next_chunk() else {
            if state.ending.is_some() {
                return Poll::Ready(None);
            }
            state.reader = Some(cx.waker().clone());
            return Poll::Pending;
        };
        let (mark, left) = (self.publications.bytes / 2, state.queue.firm_bytes());
        let crossed = (before > mark && left <= mark) || (before > 0 && left == 0);
        let wanted = std::mem::take(&mut state.room_wanted);
        drop(state);
        if crossed || wanted {
            self.room.notify_waiters();
        }
        Poll::Ready(Some(chunk))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // Nothing under this lock panics half-way; a poisoned queue is intact.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
