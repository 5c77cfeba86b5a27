"""A formula is a graph of small steps; each step knows its own slope, and the chain rule multiplies and adds them up.

Forward, every node computes its value from its parents'. Backward, every node sends each parent a message: dy/dnode
times its slope with respect to that parent. A parent that is used several times adds up its messages. Nodes are made
after their parents, so in the reverse order every node has all its messages before it sends its own.

source : S. Linnainmaa, Taylor expansion of the accumulated rounding error, BIT 16 (1976) 146-160;
         A. Griewank & A. Walther, Evaluating Derivatives (2008), chapter 3
"""

import ast
from collections.abc import Generator, Iterable, Sequence
from functools import reduce
from numbers import Real
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.expressions import CONSTANTS, OF_SEVERAL
from course_nn.lectures.backpropagation.operations import OPERATIONS, SMALLER
from course_nn.lectures.backpropagation.typed_lines import FUNCTIONS, plain_name, read_lines

LONGEST_QUEUE = 20_000  # visits of nodes in haste
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}
RULES = {
    "right": "each node waits for all messages, and adds them up",
    "overwrite": "= for +=: the last message replaces the others",
    "haste": "a node passes on every message at once, before it has all",
    "no reset": "the derivatives of the last run are still there",
}


class Node(NamedTuple):
    """One step of a formula. Its parents stand before it in Graph.nodes."""

    operation: str  # a name in OPERATIONS, or "input" or "number"
    parents: tuple  # their places in Graph.nodes
    text: str  # its formula, of its parents' names or formulas
    name: str  # the name that was typed for it, "" for a step inside a line
    line: int  # where it was typed, from 1
    number: float  # of a "number"


class Step(NamedTuple):
    """A moment to look at: a node has been computed, or a message has gone from a node to one of its parents."""

    node: int  # its place in Graph.nodes
    parent: int | None  # where the message went; None while values are computed
    slope: float  # of the node with respect to that parent; 0 while values are computed
    arrived: float  # dy/dnode as it was then; 0 while values are computed
    total: float  # the node's value; or dy/dparent as it is now


class Graph:
    """A formula as nodes and edges, with the values and derivatives of the last pass over it. graph_of() makes one.
    由节点和边组成的公式，并保存最近一次前向、反向计算的值与导数；由 graph_of() 建立。

    nodes       : list of Node, each after its parents
    output      : the place of the node that the last line computes
    values      : list of floats, one a node, after forward
    derivatives : list of floats, dy/dnode, after backward; 0 for numbers and for what the output does not use
    """

    def __init__(self):
        self.nodes, self.output = [], None
        self.values, self.derivatives = [], []

    def add(
        self,
        operation: str,
        parents: Sequence = (),
        text: str = "",
        name: str = "",
        line: int = 0,
        number: float = np.nan,
    ) -> int:
        """Append a Node with these fields, and return its place.
        在末尾添加一个节点（各参数即 Node 的字段），并返回它的位置。
        """
        self.nodes.append(Node(operation, tuple(parents), text, name, line, float(number)))
        return len(self.nodes) - 1

    @property
    def inputs(self) -> list:
        """Names that a value must be given for, in the order of their first use.
        需要给出数值的名称，按首次出现的次序。
        """
        return [node.name for node in self.nodes if node.operation == "input"]

    def forward(self, values: dict) -> float:
        """Compute every node, parents first, and return the output's value.
        按先父后子的次序计算每个节点，返回输出的值。

        values : dict, name -> number, for each of .inputs
        raises : BadInput for a missing value, and where a function is not defined, with the node's name
        """
        values = _checked(values, self.inputs)
        self.values, self.derivatives = [], [0.0] * len(self.nodes)
        with np.errstate(all="ignore"):  # looked for, and said in words
            for node in self.nodes:
                self.values.append(self._compute(node, values))
        return self.values[self.output]

    def backward(self, rule: str = "right") -> dict:
        """Carry dy/dy = 1 from the output to the inputs against the arrows; return dy/dinput by name.
        从输出的 dy/dy = 1 出发，逆着箭头传到各输入；按名称返回 dy/d输入。

        dy/dparent = Σ over its children of  dy/dchild · dchild/dparent

        rule   : of RULES: "right", or one of three ways to get it wrong
        raises : BadInput where a slope is infinite or not defined, as that of sqrt at 0
        """
        for _ in self.messages(rule):
            pass
        return {node.name: d for node, d in zip(self.nodes, self.derivatives) if node.operation == "input"}

    def forward_mode(self, name: str) -> list:
        """The same chain rule from the other end: dnode/dinput for every node, along the arrows.
        从另一端使用链式法则：沿箭头方向求每个节点对某个输入的导数。

        name    : of one of .inputs;  returns : list of floats, one a node
        """
        lookup(dict.fromkeys(self.inputs), name, "input", "输入")
        slopes: list = []
        for place, node in enumerate(self.nodes):
            own = 1.0 if node.operation == "input" and node.name == name else 0.0
            slopes.append(sum((slope * slopes[parent] for parent, slope in self._edges(place)), own))
        return slopes

    def steps(self, rule: str = "right") -> list:
        """Everything that happens, one Step after another: values first, then messages; "no reset" runs twice.
        依次发生的每一步：先是各节点的值，再是各条消息；"no reset" 会运行两次。
        """
        computed = [Step(k, None, 0.0, 0.0, self.values[k]) for k, node in enumerate(self.nodes) if node.parents]
        runs = ("right", rule) if rule == "no reset" else (rule,)
        return computed + [step for run in runs for step in self.messages(run)]

    def _compute(self, node, values):
        if node.operation == "input":
            return values[node.name]
        if node.operation == "number":
            return node.number
        operation, parents = OPERATIONS[node.operation], [np.float64(self.values[k]) for k in node.parents]
        value = float(operation.f(*parents))
        if not np.isfinite(value):
            raise _undefined(node, operation, parents, value)
        return value

    def messages(self, rule: str = "right") -> Generator[Step, None, None]:
        """Send dy/dnode, times each local slope, to the parents, and yield a Step for every message.
        把 dy/dnode 乘以各局部斜率传给父节点；每传一条消息，产出一个 Step。
        """
        lookup(RULES, rule, "rule", "规则")
        if rule != "no reset":
            self.derivatives = [0.0] * len(self.nodes)
        self.derivatives[self.output] = 1.0
        for place in self._order(rule):
            arrived = self.derivatives[place]
            for parent, slope in self._edges(place):
                before = 0.0 if rule == "overwrite" else self.derivatives[parent]
                self.derivatives[parent] = before + arrived * slope
                yield Step(place, parent, slope, arrived, self.derivatives[parent])

    def _order(self, rule):
        """The nodes that the output uses: each once, after all that use it; in haste, once for every message."""
        if rule == "haste":
            return self._queue()
        used = {self.output}
        for place in reversed(range(self.output + 1)):
            used |= {*self.nodes[place].parents} if place in used else set()
        return sorted(used, reverse=True)

    def _queue(self):
        queue = [self.output]
        for place in queue:  # it grows while we go along it
            queue += self._variable_parents(place)
            if len(queue) > LONGEST_QUEUE:
                raise BadInput(
                    f"in haste this graph takes more than {LONGEST_QUEUE} visits, one for each path; try a smaller one",
                    f"不等消息到齐时，此图每条路径都要访问一次，超过 {LONGEST_QUEUE} 次；请换一个小一些的图",
                )
        return queue

    def _variable_parents(self, place):
        return [parent for parent in self.nodes[place].parents if self.nodes[parent].operation != "number"]

    def _edges(self, place):
        """Pairs (parent, local slope) for every use of a parent that is not just a number."""
        node = self.nodes[place]
        if not node.parents:
            return []
        operation, parents = OPERATIONS[node.operation], [np.float64(self.values[k]) for k in node.parents]
        with np.errstate(all="ignore"):
            slopes = [float(slope) for slope in operation.slopes(*parents)]
        variable = self._variable_parents(place)
        edges = [(parent, slope) for parent, slope in zip(node.parents, slopes) if parent in variable]
        if not np.isfinite([slope for _, slope in edges]).all():
            raise _steep(node, parents)
        return edges


MOST_LINES = 10_000  # of a graph that code asks for


def graph_of(text: str, names: Iterable | None = None) -> Graph:
    """The graph of lines such as "c = a + b; y = c c". The last line is the output; what no line sets is an input.

    text   : as of typed_lines.read_lines; a name that is set again is a new node from there on
    names  : those that may be inputs, or None for any
    raises : BadInput that says where it cannot be read, and what was expected
    """
    graph = Graph()
    places: dict = {}
    for line in read_lines(text, names, most=MOST_LINES):
        graph.output = _node(graph, line.formula.tree, places, line.number)
        if line.name:
            places[line.name] = graph.output
            if not graph.nodes[graph.output].name:
                graph.nodes[graph.output] = graph.nodes[graph.output]._replace(name=line.name)
    return graph


def gradient(text: str, values: dict) -> tuple:
    """The value of a typed formula and its derivative with respect to each given value.

    text    : such as "h = tanh(w x + b); ½(h − t)²", as of graph_of
    values  : dict, name -> number
    returns : (value, dict name -> derivative), 0 for a name that the formula does not use
    raises  : BadInput for what cannot be read, for unknown names, and where a function or its slope is not defined
    """
    graph = graph_of(text, values)
    value = graph.forward(values)
    derivatives = graph.backward()
    return value, {name: derivatives.get(plain_name(name), 0.0) for name in values}


def _node(graph, tree, places, line):
    """Add a formula's nodes, and return the place of its last one."""
    match tree:
        case ast.Constant(value=number):
            return graph.add("number", text=f"{number:g}", line=line, number=number)
        case ast.Name(id=name) if name in places:
            return places[name]
        case ast.Name(id=name) if name in CONSTANTS:
            return graph.add("number", text=name, line=line, number=CONSTANTS[name])
        case ast.Name(id=name):
            places[name] = graph.add("input", text=name, name=name, line=line)
            return places[name]
        case ast.UnaryOp(op=ast.UAdd(), operand=inner):
            return _node(graph, inner, places, line)
        case ast.UnaryOp(operand=inner):
            return _applied(graph, "neg", [_node(graph, inner, places, line)], line)
        case ast.BinOp(op=sign, left=a, right=b):
            return _applied(graph, SIGNS[type(sign)], [_node(graph, part, places, line) for part in (a, b)], line)
        case ast.Call(func=ast.Name(id=name), args=parts):
            inner = [_node(graph, part, places, line) for part in parts]
            if name in OF_SEVERAL:
                return reduce(lambda a, b: _applied(graph, name, [a, b], line), inner)
            return _applied(graph, name, inner, line)


def _applied(graph, name, parents, line):
    """Add one operation; one of numbers alone becomes a number, if it has a value."""
    operation, nodes = OPERATIONS[name], [graph.nodes[parent] for parent in parents]
    text = operation.form.format(*(_word(node, name not in FUNCTIONS) for node in nodes))
    text = text if len(text) <= 40 else text[:39] + "…"
    if all(node.operation == "number" for node in nodes):
        with np.errstate(all="ignore"):
            number = operation.f(*(np.float64(node.number) for node in nodes))
        if np.isfinite(number):
            for parent in sorted(parents, reverse=True):
                if parent == len(graph.nodes) - 1 and not graph.nodes[parent].name:
                    graph.nodes.pop()  # nobody needs 1 and 2 beside ½
            return graph.add("number", text=text, line=line, number=number)
    return graph.add(name, parents, text, line=line)


def _word(node, inside):
    """How a formula writes a node: its name, or its own formula, in brackets inside a sum, product or power."""
    simple = not inside or node.operation in FUNCTIONS or node.text.replace(".", "").isalnum()
    return node.name or (node.text if simple else f"({node.text})")


def _checked(values, inputs):
    given = {plain_name(name): value for name, value in values.items()}
    missing = [name for name in inputs if name not in given]
    if missing or len(given) < len(values):
        raise BadInput(
            f"expected one value for each of {', '.join(inputs)}, got {', '.join(map(str, values)) or 'none'}; "
            f"try {', '.join(f'{name}=1' for name in missing) or 'other names'}",
            f"{'、'.join(inputs)} 各需一个值，收到的是 {'、'.join(map(str, values)) or '空'}；"
            f"可以试试 {', '.join(f'{name}=1' for name in missing) or '别的名称'}",
        )
    for name, value in given.items():
        if not (isinstance(value, Real) and np.isfinite(value)):
            raise BadInput(f"{name} must be a finite number, got {value!r}", f"{name} 应为有限的数，收到 {value!r}")
    return {name: float(value) for name, value in given.items()}


def _joined(values):
    return ", ".join(f"{value:.4g}" for value in values)


def _line_of(node):
    return f"{node.name} = {node.text}" if node.name and node.parents else node.text


def _undefined(node, operation, parents, value):
    too_large = np.isinf(value) and all(parents)
    needs, got = SMALLER if too_large else operation.needs, _joined(parents)
    return BadInput(
        f"line {node.line}: “{_line_of(node)}” has no finite value; it needs {needs[0]}, got {got}",
        f"第 {node.line} 行：“{_line_of(node)}”没有有限的值；需要{needs[1]}，收到 {got}",
    )


def _steep(node, parents):
    got = _joined(parents)
    return BadInput(
        f"line {node.line}: “{_line_of(node)}” has a value, but no finite slope, at {got}; try another place",
        f"第 {node.line} 行：“{_line_of(node)}”在 {got} 处有值，但没有有限的斜率；请换一处",
    )
