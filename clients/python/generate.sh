#!/bin/sh
# Generates the package `fanwire` beside this script from ../../proto.
# Needs requirements.txt installed in the python3 of the PATH.
set -eu
cd "$(dirname "$0")"
rm -rf fanwire
# google/rpc comes from googleapis-common-protos and is not generated again.
python3 -m grpc_tools.protoc -I ../../proto \
    --python_out=. --pyi_out=. --grpc_python_out=. \
    ../../proto/fanwire/client/v1/*.proto ../../proto/fanwire/api/v1/*.proto
