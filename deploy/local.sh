#!/usr/bin/env bash
# local.sh SWEEP [WORKERS] [options of ignd-ps]: a server and its workers on this machine; ends with the sweep.
set -euo pipefail
source "$(dirname "$0")/programs.sh"

[ $# -ge 1 ] || {
    echo "usage: $0 SWEEP [WORKERS] [options of ignd-ps]" >&2
    exit 64
}
sweep=$1
shift
workers=$(nproc)
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
    workers=$1
    shift
fi
export IGND_PORT=${IGND_PORT:-0}
server=$(program ignd-ps)
exec "$server" --sweep "$sweep" --local-workers "$workers" "$@"
