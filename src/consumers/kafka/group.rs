//! A member of the consumer group: the connection to Kafka and the thread that
//! serves it.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use rdkafka::{
    ClientContext, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, Consumer as _, ConsumerContext},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    types::RDKafkaRespErr,
};
use tokio::sync::{
    Notify,
    mpsc::{self, error::TrySendError},
    oneshot,
};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::{client, ledger::Ledger};
use crate::consumers::{KafkaConfig, SourceError};

/// How long the thread sleeps while nothing happens: events wake it.
const POLL: Duration = Duration::from_millis(100);
/// Leaving takes this long at most; then the broker finds out by itself.
const LEAVE: Duration = Duration::from_secs(10);

pub(super) type Consumer = BaseConsumer<Callbacks>;

/// One partition of one topic.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Partition {
    pub topic: Arc<str>,
    pub number: i32,
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.topic, self.number)
    }
}

/// What the group wants of this member. The next one comes once this is done:
/// with an incremental assign or unassign.
#[derive(Clone)]
pub(super) enum Rebalance {
    Assign(Vec<Partition>),
    Revoke(Vec<Partition>),
}

impl Rebalance {
    /// Answers it without doing any work: the consumer leaves the group.
    pub fn dismiss(&self, consumer: &Consumer) {
        let answered = match self {
            Self::Assign(partitions) => consumer.incremental_assign(&list_of(partitions)),
            Self::Revoke(partitions) => consumer.incremental_unassign(&list_of(partitions)),
        };
        if let Err(error) = answered {
            tracing::debug!(%error, "rebalance not answered");
            // It may take away what was never given out here.
            drop(consumer.unassign());
        }
    }
}

/// What librdkafka tells.
pub(super) struct Callbacks {
    rebalances: mpsc::Sender<Rebalance>,
    trouble: Arc<Trouble>,
    ledger: Arc<Ledger>,
    consumer: Arc<str>,
}

/// The newest error that no partition has to itself.
#[derive(Default)]
pub(super) struct Trouble {
    newest: Mutex<Option<(RDKafkaErrorCode, String)>>,
    pub told: Notify,
}

impl Trouble {
    fn tell(&self, code: RDKafkaErrorCode, reason: String) {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        // That all brokers are gone says less than why.
        if code != RDKafkaErrorCode::AllBrokersDown || newest.is_none() {
            *newest = Some((code, reason));
        }
        drop(newest);
        self.told.notify_one();
    }

    pub fn take(&self) -> Option<(RDKafkaErrorCode, String)> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Membership in the group.
pub(super) struct Group {
    pub consumer: Arc<Consumer>,
    pub rebalances: mpsc::Receiver<Rebalance>,
    pub trouble: Arc<Trouble>,
    /// Cancelled when librdkafka cannot go on.
    pub broken: CancellationToken,
    leaving: DropGuard,
    left: oneshot::Receiver<()>,
}

impl Group {
    /// Connects in the background and asks for partitions.
    pub fn join(
        config: &KafkaConfig,
        name: &Arc<str>,
        ledger: &Arc<Ledger>,
    ) -> Result<Self, SourceError> {
        // At most one is under way, and one that tells of its loss.
        let (sender, rebalances) = mpsc::channel(4);
        let trouble = Arc::<Trouble>::default();
        let callbacks = Callbacks {
            rebalances: sender,
            trouble: trouble.clone(),
            ledger: ledger.clone(),
            consumer: name.clone(),
        };
        let consumer: Consumer =
            client::consumer(config).create_with_context(callbacks).map_err(|error| {
                SourceError::new(format!(
                    "Kafka: {}: correct kafka.tls and kafka.sasl_...",
                    describe(&error)
                ))
            })?;
        let topics: Vec<_> = config.topics.iter().map(String::as_str).collect();
        consumer
            .subscribe(&topics)
            .map_err(|error| SourceError::new(format!("Kafka: {error}: correct kafka.topics")))?;
        let (consumer, leaving) = (Arc::new(consumer), CancellationToken::new());
        let broken = CancellationToken::new();
        let (done, left) = oneshot::channel();
        let served =
            Served { consumer: consumer.clone(), leaving: leaving.clone(), broken: broken.clone() };
        thread::Builder::new()
            .name("kafka".into())
            .spawn(move || {
                served.serve();
                let _ = done.send(());
            })
            .map_err(|error| SourceError::new(format!("no thread for Kafka: {error}")))?;
        let leaving = leaving.drop_guard();
        Ok(Self { consumer, rebalances, trouble, broken, leaving, left })
    }

    /// Lets others have the partitions.
    pub async fn leave(self) {
        let Self { consumer, rebalances, leaving, left, .. } = self;
        drop((consumer, rebalances, leaving));
        // If it does not come about, the broker misses our heartbeats.
        let _ = tokio::time::timeout(LEAVE, left).await;
    }
}

/// The thread's part.
struct Served {
    consumer: Arc<Consumer>,
    leaving: CancellationToken,
    broken: CancellationToken,
}

impl Served {
    /// Serves callbacks until this is the last one that needs the consumer,
    /// whose end blocks.
    fn serve(self) {
        while !self.leaving.is_cancelled() || Arc::strong_count(&self.consumer) > 1 {
            match self.consumer.poll(POLL) {
                Some(Err(KafkaError::MessageConsumptionFatal(_))) => self.broken.cancel(),
                // Other errors were told to the callbacks.
                None | Some(Err(_)) => {}
                // Every partition has a queue of its own before it is assigned.
                Some(Ok(_)) => self.broken.cancel(),
            }
        }
    }
}

impl ClientContext for Callbacks {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        let consumer = &*self.consumer;
        match level {
            RDKafkaLogLevel::Emerg
            | RDKafkaLogLevel::Alert
            | RDKafkaLogLevel::Critical
            | RDKafkaLogLevel::Error
            | RDKafkaLogLevel::Warning => {
                tracing::debug!(consumer, facility, message, "librdkafka warns");
            }
            _ => tracing::trace!(consumer, facility, message, "librdkafka tells"),
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        let Some(code) = error.rdkafka_error_code() else { return };
        tracing::debug!(consumer = &*self.consumer, %error, reason, "Kafka error");
        // What follows differs each time, and would be said again each time.
        let reason = reason.split(" (after ").next().unwrap_or_default();
        self.trouble.tell(code, reason.to_owned());
    }
}

impl ConsumerContext for Callbacks {
    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        if let Err(error) = result {
            tracing::debug!(consumer = &*self.consumer, %error, "offsets not committed");
            self.ledger.tell_again();
        }
    }

    /// Only passes it on: the work under way may take its time, while this
    /// thread keeps the membership alive.
    fn rebalance(
        &self,
        consumer: &BaseConsumer<Self>,
        code: RDKafkaRespErr,
        list: &mut TopicPartitionList,
    ) {
        let is_assigned = code == RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
        let partitions = partitions_of(list);
        let told = self.rebalances.try_send(match is_assigned {
            true => Rebalance::Assign(partitions),
            false => Rebalance::Revoke(partitions),
        });
        // Nobody works any more.
        if let Err(TrySendError::Full(rebalance) | TrySendError::Closed(rebalance)) = told {
            rebalance.dismiss(consumer);
        }
    }
}

pub(super) fn list_of(partitions: &[Partition]) -> TopicPartitionList {
    let mut list = TopicPartitionList::with_capacity(partitions.len());
    for partition in partitions {
        list.add_partition(&partition.topic, partition.number);
    }
    list
}

fn partitions_of(list: &TopicPartitionList) -> Vec<Partition> {
    let elements = list.elements();
    let named = |element: &rdkafka::topic_partition_list::TopicPartitionListElem<'_>| Partition {
        topic: element.topic().into(),
        number: element.partition(),
    };
    elements.iter().map(named).collect()
}

/// Waits elsewhere for something that blocks.
pub(super) async fn blocking<T: Send + 'static>(
    consumer: &Arc<Consumer>,
    ask: impl FnOnce(&Consumer) -> KafkaResult<T> + Send + 'static,
) -> KafkaResult<T> {
    let consumer = consumer.clone();
    let asked = tokio::task::spawn_blocking(move || ask(&consumer));
    asked.await.unwrap_or(Err(KafkaError::Canceled))
}

/// The library's own text repeats itself.
pub(super) fn describe(error: &KafkaError) -> String {
    match error {
        KafkaError::ClientCreation(reason) => reason.clone(),
        error => match error.rdkafka_error_code() {
            Some(code) => code.to_string(),
            None => error.to_string(),
        },
    }
}
