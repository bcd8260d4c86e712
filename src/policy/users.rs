//! Channels for named users: `dialog#42,43`, and each user's own: `#42`.

use super::{ChannelOptions, Namespaces};
use crate::model::{Channel, UserId};

impl Namespaces {
    /// The channel that a session of `user` is subscribed to by the server; none
    /// where that is off, for anonymous users, and for those whose id cannot
    /// stand in a channel name: not printable ASCII, too long, or with the user
    /// boundary or separator in it, by which the name would mean other users.
    pub fn personal_channel(&self, user: &UserId) -> Option<String> {
        let namespace = self.personal_namespace.as_deref()?;
        let (id, boundary, separator) =
            (user.as_str(), &*self.user_boundary, &*self.user_separator);
        let ambiguous = id.contains(boundary) || (!separator.is_empty() && id.contains(separator));
        if user.is_anonymous() || ambiguous {
            return None;
        }
        let name = match namespace {
            "" => format!("{boundary}{id}"),
            namespace => format!("{namespace}{}{boundary}{id}", self.boundary),
        };
        let channel = Channel::parse(&name, self.max_length).ok()?;
        // An id with the namespace boundary would lead to another namespace.
        let own = self.resolve(&channel).is_ok_and(|options| *options.namespace == *namespace);
        own.then_some(name)
    }

    /// The users' part of a channel that is for them only.
    pub(super) fn users_of<'c>(
        &self,
        channel: &'c Channel,
        options: &ChannelOptions,
    ) -> Option<&'c str> {
        self.named_users(channel).filter(|_| options.allow_user_limited_channels)
    }

    /// What follows the last user boundary, wherever that means something or not.
    pub(super) fn named_users<'c>(&self, channel: &'c Channel) -> Option<&'c str> {
        self.rest(channel).rsplit_once(&*self.user_boundary).map(|(_, users)| users)
    }

    /// True when `user` is one of `users`. Nobody is the empty user.
    pub(super) fn lists(&self, users: &str, user: &UserId) -> bool {
        if user.is_anonymous() {
            return false;
        }
        match &*self.user_separator {
            "" => users == user.as_str(),
            separator => users.split(separator).any(|listed| listed == user.as_str()),
        }
    }
}
