/// Which channels whoever gives a command may use.
pub trait Access: Send + Sync {
    /// Whether it may use channels of the namespace of this name; empty for
    /// channels without one.
    ///
    /// # Errors
    /// The cause and the fix.
    fn check(&self, namespace: &str) -> Result<(), String>;
}

/// Any channel: for sources that are trusted as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Everything;

impl Access for Everything {
    fn check(&self, _: &str) -> Result<(), String> {
        Ok(())
    }
}
