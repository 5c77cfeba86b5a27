"""One hidden layer is enough, for continuous functions and if somebody knows the weights: on the demo's controls."""

from functools import partial

import numpy as np
import pytest
from computed import Pure, computed
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.deep_vs_shallow.approximation import (
    FINE,
    bump_network,
    bump_shapes,
    deviation,
    learn,
    places,
)
from course_nn.lectures.deep_vs_shallow.targets import EPOCHS, STEPS, networks_on_line, on_line
from course_nn.optimizers import Adam

module = Pure("deep_vs_shallow.bumps")
NIELSEN_ON_LINE = on_line(module.NIELSEN)[:2]

SINE, KINK, JUMP = module.OTHERS
result = partial(computed, module)


@pytest.mark.parametrize("text", [module.NIELSEN, SINE, KINK])
@pytest.mark.parametrize("unit", module.UNITS)
def test_more_bumps_come_closer_to_a_continuous_function_at_its_worst_point_too(text, unit):
    few, many = (result(f=text, unit=unit, N=N, k=400.0, error="max") for N in (5, 50))
    assert many.deviation.max < few.deviation.max / 4 and many.curves[unit][-1] == many.deviation.max


def test_a_parabola_as_activation_adds_up_to_one_parabola_however_many_units():
    """φ(z) = z² is not linear and yet not universal: Leshno and others want φ to be no polynomial."""
    w, b = np.random.default_rng(0).normal(size=(2, 100)) * 5
    wanted, parabola = result(f=SINE).wanted, np.polynomial.Polynomial.fit(FINE[:, 0], result(f=SINE).wanted, 2)
    for phi, universal in ((np.square, False), (np.tanh, True)):
        H = np.column_stack([phi(FINE * w + b), np.ones(len(FINE))])  # (500, 101)
        rms = np.sqrt(np.mean((H @ np.linalg.lstsq(H, wanted)[0] - wanted) ** 2))
        best = np.sqrt(np.mean((parabola(FINE[:, 0]) - wanted) ** 2))
        assert rms < best / 100 if universal else np.isclose(rms, best)


def test_a_jump_keeps_its_largest_error_and_loses_the_others():
    few, many = (result(f=JUMP, N=N, k=400.0) for N in (5, 50))
    assert many.deviation.max > 0.29 and many.deviation.rms < few.deviation.rms / 1.5


LEARN = {
    "rate": dict(activation="relu", learning_rate=0.03),
    "steep": dict(activation="tanh", learning_rate=0.03, gain=150),
}


def times_the_hats(way, hats=50, epochs=500, runs=5):
    """How many times the error of so many hats as many ReLUs end with, as a logarithm: the median of several starts."""
    f, wanted = NIELSEN_ON_LINE
    hidden = 3 * hats
    if way in LEARN:
        outputs = finished(learn(f, hidden, epochs=epochs, runs=runs, start="spread", **LEARN[way]))(FINE)[..., 0].T
    else:
        outputs = finished(networks_on_line(module.NIELSEN, hidden, "relu", way, epochs, runs))
    errors = [deviation(column, wanted).rms for column in outputs.T]
    return np.log(np.median(errors) / result(unit="relu", N=hats).deviation.rms)


def times_the_hats_by_learning_their_heights(epochs=500, hats=50):
    """The same for a network whose units are the hats themselves: Adam from heights 0, on the hundred points."""
    f, wanted = NIELSEN_ON_LINE
    X, network = (np.arange(100)[:, None] + 0.5) / 100, bump_network(np.ones(hats), "relu")
    H, shapes = (bump_shapes(network, points, hats) for points in (X, FINE))
    middle, scale, heights, adam = f(X[:, 0]).mean(), f(X[:, 0]).std(), np.zeros(hats), Adam(0.03)
    for _ in range(epochs):
        adam.step(heights, H.T @ (H @ heights - (f(X[:, 0]) - middle) / scale) / len(H))
    error = deviation(shapes @ heights * scale + middle, wanted).rms
    return np.log(error / result(unit="relu", N=hats).deviation.rms)


@pytest.mark.costly_changes
def test_what_descent_leaves_over_the_hats_is_left_by_the_way_and_not_by_the_weights(becomes):
    """What is slow is a descent along the gradient of ramps that overlap, of all weights or of the last alone."""
    effect = times_the_hats("spread")
    assert np.log(8) < effect < np.log(16)
    changed = dict(
        start=lambda: times_the_hats("zero"),
        rate=lambda: times_the_hats("rate"),
        long=lambda: times_the_hats("spread", epochs=8 * EPOCHS),
        last=lambda: times_the_hats("last-adam"),
        curvature=lambda: times_the_hats("curved", epochs=STEPS, runs=11),
        hats=lambda: times_the_hats_by_learning_their_heights(),
        steep=lambda: times_the_hats("steep"),
        squares=lambda: times_the_hats("last"),
        few=lambda: times_the_hats("spread", hats=3),
    )
    becomes(**{key: lambda left=left: outcome(effect, left()) for key, left in changed.items()})


@pytest.mark.parametrize("way", ["zero", "spread", "last"])
def test_with_nine_units_whatever_learns_is_better_than_three_hats(way):
    few = result(unit="relu", N=3, way=way)
    assert few.hidden == 9 and few.trained_deviation.rms < few.deviation.rms / 2.5


@pytest.mark.parametrize("text", [module.NIELSEN, "sin(6x)", "exp(-80(x-0.7)^2)"])
def test_nine_relus_beat_three_hats_by_their_nine_bends_and_not_because_training_moves_them(text):
    """Least squares leaves the bends where chance has put them, and is nearer than Adam, which moves them."""
    wanted = on_line(text).values
    networks = {way: finished(networks_on_line(text, 9, "relu", way, EPOCHS, 5)) for way in ("spread", "last")}
    moved, left = (np.median([deviation(run, wanted).rms for run in runs.T]) for runs in networks.values())
    hats = bump_network(on_line(text).f(places(3, "relu")), "relu")
    inside = {bend for bend in -hats.biases[0] / hats.weights[0][:, 0] if 0 < bend < 1}
    assert inside == {0.5} and left < moved < deviation(hats(FINE)[:, 0], wanted).rms / 2


def test_steps_have_no_slope_and_are_not_trained():
    steps = result(unit="step", way="zero")
    assert np.isnan(steps.learned).all() and "slope 0" in module.readout(steps).en


@pytest.mark.parametrize("unit", module.UNITS)
def test_least_squares_heights_solve_the_challenge_and_no_others_are_better(unit):
    start = result(unit=unit, heights="hand")
    basis = bump_shapes(bump_network(np.ones(5), unit, module.CONTROLS["k"].start), FINE, 5)
    h = np.linalg.lstsq(basis, start.wanted)[0]
    best = result(unit=unit, heights="hand", **{f"h{i + 1}": h[i] for i in range(5)})
    assert np.isclose(best.deviation.rms, best.best) and module.judge(best) == "solved"
    assert module.judge(start) == "open" and module.judge(result(unit=unit, N=50)) == "open"
    for i in range(5):
        other = {f"h{k + 1}": h[k] + 0.1 * (k == i) for k in range(5)}
        assert result(unit=unit, heights="hand", **other).deviation.rms > best.best


def test_the_top_of_a_bump_set_by_hand_is_pulled_to_its_height():
    demo = module.bumps(heights="hand")
    first = 4  # of five, after the three curves and the line of N
    for k in range(5):
        hand = Hand(demo, first + k).press().pull(9, 25 - 10 * k)
        x, y = demo.result.tops[k]
        assert y == demo.values[f"h{k + 1}"] != 0.5 and x == pytest.approx(0.1 + 0.2 * k)
        assert abs(hand.path()[0, 1] - hand.here[1]) < 1
    demo.close()


def test_a_curve_that_is_pressed_chooses_its_units_and_without_heights_by_hand_no_top_is_there():
    demo = module.bumps()
    for k, unit in enumerate(module.UNITS):
        Hand(demo, k).press()
        assert demo.values["unit"] == unit
    assert not len(demo.result.tops) and max(k for k, *_ in demo.page.paths) == 3
    demo.close()


def test_bumps_drawn_one_by_one_add_up_to_the_network():
    for unit in module.UNITS:
        drawn = result(unit=unit)
        assert np.allclose(drawn.parts.sum(axis=1), drawn.outputs) and drawn.parts.shape == (len(FINE), 10)


def test_training_is_drawn_as_a_full_redraw_would_draw_it():
    demo = module.bumps()
    for values in ({"N": 3, "way": "last"}, {"unit": "step"}, {"unit": "relu", "error": "max"}, {"f": "0.3"}):
        demo.set(**values)
        partly = np.array(demo.frame.pixels)
        assert np.array_equal(partly, demo.frame.whole()), values


def test_the_readout_has_the_errors_of_what_is_built_and_of_what_is_trained(reads):
    def errors(off):
        return float(f"{np.sqrt(np.mean(off**2)):.3g}"), float(f"{np.abs(off).max():.3g}")

    for values in (dict(N=7), dict(N=3, unit="relu", way="spread"), dict(unit="relu", heights="hand")):
        shown = result(**values)
        best = [float(f"{shown.best:.3g}")] * ("heights" in values)
        trained = [500, 3, errors(shown.learned - shown.wanted)[0]] if "way" in values else []
        N = values.get("N", 5)
        units = N * {"sigmoid": 2, "relu": 3}[shown.unit]
        rms, largest = errors(shown.outputs - shown.wanted)
        reads(module.readout(shown), N, units, rms, *best, *trained, largest)


def test_nine_relus_set_by_hand_as_one_broken_line_do_as_well_as_trained_ones_and_three_hats_do_not():
    """One ReLU gives the first slope, each of the others bends the line once more: ten points on it."""
    f, wanted = NIELSEN_ON_LINE
    knots = np.linspace(0, 1, 10)
    by_hand = deviation(np.interp(FINE[:, 0], knots, f(knots)), wanted).rms
    trained = finished(networks_on_line(module.NIELSEN, 9, "relu", "spread", EPOCHS, 5))
    hats = deviation(bump_network(f(places(3, "relu")), "relu")(FINE)[:, 0], wanted).rms
    assert by_hand < np.median([deviation(values, wanted).rms for values in trained.T]) < hats / 2


def test_twice_the_hats_quarter_the_error_of_a_smooth_function_but_only_halve_that_of_a_root():
    def gain(text):
        few, many = (result(f=text, unit="relu", N=N).deviation.rms for N in (20, 39))  # their gaps are halved
        return few / many

    assert 3.5 < gain(SINE) < 5 and gain("sqrt(x)") < 2.5 and gain(JUMP) < 3
