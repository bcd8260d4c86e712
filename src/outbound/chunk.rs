use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};

/// Small frames are joined up to this many bytes: h2 flushes once for each
/// DATA frame of 256 bytes or more, so few large ones cost far less than many
/// small ones.
const JOINED_BYTES: usize = 16 * 1024;

/// Takes the next chunk and the number of frames in it. A frame that stands
/// alone, or is large, goes out as it is: shared, not copied.
pub(super) fn next(queue: &mut VecDeque<Bytes>) -> Option<(Bytes, usize)> {
    let first = queue.pop_front()?;
    let fits = |bytes: usize, next: Option<&Bytes>| {
        next.is_some_and(|next| bytes + next.len() <= JOINED_BYTES)
    };
    if !fits(first.len(), queue.front()) {
        return Some((first, 1));
    }
    let mut end = 0;
    let mut bytes = first.len();
    while fits(bytes, queue.get(end)) {
        bytes += queue[end].len();
        end += 1;
    }
    let mut joined = BytesMut::with_capacity(bytes);
    joined.extend_from_slice(&first);
    for frame in queue.drain(..end) {
        joined.extend_from_slice(&frame);
    }
    Some((joined.freeze(), end + 1))
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
        let (chunk, _) = next(&mut VecDeque::from([lone.clone()])).unwrap();
        assert_eq!(chunk.as_ptr(), lone.as_ptr());
        let large = frame(JOINED_BYTES);
        let mut queue = VecDeque::from([large.clone(), frame(1)]);
        let (chunk, frames) = next(&mut queue).unwrap();
        assert_eq!((chunk.as_ptr(), frames, queue.len()), (large.as_ptr(), 1, 1));
    }

    #[test]
    fn small_frames_are_joined_in_order_up_to_the_limit() {
        let mut queue: VecDeque<_> = (0..3u8).map(|i| Bytes::from(vec![i; 6 * 1024])).collect();
        let (chunk, frames) = next(&mut queue).unwrap();
        assert_eq!((chunk.len(), frames, queue.len()), (12 * 1024, 2, 1));
        assert_eq!((chunk[0], chunk[6 * 1024]), (0, 1));
        assert_eq!(next(&mut queue).unwrap().0[0], 2);
        assert!(next(&mut queue).is_none());
    }
}
