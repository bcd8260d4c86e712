mod connecting;
mod exactly_once;
mod locks;
mod order;
mod refusals;
mod sharing;
pub mod tls;
pub mod trouble;
