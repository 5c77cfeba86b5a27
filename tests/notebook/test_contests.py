"""A rival gets what the picture's own readers got and no more; whatever it does, the picture goes on."""

import bz2
import errno
import inspect
import zlib
from types import SimpleNamespace

import numpy as np
import pytest

from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words
from course_nn.datasets import shuffled_digits
from course_nn.known_rivals import discriminant, nearest_centred
from course_nn.lectures import own_network
from course_nn.lectures.own_network.demos import inside
from course_nn.notebook import contests, my_course, rival
from course_nn.notebook.course_map import forget
from course_nn.notebook.kept_rivals import kept_rivals
from course_nn.stage.rivals import RIVALS, Contest, Rival, on_data, on_text

KEY = "own_network.inside"


@pytest.fixture(autouse=True)
def nobody_came_before():
    RIVALS.known = {}
    yield
    RIVALS.known, LANGUAGE.shown = {}, "both"


@pytest.fixture(autouse=True)
def this_picture_alone(monkeypatch):
    """Other lectures that a test has imported take no part."""
    monkeypatch.setattr(contests, "DEMOS", {KEY: inside.WORKED})


def split():
    X = np.arange(12.0).reshape(6, 2)
    return X, np.array([0, 1, 0, 1, 0, 1]), X + 100, np.array([1, 1, 0, 0, 1, 1])


# ---- what it gets -------------------------------------------------------------------------------------------------


def test_a_rival_gets_the_rows_to_learn_from_their_labels_and_the_rows_to_read_and_nothing_else():
    seen = []
    share = on_data(split)(lambda *given: seen.append(given) or np.ones(6, int))
    X, y, X_test, y_test = split()
    assert len(seen[0]) == 3 and share == np.mean(y_test != 1)
    assert [np.array_equal(*pair) for pair in zip(seen[0], (X, y, X_test))] == [True] * 3


def test_what_a_rival_does_to_the_data_nobody_else_notices():
    kept = split()

    def spoils(X, y, asked):
        for part in (X, y, asked):
            part[:] = 0
        return np.zeros(6, int)

    on_data(lambda: kept)(spoils)
    assert all(np.array_equal(*pair) for pair in zip(kept, split()))


@pytest.mark.parametrize(
    "answer", [np.zeros(5, int), np.full(6, 7), "classes", None, np.zeros((6, 2), int), np.full(6, np.nan)]
)
def test_an_answer_that_is_none_is_refused_with_what_was_expected(answer):
    with pytest.raises(BadInput, match="expected a function"):
        on_data(split)(lambda *given: answer)


TEXTS = ("of the slope and the step " * 40, "the slope of the step " * 5)


@pytest.mark.parametrize("module", [bz2, zlib])
def test_a_compressor_pays_what_the_new_text_adds(module):
    known, new = (text.encode() for text in TEXTS)
    added = 8 * (len(module.compress(known + new)) - len(module.compress(known))) / len(new)
    assert on_text(lambda: TEXTS)(module) == added > 0


def test_a_compressor_that_loses_the_text_is_refused():
    lossy = SimpleNamespace(compress=lambda text: b"", decompress=lambda packed: b"")
    with pytest.raises(BadInput, match="as it was"):
        on_text(lambda: TEXTS)(lossy)


def test_a_reader_of_letters_pays_minus_log_p_of_each_and_sees_only_what_comes_before():
    befores = []

    def uniform(known):
        letters = sorted({*known})
        return lambda before: befores.append(before) or dict.fromkeys(letters, 1 / len(letters))

    bits = on_text(lambda: TEXTS)(uniform)
    assert bits == pytest.approx(np.log2(len({*TEXTS[0]})))
    assert befores == [TEXTS[1][:k] for k in range(len(TEXTS[1]))]


@pytest.mark.parametrize("p", [{"t": 2.0}, {"t": 1.0}, {"t": 1.5, "h": -0.5}, {}])
def test_probabilities_that_are_none_are_refused(p):
    with pytest.raises(BadInput, match="sum"):
        on_text(lambda: TEXTS)(lambda known: lambda before: p)


class WithoutAnEnd(dict):
    def values(self):
        return iter(int, 1)

    __iter__ = keys = items = values


@pytest.mark.parametrize("p", [WithoutAnEnd(t=1.0), [1.0], None])
def test_probabilities_that_have_no_end_or_are_no_dict_are_refused(p):
    with pytest.raises(BadInput, match="expected|sum"):
        on_text(lambda: TEXTS)(lambda known: lambda before: p)


# ---- what becomes of it in a notebook -------------------------------------------------------------------------------


def test_a_rival_stands_in_the_picture_at_once_and_the_readout_says_who_is_ahead():
    demo = own_network.inside()
    alone, pixels = demo._display.words.en, demo.frame.pixels.copy()
    assert rival(nearest_centred).voice == "noted"
    said = demo._display.words
    assert "nearest centred" in said.en and said.en.endswith(alone) and not np.array_equal(pixels, demo.frame.pixels)
    assert RIVALS.own[KEY] == demo.spec.contest.own(demo.result, demo.values) != {}  # which goes to the wall with it
    (found,), (X, y) = RIVALS.of(KEY), shuffled_digits(centred=False)
    assert found.value == np.mean(nearest_centred(X[:1200], y[:1200], X[1200:]) != y[1200:])
    demo.close()


def test_the_map_of_the_course_remembers_a_rival_with_its_picture_its_number_and_its_seconds(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    assert kept_rivals() is None
    demo = own_network.inside()
    rival(nearest_centred, name="<b>mine</b>")
    memory.remember("own_network", "rivals", f"{KEY}/nonsense", value="1", seconds=None)
    memory.remember("own_network", "rivals", "own_network.gone/old", value=0.1, seconds=1.0)
    (found,) = RIVALS.of(KEY)
    ((title, told),) = kept_rivals().found
    assert title.en == "Inside your network" and told == demo.spec.contest.told(found)
    page = my_course()._repr_html_()
    assert f"&lt;b&gt;mine&lt;/b&gt;: {100 * found.value:.1f}% in" in page and "Your rivals" in page
    forget("own_network")
    assert kept_rivals() is None and "Your rivals" not in my_course()._repr_html_()
    demo.close()


@pytest.fixture
def two_pictures(monkeypatch):
    """The first refuses whatever comes; the second takes it."""

    def refuses(function):
        function()
        raise BadInput("no playground is open", "没有打开游乐场")

    found = {}
    for key, trial in (("a.first", refuses), ("b.second", lambda function: function() or 0.25)):
        found[key] = SimpleNamespace(contest=contest(trial=trial), title=Words(f"picture {key}", f"图 {key}"))
    monkeypatch.setattr(contests, "DEMOS", found)
    return found


def test_a_picture_that_refuses_does_not_keep_the_others_from_it_and_is_named(two_pictures):
    said = rival(Takes(), name="mine")
    assert said.voice == "noted" and [one.value for one in RIVALS.of("b.second")] == [0.25] and not RIVALS.of("a.first")
    assert "In “picture a.first”: no playground is open" in said.hint.en and "“图 a.first”：没有打开" in said.hint.zh


def test_whoever_interrupts_a_rival_waits_for_no_other_picture(two_pictures):
    asked = Takes(KeyboardInterrupt)
    assert rival(asked, name="mine").voice == "keep working" and asked.calls == 1 and not RIVALS.of("b.second")


class Takes:
    """A function of three arguments, as its signature says, that a trial may call with none."""

    def __init__(self, error=None):
        self.error, self.calls = error, 0
        self.__signature__ = inspect.signature(lambda X, y, asked: None)

    def __call__(self, *given):
        self.calls += 1
        if self.error:
            raise self.error


def test_the_same_name_takes_the_place_of_the_earlier_one():
    for answer in (0, 1):
        rival(lambda X, y, asked, answer=answer: np.full(len(asked), answer), name="constant")
    (found,) = RIVALS.of(KEY)
    assert found.value == np.mean(shuffled_digits()[1][1200:] != 1)


def never_ends(X, y, asked):
    while True:
        pass


def swallows_everything(X, y, asked):
    while True:
        try:
            never_ends(X, y, asked)
        except Exception:
            pass


def raises(X, y, asked):
    raise RuntimeError("<b>no</b>")


def leaves(X, y, asked):
    raise SystemExit


class Own(BaseException):
    def __str__(self):
        raise Own

    __repr__ = __str__


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def throws(error):
    def reader(X, y, asked):
        raise error

    return reader


def classes_that_cannot_be_compared(X, y, asked):
    classes = np.empty(len(asked), object)
    classes[:] = [type("Class", (), {"__eq__": lambda *_: throws(Own)(0, 0, 0)})() for _ in asked]
    return classes


class Unnamed:
    def __getattr__(self, name):
        raise Own

    def __call__(self, X, y, asked):
        return y


BAD = [never_ends, swallows_everything, raises, leaves, lambda X, y, asked: y, lambda X, y, asked: None]
BAD += [*map(throws, (Own, Endless, KeyboardInterrupt, GeneratorExit)), classes_that_cannot_be_compared]


@pytest.mark.parametrize("function", BAD)
def test_whatever_a_rival_does_there_is_a_sentence_and_the_picture_stays(function):
    demo = own_network.inside()
    pixels = demo.frame.pixels.copy()
    verdict = rival(function, seconds=0.3)
    assert verdict.voice == "keep working" and verdict.hint.en and verdict.hint.zh and "<b>" not in verdict.hint.en
    assert np.array_equal(pixels, demo.frame.pixels) and RIVALS.of(KEY) == []
    demo.close()


def test_a_rival_that_does_not_even_tell_its_name_gets_a_sentence():
    verdict = rival(Unnamed(), seconds=0.3)
    assert verdict.voice == "keep working" and RIVALS.of(KEY) == []


@pytest.mark.parametrize("seconds", [0, -1, np.nan, np.inf, 1e300, "60", None])
def test_a_time_that_is_none_is_told_so_and_the_rival_does_not_begin(seconds):
    begun = []
    assert "seconds" in rival(lambda X, y, asked: begun.append(1), seconds=seconds).hint.en and not begun


@pytest.mark.parametrize("nonsense", [7, "text", None, lambda: 1, lambda X, y: y])
def test_what_is_no_rival_is_told_what_one_is(nonsense):
    verdict = rival(nonsense)
    assert verdict.voice == "keep working" and "three arguments" in verdict.hint.en


def test_a_rival_that_no_picture_takes_is_told_so():
    assert "No picture" in rival(len).hint.en


def test_name_value_and_seconds_are_kept_in_the_readers_own_memory(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    rival(discriminant, name="Fisher")
    kept = memory.recall("own_network")["rivals"][f"{KEY}/Fisher"]
    assert kept["value"] == RIVALS.of(KEY)[0].value and kept["seconds"] > 0


def test_a_rival_that_cannot_be_kept_stands_in_the_picture_and_why_it_is_not_kept_is_said_once(monkeypatch, tmp_path):
    def full(*given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    monkeypatch.setattr("course_nn.common.log._write", full)
    said = rival(discriminant, name="Fisher").hint
    assert "Fisher" in said.en and said.en.count("the disk is full") == 1 == said.zh.count("磁盘已满")
    assert [one.name for one in RIVALS.of(KEY)] == ["Fisher"]


def test_a_name_is_text_in_the_picture_and_on_the_page():
    demo = own_network.inside()
    rival(discriminant, name="<script>$x_1$")
    assert "&lt;script&gt;" in demo._display.words.en and "<script>" not in demo._display.words.en
    demo.close()


# ---- the verdict ----------------------------------------------------------------------------------------------------


def contest(**more):
    given = dict(
        kind="data", trial=lambda f: 0.0, own=lambda r, v: {}, axes=lambda a: None, measure=Words("Wrong", "错")
    )
    return Contest(**given | more)


OWN = {Words("network", "网络"): 0.10, Words("counting", "计数"): 0.20}


@pytest.mark.parametrize(
    "value, says",
    [
        (0.05, "<b>Your rival “mine” wins.</b> Wrong: 5.0%, ahead of network (10.0%), counting (20.0%)."),
        (
            0.15,
            "<b>Your rival “mine” does not win.</b> Wrong: 15.0%, ahead of counting (20.0%); not ahead of network "
            "(10.0%).",
        ),
        (0.10, "<b>Your rival “mine” does not win.</b> Wrong: 10.0%, ahead of counting (20.0%); not ahead of network "
         "(10.0%)."),
        (0.9, "<b>Your rival “mine” does not win.</b> Wrong: 90.0%, not ahead of network (10.0%), counting (20.0%)."),
    ],
)  # fmt: skip
def test_the_verdict_names_whom_the_best_rival_beats_and_whom_not(value, says):
    rivals = [Rival("other", 0.95, 1.0), Rival("mine", value, 1.0)]
    names = f"❶ other: 95.0% in 1 s. ❷ mine: {100 * value:.1f}% in 1 s."
    assert contest().verdict(OWN, rivals).en == f"{says} {names}"


def test_without_rivals_nothing_is_said_and_without_anything_to_compare_who_stands_there():
    assert contest().verdict(OWN, []) == Words("", "")
    alone = contest().verdict({Words("a", "甲"): np.nan}, [Rival("<i>mine</i>", 0.1, 0.25)])
    assert alone == Words("❶ &lt;i&gt;mine&lt;/i&gt;: 10.0% in 0.25 s.", "❶ &lt;i&gt;mine&lt;/i&gt;：10.0%，0.25 秒。")


# ---- the known ones ------------------------------------------------------------------------------------------------


def test_the_nearest_digit_after_centring_does_not_care_where_a_digit_lies():
    X, y = shuffled_digits(centred=False)
    pages = np.zeros((1400, 12, 12))
    pages[:, 2:10, 2:10] = X[:1400].reshape(-1, 8, 8)
    aside = np.roll(pages[1200:], 2, axis=2)
    found = [
        nearest_centred(pages[:1200].reshape(1200, -1), y[:1200], rows.reshape(200, -1))
        for rows in (pages[1200:], aside)
    ]
    assert np.mean(found[0] == found[1]) > 0.99 and np.mean(found[1] == y[1200:1400]) > 0.95


def test_the_discriminant_finds_the_line_between_two_equal_clouds():
    rng = np.random.default_rng(0)
    y = np.arange(400) % 2
    X = rng.normal(size=(400, 4)) * [1, 5, 1, 1] + 6 * y[:, None] * [1, 0, 0, 0]
    assert np.mean(discriminant(X[:200], y[:200], X[200:]) == y[200:]) > 0.97
