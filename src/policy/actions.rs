//! What a client may do with a channel.

use std::fmt;

/// One thing that a client may do with a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Receive its publications.
    Subscribe,
    /// Publish into it.
    Publish,
    /// Read its history. Recovering asks for no permission of its own: who may
    /// subscribe may have what was missed, as far as the namespace lets
    /// subscribers recover.
    History,
    /// Read who is there; ask for join and leave.
    Presence,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Subscribe, Self::Publish, Self::History, Self::Presence];

    /// The action that a token's `allow` calls `name`.
    pub fn from_claim(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.claim() == name)
    }

    /// Its name in a token's `allow`: `sub`, `pub`, `hst`, `prs`.
    pub fn claim(self) -> &'static str {
        match self {
            Self::Subscribe => "sub",
            Self::Publish => "pub",
            Self::History => "hst",
            Self::Presence => "prs",
        }
    }

    /// Its name in options: `subscribe`, `publish`, `history`, `presence`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Subscribe => "subscribe",
            Self::Publish => "publish",
            Self::History => "history",
            Self::Presence => "presence",
        }
    }
}

/// A set of actions.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Actions(u8);

impl Actions {
    /// This set and `action`.
    #[must_use]
    pub fn with(self, action: Action) -> Self {
        Self(self.0 | 1 << action as u8)
    }

    /// True when `action` is in the set.
    pub fn contains(self, action: Action) -> bool {
        self.0 & 1 << action as u8 != 0
    }

    /// True when nothing is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// What is in the set, always in the same order.
    pub fn iter(self) -> impl Iterator<Item = Action> {
        Action::ALL.into_iter().filter(move |action| self.contains(*action))
    }
}

impl FromIterator<Action> for Actions {
    fn from_iter<I: IntoIterator<Item = Action>>(actions: I) -> Self {
        actions.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Debug for Actions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Action::claim)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_exactly_what_was_put_in() {
        for bits in 0..16_usize {
            let members: Vec<_> = Action::ALL
                .into_iter()
                .filter(|action| bits >> *action as usize & 1 == 1)
                .collect();
            let set: Actions = members.iter().copied().collect();
            assert_eq!(set.iter().collect::<Vec<_>>(), members);
            assert_eq!(set.is_empty(), bits == 0);
        }
    }

    #[test]
    fn claims_read_back_and_nothing_else_does() {
        for action in Action::ALL {
            assert_eq!(Action::from_claim(action.claim()), Some(action));
        }
        for foreign in ["", "subscribe", "SUB", "sub "] {
            assert_eq!(Action::from_claim(foreign), None, "{foreign:?}");
        }
    }
}
