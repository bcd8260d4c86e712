use super::run::Session;
use crate::{
    model::{ClientError, Disconnect, code},
    telemetry::metrics::Command as Label,
    wire::{Command, Request},
};

impl Session {
    /// Acts on one command. Commands of a session are handled one after the
    /// other, so their effects come in their order.
    pub(super) async fn handle(&mut self, command: Command) {
        if !self.commands.allow() {
            let reason = "too many requests: over client.command_rate_limit commands per second";
            return self.disconnect(Disconnect::TOO_MANY_REQUESTS.because(reason));
        }
        let Command { id, request } = command;
        let Some(request) = request else {
            return self.bad_request(match id {
                0 => "bad request: a pong that answers no ping",
                _ => "bad request: the command is empty",
            });
        };
        let label = label(&request);
        self.sessions.node.metrics().command(label);
        if id == 0 && !matches!(request, Request::Send(_)) {
            return self.bad_request("bad request: the command has no id");
        }
        match request {
            Request::Connect(request) if self.connected.is_none() => {
                self.connect(id, request).await
            }
            Request::Connect(_) => self.bad_request("bad request: connect came twice"),
            _ if self.connected.is_none() => {
                self.bad_request("bad request: the first command must be connect")
            }
            Request::Subscribe(request) => self.subscribe(id, request).await,
            Request::Unsubscribe(request) => self.unsubscribe(id, &request),
            Request::Publish(request) => self.publish(id, request),
            Request::History(request) => self.history(id, request).await,
            Request::Ping(_) => self.bad_request("bad request: this transport pings by itself"),
            Request::Presence(request) => self.presence(id, request).await,
            Request::PresenceStats(request) => self.presence_stats(id, request).await,
            // Nobody waits for an answer, and none could be told apart.
            Request::Send(_) if id == 0 => {
                self.sessions.node.metrics().command_error(label, code::NOT_AVAILABLE);
            }
            Request::Send(_) | Request::Rpc(_) => {
                self.not_available(id, label, "no backend takes send or rpc: publish instead")
            }
            Request::Refresh(request) => self.refresh(id, request).await,
            Request::SubRefresh(request) => self.sub_refresh(id, request).await,
        }
    }

    pub(super) fn bad_request(&self, reason: &'static str) {
        self.disconnect(Disconnect::BAD_REQUEST.because(reason));
    }

    fn not_available(&self, id: u32, label: Label, message: &'static str) {
        self.refuse(id, label, &ClientError::new(code::NOT_AVAILABLE, message));
    }
}

/// The empty command answers a ping.
pub(super) fn is_pong(command: &Command) -> bool {
    command.id == 0 && command.request.is_none()
}

/// The command's label in the metrics.
fn label(request: &Request) -> Label {
    match request {
        Request::Connect(_) => Label::Connect,
        Request::Subscribe(_) => Label::Subscribe,
        Request::Unsubscribe(_) => Label::Unsubscribe,
        Request::Publish(_) => Label::Publish,
        Request::Presence(_) => Label::Presence,
        Request::PresenceStats(_) => Label::PresenceStats,
        Request::History(_) => Label::History,
        Request::Ping(_) => Label::Ping,
        Request::Send(_) => Label::Send,
        Request::Rpc(_) => Label::Rpc,
        Request::Refresh(_) => Label::Refresh,
        Request::SubRefresh(_) => Label::SubRefresh,
    }
}
