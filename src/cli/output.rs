use std::io::{self, ErrorKind, Write};

/// Writes a command's result to stdout.
///
/// # Errors
/// Those of stdout, except that a reader who has seen enough (`| head`) is fine.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
