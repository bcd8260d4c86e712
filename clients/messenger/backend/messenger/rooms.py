"""What users can do: the rules, and whom they tell.

Every function runs in one transaction and records the events that its changes
cause; none of them knows how events travel.
"""

import hashlib
import secrets
import time
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, update

from .publishing import Cutoff, Event, Removal
from .store import Transaction, members, messages, rooms, sessions, users

LOBBY = "General"  # every new user is a member
MAX_MEMBERS = 1000
# Read marks are for rooms in which people know each other: in larger ones
# every reader would cause as many publications as there are members.
MAX_MEMBERS_READ_MARKS = 50
REVOKED = 4501  # final, and the application's own: 4500 to 4999


class Refused(Exception):
    """A rule says no; for the user to read."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class User:
    id: int
    name: str


# Users


def log_in(tx: Transaction, name: str) -> tuple[User, str]:
    """By name alone, since this is a demo. Returns the session's secret too."""
    name = clean(name, 30, "name")
    key = fold(name)
    found = tx.execute(select(users).where(users.c.key == key)).first()
    if found is None:
        user = User(tx.execute(insert(users).values(name=name, key=key)).inserted_primary_key[0], name)
        join(tx, user, lobby(tx))
    elif found.revoked:
        raise Refused(403, f"{found.name} may not sign in any more")
    else:
        user = User(found.id, found.name)
    secret = secrets.token_urlsafe(32)
    tx.execute(insert(sessions).values(secret_sha256=sha256(secret), user_id=user.id))
    return user, secret


def log_out(tx: Transaction, secret: str) -> None:
    tx.execute(delete(sessions).where(sessions.c.secret_sha256 == sha256(secret)))


def session_user(tx: Transaction, secret: str) -> User:
    query = select(users.c.id, users.c.name).join(sessions, sessions.c.user_id == users.c.id)
    found = tx.execute(query.where(sessions.c.secret_sha256 == sha256(secret), ~users.c.revoked)).first()
    if found is None:
        raise Refused(401, "sign in again")
    return User(*found)


def revoke(tx: Transaction, name: str) -> User:
    """Ends a user's sessions and connections for good."""
    query = update(users).where(users.c.key == fold(name)).values(revoked=True)
    found = tx.execute(query.returning(users.c.id, users.c.name)).first()
    if found is None:
        raise Refused(404, f"there is no user {name!r}")
    tx.execute(delete(sessions).where(sessions.c.user_id == found.id))
    # Told after the commit, whatever the way: a client that comes back at once gets no new token.
    tx.record(Cutoff(found.id, REVOKED, "your access was revoked"))
    return User(*found)


def list_users(tx: Transaction) -> list[dict[str, Any]]:
    query = select(users.c.id, users.c.name).where(~users.c.revoked).order_by(users.c.key).limit(500)
    return [dict(row._mapping) for row in tx.execute(query)]


# Rooms


def lobby(tx: Transaction) -> int:
    found = tx.execute(select(rooms.c.id).where(rooms.c.key == room_key(LOBBY))).scalar()
    return found or insert_room(tx, LOBBY, room_key(LOBBY), direct=False)


def discover(tx: Transaction) -> list[dict[str, Any]]:
    """All rooms but one-to-one rooms, which nobody else can find."""
    count = func.count(members.c.user_id)
    query = select(rooms.c.id, rooms.c.name, count.label("members")).outerjoin(members)
    query = query.where(~rooms.c.direct).group_by(rooms.c.id, rooms.c.name).order_by(rooms.c.name).limit(500)
    return [dict(row._mapping) for row in tx.execute(query)]


def create_room(tx: Transaction, user: User, name: str) -> int:
    name = clean(name, 40, "name")
    if tx.execute(select(rooms.c.id).where(rooms.c.key == room_key(name))).first():
        raise Refused(409, f"there is a room {name!r} already: join it, or choose another name")
    room = insert_room(tx, name, room_key(name), direct=False)
    join(tx, user, room, "created the room")
    return room


def open_direct(tx: Transaction, user: User, other: int) -> int:
    """The room of two users, made on first use."""
    if user.id == other or not tx.execute(select(users.c.id).where(users.c.id == other)).first():
        raise Refused(404, "there is no such other user")
    pair = sorted([user.id, other])
    key = f"direct:{pair[0]},{pair[1]}"
    if found := tx.execute(select(rooms.c.id).where(rooms.c.key == key)).scalar():
        return found
    room = insert_room(tx, "", key, direct=True)
    tx.execute(insert(members), [{"room_id": room, "user_id": member} for member in pair])
    tell_of_room(tx, room, pair)
    return room


def join(tx: Transaction, user: User, room: int, what: str = "joined") -> None:
    lock(tx, room)
    found = tx.execute(select(rooms).where(rooms.c.id == room, ~rooms.c.direct)).first()
    if found is None:
        raise Refused(404, "there is no such room")
    ids = member_ids(tx, room)
    if user.id in ids:
        return
    if len(ids) >= MAX_MEMBERS:
        raise Refused(409, f"the room is full: {MAX_MEMBERS} members")
    tx.execute(insert(members).values(room_id=room, user_id=user.id, read_seq=found.last_seq))
    add_message(tx, room, user, "system", what)
    tell_of_room(tx, room, [user.id])


def leave(tx: Transaction, user: User, room: int) -> None:
    lock(tx, room)
    membership(tx, user, room)
    if tx.execute(select(rooms.c.direct).where(rooms.c.id == room)).scalar():
        raise Refused(409, "a conversation of two cannot be left")
    message = add_message(tx, room, user, "system", "left")
    tx.execute(delete(members).where(members.c.room_id == room, members.c.user_id == user.id))
    tx.record(
        # With the number of the message: whoever is back with a later one has not left.
        Event(room, str(uuid.uuid4()), [user.id], {"type": "left", "room": room, "seq": message["seq"]}),
        Removal(room, user.id, f"room:{room}"),
        Removal(room, user.id, f"typing:{room}"),
    )


def my_rooms(tx: Transaction, user: User) -> list[dict[str, Any]]:
    return describe(tx, select(members.c.room_id).where(members.c.user_id == user.id))


def one_room(tx: Transaction, room: int) -> dict[str, Any]:
    return describe(tx, select(rooms.c.id).where(rooms.c.id == room))[0]


def describe(tx: Transaction, ids: Select) -> list[dict[str, Any]]:
    """Rooms with their members and newest message."""
    found = {
        row.id: {"id": row.id, "name": row.name, "direct": row.direct, "lastSeq": row.last_seq, "members": [], "last": None}
        for row in tx.execute(select(rooms).where(rooms.c.id.in_(ids)).order_by(rooms.c.id))
    }
    query = select(members, users.c.name).join(users).where(members.c.room_id.in_(ids)).order_by(users.c.key)
    for row in tx.execute(query):
        member = {"id": row.user_id, "name": row.name, "read": row.read_seq}
        found[row.room_id]["members"].append(member)
    newest = select(messages, users.c.name).join(users).join(rooms, messages.c.room_id == rooms.c.id)
    newest = newest.where(messages.c.room_id.in_(ids), messages.c.seq == rooms.c.last_seq)
    for row in tx.execute(newest):
        found[row.room_id]["last"] = to_message(row)
    return list(found.values())


# Messages


def send(tx: Transaction, user: User, room: int, message_id: str, text: str) -> dict[str, Any]:
    """Stores a message once, however often the page has to send it."""
    lock(tx, room)
    membership(tx, user, room)
    text = text.strip()
    if not text or len(text) > 4000:
        raise Refused(422, "a message has 1 to 4000 characters")
    if "\0" in text:
        raise Refused(422, "a message has no NUL characters")
    found = tx.execute(select_messages().where(messages.c.id == message_id)).first()
    if found is None:
        return add_message(tx, room, user, "text", text, message_id)
    if (found.author_id, found.room_id) != (user.id, room):
        raise Refused(409, "this message id is taken")
    return to_message(found)


def page(tx: Transaction, user: User, room: int, before: int | None, after: int | None, limit: int) -> list[dict[str, Any]]:
    """Messages in ascending order: the newest, those before a number, or those after one."""
    membership(tx, user, room)
    query = select_messages().where(messages.c.room_id == room).limit(limit)
    if after is not None:
        rows = tx.execute(query.where(messages.c.seq > after).order_by(messages.c.seq)).all()
    else:
        if before is not None:
            query = query.where(messages.c.seq < before)
        rows = tx.execute(query.order_by(messages.c.seq.desc())).all()[::-1]
    return [to_message(row) for row in rows]


def mark_read(tx: Transaction, user: User, room: int, seq: int) -> None:
    membership(tx, user, room)
    seq = min(seq, tx.execute(select(rooms.c.last_seq).where(rooms.c.id == room)).scalar_one())
    mine = (members.c.room_id == room) & (members.c.user_id == user.id)
    # Compared by the update itself: another device of the user may be doing the same.
    if tx.execute(update(members).where(mine, members.c.read_seq < seq).values(read_seq=seq)).rowcount == 0:
        return
    ids = member_ids(tx, room)
    told = ids if len(ids) <= MAX_MEMBERS_READ_MARKS else [user.id]  # their own other devices always
    tx.record(Event(room, f"read:{room}:{user.id}:{seq}", told, {"type": "read", "room": room, "user": user.id, "seq": seq}))


def may_subscribe(tx: Transaction, user: User, channel: str) -> None:
    """room:ID (who is there) and typing:ID are for the room's members."""
    kind, _, room = channel.partition(":")
    if kind not in ("room", "typing") or not room.isdecimal() or not room.isascii() or len(room) > 9:
        raise Refused(403, f"no tokens are given for {channel!r}")
    membership(tx, user, int(room))


def add_message(tx: Transaction, room: int, author: User, kind: str, text: str, message_id: str | None = None) -> dict[str, Any]:
    number = update(rooms).where(rooms.c.id == room).values(last_seq=rooms.c.last_seq + 1)
    seq = tx.execute(number.returning(rooms.c.last_seq)).scalar_one()
    row = {
        "id": message_id or str(uuid.uuid4()), "room_id": room, "seq": seq, "author_id": author.id,
        "kind": kind, "text": text, "time_ms": time.time_ns() // 1_000_000,
    }
    tx.execute(insert(messages).values(row))
    mine = (members.c.room_id == room) & (members.c.user_id == author.id)
    tx.execute(update(members).where(mine).values(read_seq=seq))
    message = to_message(row | {"name": author.name})
    # The id is the key: the event is published once, even if this program dies and the page sends again.
    tx.record(Event(room, row["id"], member_ids(tx, room), {"type": "message", "message": message}))
    return message


def tell_of_room(tx: Transaction, room: int, told: list[int]) -> None:
    tx.record(Event(room, str(uuid.uuid4()), told, {"type": "room", "room": one_room(tx, room)}))


# Parts


def insert_room(tx: Transaction, name: str, key: str, *, direct: bool) -> int:
    return tx.execute(insert(rooms).values(name=name, key=key, direct=direct)).inserted_primary_key[0]


def lock(tx: Transaction, room: int) -> None:
    """Changes of a room follow each other from here to the commit: who is in it, and its messages' numbers."""
    tx.execute(select(rooms.c.id).where(rooms.c.id == room).with_for_update(key_share=True))


def membership(tx: Transaction, user: User, room: int) -> Row:
    query = select(members).where(members.c.room_id == room, members.c.user_id == user.id)
    if (found := tx.execute(query).first()) is None:
        # The same answer for a room that does not exist: it tells nobody which ones do.
        raise Refused(404, "you are in no such room")
    return found


def member_ids(tx: Transaction, room: int) -> list[int]:
    """Whom to tell: not those who were put out, whose last token may still be good."""
    query = select(members.c.user_id).join(users).where(members.c.room_id == room, ~users.c.revoked)
    query = query.order_by(members.c.user_id)
    return list(tx.execute(query).scalars())


def select_messages() -> Select:
    return select(messages, users.c.name).join(users)


def to_message(row: Any) -> dict[str, Any]:
    row = row if isinstance(row, dict) else row._mapping
    return {
        "id": row["id"], "room": row["room_id"], "seq": row["seq"], "author": row["author_id"],
        "name": row["name"], "kind": row["kind"], "text": row["text"], "time": row["time_ms"],
    }


def clean(text: str, longest: int, what: str) -> str:
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 <= len(text) <= longest or not text.isprintable():
        raise Refused(422, f"a {what} has 1 to {longest} visible characters")
    return text


def fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:80]


def room_key(name: str) -> str:
    return f"room:{fold(name)}"[:80]


def sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
