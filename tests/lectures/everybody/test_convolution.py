"""Convolution: one sum at every place, and the dense layer that does the same."""

from itertools import product

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.datasets import digits
from course_nn.lectures.everybody.convolution import (
    convolve,
    convolve_gradient,
    fields,
    map_side,
    matrix,
    patches,
    pool,
    unfields,
)

RNG = np.random.default_rng(0)
X, K, B = RNG.normal(size=(3, 2, 7, 6)), RNG.normal(size=(4, 2, 3, 3)), RNG.normal(size=4)
EACH_WAY = pytest.mark.parametrize("stride, padding", [*product((1, 2, 3), (0, 1, 2))])
EDGE = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4  # upright
INK = digits().X[3].reshape(1, 8, 8)


def one_map(ink, kernel, **more):
    return convolve(ink, kernel[None, None], **more)[0]


@EACH_WAY
def test_every_answer_is_the_sum_over_its_window_and_beyond_the_edge_is_0(stride, padding):
    Z = convolve(X, K, B, stride, padding)
    whole = np.pad(X, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    for i, j in product(range(Z.shape[2]), range(Z.shape[3])):
        window = whole[:, :, stride * i : stride * i + 3, stride * j : stride * j + 3]
        assert np.allclose(Z[:, :, i, j], np.einsum("ncuv,mcuv->nm", window, K) + B)


@EACH_WAY
def test_a_map_has_as_many_places_as_the_formula_says(stride, padding):
    height, width = (np.floor((side + 2 * padding - 3) / stride) + 1 for side in X.shape[2:])
    assert convolve(X, K, B, stride, padding).shape == (3, 4, height, width)
    assert map_side(7, 3, stride, padding) == height


@EACH_WAY
def test_a_dense_layer_does_the_same(stride, padding):
    W = matrix(K, 7, 6, stride, padding)
    assert np.allclose(convolve(X, K, 0.0, stride, padding).reshape(3, -1), X.reshape(3, -1) @ W.T, atol=1e-12)


def test_of_4096_entries_484_can_differ_from_0_and_9_are_free():
    kernel = RNG.uniform(1, 2, (1, 1, 3, 3))
    W = matrix(kernel, 8, 8, padding=1)
    assert (W.size, np.count_nonzero(W), len(np.unique(W[W != 0]))) == (4096, 484, 9)
    assert np.count_nonzero(W) == (8 + 7 + 7) ** 2  # as many neighbours along each side


def test_an_edge_keeps_all_that_is_in_a_picture_and_a_blur_does_not():
    ranks = [np.linalg.matrix_rank(matrix(kernel[None, None], 8, 8, padding=1)) for kernel in (EDGE, np.ones((3, 3)))]
    assert ranks == [64, 49]


@EACH_WAY
def test_gradients_are_those_that_central_differences_measure(stride, padding):
    dZ = RNG.normal(size=convolve(X, K, B, stride, padding).shape)

    def loss():
        return np.sum(convolve(X, K, B, stride, padding) * dZ)

    for theta, gradient in zip((X, K, B), convolve_gradient(X, K, dZ, stride, padding)):
        assert gradient.shape == theta.shape
        for k in RNG.integers(theta.size, size=8):
            before, h = theta.flat[k], 1e-6
            theta.flat[k] = before + h
            above = loss()
            theta.flat[k] = before - h
            below = loss()
            theta.flat[k] = before
            assert (above - below) / (2 * h) == pytest.approx(gradient.flat[k], abs=1e-6)


@EACH_WAY
def test_pytorch_finds_the_same_maps_and_gradients(stride, padding):
    torch = pytest.importorskip("torch")
    theirs = [torch.tensor(array, requires_grad=True) for array in (X, K, B)]
    Z = torch.nn.functional.conv2d(*theirs, stride=stride, padding=padding)
    assert np.allclose(Z.detach().numpy(), convolve(X, K, B, stride, padding), atol=1e-12)
    dZ = RNG.normal(size=Z.shape)
    Z.backward(torch.tensor(dZ))
    for tensor, gradient in zip(theirs, convolve_gradient(X, K, dZ, stride, padding)):
        assert np.allclose(tensor.grad.numpy(), gradient, atol=1e-12)


def test_a_picture_that_is_moved_moves_its_map():
    paper = np.zeros((1, 14, 14))
    paper[:, 3:11, 3:11] = INK
    for kernel in (EDGE, K[0, 0]):
        there, here = one_map(np.roll(paper, (1, 2), (1, 2)), kernel), one_map(paper, kernel)
        assert np.allclose(there, np.roll(here, (1, 2), (0, 1)))


def test_at_the_edge_the_map_of_a_moved_picture_is_not_the_moved_map():
    moved = np.zeros_like(INK)
    moved[:, 1:] = INK[:, :-1]  # one pixel down
    there, here = one_map(moved, EDGE.T, padding=1), one_map(INK, EDGE.T, padding=1)
    assert np.allclose(there[1:-1], here[:-2]) and not np.allclose(there[-1], here[-2])


def test_even_ink_is_answered_with_0_exactly_if_the_weights_sum_to_0():
    for kernel in (EDGE, K[0, 0], K[0, 0] - K[0, 0].mean()):
        assert np.allclose(one_map(np.ones((1, 8, 8)), kernel), 0) == np.isclose(kernel.sum(), 0)


def test_to_flip_a_kernel_that_is_odd_changes_only_the_sign():
    assert np.allclose(one_map(INK, EDGE[:, ::-1]), -one_map(INK, EDGE))


def test_3_by_3_after_3_by_3_is_a_5_by_5_but_not_every_one():
    big, product_of = RNG.normal(size=(1, 12, 12)), np.zeros((5, 5))
    first, second = K[0]
    for u, v in product(range(3), range(3)):
        product_of[u : u + 3, v : v + 3] += second[u, v] * first
    assert np.allclose(one_map(one_map(big, first)[None], second), one_map(big, product_of))
    basis = np.eye(9).reshape(9, 3, 3)
    tangents = []  # all 5 × 5 that a small change of the eighteen weights can add
    for changed, other in [(basis, second), (basis, first)]:
        for one in changed:
            whole = np.zeros((5, 5))
            for u, v in product(range(3), range(3)):
                whole[u : u + 3, v : v + 3] += one[u, v] * other
            tangents.append(whole.ravel())
    assert np.linalg.matrix_rank(tangents) == 17


def test_fields_cut_a_picture_and_unfields_puts_it_together():
    parts = fields(X, 2)
    assert parts.shape == (3, 2, 4, 3, 3) and np.array_equal(parts[0, 0, :, 1, 2], X[0, 0, 2:4, 4:6].ravel())
    whole = unfields(parts, (7, 6))
    assert np.array_equal(whole[:, :, :6], X[:, :, :6]) and not whole[:, :, 6].any()


def test_pooling_leaves_the_largest_or_the_mean_of_each_field():
    assert np.allclose(pool(X, 3, "max")[:, :, 1, 0], X[:, :, 3:6, :3].max(axis=(2, 3)))
    assert np.allclose(pool(X, 3, "mean")[:, :, 1, 0], X[:, :, 3:6, :3].mean(axis=(2, 3)))


@pytest.mark.parametrize("size, stride, padding", [(9, 1, 0), (3, 0, 0), (3, 1, -1)])
def test_a_window_that_does_not_fit_gets_a_sentence(size, stride, padding):
    with pytest.raises(BadInput, match="must fit into the picture"):
        patches(X, size, stride, padding)


def test_another_kind_of_pooling_gets_a_sentence():
    with pytest.raises(BadInput, match="pooling"):
        pool(X, 2, "median")
