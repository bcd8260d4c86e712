use std::time::Duration;

use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::conn::auto,
};

const KIB: u32 = 1024;

/// Most bytes of a request's header list; tokens travel in commands instead.
const MAX_HEADER_LIST: u32 = 16 * KIB;
/// Bytes that h2 may hold per stream beyond the outbound queue. Its default
/// of 400 KiB would hide a slow reader.
const MAX_SEND_BUFFER: usize = 64 * 1024;
/// Most bytes that an HTTP/1.1 connection buffers.
const HTTP1_BUFFER: usize = 64 * 1024;
/// How long an HTTP/1.1 connection may wait for its next request. Above the
/// 60 s for which proxies usually keep theirs, since whoever closes first
/// decides whether a request gets lost on the way. The first request has the
/// handshake deadline.
const HTTP1_KEEPALIVE: Duration = Duration::from_secs(75);

/// What one listener allows its peers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServeOptions {
    /// Open sockets; more are closed as soon as they are accepted.
    pub max_connections: usize,
    /// Streams that a peer may have open on one HTTP/2 connection.
    pub max_concurrent_streams: u32,
    /// Bytes that a stream may send ahead of what was read of it.
    pub stream_window: u32,
    /// The same for all streams of a connection together. Several times the
    /// stream window, so that one stream that is not read starves no other.
    pub connection_window: u32,
    /// From accept until the first request has arrived.
    pub handshake_timeout: Duration,
    /// How long a connection may live without an open stream; none for ever.
    pub idle_timeout: Option<Duration>,
    /// Between two HTTP/2 pings.
    pub keepalive_interval: Duration,
    /// How long an HTTP/2 ping may stay unanswered.
    pub keepalive_timeout: Duration,
}

impl ServeOptions {
    /// For the client listener: many peers, none of them trusted, that send
    /// commands of at most 64 KiB.
    pub fn client() -> Self {
        Self {
            max_connections: 100_000,
            max_concurrent_streams: 1024,
            // Twice the largest command: the next one travels while one waits
            // to be read, and none needs a window update half-way.
            stream_window: 128 * KIB,
            connection_window: 1024 * KIB,
            handshake_timeout: Duration::from_secs(10),
            idle_timeout: Some(Duration::from_secs(300)),
            keepalive_interval: Duration::from_secs(20),
            keepalive_timeout: Duration::from_secs(10),
        }
    }

    /// For the API listener: few trusted peers that send much and keep their
    /// connections.
    pub fn api() -> Self {
        Self {
            max_connections: 10_000,
            stream_window: 1024 * KIB,
            connection_window: 8 * 1024 * KIB,
            idle_timeout: None,
            ..Self::client()
        }
    }

    pub(super) fn http(&self) -> auto::Builder<TokioExecutor> {
        let mut builder = auto::Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HTTP1_KEEPALIVE)
            .max_buf_size(HTTP1_BUFFER);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(self.keepalive_interval)
            .keep_alive_timeout(self.keepalive_timeout)
            .max_concurrent_streams(self.max_concurrent_streams)
            .initial_stream_window_size(self.stream_window)
            .initial_connection_window_size(self.connection_window)
            .max_header_list_size(MAX_HEADER_LIST)
            .max_send_buf_size(MAX_SEND_BUFFER);
        builder
    }
}
