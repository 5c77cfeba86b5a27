"""A good error says what was expected, what came, and what to try: once in English, once in Chinese."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import TypeVar

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
    near = get_close_matches(str(name), list(registry), n=1, cutoff=0.5)
    known = ", ".join(registry)
    raise BadInput(
        f"unknown {en} {name!r}: " + (f"did you mean {near[0]!r}? " if near else "") + f"one of: {known}",
        f"“{zh}”没有 {name!r} 这个选项：" + (f"是不是想写 {near[0]!r}？" if near else "") + f"可选：{known}",
    )
