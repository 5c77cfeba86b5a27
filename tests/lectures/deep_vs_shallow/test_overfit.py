"""The lecture: a network that can learn any function probably overfits. When it does, when it does not."""

import numpy as np

from course_nn.lectures.deep_vs_shallow.demos import overfit as demo

PICTURE = demo.overfit()
START = PICTURE.values


def run(**values):
    return PICTURE.compute(**START | values)


def test_wide_networks_learn_the_noise_and_end_above_their_own_best_test_error():
    result = run()
    for width in (8, 16, 32, 64):
        fit = result.fits[width]
        assert np.all(fit.train[-1] < 0.5 * result.truth)  # better than the true curve itself: that is noise learnt
        assert np.mean(fit.test[-1] > 1.1 * fit.test.min(axis=0)) >= 0.5
        assert np.median(fit.test[-1]) > 1.1 * np.median(fit.test, axis=1).min()


def test_a_single_unit_cannot_overfit_and_cannot_fit():
    result = run()
    one = result.fits[1]
    assert np.all(one.train[-1] > result.truth) and np.all(one.test[-1] < 1.1 * one.test.min(axis=0))
    assert np.median(one.test[-1]) > 1.5 * np.median(result.fits[2].test[-1])


def test_the_best_width_in_the_end_is_neither_the_smallest_nor_the_largest():
    medians = {width: np.median(fit.test[-1]) for width, fit in run().fits.items()}
    assert min(medians, key=medians.get) in (2, 4)


def test_ever_wider_is_not_ever_worse():
    """After 1000 epochs 64 units overfit no more than 16 do."""
    for n in (15, 30):
        fits = run(n=n).fits
        assert np.median(fits[64].test[-1]) < 1.1 * np.median(fits[16].test[-1])


def test_without_noise_a_wide_network_does_not_overfit():
    fits = run(noise=0.0).fits
    for width in (4, 8, 16, 32, 64):
        assert np.median(fits[width].test[-1]) < 0.01 < 0.3 < np.median(fits[1].test[-1])


def test_more_samples_leave_less_noise_to_learn():
    gaps = [np.median(fit.test[-1] - fit.train[-1]) for fit in (run(n=n).fits[16] for n in (15, 30, 60))]
    assert gaps[0] > 1.5 * gaps[1] > 1.5 * gaps[2]


def test_the_challenge_is_met_by_more_samples_and_by_an_early_stop():
    assert demo.judge(run()) == "open" and demo.judge(run(noise=0.0)) == "open"
    assert demo.judge(run(n=30, epoch=120)) == "solved" and demo.judge(run(epoch=120)) == "almost"


def test_the_readout_has_the_errors_of_this_run_its_lowest_and_the_medians_of_all_runs(reads):
    result = run(seed=3, epoch=500)
    fit, text = result.fits[16], lambda value: float(demo.rounded(value).replace("−", "-"))
    network = fit.network.with_parameters(fit.parameters[result.now, 3])
    train, test = (text(np.mean((network(x[:, None])[:, 0] - y) ** 2)) for x, y in (result.sample, result.unseen))
    now = {width: fits.test[500 // demo.EVERY] for width, fits in result.fits.items()}
    medians = {width: text(np.median(errors)) for width, errors in now.items()}
    reads(
        demo.readout(result),
        3,
        500,
        train,
        test,
        text(fit.test[:, 3].min()),
        demo.EVERY * fit.test[:, 3].argmin(),
        10,
        1,
        medians[1],
        16,
        medians[16],
        text(now[16].min()),
        text(now[16].max()),
        64,
        medians[64],
        text(result.truth),
    )
