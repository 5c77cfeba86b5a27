"""A hidden layer moves every point of its space: it turns and stretches (W), shifts (b) and bends (φ).

What all layers but the last make of x is ψ(x), and a point can be watched on its way there.
"""

import numpy as np

from course_nn import boundary
from course_nn.activations import sigmoid
from course_nn.errors import BadInput
from course_nn.training import train

# ---- the way from x to ψ(x) ------------------------------------------------------------------------------------------


def features(network, X):
    """ψ(X), what the network's last layer gets to see; X itself if there is no hidden layer.
    ψ(X)：网络最后一层所看到的特征；没有隐藏层时就是 X 本身。

    X : (n, N);  returns (n, M), or (B, n, M) for B networks
    """
    return network.forward(X).h[-2]


def part_of_turn(R, s):
    """The rotation by s times the angle of the rotation R: no turn at s = 0, R at s = 1.
    旋转 R 的角度的 s 倍：s = 0 时不转，s = 1 时即为 R。

    R is e^(iθ) in the plane of each angle θ, and R^s is e^(isθ). A mirror image is no rotation: its axis that changes
    sign, -1 = e^(iπ), shrinks with cos(πs), as a sheet does that is turned over and seen from above.

    R : (D, D) orthogonal;  s : 0 … 1;  returns (D, D)
    """
    hermitian = (R + R.T) / 2 + 2 * (R - R.T) / 2j  # it has the eigenvectors of R, and eigh is safe
    V = np.linalg.eigh(hermitian).eigenvectors
    turns = np.einsum("ji,jk,ki->i", V.conj(), R, V)  # (D,) e^(iθ)
    return ((V * turns**s) @ V.conj().T).real


def part_of_matrix(W, s):
    """From the identity, s = 0, to W, s = 1: the turn and the stretch in W grow together.
    从单位矩阵（s = 0）到 W（s = 1）：W 中的旋转与拉伸同步增长。

    W = Q S,  Q a rotation, S = (WᵀW)^½ a stretch along axes at right angles;   W(s) = Q^s ((1 - s) I + s S)

    If det W > 0 then det W(s) > 0 for all s: nothing is folded and nothing collapses on the way.

    W : (D, D);  s : 0 … 1;  returns (D, D)
    source : N. J. Higham, Computing the polar decomposition, with applications (1986)
    """
    U, stretches, Vt = np.linalg.svd(W)
    if stretches[-1] <= 1e-12 * stretches[0] and np.linalg.det(U @ Vt) < 0:
        U[:, -1] *= -1  # W is flat that way, so either sign is its turn
    stretch = (Vt.T * stretches) @ Vt
    return part_of_turn(U @ Vt, s) @ ((1 - s) * np.eye(len(W)) + s * stretch)


def on_the_way(network, X, t):
    """Where the points X are at time t on their way to ψ(X): layer by layer W, then b, then φ, each a third of it.
    点 X 在去往 ψ(X) 途中 t 时刻的位置：逐层依次为 W、b、φ，各占三分之一。

    W(s) h  for s from 0 to 1,   then  W h + s b,   then  (1 - s) z + s φ(z)  with  z = W h + b

    Only the whole thirds are values that the network computes; what lies between is there for the eye.

    X : (…, N);  t : 0 … the number of hidden layers;  returns (…, D), D the widest of x and the hidden layers;
        a space of fewer dimensions lies in it with zeros behind
    """
    X, D = np.asarray(X, float), max(network.sizes[:-1])
    layer, step, s = when(network, t)
    W, b = network.weights[layer], network.biases[layer]  # (M, N), (M,)
    M, N = W.shape
    h = np.zeros((*X.shape[:-1], D))
    h[..., :N] = network.forward(X).h[layer]
    if step == 0:
        whole = np.zeros((D, D))
        whole[:M, :N] = W
        return h @ part_of_matrix(whole, s).T
    z = h[..., :N] @ W.T  # (…, M)
    h[...] = 0
    h[..., :M] = z + s * b if step == 1 else (1 - s) * (z + b) + s * network.activations[layer].f(z + b)
    return h


def when(network, t):
    """The hidden layer, the step in it (0 for W, 1 for b, 2 for φ), and the share of that step that is done, at time t.
    t 时刻所在的隐藏层、其中的步骤（0 为 W，1 为 b，2 为 φ），以及该步骤已完成的比例。

    t : 0 … the number of hidden layers;  raises : BadInput outside of that
    """
    hidden = len(network.sizes) - 2
    if not 0 <= t <= hidden or not hidden:
        raise BadInput(
            f"t runs from 0, at x, to the number of hidden layers, {hidden}, at ψ(x); got {t!r}",
            f"t 从 0（x 处）到隐藏层数 {hidden}（ψ(x) 处）；现为 {t!r}",
        )
    third = min(int(3 * t + 1e-9), 3 * hidden - 1)
    return third // 3, third % 3, max(3 * t - third, 0.0)


def facing_up(network):
    """The same function with two units of a layer swapped wherever W would turn space over, so that det W > 0.
    同一个函数：凡 W 会把空间翻面之处，交换该层的两个单元，使 det W > 0。

    The order of hidden units is ours to choose. Of B networks, such as a history, the last one decides for all.

    network : Network;  returns a Network
    """
    network = network.with_parameters(network.parameters)
    W, b = network.weights, network.biases
    for layer in range(len(W) - 1):
        M, N = W[layer].shape[-2:]
        last = W[layer].reshape(-1, M, N)[-1]
        if M == N > 1 and np.linalg.det(last) < 0:
            order = [1, 0, *range(2, M)]
            W[layer], b[layer] = W[layer][..., order, :], b[layer][..., order]
            W[layer + 1] = W[layer + 1][..., order]
    return network


def edge_on(v):
    """The rotation after which the plane v·h + c = 0 is seen from its edge, as a level line with v pointing up.
    一个旋转：转过之后，平面 v·h + c = 0 恰被侧视为一条水平线，v 指向上方。

    h @ edge_on(v) has as its columns: to the right, up, towards the eye. Of all such views it is the one nearest to
    looking down the third axis.

    v : (3,), not 0;  returns (3, 3)
    """
    up = v / np.linalg.norm(v)
    axis = np.eye(3)[2] if abs(up[2]) < 0.999 else np.eye(3)[1]  # if v is the third axis, the second will do
    towards = axis - axis @ up * up
    towards /= np.linalg.norm(towards)
    return np.stack([np.cross(up, towards), up, towards], axis=1)


class Film:
    """The way from x to ψ(x) as it is seen, in a picture of height 2 that keeps all the points X in view.
    从 x 到 ψ(x) 途中所见的画面：高度为 2，始终容纳所有点 X。

    Each step begins and ends gently. With three hidden units the eye moves from above the plane to where the last
    layer's plane is seen edge on: then a point is above that line exactly if the network says class 1.

    network : Network with hidden layers of 2 or 3 units and one output;  X : (n, 2);  wide : width of the picture / 2
    """

    def __init__(self, network, X, wide=1.0):
        self.network, self.X, self.edge = network, X, np.array([wide, 1.0]) / 1.13
        self.steps, v = 3 * (len(network.sizes) - 2), network.weights[-1][0]
        self.view = edge_on(v) if len(v) == 3 and v.any() else np.eye(max(network.sizes[:-1]))

    def __call__(self, X, t):
        """Places of the points in the picture at time t, 0 … 1: to the right, up, and with three units towards the eye.
        点在 t 时刻（0 … 1）画面中的位置：向右、向上；三个单元时还有朝向眼睛的一维。

        X : (…, 2);  returns (…, D)
        """
        R, middle, size = self.lens(t)
        return (self._places(X, t) @ R - middle) / size

    def lens(self, t):
        """How a place h becomes a place in the picture at time t: (h @ R - middle) / size.
        t 时刻空间中的 h 如何变为画面中的位置：(h @ R - middle) / size。

        The middle is that of the points, but the origin after W and b, so that b is seen to shift them.

        returns : R (D, D), middle (D,), size
        """
        R, (k, s) = part_of_turn(self.view, _ease(t)), self._step(t)
        places = (self._places(self.X, t) @ R)[:, :2]
        low, high = places.min(axis=0), places.max(axis=0)
        middle = [1 - s, 0, s][k % 3] * (low + high) / 2
        size = np.max(np.maximum(high - middle, middle - low) / self.edge)
        return R, np.pad(middle, (0, len(R) - 2)), max(size, 1e-3)

    def space(self, t):
        """The space itself in the picture: where its origin is, (2,), and how far from there 1 is on each axis, (D, 2).
        画面中空间本身的位置：原点 (2,)，以及各坐标轴上的 1 与原点的距离向量 (D, 2)。
        """
        R, middle, size = self.lens(t)
        return -middle[:2] / size, R[:, :2] / size

    def cut(self, t):
        """The last layer in the picture, the line w·p + b = 0: w (2,), b. It parts the points at t = 1.
        画面中的最后一层，即直线 w·p + b = 0：w (2,) 与 b；在 t = 1 时分开各点。
        """
        R, middle, size = self.lens(t)
        v = self.network.weights[-1][0] @ R
        return size * v[:2], float(v @ middle + self.network.biases[-1][0])

    def _step(self, t):
        k = min(int(self.steps * t + 1e-9), self.steps - 1)
        return k, _ease(np.clip(self.steps * t - k, 0, 1))

    def _places(self, X, t):
        return on_the_way(self.network, X, sum(self._step(t)) / 3)


def _ease(s):
    return s * s * (3 - 2 * s)  # slow, fast, slow


def decision_curve(network, low, high, n=100):
    """Where a network's single output changes its sign, as pieces of a curve whose ends are right to many digits.
    单输出网络变号之处：由小段拼成的曲线，各段端点精确到多位小数。

    The pieces are found on an n × n grid over [low, high]². Newton's steps along the gradient take their ends to f = 0,
    so that ψ of the curve lies on the straight line v·h + c = 0; an end that does not arrive, as may happen at a kink
    of ReLU, is left where it was.

    returns : (pieces, 2, 2);  pieces = 0 if the sign never changes
    """
    side = np.linspace(low, high, n)
    pieces = boundary.curve(network(np.stack(np.meshgrid(side, side), axis=-1))[..., 0], low, high)
    start = x = pieces.reshape(-1, 2)
    for _ in range(5 if len(x) else 0):
        slope = np.concatenate([network(x + d) - network(x - d) for d in 1e-4 * np.eye(2)], axis=1) / 2e-4
        step = network(x) / (np.sum(slope**2, axis=1, keepdims=True) + 1e-9) * slope  # (2 pieces, 2)
        x = x - step.clip(-(high - low) / n / 4, (high - low) / n / 4)
    there = np.abs(network(x)) < 1e-4 * (1 + np.abs(network(start))) if len(x) else np.zeros((0, 1), bool)
    return np.where(there, x, start).reshape(pieces.shape)


def stretching_grid(network, low, high, rows=81, columns=33):
    """A net of points over the square [low, high]², closest where the network stretches the plane or makes up its mind.
    覆盖方形 [low, high]² 的点网：网络把平面拉伸得越厉害、输出变化越快的地方，点越密。

    Its rows are straight and evenly spaced. In a row, a third of the points is spread evenly over x, and two thirds
    evenly over its way through the hidden layers and from 0 to 1. Rows run along the axis on which that is longer.

    returns : (rows, columns, 2)
    """
    across, along, nets = np.linspace(low, high, rows), np.linspace(low, high, 200), []
    for flip in (1, -1):  # x1 along the rows, or x2
        x = np.stack(np.meshgrid(along, across)[::flip], axis=-1)  # (rows, 200, 2)
        *_, f = h = network.forward(x).h[1:]
        h = np.concatenate([*h[:-1], 3 * sigmoid(f)], axis=-1)  # (rows, 200, all hidden units and the output)
        way = np.cumsum(np.linalg.norm(np.diff(h, axis=1, prepend=h[:, :1]), axis=-1), axis=1)
        share = np.linspace(0, 1, 200) + 2 * way / (way[:, -1:] + 1e-9)
        points = np.array([np.interp(np.linspace(0, row[-1], columns), row, along) for row in share])
        net = np.stack([points, np.repeat(across[:, None], columns, axis=1)][::flip], axis=-1)
        nets.append((way[:, -1].sum(), net))
    return max(nets, key=lambda pair: pair[0])[1]


# ---- networks to look at ---------------------------------------------------------------------------------------------


def rotations(gain=1.0):
    """An initialization whose layers turn, and stretch all directions alike, so that none is lost on the way.
    一种初始化：每层只做旋转并把各方向等比拉伸，途中不丢失任何方向。

    gain : > 0, 1 for tanh, √2 for ReLU, 4 for the sigmoid, which is four times as flat;  returns (rng, M, N) -> (M, N)
    source : Saxe, McClelland & Ganguli, Exact solutions to the nonlinear dynamics of learning (2014)
    """

    def draw(rng, M, N):
        Q, R = np.linalg.qr(rng.normal(size=(max(M, N), max(M, N))))
        return gain * (Q * np.sign(np.diag(R)))[:M, :N]  # with these signs all turns are equally likely

    return draw


def snapshots(network, X, Y, loss, epochs, every, **settings):
    """Train a network, and keep it as it was at the start and after every so many epochs: time becomes a batch.
    训练网络，并保存起点与每隔若干轮的状态：时间成为一个批次。

    settings : as in training.train, such as optimizer, learning_rate, penalty, lam
    yields   : the share done
    returns  : Network, a batch of epochs / every + 1; if the network was a batch of B, (epochs / every + 1, B) of them
    """
    history = train(network, X, Y, loss, epochs=0, **settings)
    for epoch in range(0, epochs, every):
        if epoch % (10 * every) == 0:
            yield epoch / epochs
        history.extend(every)
    return network.with_parameters(history.parameters[::every])
