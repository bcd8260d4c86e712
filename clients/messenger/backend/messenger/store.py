"""Tables, and transactions that events leave with. SQLite or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    BigInteger, Boolean, Column, Connection, Engine, ForeignKey, Integer, MetaData, String, Table, Text,
    UniqueConstraint, create_engine, event,
)
from sqlalchemy.engine import make_url

from .publishing import Event, Publisher, Told

metadata = MetaData()

users = Table(
    "users", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("key", String(80), nullable=False, unique=True),  # the name, folded: "Ann" and "ann" are one
    Column("revoked", Boolean, nullable=False, default=False),
)

sessions = Table(
    "sessions", metadata,
    # Of the secret only a hash is kept: a copy of the table opens no session.
    Column("secret_sha256", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
)

rooms = Table(
    "rooms", metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), nullable=False),  # empty for a one-to-one room
    Column("key", String(80), nullable=False, unique=True),  # "room:NAME" or "direct:LOWER,HIGHER"
    Column("direct", Boolean, nullable=False),
    Column("last_seq", BigInteger, nullable=False, default=0),
)

members = Table(
    "members", metadata,
    Column("room_id", ForeignKey("rooms.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True, index=True),
    Column("read_seq", BigInteger, nullable=False, default=0),
)

messages = Table(
    "messages", metadata,
    Column("id", String(36), primary_key=True),  # chosen by the sender, so that a retry is no second message
    Column("room_id", ForeignKey("rooms.id"), nullable=False),
    Column("seq", BigInteger, nullable=False),  # 1, 2, 3 within the room, without holes
    Column("author_id", ForeignKey("users.id"), nullable=False),
    Column("kind", String(10), nullable=False),  # "text" or "system"
    Column("text", Text, nullable=False),
    Column("time_ms", BigInteger, nullable=False),
    UniqueConstraint("room_id", "seq"),
)


class Transaction:
    """A database transaction, and what is told with it."""

    def __init__(self, connection: Connection):
        self.execute = connection.execute
        self.events: list[Told] = []

    def record(self, *events: Told) -> None:
        """Adds events that leave with this transaction: all or none."""
        self.events.extend(event for event in events if not isinstance(event, Event) or event.users)


class Store:
    def __init__(self, url: str, publisher: Publisher):
        self.engine = open_engine(url)
        self.publisher = publisher
        metadata.create_all(self.engine)
        publisher.prepare(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self.engine.begin() as connection:
            transaction = Transaction(connection)
            yield transaction
            self.publisher.write(connection, transaction.events)
        self.publisher.committed(transaction.events)


def open_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    if file := make_url(url).database:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def connect(connection, _record):
        # Python's driver would begin transactions late: we do it ourselves.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection):
        # Writers wait for each other here, not half-way, where SQLite would refuse one of them.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
