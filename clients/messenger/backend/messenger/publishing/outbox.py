"""outbox: rows of a table that Fanwire looks into.

The rows are written in the transaction that changes the data, so there is an
event exactly if there is a change. Fanwire's consumer of type "postgresql"
takes them from there, and deletes them.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, Text, insert, inspect
from sqlalchemy.dialects.postgresql import JSONB

from .events import PARTITIONS, Told
from .publisher import Publisher


class Outbox(Publisher):
    name = "outbox"
    how = "rows of an outbox table, written in the transaction"
    schema = "outbox.sql"  # printed by: fanwire outbox schema

    # The columns that an application writes.
    table = Table("outbox", MetaData(), Column("method", Text), Column("payload", JSONB), Column("partition", Integer))

    def prepare(self, engine: Engine) -> None:
        if engine.dialect.name != "postgresql":
            raise SystemExit(
                f"PUBLISH={self.name} needs PostgreSQL, whose table Fanwire can read: "
                "set DATABASE_URL=postgresql://USER@HOST/DATABASE"
            )
        # An application of your own has it in its migrations.
        with engine.begin() as connection:
            if not inspect(connection).has_table(self.table.name):
                # By the driver itself: it is more than one statement.
                connection.connection.driver_connection.execute(Path(__file__).with_name(self.schema).read_text())

    def write(self, connection: Connection, events: Sequence[Told]) -> None:
        # All in one statement: they get their ids in this order, and Fanwire is told of them once.
        if events:
            connection.execute(insert(self.table).values([self.row(event) for event in events]))

    def row(self, event: Told) -> dict:
        return {"method": event.method, "payload": event.payload, "partition": event.order % PARTITIONS}
