"""Moodle XML: a category for each lecture, and in it its questions, in one language or in both.

What Moodle's own importer reads is written: qformat_xml of Moodle, and for both languages its filter "multilang".
"""

import base64
from html import escape
from xml.etree import ElementTree as ET

from course_nn.common.words import Words, term
from questions.definitions import TITLE
from questions.entries import category
from questions.markup import markup

CODES = {"en": "en", "zh": "zh_cn"}  # Moodle's names for its language packs
ROOT = "course_nn"
CERTAINTY = Words(
    "Say with each answer how sure you are. C=1, a guess: 1 mark if it is right, 0 if it is wrong. C=2, rather sure: 2 "
    "or −2. C=3, sure: 3 or −6. It pays to be honest: C=2 is best from 67% on, and C=3 from 80%.",
    "每次作答都要说明有多大把握。C=1（猜的）：答对得 1 分，答错得 0 分。C=2（比较有把握）：得 2 分或 −2 分。"
    "C=3（很有把握）：得 3 分或 −6 分。如实作答最合算：把握超过 67% 时选 C=2，超过 80% 时选 C=3。",
)
HOW_SURE = Words("How sure are you?", "有多大把握？")


def quiz(lectures, languages, certainty=False):
    """The bytes of a file.

    lectures  : {section: Entries}
    languages : "en", "zh" or both
    certainty : whether each lecture begins with a description of how certainty is marked
    """
    root = ET.Element("quiz")
    for section, entries in lectures.items():
        root.append(heading(f"{ROOT}/{one_line(category(section), languages[:1])}"))
        if certainty:
            root.append(description(languages))
        for entry in entries:
            root.append(asking(entry, languages, certainty))
    ET.indent(root)
    return ET.tostring(root, "utf-8", xml_declaration=True)


def heading(path):
    """What follows belongs into this category."""
    question = ET.Element("question", type="category")
    text(question, "category", path)
    return question


def description(languages):
    """No question, but a text at the head of a quiz."""
    question = ET.Element("question", type="description")
    text(question, "name", one_line(HOW_SURE, languages))
    text(question, "questiontext", spoken(CERTAINTY, languages), format="html")
    return question


def asking(entry, languages, certainty):
    """One question: with its options, in the course's order, or for a number."""
    question = ET.Element("question", type="numerical" if entry.number else "multichoice")
    text(question, "name", f"{entry.key}: {one_line(entry.title, languages)}")
    ask = text(question, "questiontext", asked(entry, languages), format="html")
    for image in entry.images.values():
        file = ET.SubElement(ask, "file", name=image.name, path="/", encoding="base64")
        file.text = base64.b64encode(image.data).decode()
    text(question, "generalfeedback", paragraph(spoken(entry.look, languages, str)), format="html")
    for name, value in (SETTINGS if entry.number else SETTINGS | OF_OPTIONS).items():
        ET.SubElement(question, name).text = value
    ET.SubElement(question, "idnumber").text = entry.key
    if entry.number:
        question.extend(numbers(entry, languages))
    else:
        for name, voice in VOICES.items():
            text(question, name, paragraph(spoken(term(voice), languages)) if voice else "", format="html")
        question.extend(answer(entry, key, languages) for key in entry.question.options)
    tags = ET.SubElement(question, "tags")
    for tag in (ROOT, entry.key.split("-")[0], *(["certainty"] if certainty else [])):
        text(tags, "tag", tag)
    return question


SETTINGS = {
    "defaultgrade": "1.0000000",  # by which certainty is multiplied
    "penalty": "0.3333333",
    "hidden": "0",
}
OF_OPTIONS = {
    "single": "true",
    "shuffleanswers": "false",  # replies and readers speak of the options by their letters
    "answernumbering": "ABCD",
    "showstandardinstruction": "0",
}
VOICES = {"correctfeedback": "right", "partiallycorrectfeedback": "", "incorrectfeedback": "not what happens"}


def answer(entry, key, languages):
    """An option, what it is worth, and what is said to whoever chooses it."""
    option = ET.Element("answer", fraction="100" if key == entry.right else "0", format="html")
    text(option, None, paragraph(spoken(entry.question.options[key], languages)))
    text(option, "feedback", paragraph(spoken(entry.question.because[key], languages)), format="html")
    return option


def numbers(entry, languages):
    """What is measured, with its tolerance, and any other number; to both it is said what is measured, and why."""
    why = entry.question.because[entry.right]
    said = "".join(paragraph(spoken(words, languages)) for words in (entry.number.says(), why))
    for fraction, value in (("100", f"{entry.number.value:g}"), ("0", "*")):
        option = ET.Element("answer", fraction=fraction, format="moodle_auto_format")
        text(option, None, value)
        tolerance = max(entry.number.below, entry.number.above) if fraction == "100" else 0
        ET.SubElement(option, "tolerance").text = f"{tolerance:g}"
        text(option, "feedback", said, format="html")
        yield option


def asked(entry, languages):
    """What is to be read first, in a fold; the picture, if there is one; and the question."""
    shown = {key: f'<img src="@@PLUGINFILE@@/{i.name}" alt="{escape(i.alt)}">' for key, i in entry.images.items()}
    picture = paragraph(each(shown)) if shown else ""
    wanted = [entry.question.ask, entry.number.asks()] if entry.number else [entry.note, entry.question.ask]
    said = "".join(paragraph(spoken(words, languages)) for words in wanted if words.en)
    return folded(entry.first, languages) + picture + said


def folded(first, languages):
    """A fold of what is to be read first; "" for nothing."""
    if not any(first):
        return ""
    return f"<details><summary>{spoken(TITLE, languages)}</summary>{spoken(first, languages, str)}</details>"


def spoken(words, languages, write=markup):
    """Words in these languages, of which Moodle shows each reader one."""
    return each({key: write(getattr(words, key)) for key in languages})


def each(said):
    """What is said in several languages, {language: HTML}; the filter allows no span within."""
    if len(said) == 1:
        return next(iter(said.values()))
    return "".join(f'<span lang="{CODES[key]}" class="multilang">{html}</span>' for key, html in said.items())


def one_line(words, languages):
    """Plain words, for names, in which the filter does nothing."""
    return " · ".join(dict.fromkeys(getattr(words, key) for key in languages))


def paragraph(html):
    return f"<p>{html}</p>"


def text(parent, name, said, **attributes):
    """A text in an element of that name; without one in the parent itself."""
    element = ET.SubElement(parent, name, attributes) if name else parent
    ET.SubElement(element, "text").text = said
    return element
