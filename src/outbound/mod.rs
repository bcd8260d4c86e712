//! One connection's queue of bytes that are ready to send: bounded, shared
//! bytes in, few large chunks out.

mod body;
mod chunk;

use std::{
    collections::VecDeque,
    sync::Mutex,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use tokio::sync::Notify;

use crate::model::{ClientError, Disconnect};

pub use body::OutboundBody;

/// Frames that may wait, whatever their size.
const MAX_ITEMS: usize = 16 * 1024;

/// Replies and control frames that may wait beyond those.
const CONTROL_ITEMS: usize = 1024;

/// What a waiting frame costs beside its bytes.
const ITEM_OVERHEAD_BYTES: usize = 64;

/// The queue between one session and its transport.
#[derive(Debug)]
pub struct Outbound {
    state: Mutex<State>,
    /// Bytes that publications may fill.
    publication_limit: usize,
    /// Bytes that replies and control frames may fill: more, so that a queue
    /// full of publications cannot hide what the client must know.
    control_limit: usize,
    /// Rings when the queue was drained below its low-water mark or has ended.
    room: Notify,
    /// Rings when the stream is ending.
    ended: Notify,
}

#[derive(Debug, Default)]
struct State {
    queue: VecDeque<Bytes>,
    bytes: usize,
    ending: Option<Ending>,
    /// The transport lets go: nobody will read any more.
    detached: bool,
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
}

impl Outbound {
    /// A queue in which `publication_limit` bytes of publications may wait;
    /// replies and control frames may fill `reserve` bytes beyond.
    pub fn new(publication_limit: usize, reserve: usize) -> Self {
        Self {
            state: Mutex::default(),
            publication_limit,
            control_limit: publication_limit.saturating_add(reserve),
            room: Notify::new(),
            ended: Notify::new(),
        }
    }

    /// Queues a publication. An empty queue takes one of any size.
    pub fn push_publication(&self, frame: Bytes) -> Pushed {
        self.push(frame, self.publication_limit, MAX_ITEMS)
    }

    /// Queues a reply or a control frame.
    pub fn push_control(&self, frame: Bytes) -> Pushed {
        self.push(frame, self.control_limit, MAX_ITEMS + CONTROL_ITEMS)
    }

    fn push(&self, frame: Bytes, limit: usize, items: usize) -> Pushed {
        let cost = frame.len() + ITEM_OVERHEAD_BYTES;
        let mut state = self.lock();
        if state.ending.is_some() {
            return Pushed::Ended;
        }
        let full = state.bytes + cost > limit || state.queue.len() >= items;
        if full && !state.queue.is_empty() {
            return Pushed::Overflow;
        }
        state.bytes += cost;
        state.queue.push_back(frame);
        let reader = state.reader.take();
        drop(state);
        if let Some(reader) = reader {
            reader.wake();
        }
        Pushed::Queued
    }

    /// Ends the stream behind what is queued; the first ending wins. `farewell`
    /// is the last frame. True if this call decided.
    pub fn end(&self, ending: Ending, farewell: Option<Bytes>) -> bool {
        let mut state = self.lock();
        if state.ending.is_some() {
            return false;
        }
        if let Some(frame) = farewell {
            state.bytes += frame.len() + ITEM_OVERHEAD_BYTES;
            state.queue.push_back(frame);
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
        let dropped = state.queue.len();
        state.queue = VecDeque::from([farewell]);
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
        state.queue = VecDeque::new();
        state.bytes = 0;
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
        state.queue = VecDeque::new();
        state.bytes = 0;
    }

    /// How the stream ends, once that is decided.
    pub fn ending(&self) -> Option<Ending> {
        self.lock().ending.clone()
    }

    /// How many frames wait, and their bytes.
    pub fn queued(&self) -> (usize, usize) {
        let state = self.lock();
        (state.queue.len(), state.bytes)
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
    pub async fn has_room(&self) {
        self.drained_to(self.publication_limit / 2).await;
    }

    /// Resolves when nothing is queued, or the stream is ending.
    pub async fn is_empty(&self) {
        self.drained_to(0).await;
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
                if state.ending.is_some() || state.bytes <= mark {
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
        let before = state.bytes;
        let Some((chunk, frames)) = chunk::next(&mut state.queue) else {
            if state.ending.is_some() {
                return Poll::Ready(None);
            }
            state.reader = Some(cx.waker().clone());
            return Poll::Pending;
        };
        state.bytes = before.saturating_sub(chunk.len() + frames * ITEM_OVERHEAD_BYTES);
        if state.queue.is_empty() {
            state.bytes = 0;
            // A burst's buffer is not kept for the life of an idle connection.
            if state.queue.capacity() > 64 {
                state.queue = VecDeque::new();
            }
        }
        let mark = self.publication_limit / 2;
        let crossed = (before > mark && state.bytes <= mark) || state.bytes == 0;
        drop(state);
        if crossed {
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
mod tests {
    use super::*;

    fn frame(len: usize) -> Bytes {
        Bytes::from(vec![7; len])
    }

    fn poll(outbound: &Outbound) -> Poll<Option<Bytes>> {
        outbound.poll_chunk(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn publications_overflow_before_replies() {
        let outbound = Outbound::new(1000, 1000);
        assert_eq!(outbound.push_publication(frame(900)), Pushed::Queued);
        assert_eq!(outbound.push_publication(frame(100)), Pushed::Overflow);
        assert_eq!(outbound.push_control(frame(100)), Pushed::Queued);
        assert_eq!(outbound.push_control(frame(900)), Pushed::Overflow);
    }

    #[test]
    fn an_empty_queue_takes_one_frame_of_any_size_and_items_are_bounded() {
        let outbound = Outbound::new(10, 0);
        assert_eq!(outbound.push_publication(frame(5000)), Pushed::Queued);
        assert_eq!(outbound.push_publication(frame(0)), Pushed::Overflow);
        let outbound = Outbound::new(usize::MAX, 0);
        for _ in 0..MAX_ITEMS {
            assert_eq!(outbound.push_publication(frame(0)), Pushed::Queued);
        }
        assert_eq!(outbound.push_publication(frame(0)), Pushed::Overflow);
    }

    #[test]
    fn what_is_queued_comes_before_the_end_and_nothing_after_it() {
        let outbound = Outbound::new(1000, 0);
        assert_eq!(outbound.push_publication(frame(3)), Pushed::Queued);
        assert!(outbound.end(Ending::Disconnect(Disconnect::SHUTDOWN), Some(frame(4))));
        assert!(!outbound.end(Ending::Gone, None));
        assert_eq!(outbound.push_control(frame(1)), Pushed::Ended);
        assert_eq!(poll(&outbound), Poll::Ready(Some(frame(7))));
        assert_eq!(poll(&outbound), Poll::Ready(None));
        assert_eq!(outbound.ending(), Some(Ending::Disconnect(Disconnect::SHUTDOWN)));
    }

    #[test]
    fn a_slow_end_keeps_only_the_farewell() {
        let outbound = Outbound::new(1000, 0);
        assert_eq!(outbound.push_publication(frame(3)), Pushed::Queued);
        let ending = Ending::Disconnect(Disconnect::SLOW);
        assert_eq!(outbound.end_slow(ending.clone(), frame(9)), Some(1));
        assert_eq!(outbound.end_slow(ending, frame(9)), None);
        assert_eq!(poll(&outbound), Poll::Ready(Some(frame(9))));
        assert_eq!(poll(&outbound), Poll::Ready(None));
    }

    #[tokio::test]
    async fn room_comes_back_when_half_is_read() {
        let outbound = Outbound::new(2 * (100 + ITEM_OVERHEAD_BYTES), 0);
        assert_eq!(outbound.push_publication(frame(100)), Pushed::Queued);
        outbound.has_room().await;
        assert_eq!(outbound.push_publication(frame(100)), Pushed::Queued);
        let mut room = std::pin::pin!(outbound.has_room());
        assert!(futures_util::poll!(&mut room).is_pending());
        assert!(poll(&outbound).is_ready());
        room.await;
    }
}
