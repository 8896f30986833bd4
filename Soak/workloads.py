"""What is served while things go wrong, and how the end of it is judged."""

import functools
import json
import pathlib
import struct
import tempfile

import journal
from processes import run


class Counter:
    """Each chunk adds one to its own element: what is lost or doubled shows."""

    def __init__(self, phases, chunks, pause, round=None):
        """With `round`, averaged over so many chunks, a power of two: each then adds its share."""
        self.phases, self.chunks, self.pause = phases, chunks, pause
        self.mode = f"{{average: {{round: {round}}}}}" if round else "{async: {workers: 8}}"
        self.share = 1 / (round or 1)
        # A client does not know what an unfinished round has added.
        self.has_clients = not round

    @property
    def sweep(self):
        return (
            f"name: counter\ntask: {{kind: counter, phases: {self.phases}, chunks: {self.chunks}, "
            f"pause_milliseconds: {self.pause}}}\nmode: {self.mode}\n")

    def judge(self, binaries, directory, tally):
        """Holds what clients wrote down against the journal, and the journal against the parameters."""
        run([binaries / "ignd-ps", "verify", directory / "run"])
        commits = journal.commits(directory / "run")
        works = {(c.trial, c.phase, c.chunk) for c in commits}
        acknowledged = acknowledgements(directory)
        lost = acknowledged - {(c.session, c.trial, c.phase, c.chunk) for c in commits}
        counts = [count / self.share for count in self.counts(binaries, directory)]
        tally["acknowledged"] += len(acknowledged)
        tally["applied"] += int(sum(counts))
        tally["lost"] += len(lost) + int(sum(max(self.phases - count, 0) for count in counts))
        tally["doubled"] += len(commits) - len(works) + int(sum(max(count - self.phases, 0) for count in counts))
        if len(counts) != self.chunks or len(works) != self.phases * self.chunks:
            tally.complain(f"{len(counts)} counts and {len(works)} chunks are in {directory}")

    def counts(self, binaries, directory):
        """The final parameters, by the journal's replay."""
        path = directory / "final.safetensors"
        run([binaries / "ignd-ps", "replay", directory / "run", "--trial", "0", "-o", path])
        data = path.read_bytes()
        size = struct.unpack_from("<Q", data)[0]
        first, last = json.loads(data[8:8 + size])["counts"]["data_offsets"]
        return struct.unpack(f"<{(last - first) // 8}d", data[8 + size + first:8 + size + last])


def acknowledgements(directory):
    """(session, trial, phase, chunk) of each line that a client wrote when it heard of a commit."""
    return {line[2:] for path in directory.glob("client-*.notes") for line in lines(path) if line[0] == "ack"}


def lines(path):
    """What a client wrote down: (word, milliseconds, session, trial, phase, chunk) each."""
    for line in path.read_text().splitlines():
        word, *numbers = line.split()
        yield (word, *map(int, numbers))


class Model:
    """Policy iteration on the aircraft in a mode whose bits do not depend on what happens."""

    has_clients = False

    def __init__(self, mode, updates, samples):
        self.sweep = (
            f"name: lqr\nseeds: 1\ntask: {{kind: lqr, plant: uav, improvements: 3, "
            f"updates_per_improvement: {updates}, stop_below: 0}}\n"
            f"chunk: {{kind: local, samples: {samples}}}\nmode: {mode}\n"
            "parameters:\n  - {optimizer: {value: ignd}, learning_rate: {value: 1}}\n"
            "  - {optimizer: {value: sgd}, learning_rate: {value: 0.001}}\n")

    def judge(self, binaries, directory, tally):
        served = hashes(binaries, directory / "run")
        if served == serial_hashes(binaries, self.sweep):
            tally["equal"] += len(served)
        else:
            tally["unequal"] += 1
            tally.complain(f"{directory} ends with other bits than the serial run")


def hashes(binaries, directory):
    return [line[:64] for line in run([binaries / "ignd-ps", "verify", directory]).splitlines()]


@functools.cache
def serial_hashes(binaries, sweep):
    with tempfile.TemporaryDirectory() as name:
        path = pathlib.Path(name, "sweep.yaml")
        path.write_text(sweep)
        run([binaries / "ignd-worker", "--serial", path, "--run", path.parent / "run"])
        return hashes(binaries, path.parent / "run")


AVERAGE = "{average: {round: 4}}"
ONE_WORKER = "{async: {workers: 1}}"
