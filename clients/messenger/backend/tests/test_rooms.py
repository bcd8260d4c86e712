import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest


def rooms():
    from messenger import rooms

    return rooms


def sign_in(store, name):
    with store.transaction() as tx:
        return rooms().log_in(tx, name)


def say(store, user, text, room=1, message_id=None):
    with store.transaction() as tx:
        return rooms().send(tx, user, room, message_id or str(uuid.uuid4()), text)


def refused(status, function, *arguments):
    with pytest.raises(rooms().Refused) as caught:
        function(*arguments)
    assert caught.value.status == status, caught.value


def test_numbers_have_no_holes_whoever_writes_at_once(store):
    users = [sign_in(store, f"user {number}")[0] for number in range(4)]
    joins = len(users)
    with ThreadPoolExecutor(8) as pool:
        sent = list(pool.map(lambda number: say(store, users[number % 4], f"message {number}"), range(80)))
    assert sorted(message["seq"] for message in sent) == list(range(joins + 1, joins + 81))
    with store.transaction() as tx:
        page = rooms().page(tx, users[0], 1, before=None, after=0, limit=100)
    assert [message["seq"] for message in page] == list(range(1, joins + 81))


def test_a_message_that_is_sent_again_is_one_message_and_one_event(store):
    ann, _ = sign_in(store, "Ann")
    bob, _ = sign_in(store, "Bob")
    message_id = str(uuid.uuid4())
    first = say(store, ann, "once", message_id=message_id)
    assert say(store, ann, "once", message_id=message_id) == first
    events = [event for event in store.publisher.events if getattr(event, "key", None) == message_id]
    assert len(events) == 1
    assert events[0].users == [ann.id, bob.id]
    assert events[0].payload["channels"] == [f"user:#{ann.id}", f"user:#{bob.id}"]
    assert events[0].payload["idempotency_key"] == message_id
    # The id is the sender's: nobody else can use it, nor learn what is behind it.
    refused(409, say, store, bob, "mine", 1, message_id)


def test_what_a_refused_request_did_is_undone_and_told_to_nobody(store):
    ann, _ = sign_in(store, "Ann")
    told = len(store.publisher.events)

    def half():
        with store.transaction() as tx:
            rooms().send(tx, ann, 1, str(uuid.uuid4()), "half")
            raise rooms().Refused(400, "no")

    refused(400, half)
    assert len(store.publisher.events) == told
    with store.transaction() as tx:
        assert "half" not in [message["text"] for message in rooms().page(tx, ann, 1, None, None, 10)]


def test_two_have_one_room_which_nobody_else_finds(store):
    ann, bob, eve = (sign_in(store, name)[0] for name in ("Ann", "Bob", "Eve"))
    with store.transaction() as tx:
        room = rooms().open_direct(tx, ann, bob.id)
        assert rooms().open_direct(tx, bob, ann.id) == room
        assert room not in [listed["id"] for listed in rooms().discover(tx)]
        refused(404, rooms().join, tx, eve, room)
        refused(404, rooms().page, tx, eve, room, None, None, 10)
        refused(404, rooms().may_subscribe, tx, eve, f"room:{room}")
        refused(409, rooms().leave, tx, ann, room)
        rooms().may_subscribe(tx, bob, f"typing:{room}")
        for channel in (f"user:#{ann.id}", "secret:1", "room:x", "room:", "room:1 ", "room:٣"):
            refused(403, rooms().may_subscribe, tx, ann, channel)


def test_who_left_is_told_nothing_more_and_removed_from_the_channels(store):
    ann, _ = sign_in(store, "Ann")
    bob, _ = sign_in(store, "Bob")
    with store.transaction() as tx:
        rooms().leave(tx, bob, 1)
    removed = [event for event in store.publisher.events if event.method == "unsubscribe"]
    assert [event.payload for event in removed] == [{"user": str(bob.id), "channel": f"{kind}:1"} for kind in ("room", "typing")]
    say(store, ann, "alone")
    assert store.publisher.events[-1].users == [ann.id]
    refused(404, say, store, bob, "still here?")


def test_names_are_one_whatever_their_case_and_form(store):
    ann, _ = sign_in(store, "Ann  Hofer")
    assert sign_in(store, "ａnn hofer")[0] == ann
    for name in ("", "   ", "x" * 31, "a\u202eb", "a\x00b"):
        refused(422, sign_in, store, name)


def test_revoked_users_have_no_session_and_get_none(store):
    bob, _ = sign_in(store, "Bob")
    ann, session = sign_in(store, "Ann")
    with store.transaction() as tx:
        assert rooms().session_user(tx, session) == ann
        assert rooms().revoke(tx, "ANN") == ann
        refused(401, rooms().session_user, tx, session)
    refused(403, sign_in, store, "Ann")
    assert store.publisher.events[-1].payload == {
        "user": str(ann.id), "disconnect": {"code": 4501, "reason": "your access was revoked"},
    }
    # Their last token may still be good: they are told nothing more.
    say(store, bob, "among us")
    assert store.publisher.events[-1].users == [bob.id]


def test_who_leaves_twice_at_once_leaves_once(store):
    users = [sign_in(store, f"user {number}")[0] for number in range(4)]

    def leave(user):
        with store.transaction() as tx:
            rooms().leave(tx, user, 1)

    def left(user):
        try:
            return leave(user) or 1
        except rooms().Refused:
            return 0

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(left, users * 4)) == len(users)
    events = [event for event in store.publisher.events if event.method == "broadcast" and event.data["type"] == "left"]
    assert sorted(event.users[0] for event in events) == [user.id for user in users]


def test_read_marks_only_move_forward_and_not_beyond_the_end(store):
    ann, _ = sign_in(store, "Ann")
    bob, _ = sign_in(store, "Bob")
    last = say(store, ann, "hello")["seq"]
    with store.transaction() as tx:
        for seq in (last + 100, 1, 0):
            rooms().mark_read(tx, bob, 1, seq)
        room = rooms().one_room(tx, 1)
    assert {member["name"]: member["read"] for member in room["members"]} == {"Ann": last, "Bob": last}
    marks = [event for event in store.publisher.events if event.method == "broadcast" and event.data["type"] == "read"]
    assert [(mark.data["user"], mark.data["seq"]) for mark in marks] == [(bob.id, last)]
