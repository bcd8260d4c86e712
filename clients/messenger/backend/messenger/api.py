"""HTTP: what the page asks of the backend. One request is one transaction."""

from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, FastAPI, Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import IntegrityError

from . import rooms
from .publishing import Full, open_publisher
from .rooms import Refused, User
from .settings import Settings
from .store import Store, Transaction
from .tokens import Minter


class Name(BaseModel):
    name: str = Field(max_length=200)


class Message(BaseModel):
    id: UUID
    text: str = Field(max_length=10_000)


class ReadMark(BaseModel):
    seq: int = Field(ge=0, lt=2**53)


class Peer(BaseModel):
    user: int = Field(ge=1, lt=2**31)


class Channel(BaseModel):
    channel: str = Field(max_length=255)


RoomId = Annotated[int, Path(ge=1, lt=2**31)]
Seq = Annotated[int | None, Query(ge=0, lt=2**53)]


def secret(authorization: Annotated[str, Header()] = "") -> str:
    return authorization.removeprefix("Bearer ")


Session = Annotated[str, Depends(secret)]


def create_app(settings: Settings) -> FastAPI:
    publisher = open_publisher(settings)
    store = Store(settings.database_url, publisher)
    with store.transaction() as tx:
        rooms.lobby(tx)

    @asynccontextmanager
    async def lifespan(_: FastAPI):
        publisher.start()
        yield
        publisher.close()

    app = FastAPI(title="Fanwire messenger", lifespan=lifespan)
    # Sessions travel in a header, not in a cookie: no other page can use them.
    app.add_middleware(
        CORSMiddleware, allow_origins=settings.page_origins, allow_methods=["*"],
        allow_headers=["authorization", "content-type"], max_age=600,
    )
    add_errors(app)
    add_users(app, store, Minter(settings.hmac_secret_key, settings.token_ttl))
    add_rooms(app, store)
    add_messages(app, store)
    return app


@contextmanager
def acting(store: Store, session: str) -> Iterator[tuple[Transaction, User]]:
    """A transaction of a signed-in user; committed, and its events handed over, when it is left."""
    with store.transaction() as tx:
        yield tx, rooms.session_user(tx, session)


def add_errors(app: FastAPI) -> None:
    @app.exception_handler(Refused)
    def refused(_: Request, error: Refused) -> JSONResponse:
        return JSONResponse({"error": str(error)}, error.status)

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # Without what was sent: half a surrogate pair cannot be sent back.
        first = error.errors()[0]
        return JSONResponse({"error": f"{first['loc'][-1]}: {first['msg']}"}, 422)

    @app.exception_handler(Full)
    def full(_: Request, _error: Full) -> JSONResponse:
        return JSONResponse({"error": "messages cannot be delivered at the moment: try again later"}, 503)

    @app.exception_handler(IntegrityError)
    def conflict(_: Request, _error: IntegrityError) -> JSONResponse:
        # Two did the same at once, such as signing in with a new name.
        return JSONResponse({"error": "somebody else did that at the same moment: try again"}, 503)


def add_users(app: FastAPI, store: Store, minter: Minter) -> None:
    @app.post("/api/login")
    def login(body: Name) -> dict[str, Any]:
        with store.transaction() as tx:
            user, session = rooms.log_in(tx, body.name)
        return {"session": session, "user": user}

    @app.post("/api/logout")
    def logout(session: Session) -> None:
        with store.transaction() as tx:
            rooms.log_out(tx, session)

    @app.post("/api/token")
    def token(session: Session) -> dict[str, str]:
        """For the connection. A revoked user has no session, so gets none."""
        with acting(store, session) as (_, me):
            return {"token": minter.connection(me.id, me.name)}

    @app.post("/api/channel-token")
    def channel_token(session: Session, body: Channel) -> dict[str, str]:
        with acting(store, session) as (tx, me):
            rooms.may_subscribe(tx, me, body.channel)
            return {"token": minter.subscription(me.id, body.channel)}

    @app.get("/api/users")
    def list_users(session: Session) -> list[dict[str, Any]]:
        with acting(store, session) as (tx, _):
            return rooms.list_users(tx)


def add_rooms(app: FastAPI, store: Store) -> None:
    @app.get("/api/state")
    def state(session: Session) -> dict[str, Any]:
        """Everything that the events of the personal channel change; and how they leave, for the curious."""
        with acting(store, session) as (tx, me):
            publishing = {"name": store.publisher.name, "how": store.publisher.how}
            return {"user": me, "rooms": rooms.my_rooms(tx, me), "publishing": publishing}

    @app.get("/api/rooms")
    def discover(session: Session) -> list[dict[str, Any]]:
        with acting(store, session) as (tx, _):
            return rooms.discover(tx)

    @app.post("/api/rooms")
    def create(session: Session, body: Name) -> dict[str, Any]:
        with acting(store, session) as (tx, me):
            return rooms.one_room(tx, rooms.create_room(tx, me, body.name))

    @app.post("/api/direct")
    def direct(session: Session, body: Peer) -> dict[str, Any]:
        with acting(store, session) as (tx, me):
            return rooms.one_room(tx, rooms.open_direct(tx, me, body.user))

    @app.post("/api/rooms/{room}/join")
    def join(session: Session, room: RoomId) -> dict[str, Any]:
        with acting(store, session) as (tx, me):
            rooms.join(tx, me, room)
            return rooms.one_room(tx, room)

    @app.post("/api/rooms/{room}/leave")
    def leave(session: Session, room: RoomId) -> None:
        with acting(store, session) as (tx, me):
            rooms.leave(tx, me, room)


def add_messages(app: FastAPI, store: Store) -> None:
    @app.get("/api/rooms/{room}/messages")
    def page(
        session: Session, room: RoomId, before: Seq = None, after: Seq = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> list[dict[str, Any]]:
        with acting(store, session) as (tx, me):
            return rooms.page(tx, me, room, before, after, limit)

    @app.post("/api/rooms/{room}/messages")
    def send(session: Session, room: RoomId, body: Message) -> dict[str, Any]:
        with acting(store, session) as (tx, me):
            return rooms.send(tx, me, room, str(body.id), body.text)

    @app.post("/api/rooms/{room}/read")
    def read(session: Session, room: RoomId, body: ReadMark) -> None:
        with acting(store, session) as (tx, me):
            rooms.mark_read(tx, me, room, body.seq)
