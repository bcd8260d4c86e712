//! `fanwire config` as a process: streams, exit codes, flags, environment.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use fanwire::auth::{Secret, SigningKey};
use serde_json::json;

fn fanwire(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanwire"));
    // Nothing of ours from whoever runs the tests.
    command.args(args).env_clear().stdin(Stdio::null());
    command
}

/// Exit code, stdout, stderr.
fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("the binary starts");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (status.code().expect("it exits by itself"), text(stdout), text(stderr))
}

fn write(dir: &Path, name: &str, text: &str) -> String {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path.into_os_string().into_string().unwrap()
}

#[test]
fn check_accepts_what_would_run() {
    let (code, stdout, stderr) = run(&mut fanwire(&["config", "check", "--insecure"]));
    assert_eq!((code, stdout.as_str(), stderr.as_str()), (0, "configuration ok\n", ""));
}

#[test]
fn check_says_what_to_do_without_insecure() {
    let (code, stdout, stderr) = run(&mut fanwire(&["config", "check"]));
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.starts_with("error: ") && stderr.contains("--insecure"), "{stderr}");
    assert!(stderr.contains("client.token.hmac_secret_key: "), "{stderr}");
}

#[test]
fn check_keeps_insecure_on_loopback() {
    let public = ["config", "check", "--insecure", "--set", "listen.client.address=0.0.0.0:8000"];
    let (code, _, stderr) = run(&mut fanwire(&public));
    assert_eq!(code, 2);
    let sentence =
        "client.insecure = true listens on loopback only: listen.client.address is 0.0.0.0:8000";
    assert!(stderr.contains(sentence), "{stderr}");
}

#[test]
fn check_reports_every_problem_with_its_source() {
    let dir = tempfile::tempdir().unwrap();
    let file = write(dir.path(), "f.toml", "[client]\nping_intervall = \"1s\"\n");
    let mut check = fanwire(&["config", "check", "--insecure", "--set", "log.format=xml"]);
    check.env("FANWIRE_CONFIG", &file).env("FANWIRE_CLIENT_PONG_TIMEOUT", "8");
    let (code, _, stderr) = run(&mut check);
    assert_eq!(code, 2);
    for part in [
        &format!(
            "client.ping_intervall (file {file}): unknown option: did you mean client.ping_interval?"
        ),
        "client.pong_timeout (env FANWIRE_CLIENT_PONG_TIMEOUT): \"8\" has no unit: write \"8s\"",
        "log.format (flag --set): \"xml\"",
        "3 problems",
    ] {
        assert!(stderr.contains(part), "no {part:?} in {stderr}");
    }
}

#[test]
fn show_names_the_source_of_every_value() {
    let dir = tempfile::tempdir().unwrap();
    let file = write(dir.path(), "f.yaml", "channel:\n  max_length: 99\n");
    let mut show = fanwire(&[
        "config",
        "show",
        "--json",
        "--config",
        &file,
        "--insecure",
        "--log-level",
        "warn",
        "--set",
        "shutdown.timeout=9s",
    ]);
    show.env("FANWIRE_CLIENT_CHANNEL_LIMIT", "5");
    let (code, stdout, stderr) = run(&mut show);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let shown: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    for (option, value, source, from) in [
        ("client.insecure", "true", "flag", "\"--insecure\""),
        ("log.level", "\"warn\"", "flag", "\"--log-level\""),
        ("shutdown.timeout", "\"9s\"", "flag", "\"--set\""),
        ("client.channel_limit", "5", "env", "\"FANWIRE_CLIENT_CHANNEL_LIMIT\""),
        ("channel.max_length", "99", "file", &format!("{file:?}")),
        ("engine.type", "\"embedded\"", "default", "null"),
    ] {
        let setting = &shown[option];
        assert_eq!(setting["value"].to_string(), value, "{option}");
        assert_eq!(setting["source"], source, "{option}");
        assert_eq!(setting["from"].to_string(), from, "{option}");
    }
}

#[test]
fn show_prints_wrong_values_too_and_fails() {
    let args = ["config", "show", "--insecure", "--set", "client.ping_interval=25"];
    let (code, stdout, stderr) = run(&mut fanwire(&args));
    assert_eq!(code, 2);
    let line = stdout.lines().find(|line| line.starts_with("ping_interval")).unwrap();
    assert!(line.contains("\"25\"") && line.ends_with("# flag --set"), "{line}");
    assert!(stderr.contains("write \"25s\""), "{stderr}");
}

#[test]
fn wrong_usage_exits_with_2_and_help_with_0() {
    for args in [
        &[][..],
        &["nonsense"],
        &["config"],
        &["config", "check", "--nonsense"],
        &["config", "check", "--set", "novalue"],
        &["config", "check", "--config", "/nowhere/f.toml"],
        &["config", "check", "--set", "client.pingInterval=1s"],
        &["config", "check", "--insecure", "--set", "channel.namespaces[0].name=chat"],
    ] {
        let (code, stdout, stderr) = run(&mut fanwire(args));
        assert_eq!((code, stdout.as_str()), (2, ""), "{args:?}");
        assert!(!stderr.is_empty(), "{args:?}");
    }
    let (code, stdout, _) = run(&mut fanwire(&["--version"]));
    assert_eq!((code, stdout), (0, format!("fanwire {}\n", env!("CARGO_PKG_VERSION"))));
    let (code, stdout, _) = run(&mut fanwire(&["--help"]));
    assert!(code == 0 && stdout.contains("Exit codes:"), "{stdout}");
}

/// What signs the tokens of these tests.
const SECRET: &str = "0123456789abcdef0123456789abcdef";

const POLICY: &str = r#"
[channel.without_namespace]
allow_user_limited_channels = true
[[channel.namespaces]]
name = "chat"
history_size = 10
history_ttl = "1h"
allow_subscribe_for_client = true
allow_history_for_subscriber = true
allow_presence_for_client = true
[[channel.namespaces]]
name = "secret"
channel_regex = "^[a-z]+$"
"#;

/// `config explain` of POLICY without client.insecure.
fn explain(args: &[&str]) -> (i32, String, String) {
    let dir = tempfile::tempdir().unwrap();
    let file = write(dir.path(), "f.toml", POLICY);
    let key = format!("client.token.hmac_secret_key={SECRET}");
    let fixed = ["config", "explain", "--config", &file, "--set", &key];
    run(&mut fanwire(&[&fixed, args].concat()))
}

#[test]
fn explain_says_what_a_user_may_do_and_by_which_rule() {
    let (code, stdout, stderr) = explain(&["chat:room", "--user", "42"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    for line in [
        "namespace    chat",
        "user         42",
        "subscribe    allowed: allow_subscribe_for_client in namespace \"chat\"",
        "publish      permission denied: nothing lets user \"42\" publish to \"chat:room\": set \
         allow_publish_for_client in namespace \"chat\", or grant \"pub\" in caps",
        "history      permission denied: nothing lets user \"42\" read the history of \
         \"chat:room\": subscribe first, or set allow_history_for_client in namespace \"chat\", \
         or grant \"hst\" in caps",
        "             once subscribed: allowed: allow_history_for_subscriber in namespace \"chat\"",
        "presence     presence is off in namespace \"chat\": set presence = true",
        "warning      allow_presence_for_client has no effect: presence is off in namespace \
         \"chat\": set presence = true",
    ] {
        assert!(stdout.lines().any(|given| given == line), "no {line:?} in {stdout}");
    }
    assert!(stdout.contains("history_size = 10 # file "), "{stdout}");
    assert!(!stdout.contains("history_meta_ttl"), "a default is no news: {stdout}");
    assert!(!stdout.contains("name ="), "its name was said: {stdout}");
}

#[test]
fn explain_is_about_an_anonymous_user_unless_told() {
    let (code, stdout, _) = explain(&["#42", "--json"]);
    assert_eq!(code, 0);
    let answer: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((answer["namespace"].as_str(), answer["user"].as_str()), (Some(""), Some("")));
    assert_eq!(answer["actions"]["subscribe"]["allowed"], false);
    let reason = answer["actions"]["subscribe"]["reason"].as_str().unwrap();
    assert!(reason.contains("not for an anonymous user"), "{reason}");
    let options = answer["options"].as_object().unwrap();
    let names: Vec<_> = options.keys().map(String::as_str).collect();
    assert_eq!(names, ["channel.without_namespace.allow_user_limited_channels"]);
    let (_, stdout, _) = explain(&["#42", "--json", "--user", "42"]);
    let answer: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(answer["actions"]["subscribe"]["allowed"], true);
}

fn token(claims: serde_json::Value) -> String {
    SigningKey::hmac(&Secret::from(SECRET)).sign(&claims, None).unwrap()
}

#[track_caller]
fn explains(args: &[&str], lines: &[&str]) {
    let (code, stdout, stderr) = explain(args);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    for line in lines {
        assert!(stdout.lines().any(|given| given == *line), "no {line:?} in {stdout}");
    }
}

#[test]
fn explain_counts_what_a_connection_token_grants() {
    let caps = json!([
        {"channels": ["secret:*"], "match": "wildcard", "allow": ["sub"]},
        {"channels": ["secret:room"], "allow": ["pub"]},
    ]);
    let token = token(json!({"sub": "42", "caps": caps, "channels": ["chat:own"]}));
    explains(
        &["secret:room", "--token", &token],
        &[
            "user         42",
            "subscribe    allowed: granted by caps[0]",
            "publish      permission denied: nothing lets user \"42\" publish to \"secret:room\": \
             set allow_publish_for_client in namespace \"secret\", or add \"pub\" to caps[0], the \
             first entry that matches the channel",
        ],
    );
    explains(
        &["chat:own", "--token", &token],
        &[
            "subscribed   by the server: channels or subs of the token",
            "history      allowed: allow_history_for_subscriber in namespace \"chat\"",
        ],
    );
}

#[test]
fn explain_counts_what_a_subscription_token_grants() {
    let token = token(json!({"sub": "42", "channel": "secret:room", "allow": ["pub"]}));
    explains(
        &["secret:room", "--token", &token],
        &[
            "user         42",
            "subscribe    allowed: a subscription token is presented",
            "             once subscribed: allowed: granted by allow of the subscription token",
        ],
    );
    let (code, stdout, stderr) = explain(&["secret:other", "--token", &token]);
    assert_eq!((code, stdout.as_str()), (4, ""));
    assert!(stderr.contains("is for the channel \"secret:room\", not for"), "{stderr}");
}

#[test]
fn explain_believes_no_token_that_the_server_would_not() {
    let good = token(json!({"sub": "42"}));
    let forged = format!("{}x", &good[..good.len() - 1]);
    let late = token(json!({"sub": "42", "exp": 1}));
    for (token, problem) in
        [(&*forged, "invalid"), (&*late, "the token has expired"), ("x", "it is not a JWT")]
    {
        let (code, stdout, stderr) = explain(&["chat:room", "--token", token]);
        assert_eq!((code, stdout.as_str()), (4, ""), "{stderr}");
        assert!(stderr.contains(problem), "{stderr}");
    }
    let (code, _, stderr) = explain(&["chat:room", "--token", &good, "--user", "7"]);
    assert_eq!(code, 2, "one or the other: {stderr}");
}

#[test]
fn explain_refuses_channels_as_the_server_does() {
    for (channel, problem) in [
        ("", "channel name is empty"),
        ("chat:\u{fc}", "only printable ASCII is allowed"),
        (
            "news:a",
            "unknown namespace \"news\": add it to channel.namespaces (known: chat, secret)",
        ),
        ("secret:A", "\"A\" does not match channel_regex \"^[a-z]+$\" in namespace \"secret\""),
    ] {
        let (code, stdout, stderr) = explain(&[channel]);
        assert_eq!((code, stdout.as_str()), (4, ""), "{channel:?}: {stderr}");
        assert!(stderr.contains(problem), "{stderr}");
    }
}
