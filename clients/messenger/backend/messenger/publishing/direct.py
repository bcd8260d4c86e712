"""direct: calls of Fanwire's server API, after the commit.

The simplest way, and the only one that can lose events: they wait in memory
while Fanwire is away, and are gone when the backend ends meanwhile. Those of
two requests at the same moment can leave in either order. The page notices
both by the rooms' own message numbers; other applications may have no such
means, and take another way.
"""

import json
import logging
import queue
import random
import threading
from collections.abc import Sequence

import grpc
from fanwire.api.v1 import api_pb2, api_pb2_grpc
from sqlalchemy import Connection

from .events import Cutoff, Event, Removal, Told
from .publisher import Full, Publisher

log = logging.getLogger("messenger.publishing")

MAX_WAITING = 10_000  # events
TIMEOUT = 5.0  # seconds of one attempt
BACKOFF_MAX = 5.0  # seconds
# Worth another try; with the idempotency key that is safe even when only the answer was lost.
TEMPORARY = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.RESOURCE_EXHAUSTED)


class Direct(Publisher):
    """Calls Fanwire from a thread of its own, in order."""

    name = "direct"
    how = "calls of Fanwire's API, after the commit"

    def __init__(self, address: str, api_key: str = ""):
        self.metadata = [("authorization", f"apikey {api_key}")] if api_key else []
        self.channel = grpc.insecure_channel(address, options=[("grpc.max_reconnect_backoff_ms", 1000)])
        self.stub = api_pb2_grpc.ApiServiceStub(self.channel)
        # Bounded by `write`, so that after the commit nobody has to wait for a place.
        self.waiting: queue.SimpleQueue[Told | None] = queue.SimpleQueue()
        self.stopping = threading.Event()
        self.lost = 0
        self.thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self.thread.start()

    def write(self, connection: Connection, events: Sequence[Told]) -> None:
        # What could not be told is not done.
        if events and self.waiting.qsize() >= MAX_WAITING:
            raise Full

    def committed(self, events: Sequence[Told]) -> None:
        for event in events:
            self.waiting.put(event)

    def close(self) -> int:
        """Sends what waits, unless Fanwire is away."""
        self.waiting.put(None)
        self.stopping.set()
        self.thread.join()
        self.channel.close()
        return self.lost

    def _run(self) -> None:
        while (event := self.waiting.get()) is not None:
            attempt = 0
            while self._fails(event):
                attempt += 1
                if self.stopping.wait(random.uniform(0, min(BACKOFF_MAX, 0.1 * 2**attempt))):
                    # What waits and this one, but not the mark of the end.
                    self.lost = self.waiting.qsize()
                    log.warning("fanwire is away: %d events are lost", self.lost)
                    return

    def _fails(self, event: Told) -> bool:
        """One attempt; true when another one may help."""
        try:
            return self._call(event)
        except grpc.RpcError as error:
            log.warning("fanwire: %s: %s", error.code().name, error.details())
            return error.code() in TEMPORARY

    def _call(self, event: Told) -> bool:
        options = {"timeout": TIMEOUT, "metadata": self.metadata}
        match event:
            case Event():
                # Names as in the JSON of the other ways; data is bytes here.
                request = api_pb2.BroadcastRequest(**event.payload | {"data": json.dumps(event.data).encode()})
                return partly_failed(self.stub.Broadcast(request, **options))
            case Removal():
                self.stub.Unsubscribe(api_pb2.UnsubscribeRequest(**event.payload), **options)
            case Cutoff(user, code, reason):
                request = api_pb2.DisconnectRequest(user=str(user), code=code, reason=reason)
                self.stub.Disconnect(request, **options)
        return False


def partly_failed(response: api_pb2.BroadcastResponse) -> bool:
    """True when another try may publish where it was not published yet."""
    errors = [item.error for item in response.items if item.HasField("error")]
    for error in errors:
        log.warning("fanwire: broadcast refused: %s", error.message)
    return any(error.code == status.value[0] for error in errors for status in TEMPORARY)
