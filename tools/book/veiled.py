"""The picture of a round as it stands while its question waits: what is asked for is missing in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from course_nn.lectures import LECTURES, rounds_of
from course_nn.notebook.exercises import Prediction, prediction
from course_nn.notebook.live_picture import veiled_options
from course_nn.stage.choosing import Choices
from course_nn.stage.running import RunningDemo
from course_nn.text.lecture import RoundText


def round_at(key: str) -> RoundText | None:
    """The round with that id, if it has a picture that moves."""
    section = key.split("-")[0]
    found = rounds_of(section).get(key) if section in LECTURES else None
    return found if found and found.demo else None


def asked_in(round_: str) -> tuple[str, Prediction] | None:
    """The question that is answered below the picture of a round, with its id; None if there is none."""
    found = round_at(round_)
    return (found.questions[0], prediction(found.questions[0])) if found and found.questions else None


def demo_of(round_: str) -> RunningDemo:
    """The demo of a round, opened as its notebook opens it."""
    lecture = LECTURES[round_.split("-")[0]]
    (code,) = [en.code for en, _ in lecture.text.pairs if en.key == f"{round_}-play"]
    return eval(code, {lecture.home.rpartition(".")[2]: import_module(lecture.home)})


def draw_veiled(demo: RunningDemo, round_: str) -> None:
    """Draw a demo below the veil of a round, where it stands, with what of its question lies in the picture."""
    picture, asked = demo.picture, asked_in(round_)
    picture.veil = demo.spec.veil_of(round_)
    picture.asked = veiled_options(asked[0]) if asked else Choices({})  # what is set or drawn lies over it
    picture.paint()
    picture.show(demo.result, demo.values)


@contextmanager
def veiled(demo: RunningDemo, round_: str) -> Iterator[None]:
    """A demo below that veil, until the block ends."""
    try:
        draw_veiled(demo, round_)
        yield
    finally:
        demo.picture.veil = None
        demo.picture.paint()
        demo.picture.show(demo.result, demo.values)
