"""What is told to Fanwire. Each event is a command of its server API."""

from dataclasses import dataclass
from typing import Any, ClassVar

# Ways that work in parallel divide the events into so many streams.
PARTITIONS = 8


def personal_channel(user: int) -> str:
    return f"user:#{user}"


@dataclass(frozen=True)
class Event:
    """Something that users are told about a room."""

    method: ClassVar[str] = "broadcast"
    room: int
    key: str  # idempotency key: the same event has the same, however often it is sent
    users: list[int]
    data: dict[str, Any]

    @property
    def order(self) -> int:
        """Events of one order must not overtake each other, see publishing/__init__.py."""
        return self.room

    @property
    def payload(self) -> dict[str, Any]:
        # One publication for all members: every user has one channel, however many rooms.
        channels = [personal_channel(user) for user in self.users]
        return {"channels": channels, "data": self.data, "idempotency_key": self.key}


@dataclass(frozen=True)
class Removal:
    """A user who may not be in a channel of a room any more."""

    method: ClassVar[str] = "unsubscribe"
    room: int
    user: int
    channel: str

    @property
    def order(self) -> int:
        return self.room

    @property
    def payload(self) -> dict[str, Any]:
        return {"user": str(self.user), "channel": self.channel}


@dataclass(frozen=True)
class Cutoff:
    """A user whose connections end."""

    method: ClassVar[str] = "disconnect"
    user: int
    code: int
    reason: str

    @property
    def order(self) -> int:
        return self.user

    @property
    def payload(self) -> dict[str, Any]:
        return {"user": str(self.user), "disconnect": {"code": self.code, "reason": self.reason}}


Told = Event | Removal | Cutoff
