"""Training as a user runs it: real workers against the serial run of the same sweep file."""

from . import programs
from figures import figure, missing, value
from .sweeps import CALIFORNIA, DIAMONDS_MLP, SMALL_MLP, write_california, write_rows, write_sweep

MODELS = {"8-64-64-32-1": (8, SMALL_MLP, 40_000, 40), "27-256-128-64-1": (27, DIAMONDS_MLP, 40_000, 8)}


def phase_seconds(events):
    """From the end of the first epoch to the end of the last."""
    times = [programs.seconds(e["time"]) for e in events if e["event"] == "milestone"]
    return times[-1] - times[1]


def one_worker(bench, model):
    """One worker and the server on two processors against the serial loop."""
    inputs, layers, rows, epochs = MODELS[model]
    name = write_rows(bench.directory, inputs, rows, f"rows{inputs}.csv")
    sweep = write_sweep(
        bench.directory, name, layers, epochs=epochs, kind="local", samples="auto", rate=0.001)
    ours, serial = [], []
    samples = rows * (epochs - 1)
    for _ in bench.rounds():
        with programs.server(bench.binaries, sweep, bench.directory / "run") as running:
            programs.finish(programs.worker(bench.binaries, running.address, options=bench.worker_options))
            running.wait()
            ours.append(samples / phase_seconds(running.events()))
        _, events, _ = programs.run_serial(bench.binaries, sweep, bench.directory, programs.WORKER_CPU)
        serial.append(samples / phase_seconds(events))
    return figure(
        f"one worker and the server on 2 processors, local chunks of automatic length, {model}", ours, serial,
        "the serial loop", "samples/s", 0.95, bench.command)


def two_workers(bench):
    """Wall time of training until the validation error is reached that the serial run ends with."""
    name = (
        "two workers and the server on 2 processors, California, local chunks of 2,000, max_staleness 1: "
        "time to the validation MAPE of 20 serial epochs")
    if not CALIFORNIA.exists():
        return missing(
            name, "the serial run", "s", 1, bench.command, f"`ignd-ps data fetch california` brings {CALIFORNIA.name}")
    serial_sweep = write_california(bench.directory, epochs=20, samples=1_000, mode="{async: {workers: 1}}")
    served_sweep = write_california(
        bench.directory, epochs=60, samples=2_000, mode="{async: {workers: 2, max_staleness: 1}}")
    ours, serial, marks = [], [], []
    for _ in bench.rounds():
        _, events, _ = programs.run_serial(bench.binaries, serial_sweep, bench.directory, programs.EVERY_CPU)
        curve = errors(events)
        serial.append(curve[-1][0] - curve[0][0])
        with programs.server(bench.binaries, served_sweep, bench.directory / "run", cpu=programs.EVERY_CPU) as running:
            hands = [programs.worker(bench.binaries, running.address, cpu=programs.EVERY_CPU) for _ in range(2)]
            for hand in hands:
                programs.finish(hand)
            running.wait()
            seconds, epochs = reached(curve[-1][1], errors(running.events()))
            ours.append(seconds)
            marks.append(epochs)
    return figure(
        name, ours, serial, "the serial run", "s", 1, bench.command, at_most=True,
        note=f"after {min(marks)} to {max(marks)} epochs")


def errors(events):
    """(second, validation MAPE) of each epoch's end, the beginning first."""
    return [(programs.seconds(e["time"]), e["metrics"]["validation_mape"]) for e in events if e["event"] == "milestone"]


def reached(goal, curve):
    """Seconds and epochs until the error was as low as the goal."""
    for epoch, (time, error) in enumerate(curve):
        if error <= goal:
            return time - curve[0][0], epoch
    return float("inf"), len(curve) - 1


def many_trials(bench, trials=1_000):
    """Wall time a trial beyond the serial run's."""
    name = write_rows(bench.directory, 8, 1_000, "eight.csv")
    sweep = write_sweep(
        bench.directory, name, SMALL_MLP, kind="local", samples=1_000, seeds=trials)
    over = []
    for _ in bench.rounds(1):
        serial, _, _ = programs.run_serial(bench.binaries, sweep, bench.directory, programs.WORKER_CPU)
        started = programs.time.monotonic()
        with programs.server(bench.binaries, sweep, bench.directory / "run") as running:
            programs.finish(programs.worker(bench.binaries, running.address))
            running.wait()
            over.append((programs.time.monotonic() - started - serial) / trials * 1e3)
    return value(
        f"a trial's cost beyond the serial run's, sweep of {trials:,} trials of 1,000 samples", over, "ms",
        2 if trials >= 1_000 else None, bench.command)


def scaling(bench, workers):
    """Processor time a sample, server included, as workers are added beyond the processors."""
    name = write_rows(bench.directory, 8, 40_000, "rows8.csv")
    epochs = 12
    sweep = write_sweep(
        bench.directory, name, SMALL_MLP, epochs=epochs, kind="local", samples=1_000, rate=0.001, workers=workers)
    ours, serial = [], []
    for _ in bench.rounds(1):
        with programs.server(bench.binaries, sweep, bench.directory / "run", cpu=programs.EVERY_CPU) as running:
            hands = [
                programs.worker(bench.binaries, running.address, cpu=programs.EVERY_CPU) for _ in range(workers)]
            used = [programs.finish(hand) for hand in hands] + [running.wait()]
        ours.append(processor_seconds(used))
        serial.append(processor_seconds([programs.run_serial(
            bench.binaries, sweep, bench.directory, programs.WORKER_CPU)[2]]))
    peak = max(u.ru_maxrss for u in used[:-1]) / 1024, used[-1].ru_maxrss / 1024
    return figure(
        f"processor time of a whole run, {workers} workers and the server", ours, serial, "the serial run", "s", None,
        bench.command, at_most=True, note=f"peak memory: worker {peak[0]:.0f} MB, server {peak[1]:.0f} MB")


def processor_seconds(usages):
    return sum(u.ru_utime + u.ru_stime for u in usages)
