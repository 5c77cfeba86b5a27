"""A typed formula becomes a graph: its derivatives against differences, networks and PyTorch, and its faults by law."""

import sys
import warnings
from itertools import pairwise
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_nn.common.errors import BadInput
from course_nn.expressions import OF_ONE, OF_SEVERAL, read
from course_nn.lectures.backpropagation.autodiff import RULES, gradient, graph_of
from course_nn.lectures.backpropagation.operations import OPERATIONS
from course_nn.losses import LOSSES
from course_nn.network import Network

TIED = "h = 0\n" + "\n".join(f"h = tanh(w h + x{k})" for k in range(1, 5))
TIED_VALUES = dict(w=0.9, x1=0.5, x2=-0.3, x3=0.8, x4=0.1)
FORMS = [  # of u and v between −1.5 and 1.5, and between those again
    *("tanh({u} + {v})", "sin({u} {v})", "{u}/(2 + {v}^2)", "exp(-{u}^2)", "min({u}, {v})", "max({u}, {v}, 0.2)"),
    *(
        "sqrt(5 + {u})^{v} / 5",
        "cos({u}) − ½",
        "relu({u} + 0.1)/2",
        "sigmoid(3{u})",
        "log({u} + 4)",
        "|{u}|",
        "tan({u}/3)",
    ),
]


def random_lines(rng, count=6):
    """Lines that use each other at random, and set some names again."""
    names, lines = ["a", "b", "c"], []
    for k in range(count):
        u, v = rng.choice(names, 2)
        names.append(str(rng.choice([*names, f"n{k}", f"n{k}"])))
        lines.append(f"{names[-1]} = {rng.choice(FORMS).format(u=u, v=v)}")
    return lines


def differences(text, values, e=1e-6):
    graph = graph_of(text, values)

    def f(name, change):
        return graph.forward(values | {name: values[name] + change})

    return {name: (f(name, e) - f(name, -e)) / (2 * e) for name in values}


@pytest.mark.parametrize("name", OPERATIONS)
def test_each_local_slope_equals_the_central_difference(name):
    e = 1e-6
    for a, b in ((0.7, 1.9), (1.3, 0.4), (2.5, 2.0)):
        operation = OPERATIONS[name]
        parents = [np.float64(v) for v in (a, b)][: operation.form.count("{}")]
        for k, slope in enumerate(operation.slopes(*parents)):
            up, down = ([p + s * e * (j == k) for j, p in enumerate(parents)] for s in (1, -1))
            assert slope == pytest.approx((operation.f(*up) - operation.f(*down)) / (2 * e), rel=1e-6, abs=1e-9)


def test_whatever_the_reader_reads_the_graph_can_differentiate():
    assert {*OF_ONE, *OF_SEVERAL} <= {*OPERATIONS} and {*"+-*/^"} <= {*OPERATIONS}
    for name in OF_ONE:
        assert gradient(f"{name}(x)", {"x": 0.5})[0] == pytest.approx(float(read(f"{name}(0.2 + 0.3)")(0.0)))


def test_derivatives_of_200_random_expressions_equal_central_differences_and_forward_mode():
    rng, compared = np.random.default_rng(0), 0
    for _ in range(200):
        text = "\n".join(random_lines(rng))
        values = dict(zip("abc", rng.uniform(-1.5, 1.5, 3).tolist()))
        value, derivatives = gradient(text, values)
        graph = graph_of(text)
        used = {name: values[name] for name in graph.inputs}
        assert graph.forward(used) == value
        graph.backward()
        for name in graph.inputs:
            assert graph.forward_mode(name)[graph.output] == pytest.approx(derivatives[name], rel=1e-9, abs=1e-12)
        for name, numeric in differences(text, values).items():
            assert derivatives[name] == pytest.approx(numeric, rel=2e-5, abs=2e-7), (text, values)
            compared += derivatives[name] != 0
    assert compared > 200


def test_a_formula_in_one_line_is_computed_in_the_order_that_its_brackets_ask_for():
    text = "x^(1/2) − (a − (b − x)) · −2^2 / (a/b)/x + |a − b|^3 + 2a b^−1 + max(a, b, x) − ½"
    x, a, b = 1.7, 0.8, 2.3
    value = x**0.5 - (a - (b - x)) * -(2**2) / (a / b) / x + abs(a - b) ** 3 + 2 * a / b + max(a, b, x) - 0.5
    found, derivatives = gradient(text, dict(x=x, a=a, b=b))
    assert found == pytest.approx(value, rel=1e-14)
    for name, numeric in differences(text, dict(x=x, a=a, b=b)).items():
        assert derivatives[name] == pytest.approx(numeric, rel=1e-7)


def test_a_node_says_in_its_parents_words_what_it_computes():
    graph = graph_of("c = a + 2b\ny = (c − 1)^2 / c^(0.5) + sin(c)(1/2)^c")
    texts = [node.text for node in graph.nodes if node.parents]
    assert texts[:4] == ["2 · b", "a + (2 · b)", "c − 1", "(c − 1)^2"] and "sin(c) · ((1 / 2)^c)" in texts
    assert graph.nodes[graph.output].name == "y" and graph.inputs == ["a", "b"]


def test_a_name_that_is_set_again_is_a_new_node_and_numbers_are_no_inputs():
    value, derivatives = gradient("x = x^2; x = x + y; y = 3; x y", {"x": 2.0, "y": 5.0})
    assert (value, derivatives) == (27.0, {"x": 12.0, "y": 3.0})
    assert graph_of("h = 0; h = h + w").inputs == ["w"]
    assert [node.text for node in graph_of("½x^−1").nodes] == ["1 / 2", "x", "−1", "x^(−1)", "(1 / 2) · (x^(−1))"]
    assert gradient("a", {"a": 3.0, "b": 1.0}) == (3.0, {"a": 1.0, "b": 0.0})


def test_the_text_may_be_typed_on_any_keyboard():
    assert gradient("ｈ ＝ ２Ｗ₁ × x²；y ＝ h − π", {"w1": 3.0, "x": 2.0})[1] == {"w1": 8.0, "x": 24.0}
    assert gradient("c = a + b\n\ny = c c\n", {"a": 1, "b": 2}) == (9.0, {"a": 6.0, "b": 6.0})


def test_a_tied_weight_gets_the_sum_of_what_untied_ones_get():
    _, tied = gradient(TIED, TIED_VALUES)
    untied = "h = 0\n" + "\n".join(f"h = tanh(w{k} h + x{k})" for k in range(1, 5))
    values = {name: v for name, v in TIED_VALUES.items() if name != "w"} | {f"w{k}": 0.9 for k in range(1, 5)}
    _, parts = gradient(untied, values)
    shares = [parts[f"w{k}"] for k in range(1, 5)]
    assert sum(shares) == pytest.approx(tied["w"], rel=1e-12)
    assert np.round(shares, 4).tolist() == [0, 0.1072, 0.0301, 0.4304] and round(tied["w"], 4) == 0.5678


def test_with_equals_the_use_that_is_written_first_has_the_last_word_and_met_h_0():
    graph = graph_of(TIED)
    graph.forward(TIED_VALUES)
    assert graph.backward("overwrite")["w"] == 0


def test_two_doublings_give_4_and_1_with_equals_and_8_in_haste():
    graph = graph_of("b = a + a; c = b + b")
    graph.forward({"a": 3})
    assert [graph.backward(rule)["a"] for rule in ("right", "overwrite", "haste")] == [4, 1, 8]


@pytest.mark.parametrize("m", [1, 2, 3, 6])
def test_after_k_runs_without_reset_an_input_m_edges_below_has_a_binomial_times_its_gradient(m):
    graph = graph_of("\n".join(["x = sin(x)"] * m))
    graph.forward({"x": 0.8})
    right = graph.backward()["x"]
    for k in range(2, 7):
        assert graph.backward("no reset")["x"] == pytest.approx(comb(k + m - 1, m) * right)
    assert graph.backward()["x"] == right


@pytest.mark.parametrize("text", ["y = sin(a b) + exp(c/d)", "tanh(a) − log(b)", "y = sqrt(a b + c d)"])
def test_a_tree_is_spoilt_neither_by_equals_nor_by_haste(text):
    graph = graph_of(text)
    graph.forward(dict.fromkeys(graph.inputs, 0.7))
    assert graph.backward() == graph.backward("overwrite") == graph.backward("haste")


def test_a_chain_of_5000_nodes_needs_no_deep_stack():
    limit = sys.getrecursionlimit()
    depth = len([*iter_frames()])
    sys.setrecursionlimit(depth + 200)
    try:
        value, derivatives = gradient("\n".join(["x = x/2 + 1/x"] * 1667), {"x": 1.0})
    finally:
        sys.setrecursionlimit(limit)
    assert value == pytest.approx(np.sqrt(2)) and abs(derivatives["x"]) < 1e-12
    graph = graph_of("\n".join(["x = 1.0001x"] * 5000))
    graph.forward({"x": 1})
    assert graph.backward()["x"] == pytest.approx(1.0001**5000) and len(graph.steps()) == 10_000


def iter_frames():
    frame = sys._getframe()
    while frame:
        yield frame
        frame = frame.f_back


def test_steps_end_where_the_passes_end_and_every_node_speaks_after_it_has_heard_all():
    graph = graph_of(TIED)
    graph.forward(TIED_VALUES)
    for rule in RULES:
        steps = graph.steps(rule)
        derivatives = graph.derivatives
        last = {step.parent: step.total for step in steps if step.parent is not None}
        assert all(derivatives[parent] == total for parent, total in last.items() if parent != graph.output)
        assert [step.node for step in steps if step.parent is None] == [
            k for k, node in enumerate(graph.nodes) if node.parents
        ]
    speaks = [step.node for step in graph.steps() if step.parent is not None]
    assert all(a >= b for a, b in pairwise(speaks))


def test_what_the_output_does_not_use_is_left_alone():
    value, derivatives = gradient("a = sqrt(x); y = 2z", {"x": 0.0, "z": 1.0})  # sqrt has no slope at 0
    assert (value, derivatives) == (2.0, {"x": 0.0, "z": 2.0})


def network_text(sizes, phi):
    """A network with one output as lines, with names for its parameters in the order of Network.parameters."""
    names, lines, below = [], [], [f"x{i}" for i in range(sizes[0])]
    for layer, (N, M) in enumerate(pairwise(sizes)):
        last = layer == len(sizes) - 2
        W = [[f"w{layer}_{j}_{i}" for i in range(N)] for j in range(M)]
        names += [*sum(W, []), *(f"b{layer}_{j}" for j in range(M))]
        for j in range(M):
            total = " + ".join([*(f"{w} * {h}" for w, h in zip(W[j], below)), f"b{layer}_{j}"])
            lines.append(f"h{layer}_{j} = {total}" if last else f"h{layer}_{j} = {phi}({total})")
        below = [f"h{layer}_{j}" for j in range(M)]
    return "\n".join([*lines, f"l = ½(h{len(sizes) - 2}_0 − t)²"]), names


@pytest.mark.parametrize("sizes, phi", [((2, 2, 1), "sigmoid"), ((3, 4, 3, 1), "tanh"), ((2, 5, 1), "relu")])
def test_backward_of_a_network_is_the_same_thing_written_with_matrices(sizes, phi):
    network, rng = Network(sizes, phi, seed=3), np.random.default_rng(1)
    network.parameters = rng.normal(size=network.parameters.size)
    X, t = rng.normal(size=(1, sizes[0])), np.array([[0.7]])
    trace = network.forward(X)
    wanted = network.backward(trace, LOSSES["squared_error"].gradient(trace.h[-1], t))
    text, names = network_text(sizes, phi)
    values = dict(zip(names, network.parameters.tolist())) | {f"x{i}": x for i, x in enumerate(X[0])} | {"t": 0.7}
    value, derivatives = gradient(text, values)
    assert value == pytest.approx(LOSSES["squared_error"].per_sample(trace.h[-1], t)[0], abs=1e-12)
    np.testing.assert_allclose([derivatives[name] for name in names], wanted, rtol=1e-12, atol=1e-12)


def test_pytorch_agrees_where_it_is_installed():
    torch = pytest.importorskip("torch")
    functions = {n: getattr(torch, n) for n in ("sin", "cos", "exp", "log", "sqrt", "tanh", "sigmoid", "relu", "abs")}
    rng = np.random.default_rng(2)
    for _ in range(50):
        values = dict(zip("abc", rng.uniform(0.2, 1.5, 3).tolist()))
        names = {name: torch.tensor(v, dtype=torch.float64, requires_grad=True) for name, v in values.items()}
        f, g = rng.choice([*functions], 2)
        text = f"d = abs({f}(a*b + 0.3)) + 0.1; e1 = {g}(d*c/(1 + a)); d = e1*e1 + d**c; d/(b + 2)"
        scope = {"__builtins__": {}} | functions | names
        for line in text.split("; "):
            name, _, formula = line.rpartition(" = ")
            scope[name.strip() or "y"] = eval(formula, scope)
        scope["y"].backward()
        value, derivatives = gradient(text, values)
        assert value == pytest.approx(float(scope["y"].detach()), rel=1e-12)
        assert derivatives == {name: pytest.approx(float(x.grad), rel=1e-9, abs=1e-12) for name, x in names.items()}


@pytest.mark.parametrize(
    "text, slope",
    [
        ("relu(x)", 0),
        ("|x|", 0),
        ("max(x, −x)", 0),
        ("max(x, x)", 1),
        ("x^0", 0),
        ("x^2", 0),
        ("0^x + x", 1),
        ("sign(x)", 0),
    ],
)
def test_at_a_kink_the_agreed_slope(text, slope):
    assert gradient(text, {"x": 0.0})[1]["x"] == slope


@pytest.mark.parametrize(
    "text, where, needs",
    [
        ("u = x − 3; y = log(u)", "line 2: “y = log(u)”", "a number above 0, got -1"),
        ("y = 1/(x − 2)", "“y = 1 / (x − 2)”", "a divisor other than 0, got 1, 0"),
        ("sqrt(−x) + 1", "“sqrt(−x)”", "not negative, got -2"),
        ("(−x)^0.5", "“(−x)^0.5”", "a base above 0"),
        ("(x − 2)^−1", "“(x − 2)^(−1)”", "divides by no 0, got 0, -1"),
        ("exp(1000x)", "“exp(1000 · x)”", "smaller numbers, got 2000"),
        ("(100x)^(100x)", "“(100 · x)^(100 · x)”", "smaller numbers"),
        ("y = 1/0", "“y = 1 / 0”", "a divisor other than 0"),
        ("sqrt(x − 2)", "“sqrt(x − 2)”", "no finite slope, at 0"),
        ("y = (−x)^x", "“y = (−x)^x”", "no finite slope, at -2, 2"),
    ],
)
def test_where_a_function_is_not_defined_the_node_is_named_and_what_it_needs(text, where, needs):
    with warnings.catch_warnings(), pytest.raises(BadInput) as error:
        warnings.simplefilter("error")
        gradient(text, {"x": 2.0})
    assert where in error.value.en and needs in error.value.en and where.split("“")[1] in error.value.zh


def test_values_that_are_missing_or_no_numbers_are_asked_for():
    graph = graph_of("a b")
    with pytest.raises(BadInput, match="try b=1"):
        graph.forward({"a": 1})
    for bad in (np.nan, np.inf, "3", None, 1j, [1.0]):
        with pytest.raises(BadInput, match="b must be a finite number"):
            graph.forward({"a": 1, "b": bad})
    with pytest.raises(BadInput, match="other names"):
        gradient("a", {"a": 1, "A": 2})
    with pytest.raises(BadInput, match="did you mean 'x1'"):
        gradient("2x2", {"x1": 1})
    with pytest.raises(BadInput, match="unknown rule"):
        graph.backward("hasty")
    with pytest.raises(BadInput, match="unknown input"):
        graph.forward_mode("c")


def test_haste_that_would_never_end_is_refused():
    graph = graph_of("\n".join(["x = x + x"] * 30))
    graph.forward({"x": 1})
    assert graph.backward()["x"] == 2**30
    with pytest.raises(BadInput, match="20000 visits"):
        graph.backward("haste")


PIECES = [*OF_ONE, *OF_SEVERAL, *"ab12.=+-*/^()|,;\n ", "x", "**", "e", "pi", "sin(", "a = ", "; y = "]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=30))
def test_no_text_whatever_raises_anything_but_bad_input_in_both_languages(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            graph = graph_of(text)
            graph.forward(dict.fromkeys(graph.inputs, 0.7))
            graph.backward()
        except BadInput as error:
            assert error.en and any("\u4e00" <= c <= "\u9fff" for c in error.zh)
