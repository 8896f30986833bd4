"""SIGSTOP and SIGCONT of any process at random moments, for up to three times the lease."""

import figures
import part
from processes import in_lanes
from served import Served, seeded
from workloads import AVERAGE, Counter, Model

LANES = 2
STOPS = {"short": 16, "long": 300}
STOPS_OF_A_ROUND = {"short": 8, "long": 30}
LEASE = 1
COUNTERS = {"short": (4, 150, 20), "long": (10, 300, 20)}
UPDATES = {"short": 6_000_000, "long": 20_000_000}


def play(part, lane, number, tally):
    random = seeded(part.seed, "freezes", lane, number)
    load = Counter(*COUNTERS[part.length]) if (lane + number) % 2 == 0 else Model(AVERAGE, UPDATES[part.length], 20_000)
    served = Served(
        part.binaries, part.folder / f"{lane}-{number}", load, tally, port=22_000 + 10 * lane, lease=LEASE)
    try:
        served.start_server()
        served.start_workers(2, 2)
        for _ in range(STOPS_OF_A_ROUND[part.length]):
            if not served.sleep(random.uniform(0.02, 0.3)):
                break
            served.revive()
            freeze(served, random, tally)
        served.finish()
    finally:
        served.abandon()


def freeze(served, random, tally):
    """One process, now and then all but one."""
    everybody = [process for process in [served.server, *served.workers] if process.code is None]
    victims = random.sample(everybody, 1 if random.random() < 0.8 else len(everybody) - 1)
    seconds = random.choice([random.uniform(0, 0.2), random.uniform(0, LEASE), random.uniform(LEASE, 3 * LEASE)])
    for victim in victims:
        victim.stop()
    tally["stops"] += len(victims)
    tally["stops beyond the lease"] += len(victims) if seconds > LEASE else 0
    served.sleep(seconds)
    for victim in victims:
        victim.go_on()


def measure(part):
    def lane(number, tally):
        runs = 0
        while tally["stops"] < STOPS[part.length] / LANES:
            play(part, number, runs, tally)
            runs += 1

    tally = in_lanes(LANES, lane)
    return [
        figures.figure("freezes: processes stopped and continued", tally["stops"], ("≥", STOPS[part.length]), part.command,
                       "processes stopped and continued"),
        figures.figure("freezes: of them for longer than the lease", tally["stops beyond the lease"], command=part.command),
        *figures.faults("freezes", tally, part.command),
    ], tally.wrong


if __name__ == "__main__":
    part.main(measure)
