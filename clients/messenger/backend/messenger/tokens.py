"""Who may connect and subscribe: JWTs that the server verifies by itself.

The key is the server's client.token.hmac_secret_key and stays in the backend.
"""

import time

import jwt


class Minter:
    def __init__(self, key: str, ttl: int):
        self.key = key
        # Short: whoever is revoked keeps a token until it is over, and Fanwire does not ask again before.
        # Clients renew theirs in time and without a break.
        self.ttl = ttl

    def connection(self, user: int, name: str) -> str:
        """Lets the user connect; others see `info` in presence, joins and typing."""
        return self._sign({"sub": str(user), "info": {"name": name}})

    def subscription(self, user: int, channel: str) -> str:
        """Lets the user subscribe to a channel that is closed otherwise."""
        return self._sign({"sub": str(user), "channel": channel})

    def _sign(self, claims: dict) -> str:
        now = int(time.time())
        return jwt.encode(claims | {"iat": now, "exp": now + self.ttl}, self.key, algorithm="HS256")
