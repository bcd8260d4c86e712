"""How events leave the backend. One class for each way, the setting PUBLISH chooses.

    direct.py      calls of Fanwire's API after the commit: simple, and can lose events
    outbox.py      rows of a table, which Fanwire takes from there
    replication.py rows of a table, which Fanwire reads from PostgreSQL's log
    kafka.py       a table of our own, carried to a topic which Fanwire reads

    events.py      what is told
    publisher.py   what the ways have in common

Whichever it is, rooms.py records the events and store.py hands them over: a
way is asked to write them at the end of the transaction, within it.

Order. All events are about a room, and those of one room are in one partition:
each member's channel has them in the order of the room. Two rooms can
overtake each other, also in the channel of somebody who is in both: the page
keeps each room's state by itself and does not mind. An application that does mind, because its
events change something that users have across rooms, takes one partition for all, or
writes one event for each user, with the user as the order.
"""

from ..settings import Settings
from .direct import Direct
from .events import Cutoff, Event, Removal, Told
from .kafka import Kafka
from .outbox import Outbox
from .publisher import Full, Publisher
from .replication import Replication

__all__ = ["Cutoff", "Event", "Full", "Publisher", "Removal", "Told", "open_publisher"]


def open_publisher(settings: Settings) -> Publisher:
    match settings.publish:
        case Direct.name:
            return Direct(settings.fanwire_api, settings.fanwire_api_key)
        case Outbox.name:
            return Outbox()
        case Replication.name:
            return Replication()
        case Kafka.name:
            return Kafka(settings.kafka_brokers, settings.kafka_topic)
    ways = ", ".join(way.name for way in (Direct, Outbox, Replication, Kafka))
    raise SystemExit(f"PUBLISH={settings.publish} is no way to publish: choose one of {ways}")
