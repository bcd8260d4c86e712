use std::{
    fmt,
    future::poll_fn,
    pin::{Pin, pin},
    task::{Context, Poll, ready},
    time::Duration,
};

use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::{Instant, Sleep, sleep_until},
};

use super::{connection::ConnectionHandle, edge::Edge};

/// What an ending connection without open streams gets to say good-bye: the
/// ends of its streams may still be on their way to a slow reader.
const LINGER: Duration = Duration::from_secs(5);
/// The same for a connection that never had a stream.
const LINGER_UNUSED: Duration = Duration::from_secs(1);

/// Why a connection ended, for the log.
pub(super) enum End {
    /// By the peer or after a drain; with the error, if there was one.
    Closed(Option<Box<dyn std::error::Error + Send + Sync>>),
    /// Somebody called abort.
    Aborted,
    /// It was asked to end and did not.
    Overdue,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed(None) => f.write_str("closed"),
            Self::Closed(Some(error)) => write!(f, "closed: {error}"),
            Self::Aborted => f.write_str("aborted"),
            Self::Overdue => f.write_str("asked to end and did not"),
        }
    }
}

/// Serves HTTP/1.1 or HTTP/2 on `io` until the connection ends: by the peer,
/// by order of its handle, when no request has arrived before `deadline`, or
/// when no stream was open for `idle_timeout`.
pub(super) async fn drive<I>(
    io: I,
    builder: &auto::Builder<TokioExecutor>,
    edge: Edge,
    deadline: Instant,
    idle_timeout: Option<Duration>,
) -> End
where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let connection = edge.connection.clone();
    let mut http = pin!(builder.serve_connection(TokioIo::new(io), edge));
    let mut timer = pin!(sleep_until(deadline));
    let mut clock = IdleClock { due: Some(deadline), idle_timeout, seen: 0, busy: false };
    let mut draining = false;
    poll_fn(|cx| {
        connection.register(cx.waker());
        loop {
            if connection.is_aborted() {
                return Poll::Ready(End::Aborted);
            }
            if !draining && connection.is_draining() {
                draining = true;
                http.as_mut().graceful_shutdown();
                clock.linger();
            }
            if let Poll::Ready(outcome) = http.as_mut().poll(cx) {
                return Poll::Ready(End::Closed(outcome.err()));
            }
            ready!(clock.poll_expired(&connection, timer.as_mut(), cx));
            if draining {
                return Poll::Ready(End::Overdue);
            }
            draining = true;
            http.as_mut().graceful_shutdown();
            clock.linger();
        }
    })
    .await
}

/// How long a connection may stay without a stream. The timer is touched only
/// while none is open: a busy connection pays nothing for it.
struct IdleClock {
    due: Option<Instant>,
    idle_timeout: Option<Duration>,
    /// Streams started, as of the last look.
    seen: u32,
    busy: bool,
}

impl IdleClock {
    /// From now on, being idle is allowed for the good-bye only.
    fn linger(&mut self) {
        let unused = self.seen == 0 && !self.busy;
        self.due = Some(Instant::now() + if unused { LINGER_UNUSED } else { LINGER });
        self.idle_timeout = Some(LINGER);
    }

    fn poll_expired(
        &mut self,
        connection: &ConnectionHandle,
        mut timer: Pin<&mut Sleep>,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        if connection.open_streams() > 0 {
            self.busy = true;
            return Poll::Pending;
        }
        let started = connection.streams_started();
        if self.busy || started != self.seen {
            self.busy = false;
            self.seen = started;
            self.due = self.idle_timeout.map(|timeout| Instant::now() + timeout);
        }
        let Some(due) = self.due else { return Poll::Pending };
        if due < timer.deadline() {
            timer.as_mut().reset(due);
        }
        loop {
            ready!(timer.as_mut().poll(cx));
            if timer.deadline() >= due {
                return Poll::Ready(());
            }
            timer.as_mut().reset(due);
        }
    }
}
