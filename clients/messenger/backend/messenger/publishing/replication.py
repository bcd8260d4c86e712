"""cdc: rows of a table that Fanwire reads from PostgreSQL's log (logical decoding).

They are written as to an outbox, but nobody looks into the table, which stays
empty. The events come in the order of the commits. The server needs
wal_level=logical.
"""

from sqlalchemy import Column, Integer, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from .outbox import Outbox


class Replication(Outbox):
    name = "cdc"
    how = "rows of a table, written in the transaction and read from PostgreSQL's log"
    schema = "replication.sql"  # printed by: fanwire outbox schema --replication --table replicated_outbox
    table = Table("replicated_outbox", MetaData(), Column("method", Text), Column("payload", JSONB), Column("partition", Integer))
