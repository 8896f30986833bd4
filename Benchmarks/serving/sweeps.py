"""Sweep files and data for the figures: synthetic but for one, so that they need no download."""

import pathlib
import random

SWEEP = """\
name: path
seeds: {seeds}
task:
  kind: supervised
  data: {{csv: {data}, target: y, standardise: false, target_scale: none,
          split: {{training: 0.8, validation: 0.1, test: 0.1, seed: 0}}}}
  loss: squared
  layers: {layers}
  epochs: {epochs}
precision: float32
chunk: {{kind: {kind}, samples: {samples}}}
mode: {{async: {{workers: {workers}}}}}
metric: {{name: validation_rmse, goal: minimize}}
optimizer: ignd
learning_rate: {rate}
"""

LINEAR = "[{dense: 1}]"
# An MLP on eight inputs: a push is the outer product of 333 numbers in all, 1.3 kB.
SMALL_MLP = "[{dense: 64}, relu, {dense: 64}, relu, {dense: 32}, relu, {dense: 1}]"
DIAMONDS_MLP = "[{dense: 256}, relu, {dense: 128}, relu, {dense: 64}, relu, {dense: 1}]"
DIGITS_MLP = "[{dense: 256}, relu, {dense: 256}, relu, {dense: 1}]"


def write_sweep(directory, data, layers, *, epochs=1, kind="mean", samples=1, workers=1, seeds=1, rate=0.01,
                name="sweep"):
    path = directory / f"{name}.yaml"
    path.write_text(SWEEP.format(
        data=data, layers=layers, epochs=epochs, kind=kind, samples=samples, workers=workers, seeds=seeds, rate=rate))
    return path


# As `ignd-ps data fetch california` leaves it.
CALIFORNIA = pathlib.Path(__file__).resolve().parents[2] / "data/california_housing.csv"
# The learning rate with the lowest validation MAPE of the serial run, of 0.5, 0.2, 0.1 and 0.05.
CALIFORNIA_SWEEP = """\
name: california
seeds: 1
task:
  kind: supervised
  data: {{csv: {data}, target: MedHouseVal, standardise: true, target_scale: mean,
          split: {{training: 0.8, validation: 0.1, test: 0.1, seed: 0}}}}
  loss: squared
  layers: [{{dense: 32}}, relu, {{dense: 64}}, relu, {{dense: 32}}, relu, {{dense: 1}}]
  epochs: {epochs}
chunk: {{kind: local, samples: {samples}}}
mode: {mode}
metric: {{name: validation_mape, goal: minimize}}
damping: {{lambda: 1.0e-8, epsilon: 0}}
optimizer: ignd
learning_rate: 0.2
"""


def write_california(directory, epochs, samples, mode):
    path = directory / f"california{epochs}.yaml"
    path.write_text(CALIFORNIA_SWEEP.format(data=CALIFORNIA, epochs=epochs, samples=samples, mode=mode))
    return path


def write_rows(directory, inputs, training_rows, name="data.csv"):
    """A table of normal numbers; the target is a smooth function of the first inputs, with noise."""
    source = random.Random(1)
    with open(directory / name, "w") as file:
        file.write(",".join(f"x{i}" for i in range(inputs)) + ",y\n")
        for _ in range(training_rows * 10 // 8):
            row = [source.gauss(0, 1) for _ in range(inputs)]
            target = 3 + abs(row[0]) + 0.5 * row[-1] * row[inputs // 2] + source.gauss(0, 0.1)
            file.write(",".join(f"{x:.3f}" for x in row) + f",{target:.3f}\n")
    return name


def layers_of(parameters, inputs=1):
    """An MLP with about so many parameters, all of them in two dense tensors."""
    return f"[{{dense: {max(1, (parameters - 1) // (inputs + 2))}}}, {{dense: 1}}]"
