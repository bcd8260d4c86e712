use std::{cell::Cell, io, net::SocketAddr};

use clap::Args;

use super::{
    ConfigFlags, Exit, Failure, dev_key,
    dev_page::{Page, http_url},
    output, render,
    serve::{print_ready, serve},
};
use crate::config::{Assignment, Config, LoadOptions};

/// Where the store of `dev` lives: git-ignored, kept across restarts.
const STORE: &str = ".fanwire/dev.redb";

/// What channels look like in `dev`: the first four are open to everybody, also
/// without a token. `user`, `room` and `typing` are those of the messenger.
const NAMESPACES: &str = r#"[
  {"name": "chat", "history_size": 1000, "history_ttl": "720h", "force_recovery": true,
   "presence": true, "join_leave": true, "allow_tags_filter": true,
   "allow_subscribe_for_client": true, "allow_subscribe_for_anonymous": true,
   "allow_publish_for_client": true, "allow_publish_for_anonymous": true,
   "allow_history_for_client": true, "allow_history_for_anonymous": true,
   "allow_presence_for_client": true, "allow_presence_for_anonymous": true},
  {"name": "ticker", "history_size": 100, "history_ttl": "1h", "history_durability": "async",
   "allow_positioning": true, "allow_recovery": true, "allow_tags_filter": true,
   "allow_subscribe_for_client": true, "allow_subscribe_for_anonymous": true},
  {"name": "status", "history_size": 1, "history_ttl": "24h", "force_recovery": true,
   "force_recovery_mode": "cache",
   "allow_subscribe_for_client": true, "allow_subscribe_for_anonymous": true},
  {"name": "live",
   "allow_subscribe_for_client": true, "allow_subscribe_for_anonymous": true,
   "allow_publish_for_client": true, "allow_publish_for_anonymous": true},
  {"name": "dialog", "history_size": 1000, "history_ttl": "720h", "force_recovery": true,
   "presence": true, "allow_user_limited_channels": true,
   "allow_publish_for_subscriber": true, "allow_history_for_subscriber": true,
   "allow_presence_for_subscriber": true},
  {"name": "secret", "history_size": 100, "history_ttl": "24h", "allow_recovery": true,
   "presence": true},
  {"name": "user", "history_size": 1000, "history_ttl": "24h", "force_recovery": true,
   "allow_user_limited_channels": true},
  {"name": "room", "presence": true, "join_leave": true, "allow_presence_for_subscriber": true},
  {"name": "typing", "allow_publish_for_subscriber": true}
]"#;

/// Run a server to try things out: loopback, a key of its own, example namespaces
#[derive(Debug, Args)]
pub(super) struct Dev {
    /// When ready, print one JSON line with the addresses instead of the hints
    #[arg(long)]
    ready_json: bool,

    /// Where the page of the messenger is served, on loopback; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", value_parser = loopback)]
    page_address: SocketAddr,

    /// The messenger's backend, such as http://127.0.0.1:8090: accounts, and many rooms
    #[arg(long, value_name = "URL", value_parser = origin)]
    backend: Option<String>,

    #[command(flatten)]
    flags: ConfigFlags,
}

impl Dev {
    pub(super) fn run(self) -> Result<(), Failure> {
        let key = dev_key::read_or_create()?;
        let mut options = self.flags.into_load_options();
        options.presets = presets(&key);
        let backend = self.backend;
        let page = Page::bind(self.page_address, backend.clone());
        let page = page.map_err(|error| Failure::new(Exit::Usage, error))?;
        let address = page.address();
        let origins = page.origins();
        // Known once the configuration is read.
        let tls = Cell::new(false);
        let adapt = |config: &mut Config| {
            config.transport.allowed_origins.extend(origins);
            tls.set(config.transport.client.tls.is_some());
        };
        serve(options, adapt, |client, api| {
            page.serve(client, tls.get());
            match self.ready_json {
                true => print_ready(&[("client", client), ("api", api), ("page", address)]),
                false => hints(client, api, address, backend.as_deref()),
            }
        })
    }
}

/// The configuration for commands that look at one: without a file, where `dev`
/// has run in this folder, that of `dev`.
pub(super) fn configuration(flags: ConfigFlags) -> anyhow::Result<LoadOptions> {
    let mut options = flags.into_load_options();
    if options.file.is_none()
        && let Some(key) = dev_key::read()?
    {
        render::note("no configuration file is given: using that of `fanwire dev` (.fanwire)");
        options.presets = presets(&key);
    }
    Ok(options)
}

fn presets(key: &str) -> Vec<Assignment> {
    [
        ("client.token.hmac_secret_key", key),
        ("client.allow_anonymous_connect_without_token", "true"),
        ("engine.embedded.path", STORE),
        ("channel.namespaces", NAMESPACES),
    ]
    .map(|(path, value)| Assignment { path: path.into(), value: value.into(), by: "dev" })
    .into()
}

/// A loopback address: the page is for this machine.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    match text.parse::<SocketAddr>() {
        Ok(address) if address.ip().is_loopback() => Ok(address),
        _ => Err("write a loopback address and port, such as 127.0.0.1:8081".to_owned()),
    }
}

/// Scheme, host and port of a URL: what a content security policy can name.
fn origin(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/').parse::<http::Uri>().ok();
    match url.as_ref().map(|url| (url.scheme_str(), url.authority(), url.path())) {
        Some((Some(scheme @ ("http" | "https")), Some(authority), "/"))
            if !authority.as_str().contains(['@', ';', ',', '\'', '*']) =>
        {
            Ok(format!("{scheme}://{authority}"))
        }
        _ => Err("write scheme, host and port, such as http://127.0.0.1:8090".to_owned()),
    }
}

/// What to try next.
fn hints(
    client: SocketAddr,
    api: SocketAddr,
    page: SocketAddr,
    backend: Option<&str>,
) -> io::Result<()> {
    let key = dev_key::PATH;
    let page = http_url(page);
    let messenger = match backend {
        Some(backend) => format!(
            "Open {page} in two windows and sign in under two names. The
messenger's backend must run at {backend}: clients/messenger/run"
        ),
        None => format!(
            "Open {page} in two windows and talk to yourself. With accounts and
many rooms: fanwire dev --backend http://127.0.0.1:8090, and in another terminal
clients/messenger/run"
        ),
    };
    output::print(&format!(
        "
Fanwire is running. Clients connect to {client}, backends to {api}.

{messenger}

Or try, each in another terminal:
  fanwire subscribe chat:room --url http://{client}
  fanwire publish chat:room 'hello' --api-url http://{api}
  fanwire history chat:room --limit 10 --api-url http://{api}

Then stop the subscriber's connection or kill this server with -9 and start it
again: the subscriber catches up by itself.

As a user, with a token as your backend would give it:
  fanwire subscribe chat:room --token $(fanwire token connection --user 42)
  fanwire config explain secret:room --user 42

Namespaces: chat: (kept on disk, recovers), ticker: (kept, written behind),
status: (newest value only), live: (nothing kept), dialog: (for the users named
in the channel, such as dialog:#42,43), secret: (by token only); user:, room:
and typing: are the messenger's.
Store: {STORE}, key of tokens: {key}
(in a checkout, `fanwire` is `cargo run --release --`). Stop with Ctrl-C.

"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_for_this_machine_only() {
        for (text, allowed) in [
            ("127.0.0.1:8080", true),
            ("127.0.0.1:0", true),
            ("[::1]:8080", true),
            ("0.0.0.0:8080", false),
            ("192.168.1.2:8080", false),
            ("localhost", false),
        ] {
            assert_eq!(loopback(text).is_ok(), allowed, "{text}");
        }
    }

    #[test]
    fn a_backend_is_an_origin_that_adds_nothing_else_to_the_policy() {
        for (text, wanted) in [
            ("http://127.0.0.1:8090", Some("http://127.0.0.1:8090")),
            ("https://chat.example.com/", Some("https://chat.example.com")),
            ("http://127.0.0.1:8090/api", None),
            ("127.0.0.1:8090", None),
            ("ftp://127.0.0.1", None),
            ("http://user@127.0.0.1", None),
            ("http://a.example; script-src *", None),
            ("http://a.example;script-src", None),
            ("http://a.example,b", None),
            ("http://*", None),
            ("", None),
        ] {
            assert_eq!(origin(text).ok().as_deref(), wanted, "{text}");
        }
    }
}
