//! `fanwire subscribe` with tokens.

use std::process::{Output, Stdio};

use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

use crate::support::{Server, connection, subscription, token, with, within};

fn subscribe(server: &Server, token: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanwire"));
    command.arg("subscribe").args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FANWIRE_")) {
        command.env_remove(name);
    }
    command.env("FANWIRE_URL", format!("http://{}", server.client)).env("FANWIRE_TOKEN", token);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// Its exit code and what it said.
fn said(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[tokio::test]
async fn a_refusal_is_printed_with_its_rule() {
    let server = Server::guarded(&[]).await;
    let mut refused = subscribe(&server, &token(&connection("42")), &["secret:room"]);
    let (code, words) = said(&within(refused.output()).await.unwrap());
    assert_eq!(code, Some(4), "{words}");
    assert!(words.contains("allow_subscribe_for_client"), "{words}");

    let mut refused = subscribe(&server, "x", &[]);
    let (code, words) = said(&within(refused.output()).await.unwrap());
    assert_eq!(code, Some(4), "{words}");
    assert!(words.contains("3500"), "{words}");

    let mut unused = subscribe(&server, "x", &["chat:room", "--sub-token", "chat:other=t"]);
    let (code, words) = said(&within(unused.output()).await.unwrap());
    assert_eq!(code, Some(2), "{words}");
    server.stop().await;
}

/// Without a channel only those of the token.
#[tokio::test]
async fn follows_what_the_tokens_open() {
    let server = Server::guarded(&[]).await;
    let claims = with(connection("42"), json!({"channels": ["secret:b"]}));
    let opened = format!("secret:a={}", token(&subscription("42", "secret:a")));
    let arguments = ["secret:a", "--sub-token", &opened, "--count", "2"];
    for (arguments, expected) in
        [(&arguments[..], &["secret:a", "secret:b"][..]), (&["--count", "1"], &["secret:b"])]
    {
        let mut child = subscribe(&server, &token(&claims), arguments).spawn().unwrap();
        let mut words = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut ready = 0;
        while ready < expected.len() {
            let line = within(words.next_line()).await.unwrap().expect("it has ended");
            ready += usize::from(line.starts_with("subscribed "));
        }
        for channel in expected {
            server.publish(channel, "hello").await;
        }
        let output = within(child.wait_with_output()).await.unwrap();
        assert_eq!(output.status.code(), Some(0));
        let mut lines: Vec<_> =
            std::str::from_utf8(&output.stdout).unwrap().lines().map(str::to_owned).collect();
        lines.sort();
        let channels: Vec<_> =
            lines.iter().map(|line| line.split_once(' ').unwrap().0.to_owned()).collect();
        assert_eq!(channels, expected);
    }
    server.stop().await;
}
