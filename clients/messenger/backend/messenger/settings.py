"""What the environment says."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    database_url: str  # of SQLAlchemy
    fanwire_api: str  # host:port of the server API
    fanwire_api_key: str  # empty for none
    hmac_secret_key: str  # the server's client.token.hmac_secret_key
    page_origins: list[str]  # where the page comes from
    token_ttl: int  # seconds
    publish: str  # how events leave: direct, outbox, cdc or kafka
    kafka_brokers: str  # host:port, several with commas
    kafka_topic: str

    @classmethod
    def read(cls, env: Mapping[str, str] = os.environ) -> "Settings":
        api = env.get("FANWIRE_API_URL", "http://127.0.0.1:9000")
        origins = env.get("PAGE_ORIGINS", "http://127.0.0.1:8080,http://localhost:8080")
        return cls(
            database_url=database_url(env.get("DATABASE_URL", "sqlite:///.fanwire/messenger.db")),
            fanwire_api=api.removeprefix("http://"),
            fanwire_api_key=env.get("FANWIRE_API_KEY", ""),
            hmac_secret_key=hmac_secret_key(env),
            page_origins=origins.split(","),
            token_ttl=int(env.get("TOKEN_TTL", "600")),
            publish=env.get("PUBLISH", "direct"),
            kafka_brokers=env.get("KAFKA_BROKERS", "127.0.0.1:9092"),
            kafka_topic=env.get("KAFKA_TOPIC", "messenger"),
        )


def database_url(url: str) -> str:
    # SQLAlchemy would take the plain form for another driver.
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.partition("://")[2]
    return url


def hmac_secret_key(env: Mapping[str, str]) -> str:
    if key := env.get("HMAC_SECRET_KEY"):
        return key
    file = Path(env.get("HMAC_SECRET_KEY_FILE", ".fanwire/dev.key"))
    try:
        return file.read_text().strip()
    except OSError as error:
        raise SystemExit(
            f"no key to sign tokens with ({error}): start `fanwire dev` in this folder first, "
            "or set HMAC_SECRET_KEY to the server's client.token.hmac_secret_key"
        ) from None
