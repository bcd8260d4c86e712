#!/bin/sh
# Generates gen/ from ../../proto. Needs buf: https://buf.build/docs/cli
set -eu
cd "$(dirname "$0")"
rm -rf gen
buf generate ../../proto --path ../../proto/fanwire
