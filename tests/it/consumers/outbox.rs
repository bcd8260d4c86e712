mod connecting;
mod exactly_once;
mod locks;
mod order;
mod refusals;
mod sharing;
mod tls;
mod trouble;
