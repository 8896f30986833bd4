"""The programs that are measured: started on given processors, waited for with a deadline, ended whatever happens."""

import atexit
import contextlib
import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import time

# One processor for the server and one for its workers, as with two machines: waking another processor costs as much
# as the message, so both sides of a comparison are placed alike.
SERVER_CPU = "0"
WORKER_CPU = "1"
EVERY_CPU = ",".join(str(cpu) for cpu in sorted(os.sched_getaffinity(0)))
DEADLINE_SECONDS = 300


_started = []


def start(cpu, command, **streams):
    """A process on these processors, which ends when this one does."""
    process = subprocess.Popen(pinned(cpu, command), **streams)
    _started.append(process)
    return process


@atexit.register
def end_all():
    for process in _started:
        if process.poll() is None:
            process.kill()
            process.wait()


# So that the above is done on a time limit too.
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def pinned(cpu, command):
    return ["taskset", "-c", cpu, *map(str, command)]


class Server:
    """A running ignd-ps."""

    def __init__(self, binaries, sweep, run, cpu=SERVER_CPU, options=()):
        shutil.rmtree(run, ignore_errors=True)
        self.run = pathlib.Path(run)
        started = time.monotonic()
        self.process = start(
            cpu, [binaries / "ignd-ps", "--port", "0", "--sweep", sweep, "--run", run, "--quiet", "--linger", "5", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.address = self._ready_address()
        self.ready_seconds = time.monotonic() - started
        # What it says later goes unread; it is little.

    def _ready_address(self):
        while True:
            ready, _, _ = select.select([self.process.stderr], [], [], DEADLINE_SECONDS)
            line = self.process.stderr.readline() if ready else ""
            if not line:
                raise RuntimeError("the server did not become ready")
            found = re.search(r"ready (\S+://\S+)", line)
            if found:
                return found.group(1)

    def events(self):
        with open(self.run / "events.jsonl") as file:
            return [json.loads(line) for line in file]

    def resident_bytes(self):
        return status_bytes(self.process.pid, "VmRSS")

    def peak_bytes(self):
        return status_bytes(self.process.pid, "VmHWM")

    def wait(self):
        """Its exit and what it used."""
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if self.process.returncode != 0:
            raise RuntimeError(f"the server exited with {self.process.returncode}: {self.process.stderr.read()}")
        return usage

    def kill(self):
        if self.process.returncode is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.run, ignore_errors=True)


@contextlib.contextmanager
def server(*arguments, **options):
    running = Server(*arguments, **options)
    try:
        yield running
    finally:
        running.kill()


def status_bytes(process, name):
    for line in open(f"/proc/{process}/status"):
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    return 0


def worker(binaries, address, cpu=WORKER_CPU, options=()):
    return start(
        cpu, [binaries / "ignd-worker", "--connect", address, *options], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)


def finish(process):
    """Waits for a process to end well; what it used."""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{process.args} exited with {process.returncode}")
    return usage


def driver(binaries, address, sessions, form, cpu=WORKER_CPU, left_out=0):
    """A worker that computes nothing: the path alone. Of its updates the first few can be left out."""
    return start(
        cpu, [binaries / "PathDriver", address, sessions, form, left_out], stdout=subprocess.PIPE, text=True)


def drive(binaries, sweep, directory, drivers, sessions, form, options=(), watch=None, cpus=(SERVER_CPU, WORKER_CPU),
          left_out=0):
    """What the drivers tell of one sweep that the server serves to them."""
    with server(binaries, sweep, directory / "run", cpus[0], options) as running:
        peers = [driver(binaries, running.address, sessions, form, cpus[1], left_out) for _ in range(drivers)]
        if watch:
            watch(running, peers)
        told = [json.loads(peer.communicate(timeout=DEADLINE_SECONDS)[0]) for peer in peers]
        running.wait()
        return told


def rate(told):
    """Updates a second of all drivers together."""
    return sum(t["updates"] for t in told) / max(t["seconds"] for t in told)


def free_port():
    import socket
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def raw(binaries, clients, count, request, answer, window=1, kind="", cpus=(SERVER_CPU, WORKER_CPU)):
    """Round trips a second of raw ZeroMQ (or, with kind "tcp-", of plain TCP), all clients together."""
    program = binaries / "RawZeroMQ"
    port = free_port()
    served = start(cpus[0], [program, f"{kind}serve", port, *answer_arguments(kind, request, answer)])
    try:
        wait_for_port(port)
        tail = [sum(request), sum(answer)] if kind else [*request, window]
        command = [program, f"{kind}ask", port, count // clients, *tail]
        asking = [start(cpus[1], command, stdout=subprocess.PIPE, text=True) for _ in range(clients)]
        return sum(float(peer.communicate(timeout=DEADLINE_SECONDS)[0]) for peer in asking)
    finally:
        served.kill()
        served.wait()


def answer_arguments(kind, request, answer):
    return [sum(request), sum(answer)] if kind else list(answer)


def wait_for_port(port):
    """Until something listens there, without disturbing it."""
    wanted = f"0100007F:{port:04X}"
    for _ in range(1_000):
        if any(line.split()[1] == wanted and line.split()[3] == "0A" for line in list(open("/proc/net/tcp"))[1:]):
            return
        time.sleep(0.005)
    raise RuntimeError("nothing listens")


def copy_rate(binaries, count):
    command = pinned(SERVER_CPU, [binaries / "RawZeroMQ", "copy", count])
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def seconds(text):
    """A time of events.jsonl as seconds of its day."""
    hours, minutes, rest = text[11:-1].split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def run_serial(binaries, sweep, directory, cpu):
    """Wall seconds of the serial run, its events, and what it used."""
    run = directory / "serial"
    shutil.rmtree(run, ignore_errors=True)
    started = time.monotonic()
    process = start(
        cpu, [binaries / "ignd-worker", "--serial", sweep, "--run", run], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    usage = finish(process)
    elapsed = time.monotonic() - started
    events = [json.loads(line) for line in open(run / "events.jsonl")]
    shutil.rmtree(run, ignore_errors=True)
    return elapsed, events, usage
