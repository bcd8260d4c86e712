use std::time::Duration;

/// What the room is configured with: most of the `[client]` section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionConfig {
    /// Between the server's pings; zero turns them off.
    pub ping_interval: Duration,
    /// How long a ping may stay unanswered.
    pub pong_timeout: Duration,
    /// How long a stream may live without its connect command.
    pub stale_close_delay: Duration,
    /// How long an expired connection may wait for its refresh.
    pub expired_close_delay: Duration,
    /// How long an expired subscription may wait for its refresh.
    pub expired_sub_close_delay: Duration,
    /// Between two checks of a channel's positions; zero turns them off.
    pub channel_position_check_delay: Duration,
    /// Subscriptions of one session.
    pub channel_limit: usize,
    /// Bytes that may wait for a slow reader.
    pub queue_max_size: usize,
    /// Sessions of this node; 0 for no limit.
    pub connection_limit: usize,
    /// Sessions of one user on this node; 0 for no limit.
    pub user_connection_limit: usize,
    /// New sessions per second; 0 for no limit.
    pub connection_rate_limit: u32,
    /// Publications of one history page.
    pub history_max_publication_limit: usize,
    /// Publications of one recovery.
    pub recovery_max_publication_limit: usize,
    /// Bytes of one command.
    pub message_size_limit: usize,
    /// Commands per second and session; 0 for no limit.
    pub command_rate_limit: u32,
}

impl Default for SessionConfig {
    fn default() -> Self {
        Self {
            ping_interval: Duration::from_secs(25),
            pong_timeout: Duration::from_secs(8),
            stale_close_delay: Duration::from_secs(10),
            expired_close_delay: Duration::from_secs(25),
            expired_sub_close_delay: Duration::from_secs(25),
            channel_position_check_delay: Duration::from_secs(40),
            channel_limit: 128,
            queue_max_size: 1024 * 1024,
            connection_limit: 0,
            user_connection_limit: 0,
            connection_rate_limit: 0,
            history_max_publication_limit: 300,
            recovery_max_publication_limit: 300,
            message_size_limit: 64 * 1024,
            command_rate_limit: 0,
        }
    }
}
