"""A question as a platform needs it: words, the right option, what to show with it, and where the course answers it."""

import io
from importlib import import_module
from typing import NamedTuple

from book.words import LANGUAGES
from matplotlib.figure import Figure

from course_nn.common.errors import shortened
from course_nn.common.words import LANGUAGE, Words, drawn_in
from course_nn.inventory.items import FORMS
from course_nn.lectures import LECTURES, round_of, settled
from course_nn.notebook.exercises import Prediction, questions_of
from course_nn.notebook.inventory_form import items_as_predictions
from course_nn.stage.files import picture_file
from course_nn.stage.frame import painting
from course_nn.stage.page import parted, plain
from questions.pictured import FORMULAS, PICTURES, formula

INVENTORY = {f"inventory-{form}": form for form in FORMS}
INVENTED = Words("The course has a picture for this that moves.", "课程中有能动手的图说明这一点。")
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
    images   : {language: Image}, {} for most
    look     : Words, where in the course the answer can be seen
    """

    key: str
    title: Words
    question: Prediction
    right: str
    images: dict[str, Image]
    look: Words


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
        return [Entry(key, category(section), one, one.right(), {}, INVENTED) for key, one in asked.items()]
    return [entry(key, question, languages) for key, question in questions_of(section).items()]


def entry(key, question, languages):
    """One question, with what it needs in these languages."""
    images = {language: image for language in languages if (image := image_of(key, language))}
    return Entry(key, round_of(key)[1].title, question, question.right(), images, look(key))


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
    """The picture of a question in a language; None for most."""
    name = f"{key}.{language}.png"
    if key in FORMULAS:
        latex = formula(*FORMULAS[key])
        return Image(name, written(latex), shortened(latex, LONGEST))
    if key not in PICTURES:
        return None
    section, demo, values = PICTURES[key]
    opened = getattr(import_module(LECTURES[section].home), demo)(**values)
    image = Image(name, drawn(opened, language), said(opened, language))
    opened.close()
    return image


def drawn(demo, language):
    """The picture of a demo as a PNG, its words in this language."""
    return picture_file(demo.picture, demo.result, demo.values, "png", language)


def said(demo, language):
    """Its title and first numbers, as plain text."""
    before, LANGUAGE.shown = LANGUAGE.shown, LANGUAGES[language].key
    text = plain(demo.title, parted(demo.readout)[0])
    LANGUAGE.shown = before
    return shortened(text, LONGEST)


def written(latex):
    """A formula as a PNG, as large as it is."""
    figure, file = Figure(dpi=150), io.BytesIO()
    with painting(), drawn_in("en"):
        figure.text(0, 0, f"${latex}$", fontsize=14)
        figure.savefig(file, format="png", bbox_inches="tight", pad_inches=0.1)
    return file.getvalue()
