use tonic::Status;

use super::{Api, Caller, history::to_position, page_token};
use crate::{
    engine::EngineStats,
    hub::{ConnectionState, SubscriptionState},
    node::{ChannelsCommand, ConnectionReport, ConnectionsCommand, NodeInfo},
    pb::api as pb,
    telemetry::ConsumerReport,
    transport::grpc::status::node_status,
};

impl Api {
    pub(super) async fn do_channels(
        &self,
        caller: Caller<'_>,
        request: pb::ChannelsRequest,
    ) -> Result<pb::ChannelsResponse, Status> {
        let command = ChannelsCommand {
            pattern: &request.pattern,
            page_size: request.page_size as usize,
            from: page_token::to_channel(&request.page_token)?,
            visible: &|namespace| caller.sees(namespace),
        };
        let page = self.node()?.channels(command).await.map_err(|error| node_status(&error, ""))?;
        let channel = |found: crate::node::ChannelCount| pb::ChannelInfo {
            channel: found.channel.as_str().to_owned(),
            subscribers: found.subscribers,
        };
        Ok(pb::ChannelsResponse {
            channels: page.channels.into_iter().map(channel).collect(),
            next_page_token: page.next.as_ref().map(page_token::of_channel).unwrap_or_default(),
        })
    }

    pub(super) async fn do_connections(
        &self,
        caller: Caller<'_>,
        request: pb::ConnectionsRequest,
    ) -> Result<pb::ConnectionsResponse, Status> {
        let named = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let command = ConnectionsCommand {
            user: named(&request.user).map(|user| user.as_str().into()),
            client: named(&request.client).map(|client| client.as_str().into()),
            page_size: request.page_size as usize,
            after: page_token::to_client(&request.page_token)?,
            visible: &|namespace| caller.sees(namespace),
        };
        let page = self.node()?.connections(command).await;
        let page = page.map_err(|error| node_status(&error, ""))?;
        Ok(pb::ConnectionsResponse {
            connections: page
                .connections
                .into_iter()
                .map(|report| connection(report, caller.sees_all()))
                .collect(),
            next_page_token: page.next.as_ref().map(page_token::of_client).unwrap_or_default(),
        })
    }

    pub(super) fn do_info(&self) -> Result<pb::InfoResponse, Status> {
        Ok(pb::InfoResponse { node: Some(node_info(self.node()?.info())) })
    }
}

/// What applications and tokens say of a connection as a whole is told to who
/// `sees_all` only: it may be about any namespace.
fn connection(report: ConnectionReport, sees_all: bool) -> pb::Connection {
    match report {
        ConnectionReport::State { state, truncated } => {
            let connection = state_pb(*state, truncated);
            if sees_all { connection } else { without_grants(connection) }
        }
        ConnectionReport::Busy { client, user, queued_bytes, queued_messages } => pb::Connection {
            client: client.as_str().to_owned(),
            user: user.as_str().to_owned(),
            busy: true,
            queued_bytes: queued_bytes as u64,
            queued_messages: queued_messages as u64,
            ..Default::default()
        },
    }
}

fn without_grants(connection: pb::Connection) -> pb::Connection {
    pb::Connection {
        meta: Default::default(),
        info: Default::default(),
        capabilities: Vec::new(),
        ..connection
    }
}

fn state_pb(state: ConnectionState, truncated: bool) -> pb::Connection {
    pb::Connection {
        client: state.client.as_str().to_owned(),
        user: state.user.as_str().to_owned(),
        busy: false,
        connected_at_ms: state.connected_at_ms as i64,
        transport: state.transport.to_owned(),
        name: state.name,
        version: state.version,
        expire_at_s: state.expire_at.unwrap_or(0),
        meta: state.meta,
        info: state.info,
        capabilities: state.capabilities,
        queued_bytes: state.queued_bytes as u64,
        queued_messages: state.queued_messages as u64,
        subscriptions: state.subscriptions.into_iter().map(subscription).collect(),
        truncated,
    }
}

fn subscription(state: SubscriptionState) -> pb::Subscription {
    pb::Subscription {
        channel: state.channel.as_str().to_owned(),
        origin: state.origin.to_owned(),
        position: state.position.as_ref().map(to_position),
        expire_at_s: state.expire_at.unwrap_or(0),
        recoverable: state.recoverable,
        positioned: state.positioned,
        join_leave: state.join_leave,
        filtered: state.filtered,
        granted: state.granted.into_iter().map(str::to_owned).collect(),
    }
}

fn node_info(info: NodeInfo) -> pb::NodeInfo {
    let EngineStats { kind, streams, publications, file_bytes, problem } = info.engine;
    pb::NodeInfo {
        name: info.name.as_str().to_owned(),
        version: info.version.to_owned(),
        uptime_s: info.uptime_s,
        connections: info.connections,
        subscriptions: info.subscriptions,
        channels: info.channels,
        engine: Some(pb::EngineInfo {
            r#type: kind.to_owned(),
            streams,
            publications,
            file_bytes,
            problem: problem.unwrap_or_default(),
        }),
        consumers: info.consumers.into_iter().map(consumer).collect(),
    }
}

fn consumer(report: ConsumerReport) -> pb::ConsumerInfo {
    pb::ConsumerInfo {
        name: report.name,
        r#type: report.kind.to_owned(),
        processed: report.processed,
        failed: report.failed,
        retried: report.retried,
        dead_lettered: report.dead_lettered,
        lag: report.lag,
        lag_s: report.lag_seconds,
        problem: report.problem.unwrap_or_default(),
    }
}
