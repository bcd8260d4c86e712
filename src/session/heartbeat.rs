use std::time::Duration;

use tokio::time::Instant;

/// When a session's next deadline is, and what it means.
#[derive(Debug)]
pub(super) struct Heartbeat {
    connect_by: Option<Instant>,
    ping_at: Option<Instant>,
    pong_by: Option<Instant>,
    interval: Duration,
    pong_timeout: Duration,
    /// False where pongs are not expected: on Listen and after half-closing.
    expects_pong: bool,
}

/// A deadline that has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// No connect command in time.
    Stale,
    /// Time to ping.
    Ping,
    /// A ping was not answered in time.
    NoPong,
}

impl Heartbeat {
    /// Waits for the connect command first.
    pub(super) fn new(
        stale_close_delay: Duration,
        interval: Duration,
        pong_timeout: Duration,
        expects_pong: bool,
    ) -> Self {
        Self {
            connect_by: Some(Instant::now() + stale_close_delay),
            ping_at: None,
            pong_by: None,
            interval,
            pong_timeout,
            expects_pong: expects_pong && !interval.is_zero(),
        }
    }

    /// The session is open: pings start. The first comes early by a random
    /// part of the interval, so that sessions which came together spread out.
    pub(super) fn connected(&mut self) {
        self.connect_by = None;
        if !self.interval.is_zero() {
            let early = rand::random_range(0.0..0.5);
            self.ping_at = Some(Instant::now() + self.interval.mul_f64(1.0 - early));
        }
    }

    /// True when the client is told to answer pings.
    pub(super) fn expects_pong(&self) -> bool {
        self.expects_pong
    }

    /// The client has half-closed: it cannot answer any more.
    pub(super) fn half_closed(&mut self) {
        self.expects_pong = false;
        self.pong_by = None;
    }

    /// A pong came. False if nobody asked for it.
    pub(super) fn pong(&mut self) -> bool {
        self.pong_by.take().is_some()
    }

    /// Nothing was read for so long: the client's time to answer is longer.
    pub(super) fn was_away(&mut self, time: Duration) {
        if let Some(pong_by) = &mut self.pong_by {
            *pong_by += time;
        }
    }

    /// When to look at [`Heartbeat::due`] again.
    pub(super) fn next(&self) -> Option<Instant> {
        [self.connect_by, self.ping_at, self.pong_by].into_iter().flatten().min()
    }

    /// Takes a deadline that has come.
    pub(super) fn due(&mut self) -> Option<Due> {
        let now = Instant::now();
        let come = |at: Option<Instant>| at.is_some_and(|at| at <= now);
        if come(self.connect_by) {
            self.connect_by = None;
            Some(Due::Stale)
        } else if come(self.pong_by) {
            self.pong_by = None;
            Some(Due::NoPong)
        } else if come(self.ping_at) {
            self.ping_at = Some(now + self.interval);
            if self.expects_pong {
                self.pong_by.get_or_insert(now + self.pong_timeout);
            }
            Some(Due::Ping)
        } else {
            None
        }
    }
}
