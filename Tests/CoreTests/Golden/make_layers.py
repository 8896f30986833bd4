"""Writes layers.json: outputs f, sensitivities df/dtheta and their squared norms of small whole models in float64, by
JAX's own convolution, pooling and automatic differentiation. The parameters are one flat list, tensor after tensor in
the layouts of Sources/Core/Layers.

    python3 make_layers.py      (needs jax)
"""

import json
import os

import jax
import jax.numpy as jnp
import numpy as np

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

generator = np.random.default_rng(11)


def parameters(shapes):
    """Flat values and a function that splits them into tensors of these shapes."""
    sizes = [int(np.prod(shape)) for shape in shapes]
    values = generator.uniform(-0.7, 0.7, sum(sizes))

    def split(flat):
        parts = jnp.split(flat, np.cumsum(sizes)[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, shapes)]

    return values, split


def dense(tensor, x):
    return tensor[:, :-1] @ x + tensor[:, -1]


def convolution(tensor, picture, kernel, stride, padding):
    weights = tensor[:, :-1].reshape(tensor.shape[0], picture.shape[0], kernel, kernel)
    result = jax.lax.conv_general_dilated(
        picture[None], weights, (stride, stride), [(padding, padding)] * 2, dimension_numbers=("NCHW", "OIHW", "NCHW")
    )
    return result[0] + tensor[:, -1][:, None, None]


def pool(picture, size):
    return jax.lax.reduce_window(picture, -jnp.inf, jax.lax.max, (1, size, size), (1, size, size), "VALID")


def long_short_term_memory(tensor, steps, units):
    hidden = cell = jnp.zeros(units)
    for x in steps:
        i, f, g, o = jnp.split(dense(tensor, jnp.concatenate([x, hidden])), 4)
        cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(g)
        hidden = jax.nn.sigmoid(o) * jnp.tanh(cell)
    return hidden


def record(name, model, values, split, inputs):
    samples = []
    for sample in inputs:
        f, slope = jax.value_and_grad(lambda flat: model(split(flat), sample))(jnp.asarray(values))
        fields = {key: np.asarray(value).ravel().tolist() for key, value in sample.items()}
        fields.update(output=float(f), sensitivity=slope.tolist(), squared_norm=float(slope @ slope))
        samples.append(fields)
    return {"name": name, "parameters": values.tolist(), "samples": samples}


def picture_model(tensors, sample):
    first, second, third, last = tensors
    x = pool(jax.nn.relu(convolution(first, sample["values"], kernel=3, stride=1, padding=1)), 2)
    x = jax.nn.relu(convolution(second, x, kernel=2, stride=1, padding=0))
    x = jnp.tanh(convolution(third, x, kernel=3, stride=2, padding=1))
    return dense(last, x.ravel())[0]


def text_model(tensors, sample):
    table, recurrent, last = tensors
    return dense(last, long_short_term_memory(recurrent, [table[token] for token in sample["indices"]], 5))[0]


def sparse_model(tensors, sample):
    first, second, last = tensors
    x = jax.nn.relu(sample["values"] @ first[sample["indices"]] + first[-1])
    return dense(last, jax.nn.sigmoid(dense(second, x)))[0]


def pictures():
    return [{"values": generator.standard_normal((2, 9, 7))} for _ in range(2)]


def texts():
    return [{"indices": np.array(tokens, dtype=int)} for tokens in ([3, 1, 3, 6, 0, 3, 1], [2, 2], [5], [])]


def rows():
    return [
        {"indices": np.array(columns, dtype=int), "values": generator.standard_normal(len(columns))}
        for columns in ([0, 3, 4, 9], [7], [])
    ]


# Pictures: [2, 9, 7] -> [3, 9, 7] -> [3, 4, 3] -> [4, 3, 2] -> [3, 2, 1].
models = [
    record("picture", picture_model, *parameters([(3, 19), (4, 13), (3, 37), (1, 7)]), pictures()),
    record("text", text_model, *parameters([(7, 3), (20, 9), (1, 6)]), texts()),
    record("sparse", sparse_model, *parameters([(11, 6), (4, 7), (1, 5)]), rows()),
]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "layers.json")
with open(path, "w") as file:
    json.dump({"models": models}, file, indent=0)
