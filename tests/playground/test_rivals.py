"""A rival in the playground gets what the network gets, before its features; its areas stand beside the network's."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from course_nn.common.errors import BadInput
from course_nn.drawing import look
from course_nn.known_rivals import discriminant, nearest_centred
from course_nn.notebook import contests, rival
from course_nn.playground.mathematics.experiment import begin
from course_nn.playground.picture import rivals
from course_nn.playground.picture.demo import playground
from course_nn.playground.picture.unit_maps import PLANE, SIDE
from course_nn.stage import DEMOS
from course_nn.stage.rivals import RIVALS, Rival

KEY = "playground.playground"
SPIRAL = {"data": "spiral", "hidden": "8, 8", "view": "rival", "epoch": 20}


@pytest.fixture(autouse=True)
def nobody_came_before(monkeypatch):
    monkeypatch.setattr(contests, "DEMOS", {KEY: DEMOS[KEY]})
    RIVALS.known, rivals.LATEST[:] = {}, []
    yield
    RIVALS.known, rivals.LATEST[:] = {}, []


@pytest.fixture
def demo():
    demo = playground(**SPIRAL)
    yield demo
    demo.close()


def test_a_rival_gets_the_points_and_classes_of_the_network_and_never_those_of_the_test(demo):
    seen = []
    rival(lambda X, y, asked: seen.append((X, y, asked)) or np.zeros(len(asked), int), name="zero")
    experiment = demo.result.experiment
    ((X, y, asked),) = seen
    assert np.array_equal(X, experiment.train) and np.array_equal(y, experiment.y_train)
    assert np.array_equal(asked, np.concatenate([experiment.test, PLANE]))
    assert RIVALS.of(KEY)[0].value == np.mean(experiment.y_test != 0)


def test_the_playground_that_was_moved_last_gives_the_samples(demo):
    other = playground(data="xor")
    rival(nearest_centred)
    assert np.array_equal(RIVALS.of(KEY)[0].kept.X, other.result.experiment.train)
    demo.set(epoch=21)
    rival(nearest_centred)
    assert np.array_equal(RIVALS.of(KEY)[0].kept.X, demo.result.experiment.train)
    other.close()


def test_its_areas_are_its_classes_over_the_plane_and_lie_where_the_network_was_drawn(demo):
    rival(nearest_centred)
    X, y, *_ = rivals.split()
    wanted = 2 * nearest_centred(X, y, PLANE).reshape(SIDE, SIDE) - 1
    assert np.array_equal(RIVALS.of(KEY)[0].kept.areas, wanted)
    (seen,) = demo.artists.beside.image.images
    assert np.array_equal(seen, look.heat(wanted, -1, 1))
    assert demo.artists.beside.axes.get_visible() and not demo.artists.network.get_visible()


def test_its_name_its_errors_and_its_seconds_stand_over_its_areas_and_the_readout_says_who_wins(demo):
    rival(nearest_centred, name="neighbour")
    (found,), network = RIVALS.of(KEY), demo.result.confusion[1]
    name, numbers = (text.get_text() for text in demo.artists.rival)
    assert name == "neighbour" and numbers.startswith(f"{100 * found.value:.1f}%") and numbers.endswith(" s")
    assert found.value < 1 - np.trace(network) / network.sum()
    assert "“neighbour” wins" in demo._display.words.en and "“neighbour”赢了" in demo._display.words.zh


def test_a_diamond_stands_on_the_bar_of_the_network_at_the_share_that_it_has_right(demo):
    rival(discriminant)
    (found,) = RIVALS.of(KEY)
    low, high = demo.artists.plane.get_xlim()
    diamonds = [one for one in demo.artists.plane.lines if one.get_marker() == "D" and to_rgb(one.get_color())]
    assert [(x - low) / (high - low) for one in diamonds for x in one.get_xdata()] == pytest.approx([1 - found.value])


def test_a_rival_leaves_the_picture_when_the_samples_change_and_comes_back_with_them(demo):
    rival(nearest_centred)
    with_rival = demo.artists.rival[0].get_text()
    demo.set(noise=20)
    assert "nearest" not in demo.artists.rival[0].get_text() and "wins" not in demo._display.words.en
    demo.set(noise=0)
    assert demo.artists.rival[0].get_text() == with_rival and "wins" in demo._display.words.en


def test_every_frame_with_a_rival_is_redrawn_as_if_it_were_whole(demo):
    rival(nearest_centred)
    rival(discriminant)
    for values in ({"epoch": 30}, {"view": "network"}, {"view": "rival", "noise": 10}, {"noise": 0}):
        demo.set(**values)
        partly = np.array(demo.frame.pixels)
        assert np.array_equal(partly, demo.frame.whole())


def test_before_there_is_a_rival_its_view_is_blank_and_says_how_one_comes(demo):
    assert "rival(" in demo.artists.rival[0].get_text()
    (seen,) = demo.artists.beside.image.images
    assert np.unique(seen.reshape(-1, seen.shape[-1]), axis=0).shape[0] == 1


@pytest.mark.parametrize("moved, why", [({"data": "hills"}, "predicts numbers"), (None, "no playground")])
def test_where_there_is_nothing_to_compare_a_sentence_says_so(moved, why):
    demo = playground(**moved) if moved else None
    assert why in rival(nearest_centred).hint.en and RIVALS.of(KEY) == []
    if demo:
        demo.close()


def test_a_rival_whose_plane_is_none_is_refused(demo):
    with pytest.raises(BadInput, match="one class for each"):
        rivals.trial(lambda X, y, asked: asked)


def test_a_rival_that_draws_at_random_is_fitted_once_so_its_errors_are_those_of_its_areas(demo):
    fits = []

    def tosses(X, y, asked):
        w = np.random.default_rng(len(fits)).normal(size=2)
        fits.append(w)
        return (asked @ w > 0).astype(int)

    rival(tosses)
    (found,), (w,), experiment = RIVALS.of(KEY), fits, demo.result.experiment
    assert found.value == np.mean((experiment.test @ w > 0) != experiment.y_test)
    assert np.array_equal(found.kept.areas.ravel() > 0, PLANE @ w > 0)


def test_two_rivals_of_one_name_and_one_number_can_be_compared(demo):
    rival(nearest_centred)
    kept = RIVALS.of(KEY)[0].kept
    twins = [Rival("a", 0.1, 1.0, rivals.Portrait(kept.X, kept.y, kept.areas)) for _ in range(2)]
    assert twins[:1] != twins[1:]


def test_without_a_square_picture_the_nearest_one_is_not_moved_to_the_middle():
    rng = np.random.default_rng(0)
    X, asked = rng.normal(size=(50, 2)), rng.normal(size=(20, 2))
    nearest = np.linalg.norm(asked[:, None] - X, axis=2).argmin(axis=1)
    assert np.array_equal(nearest_centred(X, np.arange(50), asked), nearest)


def shares_wrong(data, noise, rival):
    """For five seeds the share of test samples that a rival has wrong."""
    runs = [begin(data=data, noise=noise, seed=seed) for seed in range(5)]
    return np.array([np.mean(rival(run.train, run.y_train, run.test) != run.y_test) for run in runs])


def test_on_the_spiral_the_nearest_neighbour_beats_the_network_that_the_notebook_opens(demo):
    demo.set(epoch=60)
    (network,) = rivals.network(demo.result, demo.values).values()
    assert shares_wrong("spiral", 0.0, nearest_centred).max() < 0.05 < 0.3 < network


def test_where_two_clouds_overlap_the_straight_line_errs_less_than_the_nearest_neighbour():
    apart = shares_wrong("gauss", 0.5, nearest_centred) - shares_wrong("gauss", 0.5, discriminant)
    assert apart.min() > 0 and apart.mean() > 0.015
