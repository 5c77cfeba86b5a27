"""Where the parts of the network stand in the picture: from left to right as the sentence flows, a row a letter."""

import numpy as np

ROWS = 16  # letters at most, the space before the beginning among them
TALLEST = 2.0  # of a row, where there are few
BARS = 7  # next letters that are shown
_STATIONS = (  # width, and the gap behind
    ("letters", 3.0, 0.5),
    ("sum 0", 6.0, 1.5),
    *(
        (f"{name} {block}", wide, gap)
        for block in (1, 2)
        for name, wide, gap in (
            ("q", 2.7, 0.5),
            ("k", 2.7, 0.5),
            ("v", 2.7, 0.3),
            ("look", 10.0, 2.2),
            ("dense", 4.5, 2.2),
            ("sum", 5.5, 1.5),
        )
    ),
    ("next", 4.5, 3.6),
    ("bars", 7.0, 4.5),  # and room for numbers
)
_ENDS = np.cumsum([0.0, *(wide + gap for _, wide, gap in _STATIONS)])
END = float(_ENDS[-1])  # how wide all is
STATIONS = {name: (left, left + wide) for (name, wide, _), left in zip(_STATIONS, _ENDS)}  # left and right end


def middle(name: str) -> float:
    """Of a station, from left to right."""
    return float(np.mean(STATIONS[name]))


def rows(n: int) -> np.ndarray:
    """How far below the top each of n letters has its row: (n,)."""
    return ROWS / 2 + pitch(n) * (np.arange(n) - (n - 1) / 2)


def pitch(n: int) -> float:
    """From row to row."""
    return min(ROWS / n, TALLEST)


def extent(name: str, n: int) -> tuple[float, float, float, float]:
    """Of a strip with n rows, as Matplotlib's images have it: left, right, bottom, top."""
    half = n * pitch(n) / 2
    return *STATIONS[name], ROWS / 2 + half, ROWS / 2 - half


def bend(left: float, right: float, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Curves that leave and arrive level, from the heights start to the heights end: (curves, 21, 2)."""
    t = np.linspace(0, 1, 21)
    start, end = np.broadcast_arrays(np.atleast_1d(start), np.atleast_1d(end))
    heights = start[:, None] + (end - start)[:, None] * (3 * t**2 - 2 * t**3)
    return np.stack([np.broadcast_to(left + (right - left) * t, heights.shape), heights], axis=-1)
