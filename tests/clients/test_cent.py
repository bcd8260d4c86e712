"""Centrifugo's published server library, unmodified, against the HTTP API; each
answer is held against the OpenAPI document that the server serves."""

import asyncio
import json
import time

import cent
import pytest
import requests
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from processes import subscribed, subscriber

KEY = "the API key of these tests"
KEYS = f'api.keys = [{{ name = "tests", key = "{KEY}" }}]'
USER = "42"
with_key = pytest.mark.parametrize("server", [KEYS], indirect=True)


class Checked(requests.Session):
    """A session that holds what comes back against the document."""

    def __init__(self, url):
        super().__init__()
        self.document = requests.get(f"{url}/openapi.json", timeout=30).json()
        self.answered = set()

    def post(self, url, **options):
        response = super().post(url, **options)
        method = url.rpartition("/")[2]
        answers = self.document["paths"][f"/api/{method}"]["post"]["responses"]
        answer = answers[str(response.status_code)]
        if "$ref" in answer:
            answer = self.document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
        schema = answer["content"]["application/json"]["schema"]
        components = closed(self.document["components"])
        Draft202012Validator(schema | {"components": components}).validate(response.json())
        self.answered.add(method)
        return response


def closed(node):
    """The same schemas without room for what is not documented."""
    if isinstance(node, list):
        return [closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: closed(value) for key, value in node.items()}
    if node.get("type") == "object" and "additionalProperties" not in node:
        node["additionalProperties"] = False
    return node


@pytest.fixture
def session(server):
    with Checked(f"http://{server.api}/api") as session:
        yield session


@pytest.fixture
def client(server, session):
    return cent.Client(f"http://{server.api}/api", KEY, timeout=30, session=session)


@pytest.fixture
def follower(server, start):
    """A user who follows chat:room."""
    follower = start(subscriber, "python", server.client, "chat:room")
    subscribed(follower)
    return follower


@with_key
def test_the_document_is_valid_openapi(session):
    validate(session.document)
    assert session.document["openapi"].startswith("3.1")


@with_key
def test_publishes_and_reads_histories(client):
    publish = cent.PublishRequest(channel="news:a", data={"a": [1, None]}, tags={"k": "v"}, idempotency_key="k")
    first = client.publish(publish)
    assert (first.offset, bool(first.epoch)) == (1, True)
    assert client.publish(publish).offset == 1
    client.publish(cent.PublishRequest(channel="news:a", data="", b64data="AP8="))
    client.publish(cent.PublishRequest(channel="news:a", data=3, skip_history=True))
    page = client.history(cent.HistoryRequest(channel="news:a", limit=10))
    assert (page.offset, page.epoch) == (2, first.epoch)
    assert [publication.data for publication in page.publications] == [{"a": [1, None]}, None]
    assert page.publications[0].tags == {"k": "v"}
    since = cent.StreamPosition(offset=2, epoch=first.epoch)
    page = client.history(cent.HistoryRequest(channel="news:a", limit=10, since=since, reverse=True))
    assert [publication.offset for publication in page.publications] == [1]
    client.history_remove(cent.HistoryRemoveRequest(channel="news:a"))
    page = client.history(cent.HistoryRequest(channel="news:a", limit=10))
    assert (page.publications, page.offset) == ([], 2)


@with_key
def test_broadcasts(client):
    answer = client.broadcast(cent.BroadcastRequest(channels=["news:a", "no:b", "chat:c"], data={}))
    outcomes = [(r.result and r.result.offset, r.error and r.error.code) for r in answer.responses]
    assert outcomes == [(1, None), (None, 102), (0, None)]


@with_key
def test_subscribes_looks_and_unsubscribes(client, follower):
    client.publish(cent.PublishRequest(channel="chat:room", data={"text": "hello"}))
    assert follower.line() == '#0 {"text": "hello"}'
    present = client.presence(cent.PresenceRequest(channel="chat:room")).presence
    [(connection, info)] = present.items()
    assert (info.client, info.user) == (connection, USER)
    stats = client.presence_stats(cent.PresenceStatsRequest(channel="chat:room"))
    assert (stats.num_clients, stats.num_users) == (1, 1)

    override = cent.ChannelOptionsOverride(presence=cent.BoolValue(value=True))
    request = cent.SubscribeRequest(
        user=USER, channel="secret:room", client=connection, info={"a": 1}, data={"b": 2}, override=override
    )
    client.subscribe(request)
    channels = client.channels(cent.ChannelsRequest(pattern="*:room")).channels
    assert {name: found.num_clients for name, found in channels.items()} == {"chat:room": 1, "secret:room": 1}
    node = client.info(cent.InfoRequest()).nodes[0]
    assert (node.num_clients, node.num_users, node.num_subs, node.num_channels) == (1, 1, 2, 2)
    client.unsubscribe(cent.UnsubscribeRequest(user=USER, channel="secret:room"))
    assert follower.fails() == "unsubscribed: server unsubscribe"


@with_key
def test_refreshes_and_disconnects(client, follower):
    [connection] = client.presence(cent.PresenceRequest(channel="chat:room")).presence
    client.refresh(cent.RefreshRequest(user=USER, client=connection, expire_at=int(time.time()) + 600))
    client.disconnect(cent.DisconnectRequest(user=USER, whitelist=[connection]))
    client.publish(cent.PublishRequest(channel="chat:room", data="still there"))
    assert follower.line() == '#0 "still there"'
    client.refresh(cent.RefreshRequest(user=USER, client=connection, expired=True))
    subscribed(follower)  # it has come back with a new token
    client.disconnect(cent.DisconnectRequest(user=USER))
    assert "disconnected 3503" in follower.fails()


@with_key
def test_a_disconnect_of_ones_own_is_told(client, follower):
    disconnect = cent.Disconnect(code=4500, reason="blocked")
    client.disconnect(cent.DisconnectRequest(user=USER, disconnect=disconnect))
    words = follower.fails()
    assert "4500" in words and "blocked" in words


@pytest.mark.parametrize("parallel", [False, True])
@with_key
def test_batches(client, parallel):
    commands = [
        cent.PublishRequest(channel="news:a", data=1),
        cent.BroadcastRequest(channels=["news:b", "news:c"], data=2),
        cent.PresenceStatsRequest(channel="chat:a"),
        cent.InfoRequest(),
    ]
    replies = client.batch(cent.BatchRequest(requests=commands, parallel=parallel)).replies
    assert replies[0].offset == 1
    assert [response.result.offset for response in replies[1].responses] == [1, 1]
    assert replies[2].num_clients == 0
    assert len(replies[3].nodes) == 1


@with_key
def test_errors_are_those_that_the_library_knows(server, client, session):
    refusals = [
        (client.publish, cent.PublishRequest(channel="no:a", data=1), 102, '"no"'),
        (client.publish, cent.PublishRequest(channel="", data=1), 107, "channel name is empty"),
        (client.publish, cent.PublishRequest(channel="chat:a", data=None), 107, "data: is missing"),
        (client.history, cent.HistoryRequest(channel="chat:a"), 108, "history is off"),
        (
            client.history,
            cent.HistoryRequest(channel="news:a", since=cent.StreamPosition(offset=9, epoch="x")),
            112,
            "read without since",
        ),
        (client.disconnect, cent.DisconnectRequest(user=USER, session="x"), 107, "session"),
    ]
    for call, request, code, part in refusals:
        with pytest.raises(cent.CentApiResponseError) as refusal:
            call(request)
        assert refusal.value.code == code
        assert part in refusal.value.message
    session.headers["X-Centrifugo-Error-Mode"] = "transport"
    for (call, request, *_), status in zip(refusals, [404, 400, 400, 400, 416, 400], strict=True):
        with pytest.raises(cent.CentTransportError) as refusal:
            call(request)
        assert refusal.value.status_code == status
    for key in ["", "wrong"]:
        with pytest.raises(cent.CentUnauthorizedError):
            stranger = cent.Client(f"http://{server.api}/api", key, session=Checked(f"http://{server.api}/api"))
            stranger.info(cent.InfoRequest())


@with_key
def test_the_asynchronous_client(server):
    async def publish():
        client = cent.AsyncClient(f"http://{server.api}/api", KEY)
        try:
            answers = [client.publish(cent.PublishRequest(channel="news:a", data=n)) for n in range(20)]
            return [answer.offset for answer in await asyncio.gather(*answers)]
        finally:
            await client.close()

    assert sorted(asyncio.run(publish())) == list(range(1, 21))


@with_key
def test_a_request_that_is_malformed_answers_as_documented(server, session):
    url = f"http://{server.api}/api"
    for method, body, key, status in [
        ("publish", "[", KEY, 400),
        ("publish", json.dumps({"channel": 1}), KEY, 400),
        ("batch", json.dumps({"commands": 1}), KEY, 400),
        ("history", "{}", "wrong", 401),
    ]:
        response = session.post(f"{url}/{method}", data=body, headers={"X-API-Key": key}, timeout=30)
        assert response.status_code == status
