"""A cell of a notebook, made of both languages: what is the same in both is shown once, the rest as two blocks."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from course_nn.text.parts import FOLD, HEADING, Block, is_keyed, item, title_of

LANGUAGES = ("en", "zh-Hans")  # as HTML names them


class Fold(NamedTuple):
    """What is folded away below its title."""

    title: str
    blocks: tuple[Block, ...]


def markdown(en: Sequence[Block], zh: Sequence[Block], tasks: bool = False) -> str:
    """The source of a cell of text.

    en, zh : its blocks in either language
    tasks  : whether a list in it is one of tasks, whose keys are not shown
    """
    both = [_folded(blocks) for blocks in (en, zh)]
    keys = [[_same(one) for one in found] for found in both]
    shown, before = [], (0, 0)
    for match in SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_matching_blocks():
        apart = [found[start:end] for found, start, end in zip(both, before, (match.a, match.b))]
        if any(apart):
            shown.append("\n".join(_in_language(*one, tasks) for one in zip(LANGUAGES, apart)))
        pairs = zip(both[0][match.a : match.a + match.size], both[1][match.b : match.b + match.size])
        shown += [_in_both(*pair) for pair in pairs]
        before = match.a + match.size, match.b + match.size
    return "\n\n".join(shown)


def _folded(blocks) -> list[Block | Fold]:
    """Blocks, in which those below a heading of the fourth level have become a Fold."""
    found: list[Block | Fold] = []
    for block in blocks:
        if block.kind == "heading" and block.source.startswith(FOLD):
            found.append(Fold(title_of(block), ()))
        elif found and isinstance(found[-1], Fold) and block.kind != "heading":
            found[-1] = found[-1]._replace(blocks=(*found[-1].blocks, block))
        else:
            found.append(block)
    return found


def _same(one):
    """Equal where both languages show the same: a heading of one level, formulas, code and pictures."""
    if isinstance(one, Fold):
        return tuple(block.source for block in one.blocks) if all(b.kind == "fence" for b in one.blocks) else one
    return HEADING.match(one.source)[1] if one.kind == "heading" else one.source


def _in_both(en, zh):
    """What is the same, once: of a heading and of a fold the title in both languages."""
    if isinstance(en, Fold):
        return _details(_title(en.title, zh.title), [block.source for block in en.blocks])
    if en.kind == "heading":
        return f"{HEADING.match(en.source)[1]} {_title(*map(title_of, (en, zh)))}"
    return en.source


def _title(en, zh):
    return en if en == zh else f'<span lang="en">{en}</span> <span lang="zh-Hans">{zh}</span>'


def _details(title, sources):
    return "\n\n".join([f"<details><summary>{title}</summary>", *sources, "</details>"])


def _in_language(language, found, tasks):
    return "\n\n".join([f'<div lang="{language}">', "\n\n".join(_sources(found, tasks)), "</div>"]).replace(
        "</details>\n\n<details>", "</details>\n<details>"
    )


def _sources(found, tasks) -> Iterator[str]:
    for one in found:
        if isinstance(one, Fold):
            yield _details(one.title, _sources(one.blocks, False))
        elif tasks and is_keyed(one):
            yield "\n".join(f"{k}. {item(source).words}" for k, source in enumerate(one.items, 1))
        else:
            yield one.source
