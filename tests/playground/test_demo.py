"""The playground: every control does something, every step can be taken back, and a link gives the very same run."""

import ast
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.text import Text
from texts import cells_of

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE
from course_nn.drawing import look
from course_nn.features import featurize
from course_nn.playground.mathematics import tfplayground
from course_nn.playground.mathematics.experiment import begin
from course_nn.playground.mathematics.tables import LINES, read_table
from course_nn.playground.picture.controls import CONTROLS, LINK, TABLE
from course_nn.playground.picture.demo import PLANE, accuracy, playground
from course_nn.playground.picture.unit_maps import SIDE
from course_nn.stage import RunningDemo

EXPENSIVE = {"epoch": 1_000_000}
ISSUE = LINK.replace("#", "#activation=relu&batchSize=10&")


@pytest.fixture
def demo():
    return playground()


def press(demo, label):
    """Press the button of that English label in one of the tabs."""
    items = [item for pane in demo.panes.values() for row in pane for item in (row if isinstance(row, list) else [row])]
    demo.act(next(item for item in items if getattr(item, "label", ("",))[0] == label))


def random_values(rng):
    """Any setting of the controls that a student can reach, after a few epochs at most."""
    values = {}
    for name, control in CONTROLS.items():
        samples = control.samples(rng)
        values[name] = samples[-1] if hasattr(control, "low") else samples[rng.integers(len(samples))]
    return values | {"epoch": int(rng.integers(4)), "link": "", "saved": ""}


def expect_good(demo):
    words = demo.readout
    assert all(words) and any("\u4e00" <= c <= "\u9fff" for c in words.zh)
    assert not any(bad in words.en for bad in ("nan", "inf ", "None", "array("))
    assert np.ptp(np.asarray(demo.frame.pixels)[..., :3]) > 0


@pytest.mark.thorough
@pytest.mark.parametrize("name", CONTROLS)
def test_each_control_works_at_both_ends(demo, name):
    for value in CONTROLS[name].samples(np.random.default_rng(0)):
        try:
            demo.set(**{name: 30 if EXPENSIVE.get(name) == value or name == "epoch" else value})
        except BadInput as error:  # own data without a table: a sentence that says so
            assert "no data of your own" in error.en
        expect_good(demo)


def test_random_settings_give_pictures_and_partial_equals_whole_redraw(demo):
    rng = np.random.default_rng(1)
    good = 0
    for k in range(40):
        try:
            demo.set(**random_values(rng))
        except BadInput as error:  # a loss for classes with numbers, a run that diverges, no features, no table
            assert error.en and error.zh
            continue
        good += 1
        expect_good(demo)
        if k % 4 == 0:
            partly = np.array(demo.frame.pixels)
            assert np.array_equal(partly, demo.frame.whole())
    assert good > 20


@pytest.mark.parametrize("view", ["network", "hidden", "beside"])
def test_every_view_is_redrawn_as_if_it_were_whole(demo, view):
    press(demo, "Keep beside")
    for epoch in (1, 2, 60):
        demo.set(view=view, epoch=epoch)
        partly = np.array(demo.frame.pixels)
        assert np.array_equal(partly, demo.frame.whole())


def test_the_tiles_are_what_the_units_answer():
    demo = playground(epoch=3, hidden="3, 2", activation="relu")
    network = demo.result.experiment.run.network
    h = network.forward(featurize(PLANE, ("x1", "x2"))).h[1]
    seen = demo.artists.maps.tiles.images[2 + 2]  # behind those of the two inputs
    step = SIDE // len(seen)
    assert np.array_equal(demo.result.maps[1][2].ravel(), h[:, 2])
    assert np.array_equal(seen, look.heat(h[:, 2].reshape(SIDE, SIDE)[step // 2 :: step, step // 2 :: step], -1, 1))


def test_the_network_is_trained_and_a_second_look_shows_the_same():
    demo = playground(epoch=40)
    first, pixels = demo.result.losses, np.array(demo.frame.pixels)
    demo.set(epoch=3)
    demo.set(epoch=40)
    assert first[0] < 0.6 and demo.result.losses == first and np.array_equal(demo.frame.pixels, pixels)


def test_the_link_of_the_example_gives_the_losses_of_the_program():
    program, demo = tfplayground.from_link(ISSUE), playground(link=ISSUE, epoch=10)
    program.train(10)
    assert np.allclose(demo.result.losses[:2], (program.train_loss, program.test_loss), rtol=1e-12)
    values = demo.values
    assert (values["data"], values["hidden"], values["activation"]) == ("xor", "4", "relu")
    demo.set(hidden="5")  # from here on it is an experiment of one's own
    assert demo.values["link"] == "" and demo.result.experiment.run.network.sizes == (2, 5, 1)


def test_a_malformed_link_is_answered_and_changes_nothing(demo):
    demo.set(link="")
    before = demo.values
    with pytest.raises(BadInput, match="networkShape"):
        demo.set(link="#networkShape=four")
    assert demo.values == before


def taken(demo, label):
    """The text that the button of that label offers."""
    offered = []
    demo.page.offer = lambda name, text: offered.append(text)
    press(demo, label)
    return offered[0]


def test_the_page_gives_the_link_that_brings_the_same_settings_and_says_so_in_one_sentence():
    demo = playground(data="spiral", noise=10, loss="squared_error", hidden="3")
    why, link = taken(demo, "Link").splitlines()
    assert "can express all these settings" in why
    again = playground(link=link)
    assert {name for name, value in demo.values.items() if again.values[name] != value} == {"link", "weight"}
    assert taken(again, "Link").splitlines()[1] == link


def test_a_run_from_a_link_gives_that_link_until_it_becomes_one_of_its_own(demo):
    demo.set(link=ISSUE)
    demo.set(epoch=3)
    assert taken(demo, "Link").splitlines()[1] == ISSUE
    demo.set(init="he")
    assert taken(demo, "Link").splitlines()[1].startswith("playground.playground(")


def test_what_no_link_can_say_is_given_as_the_call_that_opens_it_again():
    demo = playground(data="moons", optimizer="adam", loss="squared_error", epoch=2)
    why, call = taken(demo, "Link").splitlines()
    assert "cannot express data, optimizer." in why and "无法表示数据、优化器。" in why
    again = eval(call, {"playground": SimpleNamespace(playground=playground)})
    assert np.array_equal(demo.frame.pixels, again.frame.pixels)


def exported(demo):
    """The program that the button offers, and its answer()."""
    code, room = taken(demo, "NumPy code"), {}
    exec(code, room)
    return code, room["answer"]


def test_own_data_are_learned_and_exported_in_their_own_units():
    table = "\n".join(f"{100 * a},{b},{'yes' if a > 2 else 'no'}" for a in range(6) for b in range(5))
    demo = playground(data="own", table=table, epoch=200, share=70)
    assert demo.result.experiment.class_names == ("no", "yes") and np.trace(demo.result.confusion[1]) == 9
    code, program = exported(demo)
    assert "above 0 it says “yes”, otherwise “no”." in ast.get_docstring(ast.parse(code))
    answer = program(np.array([0, 500]), 2)
    assert answer[0] < 0 < answer[1]
    X = read_table(table).X
    raw = np.array([[100 * a, b] for a in range(6) for b in range(5)], float)
    live = demo.result.experiment.run.network(featurize(X, ("x1", "x2")))[:, 0]
    assert np.abs(program(*raw.T) - live).max() < 1e-12


def test_own_numbers_are_predicted_in_their_own_unit():
    table = "\n".join(f"{a},{b},{100 + 10 * a + b}" for a in range(6) for b in range(5))
    demo = playground(data="own", table=table, epoch=300, activation="linear", share=90)
    code, program = exported(demo)
    assert "it predicts y." in code and abs(program(3, 2) - 132) < 0.1
    low, high = read_table(table).scale[2]
    h = demo.result.experiment.run.network(featurize(read_table(table).X, ("x1", "x2")))[:, 0]
    raw = np.array([[a, b] for a in range(6) for b in range(5)], float)
    assert np.allclose(program(*raw.T), low + (h + 1) / 2 * (high - low), rtol=1e-9)


def test_numbers_that_were_not_moved_are_not_moved_back():
    demo = playground(data="plane", epoch=2)
    _, program = exported(demo)
    points = demo.result.experiment.test
    live = demo.result.experiment.run.network(featurize(points, ("x1", "x2")))[:, 0]
    assert np.allclose(program(*points.T), live, rtol=1e-12)


@pytest.mark.parametrize(
    "begun",
    [
        {"data": "own", "table": "".join(f"{k},{-k},{k % 2}\n" for k in range(LINES)), "share": 90, "batch_size": 500},
        {"link": "#problem=regression&percTrainData=99&seed=1&batchSize=500"},
    ],
    ids=["most rows", "link"],
)
def test_the_last_samples_of_the_largest_epoch_can_be_reached(begun):
    demo = playground(**begun)
    n = demo.result.experiment.run.n
    demo.set(sample=n - 1)
    assert n > 1080 and demo.values["sample"] == n - 1
    press(demo, "+1 batch")
    assert (demo.values["epoch"], demo.values["sample"]) == (1, 0)


@pytest.mark.parametrize("values, said", [({"data": []}, "unknown data"), ({"pace": 7}, "unknown speed")])
def test_a_saved_run_with_values_that_make_no_sense_is_answered(demo, values, said):
    with pytest.raises(BadInput, match=said):
        demo.set(saved=json.dumps({"course_nn": "playground", "values": values, "parameters": [0.0]}))


def test_a_saved_run_may_write_a_number_as_text(demo):
    saved = json.loads(taken(demo, "Save"))
    saved["values"]["pace"] = "5"
    demo.set(saved=json.dumps(saved))
    assert demo.values["pace"] == 5


def test_a_run_that_diverges_says_why_and_keeps_the_last_good_picture(demo):
    demo.set(data="plane", activation="linear", epoch=0, learning_rate=10.0)
    demo.set(epoch=50)
    assert "diverged in epoch" in demo.page.message.value and "try 1," in demo.page.message.value
    assert demo.values["epoch"] < 50
    expect_good(demo)
    demo.set(view="hidden")
    assert demo.values["view"] == "hidden"
    demo.set(learning_rate=0.01)
    assert demo.page.message.value == ""


def test_a_sample_that_makes_it_diverge_is_not_shown_as_a_loss_without_end():
    demo = playground(data="plane", activation="linear", learning_rate=10.0, batch_size=1)
    for sample in (1, 2, 3, 40):
        demo.set(sample=sample)
        expect_good(demo)
    assert "diverged" in demo.page.message.value


def test_reset_is_the_beginning_again_edits_and_links_included():
    demo = playground(link=ISSUE)
    first = demo.result.losses
    demo.set(layer=1, to=2, origin=1)
    demo.set(weight=5.0)
    demo.set(epoch=5)
    demo.reset()
    assert demo.result.losses == first and demo.values["link"] == ISSUE
    demo = playground()
    first = demo.result.losses
    demo.reset()
    assert demo.result.losses == first


def test_any_unit_and_any_input_can_be_shown_large():
    demo = playground(x1_squared=True, layer=1, to=3, origin=2)
    network = demo.result.experiment.run.network
    h = network.forward(featurize(PLANE, demo.result.experiment.features)).h

    def is_large(answers):
        return np.array_equal(demo.artists.answer.image.images[0], look.heat(answers.reshape(SIDE, SIDE), -1, 1))

    demo.set(large="to")
    assert is_large(h[1][:, 2]) and "Large: layer 1, unit 3." in demo.readout.en
    demo.set(large="from")
    assert is_large(h[0][:, 1]) and "Large: x₂." in demo.readout.en
    demo.set(origin=0)
    assert is_large(demo.result.answer) and "Large" not in demo.readout.en


def test_the_view_of_the_one_beside_says_if_there_is_none(demo):
    demo.set(view="beside")
    assert "nothing beside yet" in demo.page.message.value


def test_two_experiments_stand_side_by_side(demo):
    demo.set(epoch=5)
    press(demo, "Keep beside")
    demo.set(learning_rate=0.3, epoch=20)
    other = begin()
    list(other.run.go(20 * other.run.n))
    assert np.allclose(demo.result.other[3], other.run.losses()) and "Beside" in demo.readout.en


@pytest.mark.parametrize("data", ["circle", "spiral", "hills"])
def test_the_goal_stands_in_the_picture_and_beside_it_how_far_one_is(data):
    demo = playground(data=data, epoch=3)
    goals = [text for text in demo.figure.findobj(Text) if text.get_text() == "goal: spiral"]
    (goal,) = (line for line in demo.artists.plane.lines if line.get_linewidth() == 9)
    assert len(goals) == 1 and np.mean(goal.get_xdata()) == pytest.approx(0.95)
    share = demo.artists.right_bar.get_xdata()[1]
    if data == "hills":
        assert np.isnan(share) and demo.artists.right.get_text() == ""
    else:
        assert share == accuracy(demo.result)[1] and demo.artists.right.get_text() == f"test: {share:.1%}"


def test_no_demo_of_the_notebook_begins_with_the_challenge_solved_or_almost():
    made = "\n".join(cells_of("playground", "code").values())
    link = re.search(r'^link = "(.*)"$', made, re.M)[1]
    calls = re.findall(r"^playground\.playground\((.*)\)$", made, re.M)
    assert len(calls) == 6
    for call in calls:
        demo = eval(f"playground({call})", {"playground": playground, "link": link, "table": TABLE})
        assert demo.state == "open", call


def test_the_challenge_asks_for_the_spiral_and_can_be_met():
    demo = playground()
    assert demo.state == "open"
    demo.set(data="spiral", hidden="8, 8, 8", optimizer="adam", learning_rate=0.01, epoch=250)

    def solved(epoch):
        demo.set(epoch=epoch)
        return demo.state == "solved"

    assert any(solved(epoch) for epoch in range(250, 500, 25))  # a single run swings, on each processor in its way


def test_it_can_be_rebuilt_from_its_code(demo):
    demo = playground(data="gauss", hidden="3, 2", epoch=4)
    again = eval(demo.code(), {"playground": SimpleNamespace(playground=playground)})
    assert isinstance(again, RunningDemo) and np.array_equal(demo.frame.pixels, again.frame.pixels)


@pytest.mark.parametrize("large", [1e5, 1e30, 1e150])
@pytest.mark.parametrize("data", ["circle", "plane"])
def test_no_number_of_the_readout_is_longer_than_a_dozen_characters(large, data):
    demo = playground(data=data, penalty="l2")
    saved = json.loads(taken(demo, "Save"))
    saved["parameters"] = [large] * len(saved["parameters"])
    try:
        demo.set(saved=json.dumps(saved))
    except BadInput as error:
        assert "too large" in error.en and large > 1e100
    for words in demo.readout:
        assert max(map(len, re.findall("[−0-9.]+(?: × [⁻⁰¹²³⁴⁵⁶⁷⁸⁹0-9]+)?", words))) <= 12


def test_what_a_saved_run_cannot_be_computed_with_is_said_and_the_run_goes_on(demo):
    demo.set(epoch=3)
    saved = json.loads(taken(demo, "Save"))
    saved["parameters"] = [1e308] * len(saved["parameters"])
    losses = demo.result.losses
    demo.page.live["saved"].core.value = json.dumps(saved)
    assert "too large to be computed" in demo.page.message.value and "损失和梯度大到无法计算" in demo.page.message.value
    assert demo.result.losses == losses
    demo.set(epoch=4)
    assert demo.values["epoch"] == 4


def test_what_is_offered_goes_away_again(demo):
    for _ in range(2):
        press(demo, "Save")
        assert "playground.json" in demo.page.taken.value
        press(demo, "NumPy code")
        assert "network.py" in demo.page.taken.value and "playground.json" not in demo.page.taken.value
        away = next(child for child in demo.page.box.children if getattr(child, "icon", "") == "times")
        assert away.layout.display != "none"
        away.click()
        assert demo.page.taken.value == "" and away.layout.display == "none"


def test_a_control_that_would_do_nothing_is_dimmed():
    """Whatever is in use changes the run, the picture or the numbers; with one layer that has its own φ, say."""
    used = {name: control.used for name, control in CONTROLS.items()}
    demo = playground(data="xor", hidden="4")
    assert used["activation"](demo.values) and not used["activation2"](demo.values)
    demo.set(activation1="relu", view="beside")
    assert not used["activation"](demo.values)
    demo.set(hidden="4, 2")
    assert used["activation"](demo.values) and used["to"](demo.values)
    demo.set(layer=3)
    assert not used["to"](demo.values)
    demo.set(hidden="")
    assert not any(used[name](demo.values) for name in ("activation", "to", "layer"))


def test_controls_in_use_do_something_at_random_settings():
    rng = np.random.default_rng(3)
    quiet = {"data": "xor", "loss": "best", "x1": True, "noise": 0, "epoch": 2, "learning_rate": 0.1, "init": "glorot"}
    changes = {"activation": "swish", "activation1": "elu", "activation2": "softplus", "hidden": "5, 5", "share": 44}
    for _ in range(4):
        demo = playground(**random_values(rng) | quiet)
        for name, value in changes.items():
            losses = demo.result.losses
            if CONTROLS[name].used(demo.values) and demo.values[name] != value:
                demo.set(**{name: value})
                assert demo.result.losses != losses, name


@pytest.mark.parametrize("values", [{}, {"data": "hills", "view": "hidden", "hidden": "8, 3"}, {"large": "to"}])
def test_in_chinese_its_picture_has_no_english_word(monkeypatch, values):
    monkeypatch.setattr(LANGUAGE, "shown", "zh")
    demo = playground(**values)
    texts = [text.get_text() for text in demo.figure.findobj(Text) if text.get_visible()]
    english = [t for t in texts if re.search("[A-Za-z]{2,}", re.sub(r"\$.*?\$", "", t))]
    assert not english and any("损失" in text for text in texts)


def test_every_symbol_says_what_it_means():
    assert all(control.means for control in CONTROLS.values() if isinstance(control.label, str))


def test_its_words_stand_out_from_white(demo):
    for text in demo.figure.findobj(Text):
        assert look.ink(text.get_color()) == to_hex(text.get_color())


def test_every_tab_is_two_rows_tall(demo):
    assert all(len(pane) <= 2 and all(isinstance(row, list) for row in pane) for pane in demo.panes.values())
