#!/usr/bin/env python3
"""Acknowledged updates a second, journal on, against raw ZeroMQ round trips of the same bytes, and what keys cost.

Both sides run in turn, round after round, in one call: quote the ratio of medians, not the rates.
Prints one JSON object a figure.
"""

import argparse
import json
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time

INPUTS = 999  # with the bias 1,000 float32 parameters: a dense push of 4,000 bytes
TRAINING_ROWS = 1_000
HEADER_BYTES = 60  # of a push
ANSWER_BYTES = 90  # of a commit with the next lease; with two workers the other's update comes with it

SWEEP = """\
name: path
task:
  kind: supervised
  data: {{csv: data.csv, target: y, standardise: false, target_scale: none,
          split: {{training: 0.8, validation: 0.1, test: 0.1, seed: 0}}}}
  loss: squared
  layers: {layers}
  epochs: {epochs}
precision: float32
chunk: {{kind: mean, samples: 1}}
mode: {{async: {{workers: {workers}}}}}
optimizer: ignd
learning_rate: 0.01
"""


# An MLP on eight inputs: a push is the outer product of 333 numbers in all, 1.3 kB.
FACTOR_INPUTS = 8
FACTOR_LAYERS = "[{dense: 64}, relu, {dense: 64}, relu, {dense: 32}, relu, {dense: 1}]"


def make_data(directory, inputs=INPUTS):
    source = random.Random(1)
    with open(directory / "data.csv", "w") as file:
        file.write(",".join(f"x{i}" for i in range(inputs)) + ",y\n")
        for _ in range(TRAINING_ROWS * 10 // 8):
            file.write(",".join(f"{source.gauss(0, 1):.3f}" for _ in range(inputs + 1)) + "\n")


def make_keys(binaries, directory):
    subprocess.run(
        [binaries / "ignd-ps", "keys", "new", "--keys", directory / "keys"], check=True, stdout=subprocess.DEVNULL)


def run_ours(binaries, directory, workers, epochs, layers="[{dense: 1}]", has_keys=False):
    """Updates a second between the end of the first epoch and the end of the last."""
    (directory / "sweep.yaml").write_text(SWEEP.format(epochs=epochs, workers=workers, layers=layers))
    run = directory / "run"
    shutil.rmtree(run, ignore_errors=True)
    keys = ["--keys", directory / "keys"] if has_keys else []
    subprocess.run(
        [binaries / "ignd-ps", "--port", "0", "--sweep", directory / "sweep.yaml", "--run", run,
         "--local-workers", str(workers), "--quiet", *keys],
        check=True, stderr=subprocess.DEVNULL)
    events = [json.loads(line) for line in open(run / "events.jsonl")]
    times = {e["phase"]: e["time"] for e in events if e["event"] == "milestone"}
    return TRAINING_ROWS * (epochs - 1) / (seconds(times[epochs]) - seconds(times[1]))


def seconds(text):
    hours, minutes, rest = text[11:-1].split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def run_raw(binaries, workers, count, port=6391):
    """Round trips a second of all clients together."""
    program = binaries / "RawZeroMQ"
    answer = ANSWER_BYTES + (workers - 1) * 4 * (INPUTS + 1)
    server = subprocess.Popen([program, "serve", str(port), str(answer)])
    try:
        time.sleep(0.2)
        command = [program, "ask", str(port), str(count // workers), str(HEADER_BYTES), str(4 * (INPUTS + 1))]
        clients = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
        return sum(float(client.communicate()[0]) for client in clients)
    finally:
        server.kill()
        server.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binaries", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        make_data(directory)
        for workers in (1, 2):
            ours, raw = [], []
            for _ in range(arguments.rounds):
                ours.append(run_ours(arguments.binaries, directory, workers, arguments.epochs))
                raw.append(run_raw(arguments.binaries, workers, 1_000 * arguments.epochs))
            report(
                f"acknowledged updates/s, B = 1, 1,000 dense float32, workers: {workers}", ours, raw,
                "raw ZeroMQ round trips of the same bytes", 0.6)
    for workers in (1, 2):
        ours, plain = measure_keys(arguments.binaries, workers, arguments.rounds, arguments.epochs)
        report(f"acknowledged updates/s with keys, factor-sized pushes, workers: {workers}", ours, plain,
               "without keys", 0.75)


def measure_keys(binaries, workers, rounds, epochs):
    """Rates with keys and without, in turn."""
    keyed, plain = [], []
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        make_data(directory, inputs=FACTOR_INPUTS)
        make_keys(binaries, directory)
        for _ in range(rounds):
            for rates, has_keys in ((keyed, True), (plain, False)):
                rates.append(run_ours(binaries, directory, workers, epochs, FACTOR_LAYERS, has_keys))
    return keyed, plain


def report(figure, ours, peer, peer_name, bar):
    ratios = sorted(a / b for a, b in zip(ours, peer))
    print(json.dumps({
        "figure": figure, "ours": statistics.median(ours), "peer": statistics.median(peer), "unit": "updates/s",
        "peer_name": peer_name, "ratio": statistics.median(ratios), "ratio_min": ratios[0], "ratio_max": ratios[-1],
        "bar": bar, "holds": statistics.median(ratios) >= bar}), flush=True)


if __name__ == "__main__":
    main()
