use std::{fs, io, net::SocketAddr, path::Path};

use anyhow::Context;
use clap::Args;

use super::{
    ConfigFlags, Failure, output,
    serve::{ready_line, serve},
};
use crate::config::Assignment;

/// Where the store of `dev` lives: git-ignored, kept across restarts.
const STORE: &str = ".fanwire/dev.redb";

/// What channels look like in `dev`.
const NAMESPACES: &str = r#"[
  {"name": "chat", "history_size": 1000, "history_ttl": "720h", "force_recovery": true},
  {"name": "ticker", "history_size": 100, "history_ttl": "1h", "history_durability": "async",
   "allow_positioning": true, "allow_recovery": true},
  {"name": "status", "history_size": 1, "history_ttl": "24h", "force_recovery": true,
   "force_recovery_mode": "cache"},
  {"name": "live"}
]"#;

/// Run a server to try things out: loopback, no tokens, example namespaces
#[derive(Debug, Args)]
pub(super) struct Dev {
    /// When ready, print one JSON line with the addresses instead of the hints
    #[arg(long)]
    ready_json: bool,

    #[command(flatten)]
    flags: ConfigFlags,
}

impl Dev {
    pub(super) fn run(self) -> Result<(), Failure> {
        if let Some(folder) = Path::new(STORE).parent() {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        let mut options = self.flags.into_load_options();
        options.presets = [
            ("client.insecure", "true"),
            ("engine.embedded.path", STORE),
            ("channel.namespaces", NAMESPACES),
        ]
        .map(|(path, value)| Assignment { path: path.into(), value: value.into(), by: "dev" })
        .into();
        let ready = if self.ready_json { ready_line } else { hints };
        serve(options, ready)
    }
}

/// What to try next.
fn hints(client: SocketAddr, api: SocketAddr) -> io::Result<()> {
    output::print(&format!(
        "
Fanwire is running. Clients connect to {client}, backends to {api}.

Try, each in another terminal:
  fanwire subscribe chat:room --url http://{client}
  fanwire publish chat:room 'hello' --api-url http://{api}
  fanwire history chat:room --limit 10 --api-url http://{api}

Then stop the subscriber's connection or kill this server with -9 and start it
again: the subscriber catches up by itself.

Namespaces: chat: (kept on disk, recovers), ticker: (kept, written behind),
status: (newest value only), live: (nothing kept). Store: {STORE}
(in a checkout, `fanwire` is `cargo run --release --`). Stop with Ctrl-C.

"
    ))
}
