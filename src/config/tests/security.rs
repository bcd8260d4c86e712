//! Tokens, API keys, secrets: how they are read, and that they are not shown.

use serde_json::json;

use super::*;
use crate::auth::Secret;

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Without client.insecure.
fn secured(toml: &str) -> Loaded {
    file("secured.toml", toml)
}

#[track_caller]
fn secured_refuses(toml: &str, part: &str) {
    let problems = secured(toml).config.unwrap_err().to_string();
    assert!(problems.contains(part), "{toml}: no {part:?} in: {problems}");
    assert!(problems.starts_with("the configuration has a problem\n"), "{problems}");
    assert!(!problems.contains(SECRET), "{problems}");
}

fn keyed(more: &str) -> String {
    format!("client.token.hmac_secret_key = \"{SECRET}\"\n{more}")
}

#[test]
fn somebody_must_be_able_to_connect() {
    let nothing = secured("").config.unwrap_err().to_string();
    for part in ["client.token.hmac_secret_key", "openssl rand -hex 32", "--insecure"] {
        assert!(nothing.contains(part), "no {part:?} in {nothing}");
    }
    for enough in [
        &keyed(""),
        "client.allow_anonymous_connect_without_token = true",
        "client.token.jwks_public_endpoint = \"http://127.0.0.1:1/jwks\"",
        "client.insecure = true",
    ] {
        secured(enough).config.unwrap();
    }
    secured_refuses("client.token.audience = \"web\"", "there is no other key");
    let dir = tempfile::tempdir().unwrap();
    let file = Some(write(dir.path(), "empty.toml", ""));
    let offline = LoadOptions { file, offline: true, ..LoadOptions::default() };
    Config::load(offline).unwrap();
}

#[test]
fn clients_without_tokens_stay_on_loopback_and_those_with_tokens_need_not() {
    let public = "listen.client.address = \"0.0.0.0:8000\"";
    secured(&keyed(public)).config.unwrap();
    secured_refuses(&format!("client.insecure = true\n{public}"), "listens on loopback only");
}

#[test]
fn an_api_without_keys_stays_on_loopback() {
    for address in ["0.0.0.0:9000", "[::]:9000", "192.168.0.1:9000", "[::ffff:10.0.0.1]:9000"] {
        let api = format!("listen.api.address = {address:?}");
        let problem = format!("{address} is not on loopback");
        secured_refuses(&keyed(&api), &problem);
        secured_refuses(&format!("client.insecure = true\n{api}"), "set api.keys");
        for enough in
            ["api.insecure = true", "api.keys = [{ name = \"a\", key = \"0123456789abcdef\" }]"]
        {
            secured(&keyed(&format!("{api}\n{enough}"))).config.unwrap();
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let pem = write(dir.path(), "a.pem", "pem");
    let tls = |client_ca: &str| {
        format!(
            "listen.api = {{ address = \"0.0.0.0:9000\", tls = {{ enabled = true, \
             cert_pem_file = {pem:?}, key_pem_file = {pem:?}{client_ca} }} }}"
        )
    };
    secured_refuses(&keyed(&tls("")), "is not on loopback");
    secured(&keyed(&tls(&format!(", client_ca_pem_file = {pem:?}")))).config.unwrap();
}

#[test]
fn every_option_of_tokens_is_read() {
    let toml = r#"
        client.allow_anonymous_connect_without_token = true
        [client.token]
        hmac_secret_key = "secret"
        hmac_previous_secret_key = "previous"
        jwks_public_endpoint = "https://id.example.com/jwks"
        audience = "web"
        issuer_regex = "^https://id$"
        user_id_claim = "user_id"
        [client.subscription_token]
        enabled = true
        hmac_secret_key = "other"
        audience_regex = "^web"
        issuer = "id"
    "#;
    let auth = secured(toml).config.unwrap().auth;
    let own = auth.subscription_token.unwrap();
    let reveal = |secret: &Option<Secret>| secret.as_ref().unwrap().reveal().to_owned();
    assert!(auth.allow_anonymous_connect_without_token && !auth.insecure);
    assert_eq!(reveal(&auth.token.hmac_secret_key), "secret");
    assert_eq!(reveal(&auth.token.hmac_previous_secret_key), "previous");
    assert_eq!(reveal(&own.hmac_secret_key), "other");
    let token = auth.token;
    assert_eq!(token.jwks_public_endpoint.unwrap(), "https://id.example.com/jwks");
    assert_eq!((token.audience.unwrap(), token.audience_regex), ("web".into(), None));
    assert_eq!((token.issuer_regex.unwrap(), token.issuer), ("^https://id$".into(), None));
    assert_eq!(token.user_id_claim.unwrap(), "user_id");
    assert_eq!((own.audience_regex.unwrap(), own.issuer.unwrap()), ("^web".into(), "id".into()));
    // Its keys do nothing until it is enabled.
    let off = keyed("client.subscription_token.hmac_secret_key = \"other\"");
    assert_eq!(secured(&off).config.unwrap().auth.subscription_token, None);
    secured_refuses(&keyed("client.subscription_token.enabled = true"), "needs a key");
}

#[test]
fn what_the_room_refuses_is_a_problem_of_the_option() {
    let both =
        "client.token = { hmac_secret_key = \"x\", audience = \"a\", audience_regex = \"b\" }";
    secured_refuses(both, "client.token.audience_regex (file ");
    secured_refuses("client.token.rsa_public_key = \"x\"", "client.token.rsa_public_key (file ");
    let own = "client.subscription_token = { enabled = true, ecdsa_public_key = \"x\" }";
    secured_refuses(&keyed(own), "client.subscription_token.ecdsa_public_key (file ");
}

#[test]
fn a_secret_can_come_from_a_file_and_the_environment() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(dir.path(), "hmac", &format!("{SECRET}\r\n"));
    let from_file = format!("client.token.hmac_secret_key_file = {path:?}");
    let env = [("FANWIRE_CLIENT_TOKEN_HMAC_SECRET_KEY", SECRET)];
    let file_env = [("FANWIRE_CLIENT_TOKEN_HMAC_SECRET_KEY_FILE", path.to_str().unwrap())];
    for sources in [
        Sources { toml: &from_file, ..Sources::default() },
        Sources { env: &env, ..Sources::default() },
        Sources { env: &file_env, ..Sources::default() },
    ] {
        let config = load(&sources).config.unwrap();
        assert_eq!(config.auth.token.hmac_secret_key, Some(Secret::from(SECRET)));
    }
    secured_refuses(&keyed(&from_file), "hmac_secret_key_file (file ");
    secured_refuses(&keyed(&from_file), "set together with client.token.hmac_secret_key: remove");
    let empty = write(dir.path(), "empty", "\n");
    for (bad, part) in [(empty, "is empty"), (dir.path().into(), "cannot be read")] {
        let insecure =
            format!("client.insecure = true\nclient.token.hmac_secret_key_file = {bad:?}");
        secured_refuses(&insecure, part);
    }
    // The blame goes to the option that was used.
    let pem = write(dir.path(), "pem", "no key");
    let option = "client.token.rsa_public_key_file";
    secured_refuses(&format!("{option} = {pem:?}"), &format!("{option} (file "));
}

#[test]
fn no_secret_is_ever_shown() {
    let hash = "ab".repeat(32);
    let toml = format!(
        "client.token = {{ hmac_secret_key = \"{SECRET}\", hmac_previous_secret_key = \"{SECRET}\" }}\n\
         client.subscription_token.hmac_secret_key = \"{SECRET}\"\n\
         api.keys = [{{ name = \"a\", key = \"{SECRET}\" }}, {{ name = \"b\", key_sha256 = \"{hash}\" }}]"
    );
    let loaded = secured(&toml);
    let shown =
        [to_toml(&loaded.settings), to_json(&loaded.settings).to_string(), format!("{loaded:?}")];
    assert!(loaded.config.is_ok());
    for text in shown {
        assert!(!text.contains(&SECRET[..8]) && !text.contains(&hash[..8]), "{text}");
    }
    let toml = to_toml(&loaded.settings);
    let line = toml.lines().find(|line| line.starts_with("hmac_secret_key =")).unwrap();
    assert!(line.starts_with("hmac_secret_key = \"***\"") && line.contains("# file "), "{line}");
    assert_eq!(toml.matches("\"***\"").count(), 5);
    // What it prints is not taken for the secret.
    let again = file("shown.toml", &toml).config.unwrap_err();
    assert_eq!(again.problems.len(), 5, "{again}");
    assert!(again.to_string().contains("is what `fanwire config show` prints"), "{again}");
}

#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    for toml in [
        format!("client.token = \"{SECRET}\""),
        format!("client.token.hmac_secret_key = [\"{SECRET}\"]"),
        format!("api.keys = \"{SECRET}\""),
        format!("api = \"{SECRET}\""),
    ] {
        let problems = secured(&toml).config.unwrap_err().to_string();
        assert!(problems.contains("expected"), "{problems}");
        assert!(!problems.contains(SECRET), "{problems}");
    }
}

#[test]
fn a_private_key_in_the_wrong_place_is_not_repeated() {
    for (option, label, fix) in [
        ("client.token.rsa_public_key", "PRIVATE KEY", "openssl pkey -pubout"),
        ("client.token.ecdsa_public_key", "EC PRIVATE KEY", "openssl pkey -pubout"),
        ("client.token.eddsa_public_key_file", "ENCRYPTED PRIVATE KEY", "name of the file"),
        ("listen.client.tls.key_pem_file", "RSA PRIVATE KEY", "name of the file"),
    ] {
        let pem = format!("-----BEGIN {label}-----\nMIIsecret\n-----END {label}-----\n");
        for (value, part) in [(json!(pem), fix), (json!([pem]), "expected a string")] {
            let loaded = secured(&keyed(&format!("{option} = {value}")));
            let problems = loaded.config.as_ref().unwrap_err().to_string();
            assert!(problems.contains(part), "{option}: no {part:?} in: {problems}");
            let settings = &loaded.settings;
            for text in [problems, to_toml(settings), to_json(settings).to_string()] {
                assert!(!text.contains("MIIsecret"), "{option}: {text}");
            }
        }
    }
}

#[test]
fn a_file_that_cannot_be_parsed_is_not_repeated() {
    let key = "s3cret-0123456789";
    for (name, text, place) in [
        ("a.toml", format!("[client.token]\nhmac_secret_key = {key}"), "line 2 column 19"),
        ("a.toml", format!("hmac_secret_key = \"{key}"), "line 1 column "),
        ("a.toml", format!("api.keys = [{{ name = \"a\", key = \"{key}\" ]"), "line 1 column "),
        ("a.toml", format!("api.keys = [{{ key = \"{key}\", key = \"{key}\" }}]"), "line 1 "),
        ("a.toml", key.to_owned(), "line 1 column "),
        ("a.yaml", format!("client:\n  key: *{key}"), "line 2 column "),
        ("a.yaml", format!("client:\n  key: !{key} [\n"), "line "),
        ("a.yaml", format!("client:\n  key: \"{key}"), "line "),
        ("a.yaml", format!("client:\n  {key}: 1\n  {key}: 2"), "line 3 column "),
        ("a.yaml", format!("%{key}\n- a"), "line "),
        ("a.yaml", format!("client: {{key: {key}"), "line "),
        ("a.yml", format!("client:\n  key: {key}\n key: {key}"), "line "),
        ("a.json", format!("{{\"client\":\n{{\"key\": {key}"), "line 2 column "),
        ("a.json", format!("{{\"key\": \"{key}\" \"{key}\": 1}}"), "line 1 column "),
        ("a.json", format!("{{\"key\": \"{key}"), "line 1 column "),
    ] {
        let error = file(name, &text).config.unwrap_err().to_string();
        assert!(error.contains("cannot be parsed") && error.contains(place), "{text}: {error}");
        assert!(!error.contains("s3cret") && !error.contains("456"), "{text}: {error}");
    }
}

#[test]
fn api_keys_are_read_and_checked() {
    let chat = "channel.namespaces = [{ name = \"chat\" }]\n";
    let key = |more: &str| {
        keyed(&format!("{chat}api.keys = [{{ name = \"a\", key = \"0123456789abcdef\"{more} }}]"))
    };
    let all = secured(&key("")).config.unwrap().api.keys.remove(0);
    assert_eq!((&all.methods[..], &all.namespaces[..]), (&["*".into()][..], &["*".into()][..]));
    let some = key(", methods = [\"Publish\", \"Info\"], namespaces = [\"chat\", \"\"]");
    let some = secured(&some).config.unwrap().api.keys.remove(0);
    assert_eq!((&some.methods[1], &some.namespaces[0]), (&"Info".into(), &"chat".into()));
    for (more, part) in [
        (", methods = [\"publish\"]", "did you mean \"Publish\"?"),
        (", methods = [\"Xyzzy\"]", "use \"*\" or Publish, Broadcast, "),
        (", methods = []", "api.keys[0].methods (file "),
        (", namespaces = [\"chta\"]", "no namespace \"chta\": did you mean \"chat\"?"),
        (", namespaces = [\"x\"]", "add it to channel.namespaces"),
        (", key_sha256 = \"00\"", "set together with key"),
        (", nam = 1", "did you mean api.keys[0].name?"),
    ] {
        secured_refuses(&key(more), part);
    }
    let env = [
        ("FANWIRE_API_KEYS", r#"[{"name": "env", "key": "0123456789abcdef"}]"#),
        ("FANWIRE_API_INSECURE", "true"),
    ];
    let api = load(&Sources { env: &env, ..Sources::default() }).config.unwrap().api;
    assert_eq!((api.keys[0].name.as_str(), api.insecure), ("env", true));
}

#[test]
fn an_api_key_that_nobody_could_send_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let spaced = write(dir.path(), "spaced", &format!("{SECRET} \n"));
    let key = |option: &str, value: &str| {
        secured(&keyed(&format!("api.keys = [{{ name = \"a\", {option} = {value:?} }}]")))
    };
    let good = write(dir.path(), "good", &format!("{SECRET}\r\n"));
    key("key_file", good.to_str().unwrap()).config.unwrap();
    // What `printf %s "$UNSET" | sha256sum` prints.
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for (option, value, part) in [
        ("key_file", spaced.to_str().unwrap(), "key_file (file "),
        ("key_file", spaced.to_str().unwrap(), "begins or ends with white space"),
        ("key", &format!(" {SECRET}"), "api.keys[0].key (file "),
        ("key_sha256", nothing, "is the hash of an empty text"),
        ("key", "", "is not set"),
    ] {
        let problems = key(option, value).config.unwrap_err().to_string();
        assert!(problems.contains(part), "{option}: no {part:?} in: {problems}");
        assert!(!problems.contains(SECRET), "{problems}");
    }
}

#[test]
fn what_is_weak_is_allowed_with_a_warning() {
    let weak = "client.token = { hmac_secret_key = \"short\", issuer_regex = \"https://id\" }\n\
                api.keys = [{ name = \"a\", key = \"short\" }]";
    let loaded = secured(weak);
    assert!(loaded.config.is_ok());
    let warnings: Vec<_> = loaded.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    for (warning, part) in warnings.iter().zip(["5 bytes", "anchor it", "api.keys[0].key (file"]) {
        assert!(warning.contains(part) && !warning.contains("short"), "{warning}");
    }
    assert_eq!(secured(&keyed("")).warnings, []);
}

#[test]
fn keys_that_others_could_replace_on_the_way_are_warned_about() {
    for (url, warned) in [
        ("http://id.example.com/jwks", true),
        ("HTTP://10.0.0.1:8080/jwks", true),
        ("http://localhost.example.com/", true),
        ("https://id.example.com/jwks", false),
        ("http://localhost:1/jwks", false),
        ("http://127.0.0.2/jwks", false),
        ("http://[::1]:8080/jwks", false),
    ] {
        let loaded = secured(&format!("client.token.jwks_public_endpoint = {url:?}"));
        assert!(loaded.config.is_ok(), "{url}");
        let warnings: Vec<_> = loaded.warnings.iter().map(ToString::to_string).collect();
        assert_eq!(warnings.len(), usize::from(warned), "{url}: {warnings:?}");
        for warning in warnings {
            assert!(warning.starts_with("client.token.jwks_public_endpoint (file "), "{warning}");
            assert!(warning.ends_with("use https"), "{warning}");
        }
    }
}
