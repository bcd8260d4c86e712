/// The connection that carries a session, as far as the session cares.
pub trait Link: Send + Sync + 'static {
    /// A session has ended and its peer has not read the end in time.
    fn stuck(&self);

    /// The connection has let go of a stream that was told as stuck.
    fn unstuck(&self);

    /// Cuts the connection if nothing but stuck streams is left on it.
    fn cut_if_all_stuck(&self);
}
