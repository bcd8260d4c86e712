use std::collections::HashSet;

use super::{Addressee, check_reason};
use crate::{
    model::{ClientId, Disconnect},
    node::{Node, NodeError},
};

/// Connections that one call can spare.
const MAX_SPARED: usize = 10_000;

/// Ends connections.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DisconnectCommand {
    /// What clients are told, 3000 to 5999; 0 stands for 3503.
    pub code: u32,
    /// For people; empty for one that fits the code.
    pub reason: String,
    /// Connections that are spared.
    pub spared: Vec<ClientId>,
    /// Milliseconds that clients wait before they come back: each between half
    /// of it and all of it. 0 leaves it to them.
    pub reconnect_after_ms: u32,
}

impl Node {
    /// Ends connections; what is queued for them is sent first. Returns how
    /// many it has ended.
    ///
    /// # Errors
    /// [`NodeError::Invalid`] for a code, reason or list that cannot be used.
    pub fn disconnect(
        &self,
        addressee: &Addressee,
        command: &DisconnectCommand,
    ) -> Result<usize, NodeError> {
        let disconnect = disconnect(command)?;
        let spared: HashSet<_> = command.spared.iter().collect();
        let connections = addressee.find(self.hub.connections());
        let meant = connections.iter().filter(|connection| !spared.contains(connection.client()));
        Ok(meant.filter(|connection| connection.disconnect(jittered(&disconnect))).count())
    }
}

/// Clients that end together must not come back together.
fn jittered(disconnect: &Disconnect) -> Disconnect {
    let longest = disconnect.reconnect_after_ms;
    let reconnect_after_ms = rand::random_range(longest.div_ceil(2)..=longest);
    Disconnect { reconnect_after_ms, ..disconnect.clone() }
}

fn disconnect(command: &DisconnectCommand) -> Result<Disconnect, NodeError> {
    let DisconnectCommand { code, reason, spared, reconnect_after_ms } = command;
    check_reason(reason)?;
    if spared.len() > MAX_SPARED {
        let problem = format!("has {} clients, at most {MAX_SPARED} are allowed", spared.len());
        return Err(NodeError::invalid("whitelist", problem));
    }
    let mut disconnect = match *code {
        0 => Disconnect::FORCE_DISCONNECT,
        3000 => Disconnect::CONNECTION_CLOSED,
        3001 => Disconnect::SHUTDOWN,
        code @ 3002..=5999 => Disconnect { code, ..Disconnect::FORCE_DISCONNECT },
        code => {
            let problem = format!(
                "is {code}: use 3000 to 3499 or 4000 to 4499 for clients that shall come back, \
                 3500 to 3999 or 4500 to 4999 for clients that shall not, 5000 to 5999 for codes \
                 of your own after which they come back, or 0 for 3503"
            );
            return Err(NodeError::invalid("code", problem));
        }
    };
    if *reconnect_after_ms > 0 && !disconnect.reconnect() {
        let problem = format!(
            "is set, but after code {} clients do not come back: leave it out or use a code such \
             as 3011",
            disconnect.code
        );
        return Err(NodeError::invalid("reconnect_after_ms", problem));
    }
    disconnect.reconnect_after_ms = *reconnect_after_ms;
    if !reason.is_empty() {
        disconnect.reason = reason.clone().into();
    }
    Ok(disconnect)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_that_clients_understand_are_taken() {
        let command = DisconnectCommand::default;
        for (command, told) in [
            (command(), Ok((3503, "force disconnect", 0))),
            (DisconnectCommand { code: 3001, ..command() }, Ok((3001, "shutdown", 0))),
            (
                DisconnectCommand {
                    code: 4000,
                    reason: "moved".into(),
                    reconnect_after_ms: 7,
                    ..command()
                },
                Ok((4000, "moved", 7)),
            ),
            (DisconnectCommand { code: 5999, ..command() }, Ok((5999, "force disconnect", 0))),
            (DisconnectCommand { code: 6000, ..command() }, Err("code")),
            (DisconnectCommand { code: 2999, ..command() }, Err("code")),
            (
                DisconnectCommand { code: 4500, reconnect_after_ms: 1, ..command() },
                Err("reconnect_after_ms"),
            ),
            (DisconnectCommand { reconnect_after_ms: 1, ..command() }, Err("reconnect_after_ms")),
            (DisconnectCommand { reason: "x".repeat(256), ..command() }, Err("reason")),
            (
                DisconnectCommand { spared: vec!["a".into(); MAX_SPARED + 1], ..command() },
                Err("whitelist"),
            ),
        ] {
            let got = disconnect(&command);
            let got = got.as_ref().map(|d| (d.code, &*d.reason, d.reconnect_after_ms));
            let got = got.map_err(|error| match error {
                NodeError::Invalid { field, .. } => *field,
                other => panic!("{other}"),
            });
            assert_eq!(got, told, "{} {}", command.code, command.reason);
        }
    }

    #[test]
    fn clients_that_end_together_come_back_spread_over_time() {
        let told = |reconnect_after_ms| {
            let disconnect = Disconnect { reconnect_after_ms, ..Disconnect::SHUTDOWN };
            jittered(&disconnect).reconnect_after_ms
        };
        let all: Vec<_> = (0..1_000).map(|_| told(1_000)).collect();
        assert!(all.iter().all(|ms| (500..=1_000).contains(ms)), "{all:?}");
        for tenth in 0..10 {
            let of_tenth = all.iter().filter(|ms| (**ms - 500).min(499) / 50 == tenth);
            assert!(of_tenth.count() > 20, "tenth {tenth} is empty");
        }
        assert_eq!((told(0), told(1)), (0, 1), "0 would leave it to the clients");
        assert!(told(u32::MAX) >= u32::MAX / 2);
    }
}
