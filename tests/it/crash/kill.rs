use std::{collections::HashMap, sync::Arc};

use fanwire::model::{Epoch, StreamPosition};

use super::{
    ledger::Ledger,
    load::{Fault, Load, with_key},
    server::Server,
};

const CHANNELS: usize = 3;
const PUBLISHERS: usize = 4;
const FOLLOWERS: usize = 3;

/// How often the server dies: more with `FANWIRE_TEST_FULL`.
fn lives() -> usize {
    if std::env::var_os("FANWIRE_TEST_FULL").is_some() { 100 } else { 24 }
}

/// How a life of the server ends.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Kill,
    Terminate,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_under_load_loses_nothing_in_a_sync_namespace() {
    let mut test = CrashTest::start("sync", Fault::Crash).await;
    for _ in 0..lives() {
        test.life(End::Kill).await;
    }
    test.life(End::Terminate).await;
    test.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_under_load_leaves_no_silent_hole_in_an_async_namespace() {
    let mut test = CrashTest::start("async", Fault::CrashWithLoss).await;
    for life in 1..=lives() {
        test.life(if life % 4 == 0 { End::Terminate } else { End::Kill }).await;
    }
    test.life(End::Terminate).await;
    test.finish().await;
}

struct CrashTest {
    server: Server,
    load: Load,
    ledger: Arc<Ledger>,
    channels: Vec<String>,
    epochs: HashMap<String, String>,
    fault: Fault,
}

impl CrashTest {
    async fn start(namespace: &str, fault: Fault) -> Self {
        let server = Server::start().await;
        let ledger = Arc::new(Ledger::default());
        let mut load = Load::new(ledger.clone(), fault);
        let channels: Vec<_> = (0..CHANNELS).map(|n| format!("{namespace}:{n}")).collect();
        for follower in 0..FOLLOWERS {
            let client = server.client();
            for channel in &channels {
                load.follow(&client, channel, &format!("follower {follower}")).await;
            }
        }
        for (n, channel) in channels.iter().cycle().take(CHANNELS * PUBLISHERS).enumerate() {
            load.publish(&server, channel, &format!("publisher {n}"));
        }
        let mut test = Self { server, load, ledger, channels, epochs: HashMap::new(), fault };
        test.check(false).await;
        test
    }

    /// Publishes are answered; the server dies in the middle of others, comes
    /// back and has what it promised.
    async fn life(&mut self, end: End) {
        self.load.more_acknowledged(rand::random_range(10..120)).await;
        match end {
            End::Kill => self.server.kill().await,
            End::Terminate => {
                let status = self.server.terminate().await;
                assert!(status.success(), "a clean stop ended with {status}");
            }
        }
        self.server.up().await;
        self.load.restarted();
        self.check(self.fault == Fault::CrashWithLoss && end == End::Kill).await;
    }

    async fn check(&mut self, epoch_may_change: bool) {
        let api = self.server.api();
        for channel in &self.channels {
            let history = self.ledger.check_history(&api, channel).await;
            let before = self.epochs.insert(channel.clone(), history.epoch.clone());
            if let Some(before) = before.filter(|_| !epoch_may_change) {
                assert_eq!(before, history.epoch, "{channel}: the epoch changed");
            }
        }
    }

    /// Everybody has seen everything; nothing can be published a second time.
    async fn finish(mut self) {
        self.load.stop_publishing().await;
        let api = self.server.api();
        for channel in &self.channels {
            let history = self.ledger.check_history(&api, channel).await;
            let newest = StreamPosition::new(&Epoch::from(&*history.epoch), history.newest);
            assert_eq!(history.publications.len() as u64, history.newest);
            self.load.all_saw(channel, &newest).await;

            let acknowledged = self.ledger.all_acknowledged();
            let kept = acknowledged.iter().filter(|a| a.channel == *channel);
            for kept in kept.filter(|a| a.epoch == history.epoch).rev().step_by(7).take(100) {
                let again = api.publish(with_key(channel, &kept.payload)).await.unwrap();
                let told = (again.duplicate, &*again.epoch, again.offset);
                assert_eq!(told, (true, &*kept.epoch, kept.offset), "{}", kept.payload);
            }
            let after = self.ledger.check_history(&api, channel).await;
            assert_eq!(after.newest, history.newest, "{channel}: published a second time");
        }
        let recovered = self.load.finish().await;
        assert!(recovered > 0, "no crash ever cost a follower anything: this tested nothing");
    }
}
