"""Acknowledged updates a second where a message is small: the cost of a message, not of its bytes."""

from . import programs
from figures import figure
from .sweeps import DIGITS_MLP, LINEAR, SMALL_MLP, layers_of, write_rows, write_sweep

PARAMETERS = 1_000
PUSH_HEADER, COMMIT_HEADER, SNAPSHOT_HEADER = 60, 90, 90
COUNT = 24_000  # updates of one measurement


def closed_loop(bench, workers):
    """Real workers, one push in flight each, that compute their directions."""
    write_rows(bench.directory, PARAMETERS - 1, 1_000, "wide.csv")
    epochs = COUNT // 1_000
    sweep = write_sweep(bench.directory, "wide.csv", LINEAR, epochs=epochs + 1, workers=workers)
    ours, raw = [], []
    answer = (COMMIT_HEADER, 4 * PARAMETERS if workers > 1 else 0)  # one that is not alone is brought the others' updates
    for _ in bench.rounds():
        ours.append(served_rate(bench, sweep, workers, epochs * 1_000))
        raw.append(programs.raw(bench.binaries, workers, COUNT, (PUSH_HEADER, 4 * PARAMETERS), answer))
    return figure(
        f"acknowledged updates, B = 1, 1,000 dense float32, journal on, closed loop, workers: {workers}", ours, raw,
        "raw ZeroMQ round trips of the same bytes", "updates/s", 0.9, bench.command)


def served_rate(bench, sweep, workers, updates, options=(), worker_options=()):
    """Updates a second between the end of the first epoch and the end of the last."""
    with programs.server(bench.binaries, sweep, bench.directory / "run", options=options) as running:
        hands = [programs.worker(bench.binaries, running.address, options=worker_options) for _ in range(workers)]
        for hand in hands:
            programs.finish(hand)
        running.wait()
        times = [programs.seconds(e["time"]) for e in running.events() if e["event"] == "milestone"]
    return updates / (times[-1] - times[1])


def driven(bench, drivers, window):
    """Drivers that compute nothing: what the server and the wire bear."""
    write_rows(bench.directory, 1, COUNT, "narrow.csv")
    sweep = write_sweep(bench.directory, "narrow.csv", layers_of(PARAMETERS), epochs=2, workers=drivers * window)
    ours, raw = [], []
    # Each misses what all others pushed since: the 1,000 values themselves are the smaller answer.
    answer = (SNAPSHOT_HEADER, 4 * PARAMETERS if drivers * window > 1 else 0)
    for _ in bench.rounds():
        ours.append(programs.rate(programs.drive(bench.binaries, sweep, bench.directory, drivers, window, "dense")))
        raw.append(programs.raw(bench.binaries, drivers, 2 * COUNT, (PUSH_HEADER, 4 * PARAMETERS), answer, window))
    return figure(
        f"acknowledged updates, 1,000 dense float32, journal on, {window} in flight, workers that compute nothing: "
        f"{drivers}", ours, raw, "raw ZeroMQ with the same window", "updates/s", 0.9, bench.command,
        note="or 80,000 updates/s" if window > 1 else "")


def factors(bench):
    """A layer's update as an outer product against the same as a matrix, each pulling the other session's."""
    write_rows(bench.directory, 784, 400, "pictures.csv")
    sweep_of = {
        "factors": write_sweep(bench.directory, "pictures.csv", DIGITS_MLP, epochs=50, workers=2, name="factors"),
        "dense": write_sweep(bench.directory, "pictures.csv", DIGITS_MLP, epochs=1, workers=2, name="dense")}
    rates = {"factors": [], "dense": []}
    for _ in bench.rounds():
        for form, sweep in sweep_of.items():
            rates[form].append(programs.rate(programs.drive(bench.binaries, sweep, bench.directory, 1, 2, form)))
    return figure(
        "acknowledged per-sample updates, 784-256-256-1, pushed and pulled as factors", rates["factors"], rates["dense"],
        "the same pushed and pulled dense", "updates/s", 40, bench.command)


def tail(bench):
    """Bytes that come with a lease, four sessions in turn."""
    write_rows(bench.directory, 784, 400, "pictures.csv")
    sweep = write_sweep(bench.directory, "pictures.csv", DIGITS_MLP, epochs=10, workers=4)
    pulled, dense = [], []
    for _ in bench.rounds():
        told = programs.drive(bench.binaries, sweep, bench.directory, 1, 4, "factors")[0]
        pulled.append(told["pulled_bytes"] / told["updates"])
        dense.append(4 * (256 * 785 + 256 * 257 + 257))
    return figure(
        "bytes pulled an update, 4 asynchronous sessions, 784-256-256-1", dense, pulled,
        "what the tail brought", "bytes of a dense pull", 20, bench.command)


def keys(bench, workers):
    """What encryption costs at factor-sized pushes."""
    write_rows(bench.directory, 8, 1_000, "eight.csv")
    epochs = COUNT // 2_000
    sweep = write_sweep(bench.directory, "eight.csv", SMALL_MLP, epochs=epochs + 1, workers=workers)
    directory, secret = bench.make_keys()
    keyed, plain = [], []
    for _ in bench.rounds():
        for rates, is_keyed in ((keyed, True), (plain, False)):
            rates.append(served_rate(
                bench, sweep, workers, epochs * 1_000, options=["--keys", directory] if is_keyed else [],
                worker_options=["--key", secret] if is_keyed else []))
    return figure(
        f"acknowledged updates with keys (CURVE), factor-sized pushes of 1.3 kB, workers: {workers}", keyed, plain,
        "the same without keys", "updates/s", 0.75, bench.command)


def memory(bench):
    """The server's resident memory at 20 % and at the end of a million updates."""
    write_rows(bench.directory, 8, 50_000, "long.csv")
    sweep = write_sweep(bench.directory, "long.csv", SMALL_MLP, epochs=20, workers=8)
    early, late = [], []

    def watch(running, peers):
        while peers[0].poll() is None:
            count = records(running)
            if not early and count > 200_000:
                early.append(running.resident_bytes())
            if count > 200_000:
                latest[:] = [running.resident_bytes()]
            programs.time.sleep(0.05)

    latest = []
    told = programs.drive(bench.binaries, sweep, bench.directory, 1, 8, "factors", watch=watch)
    late.append(latest[0])
    assert told[0]["updates"] == 1_000_000
    return figure(
        "server memory after 1,000,000 updates", late, early, "after 200,000", "bytes", 1.05, bench.command, at_most=True)


def records(running):
    """Updates that the server had taken when it last wrote its status."""
    try:
        return programs.json.loads((running.run / "status.json").read_text())["records"]
    except (FileNotFoundError, KeyError):
        return 0
