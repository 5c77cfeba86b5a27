"""The network that ships is the one that its script trains."""

from importlib import import_module

import numpy as np

from course_nn.reader import SIZES, its_digits, reader, untrained


def test_trained_again_it_says_the_same_of_nearly_all_digits():
    _, _, X, y = its_digits()
    again = import_module("reader").trained()
    now, then = again(X).argmax(axis=1), reader()(X).argmax(axis=1)
    assert np.mean(now == then) > 0.97 and abs(np.mean(now == y) - np.mean(then == y)) < 0.015


def test_its_first_epochs_are_those_of_the_course_s_own_training():
    trained = import_module("reader").trained
    X, y, *_ = its_digits()
    right = [np.mean(network(X).argmax(axis=1) == y) for network in (untrained(), trained(1), trained(3))]
    assert right[0] < 0.3 < 0.7 < right[1] < right[2]


def test_it_is_as_large_as_it_says_and_reads_nearly_all_of_its_test_digits():
    _, _, X, y = its_digits()
    assert reader().sizes == SIZES and len(y) == 597 and np.mean(reader()(X).argmax(axis=1) == y) > 0.96
