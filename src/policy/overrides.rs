//! What a token changes in the options of one subscription.

use std::sync::Arc;

use super::ChannelOptions;

/// The `override` claim: none leaves the namespace's option as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SubscriptionOverride {
    /// In place of `presence`.
    pub presence: Option<bool>,
    /// In place of `join_leave`.
    pub join_leave: Option<bool>,
    /// In place of `force_push_join_leave`.
    pub force_push_join_leave: Option<bool>,
    /// In place of `force_recovery`; without history there is none to force.
    pub force_recovery: Option<bool>,
    /// In place of `force_positioning`; without history there is none to force.
    pub force_positioning: Option<bool>,
}

impl ChannelOptions {
    /// These options as `change` wants them; themselves when it changes nothing.
    pub fn overridden(self: &Arc<Self>, change: &SubscriptionOverride) -> Arc<Self> {
        if *change == SubscriptionOverride::default() {
            return self.clone();
        }
        let kept = self.stream.has_history();
        Arc::new(Self {
            presence: change.presence.unwrap_or(self.presence),
            join_leave: change.join_leave.unwrap_or(self.join_leave),
            force_push_join_leave: change
                .force_push_join_leave
                .unwrap_or(self.force_push_join_leave),
            force_recovery: kept && change.force_recovery.unwrap_or(self.force_recovery),
            force_positioning: kept && change.force_positioning.unwrap_or(self.force_positioning),
            ..Self::clone(self)
        })
    }
}
