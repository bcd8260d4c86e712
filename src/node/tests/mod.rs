mod join_leave;
mod observer;
mod presence;
mod storm;
mod world;
