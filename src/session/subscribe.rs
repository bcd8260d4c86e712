use std::sync::Arc;

use super::{
    expiry::ttl,
    permissions::Grant,
    refusal,
    refusal::Refused,
    run::Session,
    subscription::{Origin, Subscription},
};
use crate::{
    hub::Subscriber,
    model::{Channel, ClientError, ClientInfo, Publication, RecoveryOutcome, StreamPosition, code},
    node::{Node, NodeError, SubscribeCommand, Subscribed},
    outbound::{Outbound, Pushed},
    policy::ChannelOptions,
    recovery::GateLimits,
    telemetry::metrics::Command,
    wire::{self, REPLY_BUDGET_BYTES, ReplyResult, SubscribeRequest, SubscribeResult},
};

/// Live publications that may wait while history is read.
const GATE_ITEMS: usize = 4096;

/// Bit 1 of `SubscribeRequest.flag`: answer 112 instead of a subscription that
/// could not be recovered.
pub(super) const FLAG_REFUSE_UNRECOVERED: i64 = 1 << 1;

/// A subscription whose reply is ready and whose gate is still closed.
pub(super) struct Joined {
    pub(super) channel: Channel,
    pub(super) result: SubscribeResult,
    /// What its publications weigh.
    pub(super) weight: usize,
    position: Option<StreamPosition>,
    continue_after: Option<u64>,
}

/// A subscription that is wanted.
pub(super) struct Wanted {
    pub(super) request: SubscribeRequest,
    pub(super) origin: Origin,
    /// What it comes with, where it is not the client that must be allowed to
    /// subscribe.
    pub(super) grant: Grant,
    /// Sum of publication weights that the reply has room for.
    pub(super) room: usize,
}

impl Session {
    pub(super) async fn subscribe(&mut self, id: u32, request: SubscribeRequest) {
        let wanted = Wanted {
            request,
            origin: Origin::Client,
            grant: Grant::default(),
            room: REPLY_BUDGET_BYTES,
        };
        let joined = self.join(wanted).await;
        let Some(mut joined) = self.or_refused(id, Command::Subscribe, joined) else { return };
        let result = std::mem::take(&mut joined.result);
        self.push(wire::reply(id, ReplyResult::Subscribe(result)));
        self.activate(joined);
    }

    /// Checks the request, adds the subscriber and reads what it missed. The
    /// reply must be queued before [`Session::activate`].
    pub(super) async fn join(&mut self, wanted: Wanted) -> Result<Joined, Refused> {
        let Wanted { request, origin, mut grant, room } = wanted;
        check(&request)?;
        let node = self.sessions.node.clone();
        let (channel, options) = node.channel(&request.channel)?;
        self.check_limits(&channel)?;
        if origin.is_asked_by_client() {
            grant = self.authorize(&channel, &options, &request.token).await?;
        }
        let options = options.overridden(&grant.overrides);
        let sees_members = self.sees_members(&channel, &options, &grant);
        let granted = Granted::new(&request, &options, sees_members);
        let subscriber = Subscriber::new(
            channel.clone(),
            self.worker,
            GateLimits { items: GATE_ITEMS, bytes: self.sessions.config.queue_max_size },
            self.reception(&request, &options, granted)?,
            self.outbound.clone(),
            self.losses.clone(),
        );
        // From here on the session's end takes it out again, whatever happens.
        self.add_subscription(&subscriber, &options, origin, &grant, granted.recoverable);
        let command = SubscribeCommand {
            subscriber: &subscriber,
            options: &options,
            recover: request.recover.then(|| StreamPosition {
                offset: request.offset,
                epoch: request.epoch.as_str().into(),
            }),
            recoverable: granted.recoverable,
            max_bytes: room.saturating_sub(grant.data.len()),
        };
        let mut subscribed = node.subscribe(command).await.map_err(|e| refusal(&e));
        let refuses_unrecovered = request.flag & FLAG_REFUSE_UNRECOVERED != 0;
        if let Ok(told) = &subscribed
            && request.recover
            && refuses_unrecovered
            && !is_recovered(told)
        {
            subscribed = Err(unrecovered(told.outcome));
        }
        if subscribed.is_err() {
            self.drop_subscription(&channel);
        }
        let mut joined = granted.joined(channel, &request, subscribed?);
        (joined.result.expires, joined.result.ttl) = ttl(grant.expire_at, self.now_s());
        joined.weight += grant.data.len();
        joined.result.data = grant.data;
        Ok(joined)
    }

    fn add_subscription(
        &mut self,
        subscriber: &Arc<Subscriber>,
        options: &Arc<ChannelOptions>,
        origin: Origin,
        grant: &Grant,
        recoverable: bool,
    ) {
        let delay = self.sessions.config.expired_sub_close_delay;
        let info = ClientInfo {
            user: self.identity.user.clone(),
            client: self.client.clone(),
            conn_info: self.identity.info.clone(),
            chan_info: grant.chan_info.clone(),
        };
        let subscription = Subscription {
            subscriber: subscriber.clone(),
            options: options.clone(),
            origin,
            granted: grant.allow,
            info: Arc::new(info),
            expire_at: grant.expire_at,
            expires_by: self.deadline(grant.expire_at, delay),
            recoverable,
            membership: None,
            backfill: None,
            _counted: self.sessions.node.metrics().open_subscription(),
        };
        self.expiry.subscription_expires(subscription.expires_by);
        self.subscriptions.insert(subscriber.channel().clone(), subscription);
    }

    /// Lets a subscription's live publications through, behind its reply and
    /// whatever of its recovery did not fit in there.
    pub(super) fn activate(&mut self, joined: Joined) {
        let Some(subscription) = self.subscriptions.get_mut(&joined.channel) else { return };
        let subscriber = subscription.subscriber.clone();
        subscriber.replied();
        let (Some(position), Some(after)) = (&joined.position, joined.continue_after) else {
            let held = subscriber.open(joined.position);
            self.sessions.node.metrics().deliveries(held as u64);
            return self.enter(&joined.channel);
        };
        let backfill = Backfill {
            node: self.sessions.node.clone(),
            outbound: self.outbound.clone(),
            subscriber,
            options: subscription.options.clone(),
            after,
            target: position.clone(),
            done: false,
        };
        subscription.backfill = Some(tokio::spawn(backfill.run()).abort_handle());
        self.enter(&joined.channel);
    }

    /// The client is seen in the channel from here on.
    fn enter(&mut self, channel: &Channel) {
        if self.outbound.ending().is_some() {
            return; // it would come only to leave
        }
        let Some(subscription) = self.subscriptions.get_mut(channel) else { return };
        let (options, info) = (&subscription.options, subscription.info.clone());
        let replaces = self.replaces.as_ref();
        let membership = self.sessions.node.enter(channel, options, info, replaces);
        subscription.membership = Some(membership);
    }

    fn check_limits(&self, channel: &Channel) -> Result<(), ClientError> {
        if self.subscriptions.contains_key(channel) {
            let message = format!("already subscribed to {channel}: unsubscribe first");
            return Err(ClientError::new(code::ALREADY_SUBSCRIBED, message));
        }
        let limit = self.sessions.config.channel_limit;
        if self.subscriptions.len() >= limit {
            let message = format!(
                "client.channel_limit = {limit} subscriptions are active: unsubscribe from some"
            );
            return Err(ClientError::new(code::LIMIT_EXCEEDED, message));
        }
        Ok(())
    }
}

fn check(request: &SubscribeRequest) -> Result<(), ClientError> {
    if request.r#type != 0 {
        let message = format!("type {} does not exist: use 0 (stream)", request.r#type);
        return Err(ClientError::new(code::BAD_REQUEST, message));
    }
    Ok(())
}

/// True when nothing is missing.
fn is_recovered(subscribed: &Subscribed) -> bool {
    subscribed.outcome == RecoveryOutcome::Recovered
}

fn unrecovered(outcome: RecoveryOutcome) -> ClientError {
    let message = format!("unrecoverable position ({outcome}): load the state, subscribe anew");
    ClientError::new(code::UNRECOVERABLE_POSITION, message)
}

/// What the namespace gives of what the request asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Granted {
    pub(super) positioned: bool,
    pub(super) recoverable: bool,
    pub(super) join_leave: bool,
}

impl Granted {
    fn new(request: &SubscribeRequest, options: &ChannelOptions, sees_members: bool) -> Self {
        let asks = request.recoverable || request.recover;
        let recoverable = options.force_recovery || (options.allow_recovery && asks);
        let positioned = recoverable
            || options.force_positioning
            || (options.allow_positioning && request.positioned);
        let join_leave = options.force_push_join_leave || (request.join_leave && sees_members);
        Self { positioned, recoverable, join_leave }
    }

    fn joined(
        self,
        channel: Channel,
        request: &SubscribeRequest,
        subscribed: Subscribed,
    ) -> Joined {
        let recovered = is_recovered(&subscribed);
        let Subscribed { position, publications, outcome, continue_after } = subscribed;
        let StreamPosition { offset, epoch } = position.clone().unwrap_or_default();
        let result = SubscribeResult {
            recoverable: self.recoverable,
            positioned: self.positioned,
            epoch: epoch.as_str().to_owned(),
            offset,
            publications: publications.iter().map(|p| wire::publication_to_pb(p)).collect(),
            recovered,
            was_recovering: request.recover,
            recovery: wire::outcome_to_pb(outcome),
            ..Default::default()
        };
        let weight = publications.iter().map(|publication| publication.weight()).sum();
        Joined { channel, result, weight, position, continue_after }
    }
}

/// Sends what a recovery has beyond its reply, as fast as the client reads,
/// and opens the gate behind it.
struct Backfill {
    node: Arc<Node>,
    outbound: Arc<Outbound>,
    subscriber: Arc<Subscriber>,
    options: Arc<ChannelOptions>,
    after: u64,
    target: StreamPosition,
    done: bool,
}

/// However it ends, the gate does not stay closed in silence.
impl Drop for Backfill {
    fn drop(&mut self) {
        if !self.done {
            self.subscriber.lose();
        }
    }
}

impl Backfill {
    async fn run(mut self) {
        while self.after < self.target.offset {
            match self.next_page().await {
                Ok(page) => {
                    for publication in page {
                        if !self.send(&publication).await {
                            return; // the stream is ending
                        }
                    }
                }
                Err(error) => {
                    tracing::warn!(channel = %self.subscriber.channel(), %error, "recovery broke off");
                    return; // the drop tells
                }
            }
        }
        let held = self.subscriber.open(Some(self.target.clone()));
        self.node.metrics().deliveries(held as u64);
        self.done = true;
    }

    async fn next_page(&self) -> Result<Vec<Arc<Publication>>, NodeError> {
        let since = StreamPosition::new(&self.target.epoch, self.after);
        let (up_to, max_bytes) = (self.target.offset, REPLY_BUDGET_BYTES);
        self.node.read_on(&self.subscriber, &self.options, &since, up_to, max_bytes).await
    }

    async fn send(&mut self, publication: &Publication) -> bool {
        if !self.subscriber.wants(|| &publication.tags) {
            self.after = publication.offset;
            return true;
        }
        let frame = wire::publication_push(self.subscriber.channel(), publication);
        loop {
            self.outbound.has_room().await;
            // The session waits for the same room before it reads a command,
            // a pong among them: it must not find it taken every time.
            tokio::task::yield_now().await;
            match self.outbound.push_publication(frame.clone()) {
                Pushed::Queued => break,
                Pushed::Ended | Pushed::Lost => return false,
                // Others had what room there was.
                Pushed::Overflow => self.outbound.has_room_for(&frame).await,
            }
        }
        self.after = publication.offset;
        self.subscriber.tell(publication.offset);
        self.node.metrics().deliveries(1);
        true
    }
}
