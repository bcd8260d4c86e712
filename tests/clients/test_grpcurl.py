"""A generic tool, which knows the protocol from reflection alone."""

import base64
import json

import pytest
from processes import LANGUAGES, Process, go_binary, mint, publisher, subscribed, subscriber

COMMANDS = """
{"id": 1, "connect": {"name": "grpcurl", "token": "%s"}}
{"id": 2, "subscribe": {"channel": "news:sport"}}
"""


def grpcurl(server):
    # grpcurl closes its half of the stream once its standard input has ended.
    arguments = ["-plaintext", "-d", "@", server.client, "fanwire.client.v1.ClientService/Connect"]
    return Process(go_binary("grpcurl"), *arguments, stdin=COMMANDS % mint("python", "--user", "7"))


def test_a_half_closed_stream_goes_on(server, start):
    stream = start(grpcurl, server)
    connected, subscribed = document(stream), document(stream)
    assert connected["id"] == 1 and connected["connect"]["client"]
    assert subscribed["id"] == 2 and "subscribe" in subscribed

    for n in range(1, 4):
        start(publisher, "go", server.api, "news:sport", f"message {n}").wait()
        publication = document(stream)["push"]["pub"]
        assert base64.b64decode(publication["data"]) == f"message {n}".encode()
        assert int(publication["offset"]) == n


@pytest.mark.parametrize("server", ['client.ping_interval = "1s"\nclient.pong_timeout = "900ms"'], indirect=True)
def test_pongs_are_expected_only_of_those_who_can_send(server, start):
    stream = start(grpcurl, server)
    document(stream), document(stream)
    followers = [start(subscriber, language, server.client, "news:sport") for language in LANGUAGES]
    for follower in followers:
        subscribed(follower)

    # By the third ping a pong that the server misses is overdue.
    for _ in range(3):
        assert document(stream) == {}
    start(publisher, "go", server.api, "news:sport", "still here").wait()
    assert "pub" in document(stream, pings=False)["push"]
    for follower in followers:
        assert follower.line() == "#1 still here"
        assert follower.errors.empty(), "the example lost its connection"


def document(process, pings=True):
    """The next JSON document that grpcurl prints; a ping is {}."""
    text = ""
    while True:
        text += (line := process.line())
        if line == "{}" and not pings:
            text = ""
        elif line in ("}", "{}"):
            return json.loads(text)
