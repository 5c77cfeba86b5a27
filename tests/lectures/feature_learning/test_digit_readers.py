"""Linear classifiers that read digits."""

import numpy as np
from later import Later

from course_nn.common.progress import finished
from course_nn.lectures.feature_learning.demos.digits import digit_readers
from course_nn.network import Network

metrics = Later("sklearn.metrics")


def test_the_confusion_matrix_is_that_of_a_reference():
    rng = np.random.default_rng(0)
    labels, given = rng.integers(0, 10, (2, 500))
    assert np.array_equal(digit_readers.confusion_matrix(labels, given), metrics.confusion_matrix(labels, given))


def test_the_training_digits_have_no_ink_on_average_and_the_held_out_ones_are_always_the_same():
    few, many = digit_readers.split(100), digit_readers.split(1200)
    np.testing.assert_allclose(few.X.mean(axis=0), 0, atol=1e-6)
    assert np.array_equal(few.ink, many.ink) and np.array_equal(few.labels, many.labels)


def test_a_reader_leaves_the_network_whose_layer_it_reads_as_it_is():
    network = Network((64, 8, 10), "relu", init="he", dtype=np.float32)
    before = network.parameters.copy()
    reader = digit_readers.read_from(digit_readers.split(100), network)
    assert np.array_equal(network.parameters, before) and np.array_equal(reader.templates, network.weights[0])
    assert reader.has_hidden_layer and reader.responses.shape == (597, 8)


def test_the_digits_stand_in_the_order_of_how_hard_they_are_from_their_pixels():
    study = finished(digit_readers.study(100, digit_readers.TYPICAL))
    pixels = study.pixels
    p = pixels.p[study.order, study.digits.labels[study.order]]
    assert np.all(np.diff(p) >= 0) and not pixels.has_hidden_layer
