use super::Publish;
use crate::model::Publication;

impl Publish {
    /// The publication as subscribers see it; `offset` is 0 where it is in no
    /// history.
    pub(super) fn into_publication(self, offset: u64, time_ms: u64) -> Publication {
        Publication {
            offset,
            data: self.data,
            tags: self.tags,
            info: self.info,
            time_ms,
            version: self.version.map_or(0, |version| version.number),
        }
    }
}
