"""Every slip gives itself away: whole numbers, one answer a slip, and the right one is that of autodiff."""

from functools import cache

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.autodiff import gradient
from course_nn.lectures.backpropagation.demos.edges.edge_puzzles import (
    LARGEST,
    LEVELS,
    SLIPS,
    Puzzle,
    candidate,
    diagnose,
    puzzle,
    tells_apart,
)


@cache
def puzzles():
    return {(seed, level): puzzle(seed, level) for level in LEVELS for seed in range(12)}


def test_numbers_are_whole_and_small_and_answers_are_those_of_autodiff():
    for found in puzzles().values():
        value, derivatives = gradient(found.text, found.values)
        assert value == found.graph.values[found.graph.output]
        for number in [*found.graph.values, *found.right.values()]:
            assert number == int(number) and 0 < abs(number) <= LARGEST
        for place, node in enumerate(found.graph.nodes):
            if node.operation == "input":
                sums = [
                    answer for (child, parent), answer in found.right.items() if parent == place and child is not None
                ]
                assert sum(sums) == derivatives[node.name]
                assert found.right.get((None, place), sum(sums)) == sum(sums)


def test_every_slip_that_can_be_made_has_an_answer_of_its_own():
    seen = set()
    for found in puzzles().values():
        for question, right in found.right.items():
            assert diagnose(found, question, right) == "right"
            assert found.wrong[question]
            for slip, answer in found.wrong[question]:
                assert diagnose(found, question, answer) == slip
                seen.add(slip)
            assert diagnose(found, question, 1234) == "unknown"
    assert seen == {*SLIPS}


def test_levels_differ_in_where_messages_meet():
    for (_, level), found in puzzles().items():
        meet = sum(child is None for child, _ in found.right)
        assert meet == 0 if level == 1 else meet >= level - 1


def test_a_seed_gives_the_same_puzzle_again_and_others_another():
    assert puzzle(3, 2).text == puzzles()[3, 2].text and puzzle(3, 2).values == puzzles()[3, 2].values
    for level in LEVELS:
        assert len({(p.text, *p.values.values()) for (_, k), p in puzzles().items() if k == level}) > 9


def test_without_the_filter_many_graphs_would_mix_slips_up():
    rng = np.random.default_rng(0)
    for level in LEVELS:
        found = [p for p in (candidate(rng, level) for _ in range(300)) if p]
        share = np.mean([tells_apart(p) for p in found])
        assert 0.1 < share < 0.95


def test_two_messages_are_added():
    p = next(p for p in puzzles().values() if any(child is None for child, _ in p.right))
    question = next(q for q in p.right if q[0] is None)
    messages = [answer for (child, parent), answer in p.right.items() if parent == question[1] and child is not None]
    assert p.right[question] == sum(messages) and isinstance(p, Puzzle)
    assert diagnose(p, question, messages[0]) == "one path"
    assert diagnose(p, question, np.prod(messages)) == "product"
    text, values = "b = a; y = 3b + (−5b)", {"a": 4.0}
    assert gradient(text, values)[1]["a"] == 3 - 5 == -2


def test_bad_input_says_what_there_is():
    with pytest.raises(BadInput, match="unknown level"):
        puzzle(0, 4)
    with pytest.raises(BadInput, match="expected one of the questions"):
        diagnose(puzzles()[0, 1], (99, 98), 1)
