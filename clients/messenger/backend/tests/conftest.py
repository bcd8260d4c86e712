"""What the tests share: databases, and a store whose events are kept instead of sent."""

import glob
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
sys.path += [str(ROOT / "clients/messenger/backend"), str(ROOT / "clients/python")]
DEADLINE = 30  # seconds


class Kept:
    """Stands where the publisher is."""

    def __init__(self):
        self.events = []

    def prepare(self, engine):
        pass

    def write(self, connection, events):
        pass

    def committed(self, events):
        self.events.extend(events)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    """URL of a PostgreSQL server that ends with the tests."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder, programs = tmp_path_factory.mktemp("postgresql"), Path(found[-1]).parent
    as_other = []
    if os.geteuid() == 0:  # it refuses root
        subprocess.run(["chown", "postgres:postgres", folder], check=True)
        for above in (folder.parent, folder.parent.parent):
            above.chmod(above.stat().st_mode | 0o011)
        as_other = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def run(program, *options):
        command = [*as_other, "env", f"HOME={folder}", "LC_ALL=C", programs / program, "-D", folder / "data", *options]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=DEADLINE)

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c wal_level=logical"
    run("pg_ctl", "-l", folder / "log", "-w", "-o", settings, "start")
    yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-m", "immediate", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    """An empty store with a lobby."""
    from messenger import rooms, store
    from messenger.settings import database_url

    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/messenger.db"
    else:
        url = database_url(request.getfixturevalue("postgresql"))
    opened = store.Store(url, Kept())
    with opened.transaction() as tx:
        rooms.lobby(tx)
    yield opened
    store.metadata.drop_all(opened.engine)
    opened.engine.dispose()
