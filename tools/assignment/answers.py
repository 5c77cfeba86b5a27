"""A right answer to each exercise that a judge grades, as code: what an assistant sees in the source.

They are one of many. A test has the judges say that they are right.
"""

ANSWERS = {  # exercise: what its name is given, or a function of that name
    "start-easy": "1.5",
    "neurons-easy": "-1, -1, 1.5",
    "neurons-hand": "-1, -2, 2",
    "neurons-build": "lambda X, W, b: 1 / (1 + np.exp(-(X @ W.T + b)))",
    "neurons-count": "lambda sizes: sum(M * (N + 1) for N, M in zip(sizes, sizes[1:]))",
    "neurons-derive": "lambda w, b, x: (np.dot(w, x) + b) / np.linalg.norm(w)",
    "neurons-break": "1, 0, 0, 0, 0, 0, 0, 1",
    "primer-easy": "2.8",
    "primer-hand": "1",
    "primer-build": """def learn(slope, w, eta, steps):
    for _ in range(steps):
        w -= eta * slope(w)
    return w""",
    "primer-step": "lambda X, target, w, eta: w - eta * X.T @ (1 / (1 + np.exp(-X @ w)) - target) / len(target)",
    "primer-derive": "lambda h: 2 / h",
    "primer-break": "lambda w: w**3 - w + 0.15, 1.0",
    "primer-claim": "(240.544, -94.471, -98.810), (1.2027, -0.4724, 0)",
    "activations-hand": "0.1875",
    "activations-saturated": "0.19, 3",
    "activations-easy": "((1, -1), (0, 0))",
    "activations-loop": """def learn(x, y, w, b, eta, steps):
    for _ in range(steps):
        z = w * x + b
        delta = (np.maximum(z, 0) - y) * (z > 0)
        w -= eta * np.mean(delta * x)
        b -= eta * np.mean(delta)
    return w, b""",
    "activations-derive": "lambda z: 1 / (1 + np.abs(z)) ** 2",
    "activations-build": "lambda rng, M, N: rng.normal(0, np.sqrt(2 / N), (M, N))",
    "activations-break": "[1, 1, -0.5, 1]",
    "xor-table": "0, 0, 1, 0",
    "xor-update": "0, 0, -1.5",
    "xor-easy": "1, 1, -0.5, 1, 1, -1.5, -1, 1, 0.5",
    "xor-forward": "lambda X, W, b, v, c: ((X @ W.T + b > 0) @ v + c > 0).astype(int)",
    "xor-rule": """def learn(X, labels, rounds):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(rounds):
        for x, t in zip(X, labels):
            y = float(w @ x + b > 0)
            w = w + (t - y) * x
            b = b + (t - y)
    return *w, b""",
    "xor-derive": "1, 1, 1, 1",
    "xor-break": "(lambda z: z * (2 - z), 1, 1, 0)",
    "xor-build": "np.ones((3, 3)), [-0.5, -1.5, -2.5], [1, -1, 1], -0.5",
    "deep_vs_shallow-easy": "[[1, 1], [1, 3]], [1, -1]",
    "deep_vs_shallow-hand": "2, -4, 2",
    "deep_vs_shallow-code": """def fold(x, L):
    for _ in range(L):
        x = 2 * np.maximum(0, x) - 4 * np.maximum(0, x - 0.5)
    return x""",
    "deep_vs_shallow-start": "lambda w, c: -w * c",
    "deep_vs_shallow-derive": "lambda n: 1 + n + n * (n - 1) / 2",
    "deep_vs_shallow-break": "[6, 6], [4, 4, 4]",
    "deep_vs_shallow-build": """[
    (np.ones((3, 1)), [0, -1 / 3, -2 / 3]),
    (np.tile([3, -6, 6], (3, 1)), [0, -1 / 3, -2 / 3]),
    ([[3, -6, 6]], [0]),
]""",
    "losses-hand": "4.16",
    "losses-easy": "1.099, 0.693, 0.000",
    "losses-code": "lambda F, c: softmax(F) - one_hot(c, F.shape[1])",
    "losses-hinge": "lambda f, c: np.maximum(0, 1 - (2 * c - 1) * f)",
    "losses-build": "lambda F: F - np.logaddexp.reduce(F, axis=-1, keepdims=True)",
    "losses-sigma": "lambda r: np.sqrt(np.mean(r ** 2))",
    "losses-normal": "lambda sigma: (1 / sigma**2, np.log(sigma * np.sqrt(2 * np.pi)))",
    "losses-derive": "lambda f, y: np.exp(f) - y",
    "losses-claim": "[0.49, 0.49, 0.49], [0.51, 0.51, 1e-06]",
    "feature_learning-hand": "0, 4, 3",
    "feature_learning-easy": "lambda x1, x2: x1**2 + x2**2",
    "feature_learning-code": "lambda H: (H - H.mean(axis=0)) / H.std(axis=0)",
    "feature_learning-means": """def nearest_mean(H, y, new_H):
    means = np.stack([H[y == k].mean(axis=0) for k in (0, 1)])
    return np.linalg.norm(new_H[:, None] - means, axis=2).argmin(axis=1)""",
    "feature_learning-probe": """def probe(H, y, new_H):
    v = np.linalg.lstsq(np.column_stack([H, np.ones(len(H))]), 2 * y - 1, rcond=None)[0]
    return new_H @ v[:-1] + v[-1]""",
    "feature_learning-derive": "lambda H, y, lam: np.linalg.solve(H.T @ H + lam * np.eye(H.shape[1]), H.T @ y)",
    "feature_learning-swap": "lambda W, b, v: (W[[1, 0, 2, 3]], b[[1, 0, 2, 3]], v[[1, 0, 2, 3]])",
    "feature_learning-build": "[(1, 0), (-0.5, np.sqrt(0.75)), (-0.5, -np.sqrt(0.75))], [0, 0, 0], [-1, -1, -1], 1.3",
    "feature_learning-break": '"circle", "relu", "zero"',
    "backpropagation-easy": "64, 32, 16, 16",
    "backpropagation-unit": "-0.125, -0.25",
    "backpropagation-derive": "lambda X, W, b, dY: (dY * (1 - np.tanh(X @ W.T + b) ** 2)).T @ X",
    "backpropagation-build": """class Value:

    def __init__(self, value, parents=(), slopes=()):
        self.value, self.parents, self.slopes, self.grad = value, parents, slopes, 0.0

    def __add__(self, other):
        return Value(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.value * other.value, (self, other), (other.value, self.value))

    def __pow__(self, n):
        return Value(self.value**n, (self,), (n * self.value ** (n - 1),))

    def relu(self):
        return Value(max(self.value, 0.0), (self,), (float(self.value > 0),))

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:  # parents first, without a function that calls itself
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack += [(node, True), *((parent, False) for parent in node.parents)]
        for node in order:
            node.grad = float(node is self)
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += node.grad * slope""",
    "backpropagation-check": "lambda f, x, eps: [(f(x + s) - f(x - s)) / (2 * eps) for s in eps * np.eye(len(x))]",
    "backpropagation-break": "lambda w: 3 * w",
    "gradient_descent-easy": "0.25, 40",
    "gradient_descent-first": "-0.1, 0.1",
    "gradient_descent-derive": "lambda product: 2 * np.pi / np.arccos(1 - product / 2)",
    "gradient_descent-build": """class Momentum:

    def __init__(self, learning_rate, beta=0.9):
        self.learning_rate, self.beta, self.v = learning_rate, beta, 0.0

    def step(self, theta, g):
        self.v = self.beta * self.v + g
        theta -= self.learning_rate * self.v""",
    "gradient_descent-schedule": "lambda epoch: min(epoch, (10 - epoch) / 9)",
    "gradient_descent-break": "[0.0] * 1000 + [1.0]",
    "regularization-easy": "0.9, 0, -1.5",
    "regularization-ridge": "2.4, 0.6",
    "regularization-derive": "lambda n, sigma: n * sigma**2",
    "regularization-stop": """def early(losses, patience):
    kept = 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[kept]:
            kept = epoch
        if epoch - kept >= patience:
            return kept, epoch
    return kept, len(losses) - 1""",
    "regularization-build": "lambda h, keep, rng: h * (rng.random(h.shape) < keep) / keep",
    "regularization-break": "100, 2000",
    "practice-easy": "0.98, 0.5, 0.75",
    "practice-start": "np.log(3), 1.5 * np.log(2)",
    "practice-derive": "lambda rho: (1 + abs(rho)) / (1 - abs(rho))",
    "practice-backward": "lambda z, W, delta: (W.T @ delta) * (z > 0)",
    "practice-clip": """def shortened(gradients, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return [g * min(1, limit / norm) for g in gradients] if norm else [g.copy() for g in gradients]""",
    "practice-build": """def normalized(z, mean, variance, trains):
    m, v = (z.mean(axis=0), z.var(axis=0)) if trains else (mean, variance)
    if trains:
        mean, variance = 0.9 * mean + 0.1 * m, 0.9 * variance + 0.1 * z.var(axis=0, ddof=1)
    return (z - m) / np.sqrt(v + 1e-5), mean, variance""",
    "practice-break": 'Network((64, *(32,) * 6, 10), "sigmoid")',
    "everybody-easy": "4, 1216, 19200",
    "everybody-bits": "2.0**-200, 1",
    "everybody-derive": "lambda p, t: np.log(p * (t - 1) / (1 - p))",
    "everybody-spread": "lambda d, s: d * s**4",
    "everybody-build": """def convolved(x, k, stride, padding):
    x, size = np.pad(x, padding), len(k)
    rows, columns = ((side - size) // stride + 1 for side in x.shape)
    places = [[(i * stride, j * stride) for j in range(columns)] for i in range(rows)]
    return np.array([[np.sum(x[i : i + size, j : j + size] * k) for i, j in row] for row in places])""",
    "everybody-attend": """def attended(Q, K, V):
    S = Q @ K.T / np.sqrt(Q.shape[1])
    S = np.where(np.tri(len(S), dtype=bool), S, -np.inf)
    A = np.exp(S - S.max(axis=1, keepdims=True))
    return A / A.sum(axis=1, keepdims=True) @ V""",
    "everybody-equal": "((1, 0), (2, 1)), (1, 0)",
    "everybody-pooling": "1, (4, 4), (5, 4)",
    "everybody-planes": "((0, 1, 0), (1, -4, 1), (0, 1, 0))",
    "everybody-heldout": '"losses", 1.98, 2.20',
    "own_network-layer": """def layer(X, W, b):
    return X @ W.T + b""",
    "own_network-forward": """def forward(net, X):
    values = [X]
    for W, b in net[:-1]:
        values.append(np.tanh(values[-1] @ W.T + b))
    W, b = net[-1]
    return [*values, values[-1] @ W.T + b]""",
    "own_network-loss": """def cross_entropy(F, y):
    logs = F - F.max(axis=1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(axis=1, keepdims=True))
    hits = np.eye(F.shape[1])[y]
    return -(hits * logs).sum() / len(y), (np.exp(logs) - hits) / len(y)""",
    "own_network-backward": """def backward(net, X, y):
    values, slopes = forward(net, X), []
    delta = cross_entropy(values[-1], y)[1]
    for (W, _), H in zip(net[::-1], values[-2::-1]):
        slopes.append((delta.T @ H, delta.sum(axis=0)))
        delta = delta @ W * (1 - H**2)
    return slopes[::-1]""",
    "own_network-measured": """def measured(f, x, eps):
    return np.array([(f(x + step) - f(x - step)) / (2 * eps) for step in eps * np.eye(len(x))])""",
    "own_network-batches": """def batches(X, y, size, rng):
    for rows in np.split(rng.permutation(len(y)), range(size, len(y), size)):
        yield X[rows], y[rows]""",
    "own_network-adam": """class Adam:

    def __init__(self, eta):
        self.eta, self.t, self.m, self.s = eta, 0, np.zeros(1), np.zeros(1)

    def step(self, theta, g):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.s = 0.999 * self.s + 0.001 * g**2
        m, s = self.m / (1 - 0.9**self.t), self.s / (1 - 0.999**self.t)
        theta -= self.eta * m / (np.sqrt(s) + 1e-8)""",
    "own_network-early": """def early(losses, patience):
    kept = 0
    for epoch in range(1, len(losses)):
        kept = epoch if losses[epoch] < losses[kept] else kept
        if epoch - kept >= patience:
            return kept, epoch
    return kept, len(losses) - 1""",
    "own_network-train": """def train(net, X, y, watched, rng):
    nets, losses, adams = [net], [], [(Adam(0.003), Adam(0.003)) for _ in net]
    for _ in range(200):
        net = [(W.copy(), b.copy()) for W, b in nets[-1]]
        losses.append(cross_entropy(forward(net, watched[0])[-1], watched[1])[0])
        kept, ran = early(losses, 5)
        if ran - kept >= 5:
            break
        for rows, classes in batches(X, y, 32, rng):
            for pair, slopes, both in zip(net, backward(net, rows, classes), adams):
                for theta, g, adam in zip(pair, slopes, both):
                    adam.step(theta, g)
        nets.append(net)
    return nets[kept]""",
    "own_network-misread": """def misread(net, X, y):
    return np.flatnonzero(forward(net, X)[-1].argmax(axis=1) != y)""",
    "playground-spiral": """rules = dict(learning_rate=0.01, optimizer="adam")
answer_spiral = dict(hidden=(8, 8, 8), activations=("tanh",) * 3, rules=rules, epochs=250)""",
}
