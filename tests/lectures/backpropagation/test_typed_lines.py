"""What is typed line by line is read, or it is said in which line, where in it, and what was expected."""

import ast

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.typed_lines import curve_of, plain_name, read_lines


def test_lines_have_their_numbers_names_and_formulas():
    lines = read_lines("c = a + b\n\ny = c c; y² / 2")
    assert [(line.number, line.name, ast.unparse(line.formula.tree)) for line in lines] == [
        (1, "c", "a + b"),
        (3, "y", "c * c"),
        (4, "", "y ** 2.0 / 2.0"),
    ]


def test_a_word_is_a_name_and_known_names_may_be_written_without_a_gap():
    assert ast.unparse(read_lines("ab")[0].formula.tree) == "ab"
    assert ast.unparse(read_lines("ab", ("a", "b"))[0].formula.tree) == "a * b"
    assert ast.unparse(read_lines("a = 1; b = 2; ab")[2].formula.tree) == "a * b"
    assert ast.unparse(read_lines("a(b + 1)")[0].formula.tree) == "a * (b + 1.0)"
    assert plain_name("Ｗ₁") == "w1"


def test_a_curve_is_computed_on_arrays_and_has_gaps_where_it_is_not_defined():
    x = np.array([-1.0, 0.0, 4.0])
    np.testing.assert_array_equal(curve_of("u = sqrt(x); 1/u + 2x")(x), [np.nan, np.nan, 8.5])
    np.testing.assert_array_equal(curve_of("3")(x), [3, 3, 3])
    assert curve_of("x = x²; x + 1")(2.0) == 5
    np.testing.assert_array_equal(curve_of("x1 − 2x2", ("x1", "x2"))(x, x), -x)
    with pytest.raises(BadInput, match="unknown name 't'"):
        curve_of("t + 1")


@pytest.mark.parametrize(
    "text, en, zh",
    [
        ("", "expected a formula, got nothing", "需要一个公式"),
        (" ;\n", "expected a formula, got nothing", "需要一个公式"),
        ("y = x *", "after “x*”, a number, a name or ( is expected, but the line ends", "“x*”之后"),
        ("c = a\ny = c * / 2", "line 2: after “c*”, a number, a name or ( is expected, got “/”", "第 2 行：“c*”之后"),
        ("y = /2", "at the start, a number", "开头应为"),
        ("y = (x", "after “(x”, a sign such as + or *, or a matching bracket is expected, but the line ends", "配对"),
        ("y = x)", "after “x”, a sign such as + or *, or a matching bracket is expected, got “)”", "却是“)”"),
        ("y = x, 2", "after “x”, a sign such as + or *, or a matching bracket is expected, got “,”", "却是“,”"),
        ("y = ()", "after “(”, a number", "“(”之后"),
        ("a + b\ny = 3", "line 1: expected a name and = before the formula", "第 1 行"),
        ("y = ", "expected a name, then =, then a formula", "= 前面需要名称"),
        ("= 3", "expected a name, then =, then a formula", "= 前面需要名称"),
        ("y == 3", "expected one = in a line", "只能有一个 ="),
        ("a b = 3", "expected one name of letters, digits and _", "名称"),
        ("2a = 3", "expected one name of letters, digits and _", "名称"),
        ("e = 3", "e has a meaning of its own here and cannot be set; try e1", "固定的含义"),
        ("sin = 3", "sin has a meaning of its own", "固定的含义"),
        ("tg(x)", "unknown function 'tg'", "没有名为“tg”的函数"),
        ("cosh(x)", "did you mean 'cos'", "是不是“cos”"),
        ("y = sin x", "write sin(x)", "请写成 sin(x)"),
        ("y = sin(x, x)", "sin got 2 values", "收到 2 个值"),
        ("y = max(x)", "max got 1 values", "收到 1 个值"),
        ("y = (x, 2)", "not complete", "不完整"),
        ("y = x[0]", "cannot read '['", "无法识别"),
        ("y = x\nz = " + "x+" * 100 + "x", "line 2: expected at most 200 characters", "第 2 行：最多 200"),
    ],
)
def test_what_cannot_be_read_is_told_where_and_what_was_expected(text, en, zh):
    with pytest.raises(BadInput) as error:
        read_lines(text)
    assert en in error.value.en and zh in error.value.zh
