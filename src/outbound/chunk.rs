use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};

use super::queue::Item;

/// Small frames are joined up to this many bytes: h2 flushes once for each
/// DATA frame of 256 bytes or more, so few large ones cost far less than many
/// small ones.
pub(super) const JOINED_BYTES: usize = 16 * 1024;

/// Takes the next chunk and the number of frames in it out of a queue of frames
/// alone. A frame that stands alone, or is large, goes out as it is: shared, not
/// copied.
pub(super) fn next(queue: &mut VecDeque<Item>) -> Option<(Bytes, usize)> {
    let Item::Frame(first) = queue.pop_front()? else { return None };
    let fits = |bytes: usize, next: Option<&Item>| match next {
        Some(Item::Frame(next)) => (bytes + next.len() <= JOINED_BYTES).then_some(next.len()),
        _ => None,
    };
    let mut end = 0;
    let mut bytes = first.len();
    while let Some(next) = fits(bytes, queue.get(end)) {
        bytes += next;
        end += 1;
    }
    if end == 0 {
        return Some((first, 1));
    }
    let mut joined = BytesMut::with_capacity(bytes);
    joined.extend_from_slice(&first);
    for item in queue.drain(..end) {
        if let Item::Frame(frame) = item {
            joined.extend_from_slice(&frame);
        }
    }
    Some((joined.freeze(), end + 1))
}

/// Makes one chunk of `frames`; one that stands alone is not copied.
pub(super) fn join(mut frames: Vec<Bytes>) -> Option<Bytes> {
    if frames.len() <= 1 {
        return frames.pop();
    }
    let mut joined = BytesMut::with_capacity(frames.iter().map(Bytes::len).sum());
    for frame in &frames {
        joined.extend_from_slice(frame);
    }
    Some(joined.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(len: usize) -> Bytes {
        Bytes::from(vec![1; len])
    }

    #[test]
    fn a_lone_or_large_frame_is_not_copied() {
        let lone = frame(10);
        let (chunk, _) = next(&mut VecDeque::from([Item::Frame(lone.clone())])).unwrap();
        assert_eq!(chunk.as_ptr(), lone.as_ptr());
        let large = frame(JOINED_BYTES);
        let mut queue = VecDeque::from([large.clone(), frame(1)].map(Item::Frame));
        let (chunk, frames) = next(&mut queue).unwrap();
        assert_eq!((chunk.as_ptr(), frames, queue.len()), (large.as_ptr(), 1, 1));
    }

    #[test]
    fn small_frames_are_joined_in_order_up_to_the_limit() {
        let mut queue: VecDeque<_> =
            (0..3u8).map(|i| Item::Frame(Bytes::from(vec![i; 6 * 1024]))).collect();
        let (chunk, frames) = next(&mut queue).unwrap();
        assert_eq!((chunk.len(), frames, queue.len()), (12 * 1024, 2, 1));
        assert_eq!((chunk[0], chunk[6 * 1024]), (0, 1));
        assert_eq!(next(&mut queue).unwrap().0[0], 2);
        assert!(next(&mut queue).is_none());
    }
}
