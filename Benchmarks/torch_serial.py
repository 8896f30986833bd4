"""Serial exact IGND in PyTorch, eager, one thread: the parameters are views of one flat tensor and so are their
gradients, so that the norm is one scalar product and the update one addition; an embedding's rows go apart, summed by
token. Prints JSON lines as jax_serial.py does, for the models whose name contains the word given.
"""

import json
import os
import statistics
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its second thread spins, and would count
import torch  # noqa: E402
from torch import nn  # noqa: E402

RUNS = 5
DAMPING = 1e-8
torch.set_num_threads(1)
torch.manual_seed(1)


def flatten(model):
    """(all parameters, all gradients): what the model's own are views of."""
    parameters = list(model.parameters())
    values = torch.cat([p.detach().ravel() for p in parameters])
    gradients, offset = torch.zeros_like(values), 0
    for parameter in parameters:
        end = offset + parameter.numel()
        parameter.data = values[offset:end].view_as(parameter)
        parameter.grad = gradients[offset:end].view_as(parameter)
        offset = end
    return values, gradients


def dense_steps(model, samples, targets, rate=0.01):
    values, gradients = flatten(model)

    def run():
        for x, y in zip(samples, targets):
            gradients.zero_()
            f = model(x).squeeze()
            f.backward()
            with torch.no_grad():
                norm = gradients.dot(gradients).item()
                values.add_(gradients, alpha=-rate * (f.item() - y) / (DAMPING + norm))

    return run


def embedded_steps(table, model, samples, targets, rate=0.01):
    values, gradients = flatten(model)

    def run():
        for tokens, y in zip(samples, targets):
            gradients.zero_()
            rows = table[tokens].requires_grad_()
            f = model(rows).squeeze()
            f.backward()
            with torch.no_grad():
                places, numbers = torch.unique(tokens, return_inverse=True)
                sums = torch.zeros(len(places), table.shape[1]).index_add_(0, numbers, rows.grad)
                norm = gradients.dot(gradients).item() + sums.ravel().dot(sums.ravel()).item()
                step = -rate * (f.item() - y) / (DAMPING + norm)
                values.add_(gradients, alpha=step)
                table.index_add_(0, places, sums, alpha=step)

    return run


def network(widths, count=1_000):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    x = torch.randn(count, widths[0])
    return dense_steps(nn.Sequential(*layers[:-1]), list(x), (x[:, 0] + x[:, 1] * x[:, 2]).tolist()), count


def convolutional(channels, dense, count=32):
    layers = []
    for inputs, outputs in zip([3] + channels, channels):
        layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
    widths = [channels[-1] * (64 >> len(channels)) ** 2] + dense + [1]
    layers.append(nn.Flatten())
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs), nn.ReLU()]
    pictures = list(torch.randn(count, 1, 3, 64, 64))
    return dense_steps(nn.Sequential(*layers[:-1]), pictures, torch.randn(count).tolist()), count


class Recurrent(nn.Module):
    def __init__(self, width, units):
        super().__init__()
        self.recurrent = nn.LSTM(width, units)
        self.last = nn.Linear(units, 1)

    def forward(self, rows):
        return self.last(self.recurrent(rows.unsqueeze(1))[0][-1, 0])


def recurrent(width, units, steps, vocabulary=10_000, count=32):
    table = 0.1 * torch.randn(vocabulary, width)
    tokens = (torch.rand(count, steps) ** 2 * vocabulary).long()
    return embedded_steps(table, Recurrent(width, units), list(tokens), torch.randn(count).tolist()), count


def measure(run, count):
    run()
    rates = []
    for _ in range(RUNS):
        start = time.process_time()
        run()
        rates.append(count / (time.process_time() - start))
    return sorted(rates)


def main():
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    models = {
        "mlp-8-64-64-32-1": lambda: network([8, 64, 64, 32, 1]),
        "mlp-27-256-128-64-1": lambda: network([27, 256, 128, 64, 1]),
        "cnn-16-32-64-64-1": lambda: convolutional([16, 32, 64], [64]),
        "cnn-32-64-128-128-64-1": lambda: convolutional([32, 64, 128], [128, 64]),
        "lstm-64-64-250": lambda: recurrent(64, 64, 250),
    }
    for name, make in models.items():
        if word in name:
            rates = measure(*make())
            print(json.dumps({
                "model": name, "precision": "float32", "method": "ignd", "form": "eager, flat gradient",
                "samples_per_second": round(statistics.median(rates), 1), "spread": [rates[0], rates[-1]],
                "runs": RUNS, "torch": torch.__version__,
            }), flush=True)


if __name__ == "__main__":
    main()
