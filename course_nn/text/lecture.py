"""The text of a lecture in both languages, found by key: questions, tasks, solutions of exercises, claims."""

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.text.parts import Item, Part, TextError, is_heading, is_keyed, is_list, item, parts_of, title_of

FILES = Words("text.en.md", "text.zh.md")  # in the folder of a lecture
FURTHER = Words("(further)", "（选读）")  # behind the heading of a round
STEPS = ("explain", "try")  # how the id of a cell ends that holds the tasks of its round
BOLD = re.compile(r"\*\*(.+?)[.。]?\*\*")


class QuestionText(NamedTuple):
    """What is asked, {key: option}, {key: the reply to it}, and {name: what the writers note about it}.
    题目、选项、对各选项的回应，以及作者的备注。
    """

    ask: Words
    options: dict[str, Words]
    because: dict[str, Words]
    notes: Mapping[str, str]


class RoundText(NamedTuple):
    """A round as its cells tell it: its title, the demo that it opens, the questions that it asks.
    由单元格得出的一轮：标题、演示与题目。
    """

    title: Words
    demo: str | None
    questions: tuple[str, ...]
    further: bool


class ClaimText(NamedTuple):
    """A claim, when it is true, and {key: a change that was tried}, if it is not one of its demo's own.
    一条论断、它成立的条件，以及试过的改变。
    """

    says: Words
    condition: Words
    tried: dict[str, Words]


class LectureText:
    """The text of one lecture.
    一讲的全部文字。

    files  : Words, where it lies
    pairs  : [(part in English, the same in Chinese)], from above
    raises : TextError where one language has what the other lacks
    """

    def __init__(self, folder: Path) -> None:
        self.files = Words(*(str(folder / name) for name in FILES))
        both = [parts_of(folder / name) for name in FILES]
        self.pairs = [*zip(*both)]
        for en, zh in self.pairs:
            if (en.kind, en.key) != (zh.kind, zh.key):
                raise self._differ(en, zh)
            if en.code != zh.code:
                raise TextError(f"{self.files.zh}:{zh.line}: the code of `{zh.key}` is not that of the English text")
        if len(both[0]) != len(both[1]):
            longer = max(both, key=len)
            raise TextError(f"{self.files[both.index(longer)]}:{longer[len(self.pairs)].line}: the other ends here")

    def _differ(self, en, zh):
        told = [f"{path}:{part.line}: `{part.key}`, a {part.kind}" for path, part in zip(self.files, (en, zh))]
        return TextError(f"the two languages differ: {told[0]}; {told[1]}")

    def size(self) -> int:
        """How many pieces Python can ask for; all are read. 可按键查找的条目数，逐条读过。

        raises : TextError
        """
        read: list[dict] = [self.questions, self.solutions, self.claims, self.tasks, self.exercises, self.rounds]
        return sum(map(len, read))

    @cached_property
    def questions(self) -> dict[str, QuestionText]:
        """{key: QuestionText}, in their order. 全部题目。"""
        return {en.key: self._question(en, zh) for en, zh in self.pairs if en.kind == "question"}

    def _question(self, en, zh):
        items = self._items(en, zh)
        options = {key: Words(*(one.words for one in pair)) for key, pair in items.items()}
        because = {key: Words(*(one.more for one in pair)) for key, pair in items.items()}
        return QuestionText(_paragraphs(en, zh), options, because, en.notes)

    def _items(self, en: Part, zh: Part) -> dict[str, tuple[Item, Item]]:
        """{key: the item in both languages} of the lists in a part."""
        try:
            both = [[item(one) for block in part.blocks if is_list(block) for one in block.items] for part in (en, zh)]
        except ValueError as error:
            raise TextError(f"{self.files.en}:{en.line}, or in Chinese {zh.line}: {error}") from None
        keys = [", ".join(f"`{one.key}`" for one in found) or "none" for found in both]
        if keys[0] != keys[1]:
            told = [f"{path}:{part.line} has {known}" for path, part, known in zip(self.files, (en, zh), keys)]
            raise TextError(f"the lists of `{en.key}` differ in their keys: {told[0]}; {told[1]}")
        return {one.key: (one, other) for one, other in zip(*both)}

    @cached_property
    def solutions(self) -> dict[str, Words]:
        """{key of an exercise: its worked solution}, of those that compute no number. 不含计算结果的解答。"""
        return {en.key: _paragraphs(en, zh) for en, zh in self.pairs if en.kind == "solution"}

    @cached_property
    def claims(self) -> dict[str, ClaimText]:
        """{key: ClaimText}. 全部论断。"""
        found = {}
        for en, zh in self.pairs:
            for key, (one, other) in self._items(en, zh).items() if en.kind == "claims" else ():
                if [change.key for change in one.below] != [change.key for change in other.below]:
                    raise TextError(f"{self.files.zh}:{zh.line}: `{key}` has other changes in English")
                tried = {a.key: Words(a.words, b.words) for a, b in zip(one.below, other.below)}
                found[key] = ClaimText(Words(one.words, other.words), Words(one.more, other.more), tried)
        return found

    @cached_property
    def tasks(self) -> dict[str, dict[str, Words]]:
        """{round: {name: what there is to do}}. 各轮的任务。"""
        found = {}
        for en, zh in self.pairs:
            key, _, end = en.key.rpartition("-")
            if en.kind == "text" and end in STEPS:
                keyed = [part._replace(blocks=tuple(filter(is_keyed, part.blocks))) for part in (en, zh)]
                found[key] = {name: Words(*(one.words for one in pair)) for name, pair in self._items(*keyed).items()}
        return found

    @cached_property
    def sections(self) -> dict[str, tuple[Words, Words]]:
        """{id of a cell of text: (its heading, what stands below)}. 各单元格的标题与正文。"""
        return {en.key: _section(en, zh) for en, zh in self.pairs if en.kind == "text"}

    @cached_property
    def exercises(self) -> dict[str, Words]:
        """{key: how the text above its cell begins}: "By hand", "手算". 各习题的标题。"""
        found, title = {}, Words("", "")
        for en, zh in self.pairs:
            if en.kind == "text":
                title = Words(_beginning(en), _beginning(zh))
            elif asked := re.search(r'^check\("([\w-]+)"', en.code, re.M):
                found[asked[1]] = title
        return found

    @cached_property
    def rounds(self) -> dict[str, RoundText]:
        """{key: RoundText}, in their order. 全部各轮。"""
        found: dict[str, RoundText] = {}
        title = Words("", "")
        for en, zh in self.pairs:
            key, _, end = en.key.rpartition("-")
            if en.kind == "text":
                title = _heading(en, zh) or title
            elif asked := re.fullmatch(r'predict\("([\w-]+)"\)', en.code):
                one = found.get(key) or _round(title)
                found[key] = one._replace(questions=(*one.questions, asked[1]))
            elif end == "play" and (demo := re.search(rf"\b{key.split('-')[0]}\.(\w+)\(", en.code)):
                found[key] = (found.get(key) or _round(title))._replace(demo=demo[1])
        return found


def _paragraphs(en, zh):
    """What a part says before its list."""
    return Words(*("\n\n".join(one.source for one in part.blocks if not is_list(one)) for part in (en, zh)))


def _heading(en, zh):
    """The heading of a cell of text; None without one."""
    heads = [[one for one in part.blocks if is_heading(one)] for part in (en, zh)]
    return Words(*(title_of(found[0]) for found in heads)) if all(heads) else None


def _section(en, zh):
    below = [part._replace(blocks=[one for one in part.blocks if not is_heading(one)]) for part in (en, zh)]
    return _heading(en, zh) or Words("", ""), _paragraphs(*below)


def _round(title):
    plain = Words(*(text.removesuffix(mark).strip() for text, mark in zip(title, FURTHER)))
    return RoundText(plain, None, (), plain != title)


def _beginning(part):
    """The heading or the words in bold with which the last exercise in a cell begins."""
    for block in reversed(part.blocks):
        bold = BOLD.match(block.source)
        if bold or is_heading(block):
            return bold[1] if bold else title_of(block)
    return ""


@cache
def text_in(folder: Path) -> LectureText:
    """The text that lies in a folder, read once. 某文件夹中的讲义文字，只读一次。"""
    return LectureText(folder)


def text_above(file: Path) -> LectureText:
    """The text of the lecture to which a file belongs: it lies in one of the folders above. 某文件所属讲次的文字。

    raises : BadInput for a file of no lecture
    """
    folder = next((folder for folder in file.parents if (folder / FILES.en).exists()), None)
    if folder is None:
        raise BadInput(
            f"expected {FILES.en} and {FILES.zh} in a folder above {file.name}, where the words of its tasks stand; "
            "a demo of your own has Tasks with their words",
            f"{file.name} 的上级文件夹中应有 {FILES.en} 与 {FILES.zh}，写着各项任务的文字；自己的演示请用带文字的 Task",
        )
    return text_in(folder)
