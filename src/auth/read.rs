//! Claims -> what they grant.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    ConnectionToken, ServerSubscription, SubscriptionToken, TokenError,
    claims::{Claims, compact, decode, wrong},
};
use crate::{
    model::{MAX_INFO_BYTES, UserId},
    policy::{Action, Actions, Capabilities, Capability, ChannelMatch, SubscriptionOverride},
};

#[derive(Deserialize)]
struct CapabilityClaim {
    #[serde(default)]
    channels: Vec<String>,
    #[serde(default)]
    r#match: String,
    #[serde(default)]
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct SubscriptionClaim {
    info: Option<Box<RawValue>>,
    b64info: Option<String>,
    data: Option<Box<RawValue>>,
    b64data: Option<String>,
    r#override: Option<OverrideClaim>,
}

#[derive(Deserialize)]
struct OverrideClaim {
    presence: Option<Switch>,
    join_leave: Option<Switch>,
    force_push_join_leave: Option<Switch>,
    force_recovery: Option<Switch>,
    force_positioning: Option<Switch>,
}

#[derive(Deserialize)]
struct Switch {
    value: bool,
}

/// Reads a connection token for `user`.
pub(super) fn connection(claims: &Claims, user: UserId) -> Result<ConnectionToken, TokenError> {
    if claims.get::<String>("channel")?.is_some_and(|channel| !channel.is_empty()) {
        let reason = "it is a subscription token (it has the claim \"channel\"), \
                      which does not open a connection";
        return Err(TokenError::invalid(reason));
    }
    Ok(ConnectionToken {
        user,
        info: info(claims)?.unwrap_or_default(),
        meta: claims.json("meta")?.unwrap_or_default(),
        expire_at: expire_at(claims)?,
        subs: server_subscriptions(claims)?,
        capabilities: capabilities(claims)?,
    })
}

/// Reads a subscription token for `user`.
pub(super) fn subscription(claims: &Claims, user: UserId) -> Result<SubscriptionToken, TokenError> {
    let channel = claims.get::<String>("channel")?.unwrap_or_default();
    if channel.is_empty() {
        let reason = "it has no claim \"channel\", so it is not a subscription token";
        return Err(TokenError::invalid(reason));
    }
    let allow = claims.get::<Vec<String>>("allow")?.unwrap_or_default();
    Ok(SubscriptionToken {
        user,
        channel,
        info: info(claims)?,
        // The limit of the whole token is enough: it is sent once, to the client.
        data: claims.payload("data", "b64data")?.unwrap_or_default(),
        expire_at: expire_at(claims)?,
        allow: actions("allow", &allow)?,
        overrides: overrides(claims.get("override")?),
    })
}

fn info(claims: &Claims) -> Result<Option<Bytes>, TokenError> {
    let info = claims.payload("info", "b64info")?;
    info.map(|info| small("info", info)).transpose()
}

/// Refuses an info, found in the claim `name`, that is too much for everybody
/// to get again and again.
fn small(name: &str, info: Bytes) -> Result<Bytes, TokenError> {
    match info.len() {
        ..=MAX_INFO_BYTES => Ok(info),
        bytes => Err(wrong(
            name,
            format!("an info of {bytes} bytes, at most {MAX_INFO_BYTES} are allowed: shorten it"),
        )),
    }
}

/// When what the token grants is over, in Unix seconds; none for never.
pub(super) fn expire_at(claims: &Claims) -> Result<Option<u64>, TokenError> {
    Ok(match claims.date("expire_at")? {
        // Only 0 itself stands for never: the first second of 1970 is over.
        Some(own) if own.ms == 0 => None,
        Some(own) => Some(own.seconds().max(1)),
        None => claims.date("exp")?.map(|exp| exp.seconds()),
    })
}

fn server_subscriptions(
    claims: &Claims,
) -> Result<BTreeMap<String, ServerSubscription>, TokenError> {
    let subs: BTreeMap<String, Option<SubscriptionClaim>> = claims.get("subs")?.unwrap_or_default();
    if subs.is_empty() {
        let channels = claims.get::<Vec<String>>("channels")?.unwrap_or_default();
        return Ok(channels.into_iter().map(|name| (name, Default::default())).collect());
    }
    let read = |(channel, claim): (_, Option<_>)| {
        Ok((channel, claim.map(server_subscription).transpose()?.unwrap_or_default()))
    };
    subs.into_iter().map(read).collect()
}

fn server_subscription(claim: SubscriptionClaim) -> Result<ServerSubscription, TokenError> {
    let bytes = |base64: Option<String>, json: Option<Box<RawValue>>| match base64 {
        Some(text) => decode("subs", &text).map(Some),
        None => Ok::<Option<Bytes>, _>(json.as_deref().and_then(compact)),
    };
    Ok(ServerSubscription {
        info: bytes(claim.b64info, claim.info)?.map(|info| small("subs", info)).transpose()?,
        data: bytes(claim.b64data, claim.data)?.unwrap_or_default(),
        overrides: overrides(claim.r#override),
    })
}

fn capabilities(claims: &Claims) -> Result<Capabilities, TokenError> {
    let caps: Vec<CapabilityClaim> = claims.get("caps")?.unwrap_or_default();
    let read = |claim: CapabilityClaim| {
        let matching = ChannelMatch::from_claim(&claim.r#match).ok_or_else(|| {
            let unknown = claim.r#match;
            wrong("caps", format!("unknown match {unknown:?}: use \"\", \"wildcard\" or \"regex\""))
        })?;
        let allow = actions("caps", &claim.allow)?;
        Ok(Capability { channels: claim.channels, matching, allow })
    };
    let entries = caps.into_iter().map(read).collect::<Result<_, TokenError>>()?;
    Capabilities::new(entries).map_err(|error| wrong("caps", error))
}

fn actions(claim: &str, names: &[String]) -> Result<Actions, TokenError> {
    let action = |name: &String| {
        Action::from_claim(name).ok_or_else(|| {
            let known = "use \"sub\", \"pub\", \"hst\" or \"prs\"";
            wrong(claim, format!("unknown action {name:?}: {known}"))
        })
    };
    names.iter().map(action).collect()
}

fn overrides(claim: Option<OverrideClaim>) -> SubscriptionOverride {
    let value = |switch: Option<Switch>| switch.map(|switch| switch.value);
    claim.map_or_else(SubscriptionOverride::default, |claim| SubscriptionOverride {
        presence: value(claim.presence),
        join_leave: value(claim.join_leave),
        force_push_join_leave: value(claim.force_push_join_leave),
        force_recovery: value(claim.force_recovery),
        force_positioning: value(claim.force_positioning),
    })
}
