"""The address of the page holds the experiment: whoever opens it has the same one."""

import numpy as np
import pytest

from course_nn.playground.picture.controls import LINK
from course_nn.playground.picture.demo import playground

TABLE = "\n".join(f"{k},{-k},{k % 2}" for k in range(400))


@pytest.fixture
def demo():
    demo = playground()
    yield demo
    demo.close()


def opened_at(address):
    demo = playground()
    demo.page.layer.address = address
    return demo


@pytest.mark.parametrize(
    "values",
    [
        {"data": "spiral", "hidden": "8, 8", "optimizer": "adam", "learning_rate": 0.01},
        {"data": "xor", "hidden": "", "x1": False, "x1_x2": True, "noise": 15, "seed": 7},
        {"penalty": "l2", "rate": 0.01, "dropout": 0.25, "init": "zeros", "activation2": "relu", "pace": 1},
        {"data": "own", "table": "1,2,0\n3,4,1\n5,6,0\n7,8,1\n1,1,0\n2,2,1", "loss": "hinge"},
        {"link": LINK},
    ],
)
def test_whoever_opens_the_address_has_the_same_experiment(demo, values):
    demo.set(**values)
    again = opened_at(demo.page.layer.address)
    assert again.values == demo.values and again.result.losses == demo.result.losses
    for one in (demo, again):
        one.set(epoch=2)
    assert np.array_equal(again.frame.pixels, demo.frame.pixels)


def test_at_the_start_and_after_reset_the_address_holds_nothing(demo):
    assert demo.page.layer.holds and demo.page.layer.address == ""
    demo.set(data="gauss", x2=False)
    assert demo.page.layer.address == "data=gauss&x2=0"
    demo.reset()
    assert demo.page.layer.address == ""


def test_to_play_changes_no_address(demo):
    demo.set(epoch=9, sample=3, layer=2, to=2, large="to")
    demo.set(weight=3.0)
    assert demo.page.layer.address == ""


def test_what_is_too_long_for_an_address_is_not_held_in_part(demo):
    demo.set(data="own", table=TABLE)
    assert demo.page.layer.address == ""


def test_another_address_begins_anew_from_the_start(demo):
    demo.set(data="spiral", hidden="8", epoch=5)
    demo.page.layer.address = "x2=0"
    assert demo.values == playground(x2=False).values


@pytest.mark.parametrize(
    "address, said", [("data=spirale", "did you mean"), ("epoch=5", "unknown setting"), ("hidden=99", "hidden units")]
)
def test_an_address_that_makes_no_sense_is_answered_and_changes_nothing(demo, address, said):
    before = demo.values
    demo.page.layer.address = address
    assert said in demo.page.message.value and demo.values == before


def test_only_the_first_playground_of_a_notebook_is_held_by_the_address():
    given = playground(data="spiral")
    assert not given.page.layer.holds
    given.page.layer.address = "data=xor"
    assert given.values["data"] == "spiral"
