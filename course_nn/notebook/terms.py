"""The terms of the field: each in both languages, with its synonyms and one plain sentence that defines it.

They stand in glossary.txt beside this file, three lines a term: the names, the definition, the definition in Chinese.
The first line is `English | 中文 | English synonyms | 中文又称`; what is empty at its end is left out. A "=" for
the Chinese name: the interface has the term too, and its name stands in words.py.
"""

import re
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from IPython.display import HTML

from course_nn.common.errors import BadInput, shortened
from course_nn.common.texts import plainly
from course_nn.common.words import Words, block, term
from course_nn.stage.page import styled


class Entry(NamedTuple):
    """A term of the field.
    学科术语。

    name : Words
    also : Words, its synonyms; "" where there are none
    says : Words, one sentence that defines it
    """

    name: Words
    also: Words
    says: Words

    @property
    def anchor(self) -> str:
        """Where reference.ipynb explains it: reference.ipynb#cross-entropy."""
        return re.sub("[^a-z0-9]+", "-", self.name.en.lower().replace("²", "2")).strip("-")

    def sentence(self) -> Words:
        """The definition, with the synonyms before it; between a Chinese and a Latin letter stands a space."""
        gap = " " if self.also.zh[:1].isascii() else ""
        en = f"(Also: {self.also.en}.) " if self.also.en else ""
        zh = f"（又称{gap}{self.also.zh}。）" if self.also.zh else ""
        return Words(en + self.says.en, zh + self.says.zh)


def _entry(lines):
    names, en, zh = lines.splitlines()
    name_en, name_zh, also_en, also_zh = [part.strip() for part in f"{names}|||".split("|")][:4]
    name = term(name_en) if name_zh == "=" else Words(name_en, name_zh)
    return Entry(name, Words(also_en, also_zh), Words(en, zh))


@cache
def topics() -> dict[Words, list[Entry]]:
    """All entries, topic by topic, in the order in which a student meets them.
    全部术语，按主题排列，主题内按学习的先后。

    returns : {Words: [Entry]}
    """
    by_topic: dict[Words, list[Entry]] = {}
    for part in (files(__package__) / "glossary.txt").read_text("utf-8").strip().split("\n\n"):
        if part.startswith("# "):
            here = by_topic[Words(*part.removeprefix("# ").split(" · "))] = []
        else:
            here.append(_entry(part))
    return by_topic


@cache
def entries() -> dict[str, Entry]:
    """All entries by their English names.
    按英文名索引的全部术语。
    """
    return {entry.name.en: entry for terms in topics().values() for entry in terms}


@cache
def _spellings():
    """Every way to name a term, in small letters; a name goes before a synonym of another term."""
    by_name = {name.lower(): entry for entry in entries().values() for name in entry.name}
    return {
        name.lower(): entry
        for entry in entries().values()
        for name in (*re.split(", |、", f"{entry.also.en}, {entry.also.zh}"), entry.anchor)
        if name
    } | by_name


@plainly
def glossary(name: str | None = None) -> HTML:
    """The terms of the field: all of them as a table, or one, by any of its names in either language.
    学科术语：列出全部，或用中英文任一名称查其中一个。

    name   : None for all, or e.g. "softmax", "合页损失"
    raises : BadInput for an unknown term, with the nearest known one
    """
    if name is None:
        return HTML(styled(_table(entries().values())))
    return HTML(styled(_table([_find(name)])))


def _find(name):
    """The entry with this name, or BadInput with the nearest one."""
    name = shortened(name, 100)
    key = name.strip().lower()
    if key in _spellings():
        return _spellings()[key]
    near = get_close_matches(key, _spellings(), n=1, cutoff=0.5)
    nearest = _spellings()[near[0]].name if near else Words("", "")
    raise BadInput(
        f"unknown term {name!r}: " + (f"did you mean {nearest.en!r}? " if near else "") + "glossary() shows all terms",
        f"未知的术语 {name!r}：" + (f"是不是想查“{nearest.zh}”？" if near else "") + "glossary() 列出全部术语",
    )


def _table(terms):
    heads = Words("term", "术语"), Words("in Chinese", "英文"), Words("meaning", "含义")
    head = "".join(f'<th style="text-align:left">{words.html()}</th>' for words in heads)
    return f"<table><tr>{head}</tr>{''.join(map(_row, terms))}</table>"


def _row(entry):
    """A reader of one language sees its name first, the other's second, and then the sentence."""
    cells = block(entry.name), block(Words(entry.name.zh, entry.name.en)), block(entry.sentence())
    return "<tr>" + "".join(f'<td style="text-align:left;vertical-align:top">{cell}</td>' for cell in cells) + "</tr>"


def as_text(topic: Words) -> str:
    """One topic as the Markdown of a cell of reference.ipynb, with an anchor at each term.
    以 Markdown 写出一个主题，供 reference.ipynb 使用，每个术语都有锚点。

    topic : Words, a key of topics()
    """
    parts = [f'### <span lang="en">{topic.en}</span> <span lang="zh-Hans">{topic.zh}</span>']
    for entry in topics()[topic]:
        en, zh = entry.sentence()
        parts += [f'<a id="{entry.anchor}"></a>**{entry.name.en} · {entry.name.zh}**']
        parts += [f'<div lang="en">\n\n{en}\n\n</div>\n<div lang="zh-Hans">\n\n{zh}\n\n</div>']
    return "\n\n".join(parts)
