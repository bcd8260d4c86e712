"""A generic tool, which knows the protocol from reflection alone."""

import base64
import json

from processes import Process, go_binary, publisher

COMMANDS = """
{"id": 1, "connect": {"name": "grpcurl"}}
{"id": 2, "subscribe": {"channel": "news:sport"}}
"""


def test_a_half_closed_stream_goes_on(server, start):
    # grpcurl closes its half once its standard input has ended.
    arguments = ["-plaintext", "-d", "@", server.client, "fanwire.client.v1.ClientService/Connect"]
    grpcurl = start(Process, go_binary("grpcurl"), *arguments, stdin=COMMANDS)
    connected, subscribed = document(grpcurl), document(grpcurl)
    assert connected["id"] == 1 and connected["connect"]["client"]
    assert subscribed["id"] == 2 and "subscribe" in subscribed

    for n in range(1, 4):
        start(publisher, "go", server.api, "news:sport", f"message {n}").wait()
        publication = document(grpcurl)["push"]["pub"]
        assert base64.b64decode(publication["data"]) == f"message {n}".encode()
        assert int(publication["offset"]) == n


def document(process):
    """The next JSON document that grpcurl prints: it ends with a lone brace."""
    text = ""
    while True:
        line = process.line()
        text += line
        if line == "}":
            return json.loads(text)
        if line == "{}":
            text = ""  # a ping
