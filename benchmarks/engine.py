"""How long does one training step take: course_nn beside scikit-learn and PyTorch, same nets, same data, one thread.

    python benchmarks/engine.py                     a table, all three in float32, PyTorch's default
    python benchmarks/engine.py --dtype float64     all three in float64, course_nn's default
    python benchmarks/engine.py --json              {net: {"course_nn": µs per step, "sklearn": …, "torch": …}}

Each library trains by plain stochastic gradient descent (ReLU, cross-entropy) the way its users do: train(…), which
keeps the parameters of every epoch and works the losses out when asked, MLPClassifier.fit, which adds the losses up,
and for PyTorch a loop with neither. The libraries take turns, and the fastest of the rounds counts.
"""

import argparse
import json
import sys
import time
import warnings

try:
    import numpy as np
    import torch
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    from course_nn.network import Network
    from course_nn.training import train
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is missing: try {sys.executable} -m pip install -r requirements-dev.txt torch")

RATE = 0.01
NETS = {  # sizes, batch, samples, epochs
    "2-8-8-1 batch 10": ((2, 8, 8, 1), 10, 250, 100),
    "2-8-8-1 batch 250": ((2, 8, 8, 1), 250, 250, 1000),
    "64-64-10 batch 32": ((64, 64, 10), 32, 1600, 60),
    "64-256-256-10 batch 128": ((64, 256, 256, 10), 128, 1664, 30),
}


def data(sizes, n, dtype):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n, sizes[0])).astype(dtype)
    return X, rng.permutation(np.arange(n) % max(2, sizes[-1]))  # every class occurs


def course_nn(sizes, batch, X, y, epochs):
    network = Network(sizes, "relu", init="he", dtype=X.dtype)
    loss = "binary_cross_entropy" if sizes[-1] == 1 else "softmax_cross_entropy"
    return lambda: train(network, X, y, loss, learning_rate=RATE, epochs=epochs, batch_size=batch)


def sklearn(sizes, batch, X, y, epochs):
    model = MLPClassifier(
        sizes[1:-1],
        solver="sgd",
        momentum=0,
        nesterovs_momentum=False,
        alpha=0,
        batch_size=batch,
        learning_rate_init=RATE,
        max_iter=epochs,
        tol=0,
        n_iter_no_change=epochs + 1,
        random_state=0,
    )
    return lambda: model.fit(X, y)


def pytorch(sizes, batch, X, y, epochs):
    layers = [m for N, M in zip(sizes, sizes[1:], strict=False) for m in (torch.nn.Linear(N, M), torch.nn.ReLU())]
    X, y = torch.tensor(X), torch.tensor(y)
    model = torch.nn.Sequential(*layers[:-1]).to(X.dtype)
    loss = torch.nn.CrossEntropyLoss()
    if sizes[-1] == 1:
        y, loss = y[:, None].to(X.dtype), torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)

    def run():
        for _ in range(epochs):
            order = torch.randperm(len(X))
            shuffled_X, shuffled_y = X[order], y[order]
            for start in range(0, len(X), batch):
                optimizer.zero_grad()
                loss(model(shuffled_X[start : start + batch]), shuffled_y[start : start + batch]).backward()
                optimizer.step()

    return run


def measure(sizes, batch, n, epochs, dtype, rounds):
    X, y = data(sizes, n, dtype)
    runs = {
        "course_nn": course_nn(sizes, batch, X, y, epochs),
        "sklearn": sklearn(sizes, batch, X, y, epochs),
        "torch": pytorch(sizes, batch, X, y, epochs),
    }
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(rounds):
        for library, run in runs.items():
            start = time.perf_counter()
            run()
            best[library] = min(best[library], time.perf_counter() - start)
    steps = epochs * -(-n // batch)
    return {library: round(seconds / steps * 1e6, 1) for library, seconds in best.items()}


def main():
    parser = argparse.ArgumentParser(description="time per training step, in microseconds")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--dtype", choices=("float32", "float64"), default="float32")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    warnings.simplefilter("ignore", ConvergenceWarning)
    with threadpool_limits(1):
        results = {net: measure(*settings, options.dtype, options.rounds) for net, settings in NETS.items()}
    if options.json:
        print(json.dumps(results))
        return
    print(f"{'µs per step':<24}{'course_nn':>10}{'sklearn':>10}{'torch':>10}{'times faster than each':>26}")
    for net, t in results.items():
        faster = f"{t['sklearn'] / t['course_nn']:.1f} and {t['torch'] / t['course_nn']:.1f}"
        print(f"{net:<24}{t['course_nn']:>10}{t['sklearn']:>10}{t['torch']:>10}{faster:>26}")


if __name__ == "__main__":
    main()
