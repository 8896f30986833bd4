"""Start-up, and what a build costs."""

import os
import shutil
import subprocess

from . import programs
from figures import value
from .sweeps import SMALL_MLP, write_rows, write_sweep


def start(bench):
    """From the start of the process to its ready line, and from a worker's start to its first applied push."""
    name = write_rows(bench.directory, 8, 16_000, "rows.csv")
    sweep = write_sweep(bench.directory, name, SMALL_MLP, kind="local", samples=1_000)
    ready, first = [], []
    for _ in bench.rounds(5):
        with programs.server(bench.binaries, sweep, bench.directory / "run") as running:
            ready.append(running.ready_seconds * 1e3)
            started = programs.time.monotonic()
            hand = programs.worker(bench.binaries, running.address)
            events = running.run / "events.jsonl"
            while not (events.exists() and events.stat().st_size > 0):
                programs.time.sleep(0.001)
            first.append((programs.time.monotonic() - started) * 1e3)
            programs.finish(hand)
            running.wait()
    yield value("ignd-ps: from its start to the ready line, 20,000 rows of CSV", ready, "ms", 50, bench.command)
    yield value("ignd-worker: from its start to its first acknowledged push", first, "ms", 200, bench.command)


def sizes(bench):
    """Of the two programs, as built and without symbols."""
    for program in ("ignd-ps", "ignd-worker"):
        copy = shutil.copy(bench.binaries / program, bench.directory / program)
        whole = os.stat(copy).st_size
        subprocess.run(["strip", copy], check=True)
        yield value(
            f"size of {program}", [whole / 1e6], "MB", None, bench.command,
            note=f"stripped {os.stat(copy).st_size / 1e6:.1f} MB")


def build(bench):
    """Seconds of a build from nothing, in a directory of its own."""
    started = programs.time.monotonic()
    subprocess.run(
        ["swift", "build", "-c", "release", "--scratch-path", bench.directory / "build"], check=True,
        stdout=subprocess.DEVNULL)
    yield value("build from nothing", [programs.time.monotonic() - started], "s", None, bench.command)
