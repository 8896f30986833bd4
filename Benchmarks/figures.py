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
