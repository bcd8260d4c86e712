"""Fanwire and a Kafka broker, as real processes."""

import base64
import json
import os
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
BINARY = os.environ.get("FANWIRE_BIN", ROOT / "target/debug/fanwire")
JARS = ROOT / "tests/.tools/kafka/lib"
DEADLINE = 30  # seconds


class Fanwire:
    """`fanwire dev` with a consumer, in a folder of its own."""

    def __init__(self, folder: Path, config: Path):
        self.folder, self.config = folder, config
        self.api = f"127.0.0.1:{free_port()}"
        self.child = None

    def start(self):
        """Once more on the same port, with the same store."""
        command = [
            BINARY, "dev", "--ready-json", "--log-level", "warn", "--config", self.config, "--page-address", "127.0.0.1:0",
            "--set", "listen.client.address=127.0.0.1:0", "--set", f"listen.api.address={self.api}",
        ]
        env = {name: value for name, value in os.environ.items() if not name.startswith("FANWIRE_")}
        self.child = subprocess.Popen(command, cwd=self.folder, env=env, stdout=subprocess.PIPE, text=True)
        assert json.loads(self.child.stdout.readline())["event"] == "ready"

    def kill(self):
        """What a crash does."""
        self.child.send_signal(signal.SIGKILL)
        self.child.wait(DEADLINE)
        self.child.stdout.close()


class Broker:
    """One node of Kafka that is broker and controller."""

    def __init__(self, folder: Path):
        port, controller = free_port(), free_port()
        self.address = f"127.0.0.1:{port}"
        settings = {
            "process.roles": "broker,controller", "node.id": 1, "controller.quorum.voters": f"1@127.0.0.1:{controller}",
            "listeners": f"PLAINTEXT://{self.address},CONTROLLER://127.0.0.1:{controller}",
            "advertised.listeners": f"PLAINTEXT://{self.address}", "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name": "PLAINTEXT", "log.dirs": folder / "data",
            "offsets.topic.replication.factor": 1, "offsets.topic.num.partitions": 1,
            "transaction.state.log.replication.factor": 1, "transaction.state.log.min.isr": 1,
            "group.initial.rebalance.delay.ms": 0, "group.min.session.timeout.ms": 500, "auto.create.topics.enable": "false",
            "log.cleaner.dedupe.buffer.size": 2097152,
        }
        (folder / "server.properties").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        # What `kafka-storage format` writes.
        (folder / "data").mkdir()
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        (folder / "data/meta.properties").write_text(f"version=1\ncluster.id={cluster}\nnode.id=1\n")
        command = ["java", "-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{JARS}/*", "kafka.Kafka"]
        with open(folder / "log", "w") as log:
            self.child = subprocess.Popen([*command, folder / "server.properties"], cwd=folder, stdout=log, stderr=log)
        eventually(self.accepts)

    def accepts(self) -> bool:
        assert self.child.poll() is None, "the broker has ended"
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", int(self.address.split(":")[1]))) == 0

    def kill(self):
        self.child.kill()
        self.child.wait(DEADLINE)


def eventually(condition):
    """Waits for it, with a deadline; returns what it returned."""
    end = time.monotonic() + DEADLINE
    while not (result := condition()):
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
    return result


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
