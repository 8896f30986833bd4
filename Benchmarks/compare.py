#!/usr/bin/env python3
"""All benchmarks: ours and the peers' in turn, round after round, as ratios with their spread.

Prints a table and writes benchmarks.md and benchmarks.json, one object a figure:
{figure, ours, peer, peer_name, unit, ratio, ratio_min, ratio_max, bar, holds, at_most, command}: the bar is the least
ratio that will do, or with `at_most` the greatest.
"""

import argparse
import json
import pathlib
import platform
import statistics
import subprocess
import sys

import path as path_benchmark

COMMAND = "make bench"

# (model, precision, bar against JAX's jit + scan of the same update as one writes it first, bar against its fastest
# form; where the share of active units matters, bars for fewer and for more than two thirds)
SERIAL = [
    ("mlp-8-64-64-32-1", "float32", 3, (6, 4)),
    ("mlp-27-256-128-64-1", "float32", None, (2.2, 1.4)),
    ("lqr-36", "float32", 10, 4),
    ("lqr-36", "float64", 10, None),
    ("lqr-105", "float32", 10, 8),
    ("lqr-105", "float64", 10, None),
    ("sparse-14-of-123-squared", "float32", 4.5, None),
    ("sparse-14-of-123-logistic", "float32", 4.5, None),
    ("cnn-16-32-64-64-1", "float32", None, 1.3),
    ("cnn-32-64-128-128-64-1", "float32", None, 1.3),
    ("lstm-64-64-250", "float32", None, 1.7),
]

# The time of an IGND step over that of a plain one.
COST_BAR = 1.15


def lines(command):
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def measure_serial(binaries, rounds, interpreters):
    """(our lines, the peers' lines) of each round, model by model in turn."""
    script = pathlib.Path(__file__).with_name("jax_serial.py")
    measured = []
    for number in range(rounds):
        ours, jax = [], []
        for word in ("mlp-8", "mlp-27", "lqr", "sparse-14", "cnn", "lstm"):
            print(f"round {number + 1} of {rounds}: {word}", file=sys.stderr)
            ours += lines([binaries / "KernelBenchmarks", word])
            for interpreter in interpreters:
                jax += lines([interpreter, script, word])
        measured.append((ours, jax))
    return measured


def rate(measurements, **wanted):
    """The fastest of the measurements that fit; of ours there is one, of the peer's forms the best counts."""
    rates = [m["samples_per_second"] for m in measurements if all(m.get(k) == v for k, v in wanted.items())]
    return max(rates) if rates else None


def serial_figures(measured):
    activities = sorted({(m["model"], m["active"]) for m in measured[0][0] if "active" in m})
    versions = sorted({m["jax"] for m in measured[0][1]}, reverse=True, key=lambda v: [int(n) for n in v.split(".")])
    for model, precision, bar, best in SERIAL:
        for activity in [a for m, a in activities if m == model] or [None]:
            wanted = {"model": model, "precision": precision, "method": "ignd"}
            mine = wanted | {"form": "serial"} | ({} if activity is None else {"active": activity})
            ours = [rate(our_lines, **mine) for our_lines, _ in measured]
            units = "" if activity is None else f", {activity:.0%} of the units active"
            for place, version in enumerate(versions):
                plain = wanted | {"form": "autodiff", "unroll": 1, "jax": version}
                peer = [rate(jax_lines, **plain) for _, jax_lines in measured]
                yield figure(
                    f"serial IGND, {model}, {precision}{units}", ours, peer,
                    f"JAX {version}, autodiff, jit + scan", "samples/s", bar if place == 0 else None)
            peer = [rate(jax_lines, **wanted) for _, jax_lines in measured]
            yield figure(
                f"serial IGND, {model}, {precision}{units}", ours, peer,
                "the fastest of both versions, all forms (hand-written included) and unrollings", "samples/s", bar_at(best, activity))


def bar_at(bar, activity):
    return bar if activity is None or bar is None else bar[0 if activity < 2 / 3 else 1]


def cost_figures(measured):
    first = [m for m in measured[0][0] if m["method"] == "ignd" and m.get("form", "serial") == "serial"]
    for example in first:
        keys = {k: example[k] for k in ("model", "precision", "active", "form") if k in example}
        ours = [rate(mine, method="sgd", **keys) for mine, _ in measured]
        ignd = [rate(mine, method="ignd", **keys) for mine, _ in measured]
        units = f", {example['active']:.0%} active" if "active" in example else ""
        yield figure(
            f"cost of IGND in units of plain SGD, {example['model']}, {example['precision']}{units}",
            ours, ignd, "our own plain SGD (ratio = time of IGND / time of SGD)", "samples/s", COST_BAR, at_most=True)


def figure(name, ours, peer, peer_name, unit, bar, at_most=False):
    ratios = sorted(a / b for a, b in zip(ours, peer))
    ratio = statistics.median(ratios)
    return {
        "figure": name, "ours": statistics.median(ours), "peer": statistics.median(peer), "peer_name": peer_name,
        "unit": unit, "ratio": ratio, "ratio_min": ratios[0], "ratio_max": ratios[-1], "bar": bar,
        "holds": None if bar is None else (ratio <= bar if at_most else ratio >= bar), "at_most": at_most,
        "command": COMMAND,
    }


def path_figures(binaries, rounds):
    return path_benchmark.measure(binaries, path_benchmark.everything(), rounds)


def markdown(figures):
    rows = ["| figure | ours | peer | ratio (median, least–most) | bar | holds |", "|---|---|---|---|---|---|"]
    for f in figures:
        holds = {True: "yes", False: "**no**", None: ""}[f["holds"]]
        bar = "" if f["bar"] is None else f"{'≤' if f['at_most'] else '≥'} {f['bar']}"
        rows.append(
            f"| {f['figure']} | {f['ours']:,.0f} {f['unit']} | {f['peer']:,.0f} ({f['peer_name']}) "
            f"| **{f['ratio']:.2f}** ({f['ratio_min']:.2f}–{f['ratio_max']:.2f}) | {bar} | {holds} |")
    return "\n".join(rows)


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binaries", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jax", nargs="+", required=True, help="Python interpreters that have JAX")
    parser.add_argument("--output", type=pathlib.Path)
    arguments = parser.parse_args()
    measured = measure_serial(arguments.binaries, arguments.rounds, arguments.jax)
    figures = [*serial_figures(measured), *cost_figures(measured), *path_figures(arguments.binaries, arguments.rounds)]
    table = markdown(figures)
    print(table)
    if arguments.output:
        swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
        text = (
            f"# Benchmarks\n\nMade by `{COMMAND}`: both sides in turn in one run, {arguments.rounds} rounds, medians. "
            f"Serial rates are in processor time of one thread. The path's ratio can exceed one: our two programs look "
            f"for the answer about 0.1 ms before they sleep, plain blocking ZeroMQ calls sleep at once, and waking costs more.\n\n"
            f"Machine: {processor()}, {platform.system()} {platform.release()}; {swift}; Python {platform.python_version()}.\n\n"
            f"{table}\n")
        arguments.output.mkdir(exist_ok=True)
        (arguments.output / "benchmarks.md").write_text(text)
        (arguments.output / "benchmarks.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
