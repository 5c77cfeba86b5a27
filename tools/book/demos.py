"""A recorded demo as a page has it: the files of its pictures, and the data that choose among them."""

import hashlib
import json
from typing import NamedTuple

from book.recording import at_place
from book.text import plain
from course_nn.common.words import Words, term
from course_nn.stage.page import SIGNS

FRAMES = "frames"  # the folder of all pictures, named after what is in them, so that the same is there once
STATES = list(SIGNS)


class Shown(NamedTuple):
    """What the template of a demo asks for, in one language.

    title, alt  : of the first picture;  src : its address;  width, height : in pixels of the page
    scenes      : captions of the buttons;  axes : dicts of label, means, kind, texts, place, plays
    readout     : HTML at the start;  goal : of the challenge, "" where no picture reaches it
    state       : of the challenge at the start, and data : for book.js, as JSON
    """

    title: str
    alt: str
    src: str
    width: int
    height: int
    scenes: list
    axes: list
    readout: str
    goal: str
    state: str
    data: str


def content(demo, recording, language, folder):
    """The Shown of a demo; its pictures are written into the folder of the site, where they are not yet there."""
    files = {shot.image: picture_file(shot.image, folder) for shot in recording.shots}
    title, first = language.of(demo.title), recording.shots[at_place(recording, recording.of[0])]
    readout = language.of(first.says)
    width, height = demo.figure.get_size_inches() * 100
    return Shown(
        title=title,
        alt=f"{plain(title)}. {plain(readout)}",
        src=f"../{FRAMES}/{files[first.image]}",
        width=round(width),
        height=round(height),
        scenes=[language.of(scene.caption) for scene in recording.scenes],
        axes=[as_dict(axis, place, language) for axis, place in zip(recording.axes, recording.of[0])],
        readout=readout,
        goal=language.of(goal(demo, recording)),
        state=language.of(progress(first.state)),
        data=json.dumps(data(recording, files, language), ensure_ascii=False, separators=(",", ":")),
    )


def picture_of(image, folder):
    """The address of a picture, whose file is written if it is new; "" for no picture."""
    return f"../{FRAMES}/{picture_file(image, folder)}" if image else ""


def picture_file(image, folder):
    """The name of the file of a picture, which is written if it is new."""
    name = hashlib.sha1(image).hexdigest()[:16] + ".webp"
    file = folder / FRAMES / name
    if not file.exists():
        file.write_bytes(image)
    return name


def as_dict(axis, place, language):
    texts = [language.of(text) for text in axis.texts]
    label, means = language.of(axis.label), axis.means and language.of(axis.means)
    return axis._asdict() | {"label": label, "means": means, "texts": texts, "place": place}


def goal(demo, recording):
    """The goal of the challenge, if it can be reached here."""
    reached = any(shot.state == "solved" for shot in recording.shots)
    return demo.challenge.goal if reached else Words("", "")


def progress(state):
    """How far the reader has come, as the course says it."""
    if state is None:
        return Words("", "")
    head, how = term("challenge"), term(state)
    return Words(f"{SIGNS[state]} {head.en} ({how.en})", f"{SIGNS[state]} {head.zh}（{how.zh}）")


def data(recording, files, language):
    """What book.js needs; the first axis are the scenes."""
    return {
        "counts": [len(recording.scenes), *(len(axis.values) for axis in recording.axes)],
        "scenes": recording.of,
        "order": recording.order,
        "shots": [
            [files[shot.image], language.of(shot.says), shot.state and STATES.index(shot.state)]
            for shot in recording.shots
        ],
        "states": [language.of(progress(state)) for state in STATES],
    }
