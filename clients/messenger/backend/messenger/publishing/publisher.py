"""What the ways have in common."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from sqlalchemy import Connection, Engine

from .events import Told


class Full(Exception):
    """Fanwire has been away for too long."""


class Publisher(ABC):
    """One way for events to leave the backend."""

    name: ClassVar[str]  # as PUBLISH has it
    how: ClassVar[str]  # for people: how events get to Fanwire

    def prepare(self, engine: Engine) -> None:
        """Called once, before the first transaction. Ends the program if this database will not do."""

    def start(self) -> None:
        """Called by the program that serves, for what has to run beside it."""

    @abstractmethod
    def write(self, connection: Connection, events: Sequence[Told]) -> None:
        """Called at the end of a transaction and within it: an exception undoes it."""

    def committed(self, events: Sequence[Told]) -> None:
        """Called after the commit."""

    def close(self) -> int:
        """Ends what runs beside; returns how many events are lost with it."""
        return 0
