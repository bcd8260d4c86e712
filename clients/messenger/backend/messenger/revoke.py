"""Puts a user out: python -m messenger.revoke NAME

Sessions end, no token is given any more, and open connections are ended. A
token that the user still has opens connections until it is over (TOKEN_TTL).
"""

import argparse
import sys

from . import rooms
from .publisher import DirectPublisher
from .settings import Settings
from .store import Store

REVOKED = 4501  # final, and the application's own: 4500 to 4999


def main() -> None:
    parser = argparse.ArgumentParser(prog="messenger.revoke", description="Put a user out.")
    parser.add_argument("name")
    name = parser.parse_args().name
    settings = Settings.read()
    publisher = DirectPublisher(settings.fanwire_api, settings.fanwire_api_key)
    try:
        # In this order: a client that comes back at once gets no new token.
        with Store(settings.database_url, publisher).transaction() as tx:
            user = rooms.revoke(tx, name)
        ended = publisher.disconnect(user.id, REVOKED, "your access was revoked")
    except rooms.Refused as refused:
        sys.exit(str(refused))
    finally:
        publisher.close()
    print(f"{user.name} is out; {ended} connections ended")


if __name__ == "__main__":
    main()
