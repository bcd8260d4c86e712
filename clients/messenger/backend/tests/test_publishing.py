"""Every way to publish, with real servers: what users are told, when Fanwire dies meanwhile."""

import dataclasses
import json
import os
import subprocess
import uuid
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import grpc
import psycopg
import pytest
from confluent_kafka.admin import AdminClient
from services import BINARY, DEADLINE, JARS, ROOT, Broker, Fanwire, eventually

CONSUMERS = ROOT / "clients/messenger/consumers"
PUBLISHING = ROOT / "clients/messenger/backend/messenger/publishing"
MESSAGES = 120


@pytest.fixture(scope="session")
def kafka(tmp_path_factory):
    if not JARS.is_dir():
        pytest.skip("Kafka is not installed: tests/run installs it")
    broker = Broker(tmp_path_factory.mktemp("kafka"))
    yield broker.address
    broker.kill()


@pytest.fixture
def database(postgresql):
    """URL of an empty database."""
    name = f"messenger_{uuid.uuid4().hex}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgresql.removesuffix("postgres") + name


@pytest.fixture
def opened(request, tmp_path):
    """Opens the backend's store and Fanwire for a way, with the documented configuration."""
    closing = []

    def open_way(way, url=None):
        from messenger.publishing import open_publisher
        from messenger.settings import Settings, database_url
        from messenger.store import Store

        url = url or request.getfixturevalue("database")
        topic = f"messenger-{uuid.uuid4()}"
        brokers = request.getfixturevalue("kafka") if way == "kafka" else ""
        config = tmp_path / "fanwire.toml"
        documented = CONSUMERS / f"{way}.toml"
        text = documented.read_text() if documented.exists() else ""
        text = text.replace("postgres://postgres@127.0.0.1:5432/messenger", url)
        if way == "kafka":
            # A killed member of the group is given up at once.
            text += 'properties = ["session.timeout.ms=1000", "heartbeat.interval.ms=200"]\n'
        config.write_text(text.replace("127.0.0.1:9092", brokers).replace('"messenger"', f'"{topic}"'))
        fanwire = Fanwire(tmp_path, config)
        settings = Settings.read({
            "PUBLISH": way, "DATABASE_URL": url, "HMAC_SECRET_KEY": "unused", "FANWIRE_API_URL": f"http://{fanwire.api}",
            "KAFKA_BROKERS": brokers, "KAFKA_TOPIC": topic,
        })
        publisher = open_publisher(settings)
        closing.append(publisher.close)
        store = Store(database_url(url), publisher)
        closing.append(store.engine.dispose)
        publisher.start()
        if way == "kafka":
            admin = AdminClient({"bootstrap.servers": brokers})
            eventually(lambda: topic in admin.list_topics(timeout=DEADLINE).topics)
        fanwire.start()
        closing.append(fanwire.kill)
        if way == "cdc":
            # What is written before there is a slot is not read.
            eventually(lambda: query(url, "SELECT 1 FROM pg_replication_slots WHERE active AND database = current_database()"))
        return SimpleNamespace(store=store, publisher=publisher, fanwire=fanwire, url=url, settings=settings)

    yield open_way
    for close in reversed(closing):
        close()


def query(url, sql):
    with psycopg.connect(url) as connection:
        return connection.execute(sql).fetchall()


def told(fanwire, user):
    """What the personal channel of a user has had, in order."""
    from fanwire.api.v1 import api_pb2, api_pb2_grpc

    with grpc.insecure_channel(fanwire.api) as channel:
        request = api_pb2.HistoryRequest(channel=f"user:#{user.id}", limit=1000)
        history = api_pb2_grpc.ApiServiceStub(channel).History(request, timeout=DEADLINE)
    return [json.loads(publication.data) for publication in history.publications]


def messages(events):
    """The numbers of the messages of each room."""
    numbers = defaultdict(list)
    for event in events:
        if event["type"] == "message":
            numbers[event["message"]["room"]].append(event["message"]["seq"])
    return dict(numbers)


@pytest.mark.parametrize("way", ["direct", "outbox", "cdc", "kafka"])
def test_what_is_written_while_fanwire_dies_is_told_once_and_in_order(opened, way):
    from messenger import rooms

    at = opened(way)

    def run(act, *arguments):
        with at.store.transaction() as tx:
            return act(tx, *arguments)

    def write(number):
        return run(rooms.send, (ann, bob)[number % 2], (lobby, other)[number // 2 % 2], str(uuid.uuid4()), f"message {number}")

    def undone():
        with at.store.transaction() as tx:
            rooms.send(tx, ann, lobby, str(uuid.uuid4()), "undone")
            raise rooms.Refused(400, "no")

    lobby = run(rooms.lobby)
    ann, bob = (run(rooms.log_in, name)[0] for name in ("Ann", "Bob"))
    other = run(rooms.create_room, ann, "Other")
    run(rooms.join, bob, other)
    with ThreadPoolExecutor(4) as pool:
        first = pool.map(write, range(MESSAGES // 2))
        eventually(lambda: len(told(at.fanwire, ann)) > 10)
        at.fanwire.kill()
        second = pool.map(write, range(MESSAGES // 2, MESSAGES))
        assert len([*first, *second]) == MESSAGES
    with pytest.raises(rooms.Refused):
        undone()
    at.fanwire.start()
    last = run(rooms.send, ann, lobby, str(uuid.uuid4()), "the last")
    ends = {lobby: last["seq"], other: run(rooms.one_room, other)["lastSeq"]}
    events = eventually(lambda: (found := told(at.fanwire, ann)) and {room: max(n) for room, n in messages(found).items()} == ends and found)
    # Ann was there from the first message of both on. Who calls after the commit may be overtaken by another request.
    numbers = messages(events)
    assert {room: sorted(n) if way == "direct" else n for room, n in numbers.items()} == {
        room: list(range(1, end + 1)) for room, end in ends.items()
    }
    assert "undone" not in [event["message"]["text"] for event in events if event["type"] == "message"]
    # All of them are commands that Fanwire understands.
    run(rooms.leave, bob, other)
    run(rooms.revoke, "Bob")
    run(rooms.send, ann, other, str(uuid.uuid4()), "after")
    eventually(lambda: told(at.fanwire, ann)[-1].get("message", {}).get("text") == "after")
    assert told(at.fanwire, bob)[-1] == {"type": "left", "room": other, "seq": ends[other] + 1}
    if (table := getattr(at.publisher, "table", None)) is not None:
        eventually(lambda: query(at.url, f"SELECT count(*) FROM {table.name}") == [(0,)])
        assert query(at.url, f"SELECT * FROM {table.name}_dead_letters") == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_events_carried_to_kafka_twice_are_told_once(opened, tmp_path, kind):
    from messenger import rooms
    from messenger.publishing.kafka import pending
    from sqlalchemy import func, select

    at = opened("kafka", f"sqlite:///{tmp_path}/messenger.db" if kind == "sqlite" else None)
    with at.store.transaction() as tx:
        lobby = rooms.lobby(tx)
        ann, _ = rooms.log_in(tx, "Ann")
    # As a backend that dies before it has deleted what it has carried.
    with at.store.transaction() as tx:
        rooms.send(tx, ann, lobby, str(uuid.uuid4()), "once")
        tx.record(*tx.events)
    with at.store.transaction() as tx:
        rooms.send(tx, ann, lobby, str(uuid.uuid4()), "the last")
    eventually(lambda: told(at.fanwire, ann)[-1:] and told(at.fanwire, ann)[-1].get("message", {}).get("text") == "the last")
    assert messages(told(at.fanwire, ann)) == {lobby: [1, 2, 3]}
    with at.store.engine.connect() as connection:
        count = select(func.count()).select_from(pending)
        eventually(lambda: connection.scalar(count) == 0 or connection.rollback())


@pytest.mark.parametrize("way", ["outbox", "cdc"])
def test_sqlite_has_no_table_that_fanwire_can_read(tmp_path, way):
    from messenger.publishing import open_publisher
    from messenger.settings import Settings
    from messenger.store import Store

    settings = Settings.read({"PUBLISH": way, "HMAC_SECRET_KEY": "unused"})
    with pytest.raises(SystemExit, match=f"PUBLISH={way} needs PostgreSQL.*set DATABASE_URL=postgresql"):
        Store(f"sqlite:///{tmp_path}/messenger.db", open_publisher(settings))
    with pytest.raises(SystemExit, match="PUBLISH=pigeon is no way.*direct, outbox, cdc, kafka"):
        open_publisher(dataclasses.replace(settings, publish="pigeon"))


@pytest.mark.parametrize("file, options", [
    ("outbox.sql", []),
    ("replication.sql", ["--replication", "--table", "replicated_outbox"]),
])
def test_the_schema_is_what_fanwire_prints(file, options):
    env = {name: value for name, value in os.environ.items() if not name.startswith("FANWIRE_")}
    command = [BINARY, "outbox", "schema", *options]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, env=env, timeout=DEADLINE).stdout
    assert (PUBLISHING / file).read_text() == printed, f"it is old: fanwire {' '.join(command[1:])} > {file}"
