"""Penguins whose body mass a line learns to tell from their flippers; and what an epoch of it is worth."""

import numpy as np

from course_nn.datasets import penguins
from course_nn.lectures.primer.steps import learn, mean_loss
from course_nn.logistic_regression import standardise

SAMPLES = 40  # birds to train on; as many others to test with
START = (-1.2, 1.2)  # w and b

Sample = tuple[np.ndarray, np.ndarray]  # flipper length x and body mass y (SAMPLES,), standardised


def birds(seed: int) -> tuple[Sample, Sample]:
    """Penguins to train on, and other ones to test with.

    Mean and standard deviation of the training birds standardise both.
    """
    data = penguins(("Adelie", "Chinstrap", "Gentoo"), ("flipper_length_mm", "body_mass_g"))
    rows = np.random.default_rng(seed).permutation(len(data.X))
    train = standardise(data.X[rows[:SAMPLES]])
    test = (data.X[rows[SAMPLES : 2 * SAMPLES]] - train.mean) / train.std
    return (train.Z[:, 0], train.Z[:, 1]), (test[:, 0], test[:, 1])


def lead_of_batches(size: int, learning_rate: float, seed: int) -> float:
    """By how much the training loss is lower after an epoch of batches than after one of all samples at once.

    size : samples a step, 1 … SAMPLES;  seed : of the birds and of their order
    """
    train, _ = birds(seed)
    ends = (learn(*train, START, learning_rate, samples, 1, seed)[-1] for samples in (SAMPLES, size))
    at_once, in_batches = (mean_loss(end, *train) for end in ends)
    return float(at_once - in_batches)
