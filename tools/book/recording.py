"""A demo is recorded: one picture and its numbers for every combination of places, in few and small files.

A picture that differs little from the one at the start is kept as what differs, to be laid over it.
"""

import hashlib
import io
from html import escape
from itertools import product
from typing import NamedTuple

import numpy as np
from PIL import Image

from book.axes import entry_for, moving
from book.chosen import BEGIN
from book.veiled import asked_in, veiled
from course_nn.common.errors import BadInput
from course_nn.common.words import Words

LIMIT = 1_000_000  # bytes of pictures a demo; above that, sliders have fewer places
LEAST = 3  # that a slider keeps
FLAT = 0.06  # of the picture: where more has changed, it is a map of many colours, which files hold with a little loss
LOSSLESS = {"lossless": True, "quality": 40, "method": 2}
LOSSY = {"quality": 80, "method": 4}
SHADES = np.r_[np.arange(252) // 4 * 4, [255] * 4].astype(np.uint8)  # nobody sees finer ones, and files are smaller


class Shot(NamedTuple):
    """A picture, as the bytes of a file; what is said of it, Words; and the state of the challenge or None."""

    image: bytes
    says: tuple
    state: str | None


class Recording(NamedTuple):
    """All that a page needs to move a demo.

    scenes : Scenes, the start first;  axes : Axes
    of     : for each scene, its place on every axis
    shots  : Shots, each once
    order  : for every combination of places, (scene, axis, axis, …) row by row, the number of its shot
    veil   : the picture while its question waits, as the bytes of a file; b"" if none is answered below it
    """

    scenes: list
    axes: list
    of: list
    shots: list
    order: list
    veil: bytes = b""

    @property
    def size(self):
        """Bytes of its pictures, each counted once."""
        return size(self.shots)


def record(demo, cell, round_=""):
    """A Recording of a demo in the language that is shown now; it is made anew for each language.

    cell : id of the cell that shows it;  round_ : id of the round to which that belongs
    """
    veil, begin = veiled_picture(demo, round_), entry_for(BEGIN, demo, cell)
    demo.set(**begin(demo.controls) if begin else {})
    (scenes, axes), start, film = moving(demo, cell), demo.values, Film(demo)
    names = {name for scene in scenes for name in scene.values} | {axis.name for axis in axes}
    begun = {name: start[name] for name in names}
    taken = {}
    for places in product(range(len(scenes)), *(range(len(axis.values)) for axis in axes)):
        moved = {axis.name: axis.values[place] for axis, place in zip(axes, places[1:])}
        taken[places] = film.take(begun | scenes[places[0]].values | moved)
    of = [[axis.values.index(scene.values.get(axis.name, start[axis.name])) for axis in axes] for scene in scenes]
    return recording_of(scenes, axes, of, taken)._replace(veil=veil)


def veiled_picture(demo, round_):
    """The picture as it is opened, without what its question asks for; b"" if none is answered below it."""
    if not asked_in(round_):
        return b""
    with veiled(demo, round_):
        return encode(pixels(demo), LOSSLESS)


def recording_of(scenes, axes, of, taken):
    """The Recording of what was taken, with as many places of the sliders as the limit allows."""
    kept = [[*range(len(axis.values))] for axis in axes]
    while size(taken[places] for places in product(range(len(scenes)), *kept)) > LIMIT:
        fewer = [every_second(places, {scene[k] for scene in of}) for k, places in enumerate(kept)]
        long = [k for k, axis in enumerate(axes) if axis.kind == "slide" and LEAST <= len(fewer[k]) < len(kept[k])]
        if not long:
            break
        longest = max(long, key=lambda k: len(kept[k]))
        kept[longest] = fewer[longest]
    order = [taken[places] for places in product(range(len(scenes)), *kept)]
    shots = [*dict.fromkeys(order)]
    numbers = {shot: number for number, shot in enumerate(shots)}
    axes = [axis.only(places) for axis, places in zip(axes, kept)]
    of = [[places.index(place) for places, place in zip(kept, scene)] for scene in of]
    return Recording(scenes, axes, of, shots, [numbers[shot] for shot in order])


def at_place(recording, places, scene=0):
    """The number of the shot at these places of the axes; book.js finds it the same way."""
    row = scene
    for axis, place in zip(recording.axes, places):
        row = row * len(axis.values) + place
    return recording.order[row]


def every_second(places, musts):
    """Half of the places, the first and the last among them where that can be, and those that must be there."""
    return [place for k, place in enumerate(places) if k % 2 == 0 or k == len(places) - 1 or place in musts]


def size(shots):
    """Bytes of their pictures, each counted once."""
    return sum(map(len, {shot.image for shot in shots}))


class Film:
    """Takes pictures of one demo; the first is whole, and the others are laid over it."""

    def __init__(self, demo):
        self.demo, self._known = demo, {}
        self.base = pixels(demo)
        self.first = encode(self.base, LOSSLESS)

    def take(self, values):
        """The Shot of a demo at these values; at values that it refuses, what it says to that."""
        try:
            self.demo.set(**values)
            says = self.demo.readout
            if reason := getattr(self.demo.result, "reason", None):
                says = Words(*(f"{readout} ⚠ {escape(why)}" for readout, why in zip(says, (reason.en, reason.zh))))
        except BadInput as error:
            says = Words(f"⚠ {escape(error.en)}", f"⚠ {escape(error.zh)}")
        return Shot(self._image(), says, self.demo.state)

    def _image(self):
        now = pixels(self.demo)
        known = hashlib.sha1(now).digest()
        if known not in self._known:
            self._known[known] = self._over(now)
        return self._known[known]

    def _over(self, now):
        """What differs from the first picture; all else is transparent."""
        differs = now != self.base
        if not differs.any():
            return self.first
        return encode(np.where(differs, now, 0), LOSSY if differs.mean() > FLAT else LOSSLESS)


def pixels(demo):
    """The picture of a demo in few shades of each colour: (height, width) uint32, the four bytes of a pixel in one."""
    return SHADES[np.asarray(demo.frame.pixels)].view(np.uint32)[..., 0]


def encode(picture, options):
    """The bytes of a WebP file."""
    file = io.BytesIO()
    Image.fromarray(picture[..., None].view(np.uint8), "RGBA").save(file, "WEBP", **options)
    return file.getvalue()
