"""In every picture that takes rivals they stand on its own scale, with their names below it; who wins is said."""

import re
from importlib import import_module

import numpy as np
import pytest
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from texts import cells_of

from course_nn.common.words import LANGUAGE
from course_nn.drawing import look
from course_nn.lectures import LECTURES
from course_nn.stage import DEMOS
from course_nn.stage.rivals import LEVEL, RIVALS, SIGNS, Rival

for section in LECTURES:
    import_module(LECTURES[section].home)
CONTESTS = [key for key, demo in DEMOS.items() if demo.contest and key != "playground.playground"]  # has its own laws
NAMES = "worst", "middling", "best"


@pytest.fixture(scope="module", params=CONTESTS)
def with_rivals(request):
    """A demo as it starts, with three rivals: one errs as the worst reader of the picture, one not at all."""
    demo = DEMOS[request.param].open({})
    own = demo.spec.contest.own(demo.result, demo.values)
    worst = np.nanmax([*own.values()])
    RIVALS.known = {}
    for name, value in zip(NAMES, (worst, worst / 2, 0.0)):
        RIVALS.bring(request.param, Rival(name, value, 1.0))
    yield demo
    RIVALS.known = {}
    demo.close()


def test_each_lecture_from_6_to_12_takes_rivals_and_no_other():
    taken = {key.split(".")[0] for key in CONTESTS}
    sections = [section for section in LECTURES if section != "playground"]
    assert taken == {*sections[sections.index("feature_learning") :]}


def test_its_own_readers_have_numbers_as_it_starts(with_rivals):
    own = with_rivals.spec.contest.own(with_rivals.result, with_rivals.values)
    assert any(np.isfinite(value) for value in own.values()) and not any(value < 0 for value in own.values())
    assert all(name.en and name.zh for name in own)


def test_a_sign_stands_in_the_picture_for_each_and_the_readout_names_it_and_says_that_the_best_wins(with_rivals):
    seen = " ".join(text.get_text() for text in with_rivals.figure.findobj(Text) if text.get_visible())
    assert all(sign in seen for sign in SIGNS)
    en, zh = with_rivals._display.words
    assert "“best” wins" in en and "“best”赢了" in zh
    assert all(f"{sign} {name}: " in en and f"{sign} {name}：" in zh for sign, name in zip(SIGNS, NAMES))


VALUES = {
    "good": (0.0, 0.001, 0.002),
    "bad": (0.97, 0.93, 0.9),
    "equal": (0.1, 0.1, 0.1),
    "under a key": (0.03, 0.01, 0.38),
    "of all kinds": (0, 0.5, 1),
}
BITS = 8  # of a letter, which the worst text rival pays


def boxes(demo):
    """Of the signs in a picture, and of all other words that are seen."""
    texts = [one for one in demo.figure.findobj(Text) if one.get_visible() and one.get_text().strip()]
    texts = [one for one in texts if one.axes is None or one.axes.get_visible()]
    found: tuple[list, list] = ([], [])
    for one in texts:
        found[not any(sign in one.get_text() for sign in SIGNS)].append(ink(one))
    return found


def ink(text):
    """Where words stand, in dots; of a sign alone its disc, without the room above and below that its line has."""
    box = text.get_window_extent()
    if text.get_text() not in SIGNS:
        return box.padded(-1.5)
    side = 0.85 * text.get_fontsize() * text.figure.dpi / 72
    return Bbox.from_bounds(*(box.min + box.size / 2 - side / 2), side, side)


def levels(demo):
    """The lines of rivals, as the places through which they go, in dots; nan where they have a gap."""
    style = LEVEL["ls"], look.VERMILION
    lines = [one for one in demo.spec.contest.axes(demo.artists).lines if (one.get_ls(), one.get_color()) == style]
    return [line.get_transform().transform(line.get_xydata()) for line in lines if len(line.get_xydata()) > 2]


def crosses(line, words):
    return any(box.count_contains(line) for box in words)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_rival_covers_a_word_or_another_rival_however_good_or_bad_they_are(with_rivals, language, monkeypatch):
    demo = with_rivals
    monkeypatch.setattr(LANGUAGE, "shown", language)
    demo._display.repaint()
    for values in VALUES.values():
        scale = 1 if demo.spec.contest.shares else BITS
        rivals = [Rival(name, scale * value, 0.3) for name, value in zip(NAMES, values)]
        monkeypatch.setattr(RIVALS, "known", {demo.spec.name: rivals})
        signs, words = boxes(demo)
        assert len(signs) == len(NAMES) and not any(one.count_overlaps(words) for one in signs)
        assert not any(one.count_overlaps(signs[:k]) for k, one in enumerate(signs))
        assert not any(crosses(line, words) for line in levels(demo))
        assert all(demo.figure.bbox.count_contains([one.min, one.max]) == 2 for one in signs)


PRAISED = {  # which reader the moral of a picture says to be ahead
    "feature_learning.digits": "learned",
    "regularization.early_stopping": "run 0 stopped early",
    "everybody.readers": "counting",
}


def test_what_beats_the_moral_stands_beside_the_moral_and_what_does_not_leaves_it_as_it_was(with_rivals, monkeypatch):
    demo, key = with_rivals, with_rivals.spec.name
    if not demo.spec.sceptic:
        return
    own = {name.en: value for name, value in demo.spec.contest.own(demo.result, demo.values).items() if value == value}
    praised = PRAISED.get(key) or min(own, key=lambda name: own[name])
    moral = demo.page.moral
    assert f"“best” beats “{praised}”" in moral.value and "“best”胜过“" in moral.value
    assert demo.spec.sceptic.moral.en in moral.value
    for value, is_ahead in ((own[praised], False), (own[praised] - 1e-6, True)):
        monkeypatch.setattr(RIVALS, "known", {key: [Rival("close", value, 1.0)]})
        assert ("close" in moral.value) == is_ahead


def test_a_frame_with_rivals_is_the_whole_picture(with_rivals):
    partly = np.array(with_rivals.frame.pixels)
    assert np.array_equal(partly, with_rivals.frame.whole())


SAME = {  # name of one of its readers, and where that stands
    "backpropagation.wrong_gradients": ("last layer alone", lambda artists: artists.medians.get_xdata()[-2]),
    "gradient_descent.learns_to_read": ("the network after 20 epochs", lambda artists: artists.read.get_ydata()[-1]),
    "practice.first_checks": ("the network", lambda artists: artists.error.get_xdata()[0]),
}


@pytest.mark.parametrize("key", SAME)
def test_a_rival_with_the_number_of_a_reader_stands_where_that_reader_stands(key):
    demo, (name, place) = DEMOS[key].open({}), SAME[key]
    value = next(
        value for one, value in demo.spec.contest.own(demo.result, demo.values).items() if one.en.lower() == name
    )
    RIVALS.known = {}
    RIVALS.bring(key, Rival("same", value, 1.0))
    axes = demo.spec.contest.axes(demo.artists)
    (level,) = [
        line for line in axes.lines if line.get_linestyle() == LEVEL["ls"] and line.get_color() == look.VERMILION
    ]
    x, y = level.get_xydata()[0]
    assert (y if level.get_transform() == axes.get_yaxis_transform() else x) == pytest.approx(place(demo.artists))
    RIVALS.known = {}
    demo.close()


CALL = re.compile(r"`(rival\([^`…]*\))`")
TOLD = {  # (section, call): the picture in which it stands, where a lecture itself tells how a rival is handed in
    ("feature_learning", "rival(nearest_centred)"): "feature_learning.digits",
    ("regularization", "rival(discriminant)"): "regularization.early_stopping",
    ("everybody", "rival(nearest_centred)"): "everybody.places",
    ("everybody", "rival(bz2)"): "everybody.readers",
}


def test_these_are_all_the_calls_that_lectures_tell_in_both_languages():
    for language in ("en", "zh-Hans"):
        found = set()
        for name in {*LECTURES} - {"own_network", "playground"}:  # which have cells of their own for it
            text = "".join(cells_of(LECTURES[name].notebook, "markdown").values())
            parts = re.findall(rf'<div lang="{language}">(.*?)</div>', text, re.S)
            found |= {(name, call) for part in parts for call in CALL.findall(part)}
        assert found == {*TOLD}


@pytest.mark.parametrize("section, call", TOLD)
def test_a_call_that_a_lecture_tells_works_after_its_first_cell_and_stands_in_that_picture(section, call, monkeypatch):
    key, names = TOLD[section, call], {}
    first, *_ = cells_of(LECTURES[section].notebook, "code").values()
    exec(first, names)
    RIVALS.known = {}
    monkeypatch.setattr("course_nn.notebook.contests.DEMOS", {k: DEMOS[k] for k in CONTESTS if k.startswith(section)})
    verdict = eval(call, names)
    assert verdict.voice == "noted" and len(RIVALS.of(key)) == 1
    RIVALS.known = {}
