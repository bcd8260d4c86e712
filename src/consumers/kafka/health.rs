use std::{sync::Arc, time::Duration};

use rdkafka::{
    consumer::Consumer as _,
    error::{KafkaError, RDKafkaErrorCode as Code},
};
use tokio::time::sleep;

use super::group::{Consumer, Trouble, blocking, describe};
use crate::consumers::{Context, KafkaConfig};

/// A broker that works answers in a small part of this.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two looks while something is wrong.
const INTERVAL: Duration = Duration::from_secs(1);

/// The part of a consumer that its group keeps from working.
pub(super) const GROUP: &str = "group";

/// Tells whether Kafka can be reached and has the topics.
pub(super) struct Health<'a> {
    pub config: &'a KafkaConfig,
    pub context: &'a Context,
    pub consumer: Arc<Consumer>,
    pub trouble: Arc<Trouble>,
}

/// Why it cannot work.
enum Unwell {
    /// There is no answer; what librdkafka tells of connections says more.
    NoAnswer(String),
    Wrong(String),
}

impl Health<'_> {
    /// Looks at the start and after each error, until all is well again.
    pub async fn watch(&self) {
        // Why there is no connection is known sooner than that there is none.
        let mut problem = tokio::select! {
            looked = self.look() => looked.err().map(Unwell::into_text),
            problem = self.news() => problem,
        };
        loop {
            if problem.is_none() {
                problem = self.look().await.err().map(Unwell::into_text);
            }
            if let Some(problem) = problem {
                self.recover(problem).await;
            }
            self.context.working();
            problem = self.news().await;
        }
    }

    async fn recover(&self, mut problem: String) {
        loop {
            degraded(self.context, "", &problem);
            sleep(INTERVAL).await;
            let looked = self.look().await;
            let told = self.trouble.take().and_then(|(code, reason)| self.explain(code, &reason));
            match (looked, told) {
                (Ok(()), _) => return,
                (Err(Unwell::NoAnswer(_)), Some(told)) => problem = told,
                // What was told before is still the best that is known.
                (Err(Unwell::NoAnswer(_)), None) => {}
                (Err(Unwell::Wrong(wrong)), _) => problem = wrong,
            }
        }
    }

    /// Waits for an error; tells what it means when that is known.
    async fn news(&self) -> Option<String> {
        loop {
            self.trouble.told.notified().await;
            let Some((code, reason)) = self.trouble.take() else { continue };
            match code {
                Code::GroupAuthorizationFailed
                | Code::InconsistentGroupProtocol
                | Code::InvalidSessionTimeout
                | Code::InvalidGroupId
                | Code::GroupMaxSizeReached
                | Code::FencedInstanceId => {
                    let group = &self.config.consumer_group;
                    let problem = format!(
                        "Kafka refuses a member of group {group:?} ({reason}): let the user read \
                         it, and use it for Fanwire alone"
                    );
                    degraded(self.context, GROUP, &problem);
                }
                code => return self.explain(code, &reason),
            }
        }
    }

    /// What an error of a connection means.
    fn explain(&self, code: Code, reason: &str) -> Option<String> {
        match code {
            Code::Authentication | Code::SaslAuthenticationFailed => Some(format!(
                "Kafka refuses the user ({reason}): correct kafka.sasl_mechanism, sasl_user and \
                 sasl_password"
            )),
            Code::SSL => Some(format!(
                "no TLS with Kafka ({reason}): correct kafka.tls or the brokers' certificates"
            )),
            Code::AllBrokersDown | Code::Resolve => Some(self.unreachable(reason)),
            _ => None,
        }
    }

    fn unreachable(&self, reason: &str) -> String {
        let brokers = self.config.brokers.join(",");
        format!("cannot reach Kafka at {brokers} ({reason}): start it or correct kafka.brokers")
    }

    /// Asks for each topic.
    async fn look(&self) -> Result<(), Unwell> {
        for topic in &self.config.topics {
            let asked = topic.clone();
            let answer = blocking(&self.consumer, move |consumer| {
                let metadata = consumer.fetch_metadata(Some(&asked), PATIENCE)?;
                Ok(metadata.topics().first().and_then(|topic| topic.error()).map(Code::from))
            });
            match answer.await {
                Ok(None) => {}
                Ok(Some(code)) | Err(KafkaError::MetadataFetch(code @ Code::UnknownTopic)) => {
                    return Err(Unwell::Wrong(about_topic(topic, code)));
                }
                Err(error) => return Err(Unwell::NoAnswer(self.unreachable(&describe(&error)))),
            }
        }
        Ok(())
    }
}

impl Unwell {
    fn into_text(self) -> String {
        match self {
            Self::NoAnswer(text) | Self::Wrong(text) => text,
        }
    }
}

fn about_topic(topic: &str, code: Code) -> String {
    match code {
        Code::UnknownTopicOrPartition | Code::UnknownTopic => {
            format!("there is no topic {topic:?}: create it or correct kafka.topics")
        }
        Code::TopicAuthorizationFailed => {
            format!("Kafka does not let the user read topic {topic:?}: allow it")
        }
        code => format!("topic {topic:?}: {code}: look at the brokers' logs"),
    }
}

/// Notes what keeps a part of the consumer from working; says it once.
pub(super) fn degraded(context: &Context, part: &str, problem: &str) {
    let before = context.stats.degraded(part, problem);
    if before.as_deref() != Some(problem) {
        tracing::warn!(consumer = &*context.name, part, problem, "consumer degraded");
    }
}
