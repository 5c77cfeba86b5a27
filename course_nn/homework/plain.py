"""Plain data as JSON and back: numbers, text, containers, arrays, and networks of the course. Never code.

Whoever packs may be a student's process, so whoever unpacks believes nothing: what has no known form is an error.
"""

import base64
import re
from collections.abc import Callable, Iterator, KeysView, ValuesView
from itertools import islice
from typing import Any

import numpy as np

from course_nn.homework.networks import described, rebuilt
from course_nn.network import Network

NUMBERS = re.compile(r"[<>|=][?biufcSU]\d+")  # types of array elements that are data and nothing else
SMALL = 2**53  # whole numbers up to it stand in JSON as they are
MOST = 100_000  # elements that are read of what comes one by one
CONTAINERS: dict[str, Callable] = {"tuple": tuple, "list": list, "set": set, "frozenset": frozenset}


def pack(value: Any, other: Callable[[Any], list]) -> Any:
    """What JSON can say of a value; other says it of what is no data, or raises.

    raises : TypeError or ValueError for what cannot be sent
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return _pack_array(value, other)
    if isinstance(value, int | float | complex | str | bytes | range) or value is ...:
        return _pack_single(value)
    if isinstance(value, dict):
        return ["dict", [[pack(key, other), pack(one, other)] for key, one in value.items()]]
    if type(value) is Network:
        return ["network", pack(described(value), other)]
    if hasattr(type(value), "__array__"):
        return pack(np.asarray(value), other)
    if isinstance(value, Iterator | KeysView | ValuesView):
        value = list(islice(value, MOST))
    kind = next((name for name in CONTAINERS if isinstance(value, CONTAINERS[name])), None)  # type: ignore[arg-type]
    return [kind, [pack(part, other) for part in value]] if kind else other(value)


def _pack_single(value):
    if isinstance(value, int):
        return int(value) if abs(value) <= SMALL else ["int", hex(value)]
    if isinstance(value, complex):
        return ["complex", value.real, value.imag]
    if isinstance(value, bytes):
        return ["bytes", base64.b64encode(value).decode()]
    if isinstance(value, range):
        return ["range", value.start, value.stop, value.step]
    return ["ellipsis"] if value is ... else float(value) if isinstance(value, float) else str(value)


def _pack_array(value, other):
    if value.dtype == object:
        return ["objects", list(value.shape), [pack(part, other) for part in value.ravel()]]
    if not NUMBERS.fullmatch(value.dtype.str):
        raise TypeError(
            f"expected an array of numbers, got one of {value.dtype}\n应为数的数组，收到 {value.dtype} 的数组"
        )
    kind = "array" if isinstance(value, np.ndarray) else "scalar"
    return [kind, value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]


def unpack(packed: Any, other: Callable[[list], Any]) -> Any:
    """The value again; other makes it of what is no data, or raises.

    raises : ValueError, TypeError or another usual error for what has no known form
    """
    if not isinstance(packed, list):
        return packed
    kind, *parts = packed
    if kind in CONTAINERS:
        return CONTAINERS[kind](unpack(part, other) for part in parts[0])
    if kind == "dict":
        return {unpack(key, other): unpack(one, other) for key, one in parts[0]}
    if kind == "network":
        return rebuilt(*unpack(parts[0], refuse))
    return SINGLE[kind](*parts) if kind in SINGLE else other(packed)


def refuse(what: Any) -> Any:
    """What to do with what is no data where nothing else may stand.

    raises : TypeError
    """
    came = type(what).__name__
    raise TypeError(f"expected plain numbers, got {came}\n应为普通的数，收到 {came}")


def _array(dtype, shape, content):
    if not NUMBERS.fullmatch(dtype):
        raise ValueError(f"an array of {dtype}")
    return np.frombuffer(base64.b64decode(content), np.dtype(dtype)).reshape(shape).copy()


def _objects(shape, parts):
    """An array of single numbers and texts: nothing that could answer for itself."""
    array = np.empty(len(parts), object)
    array[:] = [unpack(part, refuse) for part in parts]
    return array.reshape(shape)


SINGLE: dict[str, Callable] = {
    "int": lambda text: int(text, 16),
    "complex": complex,
    "bytes": base64.b64decode,
    "range": range,
    "ellipsis": lambda: ...,
    "array": _array,
    "scalar": lambda *parts: _array(*parts)[()],
    "objects": _objects,
}
