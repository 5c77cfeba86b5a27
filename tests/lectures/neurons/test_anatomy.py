"""The parts of a neuron, the way of an impulse through them, and their counterparts in the artificial neuron."""

import numpy as np
from computed import Pure
from hand import Hand

from course_nn.lectures.neurons import anatomy
from course_nn.lectures.neurons.demos.anatomy.neuron_shape import AXON, BRANCHES, ROUTE, STEMS
from course_nn.lectures.neurons.demos.anatomy.picture import PARTS

ANATOMY = Pure("neurons.anatomy")
compute, judge = ANATOMY.compute, ANATOMY.judge


def test_every_part_of_the_lecture_is_drawn_named_and_explained():
    demo = anatomy()
    names = {"dendrites", "synapses", "cell body", "nucleus", "axon", "branches of the axon", "axon terminals"}
    assert {part.name.en for part in PARTS.values()} == names and set(demo.artists.parts) == set(PARTS)
    for part in PARTS:
        demo.set(part=part)
        for language in ("en", "zh"):
            told = getattr(demo.readout, language)
            assert all(getattr(words, language) in told for words in PARTS[part][:3])
    demo.close()


def test_an_impulse_visits_the_parts_in_order_and_the_nucleus_never():
    visited = [compute("axon", way).impulse_part for way in range(101)]
    assert sorted(set(visited), key=visited.index) == ROUTE and "nucleus" not in visited
    assert sorted(visited, key=ROUTE.index) == visited


def test_three_impulses_come_in_one_spike_goes_out_and_three_copies_arrive():
    counts = {r.impulse_part: len(r.signals) for r in (compute("axon", way) for way in range(101))}
    assert counts == {"synapse": 3, "dendrites": 3, "body": 1, "axon": 1, "branches": 3, "terminals": 3}


def test_the_impulse_is_always_on_a_line_of_the_drawing():
    lines = {"dendrites": STEMS[:3], "axon": [AXON], "branches": BRANCHES}
    for way in range(101):
        result = compute("body", way)
        if result.impulse_part in lines:
            drawn = np.concatenate(lines[result.impulse_part])
            assert all(np.abs(drawn - place).max(axis=1).min() < 1e-9 for place in result.signals)


def test_the_parts_join_and_stay_in_the_picture():
    assert np.allclose(AXON[0], STEMS[0][-1]) and all(np.allclose(branch[0], AXON[-1]) for branch in BRANCHES)
    places = np.concatenate([*STEMS, AXON, *BRANCHES])
    assert np.all(places > 0) and np.all(places < [8.6, 3.0])


def test_the_challenge_is_solved_in_the_axon_alone():
    solved = {
        (part, compute(part, way).impulse_part)
        for part in PARTS
        for way in range(101)
        if judge(compute(part, way)) == "solved"
    }
    assert solved == {("axon", "axon")}
    assert judge(compute("dendrites", 0)) == "open" and judge(compute("axon", 0)) == "almost"


def test_what_is_pressed_is_the_part_that_is_chosen():
    demo = anatomy()
    chosen = set()
    for handle in range(6):
        for item in [item for k, item, *_ in demo.page.paths if k == handle]:
            Hand(demo, handle, item).press()
            chosen.add((handle, demo.values["part"]))
    assert {part for handle, part in chosen if handle == 4} == set(PARTS)  # the numbers
    assert {part for handle, part in chosen if handle == 0} == {"dendrites", "axon", "branches"}  # the lines
    demo.close()


def test_an_impulse_that_is_pulled_along_comes_out_as_a_spike():
    demo = anatomy()
    hand = Hand(demo, 6, 0).press()
    for dx, dy, part in [(15, 3, "dendrites"), (400, 65, "axon"), (690, 0, "terminals")]:
        hand.pull(dx, dy)
        assert demo.result.impulse_part == part and demo.values["way"] > 0
    demo.close()
