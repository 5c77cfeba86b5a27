"""First weights from too small to too large: four ways to draw them, as Network takes them for init."""


def standard_normal(rng, M, N):
    """Weights of mean 0 and standard deviation 1, far too large for a layer of many inputs.
    均值为 0、标准差为 1 的权重：对输入很多的层来说过大。

    rng : np.random.Generator;  returns (M, N)
    """
    return rng.normal(0, 1, (M, N))


DRAWS = {"small": "normal", "glorot": "glorot", "he": "he", "large": standard_normal}
