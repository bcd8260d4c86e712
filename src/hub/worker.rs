use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{
    Subscriber,
    mailbox::{Delivery, Mailbox},
    subscriber::{Delivered, NO_SLOT},
};
use crate::{
    model::{Channel, Disconnect},
    outbound::Ending,
    telemetry::metrics::{Metrics, QueueDrop},
    wire,
};

/// Bytes of deliveries between two turns of the connections.
const TURN_BYTES: usize = 128 * 1024;

/// What each delivery counts for beside its bytes.
const TURN_DELIVERY_BYTES: usize = 1024;

type Subscribers = HashMap<Channel, Vec<Arc<Subscriber>>, foldhash::fast::RandomState>;

/// The subscribers whose connections live on one runtime thread.
#[derive(Debug)]
pub(super) struct Worker {
    mailbox: Mailbox,
    /// Locked by its own thread for the most part; never across an await.
    subscribers: Mutex<Subscribers>,
    metrics: Arc<Metrics>,
}

impl Worker {
    pub(super) fn new(metrics: Arc<Metrics>) -> Self {
        Self { mailbox: Mailbox::default(), subscribers: Mutex::default(), metrics }
    }

    /// `first` runs when the channel had no subscriber here.
    pub(super) fn add(&self, subscriber: &Arc<Subscriber>, first: impl FnOnce()) {
        let mut subscribers = self.subscribers();
        let of_channel = subscribers.entry(subscriber.channel().clone()).or_default();
        subscriber.set_slot(of_channel.len());
        of_channel.push(subscriber.clone());
        if of_channel.len() == 1 {
            first();
        }
    }

    /// `last` runs when the channel has no subscriber here any more.
    pub(super) fn remove(&self, subscriber: &Arc<Subscriber>, last: impl FnOnce()) {
        let mut subscribers = self.subscribers();
        let slot = subscriber.slot();
        let Some(of_channel) = subscribers.get_mut(subscriber.channel()) else { return };
        if slot >= of_channel.len() {
            return;
        }
        of_channel.swap_remove(slot);
        subscriber.set_slot(NO_SLOT);
        if let Some(moved) = of_channel.get(slot) {
            moved.set_slot(slot);
        }
        if of_channel.is_empty() {
            subscribers.remove(subscriber.channel());
            last();
        }
    }

    /// Adds the number of subscribers of each channel to its count.
    pub(super) fn count(&self, channels: &[Channel], counts: &mut [u64]) {
        let subscribers = self.subscribers();
        for (channel, count) in channels.iter().zip(counts) {
            *count += subscribers.get(channel).map_or(0, |of_channel| of_channel.len() as u64);
        }
    }

    pub(super) fn hand_over(&self, delivery: Delivery) {
        if !self.mailbox.put(delivery) {
            self.metrics.queue_drops(QueueDrop::Worker, 1);
        }
    }

    pub(super) async fn run(&self) {
        let mut batch = Vec::new();
        loop {
            let overflowed = self.mailbox.take(&mut batch).await;
            let mut turn = 0;
            for delivery in batch.drain(..) {
                // The connections on this thread get to write what they were
                // given, before a burst makes quick readers look slow.
                turn += TURN_DELIVERY_BYTES + delivery.bytes();
                if turn > TURN_BYTES {
                    turn = 0;
                    tokio::task::yield_now().await;
                }
                match delivery {
                    Delivery::Publication(broadcast) => {
                        let sent = self.fan_out(&broadcast.channel, |s| s.deliver(&broadcast));
                        self.metrics.deliveries(sent);
                        self.metrics.delivered_bytes(sent * broadcast.frame.len() as u64);
                    }
                    Delivery::JoinLeave { channel, frame } => {
                        let sent = self.fan_out(&channel, |s| s.deliver_join_leave(&frame));
                        self.metrics.delivered_bytes(sent * frame.len() as u64);
                    }
                    Delivery::PositionCheck { channel, newest } => {
                        self.fan_out(&channel, |subscriber| {
                            subscriber.check(&newest);
                            Delivered::Not
                        });
                    }
                }
            }
            for channel in overflowed {
                self.fan_out(&channel, |subscriber| {
                    subscriber.lose();
                    Delivered::Not
                });
            }
            tokio::task::yield_now().await;
        }
    }

    fn fan_out(&self, channel: &Channel, deliver: impl Fn(&Arc<Subscriber>) -> Delivered) -> u64 {
        let subscribers = self.subscribers();
        let Some(of_channel) = subscribers.get(channel) else { return 0 };
        let mut sent = 0;
        for subscriber in of_channel {
            match deliver(subscriber) {
                Delivered::Sent => sent += 1,
                Delivered::Not => {}
                Delivered::Overflow => self.disconnect_slow(subscriber),
            }
        }
        sent
    }

    /// The namespace policy `slow_consumer = "disconnect"`.
    fn disconnect_slow(&self, subscriber: &Subscriber) {
        let slow =
            Disconnect::SLOW.because("slow: the client reads too slowly for client.queue_max_size");
        let farewell = wire::disconnect_push(&slow);
        if let Some(dropped) = subscriber.outbound().end_slow(Ending::Disconnect(slow), farewell) {
            self.metrics.queue_drops(QueueDrop::Connection, dropped as u64);
        }
    }

    fn subscribers(&self) -> MutexGuard<'_, Subscribers> {
        self.subscribers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
