"""Serial exact IGND in JAX: what `KernelBenchmarks` (Benchmarks/Kernels) is compared with.

Prints one JSON object a line: {model, precision, method, form, unroll, samples_per_second, spread, runs, jax}. Every
form is one jitted scan over the samples on one thread, in processor time like ours, at several unrollings of the scan.

    python3 Benchmarks/jax_serial.py            all models
    python3 Benchmarks/jax_serial.py mlp        models whose name contains a word
    python3 Benchmarks/jax_serial.py mlp LIST   of these only the forms of a JSON list of [model, precision, form, unroll]
"""

import json
import os
import statistics
import sys
import time

os.environ.setdefault(
    "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its second thread spins, and would count
import jax  # noqa: E402  (the flags must be set first)
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

RUNS = 7
DAMPING = 1e-8
# A scan runs its body this often between two turns of the loop; 1 is what people get who do not ask.
UNROLLINGS = (1, 4, 16)


# Most of the time goes into compiling forms that turn out slow: later rounds leave them out.
CHOSEN = json.loads(sys.argv[2]) if len(sys.argv) > 2 else None


def is_chosen(model, precision, form, unroll):
    return CHOSEN is None or [model, precision, form, unroll] in CHOSEN


def measure(step, weights, samples, count, unroll):
    """Samples per second of each run, ascending."""
    run = jax.jit(lambda w, s: jax.lax.scan(step, w, s, unroll=unroll)[0])
    jax.block_until_ready(run(weights, samples))
    rates = []
    for _ in range(RUNS):
        start = time.process_time()
        jax.block_until_ready(run(weights, samples))
        rates.append(count / (time.process_time() - start))
    return sorted(rates)


def report(model, precision, method, form, step, weights, samples, count):
    for unroll in UNROLLINGS:
        if not is_chosen(model, precision, form, unroll):
            continue
        print_rates(model, precision, method, form, unroll, measure(step, weights, samples, count, unroll))


def print_rates(model, precision, method, form, unroll, rates):
    line = {
        "model": model,
        "precision": precision,
        "method": method,
        "form": form,
        "unroll": unroll,
        "samples_per_second": round(statistics.median(rates)),
        "spread": [round(rates[0]), round(rates[-1])],
        "runs": RUNS,
        "jax": jax.__version__,
    }
    print(json.dumps(line), flush=True)


# ---- networks of dense layers


def initial_network(widths, dtype):
    generator = np.random.default_rng(1)
    weights = []
    for inputs, outputs in zip(widths, widths[1:]):
        bound = np.sqrt(6 / inputs)
        weights.append(
            (
                jnp.asarray(generator.uniform(-bound, bound, (outputs, inputs)), dtype),
                jnp.zeros(outputs, dtype),
            )
        )
    return weights


def output(weights, x):
    for matrix, bias in weights[:-1]:
        x = jax.nn.relu(matrix @ x + bias)
    matrix, bias = weights[-1]
    return (matrix @ x + bias)[0]


def autodiff_step(method, rate):
    def step(weights, sample):
        x, y = sample
        f, gradient = jax.value_and_grad(output)(weights, x)
        factor = rate * (f - y)
        if method == "ignd":
            norm = sum(jnp.vdot(leaf, leaf) for leaf in jax.tree_util.tree_leaves(gradient))
            factor = factor / (DAMPING + norm)
        return jax.tree_util.tree_map(lambda w, g: w - factor * g, weights, gradient), None

    return step


def ghost_step(method, rate):
    """Backpropagation by hand: the norm is a sum of products, the gradient is never formed."""

    def step(weights, sample):
        x, y = sample
        inputs, slopes = [x], []
        for matrix, bias in weights[:-1]:
            z = matrix @ inputs[-1] + bias
            inputs.append(jax.nn.relu(z))
            slopes.append((z > 0).astype(z.dtype))
        matrix, bias = weights[-1]
        f = (matrix @ inputs[-1] + bias)[0]
        deltas = [jnp.ones(1, f.dtype)]
        for number in range(len(weights) - 1, 0, -1):
            deltas.insert(0, (deltas[0] @ weights[number][0]) * slopes[number - 1])
        factor = rate * (f - y)
        if method == "ignd":
            norm = sum(jnp.vdot(d, d) * (1 + jnp.vdot(a, a)) for d, a in zip(deltas, inputs))
            factor = factor / (DAMPING + norm)
        updated = [
            (m - jnp.outer(factor * d, a), b - factor * d)
            for (m, b), d, a in zip(weights, deltas, inputs)
        ]
        return updated, None

    return step


def network(model, widths, precision, count=8_192):
    dtype = np.dtype(precision)
    generator = np.random.default_rng(2)
    x = generator.normal(size=(count, widths[0]))
    samples = (jnp.asarray(x, dtype), jnp.asarray(x[:, 0] + x[:, 1] * x[:, 2], dtype))
    weights = initial_network(widths, dtype)
    for form, make in (("autodiff", autodiff_step), ("ghost", ghost_step)):
        report(model, precision, "ignd", form, make("ignd", dtype.type(0.01)), weights, samples, count)


# ---- the mean of many samples' directions, applied


def mean_by_vmap(rate):
    def step(weights, batch):
        x, y = batch
        f, gradient = jax.vmap(jax.value_and_grad(output), (None, 0))(weights, x)
        leaves = jax.tree_util.tree_leaves(gradient)
        norm = sum(jnp.sum(leaf * leaf, axis=tuple(range(1, leaf.ndim))) for leaf in leaves)
        factor = rate / len(y) * (f - y) / (DAMPING + norm)
        return jax.tree_util.tree_map(lambda w, g: w - jnp.tensordot(factor, g, 1), weights, gradient), None

    return step


def mean_by_hand(rate):
    """One forward and one backward pass of matrix products; norms by layer, no sample's gradient is formed."""

    def step(weights, batch):
        x, y = batch
        inputs, slopes = [x], []
        for matrix, bias in weights[:-1]:
            z = inputs[-1] @ matrix.T + bias
            inputs.append(jax.nn.relu(z))
            slopes.append((z > 0).astype(z.dtype))
        matrix, bias = weights[-1]
        f = (inputs[-1] @ matrix.T + bias)[:, 0]
        deltas = [jnp.ones((len(y), 1), f.dtype)]
        for number in range(len(weights) - 1, 0, -1):
            deltas.insert(0, (deltas[0] @ weights[number][0]) * slopes[number - 1])
        norm = sum(jnp.sum(d * d, 1) * (1 + jnp.sum(a * a, 1)) for d, a in zip(deltas, inputs))
        factor = rate / len(y) * (f - y) / (DAMPING + norm)
        updated = [
            (m - (factor[:, None] * d).T @ a, b - factor @ d) for (m, b), d, a in zip(weights, deltas, inputs)
        ]
        return updated, None

    return step


def means(model, widths, count):
    generator = np.random.default_rng(2)
    x = generator.normal(size=(count, widths[0]))
    y = x[:, 0] + x[:, 1] * x[:, 2]
    weights = initial_network(widths, np.dtype("float32"))
    for size in (32, 256):
        shape = (count // size, size)
        batches = (jnp.asarray(x.reshape(*shape, -1), "float32"), jnp.asarray(y.reshape(shape), "float32"))
        for form, make in (("vmap", mean_by_vmap), ("ghost", mean_by_hand)):
            # More unrolling only makes it slower.
            for unroll in (1, 4):
                if not is_chosen(model, "float32", f"{form}, mean of {size}", unroll):
                    continue
                rates = measure(make(np.float32(0.01)), weights, batches, count, unroll)
                print_rates(model, "float32", "ignd", f"{form}, mean of {size}", unroll, rates)


# ---- a convolutional and a recurrent network


def normalised_step(output, rate):
    """IGND by automatic differentiation of f = output(weights, x)."""

    def step(weights, sample):
        x, y = sample
        f, gradient = jax.value_and_grad(output)(weights, x)
        norm = sum(jnp.vdot(leaf, leaf) for leaf in jax.tree_util.tree_leaves(gradient))
        factor = rate * (f - y) / (DAMPING + norm)
        return jax.tree_util.tree_map(lambda w, g: w - factor * g, weights, gradient), None

    return step


def report_calls(model, form, step, weights, samples, count):
    """A scan as above, and a call for each sample: what a scan compiles convolutions to can be the slower."""
    # Unrolled, these bodies compile for minutes.
    if is_chosen(model, "float32", form, 1):
        print_rates(model, "float32", "ignd", form, 1, measure(step, weights, samples, count, 1))
    if not is_chosen(model, "float32", f"{form}, a call a sample", 1):
        return
    call = jax.jit(lambda w, s: step(w, s)[0])
    parts = [jax.tree_util.tree_map(lambda values: values[n], samples) for n in range(count)]
    jax.block_until_ready(call(weights, parts[0]))
    rates = []
    for _ in range(RUNS):
        start = time.process_time()
        current = weights
        for part in parts:
            current = call(current, part)
        jax.block_until_ready(current)
        rates.append(count / (time.process_time() - start))
    print_rates(model, "float32", "ignd", f"{form}, a call a sample", 1, sorted(rates))


def convolutional(model, channels, dense, count=32):
    generator = np.random.default_rng(4)

    def layer(shape):
        spread = np.sqrt(2 / np.prod(shape[:-1]))
        return jnp.asarray(spread * generator.normal(size=shape), "float32"), jnp.zeros(shape[-1], "float32")

    weights = [layer((3, 3, inputs, outputs)) for inputs, outputs in zip([3] + channels, channels)]
    widths = [channels[-1] * (64 >> len(channels)) ** 2] + dense + [1]
    weights += [layer(shape) for shape in zip(widths, widths[1:])]

    def output(weights, x):
        x = x[None]
        for kernel, bias in weights[: len(channels)]:
            x = jax.lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
            x = jax.nn.relu(x + bias)
            x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
        x = x.ravel()
        for matrix, bias in weights[len(channels) : -1]:
            x = jax.nn.relu(x @ matrix + bias)
        matrix, bias = weights[-1]
        return (x @ matrix + bias)[0]

    pictures = jnp.asarray(generator.normal(size=(count, 64, 64, 3)), "float32")
    samples = (pictures, jnp.asarray(generator.normal(size=count), "float32"))
    report_calls(model, "autodiff", normalised_step(output, np.float32(0.01)), weights, samples, count)


def recurrent(model, width, units, steps, vocabulary=10_000, count=64):
    generator = np.random.default_rng(5)
    bound = 1 / np.sqrt(units)
    weights = (
        jnp.asarray(0.1 * generator.normal(size=(vocabulary, width)), "float32"),
        jnp.asarray(generator.uniform(-bound, bound, (width + units, 4 * units)), "float32"),
        jnp.zeros(4 * units, "float32"),
        jnp.asarray(bound * generator.normal(size=units), "float32"),
    )

    def output(weights, tokens):
        return output_of_rows((weights[0][tokens], *weights[1:]))

    def output_of_rows(weights):
        rows, matrix, bias, last = weights
        # The inputs' part of all steps at once, as in ours.
        inputs = rows @ matrix[:width] + bias

        def advance(state, row):
            hidden, cell = state
            i, f, g, o = jnp.split(row + hidden @ matrix[width:], 4)
            cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(cell), cell), None

        zero = jnp.zeros(units, "float32")
        return jax.lax.scan(advance, (zero, zero), inputs)[0][0] @ last

    rate = np.float32(0.01)

    def sparse_step(weights, sample):
        """Only the rows of the sample's tokens take part; those of equal tokens belong together in the norm."""
        tokens, y = sample
        f, (rows, *others) = jax.value_and_grad(output_of_rows)((weights[0][tokens], *weights[1:]))
        same = tokens[:, None] == tokens[None, :]
        norm = jnp.sum(jnp.where(same, rows @ rows.T, 0)) + sum(jnp.vdot(g, g) for g in others)
        factor = rate * (f - y) / (DAMPING + norm)
        table = weights[0].at[tokens].add(-factor * rows)
        return (table, *(w - factor * g for w, g in zip(weights[1:], others))), None

    tokens = jnp.asarray((generator.uniform(size=(count, steps)) ** 2 * vocabulary).astype(int))
    samples = (tokens, jnp.asarray(generator.normal(size=count), "float32"))
    report_calls(model, "autodiff", normalised_step(output, rate), weights, samples, count)
    report_calls(model, "embedding by hand", sparse_step, weights, samples, count)


# ---- quadratic features: temporal-difference evaluation of a linear-quadratic regulator


def quadratic(dimension, precision, count=65_536):
    dtype = np.dtype(precision)
    model = f"lqr-{dimension * (dimension + 1) // 2}"
    generator = np.random.default_rng(3)
    points = jnp.asarray(generator.normal(size=(count, dimension)), dtype)
    following = jnp.asarray(0.5 * generator.normal(size=(count, dimension)), dtype)
    rewards = -jnp.sum(points * points, axis=1)
    rows, columns = np.triu_indices(dimension)
    discount, rate = dtype.type(0.9), dtype.type(1)
    weights = jnp.zeros(len(rows), dtype)

    def features(z):
        return z[..., rows] * z[..., columns]

    def autodiff(w, sample):
        z, after, reward = sample
        target = reward + discount * (w @ features(after))
        q, gradient = jax.value_and_grad(lambda w: w @ features(z))(w)
        return w + rate * (target - q) / (gradient @ gradient) * gradient, None

    def by_hand(w, sample):
        z, after, reward = sample
        phi = features(z)
        delta = reward + w @ (discount * features(after) - phi)
        return w + (rate * delta / (phi @ phi)) * phi, None

    def prepared(w, sample):
        phi, difference, reward, gain = sample
        return w + (gain * (reward + w @ difference)) * phi, None

    def ahead(w, samples):
        """Everything that does not depend on w is computed for all samples before the scan."""
        z, after, reward = samples
        phi = features(z)
        gain = rate / jnp.sum(phi * phi, axis=1)
        return phi, discount * features(after) - phi, reward, gain

    samples = (points, following, rewards)
    report(model, precision, "ignd", "autodiff", autodiff, weights, samples, count)
    report(model, precision, "ignd", "by hand", by_hand, weights, samples, count)
    # Block by block, so that the prepared values stay in the cache.
    block = 256
    blocks = tuple(values.reshape(count // block, block, *values.shape[1:]) for values in samples)

    def block_step(w, chunk):
        return jax.lax.scan(prepared, w, ahead(w, chunk), unroll=4)[0], None

    report(model, precision, "ignd", "features ahead", block_step, weights, blocks, count)


# ---- a linear model on sparse rows: one of each group's columns is 1


def sparse(model, columns, entries, precision="float32", count=32_561):
    dtype = np.dtype(precision)
    generator = np.random.default_rng(4)
    edges = np.arange(entries + 1) * columns // entries
    indices = generator.integers(edges[:-1], edges[1:], (count, entries))
    hidden = generator.normal(size=columns)
    f = hidden[indices].sum(axis=1) / np.sqrt(entries) + 1.5 * generator.normal(size=count) - 1
    samples = (
        jnp.asarray(indices, jnp.int32),
        jnp.ones((count, entries), dtype),
        jnp.asarray(f > 0, dtype),
    )
    weights = (jnp.zeros(columns, dtype), jnp.zeros((), dtype))

    def output(parameters, row, x):
        w, bias = parameters
        return w[row] @ x + bias

    def factor(f, y, loss, method, norm):
        p = jax.nn.sigmoid(f) if loss == "logistic" else f
        curvature = p * (1 - p) if loss == "logistic" else 1
        return (p - y) / (DAMPING + curvature * norm) if method == "ignd" else p - y

    def autodiff(loss, method, rate):
        def step(parameters, sample):
            row, x, y = sample
            f, gradient = jax.value_and_grad(output)(parameters, row, x)
            norm = gradient[0] @ gradient[0] + gradient[1] ** 2
            scale = rate * factor(f, y, loss, method, norm)
            return tuple(p - scale * g for p, g in zip(parameters, gradient)), None

        return step

    def by_hand(loss, method, rate):
        def step(parameters, sample):
            (w, bias), (row, x, y) = parameters, sample
            scale = rate * factor(output(parameters, row, x), y, loss, method, 1 + x @ x)
            return (w.at[row].add(-scale * x), bias - scale), None

        return step

    for loss in ("squared", "logistic"):
        for form, make in (("autodiff", autodiff), ("by hand", by_hand)):
            step = make(loss, "ignd", dtype.type(0.05))
            report(f"{model}-{loss}", precision, "ignd", form, step, weights, samples, count)


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    models = {
        "mean-8-64-64-32-1": lambda m: means("mlp-8-64-64-32-1", [8, 64, 64, 32, 1], 8_192),
        "mean-27-256-128-64-1": lambda m: means("mlp-27-256-128-64-1", [27, 256, 128, 64, 1], 4_096),
        "mlp-8-64-64-32-1": lambda m: network(m, [8, 64, 64, 32, 1], "float32"),
        "mlp-27-256-128-64-1": lambda m: network(m, [27, 256, 128, 64, 1], "float32", 2_048),
        "cnn-16-32-64-64-1": lambda m: convolutional(m, [16, 32, 64], [64]),
        "cnn-32-64-128-128-64-1": lambda m: convolutional(m, [32, 64, 128], [128, 64]),
        "lstm-64-64-250": lambda m: recurrent(m, 64, 64, 250),
        "sparse-14-of-123": lambda m: sparse(m, 123, 14),
        "sparse-135-of-50000": lambda m: sparse(m, 50_000, 135, count=8_192),
        "lqr-36": lambda m: [quadratic(8, precision) for precision in ("float32", "float64")],
        "lqr-105": lambda m: [quadratic(14, precision) for precision in ("float32", "float64")],
    }
    for name, run in models.items():
        if word in name:
            run(name)


if __name__ == "__main__":
    main()
