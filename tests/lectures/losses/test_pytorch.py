"""The cell “The same in PyTorch”: its code runs where PyTorch is installed, and agrees with the package."""

import re

import numpy as np
import pytest
from texts import cells_of

from course_nn.losses import LOSSES, gaussian_nll, softmax

CODE = re.search(r"```python\n(.*?)```", cells_of("05_losses")["losses-pytorch"], re.S)[1]


def test_the_code_can_be_read_by_python():
    compile(CODE, "losses-pytorch", "exec")


def test_pytorch_agrees_with_the_losses_of_the_package():
    torch = pytest.importorskip("torch")
    names = {}
    exec(compile(CODE, "losses-pytorch", "exec"), names)
    f = np.array([[2.0, 1.0, -1.0]])
    assert names["loss"].item() == pytest.approx(LOSSES["softmax_cross_entropy"].per_sample(f, [1])[0], rel=1e-5)
    assert np.allclose(names["f"].grad.numpy(), softmax(f) - [[0, 1, 0]], atol=1e-6)
    score, label = np.array([0.7, -1.2]), np.array([1.0, 0.0])
    assert np.allclose(names["binary"], LOSSES["binary_cross_entropy"].per_sample(score, label), atol=1e-6)
    assert np.allclose(names["squared"], 2 * LOSSES["squared_error"].per_sample(score, label), atol=1e-6)
    assert np.allclose(names["normal"], gaussian_nll(score, label, 0.5), atol=1e-5)
    with pytest.raises(RuntimeError):  # an output that is no probability
        torch.nn.BCELoss()(torch.tensor([-0.3]), torch.tensor([1.0]))
