mod exactly_once;
mod order;
mod refusals;
mod sharing;
mod tls;
pub mod trouble;
