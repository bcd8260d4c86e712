"""The processes of these tests: the real server, the example clients, and a
proxy that cuts connections."""

import json
import os
import queue
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
# Variables of this name would configure the server.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("FANWIRE_")}


class Process:
    """A child process whose standard output is read line by line."""

    def __init__(self, *command, cwd=ROOT, stdin=""):
        self.child = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
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
{extra}

[listen]
client = {{ address = "127.0.0.1:{client}" }}
api = {{ address = "127.0.0.1:{api}" }}

[engine]
type = "embedded"
embedded.path = "{folder}/fanwire.redb"

[channel]
namespaces = [
  {{ name = "news", history_size = 1000, history_ttl = "1h", allow_recovery = true, history_durability = "sync" }},
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
        config = self.CONFIG.format(extra=self.extra, folder=self.folder, **ports)
        file.write_text(config)
        binary = os.environ.get("FANWIRE_BIN", ROOT / "target/debug/fanwire")
        self.process = Process(binary, "serve", "--insecure", "--ready-json", "--config", file)
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


def subscriber(language, server, channel, since=None):
    """The example subscriber as a process."""
    options = ["--server", server, *(["--since", since] if since else []), channel]
    if language == "python":
        return Process(sys.executable, "subscribe.py", *options, cwd=ROOT / "clients/python")
    return Process(go_binary("subscribe"), *options)


def subscribed(process):
    """Waits for the subscriber's word that it is subscribed; returns the line."""
    while not (line := process.error_line()).startswith("subscribed: "):
        pass
    return line


def go_binary(name):
    return ROOT / "tests/.tools/bin" / name
