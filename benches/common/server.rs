//! A real server process for benchmarks.
#![allow(dead_code)] // each benchmark uses a part of it

use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use tonic::transport::{Channel, Endpoint};

pub struct Server {
    process: Child,
    pub client: String,
    pub api: String,
}

impl Server {
    /// Starts a server with these options beside free ports.
    pub fn start(options: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_fanwire"))
            .args(["serve", "--insecure", "--ready-json", "--log-level", "error"])
            .args(["--set", "listen.client.address=127.0.0.1:0"])
            .args(["--set", "listen.api.address=127.0.0.1:0"])
            .args(options.iter().flat_map(|option| ["--set", option]))
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = process.stdout.take().expect("is piped");
        BufReader::new(stdout).read_line(&mut line).expect("a ready line");
        let ready: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let address = |key| format!("http://{}", ready[key].as_str().expect("an address"));
        Self { client: address("client"), api: address("api"), process }
    }

    /// Resident memory of the process in KiB.
    pub fn resident_kib(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()));
        let status = status.expect("the process lives");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// User and system time of the process so far.
    pub fn cpu_seconds(&self) -> f64 {
        const TICKS_PER_SECOND: f64 = 100.0;
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process.id()));
        let stat = stat.expect("the process lives");
        let after_name = stat.rsplit(')').next().expect("a name in parentheses");
        let field = |n: usize| -> f64 {
            after_name.split_whitespace().nth(n).and_then(|t| t.parse().ok()).expect("a number")
        };
        (field(11) + field(12)) / TICKS_PER_SECOND
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub async fn connect(url: &str) -> Channel {
    let endpoint = Endpoint::from_shared(url.to_owned()).expect("a URL");
    endpoint.connect().await.expect("the server listens")
}
