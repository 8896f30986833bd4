#!/usr/bin/env bash
# Generates Sources/CMessages from ignd.proto; with --check only says whether they are fresh.
set -euo pipefail
cd "$(dirname "$0")/.."
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
protoc-c --proto_path=Sources/Protocol --c_out="$fresh" ignd.proto
if [ "${1:-}" = --check ]; then
    for name in ignd.pb-c.c ignd.pb-c.h; do
        committed=Sources/CMessages/$name
        [ "${name##*.}" = h ] && committed=Sources/CMessages/include/$name
        cmp -s "$fresh/$name" "$committed" || {
            echo "$committed is not what protoc-c makes of ignd.proto: run scripts/generate-messages.sh" >&2
            exit 1
        }
    done
    exit 0
fi
mkdir -p Sources/CMessages/include
mv "$fresh/ignd.pb-c.c" Sources/CMessages/
mv "$fresh/ignd.pb-c.h" Sources/CMessages/include/
