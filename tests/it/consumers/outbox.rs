mod exactly_once;
mod order;
mod refusals;
mod sharing;
pub mod tls;
pub mod trouble;
