"""What a question asks for is missing in its picture until an answer is locked."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes


class Veil(NamedTuple):
    """What of a picture is hidden while its question waits for an answer.
    题目作答之前图中隐藏的部分。

    hides : names of artists among those that paint made, "curve", or "left.curve" where they lie deeper; of an Axes all
            that it holds. Without names, every artist that draw may move
    given : the fields of the result that may be seen all the same: the veiled picture depends on no other
    """

    hides: tuple[str, ...] = ()
    given: tuple[str, ...] = ()

    def hidden(self, artists: Any) -> list[Artist]:
        """The artists of a picture that it hides.

        raises : KeyError for a name that none of them has
        """
        named = [_inside(artists, name) for name in self.hides] if self.hides else [artists]
        return [one for found in named for one in _each(found)]


def _inside(artists, name):
    """What has this name, however deep."""
    for part in name.split("."):
        artists = _parts(artists)[part]
    return artists


def _parts(held: Any) -> dict:
    """{name: part} of what holds artists: a dict, a sequence, or an object of any kind."""
    if isinstance(held, Mapping):
        return {str(name): part for name, part in held.items()}
    if isinstance(held, list | tuple) and not hasattr(held, "_fields"):
        return {str(place): part for place, part in enumerate(held)}
    return held._asdict() if hasattr(held, "_asdict") else vars(held) if hasattr(held, "__dict__") else {}


def _each(held) -> Iterator[Artist]:
    """All artists in what holds some; of an Axes, what stands in it, but not its frame."""
    if isinstance(held, Axes):
        yield from [*held.lines, *held.collections, *held.images, *held.patches, *held.texts]
    elif isinstance(held, Artist):
        yield held
    elif not isinstance(held, str):
        for part in _parts(held).values():
            yield from _each(part)
