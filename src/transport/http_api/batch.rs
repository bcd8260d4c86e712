use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use axum::{
    extract::{Request, State},
    response::Response,
};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{
    HttpApi,
    answer::{ErrorMode, json},
    body,
};
use crate::{
    commands::{BatchRequest, Command, CommandError, Reply, from_json},
    node::Node,
    transport::caller::Caller,
};

/// Commands of a parallel batch that are under way at once.
const PARALLEL: usize = 16;

/// Bytes of answers after which a batch reads no more.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

#[derive(Serialize)]
struct Replies {
    replies: Vec<Box<RawValue>>,
}

/// In a task of its own: a batch whose caller goes away is done to its end.
pub(super) async fn batch(State(api): State<Arc<HttpApi>>, request: Request) -> Response {
    let mode = ErrorMode::of(request.headers());
    let answered = tokio::spawn(async move { api.batch(request).await }).await;
    match answered.unwrap_or(Err(CommandError::BrokeOff)) {
        Ok(replies) => json(&replies),
        Err(error) => mode.error(&error),
    }
}

impl HttpApi {
    async fn batch(&self, request: Request) -> Result<Replies, CommandError> {
        // The request gives its body away; the caller stays.
        let (parts, body) = request.into_parts();
        let caller = self.caller(&parts.headers, &parts.extensions)?;
        let body = body::read(Request::new(body)).await?;
        let batch: BatchRequest = from_json(&body)?;
        let at_once = if batch.parallel.unwrap_or(false) { PARALLEL } else { 1 };
        let commands = batch.into_commands()?;
        let (node, answered) = (self.node()?, AtomicUsize::new(0));
        let replies = stream::iter(commands)
            .map(|command| self.one(node, caller, command, &answered))
            .buffered(at_once);
        Ok(Replies { replies: replies.collect().await })
    }

    /// One command of a batch: `{"<method>": <result>}` or `{"error": ...}`.
    async fn one(
        &self,
        node: &Arc<Node>,
        caller: Caller<'_>,
        command: Option<Command>,
        answered: &AtomicUsize,
    ) -> Box<RawValue> {
        let reply = match command {
            None => {
                let unnamed = "a command without a method: give an object under the name of one of";
                let methods = Command::METHODS.join(", ");
                as_reply("", &Err(CommandError::UnknownMethod(format!("{unnamed} {methods}"))))
            }
            Some(command) => {
                let method = command.method();
                let full = answered.load(Relaxed) >= MAX_ANSWER_BYTES;
                let answer = self.judged(node, caller, command, full).await;
                self.count(method, &answer);
                as_reply(method.as_str(), &answer)
            }
        };
        answered.fetch_add(reply.get().len(), Relaxed);
        reply
    }

    async fn judged(
        &self,
        node: &Arc<Node>,
        caller: Caller<'_>,
        command: Command,
        full: bool,
    ) -> Result<Reply, CommandError> {
        caller.check_method(command.method())?;
        if full && !command.is_asynchronous() {
            let message = "the batch's answer is full: ask for the rest in another batch";
            return Err(CommandError::TooLarge(message.to_owned()));
        }
        self.execute(node, command, caller).await
    }
}

fn as_reply(method: &str, answer: &Result<Reply, CommandError>) -> Box<RawValue> {
    let reply = match answer {
        Ok(reply) => to_raw_value(&std::collections::BTreeMap::from([(method, reply)])),
        Err(error) => to_raw_value(&std::collections::BTreeMap::from([("error", error)])),
    };
    // As in `encode`: nothing in them can fail.
    reply.expect("replies are JSON")
}
