"""Which activation functions call exp() or its like, and how they are timed; how long it takes is not asserted."""

import numpy as np
import pytest
from computed import Pure

from course_nn.activations import ACTIVATIONS
from course_nn.lectures.activations.demos.cost import timing

module = Pure("activations.cost")

EXPONENTIALS = {"exp", "expm1", "tanh", "logaddexp"}


class Spy(np.ndarray):
    """An array that notes which functions are applied to it."""

    def __array_ufunc__(self, ufunc, method, *inputs, **settings):
        self.calls.add(ufunc.__name__)
        result = getattr(ufunc, method)(*(np.asarray(v) for v in inputs), **settings)
        return spied(result, self.calls)

    def __array_finalize__(self, other):
        self.calls = getattr(other, "calls", set())


def spied(values, calls):
    array = np.asarray(values).view(Spy)
    array.calls = calls
    return array


def calls_of(name):
    calls = set()
    ACTIVATIONS[name].f(spied(np.linspace(-2, 2, 9), calls))
    return calls


def test_the_spy_hears_what_is_called():
    assert calls_of("relu") == {"maximum"} and "exp" in calls_of("sigmoid")


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - {"gelu"}))  # which asks Python for erfc
def test_curved_activations_need_an_exponential_and_straight_pieces_do_not(name):
    assert bool(calls_of(name) & EXPONENTIALS) == timing.is_curved(ACTIVATIONS[name])


def test_the_lectures_relu_leaky_relu_and_maxout_are_straight_and_sigmoid_tanh_and_elu_curved():
    kinds = {name: module.kind(name) for name in ("relu", "leaky_relu", "maxout", "sigmoid", "tanh", "elu")}
    assert list(kinds.values()) == ["straight"] * 3 + ["curved"] * 3


def test_a_measurement_has_a_spread_of_positive_times_in_order():
    result = module.cost().result
    assert len(result.times) == len(module.ROWS)
    assert all(timing.FEWEST <= len(t) <= timing.REPEATS and np.all(t > 0) for t in result.times)
    assert np.all(np.diff(result.spread, axis=1) >= 0)


def test_a_measurement_is_kept_and_measuring_again_makes_a_new_one():
    first, again, second = (module.compute("f", 10_000, k) for k in (1, 1, 2))
    assert first.times is again.times and first.times is not second.times


def test_the_stopwatch_counts_nanoseconds_per_value():
    calls = []
    times = timing.stopwatch(lambda: calls.append(1), 10)
    assert len(times) == len(calls) - 1 and timing.FEWEST <= len(times) <= timing.REPEATS
