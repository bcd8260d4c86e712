use super::{Continuity, HistoryQuery};
use crate::{
    model::{Epoch, StreamPosition},
    recovery::OffsetRing,
};

/// The part of a retained tail that answers a query.
pub(super) struct Selected<T> {
    pub entries: Vec<T>,
    pub position: StreamPosition,
    pub continuity: Continuity,
    pub truncated: bool,
}

/// Cuts the page out of `ring` that `query` asks for.
pub(super) fn select<E, T>(
    ring: &OffsetRing<E>,
    epoch: &Epoch,
    query: &HistoryQuery,
    weight: impl Fn(&E) -> usize,
    take: impl Fn(u64, &E) -> T,
) -> Selected<T> {
    let position = StreamPosition::new(epoch, ring.newest());
    let continuity = Continuity::of(query.since.as_ref(), &position, ring.first());
    let mut page = Selected { entries: Vec::new(), position, continuity, truncated: false };
    if !matches!(continuity, Continuity::Unbroken | Continuity::Trimmed) {
        return page;
    }
    let since = query.since.as_ref().map(|since| since.offset);
    if query.reverse {
        page.fill(ring.before(since.unwrap_or(u64::MAX)), query, weight, take);
    } else {
        page.fill(ring.after(since.unwrap_or(0)), query, weight, take);
    }
    page
}

impl<T> Selected<T> {
    fn fill<'a, E: 'a>(
        &mut self,
        entries: impl Iterator<Item = (u64, &'a E)>,
        query: &HistoryQuery,
        weight: impl Fn(&E) -> usize,
        take: impl Fn(u64, &E) -> T,
    ) {
        let mut bytes = 0;
        for (offset, entry) in entries.take(query.limit) {
            bytes += weight(entry);
            if bytes > query.max_bytes && !self.entries.is_empty() {
                self.truncated = true;
                return;
            }
            self.entries.push(take(offset, entry));
        }
    }
}

/// The page of a channel without a stream.
pub(super) fn empty<T>(epoch: &Epoch, query: &HistoryQuery) -> Selected<T> {
    let position = StreamPosition::new(epoch, 0);
    let continuity = Continuity::of(query.since.as_ref(), &position, 1);
    Selected { entries: Vec::new(), position, continuity, truncated: false }
}
