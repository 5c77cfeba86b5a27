"""Samples mixed up in x become linearly separable in ψ(x), and the picture shows how."""

from functools import partial

import numpy as np
import pytest
from computed import Pure
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure

from course_nn.common.errors import BadInput
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.datasets import moons
from course_nn.drawing import look
from course_nn.lectures import feature_learning
from course_nn.lectures.feature_learning.demos.morph import separation
from course_nn.lectures.feature_learning.first_biases import set_first_biases
from course_nn.lectures.feature_learning.hidden_space import features
from course_nn.lectures.feature_learning.turns import rotations
from course_nn.network import Network
from course_nn.training import train

morph = Pure("feature_learning.morph")


@pytest.fixture
def result_of(shown):
    return partial(shown, "morph")


SOLVED = {
    "spiral": dict(layers=2, units=2, seed=1),
    "circle": dict(layers=1, units=3, seed=2),
    "xor": dict(layers=4, units=2, seed=4),
}


@pytest.mark.parametrize("data", SOLVED)
def test_the_best_line_in_psi_makes_no_error_where_training_succeeds(result_of, data):
    scene = result_of(data=data, **SOLVED[data]).scene
    assert scene.best_in_x >= 49 and scene.best == 0 and not scene.wrong.any()


def successes(rate=0.02, biases="zero"):
    """Of ten networks on the spiral, as in the demo but for the learning rate or the first biases."""
    network = Network((2, 2, 2, 1), "tanh", init=rotations(), seed=separation.SEEDS, dtype=np.float32)
    set_first_biases(network, biases, separation.SEEDS)
    X, y = separation.samples("spiral")
    settings = dict(epochs=800, every=800, penalty="l2", lam=0.02)
    train(network, X, y, "binary_cross_entropy", "adam", learning_rate=rate, **settings)
    return np.sum(~separation.misses(network, X, y).any(axis=1))


def test_samples_mixed_up_in_x_become_linearly_separable_in_psi(result_of, becomes):
    def solved(**change):
        return result_of(**change).solved[1]

    assert result_of().scene.best_in_x >= 49 and solved() > 5 and result_of(epoch=0).scene.best > 20
    changed = dict(rate=successes(rate=0.05), bends=successes(biases="random"))
    changed |= dict(layers=solved(layers=4), units=solved(units=3))
    changed |= dict(ring=solved(data="circle"), untrained=result_of(epoch=0).solved[0])
    becomes(**{key: outcome(solved(), left) for key, left in changed.items()})


def test_two_units_a_layer_do_not_always_learn_it_and_more_layers_make_it_likelier(result_of):
    one, two, three = (result_of(layers=layers).solved[1] for layers in (1, 2, 3))
    assert one < 5 < min(two, three) < 10
    assert result_of(seed=3).scene.best > 0  # a failure


def test_a_disc_comes_out_of_its_ring_with_three_units_and_not_with_two(result_of):
    assert [result_of(data="circle", layers=layers).solved[1] for layers in (1, 2)] == [0, 0]
    assert result_of(data="circle", layers=1, units=3).solved[1] == 10


def test_leaky_relu_gets_out_of_the_ring_between_two_of_its_points(result_of):
    result = result_of(data="circle", layers=4, activation="leaky_relu", seed=6)
    assert result.scene.best == 0
    touches_the_edge = np.abs(result.scene.curve).max(axis=(1, 2)) > 0.99 * result.scene.edge
    assert touches_the_edge.any()  # the region around the disc is open: it has no way to close it


def test_at_the_start_of_the_film_it_shows_x_and_at_its_end_a_straight_line(result_of):
    first, last = result_of(t=0.0), result_of(t=1.0)
    X, places = first.scene.film.X, first.points
    scale = np.ptp(X, axis=0) / np.ptp(places, axis=0)
    assert scale[0] == pytest.approx(scale[1])
    np.testing.assert_allclose((places - places[0]) * scale, X - X[0], atol=1e-9)
    start, end = last.cut
    normal = np.array([start[1] - end[1], end[0] - start[0]]) / np.hypot(*(end - start))
    assert np.abs((last.curve - start) @ normal).max() < 1e-3  # every piece of the curve lies on the cut
    side = (last.points - start) @ normal > 0
    assert (side == last.scene.y).all() or (side != last.scene.y).all()


def test_the_best_line_is_never_worse_than_the_networks_own(result_of):
    for epoch in (0, 200, 400):
        scene = result_of(epoch=epoch, data="moons").scene
        assert scene.best <= scene.wrong.sum()


def test_the_readout_has_what_is_wrong_and_how_many_seeds_get_all_right(result_of, reads):
    for seed in (1, 3):
        result = result_of(seed=seed)
        X, y = separation.samples("spiral")
        networks = finished(separation.ten_networks("spiral", "tanh", 2, 2))
        trained = networks.with_parameters(networks.parameters[-1])
        wrong = separation.misses(trained, X, y).sum(axis=1)
        words, best = morph.readout(result), result.scene.best
        reads(words, len(y), separation.errors_in_x("spiral"), best, wrong[seed], 10, np.sum(wrong == 0))
        assert ("<b>linearly separable" in words.en) == ("线性可分" in words.zh) == (best == 0) == (seed == 1)


def drawn(mesh):
    figure = Figure(figsize=(2, 2))
    canvas = FigureCanvasAgg(figure)
    figure.add_subplot(xlim=(-2, 2), ylim=(-1, 1)).add_collection(mesh, autolim=False)
    canvas.draw()
    return np.array(canvas.buffer_rgba())


def test_the_sheet_is_moved_as_if_it_were_made_anew(result_of):
    """QuadMesh has no setter for its places: whoever renames them in Matplotlib is noticed here."""
    result = result_of(t=0.8)
    places, colors = result.sheet, 0.2 + 0.8 * look.heat(result.scene.shades) / 255
    moved = QuadMesh(np.zeros_like(places), antialiased=False)
    drawn(moved)
    moved.stale = False
    morph.draw_sheet(moved, places, colors)
    assert moved.stale
    fresh = QuadMesh(places, antialiased=False, facecolor=colors.reshape(-1, 4))
    moved.remove()
    np.testing.assert_array_equal(drawn(moved), drawn(fresh))


def test_the_challenge_wants_features_that_are_ahead_of_the_last_layer(result_of):
    X, y = separation.samples("spiral")
    networks = finished(separation.ten_networks("spiral", "tanh", 2, 2))
    own = separation.misses(networks, X, y).sum(axis=-1)  # (81, 10)
    few = [(seed, 10 * k) for seed in (2, 5, 6, 9) for k in range(10, 51) if 0 < own[k, seed] <= 20]  # never with more
    trained = [result_of(seed=seed, epoch=epoch) for seed, epoch in few]
    solved = [result.scene for result in trained if morph.judge(result) == "solved"]
    assert solved and all(scene.best == 0 < scene.wrong.sum() for scene in solved)
    assert morph.judge(result_of()) == morph.judge(result_of(epoch=0)) == "open"


@pytest.fixture(scope="module")
def own():
    """A network of a student's own, with more units in the first layer than can be seen, and its points."""
    X, y, *_ = moons(200)
    network = Network((2, 5, 2, 1), output="sigmoid", seed=0)
    train(network, X, y, "squared_error", "adam", learning_rate=0.05, epochs=300)
    return network, X, y


def test_a_network_of_ones_own_is_shown_with_its_own_errors_and_its_own_straight_line(own, reads):
    network, X, y = own
    demo = feature_learning.morph(network, X, y, t=1.0)
    wrong = (network(X)[:, 0] > 0.5) != y
    scene, (start, end) = demo.result.scene, demo.result.cut
    reads(demo.readout, len(y), scene.best_in_x, scene.best, wrong.sum())
    assert (demo.state == "solved") == (not wrong.any())
    normal = np.array([start[1] - end[1], end[0] - start[0]]) / np.hypot(*(end - start))
    side = (demo.result.points[:, :2] - start) @ normal > 0
    predicted = network(X)[:, 0] > 0.5
    assert (side == predicted).all() or (side != predicted).all()
    demo.close()


def test_code_shows_the_same_film_of_the_same_network_again(own):
    network, X, y = own
    first = feature_learning.morph(network, X, y, t=0.3)
    names = {"feature_learning": feature_learning, "network": network, "X": X, "y": y}
    again = eval(first.code(), names)
    assert again.values == first.values and np.array_equal(first.frame.pixels, again.frame.pixels)
    for t in (0.0, 0.4, 1.0):
        again.set(t=t)
        partly = np.array(again.frame.pixels)
        assert np.array_equal(partly, again.frame.whole())
    first.close()
    again.close()


def test_what_is_no_such_network_is_refused_with_a_sentence(own):
    network, X, y = own
    refused = [
        (3, X, y),
        (Network((2, 2, 3, 1)), X, y),
        (Network((2, 2, 1), seed=[0, 1]), X, y),
        (network, X, X),
        (network, X[:9], y),
        (network, X, 0 * y),
        (network, None, None),
    ]
    for arguments in refused:
        with pytest.raises(BadInput, match="expected"):
            feature_learning.morph(*arguments)


def test_the_line_that_cuts_is_black_at_the_end_of_the_film_only():
    picture = feature_learning.morph()
    for t, alpha in ((0.0, 0.0), (1.0, 1.0)):
        picture.set(t=t)
        assert picture.artists.film.cut.get_alpha() == alpha
    picture.close()


def test_both_layers_can_be_undone_so_no_point_is_lost(result_of):
    film = result_of().scene.film
    h = features(film.network, film.X)
    for W, b in zip(film.network.weights[1::-1], film.network.biases[1::-1]):
        h = np.linalg.solve(W, (np.arctanh(h) - b).T).T
    np.testing.assert_allclose(h, film.X, atol=1e-5)


def test_the_border_that_is_true_leaves_no_point_wrong_and_no_straight_one_fewer_than_the_best_line():
    wrong = {name: morph.wrong_beside(curve) for name, curve in morph.PREDICTED.items()}
    assert morph.wrong_beside(morph.border()) == 0 and wrong["winds"] < 10
    assert wrong["line"] >= morph.opened().best_in_x <= wrong["bend"]
