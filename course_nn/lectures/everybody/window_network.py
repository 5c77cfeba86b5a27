"""A network that guesses the next letter from the last n: a table of numbers for the letters, and two dense layers.

What it learns about a letter in one place of the window it knows in every other, for the table is the same.
"""

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np

from course_nn.layers import ActivationLayer, Dense, Layer, Mode
from course_nn.losses import LOSSES, one_hot, softmax
from course_nn.network import Network
from course_nn.optimizers import Adam, Scheduled
from course_nn.training import Objective, advance, learn

LOSS = LOSSES["softmax_cross_entropy"]


class Embedding(Layer):
    """Each letter of a window becomes its row of a table; the rows stand side by side.
    嵌入：窗口中的每个字母换成表中属于它的一行，各行首尾相接。

    y = (E[x_1], …, E[x_n]),  dl/dE[j] = Σ dl/dy over the places where x = j

    n : letters a window, whole numbers from 0 to K − 1;  K : letters of the alphabet;  d : numbers a letter;  E (K, d)
    source : Bengio, Ducharme, Vincent & Jauvin, A Neural Probabilistic Language Model (2003)
    """

    E: np.ndarray
    dE: np.ndarray

    def __init__(self, n: int, K: int, d: int):
        self.N, self.M, self.K, self.d, self.width = n, n * d, K, d, n * d
        self.shapes = {"E": (K, d)}

    def start(self, rng: np.random.Generator) -> dict:
        return {"E": rng.normal(size=(self.K, self.d))}

    def forward(self, x: np.ndarray, mode: Mode) -> tuple[np.ndarray, Any]:
        codes = x.astype(int)  # (m, n); a network hands on all numbers as its own kind
        rows = self.E[..., codes, :]  # (…, m, n, d)
        return rows.reshape(*rows.shape[:-2], self.width), codes

    def backward(self, dy: np.ndarray, codes: np.ndarray) -> None:
        slopes = dy.reshape(*dy.shape[:-2], codes.size, self.d)
        np.matmul(one_hot(codes.ravel(), self.K).T.astype(dy.dtype), slopes, out=self.dE)

    def __repr__(self):
        return f"Embedding({self.N}, {self.K}, {self.d})"


def window_network(n: int, d: int, H: int, K: int, seed: int = 0, dtype: type = np.float32) -> Network:
    """The network: n letters, d numbers a letter, H hidden units with tanh, and a logit for each of K next letters.
    窗口网络：看前 n 个字母，每个字母 d 个数，H 个 tanh 隐藏单元，为 K 个可能的下一个字母各给一个 logit。

    Its last layer starts ten times as small as usual, so that at first all letters are about as likely.
    """
    return Network(
        [
            Embedding(n, K, d),
            Dense(n * d, H, lambda rng, M, N: rng.normal(0, np.sqrt(1 / N), (M, N))),
            ActivationLayer("tanh"),
            Dense(H, K, lambda rng, M, N: rng.normal(0, 0.1 / np.sqrt(N), (M, N))),
        ],
        seed=seed,
        dtype=dtype,
    )


def windows(letters: np.ndarray, n: int) -> np.ndarray:
    """The n letters before each letter of a text: (N, n); before its beginning stands letter 0, the space.
    每个字母之前的 n 个字母；文本开头之前以 0 号字母（空格）补足。
    """
    padded = np.concatenate([np.zeros(n, np.int64), letters])
    return np.lib.stride_tricks.sliding_window_view(padded, n)[: len(letters)]


def train_on(
    network: Network,
    letters: np.ndarray,
    rate: float,
    steps: int,
    batch: int = 128,
    seed: int = 0,
    every: int = 100,
    constant: bool = False,
) -> Generator[float, None, list[np.ndarray]]:
    """Train on places of a text that are drawn at random, by Adam; the rate falls evenly to 0.
    在文本中随机抽取位置训练，用 Adam；学习率均匀降到 0。

    network  : as of window_network, trained in place
    letters  : (N,) of the text;  constant : True for a rate that stays
    yields   : the share done;  returns the parameters at the start and after every so many steps
    """
    rates = (rate * (1 if constant else 1 - step / steps) for step in range(steps))
    batches = drawn(letters, network.sizes[0], network.sizes[-1], batch, seed)
    learning = learn(network, batches, Objective(LOSS), Scheduled(Adam(rate, beta2=0.99), rates))
    kept = [network.parameters.copy()]
    for step in range(0, steps, every):
        yield step / steps
        advance(learning, min(every, steps - step))
        kept.append(network.parameters.copy())
    return kept


def drawn(letters: np.ndarray, n: int, K: int, batch: int, seed: int) -> Iterator[tuple]:
    """Without end: windows (batch, n) at random places of a text, and the letters that follow, one-hot (batch, K).
    无穷无尽：文本中随机位置的窗口，以及其后字母的独热编码。
    """
    rng, X, T = np.random.default_rng(seed), windows(letters, n), np.eye(K, dtype=np.float32)
    while True:
        places = rng.integers(len(letters), size=batch)
        yield X[places], T[letters[places]]


def of_text(network: Network, letters: np.ndarray) -> np.ndarray:
    """The probability of each letter of a text, given the window before it: (N,).
    一段文本中每个字母在其前窗口之后的概率。
    """
    p = softmax(network(windows(letters, network.sizes[0])).astype(float))
    return p[np.arange(len(letters)), letters]


def after_text(network: Network, letters: np.ndarray) -> np.ndarray:
    """The probability of each letter that may come after a text: (K,).
    一段文本之后各个字母出现的概率。
    """
    window = windows(np.append(letters, 0)[-network.sizes[0] - 1 :], network.sizes[0])[-1:]
    return softmax(network(window).astype(float))[0]


def text_bits(network: Network, letters: np.ndarray) -> float:
    """The mean of −log₂ p over a text.
    对一段文本求 −log₂ p 的平均。
    """
    return float(-np.log2(of_text(network, letters)).mean())
