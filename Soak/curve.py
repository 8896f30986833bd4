"""What keys cost at factor-sized pushes: Benchmarks/path.py, with keys and without in turn. It wants the machine for itself."""

import pathlib
import sys

import figures
import part

sys.path.append(str(pathlib.Path(__file__).parent.parent / "Benchmarks"))
import path as path_benchmark  # noqa: E402

ROUNDS = {"short": 1, "long": 5}


def measure(part):
    found = []
    for workers in (1, 2):
        (compared,) = path_benchmark.measure(part.binaries, [f"keys-{workers}"], ROUNDS[part.length])
        cost = 100 * (1 - compared["ratio"])
        # A short run is no measurement.
        bar = ("<", 25) if part.length == "long" else None
        found.append(figures.figure(
            f"keys: updates/s that CURVE costs at factor-sized pushes, %, workers: {workers}", round(cost, 1), bar, part.command))
    return found, []


if __name__ == "__main__":
    part.main(measure)
