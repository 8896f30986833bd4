#!/usr/bin/env python3
"""Writes results.md and results.json: what the experiments gave, beside the paper's numbers.

    scripts/results.py RUNS [--output docs]

RUNS is a directory with a run directory an experiment (lqr-uav, california …, as sweeps/ and sweeps/paper/ name them);
what is missing or not finished is said. Numbers come from `ignd-ps results`. Wall time is that from the first to the
last event of a run (the times in events.jsonl), without the pauses of a run that was stopped and continued.
"""
import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SERVER = ROOT / ".build/release/ignd-ps"
METHODS = ["SGD", "IGND", "Adam", "Adam-IGND"]
# Korbit and Zanon, arXiv 2408.05560, table 2.
PAPER = {
    "california": ("California, MAPE", [0.267, 0.227, 0.221, 0.213]),
    "diamonds": ("Diamonds, MAPE", [0.128, 0.108, 0.101, 0.093]),
    "cats-dogs": ("Cats vs Dogs, accuracy", [0.803, 0.813, 0.813, 0.821]),
    "imdb": ("IMDB (LSTM), accuracy", [0.658, 0.773, 0.786, 0.786]),
}
# What IGND must reach: a metric, the bar, and which side is good.
BARS = {
    "california": ("test_mape", 0.227 * 1.1, "<="),
    "diamonds": ("test_mape", 0.108 * 1.1, "<="),
    "cats-dogs": ("test_accuracy", 0.80, ">="),
    "imdb": ("test_accuracy", 0.77, ">="),
    "imdb-linear": ("test_accuracy", 0.875, ">="),
    "a9a": ("test_accuracy", 0.845, ">="),
}
BESIDE = {"imdb-linear": "IMDB, linear on TF-IDF, accuracy", "a9a": "a9a, linear, accuracy"}
CONTROL = {
    "lqr-uav": "UAV, no noise",
    "lqr-bdt": "BDT, no noise",
    "lqr-uav-stochastic": "UAV, noise",
    "lqr-bdt-stochastic": "BDT, noise",
    "lqr-mixed-scale": "episodes of mixed scale",
}
# The median relative error that IGNDQ must reach; with noise a constant rate leaves a floor.
CONTROL_BARS = {
    "lqr-uav": 1e-6,
    "lqr-bdt": 1e-6,
    "lqr-uav-stochastic": 1e-2,
    "lqr-bdt-stochastic": 1e-2,
    "lqr-mixed-scale": 1e-6,
}
LAKE = "frozen-lake"
# The error of Q that IGNDQ must reach, whatever the scale of the features; it is 0.627 at the start.
LAKE_BAR = 0.35
# A pause between two events that is longer is taken for a run that stood still.
PAUSE_SECONDS = 600


class Run:
    """A run directory as `ignd-ps results` sees it."""

    def __init__(self, path):
        self.path = path
        self.rows = self.ask()
        self.curves = self.ask("--curves")
        self.resolved = json.loads((path / "resolved.json").read_text())
        self.events = [json.loads(line) for line in (path / "events.jsonl").read_text().splitlines() if line]

    def ask(self, *options):
        command = [str(SERVER), "results", str(self.path), "--format", "json", *options]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(answer.stdout)

    def groups(self):
        names = []
        for row in self.rows:
            if row["group"] not in names:
                names.append(row["group"])
        return names

    def rows_of(self, group):
        return [row for row in self.rows if row["group"] == group]

    def chosen(self, group):
        return next((row for row in self.rows_of(group) if row["chosen"]), None)

    def notes(self, group):
        return [row["note"] for row in self.rows_of(group) if row["note"]]

    def reported(self, group, metric):
        """(mean, deviation, seeds, diverged) of `metric` at the end, at the chosen rate; None if there is none."""
        row = self.chosen(group)
        if row is None:
            return None
        if row["reported_metric"] == metric:
            return row["reported_mean"], row["reported_std"], row["reported_seeds"], row["reported_diverged"]
        ends = self.ends(group, row["learning_rate"])
        values = [metrics[metric] for outcome, metrics in ends if outcome != "diverged" and metric in metrics]
        if not values:
            return None
        deviation = statistics.stdev(values) if len(values) > 1 else None
        return statistics.mean(values), deviation, len(ends), len(ends) - len(values)

    def ends(self, group, learning_rate):
        """(outcome, last metrics) of each finished trial."""
        trials = {
            trial["index"]
            for trial in self.resolved["trials"]
            if (trial["group"], trial["learningRate"]) == (group, learning_rate)
        }
        last = {event["trial"]: event["metrics"] for event in self.events if event["event"] == "milestone"}
        return [
            (event.get("outcome"), last.get(event["trial"], {}))
            for event in self.events
            if event["event"] == "finished" and event["trial"] in trials
        ]

    def is_complete(self):
        return all(row["finished"] == row["seeds"] for row in self.rows)

    def diverged(self, group):
        rows = self.rows_of(group)
        return sum(row["diverged"] for row in rows), sum(row["seeds"] for row in rows)

    def seconds(self):
        times = sorted(moment(event["time"]) for event in self.events)
        return sum(step for step in gaps(times) if step < PAUSE_SECONDS)

    def trial_seconds(self):
        """The median over trials of the time from the first to the last event of one."""
        spans = {}
        for event in self.events:
            spans.setdefault(event["trial"], []).append(moment(event["time"]))
        return statistics.median(max(times) - min(times) for times in spans.values()) if spans else 0

    def workers(self):
        return len({event["worker"] for event in self.events if event.get("worker")})

    def phases(self):
        return max((event["phase"] for event in self.events), default=0)

    def seeds(self):
        seeds = sorted({trial["seed"] for trial in self.resolved["trials"]})
        return str(seeds[0]) if len(seeds) == 1 else f"{seeds[0]}–{seeds[-1]}"

    def sweep_file(self):
        """The file in sweeps/ that says what this run's copy says, comments apart."""
        copy = meaning((self.path / "sweep.yaml").read_text())
        for file in sorted(ROOT.glob("sweeps/**/*.yaml")):
            if meaning(file.read_text()) == copy:
                return str(file.relative_to(ROOT))
        return None

    def command(self):
        """As the run directory keeps it; if it is older, from the sweep file that it was made of."""
        kept = self.path / "command"
        if kept.exists():
            return kept.read_text().strip().replace(f"{ROOT}/", "")
        return f"ignd-ps --sweep {self.sweep_file() or self.resolved['name'] + '.yaml'}"


def meaning(text):
    lines = (line.split(" #")[0].rstrip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def gaps(times):
    return [later - earlier for earlier, later in zip(times, times[1:])]


def holds(value, bar, side):
    if value is None:
        return False
    return value <= bar if side == "<=" else value >= bar


def number(value, digits=3):
    if value is None:
        return "–"
    if value != 0 and not 1e-3 <= abs(value) < 1e4:
        return f"{value:.2e}"
    return f"{value:.{digits}f}"


def rate(value):
    return f"{value:g}"


def spread(mean, deviation):
    if mean is None or deviation is None:
        return number(mean)
    return f"{number(mean)} ± {deviation:.4f}" if abs(mean) >= 1e-2 else f"{number(mean)} ± {number(deviation)}"


def duration(seconds):
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


def table(titles, rows):
    lines = ["| " + " | ".join(titles) + " |", "|" + "---|" * len(titles)]
    return lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]


class Results:
    """What is written: figures for results.json, lines for results.md."""

    def __init__(self, directory):
        self.figures = []
        self.lines = []
        self.missing = []
        self.runs = {}
        self.losses = []
        for name in [*PAPER, *BESIDE, *CONTROL, LAKE]:
            path = directory / name
            if (path / "resolved.json").exists() and (path / "events.jsonl").exists():
                self.runs[name] = Run(path)
            else:
                self.missing.append(name)

    def figure(self, name, value, run, paper=None, bar=None, side=None):
        """One object of results.json. Without a bar there is nothing that holds or not."""
        self.figures.append(
            {
                "figure": name,
                "value": value,
                "paper": paper,
                "bar": None if bar is None else f"{side} {bar:g}",
                "holds": None if bar is None else holds(value, bar, side),
                "seeds": run.seeds(),
                "command": run.command(),
            }
        )

    def write(self, directory):
        self.head()
        self.table_two()
        self.beside()
        self.control()
        self.lake()
        self.where_ignd_does_not_win()
        self.commands()
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "results.md").write_text("\n".join(self.lines) + "\n")
        (directory / "results.json").write_text(json.dumps(self.figures, indent=2, ensure_ascii=False) + "\n")

    def head(self):
        self.lines += [
            "# Results",
            "",
            "The experiments of the paper (Korbit and Zanon, arXiv 2408.05560), run with `ignd-ps` and two local",
            "`ignd-worker`, batch size 1. Written by `scripts/results.py` from the run directories.",
            "",
            "Learning rates are chosen on validation (control: on the first half of the seeds); numbers are those of the",
            "test rows (control: of the other half), mean ± standard deviation over the seeds that have not diverged.",
            "Wall time runs from a run's first to its last event (pauses of more than ten minutes, of a run that was stopped,",
            "apart), for the whole sweep.",
        ]
        unfinished = [name for name, run in self.runs.items() if not run.is_complete()]
        if unfinished:
            self.lines += ["", f"**Provisional**, runs are not finished: {', '.join(unfinished)}."]
        if self.missing:
            self.lines += ["", f"Not run: {', '.join(self.missing)}."]

    def supervised(self, names):
        return [name for name in names if name in self.runs]

    def cell(self, run, group, metric):
        """((mean, deviation), as text, rate) of a method."""
        reported = run.reported(group, metric) if group in run.groups() else None
        if reported is None or reported[0] is None:
            return (None, None), "–", "–"
        return reported[:2], spread(*reported[:2]), rate(run.chosen(group)["learning_rate"])

    def table_two(self):
        names = self.supervised(PAPER)
        if not names:
            return
        rows = []
        for name in names:
            title, paper = PAPER[name]
            metric, bar, side = BARS[name]
            run = self.runs[name]
            values = {}
            for method, published in zip(METHODS, paper):
                value, text, chosen = self.cell(run, method, metric)
                values[method] = value
                lost, seeds = run.diverged(method)
                rows.append([title, method, text, f"{published:.3f}", chosen, f"{lost} of {seeds}"])
                limits = (bar, side) if method == "IGND" else (None, None)
                self.figure(f"{title}, {method}", value[0], run, published, *limits)
            self.compare(title, values, paper, side)
        self.lines += ["", "## Table 2: the supervised tasks", ""]
        self.lines += table(["task", "method", "ours", "paper", "rate", "runs diverged, all rates"], rows)
        self.lines += [""] + self.bar_lines(names)
        self.costs(names)

    def bar_lines(self, names):
        lines = []
        for name in names:
            metric, bar, side = BARS[name]
            run = self.runs[name]
            value = self.cell(run, "IGND", metric)[0][0]
            if value is None:
                continue
            word = "holds" if holds(value, bar, side) else "**does not hold**"
            title = PAPER[name][0] if name in PAPER else BESIDE[name]
            lines.append(f"- {title}, IGND {number(value)}, to be {'at most' if side == '<=' else 'at least'} {number(bar)}: {word}.")
        return lines

    def costs(self, names):
        rows = []
        for name in names:
            run = self.runs[name]
            trials = len(run.resolved["trials"])
            rows.append(
                [name, run.phases(), run.seeds(), trials, run.workers(), duration(run.seconds()), duration(run.trial_seconds())]
            )
        self.lines += [""]
        self.lines += table(["run", "epochs", "seeds", "trials", "workers", "wall time", "median of a trial"], rows)

    def compare(self, title, values, paper, side):
        """Says where IGND is not the better one of a pair by more than the larger deviation over seeds."""
        for plain, ours in [("SGD", "IGND"), ("Adam", "Adam-IGND")]:
            (value, deviation), (other, other_deviation) = values[ours], values[plain]
            if value is None or other is None:
                continue
            gain = other - value if side == "<=" else value - other
            margin = max(deviation or 0, other_deviation or 0)
            if gain > margin:
                continue
            verdict = "level with" if gain > -margin else "behind"
            line = f"{title}: {ours} is {verdict} {plain}, {spread(value, deviation)} against {spread(other, other_deviation)}"
            if paper:
                published = dict(zip(METHODS, paper))
                line += f"; in the paper {number(published[ours])} against {number(published[plain])}"
            self.losses.append(line + ".")

    def beside(self):
        names = self.supervised(BESIDE)
        if not names:
            return
        rows = []
        for name in names:
            metric, bar, side = BARS[name]
            run = self.runs[name]
            values = {}
            for method in METHODS:
                value, text, chosen = self.cell(run, method, metric)
                values[method] = value
                rows.append([BESIDE[name], method, text, chosen])
                limits = (bar, side) if method == "IGND" else (None, None)
                self.figure(f"{BESIDE[name]}, {method}", value[0], run, None, *limits)
            self.compare(BESIDE[name], values, None, side)
            if name == "imdb-linear":
                seconds = run.trial_seconds()
                self.figure("IMDB, linear on TF-IDF, seconds of a trial", round(seconds, 1), run, None, 60, "<=")
        self.lines += ["", "## Beside the paper: linear models on sparse rows", ""]
        self.lines += table(["task", "method", "ours", "rate"], rows)
        self.lines += [""] + self.bar_lines(names)
        self.costs(names)

    def control(self):
        names = self.supervised(CONTROL)
        if not names:
            return
        rows = []
        for name in names:
            run = self.runs[name]
            medians = {}
            for group in run.groups():
                row = run.chosen(group)
                lost, seeds = run.diverged(group)
                value = row["reported_median"] if row else None
                medians[group] = value
                limits = (CONTROL_BARS[name], "<=") if group.startswith("IGNDQ") else (None, None)
                self.figure(f"LQR {CONTROL[name]}, {group}, median of ‖K − K*‖ / ‖K*‖", value, run, None, *limits)
                chosen = rate(row["learning_rate"]) if row else "–"
                rows.append([CONTROL[name], group, chosen, number(value, 4), f"{lost} of {seeds}", *self.reach(run, group, row)])
            self.compare_control(name, run, medians)
        self.lines += [
            "",
            "## Figure 3: policy error of the regulators",
            "",
            "The median over seeds of ‖K − K*‖ / ‖K*‖ at the end, on the seeds that the choice of the rate did not look at,",
            "and after how many policy improvements the median over all seeds is below a bound.",
            "",
        ]
        self.lines += table(
            ["run", "method", "rate", "median error", "runs diverged, all rates", "below 1e-2", "1e-4", "1e-6"], rows
        )
        self.lines += ["", f"Wall time of each sweep: {self.times(names)}."]

    def reach(self, run, group, row):
        if row is None:
            return ["–"] * 3
        points = sorted(
            (point["phase"], point["median"])
            for point in run.curves
            if (point["group"], point["learning_rate"], point["metric"])
            == (group, row["learning_rate"], "relative_policy_error")
            and point["median"] is not None
        )
        return [next((phase for phase, value in points if value < bound), "never") for bound in (1e-2, 1e-4, 1e-6)]

    def compare_control(self, name, run, medians):
        for group, value in medians.items():
            if not group.startswith("QL"):
                continue
            rival = group.replace("QL", "IGNDQ", 1)
            other = medians.get(rival)
            if value is None or other is None:
                continue
            if other > value:
                self.losses.append(
                    f"LQR, {CONTROL[name]}: {rival} ends at {number(other, 4)}, {group} at {number(value, 4)}."
                )
            elif value < 10 * other:
                self.losses.append(
                    f"LQR, {CONTROL[name]}: a well-chosen rate brings {group} to {number(value, 4)}, within a factor of 10 of "
                    f"{rival}'s {number(other, 4)}."
                )

    def times(self, names):
        return ", ".join(f"{name} {duration(self.runs[name].seconds())}" for name in names)

    def lake(self):
        if LAKE not in self.runs:
            return
        run = self.runs[LAKE]
        rows = []
        for group in run.groups():
            row = run.chosen(group)
            lost, seeds = run.diverged(group)
            value = row["reported_median"] if row else None
            limits = (LAKE_BAR, "<=") if group.startswith("IGNDQ") else (None, None)
            self.figure(f"FrozenLake, {group}, median of Q's RMSE", value, run, None, *limits)
            rows.append([group, rate(row["learning_rate"]) if row else "–", number(value), f"{lost} of {seeds}"])
        self.lines += [
            "",
            "## Figure 1: FrozenLake, features scaled or not",
            "",
            "The root mean square error of Q after the last episode (0.627 at Q = 0), median over the seeds reported.",
            "",
        ]
        self.lines += table(["method and features", "rate", "median Q error", "runs diverged"], rows)
        self.compare_lake(run)
        self.lines += ["", f"Wall time: {self.times([LAKE])}."]

    def compare_lake(self, run):
        medians = {group: (run.chosen(group) or {}).get("reported_median") for group in run.groups()}
        for group, value in medians.items():
            if not group.startswith("QL retuned"):
                continue
            rival = group.replace("QL retuned", "IGNDQ", 1)
            other = medians.get(rival)
            if value is not None and other is not None and value <= other:
                self.losses.append(
                    f"FrozenLake: with its rate retuned, QL has a Q error of {number(value)} on scaled features, IGNDQ "
                    f"{number(other)}."
                )

    def where_ignd_does_not_win(self):
        self.lines += ["", "## Where IGND does not win", ""]
        if self.losses:
            self.lines += ["Level: the means differ by less than the larger of the two deviations.", ""]
        if not self.losses:
            self.lines += ["Nowhere in these runs."]
        self.lines += [f"- {loss}" for loss in self.losses]
        edges = [
            f"{name}, {group}: {note.split('; ')[0]}"
            for name, run in self.runs.items()
            for group in run.groups()
            for note in run.notes(group)
            if "best rate" in note and "of the grid" in note
        ]
        if edges:
            self.lines += ["", "The best rate is at the edge of its grid here:", ""]
            self.lines += [f"- {edge}." for edge in edges]

    def commands(self):
        self.lines += ["", "## Commands", ""]
        for name, run in self.runs.items():
            self.lines.append(f"- {name}, seeds {run.seeds()}: `{run.command()}`")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=pathlib.Path, help="the directory of the run directories")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs", help="where the two files go (default: docs)")
    arguments = parser.parse_args()
    if not SERVER.exists():
        sys.exit(f"{SERVER.relative_to(ROOT)} is missing; `make build` makes it")
    results = Results(arguments.runs)
    if not results.runs:
        sys.exit(f"{arguments.runs}: holds no run of these experiments ({', '.join(results.missing)})")
    results.write(arguments.output)
    print(arguments.output / "results.md")


if __name__ == "__main__":
    main()
