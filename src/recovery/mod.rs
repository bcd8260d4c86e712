//! Continuity of streams, without I/O: the ring of retained offsets, the check
//! of a position against it, and the gate between history and live.

mod continuity;
mod gate;
mod ring;

pub use continuity::Continuity;
pub use gate::{Gate, GateLimits, Offered, Opened};
pub use ring::OffsetRing;
