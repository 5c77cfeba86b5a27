"""Real digits: the same linear classifier on pixels, on features that were learned, and on features that were not."""

import numpy as np
import pytest
from computed import Pure

from course_nn.common.progress import finished
from course_nn.lectures.feature_learning.demos.digits import digit_readers

demo = Pure("feature_learning.digits")

SIZES = (100, 300, 1200)


@pytest.fixture
def run(shown):
    def run(view="templates", units=32, digit=0, **values):
        return shown("digits", view=view, units=units, digit=digit, **values)

    return run


@pytest.fixture(scope="module")
def study():
    return finished(digit_readers.study(300))


@pytest.fixture
def errors(shown):
    def errors(size, shuffle=digit_readers.TYPICAL):
        """Mean shares of misread digits by width, (3, 5): pixels, untrained, learned."""
        return shown("digits", size=size, shuffle=shuffle).wrong.mean(axis=2)

    return errors


def test_32_learned_features_are_read_with_fewer_mistakes_than_64_pixels(errors):
    pixels, _, learned = sum(errors(size)[:, 3] for size in SIZES)
    assert learned < 0.95 * pixels


def test_four_features_are_too_few(errors):
    for size in SIZES:
        pixels, _, learned = errors(size)[:, 0]
        assert learned > 1.7 * pixels


def test_features_must_be_learned_as_many_random_ones_do_far_worse(errors):
    for size in SIZES:
        _, untrained, learned = errors(size)[:, :4]  # up to 32 units
        assert np.all(untrained > 1.8 * learned)


def test_whatever_the_shuffle_16_learned_features_do_about_what_pixels_do_and_128_random_ones_too(errors):
    for shuffle in digit_readers.SHUFFLES:
        pixels, untrained, learned = errors(300, shuffle)
        assert abs(learned[2] - pixels[2]) < 0.02 and untrained[2] > 0.15
        assert abs(untrained[4] - pixels[4]) < 0.02 and 0 <= pixels[4] - learned.min() < 0.03
    gains = [wrong[0, 4] - wrong[2, 4] for wrong in (errors(300, shuffle) for shuffle in digit_readers.SHUFFLES)]
    assert 0.005 < np.median(gains) < 0.016 and sum(gain > 0.02 for gain in gains) <= 1


def test_more_training_digits_help_both(errors):
    assert np.all(np.diff([errors(size)[[0, 2], -1] for size in SIZES], axis=0) < 0)


def test_the_classifier_of_pixels_is_that_of_a_reference_solver(study):
    linear_model = pytest.importorskip("sklearn.linear_model")
    X, y, unseen, *_ = study.digits
    reference = linear_model.LogisticRegression(C=1 / digit_readers.SETTINGS["lam"], tol=1e-8, max_iter=5000).fit(X, y)
    same = reference.predict(unseen) == study.pixels.p.argmax(axis=1)
    assert same.mean() > 0.98


def test_training_and_held_out_digits_have_none_in_common():
    for size in SIZES:
        data = digit_readers.split(size)
        mean = data.X_test[0] - data.ink[0]
        assert len(data.X) == size
        assert not {row.tobytes() for row in np.round(16 * (data.X - mean)).astype(int)} & {
            row.tobytes() for row in np.round(16 * data.ink).astype(int)
        }


def test_the_confusion_matrix_counts_every_held_out_digit_once(run):
    result = run("confusion")
    texts = result.picture.texts[20:]
    places = result.picture.places[20:] - 1.5
    assert sum(map(int, texts)) == demo.HELD_OUT
    right = sum(int(text) for text, (column, row) in zip(texts, places) if column == row)
    assert right / demo.HELD_OUT == pytest.approx(1 - result.wrong[2, -1, 0])


def test_mistakes_are_shown_with_their_true_and_their_given_label(run):
    result = run("mistakes", size=1200)
    texts, width = result.picture.texts, demo.WIDTHS.index(result.units)
    wrong = round(result.wrong[2, width, 0] * demo.HELD_OUT)
    assert result.picture.title.en == f"true → given: {len(texts)} of {wrong}"
    assert all(text[0] != text[2] for text in texts)


def test_the_templates_are_one_a_unit_or_one_a_class(run):
    assert len(run(units=8).picture.texts) == 8
    assert [text[0] for text in run(of="pixels").picture.texts] == [*"0123456789"]


def test_the_challenge_has_answers_and_wants_few_features(run):
    states = {units: {demo.judge(run(units=units, digit=k)) for k in range(40)} for units in (8, 16)}
    assert states == {8: {"open", "solved"}, 16: {"open", "almost"}}


def test_the_readout_has_the_shares_that_are_read_right(run, errors, reads):
    for units, size in ((32, 300), (8, 1200)):
        pixels, untrained, learned = 100 * (1 - errors(size)[:, demo.WIDTHS.index(units)])
        reads(demo.readout(run(units=units, size=size)), size, 597, pixels, 64, learned, units, untrained, units)


def test_a_click_on_a_template_chooses_the_digit_to_which_the_unit_responds_most(study):
    reader = study.learned[8]
    picture = demo.templates(reader, study, 0)
    responses = reader.responses[study.order[picture.chooses], np.arange(8)]
    np.testing.assert_array_equal(responses, reader.responses.max(axis=0))


def test_a_click_on_a_mistake_or_on_a_count_chooses_a_digit_that_was_so_misread(run, study):
    reader = study.learned[32]
    given = reader.p.argmax(axis=1)
    for view in ("mistakes", "confusion"):
        picture = run(view).picture
        chosen = study.order[picture.chooses]
        answers = [f"{study.digits.labels[k]}→{given[k]}" for k in chosen]
        rows = picture.middles.astype(int)[:, ::-1] - 1
        named = picture.texts if view == "mistakes" else [f"{row}→{column}" for row, column in rows]
        assert answers == named
