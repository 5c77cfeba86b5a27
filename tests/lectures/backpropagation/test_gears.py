"""Three gears and long trains of them, as the picture has them."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.demos.gears.gear_trains import LOG_OF_A_NORMAL

module, result = lecture("backpropagation")
GEARS = module("gears")


def test_the_product_of_the_three_slopes_is_the_slope_of_the_whole():
    found = result("gears")
    assert np.round(found.slopes, 4).tolist() == [2.0, 0.5403, 2.3198]
    assert np.prod(found.slopes) == pytest.approx(gradient("exp(sin(x^2))", {"x": 1})[1]["x"])
    assert round(np.prod(found.slopes), 4) == 2.5068
    assert np.prod(result("gears", x=np.sqrt(np.pi / 2)).slopes) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_a_typical_train_of_normal_factors_shrinks_as_their_mean_logarithm_says(seed):
    found = result("gears", view="train", seed=seed)
    assert np.exp(LOG_OF_A_NORMAL * 30) == pytest.approx(5.3e-9, rel=0.01)
    assert 3e-9 < found.middle[1, 30] < 1.5e-8
    assert found.rms[30] > 1000 * found.middle[1, 30]


@pytest.mark.parametrize("seed", [0])
@pytest.mark.parametrize("kind, low, high", [("8", 0.001, 0.003), ("16", 0.06, 0.1), ("32", 0.25, 0.36)])
def test_he_keeps_the_mean_square_but_the_median_only_in_wide_layers(kind, low, high, seed):
    found = result("gears", view="train", kind=kind, seed=seed)
    assert low < found.middle[1, 30] < high
    assert 0.3 < found.rms[10] < 3 and (found.zero > 0.05) == (kind == "8")


def test_behind_narrow_layers_with_hes_weights_a_typical_gradient_has_shrunk_whatever_is_drawn(becomes):
    def shrunk(kind="8", L=30, seed=0):
        return -np.log(result("gears", view="train", kind=kind, seed=seed).middle[1, L])

    changed = {"draws": shrunk(seed=1), "10": shrunk(L=10), "16": shrunk("16"), "32": shrunk("32")}
    assert shrunk() > np.log(100)
    becomes(**{key: outcome(shrunk(), left) for key, left in changed.items()})


def test_only_wide_layers_solve_the_challenge():
    judge = GEARS.CHALLENGE.judge
    assert judge(result("gears", view="train", kind="64")) == "solved"
    assert judge(result("gears", view="train", kind="32")) == "almost"
    assert judge(result("gears", view="train", kind="8")) == judge(result("gears")) == "open"
    assert judge(result("gears", view="train", kind="64", L=3)) == "open"


def test_the_input_is_held_on_its_number_line_and_the_depth_on_its_line():
    demo = GEARS.gears()
    Hand(demo, 1).press().pull(-60, 0)
    assert demo.values["x"] < 0.5
    demo.set(view="train")
    Hand(demo, 0).press().pull(-100, 0)
    assert demo.values["L"] < 27
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = GEARS.gears()
    reads(demo.readout, *demo.result.slopes, np.prod(demo.result.slopes))
    demo.set(view="train")
    r = demo.result
    reads(demo.readout, 30, 1000, r.middle[1, 30], r.rms[30], 0, 0)
    demo.close()
