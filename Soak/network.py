"""A server and two workers' machines: three network namespaces, with links that can be cut and packets that get lost.
Needs root, network namespaces and iptables."""

import os
import shutil
import subprocess

from processes import run


PREFIX = "ignd-soak-"


def why_not():
    """What is missing here, or None."""
    if os.geteuid() != 0:
        return "not root"
    for program in ("ip", "iptables"):
        if not shutil.which(program):
            return f"{program} is not installed"
    try:
        Network(99, loss=0.05, resets=0.01).remove()
    except RuntimeError as error:
        return str(error)
    return None


def remove_all():
    """What a part that was killed may have left."""
    for line in subprocess.run(["ip", "netns", "list"], capture_output=True, text=True).stdout.splitlines():
        if line.startswith(PREFIX):
            subprocess.run(["ip", "netns", "del", line.split()[0]], capture_output=True)


class Network:
    """Machine 0 is the server's; machines 1 and 2 reach it by a link each."""

    def __init__(self, number, loss, resets):
        self.names = [f"{PREFIX}{number}-{machine}" for machine in range(3)]
        self.number = number
        self.remove()
        for name in self.names:
            run(["ip", "netns", "add", name])
            run(["ip", "-n", name, "link", "set", "lo", "up"])
        for machine in (1, 2):
            self._link(machine)
        for machine in range(3):
            self._rules(machine, loss, resets)

    def address(self, machine):
        """The server's, as that machine sees it."""
        return f"10.213.{self.number}.{4 * machine + 1}"

    def _link(self, machine):
        here, there = self.names[0], self.names[machine]
        run(["ip", "-n", here, "link", "add", f"to{machine}", "type", "veth", "peer", "name", "uplink", "netns", there])
        run(["ip", "-n", here, "addr", "add", f"{self.address(machine)}/30", "dev", f"to{machine}"])
        run(["ip", "-n", there, "addr", "add", f"10.213.{self.number}.{4 * machine + 2}/30", "dev", "uplink"])
        run(["ip", "-n", here, "link", "set", f"to{machine}", "up"])
        run(["ip", "-n", there, "link", "set", "uplink", "up"])

    def _rules(self, machine, loss, resets):
        for probability, target in ((loss, ["DROP"]), (resets, ["REJECT", "--reject-with", "tcp-reset"])):
            if probability and (target == ["DROP"] or machine == 0):
                self._iptables(
                    machine, "-A", "INPUT", "-p", "tcp", "-m", "statistic", "--mode", "random", "--probability",
                    str(probability), "-j", *target)

    def _iptables(self, machine, *arguments):
        return run(["ip", "netns", "exec", self.names[machine], "iptables", "-w", *arguments])

    # ---- partitions

    def cut(self, machine, how):
        """`link`: down. `in`, `out`: what the server would hear, what it says."""
        if how == "link":
            run(["ip", "-n", self.names[machine], "link", "set", "uplink", "down"])
        else:
            self._iptables(0, "-I", *self._wall(machine, how))

    def heal(self, machine, how):
        if how == "link":
            run(["ip", "-n", self.names[machine], "link", "set", "uplink", "up"])
        else:
            self._partitioned += self._packets(0, "DROP", f"to{machine}")
            self._iptables(0, "-D", *self._wall(machine, how))

    def _wall(self, machine, how):
        chain, device = ("INPUT", "-i") if how == "in" else ("OUTPUT", "-o")
        return [chain, device, f"to{machine}", "-p", "tcp", "-j", "DROP"]

    # ---- counters

    _partitioned = 0

    def packets(self):
        """(dropped, reset) so far, as iptables counts them."""
        dropped = self._partitioned + sum(self._packets(machine, "DROP") for machine in range(3))
        return dropped, self._packets(0, "REJECT")

    def _packets(self, machine, target, device=None):
        count = 0
        for line in self._iptables(machine, "-nvxL").splitlines():
            words = line.split()
            if len(words) > 8 and words[2] == target and device in (None, words[5], words[6]):
                count += int(words[0])
        return count

    def remove(self):
        for name in self.names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)
