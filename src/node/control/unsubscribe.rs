use super::{Addressee, ControlError, ask::ask_all, check_reason};
use crate::{
    hub::Order,
    model::Unsubscribe,
    node::{Node, NodeError},
};

/// Ends subscriptions of connections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnsubscribeCommand {
    /// The channel's name.
    pub channel: String,
    /// What clients are told: 2000 to 2499 is final, after 2500 to 2999 they
    /// subscribe again; 0 stands for 2000.
    pub code: u32,
    /// For people; empty for one that fits the code.
    pub reason: String,
}

impl Node {
    /// Ends the subscriptions of connections to a channel, whoever made them.
    /// Returns how many there were.
    ///
    /// # Errors
    /// A bad channel, code or reason; [`ControlError::Busy`].
    pub async fn unsubscribe_connections(
        &self,
        addressee: &Addressee,
        command: &UnsubscribeCommand,
    ) -> Result<usize, ControlError> {
        let (channel, _) = self.channel(&command.channel)?;
        let unsubscribe = unsubscribe(command.code, &command.reason)?;
        let connections = addressee.find(self.hub.connections());
        let order = |done| Order::Unsubscribe(channel.clone(), unsubscribe.clone(), done);
        let count = |answers: Vec<bool>| Ok(answers.into_iter().filter(|was| *was).count());
        ask_all(connections, order, count).await
    }
}

fn unsubscribe(code: u32, reason: &str) -> Result<Unsubscribe, NodeError> {
    check_reason(reason)?;
    let mut unsubscribe = match code {
        0 => Unsubscribe::SERVER,
        2500 => Unsubscribe::INSUFFICIENT_STATE,
        2000..=2999 => Unsubscribe { code, ..Unsubscribe::SERVER },
        _ => {
            let problem = format!(
                "is {code}: use 2000 to 2499 for a final end, 2500 to 2999 for one after which \
                 clients subscribe again, or 0 for 2000"
            );
            return Err(NodeError::invalid("code", problem));
        }
    };
    if !reason.is_empty() {
        unsubscribe.reason = reason.to_owned().into();
    }
    Ok(unsubscribe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_that_clients_understand_are_taken() {
        for (code, reason, told) in [
            (0, "", Ok((2000, "server unsubscribe"))),
            (0, "moved", Ok((2000, "moved"))),
            (2499, "", Ok((2499, "server unsubscribe"))),
            (2500, "", Ok((2500, "insufficient state"))),
            (2999, "again", Ok((2999, "again"))),
            (1999, "", Err("code")),
            (3000, "", Err("code")),
            (2000, &*"x".repeat(256), Err("reason")),
        ] {
            let got = unsubscribe(code, reason);
            let got = got.as_ref().map(|u| (u.code, &*u.reason)).map_err(|error| match error {
                NodeError::Invalid { field, .. } => *field,
                other => panic!("{other}"),
            });
            assert_eq!(got, told, "{code} {reason}");
        }
    }
}
