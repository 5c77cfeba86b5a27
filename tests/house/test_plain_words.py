"""English as one says it to a first-year student, in lectures, README and guides: what can be counted of the rules.

A sentence that has to break a rule stands in EXCEPTIONS, with the reason.
"""

import ast
import re
from pathlib import Path

import pytest
from offenders import expect_none

from course_nn.lectures import LECTURES

LONGEST = 25  # words in a sentence
MEANINGS = {  # a noun with two meanings -> how a sentence shows which one it has; a lecture keeps to one of them
    "step": {
        "of training": r"\b(?:(?:each|every|per|last|fewer|large|[\d,]+) steps?|one step on)\b(?! units?| functions?)",
        "of a curve": r"\b(?:closer to|nearly|into|is|becomes?|like|sum of|layer of) (?:a |hard )?steps?(?=[.,;:]|$)",
    },
    "line": {
        "a border": r"\bsides? of (?:the|a|its) line\b|\bdecision line\b|\bline of (?:a|the|each) unit\b",
        "an edge": r"\blines? (?:between|from|to|into) (?:the |two |a )?(?:units?|nodes?|inputs?|outputs?)\b",
    },
    "look": {
        "of attention": r"\b(?:first|second|earlier|two) looks?\b",
        "of an eye": r"\b(?:a|another|closer) look (?:at|is|shows)\b",
    },
}
EXCEPTIONS: dict[str, str] = {}  # a part of the sentence -> why it stays
RULES = {  # what is not written -> what is
    r"\b(?:becomes?|become) of\b": "What happens to …?",
    r"\b[Yy]ou (?:take|took|mistake|think|thought|suspect)\b": "That would hold if …, but …",
    r"\b[Ww]hoever\b": "If you …",
    r"\b(?:that|those) of\b": "repeat the noun",
    r"\b[Ff]rom (?:where|which|what)\b[^.?]{0,30}\bon\b": "above which …",
    r"\b(?:as|half as|twice as) (?:many|much)(?=[.,;:?)]|$)": "repeat the noun",
    r"\b[Tt]he lecture’s\b": "name the thing",
    r"\b(?:hangs? on|to and fro|turn(?:s|ed) round|fore(?:told|tells?)|lies? askew)\b": "depends on, back and forth, "
    "reversed, predicted, at an angle",
    r"\bin (?:its|their|his|her) place(?=[.,;])": "instead",
}
SENTENCE = re.compile(r"(?<=[.?!])[\s*”)]+")
WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")
NO_PROSE = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|\]\([^)]*\)|<[^>]*>")
DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    page.name: page for page in [DOCS.parent / "README.md", *sorted(DOCS.glob("*.md"))] if ".zh-CN" not in page.name
}
EACH = pytest.mark.parametrize("section", [*LECTURES, *PAGES])


def prose(text):
    """(line, text) of what is told in a lecture's file: neither code nor tables nor the claims of the ledger."""
    told = re.sub(
        r"^```.*?^```", lambda code: "\n" * code[0].count("\n"), text.partition("\n## Claims")[0], flags=re.S | re.M
    )
    for number, line in enumerate(told.splitlines(), 1):
        if not line.startswith(("|", "#")):
            yield number, NO_PROSE.sub(" x ", line)


def written(section):
    """(where, a line) of all English of a lecture, with the sentences beside the code of its demos; or of a page."""
    if section in PAGES:
        yield from prose(PAGES[section].read_text("utf-8"))
        return
    home = LECTURES[section].folder
    for number, line in prose((home / "text.en.md").read_text("utf-8")):
        yield f"text.en.md:{number}", line
    for path in sorted(home.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Words" and call.args:
                yield f"{path.relative_to(home)}:{call.lineno}", NO_PROSE.sub(" x ", spoken(call.args[0]))


def spoken(node):
    """The words of a string, with x for each value that is put into it."""
    if isinstance(node, ast.JoinedStr):
        return "".join(spoken(part) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def excepted(sentence):
    return any(part in sentence for part in EXCEPTIONS)


@EACH
def test_no_form_that_has_to_be_read_twice(section):
    expect_none(
        f"{where} …{line[max(0, found.start() - 25) : found.end() + 15]}…: {better}"
        for where, line in written(section)
        if not excepted(line)
        for form, better in RULES.items()
        for found in re.finditer(form, line)
    )


@EACH
def test_no_sentence_is_longer_than_one_breath(section):
    expect_none(
        f"{where} {len(WORD.findall(sentence))} words: {sentence}"
        for where, line in written(section)
        for sentence in SENTENCE.split(line)
        if len(WORD.findall(sentence)) > LONGEST and not excepted(sentence)
    )


def meanings(noun, lines):
    """{meaning: the first sentence that shows it} of a noun."""
    sentences = [sentence for line in lines for sentence in SENTENCE.split(line)]
    found = {what: [one for one in sentences if re.search(form, one, re.I)] for what, form in MEANINGS[noun].items()}
    return {what: shown[0] for what, shown in found.items() if shown}


@pytest.mark.parametrize("section", LECTURES)
def test_a_noun_has_one_meaning_in_a_lecture(section):
    lines = [line for _, line in written(section)]
    expect_none((noun, found) for noun in MEANINGS if len(found := meanings(noun, lines)) > 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "What becomes of the gradient?",
        "You take the loss for the slope.",
        "Whoever reads it, learns.",
        "Its slope is that of the sigmoid.",
        "From which λ on is it zero?",
        "It needs twice as many.",
        "The lecture’s figure shows it.",
        "The rate hangs on the start.",
    ],
)
def test_each_rule_finds_its_own_example(sentence):
    assert any(re.search(form, sentence) for form in RULES)


@pytest.mark.parametrize(
    ("noun", "one", "other", "clear"),
    [
        (
            "step",
            "Each step lowers the loss.",
            "The sigmoid nearly is a step.",
            "The sigmoid nearly is a step function.",
        ),
        ("line", "Which side of the line is it on?", "A line from the input leads there.", "An edge leads there."),
        ("look", "The second look copies.", "Another look at the data helps.", "Look at the data again."),
    ],
)
def test_two_meanings_of_a_noun_are_told_apart(noun, one, other, clear):
    assert len(meanings(noun, [one, other])) == 2 and len(meanings(noun, [one, clear])) == 1


def test_a_long_sentence_is_found_and_a_formula_is_not_counted():
    long = "word " * (LONGEST + 1) + "."
    assert [len(WORD.findall(one)) for one in SENTENCE.split(long)] == [LONGEST + 1]
    assert [*prose("a\n```python x\ncode\n```\n| table |\n# title\nso `code` it is $y = x$\n## Claims\nnot told")] == [
        *((1, "a"), (2, ""), (3, ""), (4, ""), (7, "so  x  it is  x ")),
    ]
