"""A question's picture in the book and in files for a platform shows what may be predicted, and nothing afterwards."""

import numpy as np
from book.veiled import asked_in, demo_of, veiled

ROUND = "start-1"


def letters(demo):
    return [text.get_text() for text in demo.figure.axes[0].texts if len(text.get_text()) == 1]


def test_below_its_veil_a_picture_holds_the_letters_of_the_options_and_is_afterwards_what_it_was():
    demo = demo_of(ROUND)
    before = np.array(demo.frame.pixels)
    with veiled(demo, ROUND):
        assert letters(demo) == [*asked_in(ROUND)[1].letters().values()]
    assert np.array_equal(demo.frame.pixels, before)
    demo.close()
