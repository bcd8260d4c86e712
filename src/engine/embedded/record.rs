use serde::{Deserialize, Serialize, Serializer};

use crate::model::{ClientId, ClientInfo, Publication, UserId};

/// One entry of the log. Rows of the log are records, one after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Record<'a> {
    Publication(#[serde(borrow)] PublicationRecord<'a>),
    Stream(#[serde(borrow)] StreamRecord<'a>),
    Key(#[serde(borrow)] KeyRecord<'a>),
}

/// Which stream a record belongs to, and what was true of the stream then.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct StreamPart<'a> {
    pub channel: &'a str,
    /// What the stream's epoch is made of.
    #[serde(with = "postcard::fixint::le")]
    pub base: u64,
    /// Publications up to this offset were removed.
    pub removed_upto: u64,
    /// `history_size`.
    pub keep: u64,
    /// Until when the stream is kept; never shrinks in a stream's life and is
    /// never before the end of what it holds.
    pub forget_ms: u64,
}

/// A publication, with the key and the version that it was published under.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PublicationRecord<'a> {
    #[serde(borrow)]
    pub stream: StreamPart<'a>,
    pub offset: u64,
    pub time_ms: u64,
    pub expires_ms: u64,
    /// [`Publication::weight`], so that an index needs no look at the rest.
    pub weight: u32,
    pub version: Option<VersionPart<'a>>,
    pub key: Option<KeyPart<'a>>,
    pub info: Option<InfoPart<'a>>,
    pub tags: Vec<(&'a str, &'a str)>,
    pub data: Blob<'a>,
}

/// A stream's position where no publication's record says it: after a removal,
/// and when the sweeper reclaims the newest publication's record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct StreamRecord<'a> {
    #[serde(borrow)]
    pub stream: StreamPart<'a>,
    pub newest: u64,
    /// The newest version as of `newest`, with the offset that it got.
    pub version: Option<(VersionPart<'a>, Option<u64>)>,
}

/// An idempotency key that outlives its publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct KeyRecord<'a> {
    #[serde(borrow)]
    pub stream: StreamPart<'a>,
    pub key: KeyPart<'a>,
    pub offset: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct VersionPart<'a> {
    pub number: u64,
    pub epoch: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct KeyPart<'a> {
    pub user: Option<&'a str>,
    pub key: &'a str,
    pub expires_ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct InfoPart<'a> {
    pub user: &'a str,
    pub client: &'a str,
    pub conn_info: Blob<'a>,
    pub chan_info: Blob<'a>,
}

/// Bytes that are written at once, not one by one.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(transparent)]
pub(super) struct Blob<'a>(#[serde(borrow)] pub &'a [u8]);

impl Serialize for Blob<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'a> Record<'a> {
    /// The record as bytes.
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_stdvec(self).expect("a growing buffer takes every record")
    }

    /// The record at the head of `bytes`, and what comes after it.
    pub fn decode(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), postcard::Error> {
        postcard::take_from_bytes(bytes)
    }

    pub fn stream(&self) -> &StreamPart<'a> {
        match self {
            Self::Publication(record) => &record.stream,
            Self::Stream(record) => &record.stream,
            Self::Key(record) => &record.stream,
        }
    }
}

impl<'a> PublicationRecord<'a> {
    pub fn new(
        stream: StreamPart<'a>,
        publication: &'a Publication,
        expires_ms: u64,
        version: Option<VersionPart<'a>>,
        key: Option<KeyPart<'a>>,
    ) -> Self {
        Self {
            stream,
            offset: publication.offset,
            time_ms: publication.time_ms,
            expires_ms,
            weight: u32::try_from(publication.weight()).unwrap_or(u32::MAX),
            version,
            key,
            info: publication.info.as_ref().map(InfoPart::from),
            tags: publication.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect(),
            data: Blob(&publication.data),
        }
    }

    pub fn to_publication(&self) -> Publication {
        Publication {
            offset: self.offset,
            data: bytes::Bytes::copy_from_slice(self.data.0),
            tags: self.tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            info: self.info.as_ref().map(ClientInfo::from),
            time_ms: self.time_ms,
            version: self.version.map_or(0, |version| version.number),
        }
    }
}

impl<'a> From<&'a ClientInfo> for InfoPart<'a> {
    fn from(info: &'a ClientInfo) -> Self {
        Self {
            user: info.user.as_str(),
            client: info.client.as_str(),
            conn_info: Blob(&info.conn_info),
            chan_info: Blob(&info.chan_info),
        }
    }
}

impl From<&InfoPart<'_>> for ClientInfo {
    fn from(info: &InfoPart<'_>) -> Self {
        Self {
            user: UserId::from(info.user),
            client: ClientId::from(info.client),
            conn_info: bytes::Bytes::copy_from_slice(info.conn_info.0),
            chan_info: bytes::Bytes::copy_from_slice(info.chan_info.0),
        }
    }
}
