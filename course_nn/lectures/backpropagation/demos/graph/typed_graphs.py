"""Graphs and values as they are typed into a picture that has room for so many nodes."""

from course_nn.common.errors import BadInput
from course_nn.lectures.backpropagation.autodiff import Graph, graph_of
from course_nn.lectures.backpropagation.graph_layout import arrange
from course_nn.lectures.backpropagation.replay import edges_of
from course_nn.lectures.backpropagation.typed_lines import read_lines

MOST_LINES = 8
MOST_INPUTS = 6
MOST_NODES = 24
MOST_COLUMNS = 14


def read_graph(text: str) -> Graph:
    """The graph of a text, if it can be drawn.

    raises : BadInput, also for a text that cannot be read
    """
    if len(read_lines(text)) > MOST_LINES:
        raise BadInput(f"at most {MOST_LINES} lines fit; leave some out", f"最多 {MOST_LINES} 行；请删去几行")
    graph = graph_of(text)
    if not edges_of(graph):
        raise BadInput("nothing to compute here; try y = a b + c", "这里没有可计算的东西；可以试试 y = a b + c")
    columns = arrange(edges_of(graph)).size[0]
    if len(graph.inputs) > MOST_INPUTS or len(graph.nodes) > MOST_NODES or columns > MOST_COLUMNS:
        raise BadInput(
            f"too large to draw: at most {MOST_INPUTS} inputs, {MOST_NODES} nodes and {MOST_COLUMNS} columns; "
            f"got {len(graph.inputs)}, {len(graph.nodes)} and {columns}. Try a shorter formula",
            f"图太大，画不下：最多 {MOST_INPUTS} 个输入、{MOST_NODES} 个节点、{MOST_COLUMNS} 列；"
            f"现有 {len(graph.inputs)}、{len(graph.nodes)}、{columns}。请换一个短一些的公式",
        )
    return graph


def read_values(text: str) -> dict:
    """The numbers of a text such as "w = 0.9; x1 = 1/2".

    returns : dict, name -> number;  raises : BadInput
    """
    if not str(text).strip():
        return {}
    names = [line.name for line in read_lines(text)]
    if "" in names:
        raise BadInput("expected a name for every value, such as a = 2; b = 3", "每个值都要有名称，例如 a = 2; b = 3")
    return {name: _alone(f"{text}; {name}", name) for name in names}


def values_for(graph: Graph, text: str) -> dict:
    """A value for each input of a graph: as it is typed, or 1.

    returns : dict, name -> number;  raises : BadInput
    """
    typed = read_values(text)
    return {name: typed.get(name, 1.0) for name in graph.inputs}


def _alone(text, name):
    graph = graph_of(text)
    if graph.inputs:
        raise BadInput(f"expected a number for {name}, such as {name} = 2", f"{name} 应为一个数，例如 {name} = 2")
    return graph.forward({})
