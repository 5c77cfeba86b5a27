"""What becomes of a moral is told in a word that is true of it on every processor."""

import pytest

from course_nn.common.outcomes import BANDS, VAGUE, outcome


@pytest.mark.parametrize("border", [0.1, 0.5])
@pytest.mark.parametrize("off", [-0.015, 0.0, 0.015])
def test_near_a_tenth_and_near_a_half_only_a_vague_word_fits(border, off):
    fitting = [word for word in BANDS if outcome(1.0, border + off).fits(word)]
    assert fitting == [word for word in VAGUE if outcome(1.0, border) == word]


@pytest.mark.parametrize("share", [-1.0, 0.0, 0.03, 0.08, 0.12, 0.2, 0.35, 0.45, 0.55, 0.65, 1.0, 3.0])
def test_the_word_of_a_share_fits_it_and_each_that_moves_a_little(share):
    word = outcome(2.0, 2 * share)
    assert all(outcome(1.0, share + off).fits(word) for off in (-0.015, 0.0, 0.015))
