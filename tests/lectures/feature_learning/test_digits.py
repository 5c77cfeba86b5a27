"""Real digits: one linear classifier on pixels, on learned features, on random ones, and on principal components."""

from functools import cache, partial

import numpy as np
import pytest
from computed import Pure
from scipy.linalg import eigh

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.feature_learning.demos.digits import digit_readers, pictures
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.network import Network

demo = Pure("feature_learning.digits")

SIZES = (100, 300, 1200)
split = partial(digit_readers.split, 300)


@pytest.fixture
def run(shown):
    def run(view="templates", units=32, digit=0, **values):
        return shown("digits", view=view, units=units, digit=digit, **values)

    return run


@pytest.fixture(scope="module")
def study():
    return finished(digit_readers.study(300, digit_readers.TYPICAL))


@pytest.fixture
def errors(shown):
    def errors(size, shuffle=digit_readers.TYPICAL):
        """{kind: mean shares of misread digits by width}."""
        wrong = shown("digits", size=size, shuffle=shuffle).wrong.mean(axis=2)
        return dict(zip(digit_readers.KINDS, wrong))

    return errors


def test_32_learned_features_are_read_with_fewer_mistakes_than_64_pixels(errors):
    pixels, learned = (sum(errors(size)[kind][3] for size in SIZES) for kind in ("pixels", "learned"))
    assert learned < 0.95 * pixels


def test_four_features_are_too_few(errors):
    for size in SIZES:
        assert errors(size)["learned"][0] > 1.7 * errors(size)["pixels"][0]


def test_principal_components_are_those_of_a_reference():
    decomposition = pytest.importorskip("sklearn.decomposition")
    digits = digit_readers.split(300)
    (ours,) = features(digit_readers.principal_components(digits, 8), digits.X)
    reference = decomposition.PCA(8, svd_solver="full").fit_transform(digits.X)
    np.testing.assert_allclose(np.abs(ours), np.abs(reference), atol=1e-3)


@cache
def all_right(width, size):
    """{kind: the share of held-out digits that is read, by each of some shuffles}; of 300 digits as in the demo."""
    if size == 300:
        studies = [finished(digit_readers.study(300, shuffle)) for shuffle in digit_readers.SHUFFLES]
        wrong = np.stack([study.wrong[:, digit_readers.WIDTHS.index(width)].mean(axis=1) for study in studies], axis=1)
        return dict(zip(digit_readers.KINDS, 1 - wrong))
    shares = []
    for shuffle in (1, 3):
        digits = digit_readers.split(size, shuffle)
        shares.append(
            {kind: read(digits, network) for kind, network in digit_readers.networks_of(digits, width).items()}
        )
    return {kind: np.array([share[kind] for share in shares]) for kind in shares[0]}


def right(kind, width=8, size=300):
    return all_right(width, size)[kind]


def read(digits, network):
    return 1 - digit_readers.read_from(digits, network).wrong.mean()


def evenly_spread(digits):
    """Eight principal components, each divided by its standard deviation."""
    network = digit_readers.principal_components(digits, 8)
    network.weights[0] /= features(network, digits.X).std(axis=1)[..., None]
    return network


def test_features_must_be_learned_as_many_random_ones_do_far_worse(becomes):
    def effect(untrained, learned):
        """The logarithm of how many times as many mistakes."""
        return np.median(np.log((1 - untrained) / (1 - learned)))

    def with_digits(size):
        return effect(right("untrained", 16, size), right("learned", 16, size))

    lecture = with_digits(300)
    assert lecture > np.log(3)
    changed = dict(fewer=with_digits(100), more=with_digits(1200))
    changed["components"] = effect(right("components", 16), right("learned", 16))
    changed["wide"] = effect(right("untrained", 128), right("learned", 128))
    becomes(**{key: outcome(lecture, left) for key, left in changed.items()})


def by_neighbours(shuffle, kind):
    """The share of held-out digits that get the label of the nearest one to train on, in eight features of a kind."""
    digits = split(shuffle)
    network = digit_readers.networks_of(digits, 8)[kind]
    rights = []
    for H, new_H in zip(features(network, digits.X), features(network, digits.X_test)):
        nearest = (np.sum(H**2, axis=1) - 2 * new_H @ H.T).argmin(axis=1)
        rights.append(np.mean(digits.y[nearest] == digits.labels))
    return np.mean(rights)


def test_a_linear_classifier_reads_more_from_eight_learned_features_than_from_eight_principal_components(becomes):
    lead = np.median(right("learned") - right("components"))
    assert lead > 0.04
    changed = dict(
        more=right("learned", 8, 1200) - right("components", 8, 1200),
        linear=right("linear") - right("components"),
        spread=right("learned")
        - [read(digits, evenly_spread(digits)) for digits in map(split, digit_readers.SHUFFLES)],
        neighbour=[by_neighbours(k, "learned") - by_neighbours(k, "components") for k in digit_readers.SHUFFLES],
        room=right("learned", 32) - right("components", 32),
        untrained=right("untrained") - right("components"),
    )
    becomes(**{key: outcome(lead, np.median(left)) for key, left in changed.items()})


def discriminants(digits, width=8):
    """The directions in which the classes lie furthest apart beside their own spread, in closed form (Fisher).

    The largest h of B v = h (W + r I) v, between and within classes; r, their mean variance, keeps empty pixels out
    """
    means = np.array([digits.X[digits.y == k].mean(axis=0) for k in range(10)])[digits.y]
    within, between = (np.cov(part.T, bias=True) for part in (digits.X - means, means))
    r = np.trace(within) / len(within)
    network = Network((64, width, 10), "linear", init="zeros", seed=[0], dtype=np.float32)
    directions = eigh(between, within + r * np.eye(len(within)))[1][:, ::-1][:, :width].T
    network.weights[0] = directions * np.sqrt(digits.X.var(axis=0).sum() / width) / (digits.X @ directions.T).std()
    return network


def test_the_discriminants_are_those_of_a_reference():
    digits = digit_readers.split(300)
    networks = digit_readers.discriminants(digits, 8), discriminants(digits)
    ours, theirs = (features(network, digits.X)[0] for network in networks)
    along = np.abs((ours * theirs).sum(axis=0)) / np.linalg.norm(ours, axis=0) / np.linalg.norm(theirs, axis=0)
    np.testing.assert_allclose(along, 1, atol=1e-3)  # each up to its sign


def test_eight_discriminants_which_know_the_labels_and_no_descent_get_most_of_the_lead_over_principal_components():
    components, found, learned = (np.median(right(kind)) for kind in ("components", "discriminants", "learned"))
    assert (found - components) / (learned - components) > 0.6


def test_a_support_vector_machine_reads_nearly_as_much_from_eight_principal_components():
    svm, leads = pytest.importorskip("sklearn.svm"), []
    for shuffle in digit_readers.SHUFFLES:
        digits = split(shuffle)
        layers = [digit_readers.networks_of(digits, 8)[kind] for kind in ("learned", "components")]
        (H, *_), (P,) = (features(layer, digits.X) for layer in layers)
        (new_H, *_), (new_P,) = (features(layer, digits.X_test) for layer in layers)
        learned, components = svm.SVC(C=10).fit(H, digits.y), svm.SVC(C=10).fit(P, digits.y)
        leads.append(learned.score(new_H, digits.labels) - components.score(new_P, digits.labels))
    assert np.median(leads) < 0.4 * np.median(right("learned") - right("components"))


def test_most_of_what_few_features_save_is_in_the_data(becomes):
    lead = np.median(right("components", 16) - right("untrained", 16))
    assert lead > 0.7 * np.median(right("pixels") - right("untrained", 16))
    sizes = dict(fewer=100, more=1200)
    changed = {name: right("components", 16, size) - right("untrained", 16, size) for name, size in sizes.items()}
    changed["eight"] = right("components") - right("untrained")
    changed["room"] = right("components", 32) - right("untrained", 32)
    becomes(**{key: outcome(lead, np.median(left)) for key, left in changed.items()})


def test_sixteen_learned_features_do_about_what_pixels_do_and_128_random_ones_too():
    pixels = right("pixels")
    assert (
        abs(np.median(right("learned", 16) - pixels)) < 0.02 and abs(np.median(right("untrained", 128) - pixels)) < 0.02
    )
    assert 0.005 < np.median(right("learned", 128) - pixels) < 0.025


def test_more_training_digits_help_both(errors):
    assert all(np.all(np.diff([errors(size)[kind][-1] for size in SIZES]) < 0) for kind in ("pixels", "learned"))


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
    assert right / demo.HELD_OUT == pytest.approx(1 - result.wrong[-1, 3, 0])


def test_mistakes_are_shown_with_their_true_and_their_given_label(run):
    result = run("mistakes", size=1200)
    texts, width = result.picture.texts, demo.WIDTHS.index(result.units)
    wrong = round(result.wrong[-1, width, 0] * demo.HELD_OUT)
    assert result.picture.title.en == f"true → given: {len(texts)} of {wrong}"
    assert all(text[0] != text[2] for text in texts)


def test_the_templates_are_one_a_unit_or_one_a_class(run):
    assert len(run(units=8).picture.texts) == 8
    assert [text[0] for text in run(of="pixels").picture.texts] == [*"0123456789"]


def test_the_challenge_has_answers_and_wants_few_features(run):
    states = {units: {demo.judge(run(units=units, digit=k)) for k in range(40)} for units in (8, 16)}
    assert states == {8: {"open", "solved"}, 16: {"open", "almost"}}
    assert {demo.judge(run(units=8, digit=k, of="components")) for k in range(40)} == {"open"}


def test_the_readout_has_the_shares_that_are_read_right(run, errors, reads):
    for units, size in ((8, 300), (32, 300), (128, 1200)):
        share = {kind: 100 * (1 - wrong[demo.WIDTHS.index(units)]) for kind, wrong in errors(size).items()}
        linear = [share["components"], units, share["linear"], units] if units <= 32 else []
        linear += [share["discriminants"], units] if units <= 8 else []
        ends = share["learned"], units, share["untrained"], units
        reads(demo.readout(run(units=units, size=size)), size, 597, share["pixels"], 64, *linear, *ends)


def test_of_linear_features_no_more_than_32_are_shown(run):
    assert len(run("templates", of="components", units=128).picture.texts) == 32


def test_a_click_on_a_template_chooses_the_digit_to_which_the_unit_responds_most(study):
    reader = study.reader("learned", 8)
    picture = pictures.templates(reader, study, 0)
    responses = reader.responses[study.order[picture.chooses], np.arange(8)]
    np.testing.assert_array_equal(responses, reader.responses.max(axis=0))


def test_a_click_on_a_mistake_or_on_a_count_chooses_a_digit_that_was_so_misread(run, study):
    reader = study.reader("learned", 32)
    given = reader.p.argmax(axis=1)
    for view in ("mistakes", "confusion"):
        picture = run(view).picture
        chosen = study.order[picture.chooses]
        answers = [f"{study.digits.labels[k]}→{given[k]}" for k in chosen]
        rows = picture.middles.astype(int)[:, ::-1] - 1
        named = picture.texts if view == "mistakes" else [f"{row}→{column}" for row, column in rows]
        assert answers == named
