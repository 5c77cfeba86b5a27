"""What is expected of a measurement is set or drawn in the veiled picture, by hand or number by number."""

from dataclasses import replace
from functools import partial
from importlib import import_module

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import marks
from course_nn.lectures import (
    LECTURES,
    activations,
    backpropagation,
    deep_vs_shallow,
    feature_learning,
    neurons,
    rounds_of,
    start,
    xor,
)
from course_nn.notebook import predict
from course_nn.notebook.exercises import prediction
from course_nn.stage import DEMOS, Curve, Mark
from course_nn.stage.estimating import Estimating
from course_nn.stage.filming import wiped


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
VARIES = Mark(low=0, high=1, where=0.5, spread=lambda: (0.4, 0.5), **PLAIN | dict(truth=lambda: 0.45))
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


def test_what_is_held_of_a_mark_follows_the_hand_only_to_the_ends_of_its_axis(axes):
    (stays, (is_free, *ends)), line = laid(MARK, axes).ways()[1], laid(replace(MARK, along="x", high=2), axes).ways()[0]
    assert stays == [False] and is_free and ends == [400, 0]
    assert line == [[True, 0, 800], [False]] and laid(CURVE, axes).ways() == {}


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
def test_the_places_of_an_estimate_are_the_options(key):
    question = prediction(key)
    estimate = question.estimate()
    assert {*estimate.places} == {*question.options}
    assert all(0 <= estimate.share(np.nanmax(place)) <= 1 for place in estimate.places.values())


def test_all_that_ask_for_a_measurement_say_so_in_their_line_and_no_other_does():
    for lecture in LECTURES:
        import_module(LECTURES[lecture].home)
        for key, one in rounds_of(lecture).items():
            for place, question in enumerate(one.questions if one.demo else ()):
                estimate = DEMOS[f"{lecture}.{one.demo}"].estimate_of(key) if place == 0 else None
                en, zh = prediction(question).ask
                assert ("Set the mark:" in en) == ("标出来：" in zh) == isinstance(estimate, Mark), question
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
    assert (
        mark.start == 10
        and "too low by a factor of 4" in mark.miss(5.0).en
        and "too high by a factor of 4" in mark.miss(80.0).en
    )
    assert "偏低，测得值是它的 4 倍" in mark.miss(5.0).zh and "偏高，是测得值的 4 倍" in mark.miss(80.0).zh


# ---- a band ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [[0.5, 0.4], [0.1], [0.1, 0.2, 0.3], [0.1, "0.2"], [-1, 0.5], [0.5, np.nan]])
def test_what_is_no_pair_of_the_axis_is_no_band(value):
    assert VARIES.read(value) is None


def test_a_band_is_set_only_where_starts_differ():
    assert VARIES.read([0.2, 0.3]) == (0.2, 0.3) and MARK.read([0.2, 0.3]) is None


@pytest.mark.parametrize(
    "band, en, zh",
    [
        ((0.38, 0.55), "covers that.", "盖住了它。"),
        ((0.0, 1.0), "covers that, and is too wide: 10 times as wide.", "过宽"),
        ((0.42, 0.45), "lies within that, and is too narrow.", "过窄"),
        ((0.45, 0.9), "covers only a part of that.", "一部分"),
        ((0.6, 0.9), "lies beside that.", "外面"),
        ((0.1, 0.3), "lies beside that.", "外面"),
    ],
)
def test_the_reply_to_a_band_compares_it_with_what_several_starts_gave(band, en, zh):
    said = VARIES.miss(band)
    assert said.en.endswith(f"different starts gave 0.4 to 0.5. Your band {en}") and zh in said.zh


def test_a_band_is_off_by_its_ends_and_counts_as_the_option_in_its_middle():
    assert VARIES.off((0.4, 0.5)) == 0 < VARIES.off((0.3, 0.5)) < VARIES.off((0.0, 1.0))
    assert VARIES.option((0.0, 0.3)) == "few" and VARIES.option((0.5, 1.0)) == "many"


def test_each_end_of_a_band_goes_where_the_hand_is_and_stops_at_the_other(axes):
    found = laid(VARIES, axes)
    found.choose((0.25, 0.5))
    assert [path[:2] for path in found.paths(axes.figure, 100)] == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert found.touched(1, 1, 1, (400, 100), True) == (0.25, 0.75)
    assert found.touched(1, 0, 2, (400, 0), True) == (0.5, 0.5)


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


# ---- after the lock --------------------------------------------------------------------------------------------


def missed_in(demo):
    """What is shaded, if it can be seen: (n, 2)."""
    shade = demo.picture.missed
    return shade.get_xy() if shade and shade.get_visible() else None


def test_at_the_lock_the_picture_opens_where_its_question_was_asked_and_that_does_no_task(asked):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    question.setting.put(400)
    question.lock("guess")
    assert (demo.values.L, demo.values.kept) == (100, 10) and not demo.picture.veil
    assert "222" in demo.readout.en and not any(demo.road.tasks.done)


def test_the_picture_goes_where_its_question_was_asked_though_the_sceptics_control_has_followed_the_others(asked):
    question, demo = asked("activations-9", partial(activations.in_practice, depth=1))
    assert demo.values.sceptic == "one"  # one layer is a change of the sceptic
    demo.predict("part", sure="guess")
    assert (demo.values.depth, demo.values.best_setting) == (8, ("small", 0.1))


def test_a_challenge_that_is_solved_where_the_picture_opens_is_open_until_something_is_moved(asked):
    question, demo = asked("feature_learning-3", feature_learning.probes)
    demo.predict(70, sure="guess")
    assert demo.state == "solved" and not demo.road.solved and "○" in demo.page.goal.value
    demo.set(layer=0)
    assert demo.road.solved and "●" in demo.page.goal.value


def test_a_chosen_option_opens_the_picture_where_its_question_asks_too(asked):
    question, demo = asked("xor-5", xor.perceptron_rule)
    assert demo.values.data == "clouds"
    demo.predict("cycles", sure="rather")
    assert demo.values.data == "XOR" and not demo.picture.veil and not any(demo.road.tasks.done)


def test_a_reader_who_has_moved_something_is_not_overruled(asked):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    demo.set(L=30)
    question.setting.put(400)
    question.lock("guess")
    assert demo.values.L == 30 and not demo.picture.veil


def test_a_round_that_was_answered_opens_there_too_but_for_what_the_caller_says(asked):
    question, _ = asked("backpropagation-10", backpropagation.memory)
    question.setting.put(400)
    question.lock("guess")
    for given, (L, kept) in (({}, (100, 10)), ({"L": 20}, (20, 10))):
        _, later = asked("backpropagation-10", lambda given=given: backpropagation.memory(**given))
        assert (later.values.L, later.values.kept) == (L, kept)


def test_where_the_truth_is_said_to_be_shown_each_demo_can_go_and_from_its_start_it_has_to():
    for lecture in LECTURES:
        import_module(LECTURES[lecture].home)
        for key, one in rounds_of(lecture).items():
            demo = DEMOS[f"{lecture}.{one.demo}"] if one.demo else None
            if demo and (shown := demo.checked(demo.shown_of(key))):
                assert not shown.items() <= demo.start().items(), key


def test_what_a_mark_has_missed_is_shaded_as_long_as_the_picture_shows_the_truth(asked):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    question.setting.put(400)
    question.lock("guess")
    heights = missed_in(demo)[:, 1]
    assert (heights.min(), heights.max()) == (222, 400)
    demo.set(kept=20)
    assert missed_in(demo) is not None, "the curve with the truth stays"
    demo.set(L=30)
    assert missed_in(demo) is None and not demo.artists.prediction[0].get_visible()
    demo.set(L=100)
    assert missed_in(demo) is not None and demo.artists.prediction[0].get_visible()


def test_the_own_answer_alone_does_not_count_as_the_truth_that_is_drawn(axes):
    axes.plot([0, 2], [0.3, 0.3])
    own, found = axes.plot(*MARK.line(axes, 0.8).T), Estimating(MARK)
    found.measure()
    assert not found.compares(axes, 0.8, own)
    axes.plot([0.5, 2], [0.8, 0.1])
    assert found.compares(axes, 0.8, own)


def test_a_truth_that_is_not_computed_yet_holds_nothing_up_and_shades_nothing(axes):
    slow = replace(MARK, truth=lambda: pytest.fail("not before the lock is said"))
    found = laid(slow, axes)
    assert found.missed(axes, 0.2) is None and found.compares(axes, 0.2, [])


def test_what_a_curve_has_missed_is_shaded_between_both_curves(asked):
    question, demo = asked("deep_vs_shallow-8", deep_vs_shallow.overfit)
    estimate = question.estimate
    question.setting.put(estimate.start)
    question.lock("guess")
    own, true = missed_in(demo)[: len(estimate.x)], missed_in(demo)[len(estimate.x) : -1]
    np.testing.assert_allclose(own, np.column_stack([estimate.x, estimate.start]))
    np.testing.assert_allclose(true, np.column_stack([estimate.x, estimate.truth()])[::-1])


def test_of_a_band_the_part_from_its_nearer_end_is_shaded_and_nothing_where_it_covers_the_truth(axes):
    shaded = VARIES.between(axes, (0.6, 0.9))[:, 1]
    assert (shaded.min(), shaded.max()) == (0.45, 0.6) and VARIES.between(axes, (0.4, 0.9)) is None


def test_an_option_that_an_earlier_edition_locked_is_drawn_and_nothing_is_shaded(asked):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    demo.predict("10", sure="guess")
    assert demo.artists.prediction[0].get_ydata() == [990] and missed_in(demo) is None
    assert "value" not in question.entry


def test_an_answer_is_drawn_in_a_demo_that_has_no_ghost(monkeypatch, asked):
    bare = replace(DEMOS["backpropagation.memory"], ghost=None)
    monkeypatch.setitem(DEMOS, "backpropagation.memory", bare)
    question, demo = asked("backpropagation-10", lambda: bare.open({}))
    demo.page.look.click()
    question.setting.put(400)
    question.lock("guess")
    assert set(demo.artists.prediction[0].get_ydata()) == {400}


def test_the_name_of_a_prediction_covers_neither_a_point_nor_a_word_while_there_is_room(axes):
    X = np.array([(0.2, 0.5), (1.9, 0.5)])
    axes.text(1.9, 0.53, "a word", ha="right")
    axes.scatter(np.linspace(1, 1.9, 30), np.full(30, 0.46))
    *_, name = marks.ghost(axes, X, "your prediction")
    box = name.get_window_extent()
    assert not box.overlaps(axes.texts[0].get_window_extent())
    assert not any(box.contains(*dot) for dot in axes.transData.transform(axes.collections[0].get_offsets()))


def test_the_reply_to_a_level_line_names_its_height_and_where_the_truth_goes():
    said = CURVE.miss((2, 2, 2))
    assert said.en == "You drew a level line at 2; measured: from 1 to 3." and "水平线" in said.zh


def test_a_stroke_may_begin_at_the_very_edge_of_the_axes(axes):
    """The frame is as wide as a finger, and what lies beyond the axes counts as their edge."""
    axes.set(ylim=(0.1, 10), yscale="log")
    found = laid(CURVE, axes)
    ((_, _, width, holds, _),) = found.paths(axes.figure, 100)
    assert width >= 20 and holds
    assert found.touched(0, 0, 1, (-8, 408), True) == (0.1, 1, 1)


def test_a_stroke_of_which_only_the_end_arrives_begins_where_the_hand_took_hold(axes):
    axes.set(ylim=(0.1, 10), yscale="log")
    assert laid(CURVE, axes).touched(0, 0, 1, (800, 0), True, (0, 400)) == (0.1, 1, 10)


def test_the_place_that_is_set_by_keyboard_is_marked_in_the_picture_and_said(asked):
    question, demo = asked("deep_vs_shallow-8", deep_vs_shallow.overfit)
    place, (box, _) = question.setting.box.children[0], question.setting.box.children[1].children
    place.value = 3
    box.value = "0.5"
    dots = question.estimate.axes(demo.artists).lines[-1]
    assert (dots.get_xdata()[0], dots.get_ydata()[0]) == (question.estimate.x[3], 0.5)
    assert "Set: at epoch 100: 0.5." in demo.page.words.value


def test_a_finger_pulls_whatever_a_mouse_can_pull():
    weights = DEMOS["neurons.layer"].handles[-1]
    assert weights.click and weights.pull and weights.holds and neurons.layer
    for demo in DEMOS.values():
        assert all(handle.holds for handle in demo.handles if handle.pull or handle.drag or handle.x or handle.y)


# ---- by code, and as a clip ------------------------------------------------------------------------------------


def test_code_predicts_as_the_page_does_and_what_is_locked_stays(asked):
    question, demo = asked("feature_learning-3", feature_learning.probes)
    demo.predict(np.array([60, 80]), sure="rather")
    assert question.entry["value"] == (60, 80) and question.entry["sure"] == "rather" and not demo.picture.veil
    assert question.setting.value == (60, 80)
    with pytest.raises(BadInput, match="locked, and stays"):
        demo.predict(70, sure="guess")
    assert question.entry["value"] == (60, 80)


def test_code_predicts_a_curve_and_an_option(asked):
    question, demo = asked("deep_vs_shallow-8", deep_vs_shallow.overfit)
    demo.predict([0.5] * 11, sure="guess")
    assert question.entry["value"] == (0.5,) * 11
    question, demo = asked("start-1", start.one_weight)
    demo.predict(next(iter(question.question.options)), sure="certain")
    assert question.entry["option"] == next(iter(question.question.options))


@pytest.mark.parametrize("value", [7, "x", [300, 400], None, True, "300", [1] * 10**5, np.nan])
def test_code_that_gives_no_answer_hears_what_was_expected_and_nothing_is_locked(asked, value):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    with pytest.raises(BadInput, match="expected a number from 99 steps to 6000 steps|one of: 2, 10, 50"):
        demo.predict(value, sure="guess")
    assert not question.entry


@pytest.mark.parametrize("sure", ["", "very", 1])
def test_code_says_how_sure_it_is(asked, sure):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    with pytest.raises(BadInput, match="one of: guess, rather, certain"):
        demo.predict(300, sure=sure)
    assert not question.entry


def test_code_that_predicts_before_a_question_is_asked_hears_so():
    demo = backpropagation.memory()
    with pytest.raises(BadInput, match="no question waits"):
        demo.predict(300, sure="guess")
    demo.close()


def test_the_seconds_of_the_lifting_are_kept_with_the_answer_in_them(asked, tmp_path):
    question, demo = asked("backpropagation-10", backpropagation.memory)
    with pytest.raises(BadInput, match="no answer is locked"):
        demo.clip(tmp_path / "clip.webp")
    demo.predict(2000, sure="guess")
    page = np.array(demo.frame.pixels)
    with Image.open(demo.clip(tmp_path / "clip.webp")) as film:
        assert film.n_frames > 5 and film.size[::-1] == page.shape[:2]
        first = np.array(film.convert("RGB"))
        film.seek(film.n_frames - 1)
        assert (np.array(film.convert("RGB")) == page[..., :3]).all(), "the truth with the dotted answer"
    red = (first == (213, 94, 0)).all(axis=-1)
    assert red.any() and (first != page[..., :3]).any(), "the veiled picture with the mark that was set"
    assert np.array_equal(demo.frame.pixels, page), "the demo stays where it is"


def test_the_truth_grows_from_the_left():
    veiled, bare = np.zeros((2, 10, 4), np.uint8), np.ones((2, 10, 4), np.uint8)
    assert [int(wiped(veiled, bare, share)[0, :, 0].sum()) for share in (0, 0.25, 0.5, 1)] == [0, 2, 5, 10]
    assert (wiped(veiled, bare, 0.5)[:, :5] == 1).all()
