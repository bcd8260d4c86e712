use std::{
    fs::{self, File},
    io::Read,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use fanwire::client::{
    Api, ApiConfig, BackoffConfig, Client, ClientConfig, SubscribeOptions, Subscription,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
    time::timeout,
};

/// No step of a test takes anywhere near as long.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Between two looks at something that tells no news of its own.
pub const POLL: Duration = Duration::from_millis(20);

/// One namespace for each durability, and one without history.
pub const CONFIG: &str = r#"
[client]
recovery_max_publication_limit = 100000
history_max_publication_limit = 100000
channel_position_check_delay = "1s"

[channel]
namespaces = [
    { name = "sync", history_size = 1000000, history_ttl = "1h", force_recovery = true },
    { name = "async", history_size = 1000000, history_ttl = "1h", force_recovery = true, history_durability = "async" },
    { name = "memory", history_size = 1000, history_ttl = "1h", force_recovery = true, history_durability = "memory" },
    { name = "live" },
]

[engine]
type = "embedded"
embedded.path = "disk/store.redb"

[shutdown]
timeout = "10s"
reconnect_spread = "50ms"
"#;

/// The program, without the configuration of whoever runs the tests; killed
/// when it is dropped.
pub fn fanwire() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fanwire"));
    for (name, _) in std::env::vars_os() {
        if name.as_encoded_bytes().starts_with(b"FANWIRE_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

/// A server in a directory and on ports of its own, whether it runs or not.
/// Prints what it said when the test fails.
pub struct Server {
    directory: TempDir,
    ports: [u16; 2],
    child: Option<Child>,
    user: Option<u32>,
}

/// A server that ended instead of becoming ready.
#[derive(Debug)]
pub struct Refused {
    pub status: ExitStatus,
    pub stderr: String,
}

impl Server {
    /// A server that does not run yet.
    pub fn new() -> Self {
        Self::configured("")
    }

    /// The same, with more in its configuration.
    pub fn configured(more: &str) -> Self {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("disk")).unwrap();
        fs::write(directory.path().join("fanwire.toml"), format!("{CONFIG}{more}")).unwrap();
        Self { directory, ports: free_ports(), child: None, user: None }
    }

    /// A running server.
    pub async fn start() -> Self {
        let mut server = Self::new();
        server.up().await;
        server
    }

    /// Starts it, on the same ports as ever.
    pub async fn up(&mut self) {
        if let Err(refused) = self.try_up(&[]).await {
            panic!("the server did not start: {refused:?}");
        }
    }

    /// Starts it with more arguments, or tells why it ended.
    pub async fn try_up(&mut self, arguments: &[&str]) -> Result<(), Refused> {
        assert!(self.child.is_none(), "the server runs");
        let said_before = fs::metadata(self.log()).map_or(0, |log| log.len());
        let mut child = self.command(arguments).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let ready = timeout(PATIENCE, stdout.read_line(&mut line)).await;
        ready.expect("the server neither started nor ended").unwrap();
        if line.is_empty() {
            let status = timeout(PATIENCE, child.wait()).await.unwrap().unwrap();
            let said = fs::read_to_string(self.log()).unwrap();
            return Err(Refused { status, stderr: said[said_before as usize..].to_owned() });
        }
        let ready: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(ready["event"], "ready");
        assert_eq!(ready["client"], format!("127.0.0.1:{}", self.ports[0]));
        assert_eq!(ready["api"], format!("127.0.0.1:{}", self.ports[1]));
        self.child = Some(child);
        Ok(())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        let mut command = fanwire();
        command
            .current_dir(self.directory.path())
            .args(["serve", "--insecure", "--ready-json", "--config", "fanwire.toml"])
            .arg(format!("--set=listen.client.address=127.0.0.1:{}", self.ports[0]))
            .arg(format!("--set=listen.api.address=127.0.0.1:{}", self.ports[1]))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(log);
        if let Some(user) = self.user {
            command.as_std_mut().uid(user).gid(user);
        }
        command
    }

    /// From the next start on it runs as this user.
    pub fn run_as(&mut self, user: u32) {
        self.user = Some(user);
    }

    /// kill -9.
    pub async fn kill(&mut self) {
        let mut child = self.child.take().expect("the server runs");
        timeout(PATIENCE, child.kill()).await.expect("the server survived kill -9").unwrap();
    }

    /// SIGTERM; tells how it ended.
    pub async fn terminate(&mut self) -> ExitStatus {
        let pid = self.pid();
        let mut child = self.child.take().expect("the server runs");
        let sent = Command::new("sh").args(["-c", &format!("kill -TERM {pid}")]).status().await;
        assert!(sent.unwrap().success());
        timeout(PATIENCE, child.wait()).await.expect("the server did not stop").unwrap()
    }

    pub async fn restart_after_kill(&mut self) {
        self.kill().await;
        self.up().await;
    }

    pub fn pid(&self) -> u32 {
        self.child.as_ref().and_then(Child::id).expect("the server runs")
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The directory of the store.
    pub fn disk(&self) -> PathBuf {
        self.path().join("disk")
    }

    pub fn store(&self) -> PathBuf {
        self.disk().join("store.redb")
    }

    fn log(&self) -> PathBuf {
        self.path().join("stderr.log")
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[0])
    }

    pub fn api_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports[1])
    }

    pub fn api(&self) -> Api {
        let timeout = Duration::from_secs(5);
        Api::new(ApiConfig { timeout, ..ApiConfig::new(self.api_url()) }).unwrap()
    }

    /// A client that comes back quickly.
    pub fn client(&self) -> Client {
        let backoff = BackoffConfig { max: Duration::from_millis(100), ..BackoffConfig::default() };
        let (client, _) =
            Client::new(ClientConfig { backoff, ..ClientConfig::new(self.url()) }).unwrap();
        client
    }

    /// Follows a channel from its beginning.
    pub async fn follow(&self, channel: &str) -> (Client, Subscription) {
        let client = self.client();
        let options =
            SubscribeOptions { since: Some(Default::default()), ..SubscribeOptions::new(channel) };
        let subscription = client.subscribe(options).await.unwrap();
        (client, subscription)
    }

    /// Status and body of `GET /readyz`.
    pub async fn readyz(&self) -> (u16, String) {
        let answer = timeout(PATIENCE, self.get("/readyz")).await.expect("no answer").unwrap();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        (status.expect("an HTTP answer"), answer)
    }

    pub async fn get(&self, path: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.ports[1])).await?;
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut said = String::new();
            let _ = File::open(self.log()).and_then(|mut log| log.read_to_string(&mut said));
            let lines: Vec<_> = said.lines().collect();
            let last = &lines[lines.len().saturating_sub(60)..];
            eprintln!("--- the server's last lines:\n{}\n---", last.join("\n"));
        }
    }
}

/// Two ports that are free and stay so while the server is down: below the
/// range from which the kernel takes the ports of outgoing connections.
fn free_ports() -> [u16; 2] {
    let mut found = std::iter::repeat_with(|| rand::random_range(10_000..32_000u16))
        .take(1_000)
        .filter(|port| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok());
    let first = found.next().expect("a free port");
    let second = found.find(|port| *port != first).expect("another free port");
    [first, second]
}
