# shellcheck shell=bash
# For run.sh: deploy/local.sh.
: "${scratch:?}"
deploy/local.sh sweeps/lqr-uav.yaml 2 --run "$scratch/local" --quiet 2>"$scratch/local.log" ||
    fail "local.sh ended with $?"
hashes "$scratch/local" | cmp - "$scratch/expected" || fail "local.sh: hashes differ from the serial run's"
pass "local.sh: two workers, hashes of the serial run"
