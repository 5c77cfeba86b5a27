"""Real digits: the same linear classifier on pixels, on features that were learned, and on features that were not."""

import numpy as np
import pytest

from course_nn.lectures.feature_learning import digit_readers
from course_nn.lectures.feature_learning.demos import digits as demo
from course_nn.patience import finished

PICTURE = demo.digits()
SIZES = (100, 300, 1200)


def run(view="templates", of="learned", units=32, size=300, digit=0):
    return PICTURE.compute(view=view, of=of, units=units, size=size, digit=digit)


def errors(size):
    """Mean shares of misread digits by width, (3, 4): pixels, untrained, learned."""
    return run(size=size).wrong.mean(axis=2)


def test_32_learned_features_are_read_with_fewer_mistakes_than_64_pixels():
    pixels, _, learned = sum(errors(size)[:, -1] for size in SIZES)
    assert learned < 0.95 * pixels


def test_four_features_are_too_few():
    for size in SIZES:
        pixels, _, learned = errors(size)[:, 0]
        assert learned > 2 * pixels


def test_features_must_be_learned_as_many_random_ones_do_far_worse():
    for size in SIZES:
        _, untrained, learned = errors(size)
        assert np.all(untrained > 2 * learned)


def test_more_training_digits_help_both():
    assert np.all(np.diff([errors(size)[[0, 2], -1] for size in SIZES], axis=0) < 0)


def test_the_classifier_of_pixels_is_that_of_a_reference_solver():
    linear_model = pytest.importorskip("sklearn.linear_model")
    study = finished(digit_readers.study(300))
    X, y, unseen, *_ = study.digits
    reference = linear_model.LogisticRegression(C=1 / digit_readers.HOW["lam"], tol=1e-8, max_iter=5000).fit(X, y)
    same = reference.predict(unseen) == study.readers["pixels", 4, 0].p.argmax(axis=1)
    assert same.mean() > 0.98


def test_training_and_held_out_digits_have_none_in_common():
    for size in SIZES:
        data = digit_readers.split(size)
        mean = data.unseen[0] - data.ink[0]
        assert len(data.X) == size
        assert not {row.tobytes() for row in np.round(16 * (data.X - mean)).astype(int)} & {
            row.tobytes() for row in np.round(16 * data.ink).astype(int)
        }


def test_the_confusion_matrix_counts_every_held_out_digit_once():
    result = run("confusion")
    texts = result.picture.texts[20:]
    places = result.picture.places[20:] - 1.5
    assert sum(map(int, texts)) == demo.HELD_OUT
    right = sum(int(text) for text, (column, row) in zip(texts, places) if column == row)
    assert right / demo.HELD_OUT == pytest.approx(1 - result.wrong[2, -1, 0])


def test_mistakes_are_shown_with_their_true_and_their_given_label():
    result = run("mistakes", size=1200)
    texts = result.picture.texts
    assert result.picture.title == f"true → given: {len(texts)} of {round(result.wrong[2, -1, 0] * demo.HELD_OUT)}"
    assert all(text[0] != text[2] for text in texts)


def test_the_templates_are_one_a_unit_or_one_a_class():
    assert len(run(units=8).picture.texts) == 8
    assert [text[0] for text in run(of="pixels").picture.texts] == [*"0123456789"]


def test_the_challenge_has_answers_and_wants_few_features():
    states = {units: {demo.judge(run(units=units, digit=k)) for k in range(40)} for units in (8, 16)}
    assert states == {8: {"open", "solved"}, 16: {"open", "almost"}}


def test_the_readout_has_the_shares_that_are_read_right(reads):
    for units, size in ((32, 300), (8, 1200)):
        pixels, untrained, learned = 100 * (1 - errors(size)[:, demo.WIDTHS.index(units)])
        reads(demo.readout(run(units=units, size=size)), size, 597, pixels, 64, learned, units, untrained, units)
