"""A million updates by ten thousand worker sessions: the server's memory and descriptors stay as they are."""

import os
import statistics
import threading
import time

import figures
import part
from processes import Tally
from served import Served
from workloads import Counter

CHUNKS = 1_000
UPDATES = {"short": 100_000, "long": 1_000_000}
SESSIONS = {"short": 1_000, "long": 10_000}
CLIENTS = 4


class Watch(threading.Thread):
    """Memory and open descriptors of a process, twice a second, with the bytes of journal at that time."""

    def __init__(self, served):
        super().__init__(daemon=True)
        self.served, self.process, self.samples = served, served.server, []

    def run(self):
        while self.process.code is None:
            try:
                self.samples.append((self.served.journal_bytes(), self._memory(), len(os.listdir(f"/proc/{self.process.id}/fd"))))
            except (OSError, ValueError):
                pass  # it is about to end
            time.sleep(0.5 if self.process.code is None else 0)

    def _memory(self):
        for line in open(f"/proc/{self.process.id}/status"):
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1_024
        raise ValueError("no VmRSS")

    def between(self, first, last):
        """(median MiB, most descriptors) while these shares of the journal were written."""
        whole = self.samples[-1][0]
        inside = [s for s in self.samples if first * whole <= s[0] <= last * whole]
        return statistics.median(s[1] for s in inside), max(s[2] for s in inside)


def measure(part):
    tally = Tally()
    updates, sessions = UPDATES[part.length], SESSIONS[part.length]
    load = Counter(updates // CHUNKS, CHUNKS, pause=0)
    served = Served(part.binaries, part.folder / "run", load, tally, port=24_000,
                    options=["--snapshot-every", str(updates / 100_000), "--keep-journal", "all"])
    try:
        served.start_server()
        watch = Watch(served)
        watch.start()
        start = time.time()
        for _ in range(CLIENTS):
            served.start_client(sessions=sessions, updates=updates // sessions)
        served.sleep(3_000)
        seconds = time.time() - start
        counted = len({line.split()[2] for path in served.directory.glob("*.notes") for line in open(path)})
        served.finish()
    finally:
        served.abandon()
    early, late = watch.between(0.3, 0.5), watch.between(0.8, 1)
    growth = 100 * (late[0] / early[0] - 1)
    command = part.command
    return [
        figures.figure("endurance: updates", tally["applied"], ("≥", updates), command),
        figures.figure("endurance: worker sessions", counted, ("≥", sessions), command),
        figures.figure("endurance: seconds", round(seconds, 1), command=command),
        figures.figure("endurance: server's memory, MiB, at the end", round(late[0], 1), command=command),
        figures.figure("endurance: its growth from 40 % to 90 % of the updates, %", round(growth, 2), ("≤", 5), command),
        figures.figure("endurance: more open descriptors at 90 % than at 40 %", late[1] - early[1], ("≤", 0), command),
        *figures.faults("endurance", tally, command),
    ], tally.wrong


if __name__ == "__main__":
    part.main(measure)
