use std::{future::Future, io::Write, net::SocketAddr, pin::pin};

use anyhow::Context;
use clap::Args;

use super::{ConfigFlags, Exit, Failure, output};
use crate::{
    app::{App, AppError},
    config::{self, Config, LoadOptions, Loaded},
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
        let as_configured = |_: &mut Config| {};
        serve(self.flags.into_load_options(), as_configured, move |client, api| match ready_json {
            true => print_ready(&[("client", client), ("api", api)]),
            false => Ok(()),
        })
    }
}

/// Says where the server listens, for scripts that let it choose its ports.
pub(super) fn print_ready(addresses: &[(&str, SocketAddr)]) -> std::io::Result<()> {
    let mut line = serde_json::json!({ "event": "ready" });
    for (name, address) in addresses {
        line[*name] = address.to_string().into();
    }
    output::print(&format!("{line}\n"))?;
    std::io::stdout().flush()
}

/// Runs a server with this configuration after `adapt` has had it; `ready` is
/// told its addresses.
pub(super) fn serve(
    options: LoadOptions,
    adapt: impl FnOnce(&mut Config),
    ready: impl FnOnce(SocketAddr, SocketAddr) -> std::io::Result<()>,
) -> Result<(), Failure> {
    let Loaded { warnings, config, .. } = config::inspect(options);
    let mut config = config?;
    adapt(&mut config);
    log::init(&config.log).map_err(|error| Failure::new(Exit::Usage, error))?;
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    let served = runtime.block_on(run(config, ready));
    // A store that is still being opened is left as a crash would leave it.
    runtime.shutdown_background();
    served
}

async fn run(
    config: Config,
    ready: impl FnOnce(SocketAddr, SocketAddr) -> std::io::Result<()>,
) -> Result<(), Failure> {
    // Before anything starts: a signal in between is not lost.
    let mut stop = pin!(stop_signal().context("cannot listen for signals")?);
    if config.auth.insecure {
        tracing::warn!(
            "INSECURE: anybody on this machine may connect, subscribe and publish \
             (client.insecure = true); the client listener is bound to loopback"
        );
    }
    if config.api.insecure {
        tracing::warn!("INSECURE: the server API asks nobody for a key (api.insecure = true)");
    }
    raise_open_files_limit();
    let app = tokio::select! {
        started = App::start(config) => started.map_err(failure)?,
        () = &mut stop => return Ok(()),
    };
    let (client, api) = (app.client_address(), app.api_address());
    tracing::info!(%client, %api, version = env!("CARGO_PKG_VERSION"), "ready");
    ready(client, api)?;
    app.run_until(stop).await.map_err(failure)
}

/// Every connection is an open file; the usual soft limit of 1,024 is far too
/// low for a server.
fn raise_open_files_limit() {
    match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(limit) => tracing::info!(limit, "open files"),
        Err(error) => tracing::warn!(%error, "cannot raise the limit of open files (ulimit -n)"),
    }
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
