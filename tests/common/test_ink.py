"""A drawing is a text that gives it back, and whatever else comes is a sentence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course_nn.common.errors import BadInput
from course_nn.common.ink import CELLS, as_ink, as_text


@given(arrays(bool, (CELLS, CELLS)))
def test_the_text_of_a_drawing_gives_the_drawing_back(cells):
    assert (as_ink(as_text(cells)) == cells).all() and (as_ink(cells.astype(int).tolist()) == cells).all()


def test_a_blank_sheet_is_the_empty_text_and_a_cell_is_one_bit_row_by_row():
    cells = np.zeros((CELLS, CELLS))
    assert as_text(cells) == "" and not as_ink("").any()
    cells[1, 4] = 1
    assert as_text(cells) == "0" * 8 + "08" + "0" * 246


@given(st.text() | st.floats() | st.integers() | st.none() | st.lists(st.floats()))
def test_what_is_no_drawing_is_a_sentence_in_both_languages(value):
    if value != "":
        with pytest.raises(BadInput) as refused:
            as_ink(value)
        assert "32 × 32" in refused.value.en and "32 × 32" in refused.value.zh


def test_grey_cells_are_refused():
    with pytest.raises(BadInput, match="1 where there is ink"):
        as_ink(np.full((CELLS, CELLS), 0.5))
