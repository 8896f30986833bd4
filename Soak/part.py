"""The command line that all parts share: one part alone is `python3 Soak/kills.py BINARIES`."""

import argparse
import os
import pathlib
import subprocess
import sys

import figures


class Part:
    """What a part is given: where the programs are, how long to run, from which seed, where to work."""

    def __init__(self, name, arguments):
        self.name, self.length, self.seed = name, arguments.length, arguments.seed
        self.binaries = arguments.binaries.absolute()
        self.folder = arguments.output.absolute() / name
        self.command = f"make soak LENGTH={self.length}"


def main(measure):
    """`measure(part)` gives its figures and what went wrong."""
    parser = argparse.ArgumentParser(description=sys.modules[measure.__module__].__doc__)
    parser.add_argument("binaries", type=pathlib.Path, help="where ignd-ps, ignd-worker and SoakClient are")
    parser.add_argument("--length", choices=("short", "long"), default="short")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("runs/soak"))
    arguments = parser.parse_args()
    part = Part(pathlib.Path(sys.argv[0]).stem, arguments)
    watch_over_children()
    found, wrong = measure(part)
    figures.write(part.folder.with_suffix(".json"), found, wrong)
    for each in found:
        mark = {True: "holds", False: "DOES NOT HOLD", None: ""}[each["holds"]]
        print(f"{each['figure']}: {each['value']} {each['bar'] or ''} {mark}", flush=True)
    if any(each["holds"] is False for each in found):
        print(f"again: python3 Soak/{part.name}.py BINARIES --length {part.length} --seed {part.seed}")
        sys.exit(1)


def watch_over_children():
    """A process group of its own, whose members die with this process, or its parent, however they end."""
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    subprocess.Popen(
        ["/bin/sh", "-c", f"while kill -0 {os.getpid()} {os.getppid()} 2>/dev/null; do sleep 1; done; kill -9 0"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
