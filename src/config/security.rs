//! Nobody gets in unasked: keys, and what may listen without them.

use std::net::{IpAddr, SocketAddr};

use http::{Uri, uri::Scheme};

use super::{Config, reader::Reader, schema};
use crate::{
    auth::{ApiKeys, Auth, AuthConfig, Secret, TokenConfig},
    model::Clock,
};

/// As long as the shortest hash that tokens use.
const GOOD_HMAC_SECRET: usize = 32;
const GOOD_API_KEY: usize = 16;

/// Notes keys that cannot be used.
pub(super) fn keys(r: &mut Reader<'_>, config: &Config) {
    if let Err(error) = Auth::new(&config.auth, Clock::system()) {
        let option = r.given(&format!("{}.{}", error.table, error.option));
        r.conflict(&[&option], error.message);
    }
    let auth = &config.auth;
    tokens(r, "client.token", &auth.token);
    if let Some(own) = &auth.subscription_token {
        tokens(r, "client.subscription_token", own);
        if !own.has_key() {
            let message = "needs a key: set client.subscription_token.hmac_secret_key or another \
                           one, or false to use those of client.token";
            r.problem("client.subscription_token.enabled", message.to_owned());
        }
    }
    api_keys(r, config);
}

/// Notes listeners that anybody could use.
pub(super) fn listeners(r: &mut Reader<'_>, config: &Config) {
    let (client, api) = (config.transport.client.address, config.transport.api.address);
    if config.auth.insecure && !is_loopback(client) {
        let port = client.port();
        let message = format!(
            "client.insecure = true listens on loopback only: listen.client.address is {client}: \
             write 127.0.0.1:{port}"
        );
        r.conflict(&["listen.client.address"], message);
    }
    if !config.auth.insecure && !can_connect(&config.auth) {
        let message = "is not set and there is no other key, so nobody could connect: set it \
                       (make one with `openssl rand -hex 32`), or to try things out run with \
                       --insecure (client.insecure = true), on loopback";
        r.conflict(&["client.token.hmac_secret_key"], message.to_owned());
    }
    let client_ca = |tls: &crate::transport::TlsConfig| tls.client_ca_pem_file.is_some();
    let asks =
        !config.api.keys.is_empty() || config.transport.api.tls.as_ref().is_some_and(client_ca);
    if !is_loopback(api) && !asks && !config.api.insecure {
        let port = api.port();
        let message = format!(
            "{api} is not on loopback and nobody there is asked for a key: set api.keys (or \
             listen.api.tls.client_ca_pem_file), or write 127.0.0.1:{port}; api.insecure = true \
             where the network keeps others out"
        );
        r.conflict(&["listen.api.address", "api.keys"], message);
    }
}

fn can_connect(auth: &AuthConfig) -> bool {
    auth.token.has_key() || auth.allow_anonymous_connect_without_token
}

fn is_loopback(address: SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

/// True for http to another machine.
fn can_be_forged_on_the_way(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let here = match host.parse::<IpAddr>() {
        Ok(ip) => ip.to_canonical().is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    };
    uri.scheme() == Some(&Scheme::HTTP) && !here
}

fn tokens(r: &mut Reader<'_>, table: &str, config: &TokenConfig) {
    for (option, secret) in [
        ("hmac_secret_key", &config.hmac_secret_key),
        ("hmac_previous_secret_key", &config.hmac_previous_secret_key),
    ] {
        short(r, &format!("{table}.{option}"), secret.as_ref(), GOOD_HMAC_SECRET);
    }
    if config.jwks_public_endpoint.as_deref().is_some_and(can_be_forged_on_the_way) {
        let message = "is http, so whoever is on the way could put keys of its own there, and \
                       make tokens for any user: use https";
        r.warn(&format!("{table}.jwks_public_endpoint"), message.to_owned());
    }
    for (option, regex) in
        [("audience_regex", &config.audience_regex), ("issuer_regex", &config.issuer_regex)]
    {
        if regex.as_ref().is_some_and(|regex| !regex.starts_with('^') || !regex.ends_with('$')) {
            let message = "accepts any text that has a match in it: anchor it with ^ and $";
            r.warn(&format!("{table}.{option}"), message.to_owned());
        }
    }
}

fn api_keys(r: &mut Reader<'_>, config: &Config) {
    let keys = &config.api.keys;
    if let Err(error) = ApiKeys::new(keys) {
        let option = r.given(&format!("api.keys[{}].{}", error.index, error.option));
        r.conflict(&[&option], error.message);
    }
    let names = config.channel.namespaces.iter().map(|namespace| namespace.name.as_str());
    for (i, key) in keys.iter().enumerate() {
        short(r, &format!("api.keys[{i}].key"), key.key.as_ref(), GOOD_API_KEY);
        let known = |name: &str| name == "*" || name.is_empty() || names.clone().any(|n| n == name);
        if let Some(unknown) = key.namespaces.iter().find(|name| !known(name)) {
            let hint = match schema::most_similar(unknown, names.clone()) {
                Some(name) => format!("did you mean {name:?}?"),
                None => "add it to channel.namespaces, or use \"*\"".to_owned(),
            };
            let message = format!("there is no namespace {unknown:?}: {hint}");
            r.conflict(&[&format!("api.keys[{i}].namespaces")], message);
        }
    }
}

fn short(r: &mut Reader<'_>, path: &str, secret: Option<&Secret>, good: usize) {
    let length = secret.map_or(good, |secret| secret.reveal().len());
    if length < good {
        let option = r.given(path);
        let fix = "use `openssl rand -hex 32`";
        r.warn(&option, format!("has {length} bytes, which can be guessed: {fix}"));
    }
}
