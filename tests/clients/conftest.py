import sys

import pytest

import processes

sys.path.insert(0, str(processes.ROOT / "clients/python"))


@pytest.fixture
def server(request, tmp_path):
    """The real server; an indirect parameter is more of its configuration."""
    server = processes.Server(tmp_path, getattr(request, "param", ""))
    yield server
    server.kill()


@pytest.fixture
def proxy(server):
    proxy = processes.Proxy(server.client)
    yield proxy
    proxy.close()


@pytest.fixture
def start():
    """Starts processes that end with the test: start(publisher, ...)."""
    started = []

    def start(what, *arguments, **options):
        started.append(what(*arguments, **options))
        return started[-1]

    yield start
    for process in started:
        process.kill()
