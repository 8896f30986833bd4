"""Dense tensors there and back, and what a message costs as it grows."""

import statistics

from . import programs
from figures import figure, value
from .sweeps import layers_of, write_rows, write_sweep

# (values of a push, updates that are measured, bar in GB/s, there and back counted)
# Here each side has both processors: its own threads work at once.
CPUS = (programs.EVERY_CPU, programs.EVERY_CPU)
# So many that the largest model's layer is no wider than a layer may be.
INPUTS = 9
SIZES = {100_000: (8_000, 5), 1_000_000: (1_000, 4), 10_000_000: (80, 2.5)}
# Behind so much of the journal the files of its oldest parts are reused (2 GB are kept, and what is behind the older of
# two snapshots); new ones are written at the pace of the disk.
REUSING_BYTES = 3_000_000_000


def push_pull(bench, values, durability="process"):
    """Two sessions in turn: each push is answered by the other's, so n values travel each way."""
    count, bar = SIZES[values]
    first = REUSING_BYTES // (4 * values)
    write_rows(bench.directory, INPUTS, first + count, "rows.csv")
    sweep = write_sweep(bench.directory, "rows.csv", layers_of(values, INPUTS), workers=2)
    ours, raw, fresh = [], [], []
    for _ in bench.rounds():
        for rates, left_out, options in ((ours, first, ()), (fresh, 0, ["--keep-journal", "all"])):
            rates.append(dense_rate(bench, sweep, left_out, ["--durability", durability, *options]))
        trips = programs.raw(bench.binaries, 1, count, (60, 4 * values), (90, 4 * values), 2, cpus=CPUS)
        raw.append(trips * 8 * values / 1e9)
    return figure(
        f"dense push and pull of {values:,} float32, durability {durability}", ours, raw,
        "raw ZeroMQ, the same bytes and window", "GB/s", 0.8, bench.command,
        note=f"and {bar} GB/s; with files of the journal reused, behind its first 3 GB. While it is kept whole: "
             f"{statistics.median(fresh):.2f} GB/s")


def dense_rate(bench, sweep, left_out, options):
    """GB/s there and back."""
    told = programs.drive(
        bench.binaries, sweep, bench.directory, 1, 2, "dense", options=options, cpus=CPUS, left_out=left_out)[0]
    return (told["pushed_bytes"] + told["pulled_bytes"]) / told["seconds"] / 1e9


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
