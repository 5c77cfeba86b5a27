"""What a student may type is read as mathematics; whatever else is typed gets a sentence in both languages, at once."""

import ast
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_nn.common.errors import BadInput
from course_nn.expressions import LARGEST, OF_ONE, OF_SEVERAL, Formula, read

X = np.linspace(0, 1, 11)
SAME = {
    "0.2 + 0.4x^2 + 0.3x sin(15x) + 0.05cos(50x)": 0.2 + 0.4 * X**2 + 0.3 * X * np.sin(15 * X) + 0.05 * np.cos(50 * X),
    "２ｘ＋（ｘ−１）²": 2 * X + (X - 1) ** 2,
    "3 × x ÷ 2 · (x＋1)": 3 * X / 2 * (X + 1),
    "x³ – π x": X**3 - np.pi * X,
    "2⁴x": 16 * X,
    "x⁴": X**4,
    "x²³": X**23,
    "3⁴⁰x⁰ − 3⁴⁰ + 5¹x²(1 + x)": 5 * X**2 * (1 + X),
    "e⁻²x": np.exp(-2) * X,
    "½x": X / 2,
    "1½x − ⅔ + x^½ + ½²": 1.5 * X - 2 / 3 + np.sqrt(X) + 0.25,
    "ｍａｘ（ｘ，０．５）": np.maximum(X, 0.5),
    "min(x、1/2、1 - x)": np.minimum(np.minimum(X, 0.5), 1 - X),
    "|x - 1/2|": np.abs(X - 0.5),
    "2|x - |x - 1||x": 2 * np.abs(X - np.abs(X - 1)) * X,
    "3(x+1)(x-1)": 3 * (X + 1) * (X - 1),
    "2pi x": 2 * np.pi * X,
    "xsin(x)": X * np.sin(X),
    "2e^-x^2": 2 * np.exp(-(X**2)),
    "1/2x": X / 2,
    "2e1x": 20 * X,
    "2exp(x)": 2 * np.exp(X),
    "-x**2": -(X**2),
    "2^3^.5": np.full(11, 2 ** (3**0.5)),
    "X + SIN(X)": X + np.sin(X),
    "step(x - .55) + relu(x - .5) + sigmoid(9x)": (X > 0.55) + np.maximum(X - 0.5, 0) + 1 / (1 + np.exp(-9 * X)),
    "ln(1 + x) + log(1 + x) + sqrt(x) + tan(x) + tanh(x) + sign(x)": 2 * np.log(1 + X)
    + np.sqrt(X)
    + np.tan(X)
    + np.tanh(X)
    + np.sign(X),
    "007": np.full(11, 7.0),
    "--x": X,
}
NONSENSE = [
    "",
    "   ",
    "\n",
    "__import__('os').system('ls')",
    "os.system",
    "x.real",
    "().__class__",
    "x[0]",
    "[x for x in x]",
    "{x}",
    "'x'",
    '"x"',
    "f'{x}'",
    "lambda x: x",
    "x if x else 1",
    "x := 1",
    "x = 1",
    "y = x",
    "x; x",
    "x and 1",
    "not x",
    "x < 1",
    "x == x",
    "x @ x",
    "x // 2",
    "x % 2",
    "x & 1",
    "~x",
    "x!",
    "1j",
    "1_000",
    "0x10",
    "nan",
    "inf",
    "True",
    "None",
    "...",
    "x\\",
    "`x`",
    "$x$",
    "\x00",
    "\ud800",
    "函数",
    "√x",
    "∞",
    "🙂",
    "ﷺ" * 150,
    "x" * 10**7,
    "9**9**9**9",
    "9^9^9^9",
    "2**10000",
    "x**-1",
    "(-1)^0.5",
    "1e999",
    "1e300x",
    "10**308*10",
    "1/x",
    "1/(x - 0.5)",
    "log(x)",
    "ln(x - 1)",
    "sqrt(x - 0.5)",
    "tan(pi x / 2)",
    "exp(exp(exp(10x)))",
    "0/0",
    "x/0",
    "100000x",
    "exp(9x)",
    "(" * 10000 + "x" + ")" * 10000,
    "(" * 90 + "x" + ")" * 90,
    "sin(" * 30 + "x" + ")" * 30,
    "|" * 199,
    "(" * 199,
    "x)",
    "(x",
    ")(",
    "()",
    "||",
    "|x",
    "x +",
    "* x",
    "x * / 2",
    "x ** ** 2",
    "x, x",
    "sin",
    "sin x",
    "sinx",
    "sin()",
    "sin(x, x)",
    "max(x)",
    "max()",
    "max(*x)",
    "sin(**x)",
    "sin^2(x)",
    "2 3",
    "x 2",
    "1.2.3",
    "foo(x)",
    "x1",
    "xy",
    ".",
    "e⁻ˣ",
    "xⁿ",
    "x²3",
    "x⁻",
    "sin²(x)",
    "2₄x",
    "3¹/₂",
    "x¹⁄₂",
    "⅟x",
    "°²",
    "a" * 200,
    "eval(x)",
    "exec",
    "print(x)",
    "import os",
    "del x",
    "pi()",
    "e + ",
    ",",
]


@pytest.mark.parametrize("text", SAME)
def test_a_formula_is_read_as_it_is_meant(text):
    assert np.allclose(read(text)(X), SAME[text], rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: ascii(text[:20]))
def test_anything_else_gets_a_sentence_in_both_languages_and_no_warning(text):
    with warnings.catch_warnings(), pytest.raises(BadInput) as error:
        warnings.simplefilter("error")
        read(text)
    assert 10 < len(error.value.en) < 220 and 5 < len(error.value.zh) < 220
    assert any("\u4e00" <= c <= "\u9fff" for c in error.value.zh)


LONG = ["-" * 199 + "x", "+".join("x" * 100), "x^" * 99 + "x", "x" * 200, "x(" * 20 + "x" + ")" * 20]


@pytest.mark.parametrize("text", LONG)
def test_the_longest_texts_neither_hang_nor_fill_the_stack(text):
    depth, frame = 0, sys._getframe()
    while frame := frame.f_back:
        depth += 1
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + 300)
    try:
        assert np.isfinite(read(text)(X)).all()
    finally:
        sys.setrecursionlimit(limit)


@given(st.text(max_size=30))
def test_no_text_whatever_raises_anything_but_bad_input(text):
    _finite_or_refused(text)


PIECES = [*OF_ONE, *OF_SEVERAL, *"0123456789xe.+-*/^()|, ", "**", "pi", "2.5", "1e9", "sin(", "x)", "(x"]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_no_sequence_of_formula_pieces_raises_anything_but_bad_input(pieces):
    _finite_or_refused("".join(pieces))


def _finite_or_refused(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            values = read(text)(X)
        except BadInput:
            return
    assert values.shape == X.shape and (np.abs(values) <= LARGEST).all()


LEAVES = st.sampled_from(["x", "0.5", "2", "1.25", "pi"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(st.sampled_from(["sin", "cos", "exp", "tanh", "abs", "-"]), inner).map(lambda t: f"{t[0]}({t[1]})"),
        inner.map(lambda t: f"({t})**2"),
    ),
    max_leaves=8,
)


@given(TREES)
def test_python_itself_computes_the_same(text):
    names = {name: getattr(np, name) for name in ("sin", "cos", "exp", "tanh", "abs", "pi")} | {"x": X}
    with np.errstate(all="ignore"):
        try:
            wanted = np.broadcast_to(eval(text, {"__builtins__": {}}, names), X.shape)
            values = read(text)(X)
        except (BadInput, ZeroDivisionError, OverflowError):
            return
    assert np.allclose(values, wanted, rtol=1e-12)


def test_a_formula_shows_its_tokens_and_its_syntax_tree():
    formula = Formula("|2x|", ("x",))
    assert " ".join(piece for _, piece in formula.tokens) == "abs ( 2 * x )"
    assert ast.unparse(formula.tree) == "abs(2.0 * x)" and formula.value({"x": np.float64(-3)}) == 6


def test_two_inputs_have_their_own_names():
    x1, x2 = np.meshgrid(X, X)
    f = read("x1 + x2 − 2x1x2 + sin(６ｘ₂)", ("x1", "x2"))
    assert np.allclose(f(x1, x2), x1 + x2 - 2 * x1 * x2 + np.sin(6 * x2)) and f.names == ("x1", "x2")
    with pytest.raises(BadInput, match="did you mean 'x[12]'"):
        read("x + 1", ("x1", "x2"))


def test_a_constant_has_the_shape_of_its_input():
    assert read("1/3")(np.zeros((4, 2))).shape == (4, 2) and read("pi")(0.5).shape == ()


def test_a_gap_between_the_points_that_were_tried_is_refused_when_it_is_met():
    f = read("1/(x - 0.12345)")
    with pytest.raises(BadInput, match="x = 0.123"):
        f(np.array([0.5, 0.12345]))


@pytest.mark.parametrize(
    "text, hint",
    [
        ("sin x", r"write sin\(x\)"),
        ("sine(x)", r"write sin\(x\)"),
        ("cosh(x)", "did you mean 'cos'"),
        ("x +", "not complete"),
        ("(x", "do not match"),
        ("x 3", "a sign is missing before 3"),
        ("log(x)", "no finite value at x = 0;"),
        ("e⁻ˣ", r"cannot read 'ˣ' there; write a power with \^"),
        ("1001", "is 1001 at x = 0; try"),
        ("5000x", r"at x = 0\.21; try a function between -1000 and 1000"),
        ("max(x)", r"write for example max\(x, 0.5\)"),
        ("", r"try sin\(6\*x\)"),
        ("x" * 201, "at most 200 characters, got 201"),
        ("x[1]", r"cannot read '\['"),
    ],
)
def test_the_sentence_says_what_to_try(text, hint):
    with pytest.raises(BadInput, match=hint):
        read(text)
