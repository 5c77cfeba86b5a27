"""A formula that somebody types is read as a formula, piece by piece, and never run as a program.

The text is cut into numbers, names, signs and brackets, and anything else is refused. What is left is parsed into a
tree, and the tree is computed on arrays: always in floating point, so no power can grow for ever.
"""

import ast
import operator
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property, reduce

import numpy as np

from course_nn.activations import ACTIVATIONS
from course_nn.common.errors import BadInput, lookup
from course_nn.common.texts import unified

LONGEST = 200  # characters
DEEPEST = 20  # brackets inside brackets
LARGEST = 1000  # |f(x)|

SIGNS = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
CONSTANTS = {"pi": np.float64(np.pi), "e": np.float64(np.e)}
OF_ONE: dict[str, Callable] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "exp": np.exp,
    "log": np.log,
    "ln": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "tanh": np.tanh,
}
OF_ONE |= {name: ACTIVATIONS[name].f for name in ("step", "sigmoid", "relu")}
OF_SEVERAL: dict[str, Callable] = {"min": np.minimum, "max": np.maximum}

# As typed on a Chinese keyboard or copied from a book. Full-width letters and signs Unicode itself holds for equal.
SPELLINGS = str.maketrans(
    {"×": "*", "·": "*", "⋅": "*", "∗": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "、": ",", "π": "pi"}
)
SUPERSCRIPT = re.compile("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+")
FRACTION = re.compile(r"((?<![\w.])\d+)?([¼½¾⅐-⅟↉])")  # ½, and the whole number before it in 1½
STRAY = re.compile(r"(?<![^\W\d])[₀-₉]")  # x₁ is a name, but 2₁ is not 21

NUMBER, NAME, SIGN = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", r"[a-z_][a-z_0-9]*", r"\*\*|[-+*/^(),|]"
TOKEN = re.compile(rf"({NUMBER})|({NAME})|({SIGN})|\s+", re.ASCII)


class Formula:
    """A text that may hold these names, read in three steps: tokens, syntax tree, value.
    可含给定名称的文本，分三步读入：词元、语法树、数值。

    text   : in plain letters, as plain_text() makes it
    names  : of the inputs
    raises : BadInput at the first step that fails
    """

    def __init__(self, text: str, names: Sequence[str]) -> None:
        self.text, self.names = text, tuple(names)

    @cached_property
    def tokens(self) -> list[tuple[str, str]]:
        """Pairs (kind, piece), with abs() for bars and * in every product.
        (类别, 片段) 的列表；竖线写成 abs()，乘积都补上 *。

        The kind is "number", "name" or "function", and of a sign it is the sign.
        """
        return _with_times(_without_bars(_tokens(self.text, self.names)), self.text)

    @cached_property
    def tree(self) -> ast.expr:
        """The syntax tree, as Python's ast has it: signs bind as they do there.
        语法树，用 Python 的 ast 表示，运算的优先级也相同。
        """
        return _tree(self.tokens, self.text)

    def value(self, inputs: dict[str, np.ndarray]) -> np.ndarray:
        """What it computes from the inputs, a dict name -> array; nan or inf where there is no value.
        由各输入（字典：名称 -> 数组）算出的值；没有值之处为 nan 或 inf。
        """
        return _value(self.tree, CONSTANTS | inputs, self.text)


class Expression:
    """A function of arrays that read() made from a text.
    由 read() 从文本得到的、作用于数组的函数。

    text  : as it was typed, in plain letters
    names : of its inputs
    """

    def __init__(self, formula: Formula) -> None:
        self.text, self.names, self._formula = formula.text, formula.names, formula

    def __call__(self, *inputs: np.ndarray) -> np.ndarray:
        """f(x), or f(x1, x2): arrays of one shape in, an array of that shape out.
        f(x) 或 f(x1, x2)：输入为形状相同的数组，输出形状不变。

        raises : BadInput where the value is no finite number, or beyond ±1000
        """
        arrays = [np.asarray(values, float) for values in inputs]
        with np.errstate(all="ignore"):  # looked for below, and said in words
            values = self._formula.value(dict(zip(self.names, arrays, strict=True)))
        values = np.array(np.broadcast_to(values, arrays[0].shape), float)
        bad = ~(np.abs(values) <= LARGEST)  # true for nan, too
        if bad.any():
            raise _no_value(self, [x[bad][0] for x in arrays], values[bad][0])
        return values

    def __repr__(self):
        return f"Expression({self.text!r}, {self.names})"


def read(text: str, names: Sequence[str] = ("x",)) -> Expression:
    """The function that a text describes, such as 0.5 + sin(9x)/4 or |x - 1/2|.
    把文本读成函数，例如 0.5 + sin(9x)/4 或 |x - 1/2|。

    text   : numbers, names, pi, e, + - * / ^ ** ( ) | |, and sin cos tan exp log ln sqrt abs sign tanh step sigmoid
             relu min max. Full-width signs, × ÷ ² ½ and π are fine; 2x is a product and binds like one, so 1/2x is x/2
    names  : of the inputs, each of which runs over [0, 1]
    returns: Expression
    raises : BadInput for anything else, and for a function that is not finite, or beyond ±1000, on [0, 1]
    """
    expression = Expression(Formula(plain_text(str(text), names), names))
    side = np.linspace(0, 1, 101 if len(names) == 1 else 41)
    expression(*np.meshgrid(*[side] * len(names)))  # what cannot be computed is refused now, not when it is drawn
    return expression


def plain_text(text: str, names: Sequence[str]) -> str:
    """Small letters and plain signs. Too long a text is refused before anything else looks at it.
    换成小写字母与普通符号；过长的文本一开始就被拒绝。

    names : of the inputs, for the example in what is said of an empty text
    """
    if len(text) <= LONGEST:
        text = text.encode("utf-8", "replace").decode().translate(SPELLINGS)
        text = unified(_flat(text)).translate(SPELLINGS).strip().lower()
    if len(text) > LONGEST:
        raise BadInput(
            f"expected at most {LONGEST} characters, got {len(text)}; try a shorter function",
            f"最多 {LONGEST} 个字符，收到 {len(text)} 个；请写短一些",
        )
    if not text:
        example = f"sin(6*{names[-1]}) + {names[0]}/2"
        raise BadInput(f"expected a function, got nothing; try {example}", f"这里需要一个函数；可以试试 {example}")
    return text


def _flat(text):
    """Powers and fractions in a line, before Unicode takes 2⁴ for 24: 2^(4), and 1½ is (1+1/2)."""

    def plain(signs):
        return unified(signs).replace("⁄", "/")

    text = SUPERSCRIPT.sub(lambda power: f"^({plain(power[0])})", text)
    text = FRACTION.sub(lambda part: f"({part[1]}+{plain(part[2])})" if part[1] else f"({plain(part[2])})", text)
    lost = [c for c in text if unicodedata.decomposition(c).startswith("<super>")] + STRAY.findall(text)
    if lost:
        raise BadInput(
            f"cannot read {lost[0]!r} there; write a power with ^, for example x^2 or e^(-x)",
            f"无法识别此处的 {lost[0]!r}；幂请用 ^ 写，例如 x^2 或 e^(-x)",
        )
    return text


def _tokens(text, names):
    """Pairs (kind, piece) of what stands in the text."""
    known = [*names, *CONSTANTS, *OF_ONE, *OF_SEVERAL]
    tokens, at = [], 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise BadInput(
                f"cannot read {text[at]!r}; use numbers, {', '.join(names)}, + - * / ^ ( ), sin, …",
                f"无法识别 {text[at]!r}；请只用数字、{'、'.join(names)}、+ - * / ^ ( )、sin 等",
            )
        at, (number, word, sign) = found.end(), found.groups()
        if word:
            tokens += [("function" if name in OF_ONE | OF_SEVERAL else "name", name) for name in names_in(word, known)]
        elif number:
            tokens.append(("number", number))
        elif sign:
            tokens.append((sign, sign))
    return tokens


def names_in(word: str, known: Sequence[str]) -> list[str]:
    """A name that is known, or several written without a gap, such as x1x2, as a list.
    一个已知的名称，或连写的几个（如 x1x2），以列表返回。

    raises : BadInput for any other word
    """
    names = known_names(word, known)
    if not names:
        lookup(dict.fromkeys(known), word[:30], "name", "名称")  # proposes the nearest, which takes its time
    return names or [word]


def known_names(word: str, known: Sequence[str]) -> list[str]:
    """As names_in, but none for any other word.
    同 names_in，但遇到其他词时返回空列表。
    """
    if word in known:
        return [word]
    parts = re.findall("|".join(sorted(known, key=len, reverse=True)), word)
    return parts if "".join(parts) == word else []


def _without_bars(tokens):
    """|a| becomes abs(a). A bar opens where a value may begin, and otherwise closes."""
    result, unclosed = [], 0
    for kind, piece in tokens:
        if kind != "|":
            result.append((kind, piece))
        elif unclosed and result[-1][0] in ("number", "name", ")"):
            unclosed -= 1
            result.append((")", ")"))
        else:
            unclosed += 1
            result += [("function", "abs"), ("(", "(")]
    return result


def _with_times(tokens, text):
    """Put in the signs that a product may leave out: 2x, 3(x + 1), x sin(x)."""
    result = []
    for kind, piece in [*tokens, ("end", "")]:
        last, name = result[-1] if result else ("start", "")
        if last == "function" and kind != "(":
            raise BadInput(f"{name} needs brackets: write {name}(x)", f"{name} 需要括号：请写成 {name}(x)")
        if last in ("number", "name", ")") and kind in ("number", "name", "function", "("):
            if kind == "number":
                raise BadInput(
                    f"a sign is missing before {piece} in “{quoted(text)}”; try * or ^",
                    f"“{quoted(text)}”中 {piece} 之前缺少运算符；请加上 * 或 ^",
                )
            result.append(("*", "*"))
        result.append((kind, piece))
    return result[:-1]


def _tree(tokens, text):
    """The syntax tree of tokens that are nothing but numbers, known names and signs."""
    depths = np.cumsum([(kind == "(") - (kind == ")") for kind, _ in tokens])
    if depths.max() > DEEPEST:
        raise BadInput(
            f"expected at most {DEEPEST} brackets inside each other, got {depths.max()}; try fewer",
            f"括号最多嵌套 {DEEPEST} 层，这里有 {depths.max()} 层；请减少一些",
        )
    if depths.min() < 0 or depths[-1] != 0:
        raise BadInput(
            f"the brackets in “{quoted(text)}” do not match; give each ( its )",
            f"“{quoted(text)}”中的括号不配对；请让每个 ( 都有对应的 )",
        )
    source = [repr(min(float(piece), 1e300)) if kind == "number" else piece for kind, piece in tokens]
    try:
        return ast.parse(" ".join(source).replace("^", "**"), mode="eval").body
    except SyntaxError:
        raise _unreadable(text) from None


def _value(node, given, text):
    """Compute one node of the tree. A node of a kind that is not listed here is refused."""
    match node:
        case ast.Constant(value=float(number)):
            return np.float64(number)
        case ast.Name(id=name):
            return given[name]
        case ast.UnaryOp(op=sign, operand=a):
            return SIGNS[type(sign)](_value(a, given, text))
        case ast.BinOp(op=sign, left=a, right=b):
            return SIGNS[type(sign)](_value(a, given, text), _value(b, given, text))
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]):
            return _called(name, [_value(part, given, text) for part in parts])
    raise _unreadable(text)


def _called(name, values):
    if name in OF_ONE and len(values) == 1:
        return OF_ONE[name](values[0])
    if name in OF_SEVERAL and len(values) > 1:
        return reduce(OF_SEVERAL[name], values)
    wanted = "(x)" if name in OF_ONE else "(x, 0.5)"
    raise BadInput(
        f"{name} got {len(values)} values; write for example {name}{wanted}",
        f"{name} 收到 {len(values)} 个值；例如写成 {name}{wanted}",
    )


def _unreadable(text):
    return BadInput(
        f"“{quoted(text)}” is not complete, or has something left over; write for example 2*x + 1",
        f"“{quoted(text)}”不完整：缺了或多了什么；例如写成 2*x + 1",
    )


def _no_value(expression, point, value):
    """Why a function is refused: where it has no finite value, or too large a one."""
    place = ", ".join(f"{name} = {x:.3g}" for name, x in zip(expression.names, point))
    text = quoted(expression.text)
    if np.isfinite(value):
        return BadInput(
            f"“{text}” is {value:.6g} at {place}; try a function between -{LARGEST} and {LARGEST}",
            f"“{text}”在 {place} 处等于 {value:.6g}；请换一个在 ±{LARGEST} 之间的函数",
        )
    return BadInput(
        f"“{text}” has no finite value at {place}; try one that is defined on all of [0, 1]",
        f"“{text}”在 {place} 处没有有限的值；请换一个在整个 [0, 1] 上都有定义的函数",
    )


def quoted(text: str) -> str:
    """As much of a text as an error quotes.
    报错时引用的文本，过长则截短。
    """
    return text if len(text) <= 40 else text[:39] + "…"
