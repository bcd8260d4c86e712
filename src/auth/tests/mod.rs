//! Tokens as a backend makes them and as an attacker does, against the room's
//! public face. The keys under `keys/` are for these tests alone.

mod attacks;
mod claims;
mod configuration;
mod jwks;
mod server;
mod world;
