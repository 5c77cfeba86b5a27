"""Samples mixed up in x become linearly separable in ψ(x), and the picture shows how."""

import numpy as np
import pytest

from course_nn.lectures.feature_learning.demos import morph
from course_nn.patience import finished

START = {name: control.start for name, control in morph.CONTROLS.items()}


def result_of(**values):
    return finished(morph.compute(**(START | values)))


SOLVED = {
    "spiral": dict(layers=2, units=2, seed=1),
    "circle": dict(layers=1, units=3, seed=2),
    "xor": dict(layers=4, units=2, seed=4),
}


@pytest.mark.parametrize("data", SOLVED)
def test_samples_mixed_up_in_x_become_linearly_separable_in_psi(data):
    scene = result_of(data=data, **SOLVED[data]).scene
    assert scene.best_in_x >= 49 and scene.best == 0 and not scene.wrong.any()


def test_before_training_they_are_not():
    assert result_of(epoch=0).scene.best > 20


def test_two_units_a_layer_do_not_always_learn_it_and_more_layers_make_it_likelier():
    one, two, three = (result_of(layers=layers).scene.solved for layers in (1, 2, 3))
    assert one < 5 < min(two, three) < 10
    assert result_of(seed=3).scene.best > 0  # a failure


def test_a_disc_comes_out_of_its_ring_with_three_units_and_not_with_two():
    assert [result_of(data="circle", layers=layers).scene.solved for layers in (1, 2)] == [0, 0]
    assert result_of(data="circle", layers=1, units=3).scene.solved == 10


def test_leaky_relu_gets_out_of_the_ring_between_two_of_its_points():
    result = result_of(data="circle", layers=4, activation="leaky_relu", seed=6)
    assert result.scene.best == 0 and morph.judge(result) == "solved"
    touches_the_edge = np.abs(result.scene.curve).max(axis=(1, 2)) > 0.99 * morph.EDGE
    assert touches_the_edge.any()  # the region around the disc is open: it has no way to close it


def test_at_the_start_of_the_film_it_shows_x_and_at_its_end_a_straight_line():
    first, last = result_of(t=0.0), result_of(t=1.0)
    X, places = first.scene.film.X, first.places[3]
    scale = np.ptp(X, axis=0) / np.ptp(places, axis=0)
    assert scale[0] == pytest.approx(scale[1])
    np.testing.assert_allclose((places - places[0]) * scale, X - X[0], atol=1e-9)
    start, end = last.cut
    normal = np.array([start[1] - end[1], end[0] - start[0]]) / np.hypot(*(end - start))
    assert np.abs((last.places[2] - start) @ normal).max() < 1e-3  # every piece of the curve lies on the cut
    side = (last.places[3] - start) @ normal > 0
    assert (side == last.scene.y).all() or (side != last.scene.y).all()


def test_the_best_line_is_never_worse_than_the_networks_own():
    for epoch in (0, 200, 400):
        scene = result_of(epoch=epoch, data="moons").scene
        assert scene.best <= scene.wrong.sum()


def test_the_readout_has_what_is_wrong_and_how_many_seeds_get_all_right(reads):
    for seed in (1, 3):
        result = result_of(seed=seed)
        (X, y, best_in_x), networks = morph.points("spiral"), morph.KNOWN["spiral", "tanh", 2, 2]
        wrong = ((networks.with_parameters(networks.parameters[-1])(X)[..., 0] > 0) != y).sum(axis=1)
        words, best = morph.readout(result), result.scene.best
        reads(words, len(y), best_in_x, best, wrong[seed], np.sum(wrong == 0), 10)
        assert (f"{best}: linearly separable" in words.en) == ("线性可分" in words.zh) == (best == 0) == (seed == 1)
