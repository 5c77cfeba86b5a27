"""What is expected of a measurement is set or drawn in the veiled picture, by hand or number by number."""

from importlib import import_module

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_nn.common.words import Words
from course_nn.lectures import LECTURES, backpropagation, deep_vs_shallow, rounds_of
from course_nn.notebook import predict
from course_nn.notebook.exercises import prediction
from course_nn.stage import DEMOS, Curve, Mark
from course_nn.stage.estimating import Estimating


def estimated():
    """The first questions of all rounds that ask for a measurement."""
    for lecture in LECTURES:
        import_module(LECTURES[lecture].home)
        for one in rounds_of(lecture).values():
            if one.demo and one.questions and prediction(one.questions[0]).estimate():
                yield one.questions[0]


ESTIMATED = [*estimated()]
PLAIN = dict(axes=lambda artists: artists, label="y", truth=lambda: 0.8, places={"few": 0.1, "many": 0.9})
MARK = Mark(low=0, high=1, where=0.5, **PLAIN)
CURVE = Curve(
    **PLAIN | dict(truth=lambda: [1, 2, 3], places={"few": [np.nan, np.nan, 1.0], "many": [np.nan, np.nan, 10.0]}),
    low=0.1,
    high=10,
    log=True,
    x=(0, 1, 2),
    across="x",
    said=lambda drawn, true: Words("", ""),
)


@pytest.fixture
def axes():
    axes = Figure((8, 4), dpi=100).add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, 2), ylim=(0, 1))
    return axes


def laid(estimate, axes):
    """In a picture of 800 × 400 page pixels."""
    found = Estimating(estimate)
    found.draw(axes)
    found.paths(axes.figure, 100)
    return found


@pytest.fixture
def asked(monkeypatch):
    """Open the round of a question: a function of its id and the maker of its demo."""
    monkeypatch.setenv("COURSE_NN_COVER", "on")
    demos = []

    def ask(key, maker):
        question = predict(key)
        demos.append(maker())
        return question, demos[-1]

    yield ask
    for demo in demos:
        demo.close()


def middle_of(path):
    """Of what a hand can take, in page pixels."""
    numbers = path[-1].replace("M", " ").replace("L", " ").replace("Z", "").replace("h.1", "").split()
    return np.reshape([*map(float, numbers)], (-1, 2)).mean(axis=0)


# ---- what it is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ESTIMATED)
def test_an_estimate_starts_in_the_middle_and_its_places_are_the_options(key):
    question = prediction(key)
    estimate = question.estimate()
    np.testing.assert_allclose(estimate.share(estimate.start), 0.5, atol=0.01)
    assert {*estimate.places} == {*question.options}
    assert all(0 <= estimate.share(np.nanmax(place)) <= 1 for place in estimate.places.values())


def test_all_that_ask_for_a_measurement_say_so_in_their_line_and_no_other_does():
    for lecture in LECTURES:
        import_module(LECTURES[lecture].home)
        for key, one in rounds_of(lecture).items():
            for place, question in enumerate(one.questions if one.demo else ()):
                estimate = DEMOS[f"{lecture}.{one.demo}"].estimate_of(key) if place == 0 else None
                en, zh = prediction(question).ask
                assert ("Set it:" in en) == ("标出来：" in zh) == isinstance(estimate, Mark), question
                assert ("Draw it:" in en) == ("画出来：" in zh) == isinstance(estimate, Curve), question


@pytest.mark.parametrize("key", ESTIMATED)
def test_what_is_true_counts_as_the_right_option_and_is_not_off(key):
    question = prediction(key)
    estimate, true = question.estimate(), question.estimate().truth()
    assert estimate.option(true) == question.right() and estimate.off(true) == 0
    assert estimate.off(estimate.start) > 0


@pytest.mark.parametrize("key", ESTIMATED)
def test_the_reply_names_both_numbers_in_both_languages(key):
    estimate = prediction(key).estimate()
    said = estimate.miss(estimate.start)
    assert said.en and said.zh
    if isinstance(estimate, Mark):
        for number in (estimate.start, float(estimate.truth())):
            assert all(text in words for text, words in zip(estimate.text(number), said))


@pytest.mark.parametrize("value", [None, "0.5", True, np.nan, np.inf, -0.1, 1.1, [0.5], {"a": 1}])
def test_what_is_no_number_of_the_axis_is_no_answer(value):
    assert MARK.read(value) is None


@pytest.mark.parametrize(
    "value", [None, 1, "123", [1, 2], [1, 2, 3, 4], [1, 2, "3"], [1, 2, 0], [1, 2, np.nan], [1] * 10**6]
)
def test_what_is_no_curve_over_the_places_is_no_answer(value):
    assert CURVE.read(value) is None


def test_the_distance_to_a_spread_is_measured_by_the_start_that_is_farthest():
    mark = Mark(low=0, high=100, unit="%", **PLAIN | dict(truth=lambda: 50.0), spread=lambda: (45.0, 52.0))
    assert "2 times as far off" in mark.miss(60.0).en and "lies among them" in mark.miss(46.0).en


def test_on_a_logarithmic_axis_a_distance_is_a_factor():
    mark = Mark(low=1, high=100, log=True, **PLAIN | dict(truth=lambda: 20.0))
    assert mark.start == 10 and "a factor of 4 away" in mark.miss(5.0).en and "a factor of 4 away" in mark.miss(80.0).en


# ---- in the picture ------------------------------------------------------------------------------------------


def test_a_mark_goes_where_the_hand_is_and_no_farther_than_its_axis(axes):
    found = laid(MARK, axes)
    assert found.touched(0, 0, 1, (400, 100), True) == 0.75
    assert found.touched(0, 0, 1, (400, -50), True) == 1


def test_a_curve_takes_the_stroke_of_the_hand_and_keeps_what_it_has_not_passed(axes):
    axes.set(ylim=(0.1, 10), yscale="log")
    found = laid(CURVE, axes)
    assert CURVE.start == (1, 1, 1)
    found.choose(found.touched(0, 0, 1, (0, 400), True))  # lower left
    found.choose(found.touched(0, 0, 1, (400, 0), True))  # the middle of the upper edge
    assert found.chosen == (0.1, 10, 1)


def test_between_two_strokes_nothing_is_drawn(axes):
    axes.set(ylim=(0.1, 10), yscale="log")
    found = laid(CURVE, axes)
    for grab, x in enumerate((0, 800)):
        found.choose(found.touched(0, 0, grab, (x, 400), True))
    assert found.chosen == (0.1, 1, 0.1)


def test_a_stroke_may_be_quicker_than_the_page_tells_of_it(axes):
    axes.set(ylim=(0.1, 10), yscale="log")
    found = laid(CURVE, axes)
    for place in ((800, 0), (0, 400)):
        found.choose(found.touched(0, 0, 1, place, True))
    np.testing.assert_allclose(found.chosen, (0.1, 1, 10), rtol=0.03)


def test_a_hand_sets_a_mark_and_its_number_follows(asked):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    before, (x, y) = np.array(demo.frame.pixels), middle_of(demo.page.paths[-1])
    for holds, to in ((True, y), (True, y + 20), (False, y + 30)):
        demo.touched(1, 0, 7, x, y, x, to, holds)
    assert question.setting.value < question.estimate.start
    assert demo.picture.asked.chosen == question.setting.value
    assert question.choice.value == question.estimate.option(question.setting.value)
    assert not np.array_equal(demo.frame.pixels, before)


def test_a_number_that_is_typed_moves_the_mark(asked):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    box, _ = question.setting.box.children[0].children
    box.value = "300"
    assert question.setting.value == demo.picture.asked.chosen == 300


def test_a_curve_is_set_place_by_place(asked):
    question, demo = asked("deep_vs_shallow-8", deep_vs_shallow.overfit)
    place, (box, _) = question.setting.box.children[0], question.setting.box.children[1].children
    box.value = "0.5"
    place.value = len(question.estimate.x) - 1
    assert box.value == f"{question.estimate.control.start}", "of this place"
    box.value = "0.3"
    assert (question.setting.value[0], question.setting.value[-1]) == (0.5, 0.3)
    assert demo.picture.asked.chosen == question.setting.value and question.choice.value == "above"


def test_once_locked_the_own_value_stays_in_the_picture_in_place_of_the_options(asked):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    question.setting.put(400)
    question.lock("guess")
    assert set(demo.artists.prediction[0].get_ydata()) == {400}


def test_a_round_that_is_opened_later_shows_what_is_set(asked):
    predict("backpropagation-10").setting.put(300)
    _, demo = asked("backpropagation-10", backpropagation.memory)
    assert demo.picture.asked.chosen == 300
