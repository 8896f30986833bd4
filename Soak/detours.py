"""Workers that reach their server by a proxy which delays, throttles, reorders connections and cuts them in mid-frame."""

import figures
import part
from processes import in_lanes
from proxy import Proxy
from served import Served, seeded
from workloads import AVERAGE, Counter, Model

LANES = 2
CUTS = {"short": 10, "long": 300}
COUNTERS = {"short": (4, 200, 5), "long": (10, 400, 5)}
UPDATES = {"short": 2_000_000, "long": 5_000_000}
SECONDS = {"short": 12, "long": 60}


class ProxiedRun(Served):
    """Its workers dial to the proxy."""

    def __init__(self, *arguments, port, **options):
        super().__init__(*arguments, port=port, **options)
        self.server_port, self.port = port, port + 1

    def start_server(self):
        self.port = self.server_port
        try:
            return super().start_server()
        finally:
            self.port = self.server_port + 1


def play(part, lane, number, tally):
    random = seeded(part.seed, "detours", lane, number)
    load = Counter(*COUNTERS[part.length]) if (lane + number) % 2 == 0 else Model(AVERAGE, UPDATES[part.length], 5_000)
    port = 23_000 + 10 * lane
    served = ProxiedRun(part.binaries, part.folder / f"{lane}-{number}", load, tally, port=port)
    proxy = Proxy(port + 1, port, random)
    try:
        served.start_server()
        served.start_workers(2, 2)
        served.sleep(SECONDS[part.length])
        proxy.is_calm = True
        served.finish()
    finally:
        served.abandon()
        proxy.close()
        tally.update(proxy.counts)


def measure(part):
    def lane(number, tally):
        runs = 0
        while tally["cuts"] < CUTS[part.length] / LANES:
            play(part, number, runs, tally)
            runs += 1

    tally = in_lanes(LANES, lane)
    return [
        figures.figure("proxy: connections cut in mid-frame", tally["cuts"], ("≥", CUTS[part.length]), part.command,
                       "connections reset or cut"),
        *[figures.figure(f"proxy: {key}", tally[key], command=part.command)
          for key in ("connections", "connections held back", "bytes delayed", "black holes")],
        *figures.faults("proxy", tally, part.command),
    ], tally.wrong


if __name__ == "__main__":
    part.main(measure)
