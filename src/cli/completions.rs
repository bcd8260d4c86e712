use std::io;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Failure, output};

/// Print a script that completes this command line in a shell
#[derive(Debug, Args)]
#[command(after_help = "For example: fanwire completions bash > /etc/bash_completion.d/fanwire")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the script for the command line of `C`.
    ///
    /// # Errors
    /// Those of stdout.
    pub(super) fn run<C: CommandFactory>(self) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut C::command(), "fanwire", &mut script);
        let script = String::from_utf8(script).map_err(io::Error::other)?;
        Ok(output::print(&script)?)
    }
}
