//! Servers in Java, from the jars that tests/run has installed.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    net::TcpStream,
    process::{Child, Command},
    time::{sleep, timeout},
};

/// Starting one takes seconds, on a busy machine many.
pub const PATIENCE: Duration = Duration::from_secs(60);
pub const POLL: Duration = Duration::from_millis(20);

/// A process. Killed when dropped.
pub struct Jvm {
    service: &'static str,
    child: Child,
    log: PathBuf,
}

impl Jvm {
    /// Starts the class `main` of a service under tests/services. What it says
    /// is appended to `directory/log`.
    pub fn start(service: &'static str, directory: &Path, arguments: &[&str]) -> Self {
        let log = directory.join("log");
        let output = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        // It ends with the thread that starts it: also when the tests are killed.
        let mut command = Command::new("setpriv");
        command
            .args(["--pdeathsig", "KILL", "java", "-Xms64m", "-Xmx256m", "-XX:+UseSerialGC"])
            .args(["-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp"])
            .arg(jars(service).join("*"))
            .args(arguments)
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .kill_on_drop(true);
        let child = command.spawn().expect("setpriv (util-linux) and java are installed");
        Self { service, child, log }
    }

    /// Waits until it accepts connections on `port`.
    pub async fn accepts(&mut self, port: u16) {
        self.until("it does not accept connections", async || {
            TcpStream::connect(("127.0.0.1", port)).await.is_ok()
        })
        .await;
    }

    /// Waits until it is `ready`; panics with its last words if that does not
    /// happen.
    pub async fn until(&mut self, problem: &str, ready: impl AsyncFn() -> bool) {
        let wait = async {
            while !ready().await {
                if let Some(status) = self.child.try_wait().unwrap() {
                    panic!("{problem}, {status}: {}", self.said());
                }
                sleep(POLL).await;
            }
        };
        let waited = timeout(PATIENCE, wait).await;
        waited.unwrap_or_else(|_| panic!("{problem}: {}", self.said()));
    }

    /// kill -9.
    pub async fn kill(mut self) {
        timeout(PATIENCE, self.child.kill()).await.expect("it survived kill -9").unwrap();
    }

    /// The end of its log.
    pub fn said(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        log[log.floor_char_boundary(log.len().saturating_sub(8_000))..].to_owned()
    }
}

fn jars(service: &str) -> PathBuf {
    let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/.tools");
    let jars = tools.join(service).join("lib");
    assert!(
        jars.is_dir(),
        "the jars of {service} are missing: run tests/run once, it installs them"
    );
    jars
}

impl Drop for Jvm {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("--- the last words of {}: {}", self.service, self.said());
        }
    }
}
