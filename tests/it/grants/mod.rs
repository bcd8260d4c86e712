//! Who may do what: tokens, permissions, presence and server-side
//! subscriptions, over the wire.

mod cut_off;
mod expiry;
mod ghosts;
mod permissions;
mod presence;
mod server_side;
mod tokens;
