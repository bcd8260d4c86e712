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
    child: Child,
    log: PathBuf,
}

impl Jvm {
    /// Starts the class `main` of a service under tests/services. What it says
    /// is appended to `directory/log`.
    pub fn start(service: &str, directory: &Path, arguments: &[&str]) -> Self {
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
        Self { child, log }
    }

    /// Waits until it accepts connections on `port`.
    pub async fn accepts(&mut self, port: u16) {
        let accepted = async {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                self.lives();
                sleep(POLL).await;
            }
        };
        let accepted = timeout(PATIENCE, accepted).await;
        accepted.unwrap_or_else(|_| panic!("does not accept connections: {}", self.said()));
    }

    /// Panics with its last words when it has ended.
    pub fn lives(&mut self) {
        if let Some(status) = self.child.try_wait().unwrap() {
            panic!("{status}: {}", self.said());
        }
    }

    /// kill -9.
    pub async fn kill(mut self) {
        timeout(PATIENCE, self.child.kill()).await.expect("it survived kill -9").unwrap();
    }

    /// The end of its log.
    pub fn said(&self) -> String {
        let log = String::from_utf8_lossy(&std::fs::read(&self.log).unwrap()).into_owned();
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
