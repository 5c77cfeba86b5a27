"""While a question waits, its picture shows what is given and what may be chosen, and nothing of what is asked for."""

from itertools import accumulate

import pytest
from computed import whole
from drawn import picture
from lectures.test_every_task import ROUNDS, WAYS, demo_of
from matplotlib.figure import Figure

from course_nn.lectures import rounds_of, settled
from course_nn.notebook.exercises import prediction
from course_nn.stage.controls import Values, with_values
from course_nn.stage.frame import painting
from course_nn.stage.rounds import offered

DATA = {"data", "task", "example", "goal", "target"}  # controls that say which
MOST = 4  # other settings at which a picture is looked at
ASKED = [key for section in WAYS for key, one in rounds_of(section).items() if one.demo and one.questions]


def results(key):
    """Where the demo of a round starts, and what else its picture may have to show: {field: value} each."""
    demo, (ways, name) = demo_of(key), ROUNDS[key]
    moves = [way for way in ways.DONE_BY[name] if way and way != "sceptic"]
    start = demo.start() | demo.checked(ways.OPENED.get(name, {}))
    others = [
        values for way in moves for values in accumulate(way, lambda at, to: at | demo.checked(to), initial=start)
    ]
    others += [start | demo.checked(values) for values in demo.presets.values()]
    moved = [values for k, values in enumerate(others) if values != start and values not in others[:k]]
    some = [start, *moved[:: -(-len(moved) // MOST)]]
    return start, [whole(demo.name, *sorted(values.items())) for values in some]


def seen(key, result, values, veil):
    """What is drawn of a result, as words and numbers, with what may be chosen, set or drawn: bare, and veiled."""
    demo, options = demo_of(key), options_of(key)
    figure = Figure((8.6, demo.height))
    with painting():
        artists = demo.paint(figure)
        with_values(demo.draw, artists, result, values=Values(values))
        offered(demo, key, dict(zip(options, options))).draw(artists)
    bare = lines_of(figure)
    for artist in veil.hidden(artists):
        artist.set_visible(False)
    return bare, lines_of(figure)


def lines_of(figure):
    return [f"{place} {line}" for place, line in picture(figure).items()]


def options_of(key):
    return prediction(rounds_of(key.split("-")[0])[key].questions[0]).options


def other_truths(start, others, given):
    """The start with all that is not given as it is elsewhere; where that does not fit together it is no picture."""
    for other in others:
        asked = {name: getattr(other, name) for name in start._fields if name not in given}
        yield start._replace(**asked)


@pytest.mark.parametrize("key", ASKED)
def test_through_its_veil_a_picture_shows_the_same_whatever_is_true(key):
    demo = demo_of(key)
    veil, (values, (start, *others)) = demo.veil_of(key), results(key)
    (unveiled, veiled), differ = seen(key, start, values, veil), 0
    for other in other_truths(start, others, veil.given):
        try:
            now, through = seen(key, other, values, veil)
        except (ValueError, IndexError):  # parts of different sizes
            continue
        differ += now != unveiled
        assert through == veiled
    assert differ, "without its veil it would tell"


@pytest.mark.parametrize("key", [key for key in ASKED if demo_of(key).ghost or demo_of(key).estimate_of(key)])
def test_a_veil_lifts_on_the_data_that_its_question_asks_about(key):
    demo, (ways, name) = demo_of(key), ROUNDS[key]
    opened = demo.start() | demo.checked(ways.OPENED.get(name, {})) | demo.checked(demo.shown_of(key))
    asked = demo.checked(settled(rounds_of(key.split("-")[0])[key].questions[0]))
    assert all(opened[control] == asked[control] for control in DATA & asked.keys())


@pytest.mark.parametrize("key", ASKED)
def test_what_a_veil_gives_are_fields_of_the_result(key):
    _, (start, *_) = results(key)
    assert {*demo_of(key).veil_of(key).given} <= {*start._fields}
