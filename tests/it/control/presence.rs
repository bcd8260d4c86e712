//! Who is there, for backends.

use std::collections::BTreeMap;

use fanwire::pb::api::{
    BatchPresenceStatsRequest, PresenceRequest, PresenceStatsRequest, presence_stats_item::Outcome,
};
use tonic::Code;

use super::{invalid, told};
use crate::support::{Server, connection, within};

#[tokio::test]
async fn pages_have_everybody_once() {
    let server = Server::guarded(&[]).await;
    let mut peers = Vec::new();
    let mut expected = BTreeMap::new();
    for user in ["1", "2", "2", "3", "3"] {
        let (mut peer, hello) = server.connected_with(connection(user)).await;
        peer.subscribe("view:room").await;
        expected.insert(hello.client, user.to_owned());
        peers.push(peer);
    }
    let mut api = server.api().await;
    for page_size in [0, 1, 2, 5] {
        let channel = "view:room".to_owned();
        let mut request = PresenceRequest { channel, page_size, page_token: String::new() };
        let mut listed = Vec::new();
        loop {
            let page = within(api.presence(request.clone())).await.unwrap().into_inner();
            assert!(page_size == 0 || page.clients.len() <= page_size as usize);
            listed.extend(page.clients.into_iter().map(|info| (info.client, info.user)));
            if page.next_page_token.is_empty() {
                break;
            }
            request.page_token = page.next_page_token;
        }
        assert_eq!(listed, expected.clone().into_iter().collect::<Vec<_>>(), "{page_size}");
    }
    let request = PresenceStatsRequest { channel: "view:room".into() };
    let stats = within(api.presence_stats(request)).await.unwrap().into_inner();
    assert_eq!((stats.num_clients, stats.num_users), (5, 3));
    drop(peers);
    server.stop().await;
}

#[tokio::test]
async fn a_batch_answers_for_each_channel_in_order() {
    let server = Server::guarded(&[]).await;
    let mut peer = server.user("42").await;
    peer.subscribe("view:room").await;
    let mut api = server.api().await;
    let channels = ["view:room", "no:a", "view:empty", "dialog:#42", "", "view:room"];
    let request = BatchPresenceStatsRequest { channels: channels.map(str::to_owned).to_vec() };
    let items = within(api.batch_presence_stats(request)).await.unwrap().into_inner().items;
    let answers: Vec<_> = items
        .into_iter()
        .map(|item| match item.outcome.unwrap() {
            Outcome::Result(stats) => Ok((stats.num_clients, stats.num_users)),
            Outcome::Error(status) => Err((Code::from(status.code), status.details.len())),
        })
        .collect();
    let refused = |code| Err((code, 1));
    let expected = [
        Ok((1, 1)),
        refused(Code::NotFound),
        Ok((0, 0)),
        refused(Code::FailedPrecondition),
        refused(Code::InvalidArgument),
        Ok((1, 1)),
    ];
    assert_eq!(answers, expected);
    for channels in [vec![], vec!["view:a".to_owned(); 10_001]] {
        let request = BatchPresenceStatsRequest { channels };
        let status = within(api.batch_presence_stats(request)).await.unwrap_err();
        assert_eq!(told(&status, "field"), invalid("channels"));
    }
    drop(peer);
    server.stop().await;
}

#[tokio::test]
async fn a_refused_presence_says_why() {
    let server = Server::guarded(&[]).await;
    let mut api = server.api().await;
    let of = |channel: &str, page_size, page_token: &str| PresenceRequest {
        channel: channel.into(),
        page_size,
        page_token: page_token.into(),
    };
    let off = (Code::FailedPrecondition, "PRESENCE_OFF".to_owned(), "dialog".to_owned());
    let unknown = (Code::NotFound, "UNKNOWN_NAMESPACE".to_owned(), "no".to_owned());
    for (request, key, expected) in [
        (of("dialog:#42", 0, ""), "namespace", off.clone()),
        (of("no:a", 0, ""), "namespace", unknown),
        (of("view:a", 10_001, ""), "field", invalid("page_size")),
        (of("view:a", 0, "?"), "field", invalid("page_token")),
    ] {
        let status = within(api.presence(request)).await.unwrap_err();
        assert_eq!(told(&status, key), expected);
    }
    let request = PresenceStatsRequest { channel: "dialog:#42".into() };
    let status = within(api.presence_stats(request)).await.unwrap_err();
    assert_eq!(told(&status, "namespace"), off);
    server.stop().await;
}
