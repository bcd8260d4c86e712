use std::{sync::Arc, time::Duration};

use fanwire::{
    client::{Api, ApiError, Client, Lost, Subscribed, Subscription, SubscriptionEvent},
    model::{RecoveryOutcome, StreamPosition},
    pb::api::{PublishRequest, PublishResponse},
};
use tokio::{sync::watch, task::JoinSet, time::timeout};
use tokio_util::sync::CancellationToken;

use super::{
    ledger::{Acknowledged, Ledger},
    server::{PATIENCE, Server},
};

/// What a publisher waits at most for a restart before it tries again.
const RETRY: Duration = Duration::from_millis(100);

/// Publishers and followers of a few channels, at work while the server dies
/// and comes back.
pub struct Load {
    shared: Arc<Shared>,
    publishers: JoinSet<()>,
    followers: JoinSet<()>,
    stop_following: CancellationToken,
    positions: Vec<(String, watch::Receiver<StreamPosition>)>,
    acknowledged: watch::Receiver<u64>,
}

/// What befalls the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Crashes that take nothing back.
    Crash,
    /// Crashes that may take back what was seen, under a new epoch.
    CrashWithLoss,
    /// The store fails: subscribers may be told to come back later.
    Store,
}

struct Shared {
    ledger: Arc<Ledger>,
    fault: Fault,
    /// Counts the server's starts.
    life: watch::Sender<u64>,
    acknowledged: watch::Sender<u64>,
    recovered: watch::Sender<u64>,
    stop_publishing: CancellationToken,
}

impl Load {
    pub fn new(ledger: Arc<Ledger>, fault: Fault) -> Self {
        let (acknowledged, receiver) = watch::channel(0);
        let shared = Shared {
            ledger,
            fault,
            life: watch::Sender::new(1),
            acknowledged,
            recovered: watch::Sender::new(0),
            stop_publishing: CancellationToken::new(),
        };
        Self {
            shared: Arc::new(shared),
            publishers: JoinSet::new(),
            followers: JoinSet::new(),
            stop_following: CancellationToken::new(),
            positions: Vec::new(),
            acknowledged: receiver,
        }
    }

    /// Starts publishing to `channel`, one message after the other.
    pub fn publish(&mut self, server: &Server, channel: &str, name: &str) {
        let (shared, api) = (self.shared.clone(), server.api());
        let (channel, name) = (channel.to_owned(), name.to_owned());
        self.publishers.spawn(async move { shared.publish_all(&api, &channel, &name).await });
    }

    /// Starts following `channel` from its beginning.
    pub async fn follow(&mut self, client: &Client, channel: &str, name: &str) {
        let options = fanwire::client::SubscribeOptions {
            since: Some(StreamPosition::default()),
            ..fanwire::client::SubscribeOptions::new(channel)
        };
        let subscription = client.subscribe(options).await.unwrap();
        let (position, receiver) = watch::channel(StreamPosition::default());
        self.positions.push((channel.to_owned(), receiver));
        let follower =
            Follower { name: name.to_owned(), shared: self.shared.clone(), known: None, position };
        let following = follower.run(subscription);
        // The connection lasts as long as a client.
        let (client, stop) = (client.clone(), self.stop_following.clone());
        self.followers.spawn(async move {
            let _client = client;
            stop.run_until_cancelled(following).await;
        });
    }

    /// Waits until `count` more publishes are acknowledged.
    pub async fn more_acknowledged(&mut self, count: u64) {
        let target = *self.acknowledged.borrow() + count;
        let mut acknowledged = self.acknowledged.clone();
        let waiting = async { acknowledged.wait_for(|n| *n >= target).await.unwrap().to_owned() };
        tokio::select! {
            reached = timeout(PATIENCE, waiting) => {
                reached.expect("publishes are not acknowledged any more");
            }
            Some(ended) = self.publishers.join_next() => {
                ended.unwrap();
                panic!("a publisher ended");
            }
            Some(ended) = self.followers.join_next() => {
                ended.unwrap();
                panic!("a follower ended");
            }
        }
    }

    /// The server is back.
    pub fn restarted(&self) {
        self.shared.life.send_modify(|life| *life += 1);
    }

    /// Lets every publisher finish what it has begun.
    pub async fn stop_publishing(&mut self) {
        self.shared.stop_publishing.cancel();
        let ended = async {
            while let Some(ended) = self.publishers.join_next().await {
                ended.unwrap();
            }
        };
        timeout(PATIENCE, ended).await.expect("a publish was never acknowledged");
    }

    /// Waits until every follower of `channel` has seen all up to `newest`.
    pub async fn all_saw(&mut self, channel: &str, newest: &StreamPosition) {
        for (_, position) in self.positions.iter_mut().filter(|(of, _)| of == channel) {
            let seen = timeout(PATIENCE, position.wait_for(|seen| seen == newest)).await;
            let told = seen.map(|seen| drop(seen.expect("the follower ended")));
            told.unwrap_or_else(|_| {
                panic!("{channel}: only {} of {newest} seen", *position.borrow())
            });
        }
    }

    /// Ends the followers; gives how many publications were recovered.
    pub async fn finish(mut self) -> u64 {
        self.stop_following.cancel();
        while let Some(ended) = self.followers.join_next().await {
            ended.unwrap();
        }
        *self.shared.recovered.borrow()
    }
}

impl Shared {
    async fn publish_all(&self, api: &Api, channel: &str, name: &str) {
        let mut earlier: Option<Acknowledged> = None;
        for n in 0u64.. {
            if self.stop_publishing.is_cancelled() {
                return;
            }
            let payload = format!("{name}/{n}");
            let acknowledged = match n % 5 {
                4 => self.publish_twice_at_once(api, channel, &payload).await,
                _ => self.publish(api, channel, &payload).await,
            };
            if let Some(earlier) = earlier.take_if(|_| n % 7 == 6) {
                self.publish_again(api, earlier).await;
            }
            earlier.get_or_insert(acknowledged);
        }
    }

    /// Publishes until that is acknowledged.
    async fn publish(&self, api: &Api, channel: &str, payload: &str) -> Acknowledged {
        let published = self.until_answered(api, channel, payload).await;
        self.keep(channel, payload, published)
    }

    /// The same key in two calls under way together: one place for both.
    async fn publish_twice_at_once(&self, api: &Api, channel: &str, payload: &str) -> Acknowledged {
        let (one, two) = tokio::join!(
            self.until_answered(api, channel, payload),
            self.until_answered(api, channel, payload)
        );
        let lost_between = self.fault == Fault::CrashWithLoss && one.epoch != two.epoch;
        assert!(one.duplicate || two.duplicate || lost_between, "{payload} was published twice");
        self.keep(channel, payload, one);
        self.keep(channel, payload, two)
    }

    /// What was acknowledged, perhaps in another life, is not published again.
    async fn publish_again(&self, api: &Api, earlier: Acknowledged) {
        let Acknowledged { channel, payload, epoch, offset } = earlier;
        let again = self.until_answered(api, &channel, &payload).await;
        if again.epoch == epoch {
            let position = (again.offset, again.duplicate);
            assert_eq!(position, (offset, true), "{payload} was published again");
        } else {
            assert_eq!(self.fault, Fault::CrashWithLoss, "the epoch of {channel} changed");
        }
        self.keep(&channel, &payload, again);
    }

    fn keep(&self, channel: &str, payload: &str, published: PublishResponse) -> Acknowledged {
        let acknowledged = Acknowledged {
            channel: channel.to_owned(),
            payload: payload.to_owned(),
            epoch: published.epoch,
            offset: published.offset,
        };
        self.ledger.acknowledged(acknowledged.clone());
        self.acknowledged.send_modify(|count| *count += 1);
        acknowledged
    }

    async fn until_answered(&self, api: &Api, channel: &str, payload: &str) -> PublishResponse {
        let mut life = self.life.subscribe();
        loop {
            let tried_in = *life.borrow_and_update();
            match api.publish(with_key(channel, payload)).await {
                Ok(published) => return published,
                Err(ApiError::Unreachable { .. }) => {}
                Err(ApiError::Refused(refusal)) if refusal.reason == "SHUTTING_DOWN" => {}
                Err(ApiError::Refused(refusal)) if refusal.reason == "STARTING" => {}
                // Now and then a call is stuck on a connection that died.
                Err(ApiError::TimedOut { .. }) => {}
                Err(error) => panic!("{payload}: {error:?}"),
            }
            // When the connection's end was noticed late the server is back
            // already: then there is no restart to wait for.
            let _ = timeout(RETRY, life.wait_for(|life| *life > tried_in)).await;
        }
    }
}

/// A publish whose key is its payload, or how that begins.
pub fn with_key(channel: &str, payload: &str) -> PublishRequest {
    PublishRequest {
        channel: channel.to_owned(),
        data: payload.to_owned().into(),
        idempotency_key: payload.chars().take(100).collect(),
        ..PublishRequest::default()
    }
}

/// Keeps what one subscription was told, and holds it against promise 2.
struct Follower {
    name: String,
    shared: Arc<Shared>,
    known: Option<StreamPosition>,
    position: watch::Sender<StreamPosition>,
}

impl Follower {
    async fn run(mut self, mut subscription: Subscription) {
        let channel = subscription.channel().to_owned();
        while let Some(event) = subscription.next().await {
            match event {
                SubscriptionEvent::Subscribed(subscribed) => self.subscribed(subscribed),
                SubscriptionEvent::Publication(publication) => {
                    let payload = String::from_utf8(publication.data.to_vec()).unwrap();
                    self.publication(&channel, publication.offset, &payload);
                }
                SubscriptionEvent::Lost(Lost::Connection { .. }) => {}
                SubscriptionEvent::Lost(Lost::Unsubscribed { code: 2500, .. })
                    if self.shared.fault == Fault::Store => {}
                SubscriptionEvent::Retrying { error, .. }
                    if self.shared.fault == Fault::Store && error.temporary => {}
                other => panic!("{} at {:?}: {other:?}", self.name, self.known),
            }
        }
        panic!("{}: the subscription ended", self.name);
    }

    fn subscribed(&mut self, subscribed: Subscribed) {
        let Self { name, known, shared, .. } = self;
        match (subscribed.outcome, known.as_ref()) {
            (RecoveryOutcome::Recovered, Some(known)) => {
                assert_eq!(&subscribed.position, known, "{name}: goes on from elsewhere");
            }
            (RecoveryOutcome::Recovered, None) => assert_eq!(subscribed.position.offset, 0),
            (RecoveryOutcome::EpochChanged, Some(known))
                if shared.fault == Fault::CrashWithLoss =>
            {
                assert_ne!(subscribed.position.epoch, known.epoch, "{name}");
            }
            (outcome, _) => panic!("{name} at {known:?} was told {outcome}"),
        }
        shared.recovered.send_modify(|count| *count += subscribed.recovered);
        self.known = Some(subscribed.position.clone());
        self.position.send_replace(subscribed.position);
    }

    fn publication(&mut self, channel: &str, offset: u64, payload: &str) {
        let known = self.known.as_mut().expect("a publication before the subscribe reply");
        assert_eq!(offset, known.offset + 1, "{}: a silent hole or a repetition", self.name);
        self.shared.ledger.told(&self.name, channel, known.epoch.as_str(), offset, payload);
        known.offset = offset;
        self.position.send_replace(known.clone());
    }
}
