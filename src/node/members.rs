use std::sync::Arc;

use super::{Node, join_leave::JoinLeave};
use crate::{
    engine::Presence,
    hub::Hub,
    model::{Channel, ClientId, ClientInfo},
    policy::ChannelOptions,
    telemetry::metrics::Metrics,
};

/// Who is in which channel, and the telling of it.
pub(super) struct Members {
    presence: Arc<dyn Presence>,
    join_leave: JoinLeave,
}

impl Members {
    pub(super) fn new(presence: Arc<dyn Presence>, hub: Arc<Hub>, metrics: Arc<Metrics>) -> Self {
        Self { presence, join_leave: JoinLeave::new(hub, metrics) }
    }

    pub(super) fn presence(&self) -> &dyn Presence {
        &*self.presence
    }

    /// Nothing is kept of any channel, but for its presence.
    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.join_leave.is_empty()
    }
}

/// A client in a channel, as others see it. Dropping it is leaving.
#[must_use = "dropping it is leaving"]
pub struct Membership {
    members: Arc<Members>,
    channel: Channel,
    info: Arc<ClientInfo>,
    /// It is in the channel's presence.
    present: bool,
    /// Whether the channel was told of its join; none where joins are not told.
    announced: Option<bool>,
}

impl std::fmt::Debug for Membership {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Membership")
            .field("channel", &self.channel)
            .field("info", &self.info)
            .finish_non_exhaustive()
    }
}

impl Node {
    /// A client comes into a channel: into its presence and with a join, where
    /// the options say so. `replaces` is the client that it was before it came
    /// back, if it says so. A client is in a channel once at a time.
    ///
    /// Call it behind the subscriber's open gate, and only after the memberships
    /// of a session that was closed for it are dropped.
    pub fn enter(
        &self,
        channel: &Channel,
        options: &ChannelOptions,
        info: Arc<ClientInfo>,
        replaces: Option<&ClientId>,
    ) -> Membership {
        let members = self.members.clone();
        if options.presence {
            members.presence.add(channel, &info);
        }
        let announced = options.join_leave.then(|| {
            let max_members = options.join_leave_max_members;
            members.join_leave.join(channel, &info, replaces, max_members)
        });
        let (channel, present) = (channel.clone(), options.presence);
        Membership { members, channel, info, present, announced }
    }

    /// Pushes each leave when it is due, for ever.
    pub async fn push_leaves(&self) {
        self.members.join_leave.push_leaves().await;
    }
}

impl Membership {
    /// What others see of the client has changed; who it is has not.
    pub fn update(&mut self, info: Arc<ClientInfo>) {
        debug_assert_eq!((&info.client, &info.user), (&self.info.client, &self.info.user));
        if self.present {
            self.members.presence.add(&self.channel, &info);
        }
        self.info = info;
    }
}

impl Drop for Membership {
    fn drop(&mut self) {
        let Self { members, channel, info, present, announced } = self;
        if *present {
            members.presence.remove(channel, &info.client);
        }
        if let Some(announced) = *announced {
            members.join_leave.leave(channel, info, announced);
        }
    }
}
