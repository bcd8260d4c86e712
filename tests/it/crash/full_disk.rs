use std::{fs, path::PathBuf, process::Command, sync::Arc, time::Instant};

use fanwire::{
    client::{Api, ApiError, RequestError, SubscriptionEvent},
    model::{Epoch, StreamPosition},
    pb::client::PublishRequest,
};
use futures_util::future::join_all;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tonic::Code;

use super::{
    ledger::{Acknowledged, Ledger},
    load::{Fault, Load, with_key},
    server::{PATIENCE, POLL, Server},
};

const CHANNEL: &str = "sync:room";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_stops_durable_publishes_until_there_is_space() {
    let mut server = Server::new();
    let disk = match SmallDisk::mount(&server) {
        Ok(disk) => disk,
        Err(why) if std::env::var_os("CI").is_none() => {
            return eprintln!("skipped, this needs to mount a file system: {why}");
        }
        Err(why) => panic!("cannot mount a file system, so a full disk is not tested: {why}"),
    };
    server.up().await;
    let api = server.api();
    let ledger = Arc::new(Ledger::default());
    let mut load = Load::new(ledger.clone(), Fault::Store);
    load.follow(&server.client(), CHANNEL, "follower").await;

    let stop = CancellationToken::new();
    let (refused, ()) = tokio::join!(fill(&api, &ledger, &stop), async {
        not_ready_for_want_of_space(&server).await;
        clients_are_refused_for_now(&server).await;
        others_go_on(&server, &api).await;
        stop.cancel();
    });

    disk.free();
    for payload in &refused {
        let published = until_accepted(&api, payload).await;
        ledger.acknowledged(published);
    }
    ready(&server).await;
    let history = ledger.check_history(&api, CHANNEL).await;
    let newest = StreamPosition::new(&Epoch::from(&*history.epoch), history.newest);
    load.all_saw(CHANNEL, &newest).await;

    server.restart_after_kill().await;
    let after = ledger.check_history(&api, CHANNEL).await;
    assert_eq!((after.newest, after.epoch), (history.newest, history.epoch));
    load.finish().await;
}

/// Publishes, several at once, until told to stop; gives what was refused. A
/// little space may be left and come back, so it does not end with the first.
async fn fill(api: &Api, ledger: &Ledger, stop: &CancellationToken) -> Vec<String> {
    let mut refused = Vec::new();
    let mut unknown = false;
    for batch in 0.. {
        let payloads: Vec<_> =
            (0..4).map(|n| format!("{batch}/{n} {}", "x".repeat(8_000))).collect();
        let answers = join_all(payloads.iter().map(|payload| publish(api, payload))).await;
        let refused_before = refused.len();
        for (payload, answer) in payloads.into_iter().zip(answers) {
            match answer {
                Ok(acknowledged) => ledger.acknowledged(acknowledged),
                Err(reason) => {
                    unknown |= reason == "STORE_OUTCOME_UNKNOWN";
                    refused.push(payload);
                }
            }
        }
        if stop.is_cancelled() {
            break;
        }
        if refused.len() > refused_before {
            sleep(POLL).await;
        }
    }
    assert!(unknown, "no commit failed, or nobody was told");
    refused
}

/// Publishes; a refusal must be one of the store, and gives its reason.
async fn publish(api: &Api, payload: &str) -> Result<Acknowledged, String> {
    match api.publish(with_key(CHANNEL, payload)).await {
        Ok(published) => Ok(Acknowledged {
            channel: CHANNEL.into(),
            payload: payload.into(),
            epoch: published.epoch,
            offset: published.offset,
        }),
        Err(ApiError::Refused(refusal)) => {
            assert_eq!(refusal.code, Code::Unavailable, "{refusal:?}");
            let known = ["STORE_OUTCOME_UNKNOWN", "STORE_UNAVAILABLE"];
            assert!(known.contains(&&*refusal.reason), "{refusal:?}");
            Err(refusal.reason)
        }
        Err(error) => panic!("{error:?}"),
    }
}

async fn not_ready_for_want_of_space(server: &Server) {
    let until = Instant::now() + PATIENCE;
    loop {
        let (status, answer) = server.readyz().await;
        if status == 503 {
            assert!(answer.contains("engine: the store's disk is full: free space"), "{answer}");
            return;
        }
        assert!(Instant::now() < until, "still ready: {answer}");
        sleep(POLL).await;
    }
}

/// What clients publish is refused as well, and they are told to try again.
async fn clients_are_refused_for_now(server: &Server) {
    let channel = "sync:clients";
    let (client, _subscription) = server.follow(channel).await;
    let until = Instant::now() + PATIENCE;
    loop {
        let (channel, data) = (channel.to_owned(), vec![b'x'; 8_000].into());
        let request = PublishRequest { channel, data, ..Default::default() };
        match client.publish(request).await {
            Err(RequestError::Refused(error)) => {
                assert_eq!((error.code, error.temporary), (100, true), "{error:?}");
                return;
            }
            Ok(_) => assert!(Instant::now() < until, "still accepted"),
            Err(other) => panic!("{other:?}"),
        }
    }
}

/// Channels that need no disk do not notice, and are heard of at once.
async fn others_go_on(server: &Server, api: &Api) {
    for channel in ["live:room", "memory:room"] {
        let (_client, mut subscription) = server.follow(channel).await;
        let mut next = async || timeout(PATIENCE, subscription.next()).await.unwrap().unwrap();
        assert!(matches!(next().await, SubscriptionEvent::Subscribed(_)));
        for n in 0..20 {
            let payload = format!("{channel} {n}");
            api.publish(with_key(channel, &payload)).await.unwrap();
            match next().await {
                SubscriptionEvent::Publication(publication) => {
                    assert_eq!(publication.data, payload);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

async fn until_accepted(api: &Api, payload: &str) -> Acknowledged {
    let until = Instant::now() + PATIENCE;
    loop {
        match publish(api, payload).await {
            Ok(acknowledged) => return acknowledged,
            Err(reason) => assert!(Instant::now() < until, "still refused: {reason}"),
        }
        sleep(POLL).await;
    }
}

async fn ready(server: &Server) {
    let until = Instant::now() + PATIENCE;
    loop {
        let (status, answer) = server.readyz().await;
        if status == 200 {
            return;
        }
        assert!(Instant::now() < until, "still not ready: {answer}");
        sleep(POLL).await;
    }
}

/// The server's directory of the store, on a file system of a few MB.
struct SmallDisk {
    directory: PathBuf,
    ballast: PathBuf,
}

impl SmallDisk {
    /// Needs root, or says why not.
    fn mount(server: &Server) -> Result<Self, String> {
        let directory = server.disk();
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=6m", "fanwire-test"])
            .arg(&directory)
            .output()
            .map_err(|error| format!("mount: {error}"))?;
        if !mount.status.success() {
            return Err(String::from_utf8_lossy(&mount.stderr).into_owned());
        }
        let ballast = directory.join("ballast");
        let disk = Self { directory, ballast };
        fs::write(&disk.ballast, vec![0; 3 << 20]).unwrap();
        Ok(disk)
    }

    /// Makes some space.
    fn free(&self) {
        fs::remove_file(&self.ballast).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // The server may still have files open there.
        let unmounted = Command::new("umount").arg("--lazy").arg(&self.directory).status();
        if !unmounted.is_ok_and(|status| status.success()) {
            eprintln!("{} could not be unmounted", self.directory.display());
        }
    }
}
