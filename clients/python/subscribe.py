"""Follows a channel: prints every publication once, in order, across lost
connections and restarts of the server.

    python subscribe.py chat:room --token-command "python mint.py --user 42"

The command stands for a request to your backend: it prints a connection token,
and runs again when that has expired. So does --sub-token-command, for a channel
that needs a token of its own. Standard output has one line per publication, "#OFFSET DATA"; what happens to
the connection goes to standard error.
"""

import argparse
import functools
import queue
import random
import shlex
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import grpc

from fanwire.client.v1 import client_pb2_grpc
from fanwire.client.v1.client_pb2 import Command
from fanwire.client.v1.commands_pb2 import ConnectRequest, SubscribeRequest
from fanwire.client.v1.types_pb2 import RecoveryOutcome

CONNECT, SUBSCRIBE = 1, 2  # ids of our commands
# What the server says when it takes the connection token no more.
TOKEN_EXPIRED, CONNECTION_EXPIRED, STATE_INVALIDATED = 109, 3005, 3014
# The same of a subscription: to subscribe again; to do so without what we know.
SUBSCRIPTION_EXPIRED, SUBSCRIPTION_INVALIDATED = 2501, 2502
BACKOFF_BASE, BACKOFF_MAX = 0.2, 20.0  # seconds
GOOD = 5.0  # a subscription that lived for so many seconds may be renewed soon
# Finds a peer that vanished without a word.
KEEPALIVE = [("grpc.keepalive_time_ms", 20_000), ("grpc.keepalive_timeout_ms", 10_000)]


@dataclass
class Position:
    """Where we are in the channel's history; kept across connections."""

    epoch: str
    offset: int


class Final(Exception):
    """The server said no: coming back would not help."""


class Retry(Exception):
    """The server said not now."""


class Subscriber:
    def __init__(self, address, channel, get_token=None, get_sub_token=None, position=None):
        self.address = address
        self.channel = channel
        # Ask for a connection token (None to be anonymous), and for one of the channel if it needs one.
        self.get_token, self.get_sub_token = get_token, get_sub_token
        self.token = self.sub_token = None  # the last ones, good until the server says otherwise
        self.position = position
        self.commands = None  # of the connection
        self.pong = False  # whether pings want an answer
        self.failures = 0  # attempts in a row without a subscription
        self.ends = 0  # subscriptions in a row that the server soon ended
        self.subscribed_at = 0.0  # seconds, monotonic
        self.wait = 0.0  # seconds, as advised by the server

    def run(self):
        while True:
            try:
                self.session()
            except grpc.RpcError as error:
                log(f"disconnected: {error.code().name}: {error.details()}")
            except Retry as reason:
                log(f"refused for now: {reason}")
            delay = backoff(self.failures)
            self.failures += 1
            time.sleep(max(delay, self.wait))

    def session(self):
        """One connection, until it ends."""
        self.wait = 0.0
        if self.token is None:
            self.token = self.get_token() if self.get_token else ""
        connect = ConnectRequest(token=self.token, name="python-example")
        self.commands = commands = queue.SimpleQueue()
        commands.put(Command(id=CONNECT, connect=connect))
        commands.put(self.subscribe())
        with grpc.insecure_channel(self.address, options=KEEPALIVE) as connection:
            stub = client_pb2_grpc.ClientServiceStub(connection)
            try:
                for reply in stub.Connect(iter(commands.get, None)):
                    answer = self.handle(reply)
                    if answer is not None:
                        commands.put(answer)
            finally:
                commands.put(None)  # ends the iterator of commands

    def handle(self, reply):
        """Takes one reply; returns the command to send in return, if any."""
        match reply.WhichOneof("result"):
            case None:  # a ping
                return Command() if self.pong else None
            case "connect":
                self.pong = reply.connect.pong
            case "subscribe":
                self.subscribed(reply.subscribe)
            case "push":
                return self.pushed(reply.push)
            case "error":
                self.refused(reply.id, reply.error)

    def refused(self, command, error):
        retry = error.temporary
        if command == CONNECT and error.code == TOKEN_EXPIRED and self.get_token:
            self.token, retry = None, True
        if command == SUBSCRIBE and error.code == TOKEN_EXPIRED and self.get_sub_token:
            self.sub_token, retry = None, True
        raise (Retry if retry else Final)(f"error {error.code}: {error.message}")

    def subscribe(self):
        if self.sub_token is None:
            self.sub_token = self.get_sub_token() if self.get_sub_token else ""
        request = SubscribeRequest(
            channel=self.channel, token=self.sub_token, recoverable=True
        )
        if self.position:  # been here before: ask for what we missed
            request.recover = True
            request.epoch, request.offset = self.position.epoch, self.position.offset
        return Command(id=SUBSCRIBE, subscribe=request)

    def subscribed(self, result):
        self.failures = 0
        self.subscribed_at = time.monotonic()
        outcome = RecoveryOutcome.Name(result.recovery)
        log(f"subscribed: #{result.offset} of epoch {result.epoch!r}, {outcome}")
        if result.recovered:
            # The offset moves with what arrives: the rest may follow as pushes.
            self.position.epoch = result.epoch
        elif result.recoverable:
            # If was_recovering, publications are lost: reload what you show.
            self.position = Position(result.epoch, result.offset)
        else:
            self.position = None
        for publication in result.publications:
            self.published(publication)

    def published(self, publication):
        print(f"#{publication.offset} {publication.data.decode()}", flush=True)
        if self.position and publication.offset:  # 0: it is not in the history
            self.position.offset = publication.offset

    def pushed(self, push):
        match push.WhichOneof("event"):
            case "pub":
                self.published(push.pub)
            case "unsubscribe":
                if push.unsubscribe.code < 2500:
                    raise Final(f"unsubscribed: {push.unsubscribe.reason}")
                log(f"unsubscribed {push.unsubscribe.code}: {push.unsubscribe.reason}")
                self.subscribe_again(push.unsubscribe.code)
            case "disconnect":
                if push.disconnect.code in (CONNECTION_EXPIRED, STATE_INVALIDATED):
                    self.token = None
                if not push.disconnect.reconnect:
                    raise Final(f"disconnected {push.disconnect.code}: {push.disconnect.reason}")
                self.wait = push.disconnect.reconnect_after_ms / 1000


    def subscribe_again(self, code):
        if code in (SUBSCRIPTION_EXPIRED, SUBSCRIPTION_INVALIDATED):
            self.sub_token = None
        if code == SUBSCRIPTION_INVALIDATED:
            self.position = None
        if time.monotonic() - self.subscribed_at > GOOD:
            self.ends = 0
        # Meanwhile pings come, and want their answers.
        again = threading.Timer(backoff(self.ends), self.commands.put, [self.subscribe()])
        again.daemon = True
        again.start()
        self.ends += 1


def backoff(failures):
    """Seconds to wait. Full jitter: clients that were cut off together don't come back together."""
    return random.uniform(0, min(BACKOFF_MAX, BACKOFF_BASE * 2 ** min(failures, 10)))


def run(command):
    """What the command prints: the token."""
    try:
        return subprocess.check_output(shlex.split(command), text=True).strip()
    except (OSError, subprocess.CalledProcessError) as error:
        raise Retry(f"no token: {error}") from None


def log(message):
    print(message, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description="Follow a Fanwire channel.")
    parser.add_argument("--server", default="127.0.0.1:8000", help="address of the client API")
    parser.add_argument("--token-command", metavar="COMMAND", help="prints a connection token")
    parser.add_argument("--sub-token-command", metavar="COMMAND", help="prints a subscription token of the channel")
    parser.add_argument("--since", metavar="EPOCH:OFFSET", help="catch up from this position")
    parser.add_argument("channel")
    args = parser.parse_args()

    position = None
    if args.since:
        epoch, _, offset = args.since.rpartition(":")
        position = Position(epoch, int(offset))
    ask = [
        functools.partial(run, command) if command else None
        for command in (args.token_command, args.sub_token_command)
    ]
    try:
        Subscriber(args.server, args.channel, *ask, position).run()
    except Final as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
