"""A hand on the picture, as the layer on the page tells of it."""

import re
from itertools import count

import numpy as np

_GRABS = count(1)
AROUND = [np.array([np.cos(turn), np.sin(turn)]) for turn in np.arange(16) * np.pi / 8]


class Hand:
    """It takes hold of one place of a handle, in page pixels, and pulls.

    item : which of the handle's places
    """

    def __init__(self, demo, handle, item=0):
        self.demo, self.key, self.grab = demo, (handle, item), next(_GRABS)
        self.start = self.here = self.middle()

    def path(self):
        """The points of the place as they are on the page now: (m, 2), none if it cannot be seen."""
        paths = {(k, i): path for k, i, *_, path in self.demo.page.paths}
        return np.array(re.findall(r"[ML](\S+) ([\d.-]+)", paths.get(self.key, "")), float).reshape(-1, 2)

    def middle(self):
        path = self.path()
        return path[len(path) // 2] if len(path) != 2 else path.mean(axis=0)

    def press(self):
        self.demo.touched(*self.key, self.grab, *self.start, *self.start, True)
        return self

    def pull(self, dx, dy, holds=False):
        """Go so many page pixels away from where it took hold."""
        self.here = self.start + [dx, dy]
        self.demo.touched(*self.key, self.grab, *self.start, *self.here, holds)
        return self

    def miss(self):
        """Page pixels from the hand to the nearest point of what it holds."""
        path = self.path()
        if len(path) < 2:
            return np.hypot(*(path - self.here).T).min(initial=np.inf)
        t = np.linspace(0, 1, 200)[:, None]
        line = np.concatenate([a + t * (b - a) for a, b in zip(path, path[1:])])
        return np.hypot(*(line - self.here).T).min()
