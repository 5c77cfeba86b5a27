"""The pairs of lecture 11, beside its own convolution and attention and beside what each misconception says."""

import ast
import re

import numpy as np
import pytest

from course_nn.inventory.items import FORMS, items
from course_nn.lectures.everybody.attention import weights
from course_nn.lectures.everybody.convolution import convolve

ROWS = {  # form: weights, what was learned from, what came of it, what is asked for
    "A": ((-1, 2), (0, 3, 0, 0, 0, 0), (6, -3, 0, 0, 0), (0, 0, 0, 3, 0, 0)),
    "B": ((1, 3, 1), (0, 0, 0, 0, 2, 0, 0), (0, 0, 2, 6, 2), (0, 0, 2, 0, 0, 0, 0)),
}
CHOOSES = {  # misconception: of query and key, what it would have as large as possible; None for the right one
    None: np.dot,
    "nearest key": lambda q, k: -np.linalg.norm(np.subtract(q, k)),
    "direction alone": lambda q, k: np.dot(q, k) / np.linalg.norm(k),
    "longest key": lambda q, k: np.linalg.norm(k),
}


def said(row):
    return " ".join(map(str, row)).replace("-", "−")


def vectors(text):
    """All pairs of numbers in a text."""
    return [ast.literal_eval(found.replace("−", "-")) for found in re.findall(r"\(−?\d+, −?\d+\)", text)]


def convolved(row, filter_weights):
    """One row of numbers by the lecture's convolution, whose kernels are square: the others of their rows are 0."""
    size = len(filter_weights)
    kernel = np.zeros((1, 1, size, size))
    kernel[0, 0, 0] = filter_weights
    picture = np.zeros((1, size, len(row)))
    picture[0, 0] = row
    return tuple(convolve(picture, kernel)[0, 0].astype(int))


@pytest.mark.parametrize("form", FORMS)
def test_the_rows_of_numbers_are_those_of_the_lectures_convolution(form):
    item, (filter_weights, learned, gave, asked) = items(form)["sharing"], ROWS[form]
    assert convolved(learned, filter_weights) == gave and said(convolved(asked, filter_weights)) == item.answer()
    assert all(said(row) in words for words in item.ask for row in (learned, gave, asked))
    for key, row in (("stays", said(gave)), (item.answer(), item.answer())):
        assert all(words.startswith(row) for words in item.options[key].words)


@pytest.mark.parametrize("form", FORMS)
def test_the_key_that_wins_is_that_of_the_lectures_attention_with_any_scale(form):
    item = items(form)["lookup"]
    (q,), keys = vectors(item.ask.en), [vectors(key)[0] for key in item.options]
    for scale in (None, 0.1, 1.0):
        won = weights(np.array([q], float), np.array(keys, float), scale)[0].argmax()
        assert [*item.options][won] == item.answer()


@pytest.mark.parametrize("form", FORMS)
def test_each_misconception_about_keys_chooses_the_option_that_names_it_and_no_other(form):
    item = items(form)["lookup"]
    (q,), (other,) = vectors(item.ask.en), vectors(item.ask.zh)
    assert q == other
    for key, option in item.options.items():
        rule = CHOOSES[option.belief]
        assert max(item.options, key=lambda one: rule(q, vectors(one)[0])) == key


@pytest.mark.parametrize("form", FORMS)
def test_the_inner_products_that_are_told_are_those_of_the_options_in_their_order(form):
    item = items(form)["lookup"]
    (q,) = vectors(item.ask.en)
    products = [int(np.dot(q, vectors(key)[0])) for key in item.options]
    for words in item.why:
        assert [int(number.replace("−", "-")) for number in re.findall(r"−?\d+", words)] == products
