"""Figures: {figure, value, bar, holds, command}, a list of them for each part under runs/soak/. `adds_to` names the total
that a figure is a part of."""

import json
import operator

RELATIONS = {"≥": operator.ge, "≤": operator.le, "<": operator.lt, "=": operator.eq}


def figure(name, value, bar=None, command="make soak", adds_to=None):
    """`bar` is a relation and a number, such as ("≥", 1000); None for what is only told."""
    found = {
        "figure": name, "value": value, "bar": None if bar is None else f"{bar[0]} {bar[1]:,}",
        "holds": None if bar is None else value is not None and RELATIONS[bar[0]](value, bar[1]), "command": command}
    return found | ({"adds_to": adds_to} if adds_to else {})


def faults(part, tally, command):
    """What every part must show."""
    return [
        figure(f"{part}: acknowledged updates lost", tally["lost"], ("=", 0), command, "acknowledged updates lost"),
        figure(f"{part}: updates applied twice", tally["doubled"], ("=", 0), command, "updates applied twice"),
        figure(f"{part}: processes that hang", tally["hangs"], ("=", 0), command, "processes that hang"),
        figure(f"{part}: anything else unexpected", len(tally.wrong), ("=", 0), command, "anything else unexpected"),
        *[figure(f"{part}: {name}", tally[key], command=command, adds_to=name)
          for key, name in TOLD.items() if tally[key]],
    ]


# What a tally's keys are called.
TOLD = {
    "acknowledged": "updates acknowledged to clients that wrote it down",
    "applied": "updates applied and compared",
    "equal": "hashes of whole runs that are the serial run's",
    "processes": "processes started",
    "gave up and started again": "workers that gave a silent server up and were started again",
}


def write(path, figures, wrong=()):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    if wrong:
        path.with_suffix(".wrong").write_text("\n".join(wrong) + "\n")
