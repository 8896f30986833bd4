"""What keys cost at factor-sized pushes: Benchmarks/path.py, with keys and without in turn. It wants the machine for itself."""

import json
import pathlib
import subprocess
import sys

import figures
import part

PATH = pathlib.Path(__file__).parent.parent / "Benchmarks/path.py"

ROUNDS = {"short": 1, "long": 5}


def measure(part):
    found = []
    for workers in (1, 2):
        measured = subprocess.run(
            [sys.executable, PATH, part.binaries, "--only", f"keys-{workers}", "--rounds", str(ROUNDS[part.length])],
            check=True, stdout=subprocess.PIPE)
        cost = 100 * (1 - json.loads(measured.stdout)["ratio"])
        # A short run is no measurement.
        bar = ("<", 25) if part.length == "long" else None
        found.append(figures.figure(
            f"keys: updates/s that CURVE costs at factor-sized pushes, %, workers: {workers}", round(cost, 1), bar, part.command))
    return found, []


if __name__ == "__main__":
    part.main(measure)
