"""What is kept of a chain of layers, moment by moment, and what it costs."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.lectures.backpropagation.demos.memory.checkpointing import fewest_steps

module, result = lecture("backpropagation")
MEMORY = module("memory")


@pytest.mark.parametrize("scheme", MEMORY.SCHEMES)
def test_at_no_moment_more_is_kept_than_the_peak_and_at_the_end_all_layers_have_been_gone_back(scheme):
    held = [result("memory", scheme=scheme, kept=8, share=share).held for share in range(101)]
    found = result("memory", scheme=scheme, kept=8, share=100)
    assert max(held) <= found.peak and held[0] == 0 and found.back[-1] == found.L == 64
    assert found.moment == found.moves


def test_the_numbers_of_64_layers():
    for kept, scheme, peak, steps in [(1, "all", 64, 63), (8, "segments", 15, 112), (15, "best", 15, 111)]:
        found = result("memory", kept=kept, scheme=scheme)
        assert (found.peak, found.steps) == (peak, steps)
    assert result("memory", kept=1).steps == 2016
    assert result("memory", L=100, kept=10).steps == 222


def test_the_curve_of_the_best_plan_is_the_formula_and_lies_below_the_others():
    curves = result("memory").tradeoff
    assert curves[2, :64].tolist() == [fewest_steps(64, kept) for kept in range(1, 65)]
    for curve in curves[:2]:
        there = np.isfinite(curve)
        assert (curves[2][there] <= curve[there]).all()


def test_more_examples_than_77_keep_more_numbers_than_the_network_has_parameters():
    assert MEMORY.NET_STATES == 1108 and MEMORY.NET_PARAMETERS == 85_002
    assert result("memory", n=76).states < MEMORY.NET_PARAMETERS < result("memory", n=77).states


def test_the_challenge_takes_the_best_plan():
    judge = MEMORY.CHALLENGE.judge
    assert judge(result("memory", kept=8)) == "solved" and result("memory", kept=8).steps == 137
    assert judge(result("memory", kept=8, scheme="segments")) == judge(result("memory", kept=2)) == "open"
    assert judge(result("memory", kept=9)) == "almost"


def test_the_time_and_the_number_of_kept_states_are_held():
    demo = MEMORY.memory()
    Hand(demo, 0).press().pull(-100, 0)
    assert demo.values["share"] < 50
    Hand(demo, 1).press().pull(60, 0)
    assert demo.values["kept"] > 4
    demo.close()


def test_the_readout_says_what_the_picture_shows(reads):
    demo = MEMORY.memory(share=50)
    r = demo.result
    reads(demo.readout, 64, 4, r.steps, r.steps / 63, r.moment, r.moves, r.held, r.back[r.moment], 77, ...)
    assert "85,002" in demo.readout.en and f"{77 * 1108:,}" in demo.readout.zh
    demo.close()
