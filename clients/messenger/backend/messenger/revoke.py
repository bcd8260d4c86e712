"""Puts a user out: python -m messenger.revoke NAME

Sessions end, no token is given any more, nothing more is told, and open
connections are ended. A token that the user still has opens connections until
it is over (TOKEN_TTL).
"""

import argparse
import sys

from . import rooms
from .publishing import open_publisher
from .settings import Settings
from .store import Store


def main() -> None:
    parser = argparse.ArgumentParser(prog="messenger.revoke", description="Put a user out.")
    parser.add_argument("name")
    name = parser.parse_args().name
    settings = Settings.read()
    publisher = open_publisher(settings)
    try:
        with Store(settings.database_url, publisher).transaction() as tx:
            user = rooms.revoke(tx, name)
    except rooms.Refused as refused:
        sys.exit(str(refused))
    finally:
        lost = publisher.close()
    if lost:
        sys.exit(f"{user.name} may not sign in any more, but Fanwire is away: repeat this to end open connections")
    print(f"{user.name} is out")


if __name__ == "__main__":
    main()
