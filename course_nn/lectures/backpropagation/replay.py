"""A pass over a graph as it is after so many steps, and its derivatives by central differences."""

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.autodiff import Graph
from course_nn.lectures.backpropagation.numerical_derivative import central

TINY = 1e-5  # step of the measurement
SIGNS = {"*": "×", "/": "÷", "-": "−", "neg": "−", "sigmoid": "σ", "relu": "ReLU"}


def edges_of(graph: Graph) -> list:
    """The drawn edges, pairs (parent, child): none of a number without a name, which stands in its child's disc."""
    return [
        (parent, k)
        for k, node in enumerate(graph.nodes)
        for parent in node.parents
        if graph.nodes[parent].operation != "number" or graph.nodes[parent].name
    ]


def label(graph: Graph, place: int) -> str:
    """What stands in a node's disc: an input's name, or the operation with the numbers in it."""
    node = graph.nodes[place]
    if not node.parents:
        return node.name
    parents = [graph.nodes[k] for k in node.parents]
    numbers = [f"{p.number:.3g}" if p.operation == "number" and not p.name else "" for p in parents]
    sign = SIGNS.get(node.operation, node.operation)
    return numbers[0] + sign + numbers[1] if len(numbers) == 2 else sign


def state(graph: Graph, steps: list) -> tuple:
    """Values and derivatives as they are after these steps; None for what is not known yet.

    returns : (values, derivatives), lists, one entry a node
    """
    values = [None if node.parents else value for node, value in zip(graph.nodes, graph.values)]
    derivatives: list = [None] * len(values)
    for step in steps:
        if step.parent is None:
            values[step.node] = step.total
        else:
            derivatives[graph.output], derivatives[step.parent] = 1.0, step.total
    return values, derivatives


def final_derivatives(graph: Graph, steps: list) -> dict:
    """The derivative of the output with respect to each input after all these steps, 0 without a message.

    returns : dict, name -> number
    """
    pairs = zip(graph.nodes, state(graph, steps)[1])
    return {node.name: slope or 0.0 for node, slope in pairs if node.operation == "input"}


def edge_numbers(steps: list, edges: list) -> list:
    """The number of the edge that each step goes along, parallel ones in turn; None while values are computed."""
    numbers: list = []
    turns: dict = {}
    for step in steps:
        edge = step.parent, step.node
        same = [k for k, other in enumerate(edges) if other == edge]
        turns[edge] = turns.get(edge, -1) + 1
        numbers.append(same[turns[edge] % len(same)] if same else None)
    return numbers


def central_differences(graph: Graph, values: dict) -> dict:
    """The derivative of the output with respect to each input by central differences; nan where it cannot be measured.

    values : dict, name -> number;  returns : such a dict
    """
    return {name: _central_difference(graph, values, name) for name in graph.inputs}


def _central_difference(graph, values, name):
    try:
        return float(central(lambda x: graph.forward(values | {name: float(x)}), values[name], TINY))
    except BadInput:  # the function ends here
        return np.nan


def can_be_spoilt(graph: Graph, values: dict) -> bool:
    """Whether = for +=, or haste, gets a derivative wrong that the right rule gets right."""
    graph.forward(values)
    right = graph.backward()
    return any(_differs(graph, rule, right) for rule in ("overwrite", "haste"))


def _differs(graph, rule, right):
    found = graph.backward(rule)
    return not np.allclose([*found.values()], [*right.values()], rtol=1e-9, atol=1e-12)
