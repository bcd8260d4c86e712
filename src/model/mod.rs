//! The vocabulary that every room shares. No tokio, no tonic, no I/O.

mod channel;
mod client_error;
mod client_info;
mod clock;
mod disconnect;
mod ids;
mod position;
mod publication;
mod recovery_outcome;
mod slow_consumer;
mod unsubscribe;

pub use channel::{Channel, InvalidChannel};
pub use client_error::{ClientError, code};
pub use client_info::{ClientInfo, MAX_INFO_BYTES};
pub use clock::Clock;
pub use disconnect::Disconnect;
pub use ids::{ClientId, MAX_USER_ID_BYTES, NodeName, SessionSecret, UserId};
pub use position::{Epoch, StreamPosition};
pub use publication::{Publication, Tags, tags_bytes};
pub use recovery_outcome::RecoveryOutcome;
pub use slow_consumer::SlowConsumer;
pub use unsubscribe::Unsubscribe;
