"""What one core does: exact per-sample directions against the same by JAX, PyTorch, scikit-learn and Vowpal Wabbit."""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

from figures import figure, missing

HERE = pathlib.Path(__file__).parent

# group: (word for our kernels, word for the peers' scripts, the models with their bars)
# A model: name, precision, least ratio to JAX's fastest form, greatest cost of IGND in units of plain SGD. Where the
# share of active units matters the bar is one for fewer and one for more than two thirds.
GROUPS = {
    "mlp-8": ("mlp-8-", "8-64-64-32-1", [("mlp-8-64-64-32-1", "float32", (6, 4), 1.05)]),
    "mlp-27": ("mlp-27-", "27-256-128-64-1", [("mlp-27-256-128-64-1", "float32", (2.2, 1.4), 1.05)]),
    "lqr": ("lqr", "lqr", [
        ("lqr-36", "float32", 4, 1.3), ("lqr-36", "float64", None, 1.3),
        ("lqr-105", "float32", 8, 1.3), ("lqr-105", "float64", None, 1.3)]),
    "sparse": ("sparse-14", "sparse-14", [
        ("sparse-14-of-123-squared", "float32", None, None), ("sparse-14-of-123-logistic", "float32", None, 1.3)]),
    "cnn": ("cnn", "cnn", [
        ("cnn-16-32-64-64-1", "float32", None, 1.15), ("cnn-32-64-128-128-64-1", "float32", 1.3, 1.15)]),
    "lstm": ("lstm", "lstm", [("lstm-64-64-250", "float32", 1.7, 1.15)]),
}
# Mean of so many directions: the bars against vmap, against norms by hand, and the cost of IGND in plain gradients.
MEANS = {32: (9, 1.1, 1.1), 256: (9, 1.0, 1.1)}


class Peers:
    """The interpreters that have the peers; None where one is not installed."""

    def __init__(self, jax, torch, linear):
        self.jax, self.torch, self.linear = jax, torch, linear


def lines(command):
    result = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def says(group, number, rounds):
    print(f"{group}, round {number + 1} of {rounds}", file=sys.stderr)


def measure(group, binaries, rounds, peers):
    """(our lines, JAX's, PyTorch's) of each round, in turn."""
    word, peer_word, _ = GROUPS[group]
    measured, chosen = [], {python: [] for python in peers.jax}
    for number in range(rounds):
        says(group, number, rounds)
        ours, jax = lines([binaries / "KernelBenchmarks", word]), []
        for python in peers.jax:
            found = lines([python, HERE / "jax_serial.py", peer_word, *chosen[python]])
            chosen[python] = [json.dumps(fastest_and_plain(found))]
            jax += found
        torch = lines([peers.torch, HERE / "torch_serial.py", peer_word]) if peers.torch else []
        measured.append((ours, jax, torch))
    return measured


def fastest_and_plain(found):
    """The forms that later rounds measure again: those within a third of their kind's fastest, and the plain ones."""
    def kind(line):
        return line["model"], line["precision"], line["form"] if "mean" in line["form"] else ""
    best = {}
    for line in found:
        best[kind(line)] = max(best.get(kind(line), 0), line["samples_per_second"])
    return [
        [line["model"], line["precision"], line["form"], line["unroll"]] for line in found
        if 1.33 * line["samples_per_second"] >= best[kind(line)] or (line["form"], line["unroll"]) == ("autodiff", 1)]


def fits(line, wanted):
    if callable(wanted.get("form")):
        return wanted["form"](line["form"]) and fits(line, {k: v for k, v in wanted.items() if k != "form"})
    return all(line.get(key) == value for key, value in wanted.items())


def rate(measurements, **wanted):
    """The fastest of the measurements that fit; of ours there is one, of the peer's forms the best counts."""
    rates = [m["samples_per_second"] for m in measurements if fits(m, wanted)]
    return max(rates) if rates else None


def is_serial(form):
    return "mean" not in form


class Comparison:
    """One group's figures out of its measurements."""

    def __init__(self, group, measured):
        self.command = f"Benchmarks/compare.py --only {group}"
        self.measured = measured
        self.versions = sorted(
            {m["jax"] for m in measured[0][1]}, reverse=True, key=lambda v: [int(n) for n in v.split(".")])

    def ours(self, **wanted):
        return [rate(ours, **wanted) for ours, _, _ in self.measured]

    def jax(self, **wanted):
        return [rate(jax, **wanted) for _, jax, _ in self.measured]

    def against_jax(self, name, ours, peer, peer_name, bar, note=""):
        if not self.versions:
            return missing(name, peer_name, "samples/s", bar, self.command, "JAX is not installed")
        return figure(name, ours, peer, peer_name, "samples/s", bar, self.command, note=note)

    def serial(self, model, precision, best, cost):
        activities = sorted({m["active"] for m in self.measured[0][0] if m["model"] == model and "active" in m})
        for activity in activities or [None]:
            at = {} if activity is None else {"active": activity}
            units = "" if activity is None else f", {activity:.0%} of the units active"
            name = f"serial IGND, {model}, {precision}{units}"
            mine = {"model": model, "precision": precision, "form": "serial", **at}
            ours = self.ours(method="ignd", **mine)
            yield from self.against_all(name, model, precision, ours, bar_at(best, activity))
            yield figure(
                f"cost of an IGND step, {model}, {precision}{units}", self.ours(method="sgd", **mine), ours,
                "our plain SGD step", "samples/s", bar_at(cost, activity), self.command, at_most=True)

    def against_all(self, name, model, precision, ours, bar):
        wanted = {"model": model, "precision": precision, "method": "ignd", "form": is_serial}
        for version in self.versions:
            plain = wanted | {"form": "autodiff", "unroll": 1, "jax": version}
            # The sparse bar is one against that version.
            of_version = 4.5 if model.endswith("logistic") and version == "0.4.31" else None
            yield self.against_jax(name, ours, self.jax(**plain), f"JAX {version}, autodiff, jit + scan", None)
            if of_version:
                peer = self.jax(**wanted | {"jax": version})
                yield self.against_jax(name, ours, peer, f"JAX {version}, its fastest form", of_version)
        fastest = "JAX, the fastest of both versions, all forms (by hand included) and unrollings"
        yield self.against_jax(name, ours, self.jax(**wanted), fastest, bar)
        torch = [rate(lines, model=model) for _, _, lines in self.measured]
        if None not in torch:
            version = self.measured[0][2][0]["torch"]
            yield figure(
                name, ours, torch, f"PyTorch {version}, eager, gradients in one flat tensor", "samples/s", None,
                self.command)
        elif precision == "float32" and model.startswith(("mlp", "cnn", "lstm")):
            yield missing(name, "PyTorch, eager", "samples/s", None, self.command, "PyTorch is not installed")

    def means(self, model):
        for activity in sorted({m["active"] for m in self.measured[0][0] if m["form"].startswith("mean")}):
            for size, (vmap, ghost, cost) in MEANS.items():
                mine = {"model": model, "form": f"mean of {size}", "active": activity}
                name = f"mean of {size} directions, applied, {model}, float32, {activity:.0%} of the units active"
                ours = self.ours(method="ignd", **mine)
                for form, bar, peer_name in (("vmap", vmap, "JAX, vmap of the gradient"),
                                             ("ghost", ghost, "JAX, norms by hand")):
                    peer = self.jax(model=model, form=f"{form}, mean of {size}")
                    yield self.against_jax(name, ours, peer, f"{peer_name}, the faster version", bar)
                yield figure(
                    f"cost of an IGND {name}", self.ours(method="sgd", **mine), ours,
                    "our plain mini-batch gradient", "samples/s", cost, self.command, at_most=True)


def bar_at(bar, activity):
    return bar[0 if activity < 2 / 3 else 1] if isinstance(bar, tuple) else bar


def compare(group, binaries, rounds, peers):
    measured = measure(group, binaries, rounds, peers)
    comparison = Comparison(group, measured)
    for model, precision, best, cost in GROUPS[group][2]:
        yield from comparison.serial(model, precision, best, cost)
        if model.startswith("mlp"):
            yield from comparison.means(model)
    if group == "sparse":
        yield in_memory(comparison, rounds, peers)


# ---- linear models


def in_memory(comparison, rounds, peers):
    name = "serial IGND, sparse-14-of-123-logistic, float32"
    if not peers.linear:
        return missing(
            name, "scikit-learn", "samples/s", 2.3, comparison.command, "scikit-learn is not installed")
    measured = [lines([peers.linear, HERE / "linear_peers.py", "sklearn"])[0] for _ in range(rounds)]
    ours = comparison.ours(method="ignd", form="serial", model="sparse-14-of-123-logistic")
    return figure(
        name, ours, [m["samples_per_second"] for m in measured],
        f"scikit-learn {measured[0]['sklearn']}, SGDClassifier in memory, plain SGD", "samples/s", 2.3,
        comparison.command)


SWEEP = """
name: linear
task:
  kind: supervised
  data: {libsvm: rows.svm}
  loss: logistic
  layers: [{dense: 1}]
  epochs: 1
chunk: {kind: local, samples: 1000}
mode: {async: {workers: 1}}
damping: {lambda: 1.0e-8, epsilon: 0.1}
parameters: {optimizer: {value: ignd}, learning_rate: {value: 0.05}}
"""


def make_rows(directory, count=325_610):
    """Ten times the rows of a9a, as both programs read them: 14 of 123 columns are 1."""
    import random
    source = random.Random(4)
    edges = [number * 123 // 14 for number in range(15)]
    hidden = [source.gauss(0, 1) for _ in range(123)]
    with open(directory / "rows.svm", "w") as ours, open(directory / "rows.vw", "w") as theirs:
        for _ in range(count):
            columns = [source.randrange(low, high) for low, high in zip(edges, edges[1:])]
            f = sum(hidden[c] for c in columns) / 14**0.5 + 1.5 * source.gauss(0, 1) - 1
            label, entries = ("+1" if f > 0 else "-1"), " ".join(f"{c + 1}:1" for c in columns)
            ours.write(f"{label} {entries}\n")
            theirs.write(f"{label} | {entries}\n")


def seconds(command, directory):
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def from_file(binaries, rounds, peers):
    """A text file to a model. Ours is a whole process; of Vowpal Wabbit Python's start is not counted."""
    name = "LIBSVM text of 325,610 rows to a model: read, split, one epoch"
    command = "Benchmarks/compare.py --only file"
    if not peers.linear:
        return missing(name, "Vowpal Wabbit", "s", 2, command, "Vowpal Wabbit is not installed")
    binaries, ours, peer = binaries.resolve(), [], []
    with tempfile.TemporaryDirectory() as place:
        directory = pathlib.Path(place)
        make_rows(directory)
        (directory / "sweep.yaml").write_text(SWEEP)
        for number in range(rounds):
            says("file", number, rounds)
            (directory / "model.vw").unlink(missing_ok=True)
            ours.append(seconds(
                [binaries / "ignd-worker", "--serial", "sweep.yaml", "--run", f"run-{number}"], directory))
            files = [directory / "rows.vw", directory / "model.vw"]
            result = lines([peers.linear, HERE / "linear_peers.py", "vw", *files])[0]
            peer.append(result["seconds"])
    # Rates, so that more is better here too.
    return figure(
        name, [325_610 / s for s in ours], [325_610 / s for s in peer],
        f"Vowpal Wabbit {result['vw']}, one pass over its text", "rows/s", 2, command,
        note="both use a second thread: Vowpal Wabbit reads on it, ours computes digests")
