"""What the machine bears: the wire and the memory without any of ours."""

from . import programs
from figures import value


def wire(bench):
    for kind, name in (("", "raw ZeroMQ"), ("tcp-", "plain TCP")):
        for count, request in ((20_000, 64), (20_000, 4_000), (1_000, 4_000_000)):
            trips = [programs.raw(bench.binaries, 1, count, (60, request), (90, request), 1, kind)
                     for _ in bench.rounds()]
            yield value(
                f"{name}, {request:,} bytes there and back, server and client on two processors", trips,
                "round trips/s", None, bench.command,
                note=f"{max(trips) * 2 * request / 1e9:.2f} GB/s")


def memory(bench):
    for count in (16_000, 1_000_000, 100_000_000):
        rates = [programs.copy_rate(bench.binaries, count) / 1e9 for _ in bench.rounds()]
        yield value(f"memcpy of {count:,} bytes", rates, "GB/s copied", None, bench.command)
