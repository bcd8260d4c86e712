use std::{sync::Arc, time::Duration};

use futures_util::future::join_all;
use tokio::{
    sync::oneshot,
    time::{Instant, timeout_at},
};

use super::ControlError;
use crate::hub::{Connection, Given, Order};

/// How long sessions get to do what they are asked.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// What came of an order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer<T> {
    Done(T),
    /// The session has ended meanwhile.
    Ended,
    /// It has not got to it in time, or too many orders wait for it.
    Busy,
}

/// Gives one session an order, which is dropped when the session ends. Holds
/// nothing of the connection while it waits.
pub(super) async fn ask<T>(
    connection: Arc<Connection>,
    deadline: Instant,
    order: impl FnOnce(oneshot::Sender<T>) -> Order,
) -> Answer<T> {
    let (done, answer) = oneshot::channel();
    let given = connection.order(order(done));
    drop(connection);
    match given {
        Given::Taken => {}
        Given::Busy => return Answer::Busy,
        Given::Gone => return Answer::Ended,
    }
    match timeout_at(deadline, answer).await {
        Ok(Ok(answer)) => Answer::Done(answer),
        Ok(Err(_)) => Answer::Ended,
        Err(_) => Answer::Busy,
    }
}

/// Gives all of `connections` an order at once. Returns the answers of those
/// that are still there.
///
/// # Errors
/// [`ControlError::Busy`] with those that have not answered in time; `judge`
/// sees the answers of the others first.
pub(super) async fn ask_all<T, R>(
    connections: Vec<Arc<Connection>>,
    order: impl Fn(oneshot::Sender<T>) -> Order,
    judge: impl FnOnce(Vec<T>) -> Result<R, ControlError>,
) -> Result<R, ControlError> {
    let deadline = Instant::now() + ANSWER_WITHIN;
    let asking = connections.into_iter().map(|connection| ask(connection, deadline, &order));
    let (mut done, mut busy) = (Vec::new(), 0);
    for answer in join_all(asking).await {
        match answer {
            Answer::Done(answer) => done.push(answer),
            Answer::Ended => {}
            Answer::Busy => busy += 1,
        }
    }
    let of = done.len() + busy;
    let judged = judge(done)?;
    match busy {
        0 => Ok(judged),
        busy => Err(ControlError::Busy { busy, of }),
    }
}
