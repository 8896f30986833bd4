#!/usr/bin/env python3
"""Figures of a fuzzing run, from the logs of its processes, among those of earlier runs: a list of JSON objects.

fuzz_figures.py LOGS SANITIZER FILE
"""
import json
import os
import pathlib
import re
import sys

COMMAND = "make fuzz"
LONG_COMMAND = "FUZZ_RUNS=50000000 scripts/fuzz.sh 900 messages"
ALL_RUNS = "fuzzing: executions of messages since the last finding, all runs"
# What the decoder must have gone through, in all of its runs, once it was run at length.
EXECUTIONS = 100_000_000


def figure(name, value, bar=None, holds=None, command=COMMAND):
    return {"figure": name, "value": value, "bar": bar, "holds": holds, "command": command}


def read(path):
    """Executions, executions a second, covered edges; None: the log has no end."""
    text = path.read_text(errors="replace")
    stats = dict(re.findall(r"stat::(\w+):\s+(\d+)", text))
    edges = re.findall(r"cov: (\d+)", text)
    if "number_of_executed_units" not in stats:
        return None
    return int(stats["number_of_executed_units"]), int(stats["average_exec_per_sec"]), int(edges[-1]) if edges else 0


def main():
    logs, sanitizer, output = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    suffix = f" ({sanitizer} sanitizer)" if sanitizer else ""
    command = f"make fuzz FUZZ_SANITIZE={sanitizer}" if sanitizer else COMMAND
    targets = {}
    for path in sorted(logs.iterdir()):
        targets.setdefault(path.name.split(".")[0], []).append(path)
    figures, findings = [], 0
    for target, paths in targets.items():
        broken = sum(is_broken(path) for path in paths)
        findings += broken
        figures += of_target(target + suffix, broken, [run for run in map(read, paths) if run], command)
    for each in write(figures, output):
        print(f"{each['figure']}: {each['value']:,}" + (f" ({each['bar']})" if each["bar"] else ""))
    sys.exit(findings > 0)


def is_broken(path):
    """The process told of a finding, or has no end."""
    text = path.read_text(errors="replace")
    return read(path) is None or re.search(r"ERROR|FINDING|Test unit written", text) is not None


def of_target(target, findings, runs, command):
    figures = [figure(f"fuzzing: findings of {target}", findings, "<= 0", findings == 0, command)]
    if not runs:
        return figures
    return figures + [
        figure(f"fuzzing: executions of {target}", sum(run[0] for run in runs), command=command),
        figure(f"fuzzing: executions a second and process of {target}", sum(run[1] for run in runs) // len(runs), command=command),
        figure(f"fuzzing: covered edges of {target}", max(run[2] for run in runs), command=command)]


def of_all_runs(findings, executions, known):
    """The decoder's executions since something was last found. Those of earlier runs count; the bar is that of a run at length."""
    earlier = known.get(ALL_RUNS, figure(ALL_RUNS, 0, command=LONG_COMMAND))
    total = executions + (0 if findings else earlier["value"])
    has_bar = "FUZZ_RUNS" in os.environ or earlier["bar"] is not None
    return figure(ALL_RUNS, total, *((f">= {EXECUTIONS:,}", total >= EXECUTIONS) if has_bar else ()), command=LONG_COMMAND)


def write(figures, output):
    """Figures of targets that did not run this time stay."""
    known = {each["figure"]: each for each in json.loads(output.read_text())} if output.exists() else {}
    new = {each["figure"]: each for each in figures}
    if "fuzzing: findings of messages" in new:
        executions = new.get("fuzzing: executions of messages", {"value": 0})["value"]
        new[ALL_RUNS] = of_all_runs(new["fuzzing: findings of messages"]["value"], executions, known)
    known.update(new)
    output.write_text(json.dumps(list(known.values()), indent=1) + "\n")
    return list(new.values())


main()
