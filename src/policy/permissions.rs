//! May this client do that? One answer for the server and for
//! `fanwire config explain`.

use super::{
    Action, Actions, Capabilities, ChannelOptions, Decision, Namespaces,
    decision::{Obstacle, Refusal, Rule},
    options::{Who, option_name},
};
use crate::model::{Channel, UserId};

/// Who asks, and with what.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// The connection's user; empty for an anonymous one.
    pub user: &'a UserId,
    /// `client.insecure`: anybody may do anything.
    pub insecure: bool,
    /// `caps` of the connection.
    pub capabilities: &'a Capabilities,
    /// The session is subscribed to the channel; true while it subscribes, when
    /// asked what else comes with the subscription.
    pub subscribed: bool,
    /// `allow` of the token that it has subscribed with. Counts only while
    /// subscribed.
    pub granted: Actions,
    /// A verified subscription token for this channel and user is presented.
    pub has_subscription_token: bool,
}

impl Namespaces {
    /// Says whether the client may do `action` in `channel`, and which rule says
    /// so. Whether there is anything to do it with is another question:
    /// [`ChannelOptions::check_available`].
    pub fn decide(
        &self,
        action: Action,
        channel: &Channel,
        options: &ChannelOptions,
        asking: &Asking<'_>,
    ) -> Decision {
        let users = self.users_of(channel, options);
        match self.rule(action, channel, options, asking, users) {
            Some(rule) => Decision::allowed(rule, options.namespace.clone()),
            None => Decision::refused(Refusal {
                action,
                channel: channel.clone(),
                user: asking.user.clone(),
                namespace: options.namespace.clone(),
                subscribed: asking.subscribed,
                entry: asking.capabilities.of(channel.as_str()).map(|(entry, _)| entry),
                obstacle: self.obstacle(action, channel, options, asking),
            }),
        }
    }

    /// The rule that allows, the most particular one first.
    fn rule(
        &self,
        action: Action,
        channel: &Channel,
        options: &ChannelOptions,
        asking: &Asking<'_>,
        users: Option<&str>,
    ) -> Option<Rule> {
        if action == Action::Subscribe {
            if asking.has_subscription_token {
                return Some(Rule::SubscriptionToken);
            }
            if users.is_some_and(|users| self.lists(users, asking.user)) {
                return Some(Rule::UserList);
            }
        } else if asking.subscribed && asking.granted.contains(action) {
            return Some(Rule::Granted);
        }
        match asking.capabilities.of(channel.as_str()) {
            Some((entry, allow)) if allow.contains(action) => return Some(Rule::Capability(entry)),
            _ => {}
        }
        // A channel for named users is not opened to all by the way.
        let for_all = action != Action::Subscribe || users.is_none();
        match for_all.then(|| opened(action, options, asking)).flatten() {
            Some(option) => Some(Rule::Option(option)),
            None => asking.insecure.then_some(Rule::Insecure),
        }
    }

    /// What stands between the client and the action.
    fn obstacle(
        &self,
        action: Action,
        channel: &Channel,
        options: &ChannelOptions,
        asking: &Asking<'_>,
    ) -> Obstacle {
        let audience = options.audience(action);
        let anonymous = asking.user.is_anonymous();
        if action == Action::Subscribe {
            match self.named_users(channel) {
                Some(_) if options.allow_user_limited_channels => return Obstacle::NotListed,
                Some(users) if self.lists(users, asking.user) => {
                    return Obstacle::Options(vec!["allow_user_limited_channels"]);
                }
                _ => {}
            }
        }
        let subscribe_first = audience.subscriber && !asking.subscribed;
        let as_what = match action != Action::Subscribe && asking.subscribed {
            true => Who::Subscriber,
            false => Who::Client,
        };
        let let_in = audience.client || (audience.subscriber && asking.subscribed);
        let mut missing = Vec::new();
        if !let_in {
            missing.push(option_name(action, as_what));
        }
        if anonymous && !audience.anonymous {
            missing.push(option_name(action, Who::Anonymous));
        }
        match subscribe_first && missing.len() == 1 && !let_in {
            true => Obstacle::NotSubscribed(missing[0]),
            false => Obstacle::Options(missing),
        }
    }
}

/// The option that opens `action` to whoever asks.
fn opened(action: Action, options: &ChannelOptions, asking: &Asking<'_>) -> Option<&'static str> {
    let audience = options.audience(action);
    if asking.user.is_anonymous() && !audience.anonymous {
        return None;
    }
    if audience.client {
        return Some(option_name(action, Who::Client));
    }
    let subscriber = action != Action::Subscribe && audience.subscriber && asking.subscribed;
    subscriber.then(|| option_name(action, Who::Subscriber))
}
