use std::time::Duration;

use anyhow::anyhow;
use clap::Args;
use tokio::time::Instant;
use tokio_stream::{StreamExt as _, StreamMap};

use super::{
    Exit, Failure,
    connect::{ClientFlags, position},
    filter::filter,
    render::Reader,
    subscribe_report::Report,
};
use crate::{
    client::{ConnectionEvent, SubscribeOptions, Subscription, SubscriptionEvent},
    model::StreamPosition,
    pb::client::FilterNode,
};

/// Follow channels: print every publication, reconnect and recover. Those that the server
/// subscribes the connection to, by its token or the server API, are followed too
#[derive(Debug, Args)]
pub struct SubscribeArgs {
    /// The channels; none, with a token, to follow only what the server subscribes
    #[arg(required_unless_present = "token", value_name = "CHANNEL")]
    channels: Vec<String>,

    /// Subscription token (JWT) of a channel. May be repeated
    #[arg(long, value_name = "CHANNEL=TOKEN", value_parser = sub_token)]
    sub_token: Vec<(String, String)>,

    /// Print who joins and leaves
    #[arg(long)]
    join_leave: bool,

    /// Begin after this position
    #[arg(long, value_name = "EPOCH:OFFSET", value_parser = position)]
    since: Option<StreamPosition>,

    /// Begin with the oldest publication in the history
    #[arg(long, conflicts_with = "since")]
    from_start: bool,

    /// Only publications whose tags match, such as
    /// '{"key":"lang","cmp":"eq","val":"en"}'
    #[arg(long, value_name = "JSON", value_parser = filter)]
    filter: Option<FilterNode>,

    /// Do not recover what is published while the connection is lost
    #[arg(long)]
    no_recover: bool,

    /// End after this many publications
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,

    /// End after this time, such as 10s
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    timeout: Option<Duration>,

    /// Print everything that happens on stdout, as one JSON object a line
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    client: ClientFlags,
}

/// Runs the command until it is interrupted.
///
/// # Errors
/// [`Failure`] with the exit code.
pub async fn run(args: SubscribeArgs) -> Result<(), Failure> {
    if args.since.is_some() && args.channels.len() > 1 {
        let error = anyhow!("--since is a position of one channel: follow the others separately");
        return Err(Failure::new(Exit::Usage, error));
    }
    if let Some((channel, _)) = args.sub_token.iter().find(|(of, _)| !args.channels.contains(of)) {
        let error = anyhow!("--sub-token is for {channel}, which is not followed: add {channel}");
        return Err(Failure::new(Exit::Usage, error));
    }
    let mut follower =
        Follower { report: Report::new(args.json), wanted: args.count, seen: 0, connected: false };
    let options: Vec<_> = args.channels.iter().map(|channel| args.options(channel)).collect();
    let (client, mut events) = args.client.client()?;
    let mut subscriptions = StreamMap::new();
    for options in options {
        let subscription: Subscription = client.subscribe(options).await?;
        subscriptions.insert(subscription.channel().to_owned(), subscription);
    }
    let server_side_only = subscriptions.is_empty();
    let mut interrupt = std::pin::pin!(tokio::signal::ctrl_c());
    let mut timeout = std::pin::pin!(after(args.timeout));
    let mut connection_open = true;
    loop {
        let reader = tokio::select! {
            biased;
            interrupted = &mut interrupt => {
                follower.report.end();
                return Ok(interrupted?);
            }
            () = &mut timeout => {
                follower.report.end();
                return follower.timed_out();
            }
            event = events.next(), if connection_open => match event {
                Some(event) => follower.on_connection(event)?,
                None if server_side_only => return Err(all_ended()),
                None => {
                    connection_open = false;
                    Reader::Reads
                }
            },
            event = subscriptions.next(), if !server_side_only => match event {
                Some((channel, event)) => follower.on_subscription(&channel, event)?,
                None => return Err(all_ended()),
            },
        };
        if reader == Reader::Gone || follower.has_enough() {
            client.close().await;
            return Ok(());
        }
    }
}

impl SubscribeArgs {
    fn options(&self, channel: &str) -> SubscribeOptions {
        let mut options = SubscribeOptions::new(channel);
        options.since = self.from_start.then(StreamPosition::default).or(self.since.clone());
        options.recoverable = !self.no_recover;
        options.positioned = !self.no_recover;
        options.filter.clone_from(&self.filter);
        options.join_leave = self.join_leave;
        if let Some((_, token)) = self.sub_token.iter().find(|(of, _)| of == channel) {
            options.token.clone_from(token);
        }
        options
    }
}

/// A channel may have `=` in it, a token has none.
fn sub_token(text: &str) -> Result<(String, String), String> {
    let (channel, token) = text.rsplit_once('=').unwrap_or_default();
    if channel.is_empty() || token.is_empty() {
        return Err("write CHANNEL=TOKEN, with the token that the backend made".into());
    }
    Ok((channel.to_owned(), token.to_owned()))
}

async fn after(timeout: Option<Duration>) {
    match timeout.and_then(|timeout| Instant::now().checked_add(timeout)) {
        Some(until) => tokio::time::sleep_until(until).await,
        None => std::future::pending().await,
    }
}

struct Follower {
    report: Report,
    wanted: Option<u64>,
    seen: u64,
    /// There has been a connection.
    connected: bool,
}

impl Follower {
    fn on_connection(&mut self, event: ConnectionEvent) -> Result<Reader, Failure> {
        self.connected |= matches!(event, ConnectionEvent::Connected { .. });
        match event {
            ConnectionEvent::ServerSubscription { channel, event } => {
                self.on_subscription(&channel, event)
            }
            event => self.report.connection(event),
        }
    }

    fn on_subscription(
        &mut self,
        channel: &str,
        event: SubscriptionEvent,
    ) -> Result<Reader, Failure> {
        self.seen += u64::from(matches!(event, SubscriptionEvent::Publication(_)));
        self.report.subscription(channel, event)
    }

    fn has_enough(&self) -> bool {
        self.wanted.is_some_and(|wanted| self.seen >= wanted)
    }

    fn timed_out(&self) -> Result<(), Failure> {
        if !self.connected {
            let error = anyhow!("there was no connection in time: check --url, and the server");
            return Err(Failure::new(Exit::Unreachable, error));
        }
        match self.wanted {
            Some(wanted) => {
                Err(anyhow!("{} of {wanted} publications came in time", self.seen).into())
            }
            None => Ok(()),
        }
    }
}

/// Why each of them has ended was said then.
fn all_ended() -> Failure {
    Failure::new(Exit::Refused, anyhow!("no subscription is left"))
}
