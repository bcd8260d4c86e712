//! Options that are legal together and yet hardly what was meant.

use super::{
    Action, ChannelOptions, Namespaces,
    options::{Who, option_name, place},
};
use crate::model::Channel;

impl ChannelOptions {
    /// What in these options has no effect or more effect than it seems, each
    /// with what to do.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for action in Action::ALL {
            self.warn_of_audience(action, &mut warnings);
        }
        let place = place(&self.namespace);
        let mut warn = |when: bool, text: &str| {
            if when {
                warnings.push(format!("{text} in {place}"));
            }
        };
        warn(
            self.force_push_join_leave && !self.join_leave,
            "force_push_join_leave pushes nothing without join_leave: set join_leave = true",
        );
        warn(
            self.allow_user_limited_channels && self.allow_publish.client,
            "allow_publish_for_client lets users publish to channels that name others: \
             use allow_publish_for_subscriber",
        );
        warn(
            self.allow_user_limited_channels && self.allow_history.client,
            "allow_history_for_client lets users read channels that name others: \
             use allow_history_for_subscriber",
        );
        warn(
            self.allow_user_limited_channels && self.allow_presence.client,
            "allow_presence_for_client lets users look into channels that name others: \
             use allow_presence_for_subscriber",
        );
        warnings
    }

    fn warn_of_audience(&self, action: Action, warnings: &mut Vec<String>) {
        let audience = self.audience(action);
        let place = place(&self.namespace);
        let option = |who| option_name(action, who);
        let opened = audience.client || audience.subscriber;
        if audience.anonymous && !opened {
            warnings.push(format!(
                "{} lets nobody in alone: set {} too in {place}",
                option(Who::Anonymous),
                option(Who::Client)
            ));
        }
        let first = match (audience.client, audience.subscriber) {
            (true, _) => option(Who::Client),
            (false, true) => option(Who::Subscriber),
            (false, false) => return,
        };
        if let Err(off) = self.check_available(action) {
            warnings.push(format!("{first} has no effect: {off}"));
        }
    }
}

impl Namespaces {
    /// [`ChannelOptions::warnings`], and what the channel's name does not do.
    pub fn warnings(&self, channel: &Channel, options: &ChannelOptions) -> Vec<String> {
        let mut warnings = options.warnings();
        if self.named_users(channel).is_some() && !options.allow_user_limited_channels {
            warnings.push(format!(
                "{:?} in the name limits the channel to nobody: set allow_user_limited_channels \
                 in {}",
                self.user_boundary,
                place(&options.namespace)
            ));
        }
        warnings
    }
}
