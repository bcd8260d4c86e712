//! What a token changes in the options of one subscription.

/// The `override` claim: none leaves the namespace's option as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SubscriptionOverride {
    /// In place of `presence`.
    pub presence: Option<bool>,
    /// In place of `join_leave`.
    pub join_leave: Option<bool>,
    /// In place of `force_push_join_leave`.
    pub force_push_join_leave: Option<bool>,
    /// In place of `force_recovery`.
    pub force_recovery: Option<bool>,
    /// In place of `force_positioning`.
    pub force_positioning: Option<bool>,
}
