use std::process::ExitCode;

fn main() -> ExitCode {
    fanwire::cli::run(std::env::args_os())
}
