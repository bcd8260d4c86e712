//! Says what happens to a followed channel: in words, or as JSON.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use super::{
    Failure,
    render::{self, Reader},
};
use crate::{
    client::{ConnectionEvent, Ended, Lost, Subscribed, SubscriptionEvent},
    model::{RecoveryOutcome, StreamPosition},
};

/// Publications and, as JSON, everything else go to stdout; words to stderr.
pub(super) struct Report {
    json: bool,
    connected: bool,
    /// Why there is no connection, until it is known what comes next.
    why: Option<String>,
    /// How far each channel that keeps history was seen.
    positions: BTreeMap<String, StreamPosition>,
}

impl Report {
    pub(super) fn new(json: bool) -> Self {
        Self { json, connected: false, why: None, positions: BTreeMap::new() }
    }

    pub(super) fn connection(&mut self, event: ConnectionEvent) -> Result<Reader, Failure> {
        if self.json {
            return render::line(&self.connection_json(&event).to_string());
        }
        if let Some(words) = self.connection_words(event) {
            render::note(&words);
        }
        Ok(Reader::Reads)
    }

    fn connection_words(&mut self, event: ConnectionEvent) -> Option<String> {
        match event {
            ConnectionEvent::ServerSubscription { .. } => None,
            ConnectionEvent::Connecting { after, .. } => {
                let why = self.why.take()?;
                let again = if self.connected { "reconnecting" } else { "trying again" };
                let was = if self.connected { "connection lost" } else { "not connected" };
                self.connected = false;
                Some(format!("{was}: {why}, {again} in {}", seconds(after)))
            }
            ConnectionEvent::Connected { .. } => {
                self.connected = true;
                Some("connected".into())
            }
            ConnectionEvent::Disconnected { code, reason, reconnect } => {
                let why = match code {
                    0 => reason,
                    code => format!("{reason} (code {code})"),
                };
                if reconnect {
                    self.why = Some(why);
                    return None;
                }
                Some(format!("disconnected for good: {why}"))
            }
        }
    }

    pub(super) fn subscription(
        &mut self,
        channel: &str,
        event: SubscriptionEvent,
    ) -> Result<Reader, Failure> {
        self.follow(channel, &event);
        if self.json {
            return render::line(&self.subscription_json(channel, &event).to_string());
        }
        if let SubscriptionEvent::Publication(publication) = &event {
            let line = render::publication(channel, publication.offset, &publication.data);
            return render::line(&line);
        }
        for words in subscription_words(channel, &event) {
            render::note(&words);
        }
        Ok(Reader::Reads)
    }

    /// Says how to go on later from where it ends now.
    pub(super) fn end(&self) {
        if self.json {
            return; // the lines have it
        }
        for (channel, position) in &self.positions {
            render::note(&format!("go on with: fanwire subscribe {channel} --since {position}"));
        }
    }

    /// Moves the position of `channel` over `event`.
    fn follow(&mut self, channel: &str, event: &SubscriptionEvent) {
        match event {
            SubscriptionEvent::Subscribed(subscribed) if !subscribed.position.epoch.is_empty() => {
                let known = self.positions.entry(channel.to_owned()).or_default();
                let StreamPosition { epoch, offset } = &subscribed.position;
                // What was recovered comes one by one behind this.
                if subscribed.outcome != RecoveryOutcome::Recovered || subscribed.recovered == 0 {
                    known.offset = *offset;
                }
                known.epoch = epoch.clone();
            }
            SubscriptionEvent::Publication(publication) if publication.offset > 0 => {
                if let Some(known) = self.positions.get_mut(channel) {
                    known.offset = publication.offset;
                }
            }
            SubscriptionEvent::Gap { to: offset, .. } if *offset > 0 => {
                if let Some(known) = self.positions.get_mut(channel) {
                    known.offset = *offset;
                }
            }
            SubscriptionEvent::Moved(position) => {
                self.positions.insert(channel.to_owned(), position.clone());
            }
            _ => {}
        }
    }

    fn connection_json(&self, event: &ConnectionEvent) -> Value {
        match event {
            ConnectionEvent::ServerSubscription { channel, event } => {
                self.subscription_json(channel, event)
            }
            ConnectionEvent::Connecting { attempt, after } => json!({
                "event": "connecting", "attempt": attempt, "after_ms": after.as_millis() as u64,
            }),
            ConnectionEvent::Connected { client, node, version } => json!({
                "event": "connected",
                "client": client.as_str(),
                "node": node.as_str(),
                "version": version,
            }),
            ConnectionEvent::Disconnected { code, reason, reconnect } => json!({
                "event": "disconnected", "code": code, "reason": reason, "reconnect": reconnect,
            }),
        }
    }

    fn subscription_json(&self, channel: &str, event: &SubscriptionEvent) -> Value {
        match event {
            SubscriptionEvent::Subscribed(subscribed) => {
                json!({
                    "event": "subscribed",
                    "channel": channel,
                    "offset": subscribed.position.offset,
                    "epoch": subscribed.position.epoch.as_str(),
                    "recovery": subscribed.outcome.as_str(),
                    "recovered": subscribed.recovered,
                })
            }
            SubscriptionEvent::Publication(publication) => {
                let position = self.positions.get(channel).filter(|_| publication.offset > 0);
                let epoch = position.map_or("", |position| position.epoch.as_str());
                render::publication_json(channel, epoch, publication)
            }
            SubscriptionEvent::Gap { from, to, count } => json!({
                "event": "gap", "channel": channel, "from": from, "to": to, "count": count,
            }),
            SubscriptionEvent::Join(info) => render::member_json("join", channel, info),
            SubscriptionEvent::Leave(info) => render::member_json("leave", channel, info),
            SubscriptionEvent::Moved(position) => json!({
                "event": "position",
                "channel": channel,
                "offset": position.offset,
                "epoch": position.epoch.as_str(),
            }),
            SubscriptionEvent::Lost(lost) => json!({
                "event": "lost", "channel": channel, "reason": lost.to_string(),
            }),
            SubscriptionEvent::Retrying { error, after } => json!({
                "event": "retrying",
                "channel": channel,
                "code": error.code,
                "reason": error.message,
                "after_ms": after.as_millis() as u64,
            }),
            SubscriptionEvent::Ended(why) => json!({
                "event": "ended", "channel": channel, "reason": why.to_string(),
            }),
        }
    }
}

fn subscription_words(channel: &str, event: &SubscriptionEvent) -> Vec<String> {
    match event {
        SubscriptionEvent::Publication(_) | SubscriptionEvent::Moved(_) => Vec::new(),
        SubscriptionEvent::Subscribed(subscribed) => subscribed_words(channel, subscribed),
        SubscriptionEvent::Gap { from, to, count } => {
            let count = render::publications(*count);
            vec![match (from, to) {
                (_, 0) => format!("{channel}: {count} missing, which no history has"),
                (from, to) => format!("{channel}: {count} missing in offsets {from} to {to}"),
            }]
        }
        SubscriptionEvent::Join(info) => {
            vec![format!("{channel}: {} joined", render::member(info))]
        }
        SubscriptionEvent::Leave(info) => vec![format!("{channel}: {} left", render::member(info))],
        // The connection's own words say it.
        SubscriptionEvent::Lost(Lost::Connection { .. })
        | SubscriptionEvent::Ended(Ended::Disconnected { .. }) => Vec::new(),
        SubscriptionEvent::Lost(lost) => {
            vec![format!("{channel} interrupted: {lost}, subscribing again")]
        }
        SubscriptionEvent::Retrying { error, after } => {
            vec![format!("{channel} not subscribed: {error}, trying again in {}", seconds(*after))]
        }
        SubscriptionEvent::Ended(why) => vec![format!("{channel} ended: {why}")],
    }
}

fn subscribed_words(channel: &str, subscribed: &Subscribed) -> Vec<String> {
    let mut words = vec![match subscribed.position.epoch.is_empty() {
        true => format!("subscribed {channel}, which keeps no history"),
        false => format!("subscribed {channel} at {}", subscribed.position),
    }];
    let because = match subscribed.outcome {
        RecoveryOutcome::NotRequested => return words,
        RecoveryOutcome::Recovered => {
            words.push(match subscribed.recovered {
                0 => format!("{channel}: nothing missed"),
                1 => format!("{channel}: recovered 1 missed publication"),
                count => format!("{channel}: recovered {count} missed publications"),
            });
            return words;
        }
        RecoveryOutcome::EpochChanged => "the history began anew meanwhile",
        RecoveryOutcome::Trimmed => "history was trimmed, part of what was missed is gone",
        RecoveryOutcome::LimitExceeded => {
            "more was missed than the server recovers at once, `fanwire history` has it"
        }
        RecoveryOutcome::InvalidPosition => "the position is beyond the end of the history",
        RecoveryOutcome::HistoryOff => "the channel keeps no history or does not allow recovery",
    };
    words.push(format!("{channel}: could not recover: {because}"));
    words
}

fn seconds(duration: Duration) -> String {
    format!("{:.1}s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Epoch;

    fn subscribed(epoch: &str, outcome: RecoveryOutcome, recovered: u64) -> Vec<String> {
        let position = StreamPosition::new(&Epoch::from(epoch), 7);
        subscribed_words(
            "chat:room",
            &Subscribed {
                position,
                outcome,
                recovered,
                recoverable: true,
                positioned: true,
                data: Default::default(),
            },
        )
    }

    #[test]
    fn says_how_a_subscription_began() {
        let started = "subscribed chat:room at e:7";
        assert_eq!(subscribed("e", RecoveryOutcome::NotRequested, 0), [started]);
        assert_eq!(
            subscribed("e", RecoveryOutcome::Recovered, 3),
            [started, "chat:room: recovered 3 missed publications"]
        );
        let trimmed = subscribed("e", RecoveryOutcome::Trimmed, 0);
        assert!(trimmed[1].contains("could not recover: history was trimmed"), "{trimmed:?}");
        assert!(subscribed("", RecoveryOutcome::NotRequested, 0)[0].contains("no history"));
    }

    #[test]
    fn says_what_became_of_the_connection() {
        let mut report = Report::new(false);
        let lost = |reason: &str| ConnectionEvent::Disconnected {
            code: 0,
            reason: reason.into(),
            reconnect: true,
        };
        let connecting =
            ConnectionEvent::Connecting { attempt: 1, after: Duration::from_millis(1_200) };
        let connected = ConnectionEvent::Connected {
            client: "c".into(),
            node: "n".into(),
            version: String::new(),
        };
        let mut words = |event: &ConnectionEvent| report.connection_words(event.clone());
        assert_eq!(words(&connecting), None);
        assert_eq!(words(&lost("refused")), None);
        assert_eq!(words(&connecting).unwrap(), "not connected: refused, trying again in 1.2s");
        assert_eq!(words(&connected).unwrap(), "connected");
        words(&lost("reset"));
        assert_eq!(words(&connecting).unwrap(), "connection lost: reset, reconnecting in 1.2s");
    }
}
