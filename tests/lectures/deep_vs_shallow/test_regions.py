"""Counted regions beside the theorems: what a network has, what its shape could have, what one layer could."""

import numpy as np
from computed import Pure
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.lectures.deep_vs_shallow.demos.regions.region_counts import start as start_of
from course_nn.lectures.deep_vs_shallow.linear_regions import linear_regions

demo = Pure("deep_vs_shallow.regions")


def result(weights="spiral", start="random", layers=3, width=8, seed=4, epoch=demo.EPOCHS):
    return demo.compute(weights, start, layers, width, seed, epoch)


def far(**change):
    """log₁₀ of Montúfar's bound over the regions: the median of ten seeds."""
    return np.median([demo.places_apart(result(seed=seed, **change)) for seed in range(10)])


def test_random_and_trained_networks_stay_far_below_what_their_shape_can_have(becomes):
    """Three layers of eight: the bound is 9472, and no epoch of these runs sees a tenth of it."""
    for seed in range(4):
        shown = result(seed=seed)
        assert shown.numbers[1] == 9472 and np.nanmax(shown.curve[1]) < 0.1 * 9472
    before = np.median([np.log10(9472 / result(seed=seed).curve[1, 0]) for seed in range(10)])
    changed = dict(
        start=far(start="zero"), data=far(weights="circle"), narrow=far(width=2), folded=far(weights="folded")
    )
    becomes(**{key: outcome(far(), left) for key, left in (changed | {"before": before}).items()})


def test_folded_by_hand_three_layers_have_more_than_nine_times_the_regions_of_one_layer_of_as_many_parameters():
    shown = result("folded")
    assert shown.numbers == (9472, 9472, 991, 301) and shown.parameters == 177 == 4 * 44 + 1
    assert "9472" in demo.readout(shown).en and "手工折叠" in demo.readout(shown).zh


def test_one_layer_never_has_more_than_zaslavskys_maximum_and_all_bounds_agree_there():
    for width in (2, 5, 8):
        count, *bounds = result("circle", layers=1, width=width).numbers
        assert count <= bounds[0] == bounds[1] == bounds[2] == 1 + width + width * (width - 1) // 2


def test_training_multiplies_the_regions_of_a_start_without_biases():
    """All lines begin in the origin; training tears them apart."""
    before, after = (result(start="zero", epoch=epoch).numbers[0] for epoch in (0, demo.EPOCHS))
    assert result(start="zero", layers=1, epoch=0).numbers[0] == 16 and after > 4 * before


def test_the_default_network_has_learned_the_spiral_and_its_count_is_on_the_curve():
    shown = result(epoch=35)
    assert result().accuracy == 1
    assert [35, shown.numbers[0]] in shown.curve.T.tolist() and np.all(np.diff(shown.curve[0]) >= 0)


def test_regions_that_differ_in_one_unit_have_different_tints():
    regions = linear_regions(start_of(2, 6, 0, "random"), -6, 6)
    weights = np.resize(demo.STEPS, 12)
    apart = (regions.patterns[:, None] != regions.patterns).sum(axis=2)
    tints = regions.patterns @ weights % 8
    assert np.all((tints[:, None] != tints)[apart == 1]) and np.sum(apart == 1) > 100


def test_a_small_deep_network_can_beat_one_layer_of_as_many_parameters():
    assert demo.judge(result("circle", "zero", 2, 3, 5)) == "solved"
    assert demo.judge(result("circle", "zero", 3, 3, 9)) == "solved"
    assert demo.judge(result("circle", "random", 2, 4, 4)) == "almost"
    assert [demo.judge(shown) for shown in (result("folded"), result(layers=1), result())] == ["open"] * 3


def test_the_readout_has_the_counted_regions_and_both_bounds(reads):
    for shown in (result(), result("circle", "zero", 2, 3, 5)):
        layers, n = shown.layers, shown.width
        parameters = 3 * n + (layers - 1) * n * (n + 1) + n + 1
        units = (parameters - 1) // 4
        shape = (n // 2) ** (2 * (layers - 1)) * (1 + n + n * (n - 1) // 2)
        reads(
            demo.readout(shown),
            layers,
            n,
            demo.EPOCHS,
            100 * shown.accuracy,
            len(shown.polygons),
            shape,
            parameters,
            1 + units + units * (units - 1) // 2,
        )


def test_the_line_of_the_epoch_is_pulled_through_time_and_the_folded_network_has_none():
    shown = demo.regions()
    Hand(shown, 0).press().pull(-150, 0)
    assert 80 < shown.values["epoch"] < 150 and shown.values["epoch"] % demo.EVERY == 0
    shown.set(weights="folded")
    assert not shown.page.paths
    shown.close()
