"""A network and data that somebody brings to the clinic."""

import re

import numpy as np
import pytest

from course_nn.clinic.examination import FREE, INSTRUMENTS, examine
from course_nn.clinic.reading_words import in_five_characters, share_in_words
from course_nn.common.errors import BadInput
from course_nn.datasets import penguins, shuffled_digits
from course_nn.network import Network

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(40, 2)), np.arange(40) % 2
NET = Network((2, 8, 2), "tanh")
FEW = {"epochs": 1}  # where only the data are in question


def test_a_network_of_ones_own_is_examined_and_not_changed():
    X, y = shuffled_digits()
    network = Network((64, 16, 10), "tanh")
    before = network.parameters.copy()
    found = examine(network, X[:200], y[:200], X[200:300], y[200:300], epochs=20)
    assert list(found) == [FREE, *INSTRUMENTS] and np.array_equal(network.parameters, before)
    assert found["gradient check"].finding == "passes" and found["one batch"].finding == "fits"
    assert found["free"].numbers["score"] > 0.7 and found["modes"].finding == "same"


def test_penguins_as_the_file_has_them_have_two_faults_and_one_cure_each():
    birds = penguins(("Adelie", "Gentoo"), ("bill_length_mm", "body_mass_g"))
    order = np.random.default_rng(0).permutation(len(birds.X))
    X, y = birds.X[order], birds.y[order]
    network = Network((2, 8, 2), "relu")
    as_filed, shuffled = examine(network, birds.X, birds.y), examine(network, X, y)
    cured = examine(network, (X - X.mean(axis=0)) / X.std(axis=0), y)
    assert as_filed["data"].finding == "one class" and as_filed["confusion"].finding == "empty rows"
    assert as_filed["loss at start"].finding == shuffled["loss at start"].finding == "huge"
    assert shuffled["data"].finding == "large" and shuffled["one batch"].finding == "stuck"
    scores = [found["free"].numbers["score"] for found in (as_filed, shuffled, cured)]
    assert (
        scores[0] == 0 and scores[1] == pytest.approx(0.54, abs=0.005) and scores[2] == pytest.approx(0.96, abs=0.005)
    )
    assert as_filed["loss at start"].numbers["loss"] == pytest.approx(4591, abs=1)
    assert cured["free"].finding == "middle, high" and cured["zero inputs"].finding == "help"


def test_the_last_quarter_is_kept_to_validate_so_sorted_rows_are_found_out():
    by_class = np.argsort(Y, kind="stable")
    assert examine(NET, X[by_class], Y[by_class], **FEW)["confusion"].finding == "empty rows"


def test_a_chart_is_printed_a_line_for_each_instrument_in_both_languages():
    lines = str(examine(NET, X, Y, **FEW)).splitlines()
    assert len(lines) == 1 + len(INSTRUMENTS)
    assert all(" · " in line and "：" in line for line in lines)
    assert any(line.startswith("gradient check: passes") and "梯度检查：通过" in line for line in lines)


def test_on_a_page_a_chart_is_shown_in_one_language_at_a_time():
    chart = examine(NET, X, Y, **FEW)
    en, zh = re.findall(r'<div lang="[\w-]+">(.*?)</div>', chart._repr_html_())
    assert len(en.split("<br>")) == len(zh.split("<br>")) == 1 + len(INSTRUMENTS)
    assert "gradient check: passes" in en and "梯度检查：通过" in zh and not re.search("[一-鿿]", en)


def test_numbers_are_predicted_too_and_what_blows_up_is_said_without_a_warning(recwarn):
    x = np.linspace(-1, 1, 40)[:, None]
    found = examine(Network((1, 8, 1), "tanh"), x, np.sin(3 * x[:, 0]), loss="squared_error", rate=1000.0)
    assert found["curves"].finding == found["one batch"].finding == "jumps" and found["weights"].finding == "huge"
    assert "NaN" in str(found) or "10" in str(found)
    assert not recwarn.list


@pytest.mark.parametrize(
    "change, says",
    [
        ({"network": "net"}, "expected one Network"),
        ({"Y": Y[:-1]}, r"n ≥ 10"),
        ({"X": X[:5], "Y": Y[:5]}, r"n ≥ 10"),
        ({"network": Network((3, 2))}, r"\(n, 3\)"),
        ({"Y": Y + 1}, "from 0 to 1"),
        ({"Y": Y / 2}, "whole number"),
        ({"Y": np.eye(2)[Y]}, "one class a row"),
        ({"Y": ["Adelie"] * 40}, "turn words into numbers"),
        ({"X": np.where(X > 2, np.nan, X) if (X > 2).any() else X * np.nan}, "finite"),
        ({"X": None}, "finite"),
        ({"X_val": X}, "X_val, Y_val"),
        ({"X_new": X[:, :1], "Y_new": Y}, "X_new, Y_new"),
        ({"loss": "hinge"}, "binary"),
        ({"loss": "squard_error"}, "did you mean 'squared_error'"),
        ({"loss": "squared_error"}, "2 numbers a row"),
        ({"rat": 1}, "did you mean 'rate'"),
        ({"rate": -1}, "rate: expected a number"),
        ({"epochs": 2.5}, "epochs: expected a whole number"),
        ({"batch": 0}, "batch: expected a whole number"),
        ({"lam": "much"}, "lam: expected a number"),
    ],
)
def test_what_does_not_fit_is_said_in_both_languages(change, says):
    with pytest.raises(BadInput, match=says) as error:
        examine(**{"network": NET, "X": X, "Y": Y} | change)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in error.value.zh)


def test_numbers_are_short():
    assert [in_five_characters(x) for x in (0, 0.004, 0.5, 12.34, 123.4, 2e-7, -3e12, np.inf, np.nan)] == [
        *("0", "0.004", "0.50", "12.3", "123", "10⁻⁷", "−10¹²", "∞", "NaN"),
    ]
    assert [share_in_words(x) for x in (0, 0.004, 0.5, 1, 1.2e16)] == ["0%", "0.4%", "50%", "100%", "10¹⁶"]


# ---- a module of PyTorch, where that is installed -----------------------------------------------------


@pytest.fixture
def torch():
    return pytest.importorskip("torch")


def as_module(torch, network):
    """The same network, 64-16-10 with tanh, as a PyTorch module."""
    module = torch.nn.Sequential(torch.nn.Linear(64, 16), torch.nn.Tanh(), torch.nn.Linear(16, 10)).double()
    with torch.no_grad():
        for layer, W, b in zip((module[0], module[2]), network.weights, network.biases):
            layer.weight.copy_(torch.from_numpy(W))
            layer.bias.copy_(torch.from_numpy(b))
    return module


def test_a_module_is_examined_as_the_same_network_is_and_not_changed(torch):
    X, y = shuffled_digits()
    network = Network((64, 16, 10), "tanh")
    module = as_module(torch, network)
    before = [tensor.detach().numpy().copy() for tensor in module.parameters()]
    theirs, ours = (examine(one, X[:200], y[:200], X[200:300], y[200:300], epochs=20) for one in (module, network))
    assert all(np.array_equal(a, b.detach().numpy()) for a, b in zip(before, module.parameters()))
    for name in ours:
        assert theirs[name].finding == ours[name].finding, name
        for key, value in ours[name].numbers.items():
            assert theirs[name].numbers[key] == pytest.approx(value, rel=1e-3, abs=1e-6), (name, key)


def test_a_module_with_dropout_and_batch_norm_has_two_modes(torch):
    X, y = shuffled_digits()
    layers = (
        torch.nn.Linear(64, 32),
        torch.nn.BatchNorm1d(32),
        torch.nn.ReLU(),
        torch.nn.Dropout(0.7),
        torch.nn.Linear(32, 10),
    )
    found = examine(torch.nn.Sequential(*layers), X[:320], y[:320], epochs=10)
    assert (
        found["modes"].numbers["train"] < found["modes"].numbers["test"] and found["gradient check"].finding == "passes"
    )


def test_a_module_that_takes_no_rows_is_refused(torch):
    with pytest.raises(BadInput, match="does not turn rows"):
        examine(torch.nn.Conv2d(1, 2, 3), X, Y)
    with pytest.raises(BadInput, match="one row"):  # a batch norm cannot train on one
        examine(
            torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 2)), X, Y, batch=29
        )
    with pytest.raises(BadInput, match="module with weights"):
        examine(torch.nn.ReLU(), X, Y)


def test_a_network_without_a_hidden_layer_is_examined_too():
    assert examine(Network((2, 2)), X, Y, **FEW)["weights"].numbers["dead"] == 0
