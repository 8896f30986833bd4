"""The journal cut at every byte and every byte of it changed: what is read is a prefix of what was written, or a named error."""

import json
import os
import pathlib
import subprocess

import figures
import part

TESTS = "ParamServerTests.JournalDamageTests"


def measure(part):
    report = part.folder.with_suffix(".lines")
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    result = subprocess.run(
        ["swift", "test", "-c", "release", "--skip-build", "--filter", TESTS],
        cwd=pathlib.Path(__file__).parent.parent, env=os.environ | {"IGND_DAMAGE_REPORT": str(report)},
        capture_output=True, text=True)
    part.folder.with_suffix(".log").write_text(result.stdout + result.stderr)
    lines = [json.loads(line) for line in report.read_text().splitlines()] if report.exists() else []
    return found(part, sorted(lines, key=lambda line: line["damage"]), result), [each for line in lines for each in line["wrong"]]


def found(part, lines, result):
    cuts = sum(line["count"] for line in lines if line["damage"].startswith("cuts"))
    flips = sum(line["count"] for line in lines if line["damage"].startswith("flips"))
    return [
        figures.figure("damage: cuts of a journal, at every byte", cuts, ("≥", 1), part.command),
        figures.figure("damage: bytes of a journal changed, each in 9 ways", flips, ("≥", 1), part.command),
        *[figures.figure(f"damage: {line['damage']}", line["count"], command=part.command) for line in lines],
        figures.figure("damage: neither a prefix of what was written nor a named error", sum(len(line["wrong"]) for line in lines),
                       ("=", 0), part.command),
        figures.figure("damage: exit code of its tests", result.returncode, ("=", 0), part.command),
    ]


if __name__ == "__main__":
    part.main(measure)
