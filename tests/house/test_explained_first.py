"""Nothing is used before it is explained: a term of the glossary that the core says was linked or set apart before.

On the road of the core, in the order of the lectures, a term is explained by a link to its entry, or in a heading text
by bold or italic type or by the table of letters. What a picture says of itself where it starts counts as said right
after its question. A letter stands in the table at the head of its notebook.
"""

import re
from pathlib import Path

import drawn_files
import pytest
from offenders import expect_none

from course_nn.common.words import Words
from course_nn.lectures import LECTURES, rounds_of
from course_nn.notebook.terms import entries
from course_nn.text.parts import is_keyed

OF_THE_ROUND = ("predict", "explain", "try")  # how the ids of its cells of text end
EXPLAINS = ("-title", "-predict", "-opening-text")
CODE = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`", re.S)
DRAWN, QUOTED = Path(__file__).parents[1] / "lectures", re.compile(r"'([^']*)'")
LINK = re.compile(r"reference\.ipynb#([a-z0-9-]+)")
SET_APART = re.compile(r"^\|.*$|\*+([^*]+)\*+", re.M)
EVERYDAY = {  # words that mean nothing more here than elsewhere, or of which the name is a part of another word
    *("key", "value", "width", "output", "input", "noise", "sample", "temperature", "target", "representation"),
    *("loss function", "smoothing", "bias of a model", "normalization", "convolution"),
}


def core():
    """(id, Words) of all that the core says, from the first lecture on."""
    for section, lecture in LECTURES.items():
        rounds = rounds_of(section) if lecture.timed else {}
        for en, zh in lecture.text.pairs:
            stem, _, end = en.key.rpartition("-")
            asked = next((key for key, one in rounds.items() if en.key in one.questions), None)
            mine = asked if en.kind == "question" else stem if end in OF_THE_ROUND else None
            if en.key.endswith(("-title", "-opening-text")) or (mine in rounds and not rounds[mine].further):
                yield en.key, Words(*("\n".join(map(said, part.blocks)) for part in (en, zh)))


def core_and_pictures():
    """The same, and behind each question the words in the picture of its round."""
    rounds = {
        one.questions[0]: (key, one) for section in LECTURES for key, one in rounds_of(section).items() if one.questions
    }
    for key, words in core():
        yield key, words
        name, one = rounds.get(key, ("", None))
        if one and one.demo and not one.further:
            yield f"{name}-play", in_the_picture(key.partition("-")[0], one.demo)


def in_the_picture(section, demo):
    """Words, what stands in a picture where it starts."""
    pages = drawn_files.read(DRAWN / section / "drawn" / f"{demo}.txt").pages[:2] if section != "playground" else ()
    return (
        Words(*("\n".join(QUOTED.findall(" ".join(map(str, page.values())))) for page in pages))
        if pages
        else Words("", "")
    )


def said(block):
    """Of a list of options their words alone: what is replied to one explains."""
    if is_keyed(block) and block.source.startswith("-"):
        return "\n".join(source.partition("\n")[0] for source in block.items)
    return block.source


def named(entry, language, also=False):
    """How a text names a term, in English as a word of its own; with all its other names, if they are asked for."""
    names = [getattr(entry.name, language), *([getattr(entry.also, language)] if also else [])]
    ways = "|".join(map(re.escape, filter(None, names)))
    return re.compile(rf"\b(?:{ways})(?:s|es)?\b", re.I) if language == "en" else re.compile(ways)


def too_early(language):
    """(id of the cell, term) of what is said before it is explained, once each."""
    known, told = set(), set()
    names = {entry.anchor: named(entry, language) for term, entry in entries().items() if term not in EVERYDAY}
    for key, words in core_and_pictures():
        text = CODE.sub("", getattr(words, language))
        known |= {*LINK.findall(text)}
        plain = re.sub(r"\[[^]]*\]\([^)]*\)", "", text)
        if key.endswith(EXPLAINS):
            apart = "\n".join(found[0] for found in SET_APART.finditer(plain))
            known |= {anchor for anchor, name in names.items() if name.search(apart)}
        for entry in entries().values():
            if entry.anchor in known:
                plain = named(entry, language, also=True).sub("", plain)  # a longer name may hold another term's
        for anchor in names.keys() - known - told if not key.endswith("-title") else ():
            if names[anchor].search(plain):
                told.add(anchor)
                yield key, anchor


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_term_is_used_in_the_core_before_it_is_explained(language):
    expect_none(f"{key}: {anchor} has no link to reference.ipynb#{anchor} yet" for key, anchor in too_early(language))


# ---- letters ----------------------------------------------------------------------------------------------------

TABLE = re.compile(r"^\| letter \|.*(?:\n\|.*)+", re.M)
LATEX = re.compile(r"\\(?:mathbf|boldsymbol|mathcal|tilde|bar|hat) ?")
GREEK = {"lambda": "λ", "eta": "η", "theta": "θ", "mu": "μ", "sigma": "σ", "Sigma": "Σ", "delta": "δ", "varphi": "φ"}
NOT_SAID = re.compile(r"`[^`]*`|\[[^]]*\]\([^)]*\)|“[^”]*”s?|^\|.*$|\$\$.*?\$\$", re.M | re.S)
LETTER = re.compile(r"(?<![\w’'.·-])([A-Za-zα-ωΓ-Ω])(?:[₀-₉ₖᵢⱼₙₗₘ]|̃|̂|̄)*[′ᵀ*]?(?![\w’'-])")
WORDS_OF_ONE_LETTER = {*"aAI"}
NO_QUANTITY = {  # letters that stand for no number of the lecture
    ("neurons", "e"): "the base of e⁻ᶻ",
    ("backpropagation", "Σ"): "a sum",
    ("deep_vs_shallow", "F"): "a letter F is what the layers move",
    ("losses", "e"): "the base of an exponential",
    ("losses", "g"): "grams",
    ("everybody", "b"): "a letter that is read",
}


def letters_of(section):
    """All letters of the table at the head of a notebook; None where it has none."""
    text = "\n".join(block.source for en, _ in LECTURES[section].text.pairs for block in en.blocks)
    found = TABLE.search(text)
    names = [row.lstrip("| ").partition(" |")[0] for row in found[0].splitlines()[2:]] if found else []
    return {*re.findall(r"[A-Za-zα-ωΓ-Ω]", plain_letters("\n".join(names)))} if found else None


def plain_letters(text):
    """Letters of formulas as those of a text."""
    for name, letter in GREEK.items():
        text = re.sub(rf"\\{name}\b", letter, text)
    return LATEX.sub("", text)


def unexplained_letters():
    """(id of the cell, letter) of what the core says and no table explains, once a lecture."""
    told = {*NO_QUANTITY}
    for key, words in core():
        section = key.partition("-")[0]
        known = letters_of(section)
        for letter in LETTER.findall(plain_letters(NOT_SAID.sub("", words.en))) if known is not None else ():
            if letter not in known | WORDS_OF_ONE_LETTER and (section, letter) not in told:
                told.add((section, letter))
                yield key, letter


def test_each_letter_that_the_core_says_stands_in_the_table_at_the_head_of_its_notebook():
    expect_none(f"{key}: {letter} is in no row of the table of letters" for key, letter in unexplained_letters())


def test_no_letter_is_excepted_that_needs_it_not(monkeypatch):
    excepted = {*NO_QUANTITY}
    monkeypatch.setitem(globals(), "NO_QUANTITY", {})
    assert {(key.partition("-")[0], letter) for key, letter in unexplained_letters()} == excepted
