use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::world::*;
use crate::{
    auth::{Auth, AuthConfig, ServerSubscription, TokenConfig, TokenError},
    model::Clock,
    policy::{Action, Actions, SubscriptionOverride},
};

fn with(name: &str, value: Value) -> Value {
    let mut claims = json!({ "sub": "42" });
    claims[name] = value;
    claims
}

#[tokio::test]
async fn a_token_ends_exactly_when_it_says() {
    let clock = Clock::manual((NOW - 1) * 1000 + 999);
    let auth = auth_at(hmac(), clock.clone());
    let token = sign(&with("exp", NOW.into()));
    assert_eq!(auth.connection(&token).await.unwrap().expire_at, Some(NOW));
    clock.advance(Duration::from_millis(1));
    assert_eq!(auth.connection(&token).await.unwrap_err(), TokenError::Expired);
}

#[tokio::test]
async fn a_token_begins_exactly_when_it_says() {
    assert!(connection(&with("nbf", NOW.into())).await.is_ok());
    assert!(connection(&with("nbf", json!(NOW as f64 - 0.5))).await.is_ok());
    for later in [json!(NOW + 1), json!(NOW as f64 + 0.5), json!(1e300), json!(u64::MAX)] {
        refuses(connection(&with("nbf", later)).await, "not valid yet");
    }
}

#[tokio::test]
async fn dates_of_any_size_are_read() {
    for (exp, expected) in [
        (json!(NOW as f64 + 1.9), Ok(Some(NOW + 1))),
        (json!(1e300), Ok(Some(u64::MAX / 1000))),
        (json!(u64::MAX), Ok(Some(u64::MAX / 1000))),
        (Value::Null, Ok(None)),
        (json!(0), Err(TokenError::Expired)),
        (json!(-1), Err(TokenError::Expired)),
        (json!(-1e300), Err(TokenError::Expired)),
        (json!(0.5), Err(TokenError::Expired)),
    ] {
        let result = connection(&with("exp", exp.clone())).await.map(|token| token.expire_at);
        assert_eq!(result, expected, "{exp}");
    }
    for wrong in [json!("1700000060"), json!([1]), json!({}), json!(true)] {
        refuses(connection(&with("exp", wrong.clone())).await, "its claim \"exp\" is wrong");
        refuses(connection(&with("expire_at", wrong)).await, "its claim \"expire_at\" is wrong");
    }
    // The time of issue says nothing about validity.
    assert!(connection(&with("iat", (NOW + 1000).into())).await.is_ok());
}

#[tokio::test]
async fn expire_at_sets_the_end_of_what_is_granted() {
    for (expire_at, exp, expected) in [
        (json!(NOW + 5), json!(NOW + 60), Ok(Some(NOW + 5))),
        (json!(NOW + 600), json!(NOW + 60), Ok(Some(NOW + 600))),
        (json!(0), json!(NOW + 60), Ok(None)),
        (json!(0.0), json!(NOW + 60), Ok(None)),
        (json!(-0.0), json!(NOW + 60), Ok(None)),
        // Near 0 is not 0.
        (json!(-1), json!(NOW + 60), Err(TokenError::Expired)),
        (json!(-0.5), json!(NOW + 60), Err(TokenError::Expired)),
        (json!(-1e300), Value::Null, Err(TokenError::Expired)),
        (json!(0.5), json!(NOW + 60), Err(TokenError::Expired)),
        (json!(1e-9), json!(NOW + 60), Err(TokenError::Expired)),
        (json!(NOW as f64 + 5.9), Value::Null, Ok(Some(NOW + 5))),
        (json!(NOW + 5), Value::Null, Ok(Some(NOW + 5))),
        (json!(NOW), json!(NOW + 60), Err(TokenError::Expired)),
        // The token itself is over all the same.
        (json!(0), json!(NOW), Err(TokenError::Expired)),
        (json!(NOW + 600), json!(NOW - 1), Err(TokenError::Expired)),
    ] {
        let claims = json!({ "channel": "c", "expire_at": expire_at, "exp": exp });
        let result = subscription(&claims).await.map(|token| token.expire_at);
        assert_eq!(result, expected, "{claims}");
    }
}

#[tokio::test]
async fn audience_and_issuer_are_checked_when_configured() {
    let set = |option: &str, wanted: &str| {
        let wanted = Some(wanted.to_owned());
        match option {
            "audience" => TokenConfig { audience: wanted, ..hmac() },
            "audience_regex" => TokenConfig { audience_regex: wanted, ..hmac() },
            "issuer" => TokenConfig { issuer: wanted, ..hmac() },
            _ => TokenConfig { issuer_regex: wanted, ..hmac() },
        }
    };
    for (option, wanted, claim, good, bad) in [
        ("audience", "web", "aud", json!("web"), json!("webs")),
        ("audience", "web", "aud", json!(["app", "web"]), json!(["app"])),
        ("audience", "web", "aud", json!("web"), json!([])),
        ("audience_regex", "^web-[0-9]+$", "aud", json!("web-7"), json!("web-7x")),
        ("audience_regex", "^web$", "aud", json!(["app", "web"]), json!(["app", "webs"])),
        ("issuer", "https://id", "iss", json!("https://id"), json!("https://id/")),
        ("issuer_regex", "^https://", "iss", json!("https://id"), json!("http://id")),
    ] {
        let auth = auth(set(option, wanted));
        assert!(auth.connection(&sign(&with(claim, good))).await.is_ok(), "{option} {wanted}");
        let reason = format!("client.token.{option} wants another");
        refuses(auth.connection(&sign(&with(claim, bad))).await, &reason);
        refuses(auth.connection(&sign(&json!({}))).await, &format!("it has no \"{claim}\""));
        refuses(auth.connection(&sign(&with(claim, json!(7)))).await, "is wrong");
    }
    // What is not asked for is not looked at.
    assert!(connection(&json!({ "aud": "other", "iss": 7 })).await.is_ok());
}

#[tokio::test]
async fn the_user_is_who_the_claim_says() {
    let named = |name: &str| TokenConfig { user_id_claim: Some(name.into()), ..hmac() };
    for (config, claims, user) in [
        (hmac(), json!({ "sub": "42" }), "42"),
        (hmac(), json!({ "sub": 42 }), "42"),
        (hmac(), json!({}), ""),
        (hmac(), json!({ "sub": null }), ""),
        (named("user_id"), json!({ "sub": "x", "user_id": "42" }), "42"),
        (named("user_id"), json!({ "user_id": -7 }), "-7"),
    ] {
        let token = auth(config).connection(&sign(&claims)).await.unwrap();
        assert_eq!(token.user.as_str(), user, "{claims}");
    }
    refuses(
        auth(named("uid")).connection(&sign(&json!({ "sub": "42" }))).await,
        "no claim \"uid\"",
    );
    for wrong in [json!(4.2), json!(["42"]), json!({}), json!(true)] {
        refuses(connection(&json!({ "sub": wrong })).await, "its claim \"sub\" is wrong");
    }
}

#[tokio::test]
async fn info_is_the_json_as_it_was_or_raw_bytes() {
    for (claims, info) in [
        (json!({ "info": { "name": "Ann \"A\" \\" } }), &br#"{"name":"Ann \"A\" \\"}"#[..]),
        (json!({ "info": "text" }), b"\"text\""),
        (json!({ "info": false }), b"false"),
        (json!({ "info": null }), b""),
        (json!({}), b""),
        (json!({ "info": 1, "b64info": "AP8=" }), b"\x00\xff"),
    ] {
        assert_eq!(connection(&claims).await.unwrap().info, info, "{claims}");
    }
    refuses(connection(&json!({ "b64info": "A_8" })).await, "its claim \"b64info\" is wrong");
    let meta = connection(&json!({ "meta": { "a": [1, 2] } })).await.unwrap().meta;
    assert_eq!(meta, r#"{"a":[1,2]}"#);
}

#[tokio::test]
async fn info_and_user_ids_have_an_end() {
    let (most, more) = ("x".repeat(16 * 1024 - 2), "x".repeat(16 * 1024 - 1));
    let [b64most, b64more] = [16 * 1024, 16 * 1024 + 1].map(|n| STANDARD.encode(vec![0; n]));
    for (name, good, bad) in [("info", most, more), ("b64info", b64most, b64more)] {
        let claims = |info: &str| {
            let subs = json!({ "a": { name: info } });
            (json!({ name: info }), json!({ "subs": subs }), json!({ "channel": "c", name: info }))
        };
        let (own, subs, sub) = claims(&good);
        assert_eq!(connection(&own).await.unwrap().info.len(), 16 * 1024);
        let subs = connection(&subs).await.unwrap().subs;
        assert_eq!(subs["a"].info.as_ref().unwrap().len(), 16 * 1024);
        assert_eq!(subscription(&sub).await.unwrap().info.unwrap().len(), 16 * 1024);
        let (own, subs, sub) = claims(&bad);
        let reason = |claim| {
            format!("its claim {claim:?} is wrong: an info of 16385 bytes, at most 16384 are")
        };
        refuses(connection(&own).await, &reason("info"));
        refuses(connection(&subs).await, &reason("subs"));
        refuses(subscription(&sub).await, &reason("info"));
    }
    let long = "x".repeat(256);
    assert!(connection(&json!({ "sub": long[..255] })).await.is_ok());
    let reason = "its claim \"sub\" is wrong: a user id of 256 bytes, at most 255 are allowed";
    refuses(connection(&json!({ "sub": long })).await, reason);
    refuses(subscription(&json!({ "sub": long, "channel": "c" })).await, reason);
    let named = TokenConfig { user_id_claim: Some("id".into()), ..hmac() };
    let token = sign(&json!({ "sub": "42", "id": long }));
    refuses(auth(named).connection(&token).await, "its claim \"id\" is wrong: a user id of 256");
}

#[tokio::test]
async fn white_space_goes_and_numbers_stay() {
    let claims = "{ \"info\" : { \"id\" : 12345678901234567890123 ,\n\"a b\": \"c  \\\" d\" } }";
    let token = hmac_signed(r#"{"alg":"HS256"}"#, claims, SECRET.as_bytes());
    let info = auth(hmac()).connection(&token).await.unwrap().info;
    assert_eq!(info, r#"{"id":12345678901234567890123,"a b":"c  \" d"}"#);
}

#[tokio::test]
async fn unknown_claims_are_ignored_and_the_last_of_two_counts() {
    let claims = r#"{"sub":"1","x":{"deep":[1]},"sub":"2"}"#;
    let token = hmac_signed(r#"{"alg":"HS256"}"#, claims, SECRET.as_bytes());
    assert_eq!(auth(hmac()).connection(&token).await.unwrap().user.as_str(), "2");
}

#[tokio::test]
async fn server_side_subscriptions_are_those_of_subs_before_channels() {
    let plain = connection(&json!({ "channels": ["a", "b", "a"] })).await.unwrap().subs;
    assert_eq!(plain.keys().collect::<Vec<_>>(), ["a", "b"]);
    assert!(plain.values().all(|sub| *sub == ServerSubscription::default()));
    let claims = json!({ "channels": ["a"], "subs": {
        "b": {},
        "c": null,
        "d": { "info": { "x": 1 }, "b64data": "AAE=", "override": {
            "presence": { "value": true }, "force_recovery": { "value": false }, "later": 1,
        } },
    } });
    let subs = connection(&claims).await.unwrap().subs;
    assert_eq!(subs.keys().collect::<Vec<_>>(), ["b", "c", "d"]);
    let overrides = SubscriptionOverride {
        presence: Some(true),
        force_recovery: Some(false),
        ..SubscriptionOverride::default()
    };
    let (info, data) = (Some(r#"{"x":1}"#.into()), b"\x00\x01"[..].into());
    assert_eq!(subs["d"], ServerSubscription { info, data, overrides });
    for wrong in [json!(["a"]), json!({ "a": 1 }), json!({ "a": { "b64data": "!" } })] {
        refuses(connection(&json!({ "subs": wrong })).await, "its claim \"subs\" is wrong");
    }
    refuses(connection(&json!({ "channels": "a" })).await, "its claim \"channels\" is wrong");
}

#[tokio::test]
async fn capabilities_are_read_in_order() {
    let claims = json!({ "caps": [
        { "channels": ["news"], "allow": ["sub", "hst"] },
        { "channels": ["n*"], "match": "wildcard", "allow": ["pub"] },
        { "channels": ["^chat:[0-9]+$"], "match": "regex", "allow": ["prs"] },
    ] });
    let caps = connection(&claims).await.unwrap().capabilities;
    let allowed = |channel: &str| caps.of(channel).map(|(_, allow)| allow);
    let actions = |list: &[Action]| Some(list.iter().copied().collect::<Actions>());
    assert_eq!(allowed("news"), actions(&[Action::Subscribe, Action::History]));
    assert_eq!(allowed("nets"), actions(&[Action::Publish]));
    assert_eq!(allowed("chat:7"), actions(&[Action::Presence]));
    assert_eq!(allowed("chat:x"), None);
    for (wrong, part) in [
        (json!([{ "channels": ["a"], "match": "glob", "allow": [] }]), "unknown match \"glob\""),
        (json!([{ "channels": ["a"], "allow": ["subscribe"] }]), "unknown action \"subscribe\""),
        (json!([{ "channels": ["("], "match": "regex" }]), "is not a regular expression"),
        (json!([{ "channels": "a" }]), "its claim \"caps\" is wrong"),
        (json!({}), "its claim \"caps\" is wrong"),
    ] {
        refuses(connection(&json!({ "caps": wrong })).await, part);
    }
}

#[tokio::test]
async fn a_subscription_token_is_read_whole() {
    let claims = json!({ "sub": "42", "channel": "chat:room", "info": [1], "data": "x",
        "allow": ["pub", "prs"], "override": { "join_leave": { "value": true } } });
    let token = subscription(&claims).await.unwrap();
    assert_eq!((token.user.as_str(), token.channel.as_str()), ("42", "chat:room"));
    assert_eq!((token.info.unwrap(), token.data), ("[1]".into(), "\"x\"".into()));
    assert_eq!((token.expire_at, token.overrides.join_leave), (None, Some(true)));
    assert_eq!(token.allow, [Action::Publish, Action::Presence].into_iter().collect());
    let bare = subscription(&json!({ "channel": "c" })).await.unwrap();
    assert_eq!((bare.info, bare.data.is_empty(), bare.allow.is_empty()), (None, true, true));
}

#[tokio::test]
async fn subscription_tokens_have_their_own_keys_if_configured() {
    let own = TokenConfig {
        hmac_secret_key: Some("the secret of subscriptions, thirty-two".into()),
        ..TokenConfig::default()
    };
    let config =
        AuthConfig { token: hmac(), subscription_token: Some(own), ..AuthConfig::default() };
    let auth = Auth::new(&config, Clock::manual(NOW * 1000)).unwrap();
    let token = sign(&json!({ "channel": "c" }));
    refuses(auth.subscription(&token).await, "signature is wrong");
    assert!(auth.connection(&sign(&good())).await.is_ok());
}
