"""Who has no key that the server knows gets nothing, and the log says who tried; a revoked worker is cut off."""

import shutil

import figures
import part
from processes import Process, Tally, run
from served import Served
from workloads import Counter

NOT_AUTHORISED = 77


class Strangers:
    """A server with keys, and those who want in."""

    def __init__(self, part, tally):
        self.binaries, self.tally, self.folder = part.binaries, tally, part.folder
        load = Counter(2, 100, pause=10)
        load.has_clients = False
        self.served = Served(part.binaries, part.folder / "run", load, tally, port=26_000, lease=1)
        self.served.keys = self.folder / "keys"
        shutil.rmtree(self.served.keys, ignore_errors=True)
        shutil.rmtree(self.folder / "elsewhere", ignore_errors=True)
        self.keys("new")
        self.keys("new", "worker")
        self.thief = self.keys("new", "thief")
        self.stranger = self.keys("new", "stranger", folder="elsewhere")
        # Revoking removes the key that lies beside the list.
        shutil.copy(self.served.keys / "thief.key", self.folder / "elsewhere" / "thief.key")

    def keys(self, *arguments, folder="keys"):
        words = run([self.binaries / "ignd-ps", "keys", *arguments, "--keys", self.folder / folder]).split()
        return words[-1] if words else None

    def dial(self, name, key=None):
        """A worker with this key file, or with none."""
        address = f"curve://{self.served.server_key()}@127.0.0.1:26000" if key else "tcp://127.0.0.1:26000"
        secret = ["--key", self.folder / "elsewhere" / key] if key else []
        return Process(
            self.tally, name, [self.binaries / "ignd-worker", "--connect", address, "--name", name, *secret],
            self.folder / f"{name}.log")

    def is_kept_out(self, process, line):
        """It ends with 77, never took part, and the server's log has `line`."""
        return (
            process.end(20, expected=(NOT_AUTHORISED,)) == NOT_AUTHORISED and self.served.server.says(line)
            and f"worker {process.name} joined" not in self.served.server.text())


def measure(part):
    tally = Tally()
    part.folder.mkdir(parents=True, exist_ok=True)
    strangers = Strangers(part, tally)
    served = strangers.served
    kept_out = 0
    try:
        served.start_server()
        kept_out += strangers.is_kept_out(
            strangers.dial("unknown", "stranger.key"), f"refused key {strangers.stranger}, which is not in allowed-keys")
        kept_out += strangers.is_kept_out(strangers.dial("plain"), "refused a peer without a key")
        thief = strangers.dial("thief", "thief.key")
        served.server.says("worker thief joined")
        strangers.keys("revoke", "thief")
        was_cut_off = thief.end(20, expected=(NOT_AUTHORISED,)) == NOT_AUTHORISED
        kept_out += strangers.is_kept_out(
            strangers.dial("revoked", "thief.key"), f"refused thief, whose key {strangers.thief} is revoked")
        served.start_worker()
        served.finish()
    finally:
        served.abandon()
    return [
        figures.figure("strangers: an unknown key, a plain client and a revoked key got nothing, and the log names them",
                       kept_out, ("=", 3), part.command),
        figures.figure("strangers: workers cut off when their key was revoked", int(was_cut_off), ("=", 1), part.command),
        *figures.faults("strangers", tally, part.command),
    ], tally.wrong


if __name__ == "__main__":
    part.main(measure)
