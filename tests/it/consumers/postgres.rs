use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tempfile::TempDir;
use tokio::{
    process::{Child, Command},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_postgres::{Client, NoTls};

use super::ports::free_port;

/// No step takes anywhere near as long.
const PATIENCE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(20);

/// As a server for tests only, with everything that a consumer may need.
const SETTINGS: [&str; 7] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "wal_level=logical",
    "max_wal_senders=20",
    "max_replication_slots=20",
    "fsync=off",
    "shared_buffers=32MB",
];

/// A PostgreSQL server of its own, whether it runs or not. Killed when dropped.
pub struct Postgres {
    directory: TempDir,
    port: u16,
    child: Option<Child>,
    more: Vec<String>,
}

/// A connection; it ends when this is dropped.
pub struct Connection {
    pub client: Client,
    driver: JoinHandle<()>,
}

impl Postgres {
    /// A running server.
    pub async fn start() -> Self {
        let mut postgres = Self::new().await;
        postgres.up().await;
        postgres
    }

    /// A running server with more settings, for benchmarks.
    pub async fn start_with(more: &[&str]) -> Self {
        let mut postgres = Self::new().await;
        postgres.more = more.iter().map(|&setting| setting.to_owned()).collect();
        postgres.up().await;
        postgres
    }

    /// A server that does not run yet.
    pub async fn new() -> Self {
        Self::new_on(free_port()).await
    }

    /// The same on a port that is free.
    pub async fn new_on(port: u16) -> Self {
        let directory = tempfile::tempdir().unwrap();
        give_to_postgres(directory.path()).await;
        let postgres = Self { directory, port, child: None, more: Vec::new() };
        let status = postgres
            .program("initdb")
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(postgres.data())
            .stdout(Stdio::null())
            .status();
        let status = timeout(PATIENCE, status).await.expect("initdb hangs").unwrap();
        assert!(status.success(), "initdb: {status}");
        postgres
    }

    /// From the next start on it offers TLS.
    #[allow(dead_code)]
    pub async fn set_tls(&mut self, certificate_pem: &str, key_pem: &str) {
        self.more.push("ssl=on".into());
        for (name, pem) in [("cert", certificate_pem), ("key", key_pem)] {
            let file = self.directory.path().join(name);
            std::fs::write(&file, pem).unwrap();
            std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600))
                .unwrap();
            give_to_postgres(&file).await;
            self.more.push(format!("ssl_{name}_file={}", file.display()));
        }
    }

    /// Starts it, on the same port as ever.
    pub async fn up(&mut self) {
        let started = async {
            loop {
                let log = std::fs::File::options().create(true).append(true).open(self.log());
                let log = log.unwrap();
                let mut program = self.program("postgres");
                program.arg("-D").arg(self.data()).args(["-p", &self.port.to_string()]);
                program.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
                program.args(self.more.iter().flat_map(|setting| ["-c", setting]));
                program.stdout(log.try_clone().unwrap()).stderr(log);
                self.child = Some(program.spawn().unwrap());
                if self.answers().await {
                    return;
                }
                // What a killed one has left behind is still there.
                sleep(POLL).await;
            }
        };
        let started = timeout(PATIENCE, started).await;
        started.unwrap_or_else(|_| panic!("{}", std::fs::read_to_string(self.log()).unwrap()));
    }

    /// True once it answers, false when it has ended.
    async fn answers(&mut self) -> bool {
        loop {
            if self.try_connect("postgres").await.is_ok() {
                return true;
            }
            let child = self.child.as_mut().unwrap();
            if child.try_wait().unwrap().is_some() {
                self.child = None;
                return false;
            }
            sleep(POLL).await;
        }
    }

    /// kill -9 of the postmaster; its children notice.
    pub async fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        timeout(PATIENCE, child.kill()).await.expect("it survived kill -9").unwrap();
    }

    /// A clean stop.
    pub async fn stop(&mut self) {
        let mut child = self.child.take().expect("it runs");
        let pid = child.id().unwrap().to_string();
        let sent = Command::new("kill").args(["-INT", &pid]).status().await.unwrap();
        assert!(sent.success());
        timeout(PATIENCE, child.wait()).await.expect("it does not stop").unwrap();
    }

    /// A server that does not run yet, on the port and with a copy of the files
    /// of this one, which does not run.
    pub async fn copied(&self) -> Self {
        let directory = tempfile::tempdir().unwrap();
        give_to_postgres(directory.path()).await;
        let copied = Command::new("cp").arg("-a").arg(self.data()).arg(directory.path()).status();
        assert!(copied.await.unwrap().success());
        Self { directory, port: self.port, child: None, more: self.more.clone() }
    }

    /// Writes a file of the server's own.
    pub async fn write_file(&self, name: &str, text: &str) {
        let file = self.data().join(name);
        std::fs::write(&file, text).unwrap();
        give_to_postgres(&file).await;
    }

    /// More settings, from the next start on.
    pub fn set(&mut self, setting: &str) {
        self.more.push(setting.to_owned());
    }

    pub fn dsn(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres?sslmode=disable", self.port)
    }

    #[allow(dead_code)]
    pub fn port(&self) -> u16 {
        self.port
    }

    pub async fn connect(&self) -> Connection {
        self.try_connect("test").await.unwrap()
    }

    pub async fn try_connect(&self, name: &str) -> Result<Connection, tokio_postgres::Error> {
        let dsn = format!("{}&application_name={name}", self.dsn());
        let (client, connection) = tokio_postgres::connect(&dsn, NoTls).await?;
        let driver = tokio::spawn(async { drop(connection.await) });
        Ok(Connection { client, driver })
    }

    /// Runs statements on a connection of their own.
    pub async fn run(&self, sql: &str) {
        self.connect().await.run(sql).await;
    }

    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.directory.path().join("log")
    }

    /// A program of PostgreSQL, which refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let program = binaries().join(name);
        let mut command = match is_root() {
            true => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
                command.arg(program);
                command
            }
            false => Command::new(program),
        };
        command.current_dir(self.directory.path()).env("HOME", self.directory.path());
        command.env("LC_ALL", "C").stdin(Stdio::null()).kill_on_drop(true);
        command
    }
}

impl Connection {
    pub async fn run(&self, sql: &str) {
        timeout(PATIENCE, self.client.batch_execute(sql)).await.expect(sql).expect(sql);
    }

    /// The only number that a query answers.
    pub async fn number(&self, sql: &str) -> i64 {
        let row = timeout(PATIENCE, self.client.query_one(sql, &[])).await.expect(sql).expect(sql);
        row.get(0)
    }

    /// Waits until a query answers this number.
    pub async fn reaches(&self, sql: &str, number: i64) {
        let reached = async {
            while self.number(sql).await != number {
                sleep(POLL).await;
            }
        };
        timeout(PATIENCE, reached).await.expect(sql);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Debian keeps the programs of the server out of the way.
fn binaries() -> PathBuf {
    let versions = Path::new("/usr/lib/postgresql");
    let folders = std::fs::read_dir(versions).into_iter().flatten().flatten();
    let newest = folders.map(|folder| folder.path().join("bin")).max();
    newest.unwrap_or_else(|| {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let found = std::env::split_paths(&path).find(|folder| folder.join("initdb").exists());
        found.expect("PostgreSQL's server is installed")
    })
}

/// Whom the server runs as when the tests run as root.
async fn give_to_postgres(path: &Path) {
    if is_root() {
        let status = Command::new("chown").arg("postgres:postgres").arg(path).status().await;
        assert!(status.unwrap().success());
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
