"""The processes of these tests: the real server, the example clients, and a
proxy that cuts connections."""

import json
import os
import queue
import shlex
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = 30  # seconds that anything may take at most
END = object()
LANGUAGES = ["python", "go"]  # of the examples
KEY = "the key of the tests, which the server and the backend share: 0123456789"
# Variables of the first name would configure the server; the second is for the example backends.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("FANWIRE_")} | {"HMAC_SECRET_KEY": KEY}


class Process:
    """A child process whose standard output is read line by line."""

    def __init__(self, *command, cwd=ROOT, stdin="", env=None):
        self.child = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT | (env or {}),
        )
        self.lines = queue.SimpleQueue()
        self.errors = queue.SimpleQueue()
        self.log = []
        self.readers = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self.child.stdout, self.lines), (self.child.stderr, self.errors))
        ]
        for reader in self.readers:
            reader.start()
        self.child.stdin.write(stdin)
        self.child.stdin.close()

    def _read(self, stream, lines):
        for line in stream:
            self.log.append(line)
            lines.put(line.rstrip("\n"))
        lines.put(END)

    def line(self):
        """The next line of standard output."""
        return self._next(self.lines)

    def error_line(self):
        """The next line of standard error."""
        return self._next(self.errors)

    def _next(self, lines):
        try:
            line = lines.get(timeout=DEADLINE)
        except queue.Empty:
            raise AssertionError(f"no line within {DEADLINE} s from {self}") from None
        if line is END:
            raise AssertionError(f"{self} ended")
        return line

    def wait(self):
        """Waits until it ends; returns the rest of its standard output."""
        assert self.child.wait(DEADLINE) == 0, f"failed: {self}"
        return list(iter(self.lines.get, END))

    def fails(self):
        """Waits until it ends without success; returns its last words."""
        assert self.child.wait(DEADLINE) != 0, f"did not fail: {self}"
        return list(iter(self.errors.get, END))[-1]

    def kill(self, sign=signal.SIGKILL):
        if self.child.poll() is None:
            self.child.send_signal(sign)
        self.child.wait(DEADLINE)
        for reader in self.readers:
            reader.join(DEADLINE)
        self.child.stdout.close()
        self.child.stderr.close()

    def __str__(self):
        return f"{' '.join(self.child.args)}\n{''.join(self.log[-20:])}"


class Server:
    """The real server on a store of its own; ports stay the same over restarts."""

    CONFIG = """
client.token.hmac_secret_key = "{key}"
{extra}

[listen]
client = {{ address = "127.0.0.1:{client}" }}
api = {{ address = "127.0.0.1:{api}" }}

[engine]
type = "embedded"
embedded.path = "{folder}/fanwire.redb"

[channel]
namespaces = [
  {{ name = "news", history_size = 1000, history_ttl = "1h", allow_recovery = true, history_durability = "sync", allow_subscribe_for_client = true }},
  {{ name = "chat", presence = true, allow_subscribe_for_client = true, allow_publish_for_subscriber = true }},
  {{ name = "secret" }},
]
"""

    def __init__(self, folder, extra=""):
        self.folder, self.extra = folder, extra
        self.client = self.api = "127.0.0.1:0"
        self.process = None
        self.start()

    def start(self):
        file = self.folder / "fanwire.toml"
        ports = {"client": port(self.client), "api": port(self.api)}
        config = self.CONFIG.format(key=KEY, extra=self.extra, folder=self.folder, **ports)
        file.write_text(config)
        binary = os.environ.get("FANWIRE_BIN", ROOT / "target/debug/fanwire")
        self.process = Process(binary, "serve", "--ready-json", "--config", file)
        ready = json.loads(self.process.line())
        assert ready["event"] == "ready"
        self.client, self.api = ready["client"], ready["api"]

    def kill(self):
        """What a crash does: no clean-up of any kind."""
        self.process.kill()


class Proxy:
    """Forwards connections to one address until they are cut."""

    def __init__(self, target):
        self.target = target
        self.connections = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return  # closed
            try:
                far = socket.create_connection(("127.0.0.1", port(self.target)))
            except OSError:
                near.close()  # refused there, so refused here
                continue
            self.connections.append((near, far))
            for ends in ((near, far), (far, near)):
                threading.Thread(target=self._forward, args=ends, daemon=True).start()

    @staticmethod
    def _forward(source, sink):
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # the other direction was first

    def cut(self):
        """Ends all connections, without a word of HTTP/2 before."""
        for pair in self.connections:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # ended already
        self.connections.clear()

    def close(self):
        self.listener.close()
        self.cut()


def port(address):
    return int(address.rpartition(":")[2])


def publisher(language, api, channel, *messages):
    """The example publisher as a process."""
    options = ["--api", api, channel, *messages]
    if language == "python":
        return Process(sys.executable, "publish.py", *options, cwd=ROOT / "clients/python")
    return Process(go_binary("publish"), *options)


def subscriber(language, server, channel, since=None, ask="mint", sub_token=None, env=None):
    """The example subscriber as a process. `ask` is the command that it asks for
    tokens; usually the example backend of its language, None for no tokens."""
    if ask == "mint":
        ask = mint_command(language, "--user", "42")
    options = ["--server", server]
    if ask:
        options += ["--token-command", shlex.join(map(str, ask))]
    if sub_token:
        options += ["--sub-token", sub_token]
    if since:
        options += ["--since", since]
    if language == "python":
        command = [sys.executable, "subscribe.py"]
    else:
        command = [go_binary("subscribe")]
    return Process(*command, *options, channel, cwd=ROOT / "clients/python", env=env)


def mint_command(language, *arguments):
    """The example backend's program that makes tokens."""
    if language == "python":
        return [sys.executable, ROOT / "clients/python/mint.py", *arguments]
    return [go_binary("mint"), *arguments]


def mint(language, *arguments):
    """A token from the example backend."""
    return subprocess.check_output(mint_command(language, *arguments), env=ENVIRONMENT, text=True).strip()


def subscribed(process):
    """Waits for the subscriber's word that it is subscribed; returns the line."""
    while not (line := process.error_line()).startswith("subscribed: "):
        pass
    return line


def go_binary(name):
    return ROOT / "tests/.tools/bin" / name
