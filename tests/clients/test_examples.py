"""The example clients under clients/ against the real server."""

import grpc
import pytest
from processes import LANGUAGES, publisher, subscribed, subscriber

CHANNEL = "news:sport"


def publish(server, *messages, language="python"):
    """Publishes with an example; returns (epoch, offset) of the last one."""
    process = publisher(language, server.api, CHANNEL, *messages)
    try:
        answers = process.wait()
    finally:
        process.kill()
    assert len(answers) == len(messages)
    _, offset, _, epoch = answers[-1].split()
    return epoch, int(offset.removeprefix("#"))


def lines(first, last):
    return [f"#{offset} message {offset}" for offset in range(first, last + 1)]


def messages(first, last):
    return [f"message {offset}" for offset in range(first, last + 1)]


@pytest.mark.parametrize("publishes, subscribes", [("python", "go"), ("go", "python")])
def test_one_language_publishes_and_the_other_reads(server, start, publishes, subscribes):
    follower = start(subscriber, subscribes, server.client, CHANNEL)
    subscribed(follower)
    publish(server, *messages(1, 20), language=publishes)
    assert [follower.line() for _ in range(20)] == lines(1, 20)


@pytest.mark.parametrize("language", LANGUAGES)
def test_catches_up_after_a_cut_connection(server, proxy, start, language):
    follower = start(subscriber, language, proxy.address, CHANNEL)
    subscribed(follower)
    last = 0
    for _ in range(3):
        publish(server, *messages(last + 1, last + 5))
        assert [follower.line() for _ in range(5)] == lines(last + 1, last + 5)
        proxy.cut()
        publish(server, *messages(last + 6, last + 10))
        assert subscribed(follower).endswith("RECOVERY_OUTCOME_RECOVERED")
        assert [follower.line() for _ in range(5)] == lines(last + 6, last + 10)
        last += 10


def test_nothing_is_lost_or_doubled_over_crashes_of_the_server(server, start):
    followers = [start(subscriber, language, server.client, CHANNEL) for language in LANGUAGES]
    for follower in followers:
        subscribed(follower)
    published, epochs = 0, set()
    for _ in range(3):
        # The publisher retries through the crash with idempotency keys.
        publishing = start(publisher, "go", server.api, CHANNEL, *messages(published + 1, published + 200))
        answers = [publishing.line() for _ in range(20)]
        server.kill()
        server.start()
        answers += publishing.wait()
        for answer in answers:
            published += 1
            _, offset, _, epoch = answer.split()
            assert offset == f"#{published}"
            epochs.add(epoch)
        for follower in followers:
            assert [follower.line() for _ in answers] == lines(published - 199, published)
    assert len(epochs) == 1, "synced publications never cost an epoch"


@pytest.mark.parametrize("language", LANGUAGES)
def test_recovers_300_publications_of_65000_bytes(server, start, language):
    epoch, offset = publish(server, "the first")
    publish_big(server.api, 299)
    follower = start(subscriber, language, server.client, CHANNEL, since=f"{epoch}:{offset - 1}")
    assert subscribed(follower).endswith("RECOVERY_OUTCOME_RECOVERED")
    assert follower.line() == "#1 the first"
    for offset in range(2, 301):
        assert follower.line() == f"#{offset} {big(offset)}"
    publish(server, "and on")
    assert follower.line() == "#301 and on"


def test_pages_through_a_history_that_no_message_could_hold(server):
    from fanwire.api.v1 import api_pb2, api_pb2_grpc

    publish(server, "the first")
    publish_big(server.api, 299)
    with grpc.insecure_channel(server.api) as connection:
        stub = api_pb2_grpc.ApiServiceStub(connection)
        since, read, truncated = None, [], True
        while truncated:
            request = api_pb2.HistoryRequest(channel=CHANNEL, limit=-1, since=since)
            page = stub.History(request, timeout=30)
            assert page.publications, f"an empty page after {since}"
            read += page.publications
            since = api_pb2.StreamPosition(offset=read[-1].offset, epoch=page.epoch)
            truncated = page.truncated
    assert [publication.offset for publication in read] == list(range(1, 301))
    for publication in read[1:]:
        assert publication.data.decode() == big(publication.offset)


def big(offset):
    return f"{offset:05}" + "x" * 64_995


def publish_big(api, count):
    """Publishes 65,000 bytes as offsets 2, 3, ..., over one connection."""
    from fanwire.api.v1 import api_pb2, api_pb2_grpc

    with grpc.insecure_channel(api) as connection:
        stub = api_pb2_grpc.ApiServiceStub(connection)
        for offset in range(2, count + 2):
            request = api_pb2.PublishRequest(channel=CHANNEL, data=big(offset).encode())
            assert stub.Publish(request, timeout=30).offset == offset
