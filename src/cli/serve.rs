use std::{future::Future, io::Write, net::SocketAddr};

use anyhow::Context;
use clap::Args;

use super::{ConfigFlags, Exit, Failure, output};
use crate::{
    app::{App, AppError},
    config::{Config, LoadOptions},
    telemetry::log,
};

/// Run the server until SIGTERM or SIGINT
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// When ready, print one JSON line with the addresses of both listeners
    #[arg(long)]
    ready_json: bool,

    #[command(flatten)]
    flags: ConfigFlags,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        let ready_json = self.ready_json;
        serve(self.flags.into_load_options(), move |client, api| {
            if ready_json { ready_line(client, api) } else { Ok(()) }
        })
    }
}

/// Says where the server listens, for scripts that let it choose its ports.
pub(super) fn ready_line(client: SocketAddr, api: SocketAddr) -> std::io::Result<()> {
    let line = serde_json::json!({
        "event": "ready",
        "client": client.to_string(),
        "api": api.to_string(),
    });
    output::print(&format!("{line}\n"))?;
    std::io::stdout().flush()
}

/// Runs a server with this configuration; `ready` is told its addresses.
pub(super) fn serve(
    options: LoadOptions,
    ready: impl FnOnce(SocketAddr, SocketAddr) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let config = Config::load(options)?;
    log::init(&config.log).map_err(|error| Failure::new(Exit::Usage, error))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(async {
        // Before anything starts: a signal in between is not lost.
        let stop = stop_signal().context("cannot listen for signals")?;
        if config.insecure {
            tracing::warn!(
                "INSECURE: anybody on this machine may connect, subscribe and publish \
                 (client.insecure = true); both listeners are bound to loopback"
            );
        }
        let app = App::start(config).await.map_err(failure)?;
        let (client, api) = (app.client_address(), app.api_address());
        tracing::info!(%client, %api, version = env!("CARGO_PKG_VERSION"), "ready");
        ready(client, api)?;
        app.run_until(stop).await.map_err(failure)
    })
}

fn failure(error: AppError) -> Failure {
    let exit = match error {
        AppError::Transport(_) | AppError::Policy(_) => Exit::Usage,
        _ => Exit::Failed,
    };
    Failure::new(exit, error)
}

/// Resolves at SIGTERM or SIGINT.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
