"""`kill -9` of servers, workers and clients at random moments, again and again, under every durability."""

import signal

import figures
import part
from processes import in_lanes
from served import Served, seeded
from workloads import AVERAGE, ONE_WORKER, Counter, Model

LANES = 3
KILLS = {"short": 60, "long": 1_000}
KILLS_OF_A_ROUND = {"short": 10, "long": 40}
# The counter lasts as long as its pauses; the model as long as its arithmetic.
COUNTERS = {"short": (4, 200, 5), "long": (10, 800, 5)}
UPDATES = {"short": 3_000_000, "long": 8_000_000}

SMALL_SNAPSHOTS = ["--snapshot-every", "0.02", "--keep-journal", "all"]
DURABILITIES = [
    ["--durability", "process"],
    ["--durability", "power", *SMALL_SNAPSHOTS],
    ["--durability", "process", *SMALL_SNAPSHOTS],
    ["--durability", "none"],
]


def workload(length, number):
    phases, chunks, pause = COUNTERS[length]
    return [
        Counter(phases, chunks, pause),
        Model(AVERAGE, UPDATES[length], 20_000),
        Counter(phases, chunks, pause, round=4),
        Model(ONE_WORKER, UPDATES[length], 20_000),
    ][number % 4]


class Killer:
    """Ends processes of a run and starts them again, at once or after a while."""

    def __init__(self, served, random, tally, is_durable):
        self.served, self.random, self.tally, self.is_durable = served, random, tally, is_durable

    def strike(self):
        if self.random.random() < 0.4:
            return self.end_server()
        victim = self.random.choice(self.served.workers)
        if victim.code is not None:
            return
        victim.kill()
        self.tally["kills"] += 1
        self.tally[f"kills of {victim.name}s"] += 1
        self.served.sleep(self.pause())
        self.served.start_again(victim)

    def end_server(self):
        """Under `none` only a clean stop loses nothing."""
        if self.is_durable:
            self.served.server.kill()
            self.tally["kills"] += 1
            self.tally["kills of servers"] += 1
        else:
            self.served.server.send(signal.SIGTERM)
            if self.served.server.end(15, expected=(0, 75)) == 0:
                return
            self.tally["drains of servers"] += 1
        self.served.start_server()

    def pause(self):
        return 0 if self.random.random() < 0.7 else self.random.uniform(0, 0.4)


def play(part, lane, number, tally):
    """One run from beginning to end, and the kills in it."""
    random = seeded(part.seed, "kills", lane, number)
    # `none` only now and then: it sees few kills.
    options = DURABILITIES[number % 3] if number % 8 != 7 else DURABILITIES[3]
    load = workload(part.length, number + lane)
    served = Served(
        part.binaries, part.folder / f"{lane}-{number}", load, tally, port=21_000 + 10 * lane, options=options)
    try:
        served.start_server()
        served.start_workers(2, 2)
        killer = Killer(served, random, tally, is_durable="none" not in options)
        for _ in range(KILLS_OF_A_ROUND[part.length]):
            if not served.sleep(random.uniform(0.02, 0.25)):
                break
            served.revive()
            killer.strike()
        served.finish()
    finally:
        served.abandon()


def measure(part):
    def lane(number, tally):
        runs = 0
        while tally["kills"] < KILLS[part.length] / LANES:
            play(part, number, runs, tally)
            runs += 1

    tally = in_lanes(LANES, lane)
    return [
        figures.figure("kill loop: processes killed (kill -9)", tally["kills"], ("≥", KILLS[part.length]), part.command,
                       "processes killed (kill -9)"),
        *[figures.figure(f"kill loop: {key}", tally[key], command=part.command)
          for key in ("kills of servers", "kills of workers", "kills of clients", "drains of servers") if tally[key]],
        *figures.faults("kill loop", tally, part.command),
    ], tally.wrong


if __name__ == "__main__":
    part.main(measure)
