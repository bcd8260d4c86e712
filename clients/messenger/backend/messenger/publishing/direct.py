"""How events leave the backend: the one place that calls Fanwire.

This publisher calls the server API directly, after the transaction has been
committed. Events wait in memory while Fanwire is away and are lost when the
backend ends meanwhile; the page finds such holes by the rooms' own message
numbers. Another way out (an outbox table, change data capture, Kafka) is another class with
the same `record`, which writes the event inside the transaction.
"""

import json
import logging
import queue
import random
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import grpc
from fanwire.api.v1 import api_pb2, api_pb2_grpc

log = logging.getLogger("messenger.publisher")

MAX_WAITING = 10_000  # events
TIMEOUT = 5.0  # seconds of one attempt
BACKOFF_MAX = 5.0  # seconds
# Worth another try; with the idempotency key that is safe even when only the answer was lost.
TEMPORARY = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.RESOURCE_EXHAUSTED)

Request = api_pb2.BroadcastRequest | api_pb2.UnsubscribeRequest


def personal_channel(user: int) -> str:
    return f"user:#{user}"


@dataclass(frozen=True)
class Event:
    """Something that users are told."""

    key: str  # idempotency key: the same event has the same, however often it is sent
    users: list[int]
    data: dict[str, Any]

    def request(self) -> api_pb2.BroadcastRequest:
        # One publication for all members: every user has one channel, however many rooms.
        return api_pb2.BroadcastRequest(
            channels=[personal_channel(user) for user in self.users],
            data=json.dumps(self.data).encode(),
            idempotency_key=self.key,
        )


@dataclass(frozen=True)
class Removal:
    """A user who may not be in a channel any more."""

    user: int
    channel: str

    def request(self) -> api_pb2.UnsubscribeRequest:
        return api_pb2.UnsubscribeRequest(user=str(self.user), channel=self.channel)


class Full(Exception):
    """Fanwire has been away for too long."""


class DirectPublisher:
    """Calls Fanwire from a thread of its own, in order."""

    def __init__(self, address: str, api_key: str = ""):
        self.metadata = [("authorization", f"apikey {api_key}")] if api_key else []
        self.channel = grpc.insecure_channel(address, options=[("grpc.max_reconnect_backoff_ms", 1000)])
        self.stub = api_pb2_grpc.ApiServiceStub(self.channel)
        self.waiting: queue.Queue[Request | None] = queue.Queue(MAX_WAITING)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self.thread.start()

    def check(self) -> None:
        """Called before a transaction: what could not be told is not done."""
        if self.waiting.full():
            raise Full

    def send(self, events: Iterable[Event | Removal]) -> None:
        """Called after a transaction was committed."""
        for event in events:
            self.waiting.put(event.request())

    def disconnect(self, user: int, code: int, reason: str) -> int:
        """Ends a user's connections; returns how many there were."""
        request = api_pb2.DisconnectRequest(user=str(user), code=code, reason=reason)
        return self.stub.Disconnect(request, timeout=TIMEOUT, metadata=self.metadata).connections

    def close(self) -> None:
        """Sends what waits, unless Fanwire is away."""
        self.stopping.set()
        with suppress(queue.Full):
            self.waiting.put(None, timeout=TIMEOUT)
        self.thread.join()
        self.channel.close()

    def _run(self) -> None:
        while (request := self.waiting.get()) is not None:
            attempt = 0
            while self._fails(request):
                attempt += 1
                if self.stopping.wait(random.uniform(0, min(BACKOFF_MAX, 0.1 * 2**attempt))):
                    log.warning("fanwire is away: %d events are not delivered", self.waiting.qsize())
                    return

    def _fails(self, request: Request) -> bool:
        """One attempt; true when another one may help."""
        try:
            if isinstance(request, api_pb2.UnsubscribeRequest):
                self.stub.Unsubscribe(request, timeout=TIMEOUT, metadata=self.metadata)
                return False
            response = self.stub.Broadcast(request, timeout=TIMEOUT, metadata=self.metadata)
        except grpc.RpcError as error:
            log.warning("fanwire: %s: %s", error.code().name, error.details())
            return error.code() in TEMPORARY
        # A broadcast can fail in part. Tried again, it is published where it was not yet.
        errors = [item.error for item in response.items if item.HasField("error")]
        for error in errors:
            log.warning("fanwire: broadcast refused: %s", error.message)
        return any(error.code == status.value[0] for error in errors for status in TEMPORARY)
