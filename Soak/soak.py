"""Runs all parts of the soak, those that mostly wait at the same time, and makes the report of them."""

import argparse
import os
import pathlib
import signal
import subprocess
import sys
import time

import figures

HERE = pathlib.Path(__file__).parent

# Parts of one stage run together; those that fill the processors, or measure time, come later.
STAGES = {
    "short": [["partitions", "detours", "kills", "freezes", "garbage", "strangers"], ["recovery"], ["damage"], ["endurance", "simulation"]],
    "long": [
        ["partitions", "detours", "kills", "freezes", "garbage", "strangers"], ["recovery"], ["endurance"], ["simulation"],
        ["damage"], ["curve"]],
}
# A part that takes longer hangs.
LIMIT_SECONDS = {"short": 300, "long": 1_500}


class Running:
    """A part and where its output goes."""

    def __init__(self, name, arguments):
        self.name, self.started = name, time.time()
        self.result = arguments.output / f"{name}.json"
        self.path = arguments.output / f"{name}.out"
        with open(self.path, "wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, HERE / f"{name}.py", arguments.binaries, "--length", arguments.length,
                 "--seed", str(arguments.seed), "--output", arguments.output],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def wait(self, seconds):
        """Waits for the end; a part that has none, or that broke off, gives a figure as well."""
        try:
            code = self.process.wait(max(seconds - (time.time() - self.started), 0))
        except subprocess.TimeoutExpired:
            self.end()
            code = None
        print(f"---- {self.name}, {time.time() - self.started:.0f} s\n{self.path.read_text()}", end="", flush=True)
        if not self.result.exists():
            name = f"{self.name}: {'did not end' if code is None else f'broke off with {code}'} (see {self.path})"
            figures.write(self.result, [figures.figure(name, 1, ("=", 0), adds_to="anything else unexpected")])

    def end(self):
        """The part is the leader of its processes' group."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            self.process.kill()
        self.process.wait()


def run_stage(names, arguments):
    running = []
    try:
        running += [Running(name, arguments) for name in names]
        for each in running:
            each.wait(LIMIT_SECONDS[arguments.length])
    finally:
        for each in running:
            if each.process.poll() is None:
                each.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binaries", type=pathlib.Path, help="where ignd-ps, ignd-worker and SoakClient are")
    parser.add_argument("--length", choices=("short", "long"), default="short")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("runs/soak"), help="where figures and logs go")
    parser.add_argument("--docs", type=pathlib.Path, help="where the report goes; else beside the figures")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for each in HERE.glob("*.py"):  # what an earlier run left of any part
        (arguments.output / f"{each.stem}.json").unlink(missing_ok=True)
    start = time.time()
    for names in STAGES[arguments.length]:
        run_stage(names, arguments)
    print(f"---- all parts, {time.time() - start:.0f} s, seed {arguments.seed}", flush=True)
    command = f"make soak LENGTH={arguments.length}"
    report = [sys.executable, HERE / "report.py", arguments.output, "--output", arguments.docs or arguments.output]
    sys.exit(subprocess.run([*report, "--command", command]).returncode)


if __name__ == "__main__":
    main()
