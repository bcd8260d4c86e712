"""Runs the backend: python -m messenger [--port 8090] [--publish outbox]"""

import argparse
import json
import logging
import os
import socket

import uvicorn

from .api import create_app
from .settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(prog="messenger", description="The backend of the messenger.")
    parser.add_argument("--port", type=int, default=8090, help="0 takes a free one")
    parser.add_argument("--ready-json", action="store_true", help="print one JSON line with the address")
    parser.add_argument("--publish", metavar="WAY", help="how events leave: direct, outbox, cdc or kafka")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    chosen = {"PUBLISH": args.publish} if args.publish else {}
    app = create_app(Settings.read(os.environ | chosen))
    # Bound first, so that the address is known and connections wait until the application has started.
    listener = socket.create_server(("127.0.0.1", args.port))
    address = "{}:{}".format(*listener.getsockname())
    if args.ready_json:
        print(json.dumps({"event": "ready", "api": f"http://{address}"}), flush=True)
    else:
        print(f"The messenger's backend is at http://{address}. Stop with Ctrl-C.", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    main()
