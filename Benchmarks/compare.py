#!/usr/bin/env python3
"""All benchmarks, ours and the peers' in turn: a table, and with --output DIRECTORY benchmarks.md and benchmarks.json.

One object a figure: {figure, ours, peer, peer_name, unit, ratio, ratio_min, ratio_max, bar, holds, at_most, command, note,
date, commit}; the bar is the least ratio that will do, or with `at_most` the greatest. --only measures some groups and
replaces what they measure, leaving the rest as it was. `make bench` installs the peers and measures all.
"""

import argparse
import datetime
import json
import pathlib
import subprocess
import sys

import machine
import one_core
import report
from figures import missing

ROOT = pathlib.Path(__file__).resolve().parent.parent
GROUPS = [*one_core.GROUPS, "file", "limits", "path"]


def python_with(module, *places):
    """The first of the interpreters that can import the module, or None."""
    for place in places:
        try:
            found = subprocess.run([place, "-c", f"import {module}"], capture_output=True).returncode == 0
        except OSError:
            found = False
        if found:
            return str(place)
    return None


def peers(build):
    jax = [python_with("jax", build / f"bench-venv-{version}/bin/python") for version in ("current", "0.4.31")]
    others = build / "bench-venv-peers/bin/python"
    return one_core.Peers(
        [python for python in jax if python], python_with("torch", "/usr/bin/python3", others),
        python_with("sklearn, vowpalwabbit", others))


def path_figures(binaries, rounds):
    """The figures of server and workers; they measure by themselves."""
    command = [sys.executable, ROOT / "Benchmarks/path.py", binaries, "--rounds", str(rounds)]
    return one_core.lines(command)


def measured(group, binaries, rounds, found):
    """The group's figures; one that says so where its programs fail, so that the rest still counts."""
    try:
        return measure(group, binaries, rounds, found)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"{group}: {error}", file=sys.stderr)
        command = f"Benchmarks/compare.py --only {group}"
        return [missing(f"all figures of {group}", "–", "", None, command, "its programs failed")]


def measure(group, binaries, rounds, found):
    if group == "path":
        return path_figures(binaries, rounds)
    if group == "file":
        return [one_core.from_file(binaries, rounds, found)]
    return list(one_core.compare(group, binaries, rounds, found))


def stamp():
    commit = subprocess.run(["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return {"date": datetime.date.today().isoformat(), "commit": commit.stdout.strip() or "unknown"}


def merged(old, new):
    """The old figures with the new in their places, and behind them those that were not there."""
    def key(figure):
        # The peer's version may have changed.
        return figure["figure"], figure["command"], figure["peer_name"].split(",")[-1]
    fresh = {key(figure): figure for figure in new}
    commands = {figure["command"] for figure in new}
    kept = [fresh.pop(key(f)) if key(f) in fresh else f for f in old if key(f) in fresh or f["command"] not in commands]
    return kept + list(fresh.values())


def read(file):
    """(figures, limits) of an earlier run; those without a date are of an older form."""
    if not file.exists():
        return [], []
    content = [entry for entry in json.loads(file.read_text()) if "date" in entry]
    return [e for e in content if "figure" in e], [e for e in content if "limit" in e]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binaries", type=pathlib.Path, nargs="?", default=ROOT / ".build/release")
    parser.add_argument("--only", nargs="+", choices=GROUPS, metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=pathlib.Path)
    arguments = parser.parse_args()
    found, today = peers(ROOT / ".build"), stamp()
    wanted = arguments.only or GROUPS
    figures = []
    for group in (group for group in wanted if group != "limits"):
        figures += [f | today for f in measured(group, arguments.binaries, arguments.rounds, found)]
    limits = [limit | today for limit in machine.limits()] if "limits" in wanted else []
    print(report.table(figures))
    if limits:
        print(report.limits_table(limits))
    if arguments.output:
        write(arguments.output, figures, limits, arguments)
    if any("its programs failed" in figure.get("note", "") for figure in figures):
        sys.exit(1)


def write(directory, figures, limits, arguments):
    directory.mkdir(exist_ok=True)
    file = directory / "benchmarks.json"
    if arguments.only:
        old, old_limits = read(file)
        figures, limits = merged(old, figures), limits or old_limits
    file.write_text(json.dumps(figures + limits, indent=1) + "\n")
    shares = list(machine.shares(figures, limits))
    page = report.page(figures, limits, shares, machine.description(), arguments.rounds)
    (directory / "benchmarks.md").write_text(page)


if __name__ == "__main__":
    main()
