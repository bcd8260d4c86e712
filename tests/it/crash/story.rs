//! What the README tells its readers to try, with the program itself.

use std::process::Stdio;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout},
    time::timeout,
};

use super::server::{PATIENCE, Server, fanwire};

const CHANNEL: &str = "sync:room";

#[tokio::test]
async fn a_subscriber_in_another_terminal_goes_on_after_kill_9_and_after_a_stop() {
    let mut server = Server::start().await;
    let mut reader = Reader::start(&server);
    let began = reader.until("subscribed").await;
    assert_eq!((&began["recovery"], &began["offset"]), (&json!("not_requested"), &json!(0)));

    for n in 1..=3 {
        publish(&server, n).await;
        reader.publication(n).await;
    }

    server.kill().await;
    let lost = reader.until("disconnected").await;
    assert_eq!(lost["reconnect"], true, "{lost}");
    server.up().await;
    for n in 4..=5 {
        publish(&server, n).await;
    }
    reader.comes_back(&began["epoch"]).await;
    for n in 4..=5 {
        reader.publication(n).await;
    }

    assert!(server.terminate().await.success());
    let told = reader.until("disconnected").await;
    assert_eq!((&told["code"], &told["reconnect"]), (&json!(3001), &json!(true)), "{told}");
    assert_eq!(told["reason"], "shutdown");
    server.up().await;
    publish(&server, 6).await;
    reader.comes_back(&began["epoch"]).await;
    reader.publication(6).await;

    assert_eq!(reader.publications, (1..=6).collect::<Vec<_>>());
    let history = run(&server, &["history", CHANNEL, "--json", "--all"]).await;
    let kept = history.lines().filter(|line| line.contains("\"event\":\"publication\""));
    assert_eq!(kept.count(), 6, "{history}");
}

/// Publishes message `n`, which becomes publication `n`.
async fn publish(server: &Server, n: u64) {
    let printed = run(server, &["publish", CHANNEL, &format!("message {n}"), "--json"]).await;
    let printed: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((&printed["offset"], &printed["duplicate"]), (&json!(n), &json!(false)));
}

/// Runs a command of the server API to its end; gives what it printed.
async fn run(server: &Server, arguments: &[&str]) -> String {
    let mut command = fanwire();
    command.args(arguments).args(["--api-url", &server.api_url()]);
    let output = timeout(PATIENCE, command.output()).await.expect("it did not end").unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// `fanwire subscribe` and what it prints.
struct Reader {
    _child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    publications: Vec<u64>,
}

impl Reader {
    fn start(server: &Server) -> Self {
        let mut command = fanwire();
        command.args(["subscribe", CHANNEL, "--json", "--url", &server.url()]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { _child: child, lines, publications: Vec::new() }
    }

    async fn next(&mut self) -> Value {
        let line = timeout(PATIENCE, self.lines.next_line()).await.expect("nothing is printed");
        let line: Value = serde_json::from_str(&line.unwrap().expect("it ended")).unwrap();
        if line["event"] == "publication" {
            self.publications.push(line["offset"].as_u64().unwrap());
        }
        line
    }

    /// Reads on to the next such event; nothing is published before it.
    async fn until(&mut self, event: &str) -> Value {
        loop {
            let line = self.next().await;
            if line["event"] == event {
                return line;
            }
            let other = ["connecting", "connected", "disconnected", "lost"];
            assert!(other.iter().any(|other| line["event"] == *other), "{line}");
        }
    }

    /// Subscribes again without having missed anything.
    async fn comes_back(&mut self, epoch: &Value) {
        let subscribed = self.until("subscribed").await;
        assert_eq!(subscribed["recovery"], "recovered", "{subscribed}");
        assert_eq!(&subscribed["epoch"], epoch);
    }

    async fn publication(&mut self, n: u64) {
        let line = self.next().await;
        assert_eq!(line["event"], "publication", "{line}");
        assert_eq!((&line["offset"], &line["data"]), (&json!(n), &json!(format!("message {n}"))));
    }
}
