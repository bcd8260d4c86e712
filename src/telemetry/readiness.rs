//! Whether this process should get traffic, and why not.

use std::{collections::BTreeMap, sync::Arc};

use tokio::sync::watch;

/// What stands in the way: condition -> reason.
type Problems = BTreeMap<&'static str, String>;

/// Named conditions that must all hold before the process takes traffic.
/// Cheap to clone; all clones are one.
#[derive(Debug, Clone)]
pub struct Readiness(Arc<watch::Sender<Problems>>);

impl Readiness {
    /// Not ready: each of `conditions` is "starting" until [`Readiness::ready`]
    /// is called for it.
    pub fn new(conditions: &[&'static str]) -> Self {
        let starting = conditions.iter().map(|name| (*name, "starting".to_owned())).collect();
        Self(Arc::new(watch::Sender::new(starting)))
    }

    /// The condition holds.
    pub fn ready(&self, condition: &'static str) {
        self.0.send_if_modified(|problems| problems.remove(condition).is_some());
    }

    /// The condition does not hold (any more): `reason` names cause and fix or
    /// progress, such as "repairing the store, 40 %".
    pub fn not_ready(&self, condition: &'static str, reason: impl Into<String>) {
        let reason = reason.into();
        self.0.send_if_modified(|problems| {
            problems.insert(condition, reason.clone()).is_none_or(|old| old != reason)
        });
    }

    /// True when every condition holds.
    pub fn is_ready(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// One line per condition that does not hold: "engine: starting".
    pub fn problems(&self) -> Vec<String> {
        self.0.borrow().iter().map(|(name, reason)| format!("{name}: {reason}")).collect()
    }

    /// Follows the problems, by condition; empty means ready.
    pub fn subscribe(&self) -> watch::Receiver<BTreeMap<&'static str, String>> {
        self.0.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_ready_only_while_every_condition_holds() {
        let readiness = Readiness::new(&["engine", "listeners"]);
        assert_eq!(readiness.problems(), ["engine: starting", "listeners: starting"]);
        readiness.ready("engine");
        assert!(!readiness.is_ready());
        readiness.ready("listeners");
        assert!(readiness.is_ready());
        readiness.clone().not_ready("engine", "the disk is full");
        assert_eq!(readiness.problems(), ["engine: the disk is full"]);
    }

    #[test]
    fn subscribers_hear_of_changes_only() {
        let readiness = Readiness::new(&["engine"]);
        let mut follower = readiness.subscribe();
        readiness.not_ready("engine", "starting");
        readiness.ready("nothing");
        assert!(!follower.has_changed().unwrap());
        readiness.not_ready("engine", "repairing the store, 40 %");
        assert!(follower.has_changed().unwrap());
        assert_eq!(follower.borrow_and_update()["engine"], "repairing the store, 40 %");
    }
}
