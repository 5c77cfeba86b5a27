"""One file of a lecture's text, taken apart: what belongs to a cell, to a question, to an answer, to a claim.

The file is Markdown that GitHub shows as it is. Three signs give a piece of it a key, always in `backticks`:

## `xor-1-predict` Two layers     a cell of text begins; the heading is shown if there is one
### `xor-1` Question              a question: what is asked, then a list of options, each with the reply to it
### `xor-open` Solution           the worked solution of an exercise
```python xor-1-play              a cell of code

A list item has its key before its words: an option, a task, a claim. A heading without a key belongs to its cell; one
of the fourth level begins a fold. A comment, <!-- follows: xor-1-explain -->, is a note of the writers, a line each; no
reader sees it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import MappingProxyType
from typing import NamedTuple

from markdown_it import MarkdownIt

FOLD = "####"  # of a heading whose blocks are folded away
KINDS = {  # headings that begin something else than a cell
    "Question": "question",
    "题目": "question",
    "Solution": "solution",
    "解答": "solution",
    "Claims": "claims",
    "论断": "claims",
}
HEADING = re.compile(r"(#+) *(?:`([^`]+)`)? *(.*)")
ITEM = re.compile(r"(?:-|\d+\.) +(.*)", re.S)
KEYED = re.compile(r"`([^`]+)` *(.*)", re.S)
COMMENT = re.compile(r"<!--(.*)-->", re.S)
NOTE = re.compile(r"^\s*([a-z ]+): *(.+?)\s*$", re.M)


class TextError(ValueError):
    """What a writer has to mend, with the file and the line.
    文字文件中需要改正之处，注明文件与行号。
    """


class Block(NamedTuple):
    """A block of Markdown: a paragraph, a list, a heading, a fence.

    kind   : "paragraph", "list", "heading", "fence" or "html"
    source : as it stands in the file
    line   : of the file, from 1
    items  : of a list: the source of each
    """

    kind: str
    source: str
    line: int
    items: tuple[str, ...] = ()


class Part(NamedTuple):
    """A piece of a text that has a key.

    kind   : "text" or "code", which are cells; "question", "solution" or "claims"
    key    : id of the cell, or of the question; "" of the claims
    blocks : of a cell of text with its heading, if that is shown
    line   : of the file, from 1
    code   : of a cell of code
    notes  : {name: what the writers note}
    """

    kind: str
    key: str
    blocks: tuple[Block, ...]
    line: int
    code: str = ""
    notes: Mapping[str, str] = MappingProxyType({})


class Item(NamedTuple):
    """An item of a list that has a key: its words, what is said below them, and the items of a list within it."""

    key: str
    words: str
    more: str = ""
    below: tuple["Item", ...] = ()


@cache
def _markdown():
    return MarkdownIt("commonmark").disable("inline")  # blocks are all that is asked for


def blocks_of(source: str, first: int = 1) -> list[Block]:
    """The blocks of a text, from above; `first` is the number of its first line."""
    lines, found = source.splitlines(), []
    tokens = _markdown().parse(source)
    for place, token in enumerate(tokens):
        if token.level or not token.map:
            continue
        kind = token.type.removesuffix("_open").removesuffix("_block")
        kind = "list" if kind.endswith("_list") else kind
        start, end = token.map
        items = _items(lines, tokens[place:]) if kind == "list" else ()
        found.append(Block(kind, "\n".join(lines[start:end]).rstrip(), first + start, items))
    return found


def _items(lines, tokens):
    """The sources of the items of the list with which these tokens begin."""
    end = next(place for place, token in enumerate(tokens) if token.level == 0 and token.nesting < 0)
    maps = [token.map for token in tokens[:end] if token.type == "list_item_open" and token.level == 1]
    return tuple("\n".join(lines[start:stop]).rstrip() for start, stop in maps)


def matched(pattern: re.Pattern, source: str) -> re.Match:
    """The match of what the parser of Markdown has found to be such a block."""
    found = pattern.match(source)
    assert found
    return found


def is_heading(block: Block) -> bool:
    """Whether it is a heading, and not that of a fold."""
    return block.kind == "heading" and not block.source.startswith(FOLD)


def title_of(block: Block) -> str:
    """What a heading says."""
    return matched(HEADING, block.source)[3]


def is_list(block: Block) -> bool:
    """Whether it is a list."""
    return block.kind == "list"


def is_keyed(block: Block) -> bool:
    """Whether it is a list whose items have keys."""
    return is_list(block) and all(KEYED.match(matched(ITEM, source)[1]) for source in block.items)


def item(source: str) -> Item:
    """An item of a list: its key, its words, and what stands below, indented.

    raises : ValueError without a key
    """
    first, _, rest = matched(ITEM, source)[1].partition("\n")
    found = KEYED.fullmatch(first)
    if not found:
        raise ValueError(f"a key in `backticks` has to stand before “{first[:40]}”")
    below = blocks_of(dedent(rest))
    said = [block.source for block in below if block.kind != "list"]
    within = [item(one) for block in below if block.kind == "list" for one in block.items]
    return Item(found[1], found[2], "\n\n".join(said), tuple(within))


def parts_of(path: Path) -> list[Part]:
    """What stands in a file, from above.

    raises : TextError for what has no key, and for two that have the same
    """
    parts: list[Part] = []
    for block in blocks_of(path.read_text("utf-8")):
        begun = _begun(block)
        if begun:
            parts.append(begun)
        elif not parts or parts[-1].kind == "code":
            raise TextError(f"{path}:{block.line}: a cell of text begins with a heading that has a key: ### `its-id`")
        elif noted := COMMENT.fullmatch(block.source):
            parts[-1] = parts[-1]._replace(notes={**parts[-1].notes, **dict(NOTE.findall(noted[1]))})
        else:
            parts[-1] = parts[-1]._replace(blocks=(*parts[-1].blocks, block))
    for one in _twice(parts):
        raise TextError(f"{path}:{one.line}: there are two of `{one.key}`")
    return parts


def _begun(block):
    """The Part that begins with a block; None if it goes on with the one before."""
    if block.kind == "heading":
        level, key, title = matched(HEADING, block.source).groups()
        kind = KINDS.get(title, "text")
        if kind == "text" and not key:
            return None
        shown = (block._replace(source=f"{level} {title}"),) if kind == "text" and title else ()
        return Part(kind, key or "", shown, block.line)
    if block.kind == "fence":
        info, *code = block.source.splitlines()
        language, _, key = info.lstrip("`").partition(" ")
        return Part("code", key, (), block.line, "\n".join(code[:-1])) if language == "python" and key else None
    return None


def _twice(parts: list[Part]) -> Iterator[Part]:
    seen = set()
    for part in parts:
        cell = "cell" if part.kind in ("text", "code") else part.kind
        if (cell, part.key) in seen:
            yield part
        seen.add((cell, part.key))
