"""How long until a dead worker's chunk is committed by another, and until a killed server is ready again."""

import statistics
import time

import figures
import journal
import part
from processes import Tally
from served import Served, seeded
from workloads import Counter, lines

LEASE = 1
DEATHS = {"short": 12, "long": 100}
RECORDS = 100_000
CLIENTS = 4
CHUNKS = 500


def measure_deaths(part, tally):
    """Seconds from the death of a worker to the commit of the chunk that it held, by another."""
    random = seeded(part.seed, "recovery")
    deaths = DEATHS[part.length]
    load = Counter(4, 25 * deaths, pause=20)
    served = Served(part.binaries, part.folder / "deaths", load, tally, port=25_000, lease=LEASE,
                    options=["--keep-journal", "all"])
    try:
        served.start_server()
        served.start_workers(2, 0)
        # When each chunk's last holder died. The one that dies at the end of a sweep is in nobody's way.
        held = {}
        while len(held) < deaths and served.sleep(random.uniform(0, 0.3)):
            held |= die(served)
        took = delays(served, held)
        served.finish()
    finally:
        served.abandon()
    return took


def die(served):
    """A worker joins, is given a chunk, and dies at once: {chunk: the moment}."""
    victim = served.start_client(pause=20_000)
    deadline = time.time() + 10
    while time.time() < deadline and not served.is_over:
        leases = [line for line in lines(victim.notes) if line[0] == "lease"] if victim.notes.exists() else []
        if leases:
            break
        time.sleep(0.005)
    moment = victim.kill()
    served.workers.remove(victim)
    return {lease[3:]: moment for lease in leases}


def delays(served, held):
    """Waits until all is committed that the dead held."""
    deadline = time.time() + 30
    while True:
        commits = {(c.trial, c.phase, c.chunk): c for c in journal.commits(served.directory / "run")}
        if held.keys() <= commits.keys() or time.time() > deadline:
            return sorted(commits[work].milliseconds / 1_000 - held[work] for work in held)
        time.sleep(0.1)


def measure_restarts(part, tally):
    """Seconds from a server's start to its ready line, with so many records behind the newest snapshot."""
    load = Counter(RECORDS // CHUNKS + 2, CHUNKS, pause=0)
    served = Served(part.binaries, part.folder / "restarts", load, tally, port=25_010,
                    options=["--snapshot-every", "1000000", "--keep-journal", "all"])
    took = []
    try:
        served.start_server()
        clients = [served.start_client(updates=RECORDS // CLIENTS) for _ in range(CLIENTS)]
        for client in clients:
            client.end(120)
        for _ in range(3):
            served.server.kill()
            took.append(served.start_server())
        served.workers = []
        served.start_client()
        served.finish()
    finally:
        served.abandon()
    return took


def measure(part):
    tally = Tally()
    deaths = measure_deaths(part, tally)
    restarts = measure_restarts(part, tally)
    command = part.command
    return [
        figures.figure("recovery: chunks whose worker died holding them", len(deaths), ("≥", DEATHS[part.length]), command),
        figures.figure(f"recovery: seconds until another has committed them, p50 (lease {LEASE} s)",
                       round(statistics.median(deaths), 3), ("<", LEASE + 1), command),
        figures.figure(f"recovery: the same, p99 (lease {LEASE} s)", round(deaths[len(deaths) * 99 // 100], 3),
                       ("<", LEASE + 1), command),
        figures.figure(f"recovery: seconds until a killed server is ready again, {RECORDS:,} records to replay, slowest of {len(restarts)}",
                       round(max(restarts), 3), ("<", 2), command),
        *figures.faults("recovery", tally, command),
    ], tally.wrong


if __name__ == "__main__":
    part.main(measure)
