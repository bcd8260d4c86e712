"""The example clients with tokens: who may do what."""

import base64
import json
import sys

import grpc
import pytest
from processes import KEY, LANGUAGES, ROOT, mint_command, publisher, subscribed, subscriber

OTHERS = {"python": "go", "go": "python"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_user_reads_an_open_namespace_and_not_a_closed_one(server, start, language):
    follower = start(subscriber, language, server.client, "chat:room")
    subscribed(follower)
    start(publisher, language, server.api, "chat:room", "hello").wait()
    assert follower.line() == "#0 hello"

    words = start(subscriber, language, server.client, "secret:room").fails()
    assert "error 103" in words
    assert '"secret"' in words and "allow_subscribe_for_client" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_subscription_token_opens_a_closed_channel(server, start, language):
    ask = mint_command(OTHERS[language], "--user", "42", "--channel", "secret:room")
    follower = start(subscriber, language, server.client, "secret:room", ask_sub=ask)
    subscribed(follower)
    start(publisher, language, server.api, "secret:room", "psst").wait()
    assert follower.line() == "#0 psst"
    words = start(subscriber, language, server.client, "secret:other", ask_sub=ask).fails()
    assert "3500" in words


BACKEND = """
import sys

sys.path.insert(0, {examples!r})
from mint import connection_token

with open({questions!r}, "a+") as questions:
    print("question", file=questions)
    first = questions.tell() < 10
print(connection_token({key!r}, "42", -1 if first else 3600))
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_asks_for_a_token_when_one_has_expired_and_not_before(
    server, proxy, start, tmp_path, language
):
    backend, questions = tmp_path / "backend.py", tmp_path / "questions"
    examples = str(ROOT / "clients/python")
    backend.write_text(BACKEND.format(examples=examples, questions=str(questions), key=KEY))
    follower = start(subscriber, language, proxy.address, "chat:room", ask=[sys.executable, backend])
    assert "error 109" in follower.error_line()
    subscribed(follower)
    for _ in range(2):
        proxy.cut()
        subscribed(follower)
    assert questions.read_text() == "question\n" * 2


SUB_BACKEND = """
import sys

sys.path.insert(0, {examples!r})
from mint import subscription_token

with open({questions!r}, "a+") as questions:
    print("question", file=questions, flush=True)
    questions.seek(0)
    count = len(questions.readlines())
print(subscription_token({key!r}, "42", "secret:room", [-1, 1, 3600][count - 1]))
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("server", ['client.expired_sub_close_delay = "1s"'], indirect=True)
def test_an_expired_subscription_goes_on_with_a_new_token(server, start, tmp_path, language):
    backend, questions = tmp_path / "backend.py", tmp_path / "questions"
    examples = str(ROOT / "clients/python")
    backend.write_text(SUB_BACKEND.format(examples=examples, questions=str(questions), key=KEY))
    follower = start(subscriber, language, server.client, "secret:room", ask_sub=[sys.executable, backend])
    assert "error 109" in follower.error_line()
    subscribed(follower)
    assert follower.error_line().startswith("unsubscribed 2501")
    subscribed(follower)
    start(publisher, language, server.api, "secret:room", "psst").wait()
    assert follower.line() == "#0 psst"
    assert questions.read_text() == "question\n" * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_token_and_none_are_final(server, start, language):
    env = {"HMAC_SECRET_KEY": "another " + KEY}
    words = start(subscriber, language, server.client, "chat:room", env=env).fails()
    assert "disconnected 3500" in words
    words = start(subscriber, language, server.client, "chat:room", ask=None).fails()
    assert "disconnected 3500" in words


@pytest.mark.parametrize("signed", ["another " + KEY, None])
def test_a_bad_token_ends_the_stream_as_unauthenticated(server, signed):
    """What a client in any language gets to see."""
    from fanwire.client.v1 import client_pb2, client_pb2_grpc, commands_pb2
    from mint import connection_token

    token = connection_token(signed, "42") if signed else unsigned({"sub": "42"})
    connect = commands_pb2.ConnectRequest(token=token)
    with grpc.insecure_channel(server.client) as connection:
        stub = client_pb2_grpc.ClientServiceStub(connection)
        stream = stub.Connect(iter([client_pb2.Command(id=1, connect=connect)]), timeout=30)
        assert next(stream).push.disconnect.code == 3500
        with pytest.raises(grpc.RpcError) as end:
            next(stream)
    assert end.value.code() == grpc.StatusCode.UNAUTHENTICATED


def unsigned(claims):
    """`alg: none`"""
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, claims)]
    return b".".join([base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts] + [b""]).decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("server", ["client.insecure = true"], indirect=True)
def test_an_insecure_server_wants_no_token(server, start, language):
    follower = start(subscriber, language, server.client, "secret:room", ask=None)
    subscribed(follower)
    start(publisher, language, server.api, "secret:room", "hello").wait()
    assert follower.line() == "#0 hello"
