"""Processes under test: started, killed, stopped, waited for. Whoever outlives its deadline by ten seconds is a hang."""

import collections
import os
import pathlib
import signal
import subprocess
import threading
import time

# How long after its deadline a process may still be there.
GRACE_SECONDS = 10


class Tally(collections.Counter):
    """What one part counted, and in `wrong` a line for each thing that must not happen."""

    def __init__(self):
        super().__init__()
        self.wrong = []

    def complain(self, what):
        self.wrong.append(what)
        print(f"WRONG: {what}", flush=True)

    def include(self, other):
        self.update(other)
        self.wrong += other.wrong


class Process:
    """One process; what it prints goes to `log`."""

    def __init__(self, tally, name, arguments, log, namespace=None):
        self.tally, self.name, self.log = tally, name, pathlib.Path(log)
        inside = ["ip", "netns", "exec", namespace] if namespace else []
        environment = {k: v for k, v in os.environ.items() if not k.startswith("IGND_")}
        environment["IGND_CACHE"] = str(self.log.parent / "cache")
        self.started = time.time()
        with open(log, "ab") as output:
            self._popen = subprocess.Popen(
                [*inside, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                env=environment)
        self.is_stopped = False
        tally["processes"] += 1

    @property
    def id(self):
        return self._popen.pid

    @property
    def code(self):
        """Its exit code, minus the signal that ended it, or None while it runs."""
        return self._popen.poll()

    def text(self):
        return self.log.read_text(errors="replace")

    def says(self, text, seconds=30):
        """Waits until it has printed `text`."""
        deadline = time.time() + seconds
        while time.time() < deadline:
            if text in self.text():
                return True
            time.sleep(0.02)
        self.tally.complain(f"{self.name} did not say \"{text}\" ({self.log})")
        return False

    def send(self, number):
        if self.code is None:
            self._popen.send_signal(number)

    def kill(self):
        """`kill -9`; gives the moment."""
        moment = time.time()
        self.send(signal.SIGKILL)
        self._popen.wait()
        return moment

    def stop(self):
        self.is_stopped = True
        self.send(signal.SIGSTOP)

    def go_on(self):
        self.is_stopped = False
        self.send(signal.SIGCONT)

    def end(self, seconds, expected=(0,)):
        """Waits for it to end by itself. Gives its exit code, None for a hang, which is counted and killed."""
        try:
            code = self._popen.wait(seconds + GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self.tally["hangs"] += 1
            self.tally.complain(f"{self.name} hangs, {seconds} s and {GRACE_SECONDS} s later ({self.log})")
            self.kill()
            return None
        if code not in expected:
            self.tally.complain(f"{self.name} ended with {code} ({self.log}):\n{self.text()[-2_000:]}")
        return code


def run(arguments, seconds=300):
    """A command that must succeed: its standard output."""
    result = subprocess.run([*map(str, arguments)], capture_output=True, text=True, timeout=seconds)
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, arguments))} ended with {result.returncode}: {result.stderr}")
    return result.stdout


def in_lanes(count, body):
    """Runs `body(lane, tally)` in so many threads; gives the sum of their tallies."""
    tallies = [Tally() for _ in range(count)]

    def lane(number):
        try:
            body(number, tallies[number])
        except Exception as error:  # a part that breaks is a finding, not silence
            tallies[number].complain(f"lane {number} broke off: {error!r}")

    threads = [threading.Thread(target=lane, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = Tally()
    for tally in tallies:
        total.include(tally)
    return total
