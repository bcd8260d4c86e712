//! Fanwire: a real-time messaging server. Backends publish over gRPC; every
//! subscriber gets every message, in order, at once, and catches up on what it
//! missed.
//!
//! # Map
//!
//! | room | what it is |
//! |---|---|
//! | [`app`] | the one composition root: a configuration becomes a running server |
//! | [`auth`] | tokens -> identity and grants; API keys |
//! | [`cli`] | the command line, one file per subcommand |
//! | [`config`] | file, environment and flags -> checked configuration |
//! | [`transport`] | the edge: listeners, TLS, gRPC and grpc-web, statuses |
//! | [`session`] | one logical client: state machine, one file per command |
//! | [`node`] | the verbs: publish, broadcast, subscribe, history, presence, control |
//! | [`policy`] | channel -> namespace options -> may this client do that? |
//! | [`hub`] | channel -> subscribers, over all runtime threads; no I/O |
//! | [`consumers`] | events from databases and queues -> verbs of `node`, exactly once |
//! | [`engine`] | where histories live: the [`engine::Broker`] contract and its engines |
//! | [`recovery`] | offsets, continuity, and the gate between history and live; pure |
//! | [`outbound`] | one connection's bounded queue of frames |
//! | [`wire`] | model <-> protobuf bytes |
//! | [`commands`] | commands as JSON: of the HTTP API, of outbox rows, of queues |
//! | [`client`] | the Rust client: reconnects, resubscribes, recovers |
//! | [`telemetry`] | logs, metrics, readiness |
//! | [`model`] | the vocabulary, used by all, using nobody |
//! | [`pb`] | the only include of generated code |
//!
//! # Data flow
//!
//! In: stream -> `transport` decodes -> `session` handles the command ->
//! `policy` -> a verb of `node` -> `engine`.
//!
//! Out: `engine` -> `node::Fanout` encodes once -> `hub` hands over to each
//! runtime thread with subscribers -> each subscriber's gate -> its `outbound`
//! queue -> response body.
//!
//! # Promises
//!
//! 1. Offsets are dense and ascending within a channel and epoch, and never
//!    name two publications.
//! 2. A subscriber sees every publication in order, once, or is told.
//! 3. What was answered OK with `history_durability = "sync"` survives power loss.
//! 4. An idempotency key publishes once within its window.
//! 5. Every queue is bounded; overflow is a verdict, never a wait.
//! 6. No lock is held across an await; the hub does no I/O.
//! 7. A session that ends leaves nothing behind.
//! 8. No peer makes the server allocate past its limits, and a read never writes.
//! 9. Server API and sessions call the same verbs of `node`.
//! 10. A refusal names the cause and the fix.
#![warn(missing_docs)]

pub mod app;
pub mod auth;
pub mod cli;
pub mod client;
pub mod commands;
pub mod config;
pub mod consumers;
pub mod engine;
pub mod hub;
pub mod model;
pub mod node;
pub mod outbound;
pub mod pb;
pub mod policy;
pub mod recovery;
pub mod session;
pub mod telemetry;
pub mod transport;
pub mod wire;
