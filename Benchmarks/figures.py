"""One figure: both sides' measurements round by round, and the bar between them."""

import statistics


def figure(name, ours, peer, peer_name, unit, bar, command, at_most=False, note=""):
    """Compares pair by pair: both lists come from the same rounds. A bar of None is for information."""
    ratios = sorted(a / b for a, b in zip(ours, peer))
    ratio = statistics.median(ratios)
    return {
        "figure": name, "ours": statistics.median(ours), "peer": statistics.median(peer), "peer_name": peer_name,
        "unit": unit, "ratio": ratio, "ratio_min": ratios[0], "ratio_max": ratios[-1], "bar": bar,
        "holds": None if bar is None else (ratio <= bar if at_most else ratio >= bar), "at_most": at_most,
        "command": command, "note": note,
    }


def missing(name, peer_name, unit, bar, command, reason):
    """A figure whose peer is not here: it says so, and does not hold."""
    return {
        "figure": name, "ours": None, "peer": None, "peer_name": peer_name, "unit": unit, "ratio": None,
        "ratio_min": None, "ratio_max": None, "bar": bar, "holds": None if bar is None else False, "at_most": False,
        "command": command, "note": f"not measured: {reason}",
    }


def value(name, values, unit, bar, command, at_most=True, note=""):
    """A figure that stands alone: its bar is an amount, so its peer is the bar, or one unit where there is none."""
    peer = bar if bar is not None else 1
    return figure(
        name, values, [peer] * len(values), "the bar" if bar is not None else "measured", unit,
        None if bar is None else 1, command, at_most, note)


def text(record):
    note = f"  ({record['note']})" if record["note"] else ""
    if record["peer_name"] == "measured":
        return f"{record['figure']}: {amount(record['ours'])} {record['unit']}{note}"
    holds = {True: "yes", False: "NO", None: "-"}[record["holds"]]
    bar = "" if record["bar"] is None else f"{'<=' if record['at_most'] else '>='} {record['bar']:g}"
    return (
        f"{record['figure']}: {amount(record['ours'])} {record['unit']}, "
        f"{record['peer_name']} {amount(record['peer'])}; ratio {record['ratio']:.3g} "
        f"({record['ratio_min']:.3g} to {record['ratio_max']:.3g}), bar {bar or '-'}, holds: {holds}{note}")


def amount(number):
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
