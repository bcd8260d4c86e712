//! However sessions end, presence knows who is there and nobody else.

use std::collections::{BTreeMap, BTreeSet};

use fanwire::pb::{
    api::{
        ChannelsRequest, ConnectionsRequest, DisconnectRequest, PresenceRequest,
        PresenceStatsRequest, RefreshRequest, UnsubscribeRequest, refresh_request::Expiry,
    },
    client::{
        ConnectRequest, ListenRequest, RefreshRequest as ClientRefresh, SubscribeRequest,
        client_service_client::ClientServiceClient, command::Request, push::Event,
        reply::Result as Answer,
    },
};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tonic::transport::Channel;

use crate::support::{
    PATIENCE, Peer, Server, connection, signed_with, subscribe, subscription, token, within,
};

const DEATHS: usize = 1000;
/// Sessions that are open at most.
const ALIVE: usize = 60;
/// Deaths between two comparisons with the truth.
const STEP: usize = 50;
const USERS: u32 = 40;
/// All keep presence; joins and leaves are told in `chat`.
const CHANNELS: [&str; 8] =
    ["chat:0", "chat:1", "chat:2", "chat:3", "view:0", "view:1", "secret:0", "secret:1"];

/// An open session and what the server should know of it.
struct Session {
    peer: Peer,
    carrier: usize,
    user: String,
    client: String,
    secret: String,
    channels: BTreeSet<&'static str>,
}

struct World {
    server: Server,
    random: StdRng,
    /// TCP connections, each with many sessions; none once it was cut.
    carriers: Vec<Option<Channel>>,
    alive: Vec<Session>,
    deaths: usize,
}

#[tokio::test]
async fn presence_leaves_no_ghost_after_a_thousand_random_deaths() {
    let server = Server::guarded(&[("client.user_connection_limit", "3")]).await;
    let watched = watch(&server).await;
    let mut world = World {
        server,
        random: StdRng::seed_from_u64(11),
        carriers: Vec::new(),
        alive: Vec::new(),
        deaths: 0,
    };
    let mut next_check = STEP;
    while world.deaths < DEATHS {
        match world.alive.len() < ALIVE && world.random.random_bool(0.55) {
            true => world.birth().await,
            false => world.death().await,
        }
        if world.deaths >= next_check {
            world.compare().await;
            next_check = world.deaths + STEP;
        }
    }
    world.alive.clear();
    world.carriers.clear();
    world.compare().await;
    // Whoever is still announced would be a ghost to those who listen.
    within(watched).await.unwrap();
    world.nothing_is_listed().await;
    world.server.stop().await;
}

/// Follows the joins and leaves of `chat:0` by the documented rule; ends when
/// nobody is left but itself.
async fn watch(server: &Server) -> tokio::task::JoinHandle<()> {
    let mut peer = server.user("watcher").await;
    let request = SubscribeRequest { join_leave: true, ..subscribe("chat:0") };
    peer.subscribe_with(request).await.unwrap();
    tokio::spawn(async move {
        let mut members = BTreeMap::new();
        let mut seen_others = false;
        while !(seen_others && members.len() == 1) {
            match peer.push().await.event {
                Some(Event::Join(join)) => {
                    let info = join.info.unwrap();
                    seen_others |= info.user != "watcher";
                    assert!(members.insert(info.client, info.user).is_none());
                }
                Some(Event::Leave(leave)) => {
                    let info = leave.info.unwrap();
                    if members.remove(&info.client).is_none() {
                        let stand_in = members.iter().find(|(_, user)| **user == info.user);
                        let stand_in = stand_in.expect("left without having come").0.clone();
                        members.remove(&stand_in);
                    }
                }
                other => panic!("{other:?}"),
            }
        }
    })
}

impl World {
    async fn birth(&mut self) {
        let user = format!("u{}", self.random.random_range(0..USERS));
        let carrier = self.carrier().await;
        let channel = self.carriers[carrier].clone().unwrap();
        let mut peer = match self.random.random_bool(0.2) {
            true => return self.listener(user, carrier, channel).await,
            false => Peer::open(channel).await,
        };
        // Some come with a token that is none.
        if self.random.random_bool(0.1) {
            let token = signed_with("not the secret of this server at all", &connection(&user));
            peer.request(Request::Connect(ConnectRequest { token, ..Default::default() })).await;
            assert_eq!(peer.end_codes().await.0, 3500);
            self.deaths += 1;
            return;
        }
        let previous = self.previous(&user);
        let request = ConnectRequest {
            token: token(&connection(&user)),
            previous_session: previous.map(|i| self.alive[i].secret.clone()).unwrap_or_default(),
            ..Default::default()
        };
        let of_user = self.alive.iter().filter(|session| session.user == user).count();
        if of_user - usize::from(previous.is_some()) >= 3 {
            peer.request(Request::Connect(request)).await;
            assert_eq!(peer.end_codes().await.0, 3504);
            self.deaths += 1;
        } else {
            let hello = peer.connect_with(request).await.unwrap();
            let channels = BTreeSet::new();
            let (client, secret) = (hello.client, hello.session);
            let mut session = Session { peer, carrier, user, client, secret, channels };
            for _ in 0..self.random.random_range(1..=3) {
                let channel = CHANNELS[self.random.random_range(0..CHANNELS.len())];
                if session.channels.insert(channel) {
                    session.peer.subscribe_with(wanted(&session.user, channel)).await.unwrap();
                }
            }
            self.alive.push(session);
        }
        if let Some(previous) = previous {
            let mut old = self.alive.swap_remove(previous);
            assert_eq!(old.peer.end_codes().await.0, 3503);
            self.deaths += 1;
        }
    }

    /// A session of one request: it subscribes as it connects.
    async fn listener(&mut self, user: String, carrier: usize, channel: Channel) {
        let name = CHANNELS[self.random.random_range(0..CHANNELS.len())];
        let connect = ConnectRequest {
            token: token(&connection(&user)),
            subs: [(name.to_owned(), wanted(&user, name))].into(),
            ..Default::default()
        };
        let request = ListenRequest { connect: Some(connect) };
        let replies = within(ClientServiceClient::new(channel).listen(request)).await.unwrap();
        let mut peer = Peer::listening(replies.into_inner());
        match peer.reply().await.result {
            Some(Answer::Connect(hello)) => {
                let (client, secret) = (hello.client, hello.session);
                let channels = BTreeSet::from([name]);
                self.alive.push(Session { peer, carrier, user, client, secret, channels });
            }
            Some(Answer::Push(_)) => self.deaths += 1, // as many as the user may have
            other => panic!("{other:?}"),
        }
    }

    async fn death(&mut self) {
        if self.alive.is_empty() {
            return;
        }
        let victim = self.random.random_range(0..self.alive.len());
        let by = self.random.random_range(0..9);
        // A connection takes all of its sessions with it, a user too.
        match by {
            0 => return self.cut(self.alive[victim].carrier),
            1 => return self.disconnect_user(victim).await,
            _ => {}
        }
        let mut session = self.alive.swap_remove(victim);
        self.deaths += 1;
        match by {
            2 if session.peer.may_send() => {
                session.peer.request(Request::Connect(ConnectRequest::default())).await;
                assert_eq!(session.peer.end_codes().await.0, 3501);
            }
            3 => {
                let request =
                    DisconnectRequest { client: session.client.clone(), ..Default::default() };
                within(self.server.api().await.disconnect(request)).await.unwrap();
                assert_eq!(session.peer.end_codes().await.0, 3503);
            }
            4 => {
                let expiry = Some(Expiry::Expired(true));
                let request =
                    RefreshRequest { client: session.client.clone(), expiry, ..Default::default() };
                within(self.server.api().await.refresh(request)).await.unwrap();
                assert_eq!(session.peer.end_codes().await.0, 3005);
            }
            5 if session.peer.may_send() => {
                let token = token(&connection("somebody else"));
                session.peer.request(Request::Refresh(ClientRefresh { token })).await;
                assert_eq!(session.peer.end_codes().await.0, 3500);
            }
            6 => {
                for channel in &session.channels {
                    let request = UnsubscribeRequest {
                        client: session.client.clone(),
                        channel: (*channel).into(),
                        ..Default::default()
                    };
                    within(self.server.api().await.unsubscribe(request)).await.unwrap();
                }
            }
            7 if session.peer.may_send() => {
                // In the middle of a subscribe whose answer nobody reads.
                let rest = CHANNELS.iter().find(|name| !session.channels.contains(*name));
                let request = wanted(&session.user, rest.unwrap());
                session.peer.request(Request::Subscribe(request)).await;
            }
            8 if session.peer.may_send() => session.peer.half_close(),
            _ => {}
        }
    }

    /// Drops a TCP connection with all that lives on it.
    fn cut(&mut self, carrier: usize) {
        self.carriers[carrier] = None;
        let before = self.alive.len();
        self.alive.retain(|session| session.carrier != carrier);
        self.deaths += before - self.alive.len();
    }

    async fn disconnect_user(&mut self, victim: usize) {
        let user = self.alive[victim].user.clone();
        let request = DisconnectRequest { user: user.clone(), ..Default::default() };
        let ended = within(self.server.api().await.disconnect(request)).await.unwrap();
        let before = self.alive.len();
        self.alive.retain(|session| session.user != user);
        let died = before - self.alive.len();
        assert!(ended.into_inner().connections as usize >= died);
        self.deaths += died;
    }

    /// A connection for the next session: an open one or a new one.
    async fn carrier(&mut self) -> usize {
        let open: Vec<usize> =
            (0..self.carriers.len()).filter(|i| self.carriers[*i].is_some()).collect();
        if open.len() < 8 {
            self.carriers.push(Some(self.server.channel().await));
            return self.carriers.len() - 1;
        }
        open[self.random.random_range(0..open.len())]
    }

    /// Sometimes one comes back in place of an earlier one.
    fn previous(&mut self, user: &str) -> Option<usize> {
        let earlier = self.alive.iter().position(|session| session.user == user);
        earlier.filter(|_| self.random.random_bool(0.5))
    }

    /// Presence must come to be what it should be.
    async fn compare(&self) {
        for channel in CHANNELS {
            let here = self.alive.iter().filter(|session| session.channels.contains(channel));
            let mut expected: BTreeMap<String, String> =
                here.map(|session| (session.client.clone(), session.user.clone())).collect();
            let agrees = async {
                loop {
                    let counts = self.counts(channel).await;
                    let mut present = self.present(channel).await;
                    let users: BTreeSet<_> = present.values().collect();
                    let counted = counts == (present.len() as u64, users.len() as u64);
                    present.retain(|_, user| user != "watcher");
                    if counted && present == expected {
                        return;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(10)).await;
                }
            };
            if tokio::time::timeout(PATIENCE, agrees).await.is_err() {
                let mut present = self.present(channel).await;
                present.retain(|client, _| expected.remove(client).is_none());
                let counts = self.counts(channel).await;
                panic!("{channel}: ghosts {present:?}, missing {expected:?}, counts {counts:?}");
            }
        }
    }

    /// Nobody is connected and nobody subscribed.
    async fn nothing_is_listed(&self) {
        self.server.reaches("fanwire_connections", 0.0).await;
        self.server.reaches("fanwire_channels", 0.0).await;
        let mut api = self.server.api().await;
        let listed = within(api.connections(ConnectionsRequest::default())).await.unwrap();
        assert_eq!(listed.into_inner().connections, []);
        let listed = within(api.channels(ChannelsRequest::default())).await.unwrap();
        assert_eq!(listed.into_inner().channels, []);
        for channel in CHANNELS {
            assert_eq!(self.present(channel).await, BTreeMap::new(), "{channel}");
            assert_eq!(self.counts(channel).await, (0, 0), "{channel}");
        }
    }

    /// What presence_stats tells: clients and users.
    async fn counts(&self, channel: &str) -> (u64, u64) {
        let request = PresenceStatsRequest { channel: channel.into() };
        let stats = within(self.server.api().await.presence_stats(request)).await.unwrap();
        let stats = stats.into_inner();
        (stats.num_clients, stats.num_users)
    }

    async fn present(&self, channel: &str) -> BTreeMap<String, String> {
        let mut api = self.server.api().await;
        let request = PresenceRequest { channel: channel.into(), ..Default::default() };
        let page = within(api.presence(request)).await.unwrap().into_inner();
        assert!(page.next_page_token.is_empty());
        page.clients.into_iter().map(|info| (info.client, info.user)).collect()
    }
}

/// What a user asks to subscribe to a channel.
fn wanted(user: &str, channel: &str) -> SubscribeRequest {
    let token = match channel.starts_with("secret:") {
        true => token(&subscription(user, channel)),
        false => String::new(),
    };
    SubscribeRequest { token, ..subscribe(channel) }
}
