//! `fanwire config` as a process: streams, exit codes, flags, environment.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

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
