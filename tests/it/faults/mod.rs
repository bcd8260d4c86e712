//! Peers that misbehave: each gets its defined answer and costs the others
//! nothing. A witness checks its deliveries all the while.

mod garbage;
mod half_open;
mod many;
mod slow;
mod vanishing;
mod witness;
