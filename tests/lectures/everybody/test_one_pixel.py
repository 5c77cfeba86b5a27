"""One pixel further: what halving a picture makes of its place, as a law and in networks that have learned."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.everybody import one_pixel
from course_nn.lectures.everybody.digit_places import (
    EDGES,
    FILTERS,
    INNER,
    MIDDLE,
    ONE_ASIDE,
    TWO_ASIDE,
    Reader,
    laid,
    mean_over,
    sheets_of,
    taught,
)
from course_nn.network import Network

module, at = lecture("everybody")
ONE_PIXEL = module("one_pixel")
FRAME = 2  # a handle
INK = np.asarray(sheets_of(0)[2][:20], float)
HALVED = pytest.mark.parametrize("halving", ["max", "mean", "stride"])


def outputs(places, **kind):
    """Logits for twenty digits at each of these places, of a network that has learned nothing: (P, 20, 10)."""
    network = Network(Reader(**kind).layers(), seed=1)
    network.parameters = network.parameters + np.random.default_rng(0).normal(0, 0.1, network.parameters.shape)
    return np.array([network(laid(INK, place)) for place in places])


@HALVED
def test_a_network_that_halves_its_picture_once_answers_the_same_two_pixels_further(halving):
    answers = outputs([(3, 3), (5, 3), (3, 5), (5, 5)], halving=halving)
    assert np.ptp(answers, axis=0).max() < 1e-12


@HALVED
def test_one_pixel_further_it_answers_otherwise(halving):
    assert np.ptp(outputs([(4, 4), (5, 4)], halving=halving), axis=0).max() > 0.1


def test_a_network_that_does_not_halve_answers_the_same_at_all_inner_places_and_at_the_edge_no_more():
    assert np.ptp(outputs(INNER, halving="none"), axis=0).max() < 1e-12
    assert np.ptp(outputs([MIDDLE, (0, 0)], halving="none"), axis=0).max() > 0.1


def test_with_biases_the_edge_betrays_one_place_more():
    """For blank paper then answers relu(b), and what lies beyond its edge 0."""
    farther_in = [(dx, dy) for dx, dy in INNER if {dx, dy} <= {3, 4, 5}]
    assert np.ptp(outputs(INNER, halving="none", bias=True), axis=0).max() > 0.01
    assert np.ptp(outputs(farther_in, halving="none", bias=True), axis=0).max() < 1e-12


def test_a_flat_head_knows_each_place_from_every_other():
    assert np.ptp(outputs([(3, 3), (5, 5)], head="flat", kernels=(8, 16)), axis=0).max() > 0.1


@pytest.mark.costly_changes
def test_one_pixel_costs_many_errors_and_two_hardly_any_until_the_picture_is_not_halved_or_four_places_teach(becomes):
    def cost(**change):
        return ONE_PIXEL.cost_of_one(at("one_pixel", **change))

    assert cost() > 0.08
    of_five_seeds = "mean", "digits"  # see below
    changes = {key: change for key, change in ONE_PIXEL.SCEPTIC.changes.items() if key not in of_five_seeds}
    becomes(**{key: lambda moves=change.moves: outcome(cost(), cost(**moves)) for key, change in changes.items()})


def test_filters_keep_most_of_what_chance_gave_them(becomes):
    def kept(**change):
        return at("one_pixel", **change).kept

    assert kept() > 0.8
    becomes(
        few=outcome(kept(), kept(n=100)),
        stride=outcome(kept(), kept(halving="stride")),
        four=outcome(kept(), kept(where="four")),
    )


@pytest.mark.thorough
def test_over_five_seeds_filters_that_stay_as_they_started_read_about_as_well_as_edges_and_one_pixel_alone_does_not():
    def median(filters):
        readers = (taught(Reader(filters=filters), seed=seed) for seed in range(5))
        return np.median([mean_over(finished(one).wrong, [MIDDLE]) for one in readers])

    learned, random, edges, pixel = map(median, FILTERS)
    assert learned < random < 0.06 and edges < 0.06 and abs(random - edges) < 0.015 and pixel > 0.12


@pytest.mark.thorough
def test_over_five_seeds_edges_made_by_hand_err_least_one_pixel_aside():
    def median(filters):
        readers = (taught(Reader(filters=filters), seed=seed) for seed in range(5))
        return np.median([mean_over(finished(one).wrong, ONE_ASIDE) for one in readers])

    assert median("edges") < median("learned") - 0.02 and median("edges") < median("random") - 0.05


@pytest.mark.thorough
def test_over_five_seeds_one_pixel_aside_is_many_times_as_bad_as_two():
    for halving, times in (("max", 3), ("mean", 3), ("stride", 5)):
        wrong = [finished(taught(Reader(halving=halving), seed=seed)).wrong for seed in range(5)]
        one, two = (np.median([mean_over(each, places) for each in wrong]) for places in (ONE_ASIDE, TWO_ASIDE))
        assert one > times * two


def test_filters_that_do_not_learn_stay_and_edges_have_no_answer_to_even_ink():
    for filters in ("random", "edges"):
        found = finished(taught(Reader(filters=filters), passes=1, n=100))
        assert np.array_equal(found.network.weights[0], found.first)
    assert np.allclose(EDGES.sum(axis=(1, 2)), 0) and len(np.unique(EDGES, axis=0)) == 8


def test_a_network_that_does_not_halve_solves_the_challenge_and_one_with_pooling_does_not():
    assert ONE_PIXEL.judge(at("one_pixel", halving="none")) == "solved"
    assert ONE_PIXEL.judge(at("one_pixel")) == "open"


def test_the_readout_says_the_errors_and_how_many_answers_one_pixel_changes(reads):
    result = at("one_pixel", dx=5)
    asked = [MIDDLE], ONE_ASIDE, TWO_ASIDE, [(5, 4)]
    shares = [100 * mean_over(result.wrong, places) for places in asked]
    reads(ONE_PIXEL.readout(result), 200, *shares, 100 * result.changed, result.kept, result.true, result.spread)


def test_a_hand_pulls_the_place_along_the_curves_or_carries_the_digit():
    demo = one_pixel(n=100)
    Hand(demo, 1).press().pull(45, 0)  # one pixel of 45.4
    assert (demo.values["dx"], demo.values["dy"]) == (5, 4)
    Hand(demo, FRAME).press().pull(-22, 21)  # two pixels of 10.6 each
    assert (demo.values["dx"], demo.values["dy"]) == (3, 6)
    demo.close()
