"""Mints tokens, as a backend does for users whom it knows.

    python mint.py --user 42
    python mint.py --user 42 --channel secret:room

The key is the server's client.token.hmac_secret_key, from the variable
HMAC_SECRET_KEY: it stays in the backend.
"""

import argparse
import os
import time

import jwt


def connection_token(key, user, ttl=3600):
    """Lets `user` connect; ttl in seconds."""
    return jwt.encode({"sub": user, "exp": int(time.time()) + ttl}, key, algorithm="HS256")


def subscription_token(key, user, channel, ttl=3600):
    """Lets `user` subscribe to a channel that is closed otherwise."""
    claims = {"sub": user, "channel": channel, "exp": int(time.time()) + ttl}
    return jwt.encode(claims, key, algorithm="HS256")


def main():
    parser = argparse.ArgumentParser(description="Mint a Fanwire token.")
    parser.add_argument("--user", required=True, help="id of the user")
    parser.add_argument("--channel", help="make a subscription token for it")
    parser.add_argument("--ttl", type=int, default=3600, help="seconds until it expires")
    args = parser.parse_args()
    if not (key := os.environ.get("HMAC_SECRET_KEY")):
        parser.error("set HMAC_SECRET_KEY to the server's client.token.hmac_secret_key")
    if args.channel:
        print(subscription_token(key, args.user, args.channel, args.ttl))
    else:
        print(connection_token(key, args.user, args.ttl))


if __name__ == "__main__":
    main()
