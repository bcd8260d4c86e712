#!/bin/sh
# Generates src/gen from ../../proto. Needs buf: https://buf.build/docs/cli
set -eu
cd "$(dirname "$0")"
rm -rf src/gen
buf generate ../../proto --path ../../proto/fanwire/client
