"""What every demo owes its reader, whatever is done to its controls."""

import asyncio
import gc
import importlib
import re
from collections import OrderedDict
from itertools import islice
from pathlib import Path

import numpy as np
import psutil
import pytest
from drawn_files import expect_reviewed, read, texts
from fontTools.ttLib import TTFont
from hand import AROUND, Hand
from matplotlib.colors import to_hex
from matplotlib.text import Text
from offenders import expect_none
from pairs import options, random_setting, settings
from subset_font import SUBSET

from course_nn.activations import ACTIVATIONS
from course_nn.clinic.ward import SCRIPTS, ScriptBed, ward_of
from course_nn.common import progress
from course_nn.common.errors import BadInput
from course_nn.common.words import Words
from course_nn.drawing import look
from course_nn.lectures import LECTURES
from course_nn.stage import Pad, RunningDemo, Values, running

WINDOWS = {section: importlib.import_module(lecture.home) for section, lecture in LECTURES.items()}
MAKERS = {
    f"{section}.{name}": getattr(window, name)
    for section, window in WINDOWS.items()
    if section != "playground"  # which has laws of its own
    for name in window.__all__
}
COSTLY = [
    (name, control, option)
    for name, maker in MAKERS.items()
    for control, kind in importlib.import_module(maker.__module__).CONTROLS.items()
    for option in getattr(kind, "costly", ())
]
IN_PARTS = (  # these open with a first part of what takes long
    "everybody.one_pixel",
    "everybody.places",
    "everybody.readers",
    "everybody.scale",
    "everybody.two_looks",
    "gradient_descent.batches",
    "gradient_descent.race",
    "gradient_descent.recipe",
    "gradient_descent.turned",
    "regularization.change_the_data",
    "regularization.dropout",
    "regularization.early_stopping",
    "regularization.shrink",
)
IN_EVERY_RUN = {"everybody.scale", "gradient_descent.turned", "regularization.early_stopping"}  # one of each lecture
MAY_HAVE_NO_NUMBER = {  # fields of results in which nan says that there is nothing; all others are finite
    "start.one_weight": {"half": "w = 0 answers the same everywhere"},
    "neurons.neuron": {"distance": "w = 0 has no line"},
    "neurons.one_digit": {"sum": "the sheet is blank"},
    "neurons.action_potential": {"membrane.failed": "after each failed stimulus the curve has a gap"},
    "activations.gallery": {"curves": "no second function is chosen"},
    "activations.race": dict.fromkeys(("arrivals", "tuning", "ratios"), "the error never falls to the target"),
    "activations.in_practice": {"losses": "most seeds diverge"},
    "xor.one_against_nine": {"sum": "the sheet is blank"},
    "xor.perceptron_rule": {"bound": "no line separates the classes"},
    "deep_vs_shallow.linear_collapse": dict.fromkeys(("h", "collapsed"), "between the strokes of the drawing"),
    "deep_vs_shallow.bumps": {"best": "the heights are not set by hand"}
    | dict.fromkeys(("learned", "trained_deviation"), "no network is trained"),
    "deep_vs_shallow.towers": dict.fromkeys(("learned", "trained_deviation"), "no network is trained")
    | dict.fromkeys(("spread", "curves"), "a constant has no spread to compare with"),
    "deep_vs_shallow.curse": {"units": "a function of one input has no tree of pairs"},
    "deep_vs_shallow.regions": dict.fromkeys(("accuracy", "curve"), "the folded network is not trained"),
    "regularization.other_hands": {"own": "no digit of one's own is kept yet"},
    "losses.gaussian": {"panel.level": "no line is set by hand"}
    | dict.fromkeys(("panel.curve", "panel.other"), "between the strokes of the errors"),
    "losses.softmax": {"plain": "no finite number in float32"},
    "losses.multiclass_hinge": {"borders": "between the rays, and where two classes never tie"},
    "losses.chooser": {"symptoms.between": "a loss may be undefined for an answer"},
    "feature_learning.digits": {"wrong": "there are no 128 linear features"},
    "feature_learning.ring": {"cut": "no plane separates"},
    "backpropagation.secant": dict.fromkeys(("slope", "one_sided"), "a corner has no slope")
    | {"curve": "where the function is not defined"},
    "backpropagation.tangent": {"past": "only the bowl has a minimum", "ring": "where the function is not defined"},
    "backpropagation.graph": {"differences": "the function ends here"},
    "backpropagation.memory": {"tradeoff": "no plan keeps so many states"},
    "gradient_descent.race": dict.fromkeys(("arrivals", "tuning"), "the loss never falls to the target"),
    "gradient_descent.saddle": {"series": "a walk never gets away"},
    "practice.scaling": {"steps": "descent never arrives, or Adam not within its steps"},
    "everybody.next_letter": dict.fromkeys(("held_out", "own"), "with many characters fewer orders are counted")
    | {"known": "no whole word is written"},
    "everybody.readers": {"known": "no whole word is written"},
    "everybody.scale": {"each": "of larger pieces the text has fewer", "elsewhere": "no other lecture is asked"},
    "everybody.two_looks": {
        "looks.first": "a window looks nowhere",
        "looks.second": "who looks once has no second look",
        "least": "by hand alone it is asked how sure the least sure is",
    },
    "everybody.asked": dict.fromkeys(("reading.bins.claimed", "reading.bins.found"), "nothing is claimed so surely"),
    "practice.clinic": {"rows": "a run that diverges has no numbers"},
}
MAY_BE_INFINITE = {"practice.clinic": {"rows": "what a run that diverges says of itself"}}
BY_PLAYING = {  # what no setting brings into use
    "practice.clinic": {"large", "share", "line", "option", "record"},
    "neurons.one_digit": {"brush"},  # by which the hand paints next
}

SAME_IN_CHINESE = set(  # functions, rules, gates, derivatives, what is typed, units
    "ReLU ELU PReLU GELU SELU Leaky swish Swish softplus sigmoid tanh sin cos exp log max rms Glorot He Xavier "
    "SGD Nesterov AdaGrad RMSProp Adam AdamW Huber softmax argmax XOR AND OR NOT NAND Wx maxout "
    "dW dX db NaN step pi "
    "kB MB GB TB Hz mV mm ms cm µA".split()
)
HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


@pytest.fixture(scope="module", params=MAKERS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def opened(name):
    """A demo for all its tests, closed in the end: left open it would follow every later change of the language."""
    demo = MAKERS[name]()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    """The demo where it starts; one that stands there is not drawn again."""
    if opened.values != start_of(opened):
        opened.set(**start_of(opened))
    return opened


def start_of(demo):
    return {name: control.start for name, control in demo.controls.items()}


def numbers_of(result):
    """All numbers of a result, however it is nested."""
    if isinstance(result, dict):
        result = list(result.values())
    if isinstance(result, tuple | list):
        return np.concatenate([np.zeros(0), *(numbers_of(part) for part in result)])
    array = np.asarray(result)
    return array.astype(float).ravel() if array.dtype.kind in "fiub" else np.zeros(0)


def fields_of(result, path=""):
    """The name and the numbers of each field of a result, and of the results in it: panel.level."""
    for name, part in zip(result._fields, result):
        if hasattr(part, "_fields"):
            yield from fields_of(part, f"{path}{name}.")
        else:
            yield path + name, numbers_of(part)


def shown(demo):
    """What a reader sees and hears of a demo."""
    return demo.readout, np.asarray(demo.frame.pixels).tobytes()


def where_it_is_used(demo, control):
    """The start, or else the first setting in which a control does something."""
    return next(all_in_which_it_is_used(demo, control), None)


def all_in_which_it_is_used(demo, control):
    return (values for values in [start_of(demo), *settings(demo.controls)] if control.used(Values(values)))


def shown_with(demo, parameter, option):
    demo.set(**{parameter: option})
    return shown(demo)


def shown_texts(figure):
    """The texts of a picture that can be seen."""
    hidden = {text for axes in figure.axes if not axes.get_visible() for text in axes.findobj(Text)}
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text() and text not in hidden]


def expect_good(name, demo):
    """Finite numbers, a picture, and a readout in both languages."""
    may = MAY_HAVE_NO_NUMBER.get(name, ())
    for field, numbers in fields_of(demo.result):
        assert not np.isinf(numbers).any() or field in MAY_BE_INFINITE.get(name, ()), (field, demo.values)
        assert not np.isnan(numbers).any() or field in may or field.split(".")[0] in may, (field, demo.values)
    assert np.ptp(np.asarray(demo.frame.pixels)[..., :3]) > 0, demo.values
    words = demo.readout
    assert isinstance(words, Words) and all(words), words
    said = Words(*(re.sub("<i>.*?</i>", "", text) for text in words))  # without what a model has written
    assert any("\u4e00" <= c <= "\u9fff" for c in said.zh) and not any("\u4e00" <= c <= "\u9fff" for c in said.en)
    assert not any(bad in text for text in said for bad in ("nan", "inf ", "None", "array(")), words
    assert demo.state in (None, "open", "almost", "solved")


def expect_good_at(settings, name, demo):
    """Now and then redrawing what changed is compared with drawing the whole."""
    every = max(6, len(settings) // 10)
    for k, values in enumerate(settings):
        demo.set(**values)
        expect_good(name, demo)
        if k % every == 0:
            partly = np.array(demo.frame.pixels)
            assert np.array_equal(partly, demo.frame.whole()), values


def reviewed(name):
    section, _, maker = name.partition(".")
    return Path(__file__).parent / section / f"drawn/{maker}.txt"


def test_what_was_reviewed_belongs_to_a_demo():
    files = {f"{file.parents[1].name}.{file.stem}" for file in Path(__file__).parent.glob("*/drawn/*.txt")}
    assert files == MAKERS.keys()


@pytest.mark.thorough
def test_any_two_options_together_work_and_redrawing_what_changed_equals_drawing_the_whole(name, demo):
    expect_good_at(settings(demo.controls), name, demo)


@pytest.mark.thorough
def test_a_control_in_use_changes_the_picture_or_the_numbers(name, demo):
    """From one of the first five settings in which it is in use, the start among them, by one of its quick options."""
    for parameter in demo.controls.keys() - BY_PLAYING.get(name, set()):
        control = demo.controls[parameter]
        in_use = [*islice(all_in_which_it_is_used(demo, control), 5)]
        assert in_use, f"{parameter} is never in use"
        to_choose = len(options(control)) > 1
        assert not to_choose or any(does_something(demo, parameter, values) for values in in_use), parameter


def does_something(demo, parameter, values):
    """Whether another quick option of a control shows something else, where the others stand so."""
    demo.set(**values)
    before, every = shown(demo), options(demo.controls[parameter])
    return any(shown_with(demo, parameter, option) != before for option in every if option != values[parameter])


def test_what_is_held_goes_with_the_hand_and_a_press_alone_changes_nothing_but_what_it_chooses(demo):
    """At one place of each handle, the middle one, in four ways."""
    expect_all_follow(demo, ways=4)


@pytest.mark.thorough
def test_what_is_held_goes_with_the_hand_in_eight_ways(demo):
    expect_all_follow(demo, ways=8)


def expect_all_follow(demo, ways):
    for k, handle in enumerate(demo.handles):
        demo.set(**start_of(demo))
        items = [item for handle_of, item, *_ in demo.page.paths if handle_of == k]
        for item in items[len(items) // 2 :][:1]:
            expect_it_follows(demo, handle, k, item, ways)


def expect_it_follows(demo, handle, k, item, ways):
    """Pulled in so many ways it never goes against the hand, and in one of them, or of those between them, it ends
    under it; what pulls its controls from afar changes them there."""
    before, came, hand = demo.values, [], Hand(demo, k, item)
    chosen = hand.press().demo.values
    assert handle.click or chosen == before, f"{handle}: a press alone moved something"
    there = hand.path()
    for way in [*AROUND[::4], *AROUND[2::4], *AROUND[1::2]] if handle.pull or not handle.click else ():
        if len(came) >= ways and any(came):
            break
        hand.pull(*14 * way)
        came.append(demo.values != chosen and (handle.pull is not None or hand.miss() < 3))
        if not handle.pull:
            assert not is_against(hand.path(), there, way), f"{handle}, {item}: pulled {way}, it goes the other way"
    assert any(came) or not came, f"{handle}, {item}: it does not follow"


def is_against(path, before, way):
    """Whether what is held has gone back rather than along: by three page pixels or more, 135° or more off the way."""
    if not len(path) or not len(before):
        return False
    gone = path.mean(axis=0) - before.mean(axis=0)
    return np.hypot(*gone) > 3 and gone @ way < -0.75 * np.hypot(*gone)


@pytest.mark.parametrize(
    "name, control, option",
    [pytest.param(*case, id="-".join(map(str, case))) for case in COSTLY],
    indirect=["name"],
)
@pytest.mark.thorough
def test_a_costly_option_works_too_and_changes_something(name, demo, control, option):
    demo.set(**where_it_is_used(demo, demo.controls[control]))
    start = shown(demo)
    demo.set(**{control: option})
    expect_good(name, demo)
    assert shown(demo) != start
    partly = np.array(demo.frame.pixels)
    assert np.array_equal(partly, demo.frame.whole())


@pytest.mark.thorough
def test_400_random_settings_work_and_leave_the_kernel_within_20_megabytes(name, demo, monkeypatch):
    monkeypatch.setattr(progress, "LIMIT", 10_000_000)  # as in a kernel
    rng, kernel = np.random.default_rng(1), psutil.Process()
    for k in range(420):
        if k == 20:  # what is imported and built once is there
            gc.collect()
            before = kernel.memory_info().rss
        demo.set(**random_setting(demo.controls, rng))
        expect_good(name, demo)
    gc.collect()
    assert kernel.memory_info().rss - before < 20e6


def test_presets_are_settings_that_work(name, demo):
    for words, values in demo.presets.items():
        assert all(words)
        demo.set(**values)
        expect_good(name, demo)


@pytest.mark.thorough
def test_code_rebuilds_the_setting(name, demo):
    demo.set(**random_setting(demo.controls, np.random.default_rng(3)))
    expect_good(name, demo)
    again = eval(demo.code(), WINDOWS)
    assert isinstance(again, RunningDemo) and again.values == demo.values
    assert np.array_equal(demo.frame.pixels, again.frame.pixels)
    again.close()


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.thorough] * (name not in IN_EVERY_RUN)) for name in IN_PARTS],
    indirect=True,
)
def test_a_first_part_says_only_what_is_known_and_ends_as_if_there_had_been_none(name, demo, monkeypatch):
    monkeypatch.setattr(running, "on_a_page", lambda: True)
    monkeypatch.setattr(progress, "_memory", OrderedDict())  # as in a new kernel

    async def first_part():
        opened = MAKERS[name]()
        return opened, opened.page.words.value, [text.get_text() for text in shown_texts(opened.figure)]

    opened, words, drawn = asyncio.run(first_part())
    assert "…" in words
    expect_none(text for text in drawn if "nan" in text)
    np.testing.assert_array_equal(numbers_of(opened.result), numbers_of(demo.result))
    assert shown(opened) == shown(demo)
    opened.close()


def test_it_fits_a_laptop_and_leaves_something_to_solve(demo):
    """At most 900 × 560 pixels: title 32, two or three rows of controls, picture, readout and challenge in both."""
    width, height = demo.figure.get_size_inches() * 100
    assert width <= 900 and height <= 380
    assert demo.state != "solved"


def test_what_is_far_too_long_or_none_of_a_control_s_is_a_sentence_in_both_languages(demo):
    for control in demo.spec.controls.values():
        for strange in ("9" * 5000, "-" + "9" * 5000 + "/3", 10**5000, "1e" + "9" * 300, "(" * 3000):
            try:
                control.check(strange)
            except BadInput as error:
                assert error.en and error.zh and len(error.en) < 1000


def test_every_symbol_says_what_it_means(demo):
    expect_none(n for n, control in demo.controls.items() if not isinstance(control.label, Words) and not control.means)


def test_its_words_stand_out_from_white(demo):
    """A contrast of 4.5 : 1 at least; look.ink makes a colour of the palette so dark."""
    pale = {to_hex(color) for color in (look.ORANGE, look.GREEN, look.GREY, look.VERMILION, look.PALE)}
    expect_none(text.get_text() for text in shown_texts(demo.figure) if to_hex(text.get_color()) in pale)


def test_its_type_can_be_read_from_the_last_row(name, demo):
    """When the picture fills the screen, type is 3 % of its height; the numbers of one narrow table are smaller."""
    small = {text.get_text() for text in shown_texts(demo.figure) if text.get_fontsize() < look.SMALL}
    assert small <= ({".001", ".01", ".1", "1"} if name == "activations.in_practice" else set())


def test_the_maker_says_what_it_does_first_in_english_then_in_chinese(name):
    english, chinese = MAKERS[name].__doc__.splitlines()[:2]
    assert any(c.isascii() and c.isalpha() for c in english) and not any("\u4e00" <= c <= "\u9fff" for c in english)
    assert any("\u4e00" <= c <= "\u9fff" for c in chinese)


def lines_of_scripts():
    """All lines that the scripts of today's wards in the clinic have, and what can be written in their place."""
    for script in (bed.script for level in SCRIPTS for bed in ward_of(7, level) if isinstance(bed, ScriptBed)):
        options = (option for repair in script.faulty.values() for option in repair.options)
        yield from (line.strip() for line in (*script.lines, *options))


def test_in_chinese_its_pictures_have_no_english_word_and_no_letter_that_its_font_lacks(name):
    """As they were reviewed, which is as they are drawn."""
    written = [text for page in read(reviewed(name)).pages[1::2] for text in texts(page)]
    alike = {*ACTIVATIONS, *lines_of_scripts()}  # names in the code, and the code that a picture shows, are the same,
    worded = [text for text in written if text.strip() not in alike]
    plain = [re.sub(r"\$[^$]*\$", "", text) for text in worded]  # and so are formulas
    expect_none({w for text in plain for w in re.findall(r"[A-Za-zµΩ]{2,}", text)} - SAME_IN_CHINESE)
    expect_none(text for text in written for formula in re.findall(r"\$[^$]*\$", text) if HAN.search(formula))
    expect_none(set(HAN.findall("".join(written))) - {*map(chr, TTFont(SUBSET).getBestCmap())})  # tools/subset_font.py


def test_it_draws_what_was_reviewed(name, demo, pytestconfig):
    """Where it starts and at a few settings, in both languages; `pytest --redraw` writes it anew.

    The last law of a demo, for whatever came next would paint it again in the first language.
    """
    expect_reviewed(reviewed(name), demo, pytestconfig.option.redraw)


def test_every_picture_can_be_taken_hold_of_but_for_a_measurement_that_nobody_moves():
    modules = {name: importlib.import_module(maker.__module__) for name, maker in MAKERS.items()}
    sheets = {n for n, module in modules.items() if any(isinstance(one, Pad) for one in module.CONTROLS.values())}
    bare = [name for name, module in modules.items() if not getattr(module, "HANDLES", ()) and name not in sheets]
    assert bare == ["backpropagation.wrong_gradients"]


def test_fields_without_a_number_are_fields_of_results():
    for name, fields in MAY_HAVE_NO_NUMBER.items():
        result = importlib.import_module(MAKERS[name].__module__).Result
        assert {field.split(".")[0] for field in fields} <= set(result._fields), name
