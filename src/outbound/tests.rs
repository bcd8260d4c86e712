//! The queue of one connection.

mod dropping;

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
    let outbound = Outbound::new(2 * (100 + queue::ITEM_OVERHEAD_BYTES), 0);
    assert_eq!(outbound.push_publication(frame(100)), Pushed::Queued);
    outbound.has_room().await;
    assert_eq!(outbound.push_publication(frame(100)), Pushed::Queued);
    let mut room = std::pin::pin!(outbound.has_room());
    assert!(futures_util::poll!(&mut room).is_pending());
    assert!(poll(&outbound).is_ready());
    room.await;
}

#[tokio::test]
async fn room_for_one_more_comes_with_whatever_is_read() {
    let outbound = Outbound::new(3 * (100 + 64), 0);
    for _ in 0..3 {
        assert_eq!(outbound.push_publication(frame(100)), Pushed::Queued);
    }
    let next = frame(100);
    let mut room = std::pin::pin!(outbound.has_room_for(&next));
    assert!(futures_util::poll!(&mut room).is_pending());
    assert!(poll(&outbound).is_ready());
    room.await;
    assert_eq!(outbound.push_publication(next.clone()), Pushed::Queued);
}
