#!/usr/bin/env bash
# Runs the scripts of deploy/ for real: a shell server on loopback, and Slurm with two nodes on this host.
# Needs root, for Slurm; installs what is missing. Everything it starts lives in a temporary directory and ends with it.
# shellcheck source-path=SCRIPTDIR/../..
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/setup.sh openssh-server openssh-client slurm-wlm munge
make --no-print-directory build

scratch=$(mktemp -d /tmp/ignd-deploy.XXXXXX)
# munged refuses a socket below a directory that others may not enter.
chmod 755 "$scratch"
daemons=()
finish() {
    local code=$? process
    for process in "${daemons[@]}"; do kill "$process" 2>/dev/null || true; done
    for process in "${daemons[@]}"; do wait "$process" 2>/dev/null || true; done
    if [ "$code" -eq 0 ]; then rm -rf "$scratch"; else echo "failed; see $scratch" >&2; fi
}
trap finish EXIT

fail() {
    echo "FAIL: $*" >&2
    exit 1
}
pass() { echo "ok: $*"; }
# within SECONDS COMMAND …: waits until the command succeeds.
within() {
    local seconds=$1
    shift
    for _ in $(seq $((seconds * 5))); do
        "$@" >/dev/null 2>&1 && return 0
        sleep 0.2
    done
    return 1
}
hashes() { .build/release/ignd-ps verify "$1"; }
no_worker_left() { ! pgrep -f -- "^$scratch/bin/ignd-worker"; }

# Workers by a path of their own, so that one left behind is seen.
mkdir "$scratch/bin"
cp .build/release/ignd-worker "$scratch/bin/"
export IGND_WORKER=$scratch/bin/ignd-worker

# A sweep that takes some seconds, for interruptions: the demo's with more steps.
sed 's/updates_per_improvement: 2000/updates_per_improvement: 400000/; s/stop_below: .*/stop_below: 0/' \
    sweeps/lqr-uav.yaml >"$scratch/long.yaml"

.build/release/ignd-worker --serial sweeps/lqr-uav.yaml --run "$scratch/serial" >/dev/null
hashes "$scratch/serial" >"$scratch/expected"
source Tests/Deploy/local.sh
source Tests/Deploy/ssh.sh
source Tests/Deploy/slurm.sh
echo "all deployments passed"
