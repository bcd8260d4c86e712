/// The connection that carries a session, as far as the session cares.
pub trait Link: Send + Sync + 'static {
    /// The session has ended and its peer has not taken note in time: let go
    /// of the connection, unless others use it.
    fn let_go(&self);
}
