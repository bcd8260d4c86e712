//! `fanwire token` as a process.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// In `dir`, with `key` as the HMAC key.
fn fanwire(dir: &Path, key: Option<&str>, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanwire"));
    command.arg("token").args(args).env_clear().current_dir(dir).stdin(Stdio::null());
    command.envs(key.map(|key| ("FANWIRE_CLIENT_TOKEN_HMAC_SECRET_KEY", key)));
    command
}

/// Exit code, stdout, stderr.
fn run(command: &mut Command) -> (i32, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("the binary starts");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (status.code().expect("it exits by itself"), text(stdout), text(stderr))
}

struct Shell(tempfile::TempDir);

impl Shell {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    #[track_caller]
    fn mint(&self, args: &[&str]) -> String {
        let (code, stdout, stderr) = run(&mut fanwire(self.0.path(), Some(SECRET), args));
        assert_eq!((code, stderr.as_str()), (0, ""), "{args:?}");
        let token = stdout.strip_suffix('\n').expect("one line");
        assert!(!token.contains(char::is_whitespace), "{token:?}");
        token.to_owned()
    }

    fn inspect(&self, token: &str, more: &[&str]) -> (i32, Value, String) {
        let args = [&["inspect", token, "--json"], more].concat();
        let (code, stdout, stderr) = run(&mut fanwire(self.0.path(), Some(SECRET), &args));
        (code, serde_json::from_str(&stdout).unwrap_or_default(), stderr)
    }
}

#[test]
fn a_token_says_what_it_was_told_to() {
    let shell = Shell::new();
    let cap = r#"{"channels":["news:*"],"match":"wildcard","allow":["sub"]}"#;
    let token = shell.mint(&[
        "connection",
        "--user",
        "42",
        "--info",
        r#"{"name":"Ann"}"#,
        "--meta",
        "[1]",
        "--cap",
        cap,
        "--sub",
        r#"chat:room={"data":{"a":1}}"#,
        "--sub",
        "b={}",
        "--claim",
        "jti=x",
        "--kid",
        "k",
    ]);
    let (code, report, stderr) = shell.inspect(&token, &[]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert_eq!((&report["kind"], &report["accepted"]), (&json!("connection"), &json!(true)));
    assert_eq!(report["header"], json!({ "typ": "JWT", "alg": "HS256", "kid": "k" }));
    let mut claims = report["claims"].clone();
    let mut date = |name: &str| claims.as_object_mut().unwrap().remove(name).unwrap().as_u64();
    assert_eq!(date("exp").unwrap() - date("iat").unwrap(), 3600);
    let cap: Value = serde_json::from_str(cap).unwrap();
    assert_eq!(
        claims,
        json!({ "sub": "42", "info": { "name": "Ann" }, "meta": [1], "caps": [cap],
            "subs": { "chat:room": { "data": { "a": 1 } }, "b": {} }, "jti": "x" })
    );

    let args =
        ["subscription", "--user", "42", "--channel", "c", "--allow", "pub,hst", "--no-expiry"];
    let (_, report, _) = shell.inspect(&shell.mint(&args), &[]);
    assert_eq!(report["kind"], "subscription");
    assert_eq!(report["claims"]["allow"], json!(["pub", "hst"]));
    assert_eq!(report["claims"].get("exp"), None);
}

#[test]
fn tokens_fit_the_configuration_they_are_made_with() {
    let shell = Shell::new();
    let config = [
        "--set",
        "client.token.audience=web",
        "--set",
        "client.token.issuer=id",
        "--set",
        "client.token.user_id_claim=uid",
    ];
    let token = shell.mint(&[&["connection", "--user", "42"][..], &config].concat());
    let (code, report, _) = shell.inspect(&token, &config);
    assert_eq!((code, &report["claims"]["uid"]), (0, &json!("42")));
    let other = [&["connection", "--user", "42", "--claim", "aud=app"][..], &config].concat();
    let (code, stdout, stderr) = run(&mut fanwire(shell.0.path(), Some(SECRET), &other));
    assert_eq!((code, stdout.lines().count()), (0, 1));
    assert!(stderr.starts_with("warning: this configuration refuses it"), "{stderr}");
}

#[test]
fn what_is_wrong_with_a_token_is_said() {
    let shell = Shell::new();
    let good = shell.mint(&["connection", "--user", "42"]);
    let old = shell.mint(&["connection", "--user", "42", "--claim", "exp=99999999999"]);
    let (code, report, _) = shell.inspect(&old, &["--set", "client.token.audience=web"]);
    assert_eq!((code, &report["verdict"]), (4, &json!("refused")));
    let expired = run(&mut fanwire(
        shell.0.path(),
        Some(SECRET),
        &["connection", "--user", "42", "--claim", "exp=1700000000"],
    ));
    let (code, report, stderr) = shell.inspect(expired.1.trim(), &[]);
    assert_eq!((code, &report["verdict"]), (4, &json!("expired")));
    assert!(stderr.contains("expired") && stderr.contains("2023-11-14T22:13:20Z, "), "{stderr}");
    let other = ["inspect", &good];
    let (code, stdout, stderr) = run(&mut fanwire(shell.0.path(), Some("another"), &other));
    assert!(code == 4 && stderr.contains("signature is wrong"), "{stderr}");
    assert!(stdout.contains("connection token: refused") && stdout.contains("sub        42"));
    let (code, stdout, stderr) = run(&mut fanwire(shell.0.path(), None, &other));
    assert!(code == 4 && stderr.contains("client.token has no key for that"), "{stdout}{stderr}");
    for garbage in ["", "a.b", "a.b.c"] {
        let (code, report, stderr) = shell.inspect(garbage, &[]);
        assert_eq!((code, report), (4, Value::Null), "{stderr}");
        assert!(stderr.contains("the token is invalid"), "{stderr}");
    }
    // eyJ...: {"alg":"none"}, {"sub":"<ESC>[2J"}
    let hostile = ["inspect", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJcdTAwMWJbMkoifQ."];
    let (code, stdout, stderr) = run(&mut fanwire(shell.0.path(), Some(SECRET), &hostile));
    assert!(code == 4 && stderr.contains("`none`"), "{stderr}");
    assert!(!stdout.contains('\x1b') && stdout.contains("\\u{1b}[2J"), "{stdout}");
}

#[test]
fn a_token_can_come_from_standard_input() {
    let shell = Shell::new();
    let token = shell.mint(&["connection", "--user", "42", "--ttl", "10m", "--channel", "a"]);
    let mut inspect = fanwire(shell.0.path(), Some(SECRET), &["inspect", "-"]);
    inspect.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = inspect.spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{token}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(text.starts_with("connection token: accepted\n"), "{text}");
    assert!(text.contains("channels   [\"a\"]") && text.contains(", in "), "{text}");
}

#[test]
fn without_a_key_the_one_of_dev_is_used_or_the_fix_is_named() {
    let shell = Shell::new();
    let mint = ["connection", "--user", "42"];
    let (code, stdout, stderr) = run(&mut fanwire(shell.0.path(), None, &mint));
    assert_eq!((code, stdout.as_str()), (2, ""));
    for part in ["FANWIRE_CLIENT_TOKEN_HMAC_SECRET_KEY", "--config", "--key-file"] {
        assert!(stderr.contains(part), "no {part:?} in {stderr}");
    }
    std::fs::create_dir(shell.0.path().join(".fanwire")).unwrap();
    std::fs::write(shell.0.path().join(".fanwire/dev.key"), format!("{SECRET}\n")).unwrap();
    let (code, stdout, stderr) = run(&mut fanwire(shell.0.path(), None, &mint));
    assert!(code == 0 && stderr.contains("fanwire dev"), "{stderr}");
    assert_eq!(shell.inspect(stdout.trim(), &[]).0, 0);
    // A configured key is not replaced.
    let other = run(&mut fanwire(shell.0.path(), Some("another key of thirty-two bytes!"), &mint));
    assert_eq!(shell.inspect(other.1.trim(), &[]).0, 4);
}

#[test]
fn wrong_usage_is_refused() {
    let shell = Shell::new();
    for args in [
        &["connection"][..],
        &["connection", "--user", "1", "--ttl", "0s"],
        &["connection", "--user", "1", "--ttl", "1h", "--no-expiry"],
        &["connection", "--user", "1", "--info", "{"],
        &["connection", "--user", "1", "--sub", "chat:room"],
        &["connection", "--user", "1", "--channel", "a", "--sub", "a={}"],
        &["connection", "--user", "1", "--key-file", "/nowhere.pem"],
        &["subscription", "--user", "1"],
        &["inspect"],
    ] {
        let (code, stdout, stderr) = run(&mut fanwire(shell.0.path(), Some(SECRET), args));
        assert_eq!((code, stdout.as_str()), (2, ""), "{args:?}: {stderr}");
    }
}
