//! What no option can say alone.

use std::{fs, path::Path, time::Duration};

use super::{Config, duration, reader::Reader, security};
use crate::{
    policy::{ChannelConfig, ChannelOptions, Namespaces, PolicyConfigError},
    session::SessionConfig,
    transport::{ListenerConfig, TransportConfig},
};

/// Notes every conflict between options; `offline` when nothing listens.
pub(super) fn check(r: &mut Reader<'_>, config: &Config, offline: bool) {
    client(r, &config.client);
    channel(r, &config.channel);
    listeners(r, &config.transport);
    security::keys(r, config);
    if !offline {
        security::listeners(r, config);
    }
}

/// An entry of `client.allowed_origins`.
pub(super) fn origin(entry: &str) -> Result<(), String> {
    let host = entry.split_once("://").map(|(_, host)| host);
    if entry == "*" || host.is_some_and(|host| !host.is_empty() && !host.contains('/')) {
        return Ok(());
    }
    Err(format!(
        "{entry:?} is not an origin: write scheme and host without a path, \
         such as \"https://example.com\" or \"https://*.example.com\""
    ))
}

/// The value of `channel.namespace_boundary`.
pub(super) fn boundary(text: &str) -> Result<String, String> {
    in_a_name(text, ":")
}

/// The value of `channel.user_boundary`.
pub(super) fn user_boundary(text: &str) -> Result<String, String> {
    in_a_name(text, "#")
}

fn in_a_name(text: &str, default: &str) -> Result<String, String> {
    if text.is_empty() || !text.bytes().all(|b| (0x20..=0x7e).contains(&b)) {
        let fix = format!("leave it out for the default {default:?}");
        return Err(format!("{text:?} cannot be in a channel name (printable ASCII): {fix}"));
    }
    Ok(text.to_owned())
}

fn client(r: &mut Reader<'_>, client: &SessionConfig) {
    let (ping, pong) = (client.ping_interval, client.pong_timeout);
    if !ping.is_zero() && ping < Duration::from_secs(1) {
        let message = format!(
            "{} is too short, clients are told whole seconds: use at least 1s, or 0s for no pings",
            duration::format(ping)
        );
        r.problem("client.ping_interval", message);
    } else if !ping.is_zero() && pong >= ping {
        let message = format!(
            "{} is not below client.ping_interval ({}): lower it or raise client.ping_interval",
            duration::format(pong),
            duration::format(ping)
        );
        r.conflict(&["client.pong_timeout", "client.ping_interval"], message);
    }
    let check = client.channel_position_check_delay;
    if !check.is_zero() && check < Duration::from_secs(1) {
        let message = format!(
            "{} is too short: use at least 1s, or 0s for no checks",
            duration::format(check)
        );
        r.problem("client.channel_position_check_delay", message);
    }
    if client.queue_max_size < client.message_size_limit {
        let message = format!(
            "{} is less than client.message_size_limit ({}), so one message could not wait: \
             raise it or lower client.message_size_limit",
            client.queue_max_size, client.message_size_limit
        );
        r.conflict(&["client.queue_max_size", "client.message_size_limit"], message);
    }
}

fn channel(r: &mut Reader<'_>, channel: &ChannelConfig) {
    options(r, "channel.without_namespace", &channel.without_namespace);
    users(r, channel);
    let alone = ChannelConfig { namespaces: Vec::new(), ..channel.clone() };
    policy(r, "channel.without_namespace", alone.clone());
    for (i, namespace) in channel.namespaces.iter().enumerate() {
        let path = format!("channel.namespaces[{i}]");
        let name = namespace.name.as_str();
        if name.contains(&channel.namespace_boundary) {
            let boundary = &channel.namespace_boundary;
            let message = format!(
                "{name:?} contains channel.namespace_boundary ({boundary:?}), \
                 so no channel would select it: rename it"
            );
            r.problem(&format!("{path}.name"), message);
        }
        if channel.namespaces[..i].iter().any(|earlier| earlier.name == name) {
            r.problem(&format!("{path}.name"), format!("{name:?} is there twice: remove one"));
        }
        options(r, &path, &namespace.options);
        let without_namespace = ChannelOptions::default();
        let namespaces = vec![namespace.clone()];
        policy(r, &path, ChannelConfig { without_namespace, namespaces, ..alone.clone() });
    }
}

/// What the room itself refuses. Asked for each namespace alone, because it
/// stops at the first problem.
fn policy(r: &mut Reader<'_>, path: &str, config: ChannelConfig) {
    match Namespaces::new(config) {
        // Said once, for all namespaces.
        Ok(_)
        | Err(PolicyConfigError::UserBoundary(_) | PolicyConfigError::PersonalNamespace(_)) => {}
        Err(error) => {
            let below = ["name", "history_ttl", "history_size"].map(|o| format!("{path}.{o}"));
            r.conflict(&[path, &below[0], &below[1], &below[2]], error.to_string());
        }
    }
}

/// Channels for named users.
fn users(r: &mut Reader<'_>, channel: &ChannelConfig) {
    let Err(error) = channel.check_users() else { return };
    let paths: &[_] = match error {
        PolicyConfigError::PersonalNamespace(_) => {
            &["client.subscribe_to_user_personal_channel.personal_channel_namespace"]
        }
        _ => &["channel.user_boundary", "channel.namespace_boundary", "channel.user_separator"],
    };
    r.conflict(paths, error.to_string());
}

fn options(r: &mut Reader<'_>, path: &str, options: &ChannelOptions) {
    let stream = &options.stream;
    if stream.history_ttl > stream.history_meta_ttl {
        let (ttl, meta) = (format!("{path}.history_ttl"), format!("{path}.history_meta_ttl"));
        let message = format!(
            "{} is longer than history_meta_ttl ({}), so publications would outlive their \
             stream's position: lower it or raise history_meta_ttl",
            duration::format(stream.history_ttl),
            duration::format(stream.history_meta_ttl)
        );
        r.conflict(&[&ttl, &meta, "channel.history_meta_ttl"], message);
    }
}

fn listeners(r: &mut Reader<'_>, transport: &TransportConfig) {
    let (client, api) = (transport.client.address, transport.api.address);
    if client == api && client.port() != 0 {
        let message = format!("{api} is listen.client.address too: choose another port");
        r.conflict(&["listen.api.address", "listen.client.address"], message);
    }
    tls(r, "listen.client", &transport.client);
    tls(r, "listen.api", &transport.api);
}

fn tls(r: &mut Reader<'_>, listener: &str, config: &ListenerConfig) {
    let Some(tls) = &config.tls else { return };
    pem(r, format!("{listener}.tls.cert_pem_file"), &tls.cert_pem_file);
    pem(r, format!("{listener}.tls.key_pem_file"), &tls.key_pem_file);
    if let Some(file) = &tls.client_ca_pem_file {
        pem(r, format!("{listener}.tls.client_ca_pem_file"), file);
    }
}

fn pem(r: &mut Reader<'_>, path: String, file: &Path) {
    let message = if file.as_os_str().is_empty() {
        "is not set but tls.enabled is: name a PEM file or set tls.enabled = false".to_owned()
    } else if let Err(error) = fs::read(file) {
        let file = file.display();
        format!("{file} cannot be read: {error}: name a PEM file that this process may read")
    } else {
        return;
    };
    r.conflict(&[&path], message);
}
