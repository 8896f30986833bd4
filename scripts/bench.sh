#!/usr/bin/env bash
# Measures the product against its peers, both sides in turn in one run, and writes docs/benchmarks.md and
# docs/benchmarks.json. The peers live in .build/bench-venv; ROUNDS=5 makes it longer and steadier.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${ROUNDS:-3}
binaries=.build/release
venv=.build/bench-venv

swift build -c release
if ! "$venv/bin/python" -c 'import jax' 2>/dev/null; then
    echo "installing JAX into $venv" >&2
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet 'jax==0.4.31' 'jaxlib==0.4.31' 'numpy<2.3' || {
        echo "JAX cannot be installed here: a Python with venv and pip, and a package index, are needed" >&2
        exit 69
    }
fi
exec "$venv/bin/python" Benchmarks/compare.py "$binaries" --rounds "$rounds" --output docs
