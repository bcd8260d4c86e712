//! Sessions over a real node and engine, without a transport, in virtual time.

mod client;
mod faulty;
mod interleavings;
mod world;
