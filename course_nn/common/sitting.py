"""A sitting: what one kernel has asked, opened and joined, found in one place by whatever asks for it again."""

from typing import Any, ClassVar, TypeVar

Kind = TypeVar("Kind")


class Sitting:
    """From the start of a kernel to its end: rounds and questions, forms, films and classes, each kind by its ids.

    now : the one of this kernel
    """

    now: ClassVar["Sitting"]

    def __init__(self) -> None:
        self._kept: dict[type, dict] = {}

    def all(self, kind: type[Kind]) -> dict[Any, Kind]:
        """All of this kind by their ids, in the order in which they came."""
        return self._kept.setdefault(kind, {})

    def forget(self, *kinds: type) -> None:
        """As if nothing of these kinds had been there."""
        for kind in kinds:
            self._kept.pop(kind, None)


Sitting.now = Sitting()
