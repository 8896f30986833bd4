#!/usr/bin/env python3
"""What the server and its workers do together, against raw ZeroMQ, the serial run, or an absolute bar.

Both sides run in turn, round after round, the server on one processor and its workers on another: quote the ratio of
medians, not the rates. Prints one JSON object a figure, and with --text a line for people. --list names the figures.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile

import figures
from serving import large_pushes, lifecycle, limits, small_pushes, training

# Name, and what makes one figure or several.
FIGURES = {
    "closed-loop-1": lambda bench: small_pushes.closed_loop(bench, 1),
    "closed-loop-2": lambda bench: small_pushes.closed_loop(bench, 2),
    "driven-1": lambda bench: small_pushes.driven(bench, 1, 1),
    "driven-2": lambda bench: small_pushes.driven(bench, 2, 1),
    "in-flight-8": lambda bench: small_pushes.driven(bench, 2, 8),
    "dense-1e5": lambda bench: large_pushes.push_pull(bench, 100_000),
    "dense-1e6": lambda bench: large_pushes.push_pull(bench, 1_000_000),
    "dense-1e7": lambda bench: large_pushes.push_pull(bench, 10_000_000),
    "dense-1e6-none": lambda bench: large_pushes.push_pull(bench, 1_000_000, "none"),
    "factors": small_pushes.factors,
    "tail": small_pushes.tail,
    "one-worker-8": lambda bench: training.one_worker(bench, "8-64-64-32-1"),
    "one-worker-27": lambda bench: training.one_worker(bench, "27-256-128-64-1"),
    "two-workers": training.two_workers,
    "memory": small_pushes.memory,
    "trials": training.many_trials,
    "trials-10": lambda bench: training.many_trials(bench, 10),
    "trials-100": lambda bench: training.many_trials(bench, 100),
    "start": lifecycle.start,
    "keys-1": lambda bench: small_pushes.keys(bench, 1),
    "keys-2": lambda bench: small_pushes.keys(bench, 2),
    **{f"workers-{n}": lambda bench, n=n: training.scaling(bench, n) for n in (1, 2, 4, 8)},
    **{f"size-1e{p}-{form}": lambda bench, p=p, form=form: large_pushes.size(bench, 10**p, form)
       for p in (3, 4, 5, 6, 7) for form in ("dense", "factors")},
    "wire": limits.wire,
    "copy": limits.memory,
    "binaries": lifecycle.sizes,
    "build": lifecycle.build,
}
# Takes minutes: only by name.
APART = {"build"}


class Bench:
    """What a figure needs: the programs, a directory of its own, how often to measure."""

    def __init__(self, binaries, directory, rounds, name, worker_options=()):
        self.binaries = binaries
        self.directory = directory
        self.count = rounds
        self.command = f"Benchmarks/path.py {binaries} --only {name}"
        self.worker_options = worker_options

    def rounds(self, count=None):
        return range(min(count or self.count, self.count))

    def make_keys(self):
        """A directory of keys, and a worker's secret one in it."""
        keys = self.directory / "keys"
        for name in ([], ["bench"]):
            made = subprocess.run(
                [self.binaries / "ignd-ps", "keys", "new", *name, "--keys", keys], check=True,
                stdout=subprocess.PIPE, text=True)
        return keys, made.stdout.split()[0]


def measure(binaries, names, rounds, worker_options=()):
    """The figures' records, one after another."""
    for name in names:
        with tempfile.TemporaryDirectory() as directory:
            bench = Bench(binaries, pathlib.Path(directory), rounds, name, worker_options)
            made = FIGURES[name](bench)
            yield from [made] if isinstance(made, dict) else made


def everything():
    return [name for name in FIGURES if name not in APART]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries", type=pathlib.Path, nargs="?", default=pathlib.Path(".build/release"))
    parser.add_argument("--only", nargs="+", choices=list(FIGURES), metavar="NAME")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--text", action="store_true")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.list:
        return print("\n".join(FIGURES))
    for figure in measure(arguments.binaries, arguments.only or everything(), arguments.rounds):
        print(figures.text(figure) if arguments.text else json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
