//! Who clients and backends are: `client.token`, `client.subscription_token`,
//! `api`.

use super::{reader::Reader, schema};
use crate::{
    auth::{ApiConfig, ApiKeyConfig, AuthConfig, TokenConfig},
    pb,
};

/// Reads what concerns clients.
pub(super) fn auth(r: &mut Reader<'_>) -> AuthConfig {
    let insecure = r.flag("client.insecure", false);
    let allow_anonymous_connect_without_token =
        r.flag("client.allow_anonymous_connect_without_token", false);
    let token = token(r, "client.token");
    let own = r.flag("client.subscription_token.enabled", false);
    let subscription_token = self::token(r, "client.subscription_token");
    AuthConfig {
        token,
        subscription_token: own.then_some(subscription_token),
        allow_anonymous_connect_without_token,
        insecure,
    }
}

/// Reads what concerns backends.
pub(super) fn api(r: &mut Reader<'_>) -> ApiConfig {
    let insecure = r.flag("api.insecure", false);
    let keys = r.entries("api.keys").into_iter().map(|entry| api_key(r, &entry)).collect();
    ApiConfig { keys, insecure }
}

fn token(r: &mut Reader<'_>, table: &str) -> TokenConfig {
    let path = |option: &str| format!("{table}.{option}");
    TokenConfig {
        hmac_secret_key: r.secret(&path("hmac_secret_key")),
        hmac_previous_secret_key: r.secret(&path("hmac_previous_secret_key")),
        rsa_public_key: r.text_or_file(&path("rsa_public_key")),
        ecdsa_public_key: r.text_or_file(&path("ecdsa_public_key")),
        eddsa_public_key: r.text_or_file(&path("eddsa_public_key")),
        jwks_public_endpoint: r.some_text(&path("jwks_public_endpoint")),
        audience: r.some_text(&path("audience")),
        audience_regex: r.some_text(&path("audience_regex")),
        issuer: r.some_text(&path("issuer")),
        issuer_regex: r.some_text(&path("issuer_regex")),
        user_id_claim: r.some_text(&path("user_id_claim")),
    }
}

fn api_key(r: &mut Reader<'_>, entry: &str) -> ApiKeyConfig {
    let path = |option: &str| format!("{entry}.{option}");
    let any = ["*"];
    ApiKeyConfig {
        name: r.text(&path("name"), ""),
        key: r.secret(&path("key")),
        key_sha256: r.hidden(&path("key_sha256")),
        methods: r.texts_or(&path("methods"), &any, method),
        namespaces: r.texts_or(&path("namespaces"), &any, |_| Ok(())),
    }
}

/// An entry of an API key's methods.
fn method(name: &str) -> Result<(), String> {
    if name == "*" || pb::API_METHODS.contains(&name) {
        return Ok(());
    }
    let known = pb::API_METHODS.iter().copied();
    Err(match schema::most_similar(name, known) {
        Some(method) => format!("{name:?} is not a method: did you mean {method:?}?"),
        None => format!("{name:?} is not a method: use \"*\" or {}", pb::API_METHODS.join(", ")),
    })
}
