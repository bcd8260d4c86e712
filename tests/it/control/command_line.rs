//! The commands of `fanwire` that control.

use std::process::{Output, Stdio};

use serde_json::Value;
use tokio::process::Command;
use tonic::Code;

use crate::support::{Server, connection, within};

/// Runs `fanwire` with these arguments.
async fn fanwire(api: &str, key: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanwire"));
    command.args(args).env_clear().env("FANWIRE_API_URL", format!("http://{api}"));
    if !key.is_empty() {
        command.env("FANWIRE_API_KEY", key);
    }
    within(command.stdin(Stdio::null()).kill_on_drop(true).output()).await.unwrap()
}

/// What it prints, as the JSON objects of its lines.
async fn objects(server: &Server, args: &[&str]) -> Vec<Value> {
    let output = fanwire(&server.api, "", &[args, &["--json"]].concat()).await;
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn an_operator_looks_subscribes_and_disconnects() {
    let server = Server::guarded(&[]).await;
    let (mut peer, hello) = server.connected_with(connection("42")).await;
    let count = |objects: Vec<Value>| objects[0]["connections"].as_u64().unwrap();
    let subscribe = ["subscribe-user", "42", "chat:room", "--info", "shown"];
    assert_eq!(count(objects(&server, &subscribe).await), 1);
    let present = objects(&server, &["presence", "chat:room"]).await;
    assert_eq!(present[0]["client"], hello.client.as_str());
    assert_eq!(present[0]["chan_info"], "shown");
    let stats = objects(&server, &["presence", "chat:room", "--stats"]).await;
    assert_eq!((&stats[0]["clients"], &stats[0]["users"]), (&1.into(), &1.into()));
    let channels = objects(&server, &["channels", "chat:*"]).await;
    assert_eq!((&channels[0]["channel"], channels.len()), (&"chat:room".into(), 1));
    let found = objects(&server, &["connections", "--user", "42"]).await;
    assert_eq!(found[0]["subscriptions"][0]["origin"], "api");
    let text = fanwire(&server.api, "", &["connections", "--client", &hello.client]).await;
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("user 42") && text.contains("chat:room"), "{text}");
    let refresh = ["refresh-user", "42", "--never-expires"];
    assert_eq!(count(objects(&server, &refresh).await), 1);
    let unsubscribe = ["unsubscribe-user", "42", "chat:room", "--code", "2001"];
    assert_eq!(count(objects(&server, &unsubscribe).await), 1);
    let disconnect = ["disconnect", "--user", "42", "--reason", "bye"];
    let spared = [&disconnect[..], &["--spare", &hello.client]].concat();
    assert_eq!(count(objects(&server, &spared).await), 0);
    assert_eq!(count(objects(&server, &disconnect).await), 1);
    assert_eq!(peer.end_codes().await, (3503, Code::PermissionDenied));
    server.stop().await;
}

#[tokio::test]
async fn a_refusal_has_its_exit_code_and_says_what_to_do() {
    let keys = r#"[{"name": "a", "key": "the key of these tests"}]"#;
    let server = Server::guarded(&[("api.keys", keys)]).await;
    let without = fanwire(&server.api, "", &["channels"]).await;
    let told = String::from_utf8(without.stderr).unwrap();
    assert_eq!(without.status.code(), Some(4), "{told}");
    assert!(told.contains("FANWIRE_API_KEY"), "{told}");
    let with = fanwire(&server.api, "the key of these tests", &["channels"]).await;
    assert!(with.status.success(), "{with:?}");
    let nobody = fanwire(&server.api, "", &["disconnect"]).await;
    assert_eq!(nobody.status.code(), Some(2), "{nobody:?}");
    server.stop().await;
}

#[tokio::test]
async fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = fanwire("", "", &["completions", shell]).await;
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("unsubscribe-user"), "{shell}");
    }
}
