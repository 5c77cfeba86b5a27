"""The ten steps, worked: a network that reads digits, from one layer to its mistakes, in NumPy alone.

A net is a list of pairs (W, b), a pair for each layer. Whoever writes a step puts their own in place of the one here.
"""

from collections.abc import Callable, Iterator

import numpy as np

Net = list[tuple[np.ndarray, np.ndarray]]  # of each layer W (M, N) and b (M,)


def start(sizes: tuple[int, ...], rng: np.random.Generator) -> Net:
    """A net before it has learned: (64, 32, 10) has 64 inputs, 32 hidden units and 10 outputs.
    尚未学习的网络：(64, 32, 10) 表示 64 个输入、32 个隐藏单元、10 个输出。
    """
    return [(rng.normal(0, 0.1 * N**-0.5, (M, N)), np.zeros(M)) for N, M in zip(sizes, sizes[1:])]


def layer(X: np.ndarray, W: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Step 1. The weighted sums of one layer: (n, M).
    第 1 步：一层的加权和。
    """
    return X @ W.T + b


def forward(net: Net, X: np.ndarray) -> list[np.ndarray]:
    """Step 2. The values of all layers, the inputs first and the logits last; hidden layers go through tanh.
    第 2 步：各层的值，从输入到 logit；隐藏层经过 tanh。
    """
    values = [X]
    for W, b in net[:-1]:
        values.append(np.tanh(layer(values[-1], W, b)))
    return [*values, layer(values[-1], *net[-1])]


def cross_entropy(F: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    """Step 3. The mean cross-entropy of logits F (n, K) and classes y (n,), and its slope in F (n, K).
    第 3 步：logit F 与类别 y 的平均交叉熵，及其对 F 的导数。
    """
    logs = F - F.max(axis=1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(axis=1, keepdims=True))
    hits = np.eye(F.shape[1])[y]
    return -(hits * logs).sum() / len(y), (np.exp(logs) - hits) / len(y)


def backward(net: Net, X: np.ndarray, y: np.ndarray) -> Net:
    """Step 4. The slope of the mean cross-entropy in each W and b, in the same pairs as the net.
    第 4 步：平均交叉熵对每个 W、b 的导数，成对排列，与网络相同。
    """
    values, slopes = forward(net, X), []
    delta = cross_entropy(values[-1], y)[1]
    for (W, _), H in zip(net[::-1], values[-2::-1]):
        slopes.append((delta.T @ H, delta.sum(axis=0)))
        delta = delta @ W * (1 - H**2)
    return slopes[::-1]


def measured(f: Callable[[np.ndarray], float], x: np.ndarray, eps: float) -> np.ndarray:
    """Step 5. The gradient of f at x (d,), measured from both sides.
    第 5 步：f 在 x 处的梯度，用中心差分测得。
    """
    steps = eps * np.eye(len(x))
    return np.array([(f(x + step) - f(x - step)) / (2 * eps) for step in steps])


def batches(X: np.ndarray, y: np.ndarray, size: int, rng: np.random.Generator) -> Iterator[tuple]:
    """Step 6. One epoch: all samples once, in a new order, so many at a time; the last ones are what is left.
    第 6 步：一轮：按新的次序取遍全部样本，每次取若干个，最后一批为剩下的。
    """
    for rows in np.split(rng.permutation(len(y)), range(size, len(y), size)):
        yield X[rows], y[rows]


class Adam:
    """Step 7. The optimizer Adam with β₁ = 0.9 and β₂ = 0.999; step changes theta in place.
    第 7 步：优化器 Adam，β₁ = 0.9，β₂ = 0.999；step 就地修改 theta。
    """

    def __init__(self, eta: float) -> None:
        self.eta, self.t, self.m, self.s = eta, 0, np.zeros(1), np.zeros(1)

    def step(self, theta: np.ndarray, g: np.ndarray) -> None:
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.s = 0.999 * self.s + 0.001 * g**2
        m, s = self.m / (1 - 0.9**self.t), self.s / (1 - 0.999**self.t)
        theta -= self.eta * m / (np.sqrt(s) + 1e-8)


def early(losses: list[float], patience: int) -> tuple[int, int]:
    """Step 8. Which epoch is kept, and how many were run before training stops.
    第 8 步：保留哪一轮，以及停止前运行了几轮。
    """
    kept = 0
    for epoch in range(1, len(losses)):
        kept = epoch if losses[epoch] < losses[kept] else kept
        if epoch - kept >= patience:
            return kept, epoch
    return kept, len(losses) - 1


def train(net: Net, X: np.ndarray, y: np.ndarray, watched: tuple, rng: np.random.Generator, patience: int = 5) -> Net:
    """Step 9. The net after the epoch in which it did best on the samples it only watched, (X, y).
    第 9 步：训练，并取在观察样本 (X, y) 上表现最好的那一轮之后的网络。
    """
    nets, losses, adams = [net], [], [(Adam(0.003), Adam(0.003)) for _ in net]
    for _ in range(200):
        net = [(W.copy(), b.copy()) for W, b in nets[-1]]
        losses.append(cross_entropy(forward(net, watched[0])[-1], watched[1])[0])
        kept, ran = early(losses, patience)
        if ran - kept >= patience:
            break
        for rows, classes in batches(X, y, 32, rng):
            for pair, slopes, both in zip(net, backward(net, rows, classes), adams):
                for theta, g, adam in zip(pair, slopes, both):
                    adam.step(theta, g)
        nets.append(net)
    return nets[kept]


def misread(net: Net, X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Step 10. Which rows of X are read as another class than y says: their numbers, in order.
    第 10 步：X 的哪些行被读成了别的类别：按次序给出行号。
    """
    return np.flatnonzero(forward(net, X)[-1].argmax(axis=1) != y)


STEPS = layer, forward, cross_entropy, backward, measured, batches, Adam, early, train, misread
