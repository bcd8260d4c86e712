//! What each method answers. Numbers that are 0 and texts that are empty are
//! left out, as Centrifugo does.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::SerializeSeq as _};
use serde_json::value::RawValue;

use super::{CommandError, json::shown};
use crate::{
    engine::{HistoryPage, PresenceStats, PublishOutcome},
    model::{ClientInfo, Publication, StreamPosition, Tags},
    node::NodeInfo,
};

/// Bytes of explanation in one broadcast's answer; further errors are brief.
const MAX_EXPLAINED_BYTES: usize = 1024 * 1024;

/// What a command answers.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Reply {
    /// Of publish.
    Publish(PublishReply),
    /// Of broadcast.
    Broadcast(BroadcastReply),
    /// Of what acts on connections.
    Connections(ConnectionsReply),
    /// Of presence.
    Presence(PresenceReply),
    /// Of presence_stats.
    PresenceStats(PresenceStatsReply),
    /// Of history.
    History(HistoryReply),
    /// Of history_remove.
    HistoryRemove(PositionReply),
    /// Of channels.
    Channels(ChannelsReply),
    /// Of info.
    Info(InfoReply),
}

/// What became of a publication.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub struct PublishReply {
    /// Its offset.
    #[serde(skip_serializing_if = "is_default")]
    pub offset: u64,
    /// The history that the offset belongs to.
    #[serde(skip_serializing_if = "is_default")]
    pub epoch: String,
    /// The key or the version had been seen; then the position is the
    /// original's.
    #[serde(skip_serializing_if = "is_default")]
    pub duplicate: bool,
}

/// One outcome for each channel, in order.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct BroadcastReply {
    /// The outcomes.
    #[serde(serialize_with = "responses")]
    pub responses: Vec<Result<PublishReply, CommandError>>,
}

/// How many connections it was about.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ConnectionsReply {
    /// 0 when the user or client is not connected.
    pub connections: usize,
}

/// A place in a history.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PositionReply {
    /// Of the newest publication ever.
    #[serde(skip_serializing_if = "is_default")]
    pub offset: u64,
    /// The history that the offset belongs to.
    #[serde(skip_serializing_if = "is_default")]
    pub epoch: String,
}

/// Who is in a channel, by client.
#[derive(Debug, Serialize)]
pub struct PresenceReply {
    /// The clients.
    pub presence: BTreeMap<String, ClientReply>,
}

/// Who is behind a publication or a presence.
#[derive(Debug, Serialize)]
pub struct ClientReply {
    /// The user; empty when anonymous.
    pub user: String,
    /// The connection.
    pub client: String,
    /// From the connection token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conn_info: Option<Box<RawValue>>,
    /// The same where it is not JSON, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b64conn_info: Option<String>,
    /// From the subscription token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chan_info: Option<Box<RawValue>>,
    /// The same where it is not JSON, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b64chan_info: Option<String>,
}

/// How many are in a channel.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PresenceStatsReply {
    /// Connections.
    pub num_clients: u32,
    /// Users; all anonymous connections count as one.
    pub num_users: u32,
}

/// A page of history.
#[derive(Debug, Serialize)]
pub struct HistoryReply {
    /// In the order asked for.
    pub publications: Vec<PublicationReply>,
    /// The history.
    #[serde(skip_serializing_if = "is_default")]
    pub epoch: String,
    /// Of the newest publication in the history.
    #[serde(skip_serializing_if = "is_default")]
    pub offset: u64,
    /// The page is shorter than asked for: continue from its end.
    #[serde(skip_serializing_if = "is_default")]
    pub truncated: bool,
}

/// One publication of a history.
#[derive(Debug, Serialize)]
pub struct PublicationReply {
    /// The payload; `null` where it is not JSON.
    pub data: Option<Box<RawValue>>,
    /// The payload where it is not JSON, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub b64data: Option<String>,
    /// Who published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub info: Option<ClientReply>,
    /// Its place.
    pub offset: u64,
    /// Set by the publisher.
    #[serde(skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// When it was accepted, Unix milliseconds.
    pub time_ms: u64,
    /// Given by the publisher.
    #[serde(skip_serializing_if = "is_default")]
    pub version: u64,
}

/// Channels with subscribers, by name.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ChannelsReply {
    /// The channels.
    pub channels: BTreeMap<String, ChannelReply>,
}

/// One channel.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ChannelReply {
    /// Its subscribers.
    pub num_clients: u64,
}

/// The nodes.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct InfoReply {
    /// This one.
    pub nodes: Vec<NodeReply>,
}

/// One node.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct NodeReply {
    /// New at each start.
    pub uid: String,
    /// The same.
    pub name: String,
    /// Version of the server.
    pub version: String,
    /// Open connections.
    pub num_clients: u64,
    /// Distinct users among them; all anonymous connections count as one.
    pub num_users: u64,
    /// Active subscriptions.
    pub num_subs: u64,
    /// Channels with subscribers.
    pub num_channels: u64,
    /// Seconds since the start.
    pub uptime: u64,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn responses<S: Serializer>(
    responses: &[Result<PublishReply, CommandError>],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Response<'a> {
        Result(&'a PublishReply),
        Error(&'a CommandError),
        #[serde(rename = "error")]
        Brief {
            code: u32,
            message: &'static str,
        },
    }
    let mut told = 0;
    let mut list = serializer.serialize_seq(Some(responses.len()))?;
    for response in responses {
        let response = match response {
            Ok(reply) => Response::Result(reply),
            Err(error) if told < MAX_EXPLAINED_BYTES => {
                told += error.message().len();
                Response::Error(error)
            }
            Err(error) => {
                let message = "see the errors before, or broadcast to fewer channels";
                Response::Brief { code: error.code(), message }
            }
        };
        list.serialize_element(&response)?;
    }
    list.end()
}

impl From<PublishOutcome> for PublishReply {
    fn from(outcome: PublishOutcome) -> Self {
        let position = outcome.position.unwrap_or_default();
        let (offset, epoch) = (position.offset, position.epoch.as_str().to_owned());
        Self { offset, epoch, duplicate: outcome.duplicate }
    }
}

impl From<StreamPosition> for PositionReply {
    fn from(position: StreamPosition) -> Self {
        Self { offset: position.offset, epoch: position.epoch.as_str().to_owned() }
    }
}

impl From<&ClientInfo> for ClientReply {
    fn from(info: &ClientInfo) -> Self {
        let split = |bytes: &[u8]| match bytes {
            [] => (None, None),
            bytes => either(bytes),
        };
        let (conn_info, b64conn_info) = split(&info.conn_info);
        let (chan_info, b64chan_info) = split(&info.chan_info);
        let (user, client) = (info.user.as_str().to_owned(), info.client.as_str().to_owned());
        Self { user, client, conn_info, b64conn_info, chan_info, b64chan_info }
    }
}

impl From<PresenceStats> for PresenceStatsReply {
    fn from(stats: PresenceStats) -> Self {
        Self { num_clients: stats.clients, num_users: stats.users }
    }
}

impl From<&Publication> for PublicationReply {
    fn from(publication: &Publication) -> Self {
        let (data, b64data) = either(&publication.data);
        Self {
            data,
            b64data,
            info: publication.info.as_ref().map(ClientReply::from),
            offset: publication.offset,
            tags: publication.tags.clone(),
            time_ms: publication.time_ms,
            version: publication.version,
        }
    }
}

impl From<HistoryPage> for HistoryReply {
    fn from(page: HistoryPage) -> Self {
        let publications = page.publications.iter().map(|publication| (&**publication).into());
        Self {
            publications: publications.collect(),
            epoch: page.position.epoch.as_str().to_owned(),
            offset: page.position.offset,
            truncated: page.truncated,
        }
    }
}

impl From<NodeInfo> for NodeReply {
    fn from(info: NodeInfo) -> Self {
        Self {
            uid: info.name.as_str().to_owned(),
            name: info.name.as_str().to_owned(),
            version: info.version.to_owned(),
            num_clients: info.connections,
            num_users: info.users,
            num_subs: info.subscriptions,
            num_channels: info.channels,
            uptime: info.uptime_s,
        }
    }
}

fn either(bytes: &[u8]) -> (Option<Box<RawValue>>, Option<String>) {
    match shown(bytes) {
        Ok(json) => (Some(json), None),
        Err(base64) => (None, Some(base64)),
    }
}
