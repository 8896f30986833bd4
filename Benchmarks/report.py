"""benchmarks.json and the page made from it."""

SECTIONS = [
    ("One sample at a time", lambda name: name.startswith("serial")),
    ("Means of many directions", lambda name: name.startswith("mean")),
    ("The cost of IGND beside plain gradients", lambda name: name.startswith("cost of an IGND")),
    ("From a text file to a model", lambda name: name.startswith("LIBSVM")),
    ("Server and workers", lambda name: True),
]

READING = """
How to read: both sides run in turn in one run, round after round; the ratio is the median of the rounds' ratios, with the
least and the greatest behind it. Rates of one core are in processor time of one thread, so more is better; a cost is the
time of our IGND over the time of our plain gradient, so less is better. A figure without a bar is there for comparison.
JAX runs jitted on one thread in two versions, since each is the faster one somewhere. A mean of directions is computed at
fixed parameters and then applied, on both sides.
"""

# What stands behind bars that are out of reach, where it was looked for.
FINDINGS = """
- serial IGND, mlp-8-64-64-32-1, against JAX's fastest form: with half of the units active a step reads 3,600 of the 6,688
  weights forward and 3,072 back, and reads and writes 3,600: 642 loads and 225 stores of 64 bytes. A core that loads two
  such vectors a cycle needs 321 cycles for that alone. Measured on an AMD EPYC (family 26) at 4.4 GHz: 1,440 cycles a step. The bar asks for about
  630, twice what the loads alone take, in a chain of three dependent layers there and two back (each ends in sums across
  vectors or a list of active units) and a division, with the next sample waiting for the update. JAX's fastest form
  (norms by hand, unrolled) has grown from 0.3 to 1.2 million samples a second with the current compiler.
- the IGND cost of that network: norm and division add about 100 cycles to 1,350, in the chain that the update waits for.
- sparse logistic against JAX and scikit-learn: a step is 14 loads, an exponential, a division and 14 stores that the next
  sample's loads may depend on; JAX 0.4.31 by hand and scikit-learn do the same and are more than twice as fast here as when
  the bars were set. Ours includes the chunks and their pushes. In a trial with AVX-512 the next sample's margin was
  computed ahead of the update and corrected by the overlap of the two rows: 46 to 49 million samples a second.
- 8 in flight, 2 drivers: the server's processor is busy all the time, 22 µs an update. 12 of them are the server's thread
  (8 in its own code: decoding, the state machine, the journal's record, encoding; the rest the journal's write and waking the other
  thread), 10 are libzmq's, which wakes for nearly each answer. Raw ZeroMQ takes 9 µs for all. With libzmq's thread scheduled
  as a batch job it is woken less often, and 50,000 updates a second were measured; but on a machine with other work the
  same setting halved the rate of real workers, so it is not used.
- dense there and back: each byte is copied into the journal, summed, checked and applied besides; what each of these passes takes
  is in [durability.md](durability.md#large-updates). Raw ZeroMQ keeps both processors busy alone.
- factors against dense: 40 times the dense rate would be some 51,000 updates a second, more than the 43,000 that the server bears of
  small messages without a model. Dense pushes have become twice as fast since they were
  first measured.
- one worker and the server, 8-64-64-32-1: 0.92 to 0.97 in quiet runs. A phase of this model takes 13 ms; its end waits for
  the last answer, the evaluation and two round trips.
"""


def number(value):
    return "–" if value is None else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def row(f):
    holds = {True: "yes", False: "**no**", None: ""}[f["holds"]]
    bar = "" if f["bar"] is None else f"{'≤' if f['at_most'] else '≥'} {f['bar']:g}"
    ratio = "–" if f["ratio"] is None else f"**{f['ratio']:.3g}** ({f['ratio_min']:.3g}–{f['ratio_max']:.3g})"
    note = f"; {f['note']}" if f.get("note") else ""
    return (
        f"| {f['figure']} | {number(f['ours'])} {f['unit']} | {number(f['peer'])} ({f['peer_name']}{note}) | {ratio} "
        f"| {bar} | {holds} | `{f['command']}` |")


def table(figures):
    head = ["| figure | ours | peer | ratio (median, least–most) | bar | holds | alone by |", "|---|---|---|---|---|---|---|"]
    return "\n".join(head + [row(f) for f in figures])


def sections(figures):
    left = list(figures)
    for title, belongs in SECTIONS:
        these = [f for f in left if belongs(f["figure"])]
        left = [f for f in left if not belongs(f["figure"])]
        if these:
            yield f"## {title}\n\n{table(these)}"


def failing(figures):
    names = [f"- {f['figure']}, against {f['peer_name']}: {number(f['ratio'])}, bar {f['bar']:g}"
             for f in figures if f["holds"] is False]
    return "\n".join(names) or "None."


def limits_table(limits):
    rows = ["| limit of one core | median (least–most) |", "|---|---|"]
    for limit in limits:
        low, high = limit["spread"]
        rows.append(f"| {limit['limit']} | {limit['median']:.0f} ({low:.0f}–{high:.0f}) {limit['unit']} |")
    return "\n".join(rows)


def page(figures, limits, shares, machine, rounds):
    measured = sorted({f"{f['date']} at {f['commit']}" for f in figures})
    parts = [
        "# Benchmarks",
        f"Made by `make bench`, {rounds} rounds. Measured {'; '.join(measured)}.\n\nMachine: {machine}.\n{READING}",
        *sections(figures),
        f"## What one core can do\n\n{limits_table(limits)}\n\n" + "\n".join(f"- {share}" for share in shares),
        f"## Bars that are not reached\n\n{failing(figures)}\n\n## What limits them\n{FINDINGS.rstrip()}",
    ]
    return "\n\n".join(parts) + "\n"
