use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use rdkafka::{Offset, TopicPartitionList, consumer::Consumer as _};
use tokio::time::{MissedTickBehavior, interval};

use super::{
    group::{Consumer, Partition, blocking},
    ledger::Ledger,
};
use crate::consumers::Context;

/// How often the ends of the partitions are asked for.
const INTERVAL: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(5);

/// Measures again and again how much waits.
pub(super) async fn measure(context: &Context, consumer: Arc<Consumer>, ledger: &Ledger) {
    let mut ticks = interval(INTERVAL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let partitions = ledger.now().into_iter().map(|(partition, ..)| partition).collect();
        match ends(&consumer, partitions).await {
            Ok(ends) => tell(context, ledger, &ends),
            Err(error) => {
                let consumer = &*context.name;
                tracing::debug!(consumer, %error, "records that wait were not counted");
            }
        }
    }
}

fn tell(context: &Context, ledger: &Ledger, ends: &HashMap<Partition, i64>) {
    let now_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let (mut records, mut oldest) = (0, Duration::ZERO);
    for (partition, next, oldest_ms) in ledger.now() {
        // A partition that does not answer has no leader; what waits there is
        // not known.
        let Some(end) = ends.get(&partition) else { continue };
        records += end.saturating_sub(next).max(0).unsigned_abs();
        let written_ms = oldest_ms.and_then(|ms| u128::try_from(ms).ok());
        let age_ms = written_ms.map_or(0, |ms| now_ms.saturating_sub(ms));
        oldest = oldest.max(Duration::from_millis(u64::try_from(age_ms).unwrap_or(u64::MAX)));
    }
    context.stats.lag(records, oldest);
}

/// The offset of the next record of each partition, asked for all at once.
async fn ends(
    consumer: &Arc<Consumer>,
    partitions: Vec<Partition>,
) -> rdkafka::error::KafkaResult<HashMap<Partition, i64>> {
    if partitions.is_empty() {
        return Ok(HashMap::new());
    }
    bounds(consumer, &partitions, Offset::End).await
}

/// The first or the next offset of each partition that answers.
pub(super) async fn bounds(
    consumer: &Arc<Consumer>,
    partitions: &[Partition],
    which: Offset,
) -> rdkafka::error::KafkaResult<HashMap<Partition, i64>> {
    let mut wanted = TopicPartitionList::new();
    for partition in partitions {
        // In place of a time these mean the first and the next record.
        wanted.add_partition_offset(&partition.topic, partition.number, which)?;
    }
    let answer =
        blocking(consumer, move |consumer| consumer.offsets_for_times(wanted, PATIENCE)).await?;
    let found = |element: &rdkafka::topic_partition_list::TopicPartitionListElem<'_>| {
        element.error().ok()?;
        let Offset::Offset(offset) = element.offset() else { return None };
        let topic = element.topic().into();
        Some((Partition { topic, number: element.partition() }, offset))
    };
    Ok(answer.elements().iter().filter_map(found).collect())
}
