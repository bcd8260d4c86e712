/// What happens when the queue of a subscriber's connection is full
/// (`slow_consumer`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SlowConsumer {
    /// The connection ends with "slow".
    #[default]
    Disconnect,
    /// The oldest queued publications make room.
    DropOldest,
    /// Of each channel only the newest queued publication stays.
    KeepLatest,
}
