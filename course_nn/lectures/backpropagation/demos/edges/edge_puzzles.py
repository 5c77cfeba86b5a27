"""A wrong derivative usually comes from one of seven slips; in a well-chosen graph each of them can be told.

The questions are the message along an edge, dy/dchild · dchild/dparent, and the sum of all messages at a node. Numbers
are whole and small, and no two slips give the same answer.
"""

from math import prod
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput, lookup
from course_nn.lectures.backpropagation.autodiff import Graph, graph_of

SLIPS = {  # in English and Chinese
    "value": ("the value of the node was taken for its slope", "把节点的值当成了斜率"),
    "own factor": ("the slope of a product is the other factor, not its own", "乘积的局部斜率是另一个因子，而不是自己"),
    "minus": ("the minus sign of a difference was lost", "漏掉了减号"),
    "two": ("the 2 of a square was lost", "漏掉了平方求导得到的 2"),
    "arrives": ("the local slope was not multiplied by what arrives", "局部斜率没有乘上传来的导数"),
    "one path": ("only one of the messages was counted", "只算了其中一条消息"),
    "product": ("messages from several edges are added, not multiplied", "多条边传来的消息应相加，而不是相乘"),
}
LEVELS = {  # lines, forms, and at how many nodes messages meet
    1: (3, ("{u} {v}", "{u} {v}", "{u} + {v}", "{u} − {v}"), 0),
    2: (3, ("{u} {v}", "{u} + {v}", "{u} − {v}", "{u}^2"), 1),
    3: (4, ("{u} {v}", "{u} + {v}", "{u} − {v}", "{u}^2"), 2),
}
LARGEST = 50


class Puzzle(NamedTuple):
    """A graph with values, and what can be asked about it.

    A question is a pair of places in graph.nodes: (child, parent) for the message along that edge, or (None, node) for
    the derivative at a node where several messages meet.
    """

    text: str
    values: dict  # name -> whole number
    graph: Graph  # after forward and backward
    right: dict  # question -> the right answer
    wrong: dict  # question -> pairs (slip, the answer that it leads to) of all slips that can be made there
    draws: int  # how many graphs were drawn until one was good


def puzzle(seed: int, level: int) -> Puzzle:
    """A puzzle in which every slip has an answer of its own.

    seed   : a whole number ≥ 0;  level : 1 a tree, 2 with a square, and messages that meet, 3 at two nodes at least
    raises : BadInput for other levels
    """
    lookup({str(number): number for number in LEVELS}, str(level), "level", "难度")
    rng = np.random.default_rng([seed, level])
    draws = 1
    while not (found := candidate(rng, level, draws)) or not tells_apart(found):
        draws += 1
    return found


def candidate(rng: np.random.Generator, level: int, draws: int = 1) -> Puzzle | None:
    """A random puzzle of that level, or None if a number in it is too large or 0, or its shape is another."""
    text, values = _draw(rng, level)
    graph = graph_of(text)
    graph.forward(values)
    steps = [step for step in graph.steps() if step.parent is not None]
    messages = {(step.node, step.parent): step.arrived * step.slope for step in steps}
    numbers = [*graph.values, *messages.values(), *(graph.derivatives[parent] for _, parent in messages)]
    if len(messages) < len(steps) or len(graph.inputs) < len(values) or not _fit(numbers):
        return None
    meet = [k for k in range(len(graph.nodes)) if sum(parent == k for _, parent in messages) > 1]
    used = {graph.output} | {parent for _, parent in messages}
    whole = all(k in used for k, node in enumerate(graph.nodes) if node.operation != "number")
    least = LEVELS[level][2]
    if not whole or len(meet) < least or (not least and meet):
        return None
    right = messages | {(None, node): graph.derivatives[node] for node in meet}
    wrong = {(step.node, step.parent): _at_edge(graph, step) for step in steps}
    wrong |= {(None, k): _at_node([m for (_, parent), m in messages.items() if parent == k]) for k in meet}
    return Puzzle(text, values, graph, right, wrong, draws)


def tells_apart(puzzle: Puzzle) -> bool:
    """Whether no slip of any question leads to the right answer, or to that of another slip."""
    for question, right in puzzle.right.items():
        slips: dict = {}
        for slip, answer in puzzle.wrong[question]:
            if answer == right or slips.setdefault(answer, slip) != slip:
                return False
    return True


def diagnose(puzzle: Puzzle, edge: tuple, answer: float) -> str:
    """What an answer shows: "right", the name of a slip, or "unknown" for an answer that no slip leads to.

    edge   : a question of the puzzle, (child, parent) or (None, node)
    raises : BadInput for anything that cannot be asked
    """
    if edge not in puzzle.right:
        raise BadInput(
            f"expected one of the questions {[*puzzle.right]}, got {edge!r}",
            f"应为可提的问题之一：{[*puzzle.right]}，收到 {edge!r}",
        )
    if answer == puzzle.right[edge]:
        return "right"
    return next((slip for slip, wrong in puzzle.wrong[edge] if wrong == answer), "unknown")


def _draw(rng, level):
    """Lines of the level's forms. Each uses earlier names; the last one uses names that no line has used."""
    lines, forms, _ = LEVELS[level]
    names = ["a", "b", "c", "d"][: 4 if level == 1 else 2]
    values = {name: int(rng.choice([-5, -4, -3, -2, 2, 3, 4, 5])) for name in names}
    text, unused = [], [*names]
    for k in range(lines):
        pool = unused if len(unused) > 1 and (level == 1 or k == lines - 1) else names
        u, v = (str(name) for name in rng.choice(pool, 2, replace=False))
        form = str(rng.choice(forms))
        unused = [name for name in unused if name != u and (name != v or "{v}" not in form)] + [f"h{k + 1}"]
        names = [*names, f"h{k + 1}"]
        text.append(f"h{k + 1} = {form.format(u=u, v=v)}")
    return "\n".join(text), values


def _fit(numbers):
    return all(number and abs(number) <= LARGEST and number == int(number) for number in numbers)


def _at_edge(graph, step):
    node, value = graph.nodes[step.node], graph.values[step.parent]
    right = step.arrived * step.slope
    slips = {("value", step.arrived * graph.values[step.node])}
    if node.operation == "*":
        slips.add(("own factor", step.arrived * value))
    if node.operation == "-" and node.parents[1] == step.parent:
        slips.add(("minus", -right))
    if node.operation == "^":
        slips.add(("two", right / 2))
    if step.arrived != 1:
        slips.add(("arrives", step.slope))
    return sorted(slips)


def _at_node(messages):
    return [*(("one path", message) for message in messages), ("product", prod(messages))]
