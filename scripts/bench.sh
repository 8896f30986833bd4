#!/usr/bin/env bash
# Measures the product against its peers, both sides in turn in one run, and writes docs/benchmarks.md and
# docs/benchmarks.json. The peers live in .build/bench-venv-*, PyTorch is Debian's; a peer that cannot be installed
# leaves a row that says so. ROUNDS=5 makes it longer and steadier; arguments go to Benchmarks/compare.py.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${ROUNDS:-3}
binaries=.build/release
venv=.build/bench-venv

swift build -c release
# has NAME MODULES
has() { "$venv-$1/bin/python" -c "import $2" 2>/dev/null; }
# install NAME MODULES PACKAGE...
install() {
    local name=$1 modules=$2
    shift 2
    has "$name" "$modules" && return
    echo "installing $* into $venv-$name" >&2
    python3 -m venv "$venv-$name" && "$venv-$name/bin/pip" install --quiet "$@" && has "$name" "$modules" ||
        echo "bench: $* cannot be installed here: a Python with venv and pip, and a package index, are needed" >&2
}
# Two versions of JAX: each is the faster one on some of these loops.
install current jax jax
install 0.4.31 jax 'jax==0.4.31' 'jaxlib==0.4.31' 'numpy<2.3'
install peers 'sklearn, vowpalwabbit' scikit-learn vowpalwabbit
if ! /usr/bin/python3 -c 'import torch' 2>/dev/null; then
    scripts/setup.sh python3-torch || echo "bench: Debian's python3-torch cannot be installed here" >&2
fi
exec python3 Benchmarks/compare.py "$binaries" --rounds "$rounds" --output docs "$@"
