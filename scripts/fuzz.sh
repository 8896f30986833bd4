#!/usr/bin/env bash
# Attacks the readers of messages and files with libFuzzer (Fuzz/), each for its share of the time, and writes the figures to
# runs/soak/fuzz.json.
#
#   scripts/fuzz.sh [SECONDS] [TARGET...]        60 seconds and all targets without; figures of the others stay
#
# FUZZ_RUNS=50000000 ends each process after so many executions, if there is time for them: `FUZZ_RUNS=50000000 scripts/fuzz.sh 900
# messages` is the decoder's long run on two cores.
# FUZZ_SANITIZE=address looks for wrong memory accesses too, at a third of the speed. An input that breaks something is kept in
# runs/fuzz/found; `scripts/fuzz.sh --repeat TARGET FILE` runs it again. `scripts/fuzz.sh --build` builds alone.
set -euo pipefail
cd "$(dirname "$0")/.."

wire=(messages updates)
inputs=(server journal snapshot safetensors sweep csv libsvm text ranks documents numpy picture runfiles)
scratch=.build
[ -z "${FUZZ_SANITIZE:-}" ] || scratch=.build-$FUZZ_SANITIZE
# What Swift itself leaves behind at the end is no finding.
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0} SWIFT_BACKTRACE=enable=no

command -v ld.lld >/dev/null || swift_bin=$(dirname "$(readlink -f "$(command -v swift)")")
PATH=$PATH:${swift_bin:-}
echo "fuzz: building" >&2
swift build --package-path Fuzz --scratch-path "Fuzz/$scratch" -c release >&2

binary() {
    case " ${wire[*]} " in
        *" $1 "*) echo "$PWD/Fuzz/$scratch/release/WireFuzzer" ;;
        *) echo "$PWD/Fuzz/$scratch/release/InputFuzzer" ;;
    esac
}

[ "${1:-}" != --build ] || exit 0
if [ "${1:-}" = --repeat ]; then
    exec "$(binary "$2")" "$2" "$3"
fi

seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=("${wire[@]}" "${inputs[@]}")
for target in "${targets[@]}"; do
    case " ${wire[*]} ${inputs[*]} " in
        *" $target "*) ;;
        *) echo "fuzz: no target '$target'; there are: ${wire[*]} ${inputs[*]}" >&2; exit 64 ;;
    esac
done
cores=$(nproc)
work=runs/fuzz
mkdir -p "$work/found" "$work/logs" runs/soak
rm -f "$work"/logs/*

# Files that readers want by name lie in memory.
memory=/dev/shm
[ -w "$memory" ] || memory=${TMPDIR:-/tmp}
TMPDIR=$(mktemp -d "$memory/ignd-fuzz.XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

# target number seconds
fuzz_one() {
    local target=$1 number=$2 time=$3 corpus=$work/corpus/$1
    mkdir -p "$corpus"
    "$(binary "$target")" "$target" -max_total_time="$time" -runs="${FUZZ_RUNS:--1}" -max_len=4096 -timeout=20 -rss_limit_mb=3000 \
        -seed=$((${FUZZ_SEED:-$RANDOM} + number)) -print_final_stats=1 -close_fd_mask=2 \
        -artifact_prefix="$work/found/$target-" "$corpus" "Fuzz/corpus/$target" \
        >"$work/logs/$target.$number" 2>&1 || echo "fuzz: $target: see $work/logs/$target.$number" >&2
}

# The decoder gets half of the time on all cores, the others share the rest, as many at once as there are cores.
decoder=0
case " ${targets[*]} " in *" messages "*) decoder=1 ;; esac
others=$((${#targets[@]} - decoder))
if [ "$decoder" -eq 1 ]; then
    time=$((others > 0 ? (seconds + 1) / 2 : seconds))
    for number in $(seq "$cores"); do fuzz_one messages "$number" "$time" & done
    wait
    seconds=$((seconds - time))
fi
if [ "$others" -gt 0 ]; then
    rounds=$(((others + cores - 1) / cores))
    share=$((seconds / rounds > 0 ? seconds / rounds : 1))
    running=0
    for target in "${targets[@]}"; do
        [ "$target" != messages ] || continue
        fuzz_one "$target" 1 "$share" &
        running=$((running + 1))
        if [ "$running" -ge "$cores" ]; then
            wait -n
            running=$((running - 1))
        fi
    done
    wait
fi

python3 scripts/fuzz_figures.py "$work/logs" "${FUZZ_SANITIZE:-}" runs/soak/fuzz.json
