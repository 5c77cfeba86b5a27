"""The course's own text: what the script takes out of a notebook, and what was frozen."""

import course_text as script
import pytest

from course_nn.common.errors import BadInput
from course_nn.datasets import course_text
from course_nn.lectures.everybody.alphabet import LETTERS, corpus, decode, encode, simple

PAGE = """<div lang="en">

Two **units**, [a link](https://x.org/y), `code` and $w$.

$$z = 1$$

| a | table |

```
no = "prose"
```

</div>
<div lang="zh-Hans">

两个单元。

</div>"""


def cells(text):
    return [{"cell_type": "markdown", "source": [text]}, {"cell_type": "code", "source": ["print(1)"]}]


def test_prose_is_what_is_left_without_code_tables_formulas_and_addresses():
    assert script.prose(cells(PAGE), "en") == "Two units, a link, code and $w$."
    assert script.prose(cells(PAGE), "zh") == "两个单元。"


def test_a_line_that_occurs_twice_is_dropped_wherever_it_stands():
    texts = {"one": "press run\nonly here", "other": "press run\nsay it\nsay it\nonly there"}
    assert script.without_repetitions(texts) == {"one": "only here", "other": "only there"}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_frozen_text_has_each_lecture_before_this_one_in_its_order_and_no_line_twice(language):
    frozen = course_text(language)
    assert [*frozen] == [name for name, one in script.LECTURES.items() if name != "everybody" and not one.built]
    assert all(len(text) > 1000 for text in frozen.values())
    assert script.without_repetitions(frozen) == frozen


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_script_still_takes_as_much_out_of_each_notebook_as_was_frozen(language):
    """Sentences are written anew, and what is frozen stays; yet a lecture neither vanishes nor doubles."""
    frozen, now = course_text(language), script.taken(language)
    assert [*now] == [*frozen]
    assert all(0.75 < len(now[name]) / len(text) < 2 for name, text in frozen.items())


def test_another_language_is_refused():
    with pytest.raises(BadInput):
        course_text("fr")


def test_simple_text_has_only_the_31_symbols_and_stays_what_it_is():
    for text in course_text("en").values():
        once = simple(text)
        assert set(once) <= set(LETTERS) and simple(once) == once
    assert simple("Don’t: 0.5 → w₁!") == "dont, 0 # w#,"


@pytest.mark.parametrize("kind", ["letters", "en", "zh"])
def test_all_text_of_the_corpus_can_be_read_back(kind):
    found = corpus(kind)
    for part in found[1:]:
        text = decode(part, found.alphabet)
        assert (encode(text, found.alphabet) == part).all() and len(text) > 5000


def test_the_held_out_lectures_are_in_no_other_part():
    found = corpus()
    train = decode(found.train)
    for part in (found.choice, found.test):
        assert decode(part)[:60] not in train


def test_one_lecture_cannot_be_both_held_out_and_chosen_on():
    for wrong in ({"test": "feature_learning"}, {"test": "astrology"}, {"kind": "runes"}):
        with pytest.raises(BadInput):
            corpus(**wrong)
