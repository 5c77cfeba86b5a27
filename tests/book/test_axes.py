"""Which controls move in the book, and at which values."""

import importlib
from types import SimpleNamespace

from book.axes import axis, by_itself, evenly, moving, options, text_of, values_of
from book.chosen import BEGIN, CHOSEN, PLACES
from offenders import expect_none
from texts import NOTEBOOKS, cells_of

from course_nn.lectures import LECTURES, activations, backpropagation, start, xor
from course_nn.stage import Choice, Slider, Toggle

DEMOS = {
    f"{section}.{name}": importlib.import_module(getattr(importlib.import_module(lecture.home), name).__module__)
    for section, lecture in LECTURES.items()
    for name in importlib.import_module(lecture.home).__all__
}
CELLS = {key: source for file in NOTEBOOKS.glob("*.ipynb") for key, source in cells_of(file.name).items()}
TIME = Slider("t", 0, 10, 0, 1, plays=True)
WEIGHT = Slider("w", -1.0, 1.0, 0.5, 0.25)
FEW, MANY = Choice("few", ["a", "b"], "a"), Choice("many", list("abcdefgh"), "a")


def test_the_table_names_demos_and_cells_that_there_are():
    expect_none(key for table in (BEGIN, CHOSEN, PLACES) for key in table if key not in DEMOS and key not in CELLS)


def test_the_table_names_controls_of_its_demos_and_values_that_they_have():
    def controls(key):
        demo = key if key in DEMOS else next(name for name in DEMOS if f"{name}(" in CELLS[key])
        return DEMOS[demo].CONTROLS

    def wrong():
        for key, names in CHOSEN.items():
            yield from (f"{key}: no {name}" for name in names.split() if name not in controls(key))
        for key, begin in BEGIN.items():
            values = begin(controls(key))
            yield from (f"{key}: {name}={v}" for name, v in values.items() if controls(key)[name].check(v) != v)
        for key, places in PLACES.items():
            for name, values in places.items():
                yield from (f"{key}: {name}={v}" for v in values if controls(key)[name].check(v) != v)

    expect_none(wrong())


def test_a_demo_that_is_not_in_the_table_moves_in_time_and_in_a_short_list():
    assert by_itself({"w": WEIGHT, "many": MANY, "t": TIME, "few": FEW}) == ["few", "t"]
    assert by_itself({"many": MANY, "w": WEIGHT}) == ["w"]
    assert by_itself({"many": MANY}) == ["many"]
    assert by_itself({}) == []


def test_places_are_even_with_both_ends_and_the_start_among_them():
    assert evenly(TIME, 3) == {0, 5, 10} and evenly(TIME, 100) == {*range(11)}
    assert evenly(Slider("e", 0, 1000, 0, 1, reach=100), 3) == {0, 50, 100}
    scenes, [w, b] = moving(start.one_weight(b=0.3), "")
    assert (w.values[0], w.values[-1], b.values[0], b.values[-1]) == (-5, 5, -5, 5)
    assert 0.3 in b.values and 2.0 in w.values and b.values == sorted(b.values)
    assert [scene.values for scene in scenes] == [{}]


def test_presets_are_scenes_and_the_sliders_have_their_places():
    demo = xor.xor_network()
    scenes, axes = moving(demo, "")
    assert [scene.values for scene in scenes[1:]] == [*demo.presets.values()]
    assert all(scene.values[axis.name] in axis.values for scene in scenes[1:] for axis in axes)


def test_places_of_the_table_have_the_start_among_them():
    _, [rule, step] = moving(backpropagation.graph(), "")
    assert rule.kind == "choose" and {0, 30, backpropagation.graph().values["step"]} <= {*step.values}


def test_a_control_looks_as_it_should():
    assert axis("t", TIME, [0, 1]).kind == "slide" and axis("t", TIME, [0, 1]).plays
    assert axis("on", Toggle("on"), [False, True]).kind == "tick"
    assert axis("few", FEW, ["a", "b"]).texts == ["a", "b"]
    numbers = Choice("N", {n: str(n) for n in (1, 2, 5, 10, 20)}, 1)
    assert axis("N", numbers, options(numbers)).kind == "slide"
    assert axis("w", WEIGHT, [-0.5]).texts == ["−0.5"]
    assert [text_of(Slider("a", 0, 9, 0, 1, unit=unit), 3) for unit in ("", "°", "mV")] == ["3", "3°", "3 mV"]


def test_options_that_take_many_seconds_are_left_out():
    assert options(Choice("data", ["quick", "slow"], "quick", costly=("slow",))) == ["quick"]
    assert options(SimpleNamespace()) == []


def test_a_preset_may_ask_for_an_option_that_takes_long():
    scenes, axes = moving(activations.in_practice(), "")
    depth = next(axis for axis in axes if axis.name == "depth")
    assert scenes[1].values["depth"] == 8 and depth.values == [1, 2, 4, 8]
    slow = Choice("data", ["quick", "medium", "slow"], "quick", costly=("medium", "slow"))
    assert values_of(slow, None, {"slow"}) == ["quick", "slow"] and values_of(TIME, None, {3}) == []
    assert values_of(TIME, (5, 1), {3}) == [1, 3, 5]
