"""The picture of the puzzles: what is asked, and what an answer shows."""

import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.demos.edges.edge_puzzles import SLIPS, diagnose, puzzle

module, result = lecture("backpropagation")
EDGES = module("edges")


def answers(task):
    return ", ".join(f"{value:g}" for value in task.right.values())


@pytest.mark.parametrize("seeds", [range(0, 100, 3), pytest.param(range(100), marks=pytest.mark.thorough)], ids=len)
def test_every_question_of_every_graph_has_a_place_of_its_own_in_the_picture(seeds):
    for seed in seeds:
        for level in "123":
            found = result("edges", level=level, seed=seed)
            assert len(found.questions) <= EDGES.MOST
            assert len({*map(tuple, found.spots.round(3))}) == len(found.spots)
            assert ((found.spots > 0.1) & (found.spots < [8.5, 3.0])).all()


@pytest.mark.parametrize("level", "123")
def test_the_right_answers_are_right_and_only_level_3_solves_the_challenge(level):
    task = puzzle(4, int(level))
    found = result("edges", level=level, answers=answers(task))
    assert {*found.verdicts} == {"right"}
    assert EDGES.CHALLENGE.judge(found) == ("solved" if level == "3" else "open")


def test_the_picture_opens_with_the_graph_of_its_question():
    opened = result("edges")
    assert opened.lines == "h1 = a^2; h2 = h1 − a; h3 = b + h2"
    assert dict(zip(opened.names, opened.node_values))["a"] == -4
    assert opened.meet == [False] * 5 + [True] and answers(puzzle(4, 2)).endswith(", -9")


def test_one_answer_left_is_almost():
    found = result("edges", level="3", answers=answers(puzzle(4, 3)) + ", 7")
    assert EDGES.CHALLENGE.judge(found) == "solved"  # a surplus answer is left alone
    short = answers(puzzle(4, 3)).rsplit(",", 1)[0]
    assert EDGES.CHALLENGE.judge(result("edges", level="3", answers=short)) == "almost"


def test_a_slip_is_named_in_the_readout():
    task = puzzle(4, 2)
    for k, question in enumerate(task.right):
        for slip, answer in task.wrong[question]:
            assert diagnose(task, question, answer) == slip
            demo = EDGES.edges(answers="?, " * k + f"{answer:g}")
            assert SLIPS[slip][0] in demo.readout.en and SLIPS[slip][1] in demo.readout.zh
            demo.close()


def test_messages_3_and_minus_5_meet_and_give_minus_2():
    assert sum([3, -5]) == -2
    for seed in range(30):
        task = puzzle(seed, 2)
        for (child, node), total in task.right.items():
            if child is None:
                messages = [
                    message for (start, end), message in task.right.items() if end == node and start is not None
                ]
                assert sum(messages) == total and len(messages) > 1


def test_an_answer_is_pulled_up_and_down():
    demo = EDGES.edges(answers="1, ?, ?")
    Hand(demo, 0).press().pull(0, -30)
    assert demo.result.answers[0] == 1 + 0.3 * EDGES.PULL and demo.result.answers[1] is None
    Hand(demo, 2).press().pull(0, 20)
    assert demo.result.answers[2] == -0.2 * EDGES.PULL
    demo.close()


@pytest.mark.parametrize("text", ["three", "1; 2", "1e9", "1, nan"])
def test_what_is_no_list_of_numbers_is_told(text):
    with pytest.raises(BadInput, match="expected numbers with commas"):
        EDGES.read_answers(text)


def test_the_readout_says_what_the_picture_shows(reads):
    demo = EDGES.edges(answers="1, 1")
    reads(demo.readout, 2, 6, 3, -4, 16, 20, -5, 15)
    demo.close()
