"""A question as a platform needs it: words, the right option, what to show with it, and where the course answers it."""

from contextlib import closing
from importlib import import_module
from typing import NamedTuple

from book.veiled import demo_of, draw_veiled
from book.words import LANGUAGES

from course_nn.common.errors import shortened
from course_nn.common.words import LANGUAGE, Words
from course_nn.inventory.items import FORMS
from course_nn.lectures import LECTURES, round_of, settled
from course_nn.notebook.exercises import Prediction, questions_of
from course_nn.notebook.inventory_form import items_as_predictions
from course_nn.stage.display import VEILED
from course_nn.stage.page import parted, plain
from questions.definitions import definitions, question_stands_first
from questions.numbers import Number, note_on, number_of
from questions.pictured import PICTURES, as_png

INVENTORY = {f"inventory-{form}": form for form in FORMS}
INVENTED = Words("The course has a picture for this that moves.", "课程中有能动手的图说明这一点。")
NOTHING = Words("", "")
LONGEST = 250  # letters of an alternative text; QTI allows 256


class Image(NamedTuple):
    """A picture as a file, and what is said of it to those who cannot see it."""

    name: str
    data: bytes
    alt: str


class Entry(NamedTuple):
    """One question.

    key      : its id in the course, and everywhere else
    title    : of its round, Words
    question : the Prediction;  right : the key of its right option
    images   : {language: Image}, {} for few
    look     : Words, where in the course the answer can be seen
    first    : Words, HTML of what is to be read before it; empty for few
    number   : the Number that is asked for in place of an option; None for most
    note     : Words, what of the course was left out; empty for most
    """

    key: str
    title: Words
    question: Prediction
    right: str
    images: dict[str, Image]
    look: Words
    first: Words
    number: Number | None = None
    note: Words = NOTHING


def category(section):
    """The name of a lecture, with the number of its notebook: Words("03 XOR", "03 异或"); or of a form."""
    if section in INVENTORY:
        return Words(f"Inventory {INVENTORY[section]}", f"概念测评 {INVENTORY[section]}")
    lecture = LECTURES[section]
    number = lecture.notebook.partition("_")[0] if "_" in lecture.notebook else ""
    return Words(*(f"{number} {title}".strip() for title in lecture.title))


def entries_of(section, languages):
    """The Entries of a lecture, or of a form of the inventory, in its order."""
    if section in INVENTORY:
        asked = items_as_predictions(INVENTORY[section])
        return [Entry(key, category(section), one, one.right(), {}, INVENTED, NOTHING) for key, one in asked.items()]
    return [entry(key, question, languages) for key, question in questions_of(section).items()]


def entry(key, question, languages):
    """One question, with what it needs in these languages."""
    images = {language: image for language in languages if (image := image_of(key, language))}
    title, estimate = round_of(key)[1].title, question.estimate()
    shown = title, question, question.right(), images, look(key), definitions(key)
    return Entry(key, *shown, number_of(estimate), note_on(estimate))


def look(key):
    """Which notebook answers it, and with which demo at which setting."""
    section = key.split("-")[0]
    notebook, demo = LECTURES[section].notebook, round_of(key)[1].demo
    if not demo:
        return Words(f"The course answers this in {notebook}.", f"课程在 {notebook} 中解答这道题。")
    values = ", ".join(f"{name}={value!r}" for name, value in settled(key).items())
    call = f"<code>{section}.{demo}({values})</code>"
    return Words(f"To see it move: {call} in {notebook}.", f"亲手看一看：在 {notebook} 中运行 {call}。")


def image_of(key, language):
    """The picture of a question in a language: the one that the table names, or that of its round, veiled; None where
    its round shows none before it asks."""
    before, LANGUAGE.shown = LANGUAGE.shown, LANGUAGES[language].key
    try:
        return shown(key) if key in PICTURES else veiled_image(key)
    finally:
        LANGUAGE.shown = before


def shown(key):
    """The picture of the table, with its first numbers."""
    section, demo, values = PICTURES[key]
    with closing(getattr(import_module(LECTURES[section].home), demo)(**values)) as opened:
        return taken(key, opened, parted(opened.readout)[0])


def veiled_image(key):
    """The picture of a round as it stands while its question waits."""
    round_, about = round_of(key)
    if not about.demo or not question_stands_first(key):
        return None
    with closing(demo_of(round_)) as opened:  # left open, it would follow each later language
        draw_veiled(opened, round_)
        return taken(key, opened, VEILED)


def taken(key, opened, words):
    """The Image of a demo as it stands, in the language that is shown."""
    said = shortened(plain(opened.title, words), LONGEST)
    return Image(f"{key}.{LANGUAGE.shown}.png", as_png(opened.frame.pixels), said)
