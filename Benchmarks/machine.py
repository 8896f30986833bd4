"""What this machine can do, measured in the same run, and how much of it the kernels use."""

import json
import pathlib
import platform
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent


def limits():
    """The lines of limits.c; none if there is no compiler or no OpenBLAS."""
    with tempfile.TemporaryDirectory() as place:
        program = pathlib.Path(place) / "limits"
        build = ["clang", "-O3", "-march=native", HERE / "limits.c", "-o", program, "-lopenblas"]
        subprocess.run(build, check=True)
        result = subprocess.run([program], check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def description():
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    return f"{processor()}, {platform.system()} {platform.release()}; {swift}; Python {platform.python_version()}"


def median(limits, word):
    return next((limit["median"] for limit in limits if word in limit["limit"]), None)


def weights(widths):
    """Weights of all layers, and of all but the first: only those are passed on the way back."""
    sizes = [a * b for a, b in zip(widths, widths[1:])]
    return sum(sizes), sum(sizes[1:])


def shares(figures, limits):
    """Sentences: the rate that each kernel reaches, beside the limit that it meets."""
    peak, product = median(limits, "fused"), median(limits, "sgemm of 512")
    if not peak or not product:
        return
    for widths in ((8, 64, 64, 32, 1), (27, 256, 128, 64, 1)):
        model = "mlp-" + "-".join(map(str, widths))
        every, later = weights(widths)
        for size in (32, 256):
            rate = ours(figures, f"mean of {size} directions, applied, {model}")
            if rate:
                # A multiplication and an addition a weight: forward, back, and into the mean.
                speed = 2e-9 * rate * (2 * every + later)
                yield (
                    f"mean of {size}, {model}: {speed:.0f} GFLOP/s, {speed / peak:.0%} of the multiply-adds that one core "
                    f"can do and {speed / product:.2f} times OpenBLAS's large sgemm (its kernels here: "
                    f"{kernels(limits)})")
        rate = ours(figures, f"serial IGND, {model}")
        if rate:
            yield from serial_share(model, widths, rate, limits)
    rate = ours(figures, "serial IGND, cnn-32-64-128-128-64-1")
    if rate:
        convolutions = [(3, 32, 64), (32, 64, 32), (64, 128, 16)]
        steps = [27 * (a // 3) * b * edge * edge if a == 3 else 9 * a * b * edge * edge for a, b, edge in convolutions]
        dense = 128 * 64 * 128 + 128 * 64 + 64
        count = 3 * (sum(steps) + dense) - steps[0]
        speed = 2e-9 * rate * count
        yield f"cnn-32-64-128-128-64-1: {speed:.0f} GFLOP/s, {speed / peak:.0%} of the core's multiply-adds"


def serial_share(model, widths, rate, limits):
    """Batch 1: each weight is read on both ways, then read and written by the update; inactive inputs' are skipped."""
    every, later = weights(widths)
    first, second = median(limits, "reading from the first"), median(limits, "reading from the second")
    # About half of the hidden units are active; the first layer's inputs all are.
    moved = 4 * (3 * every + later) / 2
    place, limit = ("second", second) if 4 * every > 40_000 else ("first", first)
    speed = 1e-9 * rate * moved
    yield (
        f"serial IGND, {model}, half of the units active: about {moved / 1e3:.0f} kB of weights read and written a sample, "
        f"{speed:.0f} GB/s; reading from the {place} cache reaches {limit:.0f} GB/s")


def ours(figures, start):
    return next((f["ours"] for f in figures if f["figure"].startswith(start)), None)


def kernels(limits):
    name = next(limit["limit"] for limit in limits if "OpenBLAS" in limit["limit"])
    return name.split("(")[1].split(" ")[0]
