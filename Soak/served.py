"""One run that is served: its server, workers and clients, which may die and come back."""

import random
import shutil
import time

from processes import Process

class Served:
    def __init__(self, binaries, directory, workload, tally, port, options=(), lease=2, host="127.0.0.1",
                 bind=("127.0.0.1", None), places=((None, None),), keys=None, lost=10):
        """`bind` is the server's address and namespace. `places` are (host, namespace) for workers, in turn: where they
        dial to, and from. `lost` are the seconds of silence after which they give the server up."""
        self.binaries, self.directory, self.workload, self.tally = binaries, directory, workload, tally
        self.port, self.options, self.lease, self.bind, self.keys = port, list(options), lease, bind, keys
        self.lost = lost
        self.places = [(there or host, namespace) for there, namespace in places]
        self.server, self.workers, self.restarts = None, [], []
        self._number = 0
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        (directory / "sweep.yaml").write_text(workload.sweep)

    # ---- starting

    def start_server(self):
        """A server on the run directory, ready; gives the seconds that it took."""
        self._number += 1
        address, namespace = self.bind
        keys = ["--keys", self.keys] if self.keys else []
        arguments = [
            self.binaries / "ignd-ps", "--sweep", self.directory / "sweep.yaml", "--run", self.directory / "run",
            "--bind", address, "--port", self.port, "--lease", self.lease, "--quiet", *keys, *self.options]
        start = time.time()
        self.server = Process(
            self.tally, "server", arguments, self.directory / f"server-{self._number}.log", namespace)
        while self.server.code is None and "ready " not in self.server.text():
            if time.time() - start > 30:
                self.tally.complain(f"a server is not ready within 30 s ({self.server.log})")
                break
            time.sleep(0.005)
        return time.time() - start

    def start_worker(self, place=0):
        self._number += 1
        host, namespace = self.places[place % len(self.places)]
        key = self.server_key()
        address = f"curve://{key}@{host}:{self.port}" if key else f"tcp://{host}:{self.port}"
        secret = ["--key", self.keys / "worker.key"] if key else []
        arguments = [
            self.binaries / "ignd-worker", "--connect", address, "--name", f"worker-{self._number}",
            "--connect-timeout", self.lost, "--lost-timeout", self.lost, *secret]
        return self._start("worker", place, arguments, namespace)

    def start_client(self, place=0, pause=0, sessions=1, updates=0):
        self._number += 1
        host, namespace = self.places[place % len(self.places)]
        arguments = [
            self.binaries / "SoakClient", "--connect", f"tcp://{host}:{self.port}", "--chunks", self.workload.chunks,
            "--pause", pause, "--sessions", sessions, "--updates", updates, "--lost-timeout", self.lost,
            "--log", self.directory / f"client-{self._number}.notes"]
        return self._start("client", place, arguments, namespace)

    def _start(self, kind, place, arguments, namespace):
        process = Process(self.tally, kind, arguments, self.directory / f"{kind}-{self._number}.log", namespace)
        process.place = place
        process.notes = self.directory / f"{kind}-{self._number}.notes"
        self.workers.append(process)
        return process

    def start_workers(self, workers, clients):
        for place in range(workers):
            self.start_worker(place)
        for place in range(clients if self.workload.has_clients else 0):
            self.start_client(place, pause=self.workload.pause)

    def start_again(self, process):
        """Another of the kind of a worker or client that is gone."""
        self.workers.remove(process)
        if process.name == "worker":
            return self.start_worker(process.place)
        return self.start_client(process.place, pause=self.workload.pause)

    def server_key(self):
        """Its public half, which stands in the key file's comment; None for a server without keys."""
        return (self.keys / "server.key").read_text().splitlines()[1].split()[-1] if self.keys else None

    # ---- while it runs

    @property
    def is_over(self):
        return self.server.code is not None

    def sleep(self, seconds):
        """False if the run was over before."""
        deadline = time.time() + seconds
        while not self.is_over:
            left = deadline - time.time()
            if left <= 0:
                return True
            time.sleep(min(left, 0.05))
        return False

    def revive(self):
        """What a supervisor does: workers that gave their server up are started again."""
        for process in list(self.workers):
            if process.code == 69 and not self.is_over:
                self.tally["gave up and started again"] += 1
                self.start_again(process)

    def journal_bytes(self):
        return sum(path.stat().st_size for path in (self.directory / "run" / "journal").glob("*.journal"))

    # ---- the end

    def finish(self, patience=60):
        """Waits for the end, looks at every process, and judges the run. The server's deadline is so many seconds after
        its journal has last grown: a busy machine may be slow, but nothing may stand still."""
        deadline, size = time.time() + patience, 0
        while not self.is_over and time.time() < deadline:
            self.revive()
            time.sleep(0.05)
            size, before = self.journal_bytes(), size
            if size > before:
                deadline = time.time() + patience
        complaints = len(self.tally.wrong)
        self.server.end(max(deadline - time.time(), 0))
        for process in self.workers:
            # One that came when the server was about to go waits for it as long as it was told to.
            process.end(self.lost, expected=(0, 69))
        if self.server.code == 0:
            self.workload.judge(self.binaries, self.directory, self.tally)
        if len(self.tally.wrong) == complaints:
            shutil.rmtree(self.directory)

    def abandon(self):
        for process in [self.server, *self.workers]:
            if process and process.code is None:
                process.kill()


def seeded(*parts):
    """Random numbers that the seed of the run and a place in it give."""
    return random.Random("/".join(map(str, parts)))
