"""Network namespaces with partitions, lost packets and resets: one way, both ways, of one worker or of all."""

import figures
import part
from network import Network, remove_all, why_not
from processes import in_lanes, run
from served import Served, seeded
from workloads import AVERAGE, ONE_WORKER, Counter, Model

LANES = {"short": 4, "long": 6}
PARTITIONS = {"short": 12, "long": 108}
PARTITIONS_OF_A_ROUND = {"short": 3, "long": 6}
LONGEST_SECONDS = {"short": 5, "long": 60}
COUNTERS = {"short": (3, 40, 100), "long": (6, 80, 200)}
MODES = [AVERAGE, ONE_WORKER]
UPDATES = {"short": 1_000_000, "long": 4_000_000}
LOSS, RESETS = 0.05, 0.003


def play(part, lane, number, tally):
    random = seeded(part.seed, "partitions", lane, number)
    # Packets are not lost in all networks, so that partitions of quick ones are seen as well.
    network = Network(lane, LOSS if lane % 3 < 2 else 0, RESETS if lane % 2 == 0 else 0)
    kind = lane + number
    load = Counter(*COUNTERS[part.length]) if kind % 2 == 0 else Model(MODES[kind // 2 % 2], UPDATES[part.length], 20_000)
    folder = part.folder / f"{lane}-{number}"
    served = Served(
        part.binaries, folder, load, tally, port=5555, bind=("0.0.0.0", network.names[0]),
        places=[(network.address(machine), network.names[machine]) for machine in (1, 2)],
        lost=[10, 75][lane % 2])
    secure(part, served, load)
    try:
        served.start_server()
        served.start_workers(2, 2)
        for _ in range(PARTITIONS_OF_A_ROUND[part.length]):
            if not served.sleep(random.uniform(0.5, 2)):
                break
            served.revive()
            partition(served, network, random, LONGEST_SECONDS[part.length], tally)
        served.finish()
        dropped, reset = network.packets()
        tally["dropped"] += dropped
        tally["reset"] += reset
    finally:
        served.abandon()
        network.remove()


def secure(part, served, load):
    """Those that no clients take part in have keys."""
    if load.has_clients:
        served.options.append("--insecure")
        return
    served.keys = served.directory / "keys"
    run([part.binaries / "ignd-ps", "keys", "new", "--keys", served.keys])
    run([part.binaries / "ignd-ps", "keys", "new", "worker", "--keys", served.keys])


def partition(served, network, random, longest, tally):
    """Seconds from one on, each magnitude as often as another."""
    seconds = longest ** random.random()
    how = random.choice(["link", "in", "out"])
    machines = random.choice([[1], [2], [1], [2], [1, 2]])
    for machine in machines:
        network.cut(machine, how)
    tally["partitions"] += 1
    tally["partitioned seconds"] += seconds
    served.sleep(seconds)
    for machine in machines:
        network.heal(machine, how)


def measure(part):
    reason = why_not()
    if reason:
        print(f"NOT RUN: partitions of network namespaces: {reason}", flush=True)
        return [figures.figure(f"partitions: NOT RUN, {reason}", None, command=part.command)], []
    remove_all()
    lanes = LANES[part.length]

    def lane(number, tally):
        runs = 0
        while tally["partitions"] < PARTITIONS[part.length] / lanes:
            play(part, number, runs, tally)
            runs += 1

    tally = in_lanes(lanes, lane)
    return [
        figures.figure(f"partitions: of 1 to {LONGEST_SECONDS[part.length]} s", tally["partitions"], ("≥", PARTITIONS[part.length]), part.command,
                       "partitions"),
        figures.figure("partitions: seconds of partition", round(tally["partitioned seconds"]), command=part.command),
        figures.figure("partitions: packets dropped (5 % at random, and by partitions)", tally["dropped"], ("≥", 1),
                       part.command, "packets dropped"),
        figures.figure("partitions: connections reset", tally["reset"], ("≥", 1), part.command, "connections reset or cut"),
        *figures.faults("partitions", tally, part.command),
    ], tally.wrong


if __name__ == "__main__":
    part.main(measure)
