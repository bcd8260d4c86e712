"""Publishes messages to a channel through the server API.

    python publish.py chat:room "it starts" "one to nil"
"""

import argparse
import os
import sys
import uuid

import grpc

from fanwire.api.v1 import api_pb2, api_pb2_grpc


# Where the server API asks for a key.
API_KEY = os.environ.get("FANWIRE_API_KEY")
METADATA = [("authorization", f"apikey {API_KEY}")] if API_KEY else None


def publish(stub, channel, data, attempts=5):
    """Publishes once, however often it has to be tried."""
    # The key makes the retry safe: an attempt whose answer was lost is not published again.
    request = api_pb2.PublishRequest(
        channel=channel, data=data, idempotency_key=str(uuid.uuid4())
    )
    for attempt in range(1, attempts + 1):
        try:
            return stub.Publish(request, timeout=5, wait_for_ready=True, metadata=METADATA)
        except grpc.RpcError as error:
            retry = error.code() in (
                grpc.StatusCode.UNAVAILABLE,
                grpc.StatusCode.DEADLINE_EXCEEDED,
            )
            if not retry or attempt == attempts:
                raise


def main():
    parser = argparse.ArgumentParser(description="Publish to a Fanwire channel.")
    parser.add_argument("--api", default="127.0.0.1:9000", help="address of the server API")
    parser.add_argument("channel")
    parser.add_argument("data", nargs="+")
    args = parser.parse_args()

    with grpc.insecure_channel(args.api) as connection:
        stub = api_pb2_grpc.ApiServiceStub(connection)
        for data in args.data:
            position = publish(stub, args.channel, data.encode())
            print(f"{args.channel} #{position.offset} epoch {position.epoch}")


if __name__ == "__main__":
    try:
        main()
    except grpc.RpcError as error:
        sys.exit(f"publish failed: {error.code().name}: {error.details()}")
