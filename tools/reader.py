"""Train the small network that reads digits, and freeze it: data/reader.npz.

    python tools/reader.py

Adam with η = 0.003, batches of 32, 40 epochs over 1,200 digits; nothing was tuned. It takes about a second.
"""

from pathlib import Path

import numpy as np

from course_nn.network import Network
from course_nn.reader import its_digits, untrained
from course_nn.training import train

FROZEN = Path(__file__).parents[1] / "course_nn" / "data" / "reader.npz"
EPOCHS, RATE, BATCH = 40, 0.003, 32


def trained(epochs: int = EPOCHS) -> Network:
    """The network after so many epochs."""
    X, y, *_ = its_digits()
    settings = dict(optimizer="adam", learning_rate=RATE, batch_size=BATCH, seed=0)
    return train(untrained(), X, y, "softmax_cross_entropy", epochs=epochs, every=epochs, **settings).network


if __name__ == "__main__":
    np.savez_compressed(FROZEN, parameters=trained().parameters.astype(np.float16))
