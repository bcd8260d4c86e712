use bytes::Bytes;

use super::{Addressee, ControlError, ask::ask_all, check_info};
use crate::{
    hub::{ConnectionRefresh, Order},
    node::Node,
};

/// Changes when connections expire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefreshCommand {
    /// Until when.
    pub expiry: Expiry,
    /// Replaces what is shown to others; none to keep it.
    pub info: Option<Bytes>,
}

/// When a connection expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Unix seconds.
    At(u64),
    /// It has expired.
    Now,
    /// Not at all.
    Never,
}

impl Node {
    /// Changes when connections expire. Returns how many there are.
    ///
    /// # Errors
    /// An info that is too large; [`ControlError::Busy`].
    pub async fn refresh(
        &self,
        addressee: &Addressee,
        command: &RefreshCommand,
    ) -> Result<usize, ControlError> {
        check_info(command.info.as_deref().unwrap_or_default())?;
        let expire_at = match command.expiry {
            Expiry::At(expire_at_s) => Some(expire_at_s),
            Expiry::Now => Some((self.clock.now_ms() / 1000).saturating_sub(1)),
            Expiry::Never => None,
        };
        let refresh = ConnectionRefresh { expire_at, info: command.info.clone() };
        let connections = addressee.find(self.hub.connections());
        let order = |done| Order::Refresh(refresh.clone(), done);
        ask_all(connections, order, |answers: Vec<()>| Ok(answers.len())).await
    }
}
