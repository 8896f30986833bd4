"""Linear logistic models by scikit-learn (in memory) and Vowpal Wabbit (from a text file to a model).

    linear_peers.py sklearn                  one JSON line: samples per second of processor time
    linear_peers.py vw FILE MODEL            one JSON line: seconds, and seconds of processor time, without Python's start
"""

import json
import statistics
import sys
import time


def sklearn(columns=123, entries=14, count=32_561, passes=10):
    import numpy as np
    import scipy.sparse
    import sklearn
    from sklearn.linear_model import SGDClassifier

    generator = np.random.default_rng(4)
    edges = np.arange(entries + 1) * columns // entries
    indices = generator.integers(edges[:-1], edges[1:], (count, entries))
    hidden = generator.normal(size=columns)
    f = hidden[indices].sum(axis=1) / np.sqrt(entries) + 1.5 * generator.normal(size=count) - 1
    starts = np.arange(count + 1) * entries
    x = scipy.sparse.csr_matrix((np.ones(count * entries), indices.ravel(), starts), (count, columns))
    model = SGDClassifier(
        loss="log_loss", penalty=None, learning_rate="constant", eta0=0.002, max_iter=passes, tol=None, shuffle=False)
    rates = []
    for run in range(8):
        start = time.process_time()
        model.fit(x, f > 0)
        if run:
            rates.append(passes * count / (time.process_time() - start))
    print(json.dumps({"samples_per_second": statistics.median(rates), "sklearn": sklearn.__version__}))


def vw(file, model):
    import vowpalwabbit

    start, processor = time.perf_counter(), time.process_time()
    workspace = vowpalwabbit.Workspace(arg_list=["-d", file, "--loss_function", "logistic", "--quiet", "-f", model])
    workspace.finish()
    print(json.dumps({
        "seconds": time.perf_counter() - start, "processor_seconds": time.process_time() - processor,
        "vw": vowpalwabbit.__version__,
    }))


if __name__ == "__main__":
    {"sklearn": sklearn, "vw": vw}[sys.argv[1]](*sys.argv[2:])
