"""Categories as numbers: integers invent an order; one-hot vectors invent none, but take more memory."""

import numpy as np

from course_nn.linear_models import least_squares
from course_nn.losses import one_hot


def with_exchanged(names: list | str, k: int) -> list:
    """The names with the k-th and the next one exchanged; after the last comes the first."""
    order, other = list(names), (k + 1) % len(names)
    order[k], order[other] = order[other], order[k]
    return order


def as_input(codes: np.ndarray, y: np.ndarray) -> np.ndarray:
    """What linear models predict for each code, fitted by least squares to the integers and to one-hot vectors.

    y ≈ w · code + b, a straight line;  y ≈ w · h + b, the mean of each category

    codes : (n,) int in 0 … K-1;  y : (n,);  returns (2, K), integer and one-hot
    """
    K = int(codes.max()) + 1
    integer, hot = least_squares(codes, y), least_squares(one_hot(codes, K), y)
    return np.array([integer.W * np.arange(K) + integer.b, hot.W + hot.b])


def explained_variance(answers: np.ndarray, codes: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The share of the variance of y that the predictions for the codes explain, R².

    R² = 1 - var(y - f) / var(y)

    answers : (…, K);  codes : (n,) int;  y : (n,);  returns (…)
    """
    return 1 - np.var(y - answers[..., codes], axis=-1) / np.var(y)


def as_target(codes: np.ndarray, X: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Codes that linear models predict from x, fitted by least squares to the integers and to one-hot vectors.

    code ≈ w · x + b, rounded: parallel bands in the order of the codes;  h ≈ W x + b, where the largest output wins

    codes : (n,) int in 0 … K-1;  X : (n, N) to fit to;  places : (m, N) to predict for;  returns (2, m) int
    """
    K = int(codes.max()) + 1
    integer, hot = least_squares(X, codes), least_squares(X, one_hot(codes, K))
    rounded = np.rint(places @ integer.W + integer.b).clip(0, K - 1)
    largest = (places @ hot.W.T + hot.b).argmax(axis=1)
    return np.array([rounded, largest], int)


def memory(n: int, K: int, dtype: str) -> np.ndarray:
    """Bytes of n categories out of K: as the smallest integers that will do, and as n · K one-hot numbers.

    dtype : of the one-hot numbers, such as "float32";  returns (2,)
    """
    integers = n * np.min_scalar_type(K - 1).itemsize
    vectors = n * K * np.dtype(dtype).itemsize
    return np.array([integers, vectors], float)
