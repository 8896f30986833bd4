"""Dense tensors there and back, and what a message costs as it grows."""

from . import programs
from figures import figure, value
from .sweeps import layers_of, write_rows, write_sweep

# (values of a push, updates of one measurement, bar in GB/s, there and back counted)
# Here each side has both processors: its own threads work at once.
CPUS = (programs.EVERY_CPU, programs.EVERY_CPU)
# So many that the largest model's layer is no wider than a layer may be.
INPUTS = 9
SIZES = {100_000: (2_000, 5), 1_000_000: (300, 4), 10_000_000: (30, 2.5)}


def push_pull(bench, values, durability="process"):
    """Two sessions in turn: each push is answered by the other's, so n values travel each way."""
    count, bar = SIZES[values]
    write_rows(bench.directory, INPUTS, count, f"rows{count}.csv")
    sweep = write_sweep(bench.directory, f"rows{count}.csv", layers_of(values, INPUTS), workers=2)
    ours, raw = [], []
    for _ in bench.rounds():
        told = programs.drive(
            bench.binaries, sweep, bench.directory, 1, 2, "dense", options=["--durability", durability],
            cpus=CPUS)
        ours.append((told[0]["pushed_bytes"] + told[0]["pulled_bytes"]) / told[0]["seconds"] / 1e9)
        trips = programs.raw(bench.binaries, 1, count, (60, 4 * values), (90, 4 * values), 2, cpus=CPUS)
        raw.append(trips * 8 * values / 1e9)
    return figure(
        f"dense push and pull of {values:,} float32, durability {durability}", ours, raw,
        "raw ZeroMQ, the same bytes and window", "GB/s", 0.8, bench.command, note=f"and {bar} GB/s")


def size(bench, values, form):
    """Updates a second of one session as the model grows."""
    count = 10_000 if form == "factors" else max(30, min(10_000, 40_000_000 // values))
    write_rows(bench.directory, INPUTS, count, f"rows{count}.csv")
    sweep = write_sweep(bench.directory, f"rows{count}.csv", layers_of(values, INPUTS))
    rates, peaks = [], []

    def watch(running, peers):
        while peers[0].poll() is None:
            peaks.append(running.peak_bytes())
            programs.time.sleep(0.02)

    for _ in bench.rounds(1):
        rates.append(programs.rate(
            programs.drive(bench.binaries, sweep, bench.directory, 1, 1, form, watch=watch, cpus=CPUS)))
    return value(
        f"updates of {values:,} values, {form}, one session", rates, "updates/s", None, bench.command,
        note=f"server's peak memory {max(peaks) / 1e6:.0f} MB")
