"""A good error says what was expected, what came, and what to try: once in English, once in Chinese."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

Thing = TypeVar("Thing")


class BadInput(ValueError):
    """A ValueError that carries its sentence in both languages, so that the stage can show the reader's own.
    带中英两种说明的 ValueError，界面据此显示读者所用的语言。

    en, zh : the same sentence twice
    str()  : both, one per line
    """

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(f"{en}\n{zh}")
        self.en, self.zh = en, zh


def lookup(registry: Mapping[str, Thing], name: str, en: str, zh: str) -> Thing:
    """registry[name], or a BadInput that proposes the nearest known name.
    取 registry[name]；名称未知时给出 BadInput，并提示最接近的名称。

    registry : dict with str keys
    en, zh   : what kind of thing is named, e.g. "activation", "激活函数"
    raises   : BadInput if the name is unknown
    """
    if isinstance(name, str) and name in registry:
        return registry[name]
    near = get_close_matches(shortened(name), list(registry), n=1, cutoff=0.5)
    came, known = shortened(name, 60, repr), ", ".join(registry)
    raise BadInput(
        f"unknown {en} {came}: " + (f"did you mean {near[0]!r}? " if near else "") + f"one of: {known}",
        f"没有名为“{shortened(name, 60)}”的{zh}："
        + (f"是不是“{near[0]}”？" if near else "")
        + f"可选：{'、'.join(registry)}",
    )


def shortened(value: Any, letters: int = 40, write: Callable[[Any], str] = str) -> str:
    """The beginning of what a value looks like, for a sentence about it; never raises. 值的开头部分，用于提示语。

    letters : at most so many
    write   : str or repr
    """
    try:
        return characters(write(value)[:letters])
    except BaseException:  # an object of somebody's own may raise anything; an integer has many thousand digits
        return characters(class_name(type(value))[:letters])


def in_a_line(error: BaseException) -> str:
    """The name of an error and the beginning of what it says; never raises. 错误的名称与内容的开头。"""
    return shortened(f"{class_name(type(error))}: {shortened(error, 200)}", 200)


def class_name(kind: type) -> str:
    """The name that a class was given, whatever its own class answers. 类在定义时得到的名称。"""
    return type.__dict__["__name__"].__get__(kind)


def characters(text: str) -> str:
    """The same without halves of characters, which no page and no file can hold. 去掉不成字符的部分。"""
    return str.encode(text, "utf-8", "replace").decode("utf-8")
