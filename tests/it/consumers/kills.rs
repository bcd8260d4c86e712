//! A database and a server that die while events are written.

use std::sync::Arc;

use tokio::sync::RwLock;

use super::{
    endurance::{Followers, Writers, events, is_full},
    postgres::Postgres,
};
use crate::crash::server::Server;

/// Writers, each with a channel and a partition of its own.
pub const WRITERS: u32 = 4;

/// Writes, kills now the one, now the other, now both, and expects every event
/// once, in the order of its writer. Returns the database.
pub async fn survive(postgres: Postgres, server: &mut Server) -> Postgres {
    server.up().await;
    let postgres = Arc::new(RwLock::new(postgres));
    let count = events() / u64::from(WRITERS);
    let mut followers = Followers::of(server, WRITERS, count).await;
    let writers = Writers::start(&postgres, WRITERS, count, "").await;
    let kills = if is_full() { 18 } else { 6 };
    for kill in 1..=kills {
        followers.see(events() * kill / (kills + 1)).await;
        if kill % 3 != 0 {
            server.kill().await;
        }
        if kill % 3 != 1 {
            let mut postgres = postgres.write().await;
            postgres.kill().await;
            postgres.up().await;
        }
        if kill % 3 != 0 {
            server.up().await;
        }
    }
    writers.end().await;
    followers.end(server).await;
    Arc::into_inner(postgres).expect("the writers have ended").into_inner()
}
