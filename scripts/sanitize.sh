#!/usr/bin/env bash
# Looks for wrong memory accesses, undefined behaviour and data races, and writes the figures to runs/soak/sanitizers.json.
#
#   scripts/sanitize.sh [kernels|address|thread|valgrind]...      kernels, address and thread without
#
# kernels   the C kernels at odd sizes on memory that fits exactly (Tests/Memory/kernels.c), address and undefined behaviour
# address   the tests and the two programs, optimised as they are shipped, with the address sanitizer: an optimised build frees
#           memory with its last use, which finds what a plain one hides. All unit and simulation tests, and the end-to-end tests
# thread    the same with the thread sanitizer
# valgrind  memcheck on the C targets: the kernels as above, and messages, pictures and checksums through the fuzzers' corpus.
#           Valgrind 3.19 knows no AVX-512: the kernels choose AVX2 there. Swift's test runner does not run in it.
#
# There are no suppressions.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 74

parts=("$@")
[ ${#parts[@]} -gt 0 ] || parts=(kernels address thread)
logs=$PWD/runs/sanitize
mkdir -p "$logs" runs/soak
figures=$(mktemp)
# Left out of the end-to-end tests, for want of speed alone. The first two count what a server does in a second. The next two
# have a server that ends after a few seconds if nobody has come: a program with a sanitizer may not have started by then, or
# the test not have looked. The last one starts eight workers, one after another, within a sweep of two seconds.
too_slow='FloodTests|GarbageTests|aServerWithoutWorkersGivesUp'
too_slow+='|aServerKilledAtTheVeryEndIsReplacedByOneThatSendsWorkersHome|aSweepCompletesExactlyWhileWorkersDie'
trap 'rm -f "$figures"' EXIT

# name findings tests command: one line of figures.
record() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$figures"; }

# name options: the kernels' test as one program.
kernels() {
    local program=$logs/kernels-$1
    shift
    clang -g -gdwarf-4 -ffp-contract=off "$@" -ISources/CKernels/include Tests/Memory/kernels.c Sources/CKernels/*.c \
        -lm -o "$program" 2>"$program.build" || { cat "$program.build" >&2; return 1; }
}

run_kernels() {
    local sanitizer findings calls
    # Checks of undefined behaviour stand before the optimiser, which would take minutes over them.
    kernels address -O1 -fsanitize=address -fno-sanitize-recover=all || exit 1
    kernels undefined -O0 -fsanitize=undefined,float-cast-overflow -fno-sanitize-recover=all || exit 1
    for sanitizer in address undefined; do
        findings=0
        calls=$("$logs/kernels-$sanitizer" 2>"$logs/kernels-$sanitizer.log") || findings=1
        record "kernels at odd sizes, $sanitizer sanitizer: findings" "$findings" "${calls%% *}" "make sanitize PARTS=kernels"
    done
}

# sanitizer log arguments of swift test: nothing if all of its tests passed and there were some.
test_with() {
    local sanitizer=$1 log=$2 code=0
    shift 2
    swift test -c release --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" --skip-build "$@" >"$log" 2>&1 || code=$?
    grep -aE '^✘ Test [^r].* failed after' "$log" >&2
    [ "$code" -eq 0 ] && grep -qaE 'Test run with [1-9][0-9]* tests' "$log" && return
    echo "sanitize: swift test $* ended with $code: see $log" >&2
    return 1
}

run_tests() {
    local sanitizer=$1 failed=0 findings tests
    rm -f "$logs/$sanitizer".report.* "$logs/$sanitizer".*.log
    echo "sanitize: building with the $sanitizer sanitizer" >&2
    swift build -c release --build-tests --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" >"$logs/$sanitizer.build" 2>&1 ||
        { tail -n 20 "$logs/$sanitizer.build" >&2; exit 1; }
    # Leaks: what Swift's test runner leaves at its end is not ours. Reports go to files, those of child processes too.
    export ASAN_OPTIONS="detect_leaks=0:log_path=$logs/address.report"
    export TSAN_OPTIONS="log_path=$logs/thread.report:report_signal_unsafe=0"
    # The programs are slow here: tests wait for them longer.
    export IGND_TEST_PATIENCE=${IGND_TEST_PATIENCE:-6}
    # Of the simulation so many seeds; `make soak` runs the others.
    export IGND_SIMULATION_SEEDS=${IGND_SIMULATION_SEEDS:-200}
    test_with "$sanitizer" "$logs/$sanitizer.units.log" --skip EndToEndTests || failed=$((failed + 1))
    test_with "$sanitizer" "$logs/$sanitizer.programs.log" --filter EndToEndTests --skip "$too_slow" || failed=$((failed + 1))
    findings=$(cat "$logs/$sanitizer".report.* 2>/dev/null | grep -cE '^(==[0-9]+==ERROR|WARNING: ThreadSanitizer)')
    tests=$(cat "$logs/$sanitizer".*.log | sed -n 's/.*Test run with \([0-9]*\) tests.*/\1/p' | paste -sd+ | bc)
    record "tests, $sanitizer sanitizer: findings" "$findings" "${tests:-0}" "make sanitize PARTS=$sanitizer"
    record "tests, $sanitizer sanitizer: test runs that failed" "$failed" "${tests:-0}" "make sanitize PARTS=$sanitizer"
}

memcheck() {
    local name=$1
    shift
    SWIFT_BACKTRACE=enable=no valgrind --error-exitcode=99 --num-callers=20 --log-file="$logs/valgrind-$name.log" "$@" \
        >"$logs/valgrind-$name.out" 2>&1
}

run_valgrind() {
    command -v valgrind >/dev/null || { echo "sanitize: valgrind is not installed" >&2; exit 69; }
    local findings=0 target program
    kernels plain -O2 || exit 1
    memcheck kernels "$logs/kernels-plain" || findings=$?
    record "kernels at odd sizes, valgrind: findings" "$((findings != 0))" \
        "$(sed 's/ .*//' "$logs/valgrind-kernels.out")" "make valgrind"
    scripts/fuzz.sh --build >"$logs/valgrind.build" 2>&1 || { tail "$logs/valgrind.build" >&2; exit 1; }
    TMPDIR=$(mktemp -d)
    export TMPDIR
    for target in messages updates picture safetensors; do
        program=InputFuzzer
        case $target in messages | updates) program=WireFuzzer ;; esac
        # Valgrind 3.19 cannot read the debugging information of this compiler.
        objcopy --strip-debug "Fuzz/.build/release/$program" "$logs/$program"
        findings=0
        memcheck "$target" "$logs/$program" "$target" -runs=0 -close_fd_mask=2 "Fuzz/corpus/$target" || findings=$?
        record "C of $target, valgrind: findings" "$((findings != 0))" \
            "$(find "Fuzz/corpus/$target" -type f | wc -l)" "make valgrind"
    done
    rm -rf "$TMPDIR"
}

for part in "${parts[@]}"; do
    case $part in
        kernels) run_kernels ;;
        address | thread) run_tests "$part" ;;
        valgrind) run_valgrind ;;
        *) echo "sanitize: there is no part \"$part\"" >&2; exit 64 ;;
    esac
done

# Figures of parts that did not run this time stay.
python3 - "$figures" runs/soak/sanitizers.json <<'PYTHON'
import json, os, sys

lines, path = open(sys.argv[1]).read().splitlines(), sys.argv[2]
figures = {}
if os.path.exists(path):
    figures = {figure["figure"]: figure for figure in json.load(open(path))}
bad = False
for line in lines:
    name, findings, tests, command = line.split("\t")
    value = int(findings)
    bad |= value > 0
    print(f"{name}: {value} ({tests} runs)")
    figures[name] = {
        "figure": name, "value": value, "runs": int(tests or 0), "bar": "<= 0", "holds": value == 0, "command": command}
json.dump(list(figures.values()), open(path, "w"), indent=1)
sys.exit(bad)
PYTHON
