#!/usr/bin/env bash
# Measures the product against its peers, both sides in turn in one run, and writes docs/benchmarks.md and
# docs/benchmarks.json. The peers live in .build/bench-venv-*; ROUNDS=5 makes it longer and steadier.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${ROUNDS:-3}
binaries=.build/release
venv=.build/bench-venv

swift build -c release
# Two versions of JAX: 0.4.31 runs such loops several times faster than the current one.
for version in 0.4.31 current; do
    "$venv-$version/bin/python" -c 'import jax' 2>/dev/null && continue
    echo "installing JAX ($version) into $venv-$version" >&2
    python3 -m venv "$venv-$version"
    pinned=(jax)
    [ "$version" = 0.4.31 ] && pinned=('jax==0.4.31' 'jaxlib==0.4.31' 'numpy<2.3')
    "$venv-$version/bin/pip" install --quiet "${pinned[@]}" || {
        echo "JAX cannot be installed here: a Python with venv and pip, and a package index, are needed" >&2
        exit 69
    }
done
exec python3 Benchmarks/compare.py "$binaries" --rounds "$rounds" --output docs \
    --jax "$venv-current/bin/python" "$venv-0.4.31/bin/python"
