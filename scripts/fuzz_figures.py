#!/usr/bin/env python3
"""Figures of a fuzzing run, from the logs of its processes: one JSON object each, on stdout.

fuzz_figures.py LOGS CORES SANITIZER
"""
import json
import pathlib
import re
import sys

COMMAND = "make fuzz"
# What the decoder must have gone through in the long run, and at which speed.
EXECUTIONS, RATE = 100_000_000, 100_000


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
    logs, sanitizer = pathlib.Path(sys.argv[1]), sys.argv[3]
    suffix = f" ({sanitizer} sanitizer)" if sanitizer else ""
    command = f"make fuzz FUZZ_SANITIZE={sanitizer}" if sanitizer else COMMAND
    targets, findings = {}, 0
    for path in sorted(logs.iterdir()):
        result = read(path)
        broken = result is None or re.search(r"ERROR|FINDING|Test unit written", path.read_text(errors="replace"))
        findings += bool(broken)
        if result:
            targets.setdefault(path.name.split(".")[0], []).append(result)
    figures = [figure("fuzzing: findings" + suffix, findings, "<= 0", findings == 0, command)]
    for target, runs in targets.items():
        executions = sum(run[0] for run in runs)
        rate = sum(run[1] for run in runs) // len(runs)
        is_decoder = target == "messages" and not sanitizer
        is_long = is_decoder and executions >= EXECUTIONS
        figures.append(
            figure(f"fuzzing: executions of {target}{suffix}", executions,
                   f">= {EXECUTIONS:g}" if is_long else None, True if is_long else None, command))
        figures.append(
            figure(f"fuzzing: executions a second and process of {target}{suffix}", rate,
                   f">= {RATE:g}" if is_decoder else None, rate >= RATE if is_decoder else None, command))
        figures.append(
            figure(f"fuzzing: covered edges of {target}{suffix}", max(run[2] for run in runs), command=command))
    json.dump(figures, sys.stdout, indent=1)
    print()


main()
