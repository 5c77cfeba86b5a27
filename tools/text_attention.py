"""Let networks read the course, and freeze how far each came in how many seconds: data/text_attention.npz.

    OMP_NUM_THREADS=1 python tools/text_attention.py

It takes about a minute and a half on one core. The window network and the small attention are trained on the page, too;
of the large attention three moments are kept.
"""

import time
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np

from course_nn.common.progress import finished
from course_nn.lectures.everybody.alphabet import Corpus, corpus
from course_nn.lectures.everybody.demos.readers.readings import Window
from course_nn.lectures.everybody.text_attention import LARGE, SMALL, Plan, packed, probabilities, trained
from course_nn.lectures.everybody.window_network import of_text, train_on

FROZEN = Path(__file__).parents[1] / "course_nn" / "data" / "text_attention.npz"
KEPT = (500, 2000, 5000)  # steps of the large attention whose parameters are kept
MARKS = {"window": 400, "small": 300, "large": 500}  # steps from one measurement to the next


def bits(p: np.ndarray) -> float:
    """The mean of −log₂ p."""
    return float(-np.log2(p).mean())


def moments(work: Generator[float, None, list], every: int, steps: int) -> tuple[list, np.ndarray]:
    """What a training keeps, and the CPU seconds after each."""
    start = time.process_time()
    kept = finished(work)
    return kept, (time.process_time() - start) * np.arange(len(kept)) * every / steps


def curve(kept: list, seconds: np.ndarray, read: Callable, text: Corpus) -> np.ndarray:
    """Rows of seconds and bits on the held-out lecture, without the start: (moments, 2)."""
    return np.array([(second, bits(read(theta, text.test))) for second, theta in zip(seconds[1:], kept[1:])])


def of_attention(plan: Plan, every: int, text: Corpus, steps: int | None = None) -> tuple[np.ndarray, list]:
    """The curve of a plan, and the parameters at its moments."""
    steps = steps or plan.steps
    kept, seconds = moments(trained(plan, text.train, every=every, until=steps), every, steps)
    network = plan.network()
    return curve(
        kept, seconds, lambda theta, letters: probabilities(network.with_parameters(theta), plan, letters), text
    ), kept


def of_window(text: Corpus, every: int, steps: int = 4000) -> np.ndarray:
    """The curve of the window network."""
    network = Window().network()
    kept, seconds = moments(train_on(network, text.train, Window().rate, steps, every=every), every, steps)
    return curve(kept, seconds, lambda theta, letters: of_text(network.with_parameters(theta), letters), text)


def freeze() -> None:
    """Write the file: curves as float32, parameters as int8 with their scales."""
    text = corpus()
    large, kept = of_attention(LARGE, MARKS["large"], text)
    small, _ = of_attention(SMALL, MARKS["small"], text)
    whole, scales = zip(*(packed(kept[step // MARKS["large"]]) for step in KEPT))
    window, small, large = (rows.astype(np.float32) for rows in (of_window(text, MARKS["window"]), small, large))
    arrays = dict(window=window, small=small, large=large, whole=np.array(whole), scales=np.array(scales))
    np.savez_compressed(FROZEN, steps=np.array(KEPT), **arrays)


if __name__ == "__main__":
    freeze()
    print(f"{FROZEN.name}: {FROZEN.stat().st_size / 1000:.0f} kB")
