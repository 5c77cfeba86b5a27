"""A long computation of a cell waits for its button."""

import pytest

from course_nn.common.errors import BadInput
from course_nn.notebook import asked


class Found:
    def _repr_html_(self):
        return "<b>found</b>"


def work(seen, fails=None):
    for share in (0.25, 0.5):
        seen.append(share)
        yield share
    if fails:
        raise fails
    return Found()


@pytest.fixture
def on_a_page(monkeypatch):
    monkeypatch.setattr(asked, "on_a_page", lambda: True)


def test_on_a_page_nothing_is_computed_until_the_button_is_pressed(on_a_page):
    seen = []
    box = asked.when_asked(work(seen)).box
    button, said = box.children[:2]
    assert seen == [] and said.value == "" and button.description
    button.click()
    assert seen == [0.25, 0.5] and said.value == "<b>found</b>" and button.disabled


def test_without_a_page_it_is_computed_at_once():
    assert isinstance(asked.when_asked(work([])), Found)


def test_how_far_it_is_is_said_meanwhile(on_a_page):
    one, told = asked.Asked(work([])), []
    one.said.observe(lambda change: told.append(change.new), "value")
    one.compute()
    assert len(told) == 3 and "25%" in told[0] and "50%" in told[1] and "%" not in told[2]


@pytest.mark.parametrize("fails", [BadInput("Give 2 or more.", "请给出 2 或更大的数。"), ZeroDivisionError("x / 0")])
def test_what_is_wrong_is_a_sentence_that_says_what_to_do(on_a_page, fails):
    one = asked.Asked(work([], fails))
    if isinstance(fails, BadInput):
        one.compute()
    else:
        with pytest.raises(ZeroDivisionError):
            one.compute()
    assert 'role="alert"' in one.said.value
    assert "Run the cell again" in one.said.value or "run it again" in one.said.value
    assert (fails.en if isinstance(fails, BadInput) else "x / 0") in one.said.value


def test_a_cell_that_is_run_again_takes_its_button_away(on_a_page):
    one = asked.Asked(work([]))
    one.close()
    assert one.box.comm is None and one.button.comm is None
