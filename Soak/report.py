"""Makes one report of the figures of all parts: a table on standard output, reliability.md and reliability.json.

Parts write lists of {figure, value, bar, holds, command} as JSON into one folder; `adds_to` in a figure names a total.
"""

import argparse
import json
import pathlib
import platform
import sys

# Those of `make soak`, in the order of the report; others follow by their names.
PARTS = ["simulation", "damage", "kills", "partitions", "detours", "freezes", "garbage", "strangers", "recovery", "endurance", "curve"]

MUST_BE_ZERO = ["acknowledged updates lost", "updates applied twice", "processes that hang", "anything else unexpected"]

INTRODUCTION = """\
# Reliability

What `make soak` does to the programs, and what came of it. `LENGTH=short` (two minutes, a part of `.ci/run`) does the same as
`LENGTH=long` (about twenty), less often. All that is random comes from a seed: `SEED=2` does other things at other moments, and a
part that finds something says how to run it alone.

- *Acknowledged* is what a client heard of and wrote down before it went on; it is held against the journal, which is read here by a
  reader of its own, and against the final parameters, which `ignd-ps replay` makes.
- The *counter* is a task in which each update adds exactly one to an element of its own: what is lost or doubled shows.
- *Hashes* are those of whole runs, by `ignd-ps verify`, against the serial run's, in the modes that promise equal bits.
- A *hang* is a process that is still there 10 s after its deadline. Each process that is started is looked at.
"""


def read(folder):
    """(part, its figures) of all parts that are there."""
    paths = {path.stem: path for path in folder.glob("*.json") if path.stem != "reliability"}
    names = [name for name in PARTS if name in paths] + sorted(set(paths) - set(PARTS))
    return [(name, json.loads(paths[name].read_text())) for name in names]


def totals(parts, command):
    """Sums of the figures that add to something, those that must be zero first."""
    sums = {name: 0 for name in MUST_BE_ZERO}
    for _, figures in parts:
        for each in figures:
            if "adds_to" in each:
                sums[each["adds_to"]] = sums.get(each["adds_to"], 0) + each["value"]
    return [
        {"figure": f"all parts: {name}", "value": value, "bar": "= 0" if name in MUST_BE_ZERO else None,
         "holds": value == 0 if name in MUST_BE_ZERO else None, "command": command}
        for name, value in sums.items()]


def table(figures):
    rows = ["| figure | value | bar | holds |", "|---|---|---|---|"]
    for each in figures:
        value = "not run" if each["value"] is None else f"{each['value']:,}"
        holds = {True: "yes", False: "**no**", None: ""}[each["holds"]]
        rows.append(f"| {each['figure']} | {value} | {'' if each['bar'] is None else each['bar']} | {holds} |")
    return "\n".join(rows)


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="where the parts wrote their figures")
    parser.add_argument("--output", type=pathlib.Path, help="where reliability.md and reliability.json go")
    parser.add_argument("--command", default="make soak")
    arguments = parser.parse_args()
    parts = read(arguments.folder)
    everything = totals(parts, arguments.command)
    text = [INTRODUCTION, f"Machine: {processor()}, {platform.system()} {platform.release()}.", "", "## All parts", "",
            table(everything)]
    for name, figures in parts:
        text += ["", f"## {name.capitalize()}", "", f"`{figures[0]['command']}`", "", table(figures)]
        everything += figures
    print(table(everything))
    if arguments.output:
        plain = [{key: value for key, value in each.items() if key != "adds_to"} for each in everything]
        arguments.output.mkdir(parents=True, exist_ok=True)
        (arguments.output / "reliability.md").write_text("\n".join(text) + "\n")
        (arguments.output / "reliability.json").write_text(json.dumps(plain, indent=1, ensure_ascii=False) + "\n")
    fallen = [each["figure"] for each in everything if each["holds"] is False]
    for each in everything:
        if each["value"] is None:
            print(f"NOT RUN: {each['figure']}", file=sys.stderr)
    for name in fallen:
        print(f"does not hold: {name}", file=sys.stderr)
    sys.exit(1 if fallen else 0)


if __name__ == "__main__":
    main()
