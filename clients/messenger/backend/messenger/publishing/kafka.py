"""kafka: a topic that Fanwire reads.

No transaction spans a database and Kafka. So events are first rows of a table
of our own, written in the transaction that changes the data. A thread carries
them to the topic, in order, and deletes them once Kafka has acknowledged them. If the
backend dies between those two, they are carried again; their idempotency
keys make Fanwire publish them once.
"""

import json
import logging
import threading
from collections.abc import Sequence

from confluent_kafka import KafkaError, KafkaException, Message, Producer
from confluent_kafka.admin import AdminClient, NewTopic
from sqlalchemy import BigInteger, Column, Connection, Engine, Integer, MetaData, String, Table, Text, delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from .events import PARTITIONS, Told
from .publisher import Publisher

log = logging.getLogger("messenger.publishing")

BATCH = 500  # rows
POLL = 0.3  # seconds between two looks for rows of other processes
RETRY = 1.0  # seconds
TIMEOUT = 10.0  # seconds of a request about the topic
LOCK = 0x66616E77  # of PostgreSQL: of several backends one carries, or the order would be lost

metadata = MetaData()

pending = Table(
    "pending_events", metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("key", String(40), nullable=False),
    Column("value", Text, nullable=False),
    sqlite_autoincrement=True,  # ids are never used twice
)


class Kafka(Publisher):
    name = "kafka"
    how = "a table of the backend, written in the transaction and carried to a topic"

    def __init__(self, brokers: str, topic: str):
        self.brokers, self.topic = brokers, topic
        self.engine: Engine | None = None
        self.stopping, self.news = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, name="kafka-relay", daemon=True)

    def prepare(self, engine: Engine) -> None:
        metadata.create_all(engine)
        self.engine = engine

    def start(self) -> None:
        self.thread.start()

    def write(self, connection: Connection, events: Sequence[Told]) -> None:
        # The key chooses the topic's partition: one order, one partition.
        rows = [{"key": f"order:{event.order}", "value": command(event)} for event in events]
        if rows:
            connection.execute(insert(pending).values(rows))

    def committed(self, events: Sequence[Told]) -> None:
        self.news.set()

    def close(self) -> int:
        self.stopping.set()
        self.news.set()
        if self.thread.is_alive():
            self.thread.join()
        return 0  # what is not carried yet is in the table

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                with self.engine.connect() as connection:
                    # Not for others to use, and the lock ends with it.
                    connection.detach()
                    self._carry(connection)
            except (KafkaException, SQLAlchemyError) as error:
                log.warning("events wait in the table %s: %s", pending.name, error)
                self.stopping.wait(RETRY)

    def _carry(self, connection: Connection) -> None:
        leads = connection.dialect.name != "postgresql"
        producer = None
        try:
            while not self.stopping.is_set():
                self.news.clear()
                with connection.begin():
                    leads = leads or connection.scalar(select(func.pg_try_advisory_lock(LOCK)))
                    rows = connection.execute(select(pending).order_by(pending.c.id).limit(BATCH)).all() if leads else []
                if leads and producer is None:
                    producer = self._open()
                if rows:
                    self._produce(connection, producer, rows)
                else:
                    self.news.wait(POLL)
        finally:
            if producer:
                producer.purge()

    def _open(self) -> Producer:
        settings = {"bootstrap.servers": self.brokers}
        # An application of your own has topics that somebody has thought about.
        topic = NewTopic(self.topic, num_partitions=PARTITIONS)
        admin = AdminClient(settings, logger=log)
        try:
            admin.create_topics([topic], request_timeout=TIMEOUT)[self.topic].result()
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise
        # Idempotent: what librdkafka sends again is there once and in its place. It goes on until it has an answer.
        return Producer(settings | {"enable.idempotence": True, "message.timeout.ms": 0}, logger=log)

    def _produce(self, connection: Connection, producer: Producer, rows: Sequence) -> None:
        outcomes: dict[int, KafkaError | None] = {}

        def told(row_id: int):
            def delivered(error: KafkaError | None, _message: Message) -> None:
                outcomes[row_id] = error

            return delivered

        for row in rows:
            producer.produce(self.topic, key=row.key, value=row.value, on_delivery=told(row.id))
        while producer.flush(POLL) > 0:
            if self.stopping.is_set():
                break
        # Up to the first that is not there: in the table, too, none overtakes another.
        missing = next((row.id for row in rows if outcomes.get(row.id, KafkaError._PURGE_QUEUE) is not None), None)
        done = pending.c.id.in_([row.id for row in rows if missing is None or row.id < missing])
        with connection.begin():
            connection.execute(delete(pending).where(done))
        if outcomes.get(missing) is not None:
            raise KafkaException(outcomes[missing])


def command(event: Told) -> str:
    return json.dumps({"method": event.method, "payload": event.payload}, ensure_ascii=False)
