"""The seeded simulation of server and workers: clock jumps, torn writes, lost unsynced writes, loss, duplication, delay,
reordering, crashes. And bugs that are planted into it, each of which must be caught."""

import json
import os
import pathlib
import subprocess
import time

import figures
import part

SEEDS = {"short": 10_000, "long": 100_000}
CANARIES = 6
TESTS = "SimulationTests.SimulationTests"


def measure(part):
    report = part.folder.with_suffix(".lines")
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    seeds = SEEDS[part.length]
    environment = os.environ | {
        "IGND_SIMULATION_SEEDS": str(seeds), "IGND_SIMULATION_FIRST_SEED": str(part.seed),
        "IGND_SIMULATION_REPORT": str(report)}
    start = time.time()
    result = subprocess.run(
        ["swift", "test", "-c", "release", "--skip-build", "--filter", TESTS],
        cwd=pathlib.Path(__file__).parent.parent, env=environment, capture_output=True, text=True)
    seconds = time.time() - start
    part.folder.with_suffix(".log").write_text(result.stdout + result.stderr)
    failures = [line for line in result.stdout.splitlines() if "again: IGND_SIMULATION_FIRST_SEED" in line or "lives on" in line]
    print("\n".join(failures), flush=True)
    return found(part, [json.loads(line) for line in report.read_text().splitlines()], result, seconds), failures


def found(part, lines, result, seconds):
    cells = [line for line in lines if "cell" in line]
    canaries = [line for line in lines if "canary" in line]
    command = part.command
    return [
        figures.figure("simulation: seeds run to their end", sum(line["seeds"] for line in cells), ("≥", SEEDS[part.length]), command),
        figures.figure("simulation: seeds that broke a promise", sum(line["failed"] for line in cells), ("=", 0), command),
        figures.figure("simulation: combinations of tasks, modes and faults", len(cells), command=command),
        figures.figure("simulation: crashes of simulated servers", sum(line["serverCrashes"] for line in cells), command=command),
        figures.figure("simulation: seconds", round(seconds), command=command),
        figures.figure("simulation: planted bugs", len(canaries), ("≥", CANARIES), command),
        figures.figure("simulation: planted bugs that were not caught", sum(line["caughtBySeed"] is None for line in canaries),
                       ("=", 0), command),
        figures.figure("simulation: exit code of its tests", result.returncode, ("=", 0), command),
    ]


if __name__ == "__main__":
    part.main(measure)
