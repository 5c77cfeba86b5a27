"""Memory for time: plans are walked through, and the best one is the best there is."""

from functools import cache
from itertools import pairwise

import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.demos.memory.checkpointing import SCHEMES, fewest_steps, schedule


@cache
def by_trying(L, kept):
    """Keep state k next, go back through what is above it with one state less, then through what is below."""
    if L == 1:
        return 0
    if kept == 1:
        return L * (L - 1) // 2
    return min(k + by_trying(L - k, kept - 1) + by_trying(k, kept) for k in range(1, L))


def test_the_formula_equals_trying_everything():
    for L in range(1, 65):
        for kept in range(1, 20):
            assert fewest_steps(L, kept) == by_trying(L, kept)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("L, kept", [(1, 1), (2, 1), (7, 3), (20, 1), (33, 5), (64, 8), (64, 15), (100, 10), (5, 9)])
def test_a_plan_goes_back_through_every_layer_once_with_only_what_it_has(scheme, L, kept):
    plan, stored, here, done, steps, peak = schedule(L, kept, scheme), {0}, 0, L, 0, 1
    for kind, state in plan.moves:
        if kind == "forward":
            assert state - 1 == here or state - 1 in stored
            here, steps = state, steps + 1
        elif kind == "keep":
            assert state == here or state == 0
            stored.add(state)
            peak = max(peak, len(stored))
        elif kind == "backward":
            assert state == done - 1 and (state == here or state in stored)
            done = state
        else:
            stored.remove(state)
    assert done == 0 and not stored
    assert (steps, peak) == (plan.forward_steps, plan.peak)
    if scheme == "best":
        assert peak <= kept and steps == fewest_steps(L, kept)


@pytest.mark.parametrize("L, kept", [(100, 10), (64, 8), (30, 5)])
def test_because_memory_is_used_again_the_first_stretches_are_the_longest_and_without_that_equal_ones_are_best(L, kept):
    found, equal = stretches(schedule(L, kept, "best")), L // kept
    assert found == sorted(found, reverse=True) and found[0] > 3 * found[-1]
    assert without_using_memory_again(L, kept) == L - equal + kept * equal * (equal - 1) // 2


def stretches(plan):
    """The lengths of the stretches between the states that are kept on the way to the output."""
    there = plan.moves[: [move.kind for move in plan.moves].index("backward")]
    kept = [move.state for move in there if move.kind == "keep"]
    return [later - earlier for earlier, later in pairwise([*kept, there[-1].state + 1])]


@cache
def without_using_memory_again(L, kept):
    """The fewest forward steps if each stretch has the memory of its own first state alone, by trying everything."""
    if kept == 1 or L == 1:
        return L * (L - 1) // 2
    return min(k + without_using_memory_again(L - k, kept - 1) + k * (k - 1) // 2 for k in range(1, L))


def test_the_numbers_of_64_and_of_100_layers():
    found = {
        (s, k): schedule(64, k, s) for s, k in (("all", 1), ("segments", 8), ("best", 15), ("best", 1), ("best", 8))
    }
    assert {key: (plan.peak, plan.forward_steps) for key, plan in found.items()} == {
        ("all", 1): (64, 63),
        ("segments", 8): (15, 112),
        ("best", 15): (15, 111),
        ("best", 1): (1, 2016),
        ("best", 8): (8, 137),
    }
    assert (fewest_steps(100, 10), fewest_steps(100, 100)) == (222, 99)


def test_one_more_state_never_costs_more_and_all_states_cost_one_pass():
    for L in (1, 10, 64):
        costs = [fewest_steps(L, kept) for kept in range(1, L + 3)]
        assert costs == sorted(costs, reverse=True) and costs[-1] == L - 1


def test_bad_input_says_what_was_expected():
    for call in (
        lambda: fewest_steps(0, 1),
        lambda: fewest_steps(5, 0),
        lambda: fewest_steps(5.5, 2),
        lambda: schedule(101, 3, "best"),
    ):
        with pytest.raises(BadInput, match="expected whole numbers"):
            call()
    with pytest.raises(BadInput, match="unknown scheme"):
        schedule(10, 2, "bst")
