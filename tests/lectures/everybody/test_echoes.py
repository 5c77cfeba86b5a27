"""Echoes: all places of a text at once give what one place after the other gives."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.common.progress import finished
from course_nn.lectures.everybody.demos.readers.echoes import find_echoes, with_echoes

RNG = np.random.default_rng(0)
TEXT = RNG.integers(3, size=150)


def one_by_one(x, reach, least, longest, beta):
    """The formula as it stands: (N,) right, (N,) total."""
    right, total = np.zeros(len(x)), np.zeros(len(x))
    for i in range(len(x)):
        for j in range(max(0, i - reach), i):
            m = 0
            while m < longest and j - 1 - m >= 0 and x[j - 1 - m] == x[i - 1 - m]:
                m += 1
            if m >= least:
                total[i] += np.expm1(beta * m)
                right[i] += np.expm1(beta * m) * (x[j] == x[i])
    return right, total


@pytest.mark.parametrize("reach, least, longest, beta", [(200, 3, 8, 1.0), (20, 1, 2, 0.5), (150, 2, 5, 2.0)])
def test_all_places_at_once_give_what_one_after_the_other_gives(reach, least, longest, beta):
    found = finished(find_echoes(TEXT, reach, least, longest, beta))
    np.testing.assert_allclose(found, one_by_one(TEXT, reach, least, longest, beta), atol=1e-9)


def test_a_text_that_repeats_itself_is_foretold_by_its_echoes_and_one_of_its_own_letters_is_not():
    block = RNG.permutation(20)
    found = finished(find_echoes(np.concatenate([block, block]), 40))
    p = with_echoes(np.full(40, 1 / 20), found, 0.01)
    assert p[24:].min() > 0.99 and (p[:20] == 1 / 20).all()


def test_probabilities_of_all_letters_that_could_come_sum_to_1():
    each = []
    for letter in range(3):
        text = np.concatenate([TEXT[:100], [letter]])
        each.append(with_echoes(np.full(101, 1 / 3), finished(find_echoes(text, 100)), 5.0)[-1])
    assert sum(each) == pytest.approx(1)


def test_nothing_is_found_in_a_text_that_is_too_short():
    for text in (TEXT[:0], TEXT[:1], TEXT[:3]):
        assert not np.any(finished(find_echoes(text, 10)))


@pytest.mark.parametrize("wrong", [{"reach": 0}, {"reach": 5, "least": 0}, {"reach": 5, "least": 4, "longest": 3}])
def test_what_cannot_match_is_refused(wrong):
    with pytest.raises(BadInput):
        finished(find_echoes(TEXT, **wrong))
