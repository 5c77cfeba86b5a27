"""A formula becomes a graph; values go forward through it, and derivatives come back, one message at a time."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks, sketch
from course_nn.drawing.numbers import magnitude, plain, plain_or_power
from course_nn.drawing.sketch import Texts
from course_nn.lectures.backpropagation.autodiff import Step
from course_nn.lectures.backpropagation.demos.graph.typed_graphs import read_graph, read_values, values_for
from course_nn.lectures.backpropagation.graph_layout import arrange_in_inches
from course_nn.lectures.backpropagation.replay import (
    can_be_spoilt,
    central_differences,
    edge_numbers,
    edges_of,
    final_derivatives,
    label,
    state,
)
from course_nn.stage import Challenge, Choice, Handle, Sceptic, Slider, Typed, Veil, demo, moved, tried

LAST = 60  # the step that is the end, however many there are
RULES = {
    "right": Words("right: wait, and add", "正确：等齐并相加"),
    "overwrite": Words("= for +=", "用 = 代替 +="),
    "haste": Words("haste: do not wait", "不等消息到齐"),
    "no reset": Words("twice without reset", "不清零，连算两遍"),
}
TIED = "h = 0; h = tanh(w h + x1); h = tanh(w h + x2); h = tanh(w h + x3); h = tanh(w h + x4)"
DOUBLE = "b = a + a; c = b + b"
MOST_INPUTS = 6
# Inches, of the graph and of its discs.
MIDDLE = (4.3, 1.8)
ROOM = (7.7, 2.85)
RADIUS = 0.19
PULL = 1.0  # change of an input for a hand that goes up by an inch
INK = look.ink(look.VERMILION)

CONTROLS = {
    "lines": Typed(
        Words("lines", "公式"), TIED, read_graph, (DOUBLE, "c = a + b; y = c c", "y = sin(a b) + a^2", "y = a b + 3")
    ),
    "inputs": Typed(
        Words("inputs", "输入"), "w = 0.9; x1 = 0.5; x2 = −0.3; x3 = 0.8; x4 = 0.1", read_values, ("a = 2; b = 3",)
    ),
    "rule": Choice(Words("backward", "反向"), RULES, "right"),
    "step": Slider(Words("step", "步数"), 0, LAST, LAST, 1, plays=True),
}


class Result(NamedTuple):
    names: list  # of the drawn nodes, "" for a step inside a line
    labels: list  # what stands in their discs
    nodes: list  # their places in the graph
    places: np.ndarray  # (n, 2) inches
    routes: np.ndarray  # (edges, m, 2) inches
    inputs: dict  # name -> number
    step: int
    steps: list  # autodiff.Step, all of them
    edge_numbers: list  # of each step, its edge, or None while values are computed
    node_values: list  # of each drawn node, None before it is computed
    derivatives: list  # of each drawn node, None before a message has come
    final_derivatives: dict  # input -> its derivative when all steps are done
    differences: dict  # input -> the same by central differences, nan where a function ends
    spoilt: bool  # whether = or haste gets something wrong here
    operations: int


def compute(lines, inputs, rule, step) -> Result:
    graph = read_graph(lines)
    given = values_for(graph, inputs)
    graph.forward(given)
    steps, edges = graph.steps(rule), edges_of(graph)
    now = len(steps) if step == LAST else min(step, len(steps))
    layout = arrange_in_inches(edges, MIDDLE, ROOM)
    node_values, derivatives = state(graph, steps[:now])
    nodes = sorted(layout.places)
    return Result(
        names=[graph.nodes[k].name for k in nodes],
        labels=[label(graph, k) for k in nodes],
        nodes=nodes,
        places=np.array([layout.places[k] for k in nodes]),
        routes=layout.routes,
        inputs=given,
        step=now,
        steps=steps,
        edge_numbers=edge_numbers(steps, edges),
        node_values=[node_values[k] for k in nodes],
        derivatives=[derivatives[k] for k in nodes],
        final_derivatives=final_derivatives(graph, steps),
        operations=sum(bool(node.parents) for node in graph.nodes),
        differences=central_differences(graph, given),  # this and the next leave other values in the graph
        spoilt=can_be_spoilt(graph, given),
    )


def paint(figure: Figure) -> SimpleNamespace:
    axes = sketch.sheet(figure)
    key = dict(va="center", fontsize=look.SMALL, zorder=0.5)
    axes.text(0.1, 3.66, Words("above: value", "上方：节点的值").drawn(), **key)
    below = Words("below: derivative of the output", "下方：输出对该节点的导数").drawn()
    return SimpleNamespace(
        below=axes.text(1.4, 3.66, below, color=INK, **key),
        ways=marks.segments(axes, zorder=1),
        lit=marks.line(axes, color=look.VERMILION, lw=3, zorder=2),
        units=sketch.Units(axes),
        values=sketch.Texts(axes),
        derivatives=sketch.Texts(axes),
        message=axes.text(8.5, 3.66, "", ha="right", **key | {"zorder": 3}, color=INK),
        now=marks.ring(axes, ms=30, zorder=4),
    )


def draw(artists: SimpleNamespace, result: Result) -> None:
    artists.ways.set_segments(result.routes)
    artists.ways.set(color=look.PALE, linewidth=1.6)
    fills = look.heat([0.5 if value is None else 0.62 for value in result.node_values])
    artists.units.move(result.places, RADIUS, fills, result.labels)
    above = [
        ""
        if value is None
        else plain_or_power(value, 2)
        if name in ("", text)
        else f"{name} = {plain_or_power(value, 2)}"
        for name, text, value in zip(result.names, result.labels, result.node_values)
    ]
    write(artists.values, result.places + [0, RADIUS + 0.09], above, look.BLACK)
    below = ["" if slope is None else plain_or_power(slope, 2) for slope in result.derivatives]
    write(artists.derivatives, result.places - [0, RADIUS + 0.09], below, INK)
    draw_step(artists, result)


def write(artist: Texts, places: np.ndarray, texts: list, color: str) -> None:
    """Texts at those places that have one."""
    there = [k for k, text in enumerate(texts) if text]
    artist.move(places[there], [texts[k] for k in there], color)


def draw_step(artists: SimpleNamespace, result: Result) -> None:
    """The last message and the edge that it went along, or the node that has just been computed."""
    artists.lit.set_data([], [])
    artists.now.set_data([], [])
    artists.message.set_text("")
    if not result.step:
        return
    step, edge = result.steps[result.step - 1], result.edge_numbers[result.step - 1]
    if step.parent is None:
        artists.now.set_data(*result.places[[result.nodes.index(step.node)]].T)
    elif edge is not None:
        artists.lit.set_data(*result.routes[edge].T)
        artists.message.set_text(message(step))


def message(step: Step) -> str:
    """What arrived, times the local slope."""
    return f"{plain_or_power(step.arrived, 2)} · {factor(step.slope)} = {plain_or_power(step.arrived * step.slope, 2)}"


def factor(value: float) -> str:
    return f"({plain_or_power(value, 2)})" if value < 0 else plain_or_power(value, 2)


def readout(result: Result) -> Words:
    pairs = [(name, magnitude(d, 4), result.differences[name]) for name, d in result.final_derivatives.items()]
    en = "; ".join(f"{name} <b>{slope}</b> ({number_or(measured, 'no value')})" for name, slope, measured in pairs)
    zh = "；".join(f"{name} 为 <b>{slope}</b>（{number_or(measured, '无')}）" for name, slope, measured in pairs)
    words = sentence(result)
    ends = Words(
        f"Derivatives of the output at the end (measured values in brackets): {en}.",
        f"全部走完后，输出对各输入的导数（括号内为实测值）：{zh}。",
    )
    return Words(f"{ends.en}\n {words.en}", f"{ends.zh}\n {words.zh}")


def number_or(value: float, none: str) -> str:
    return none if np.isnan(value) else magnitude(value, 4)


def sentence(result: Result) -> Words:
    """The last step, in words."""
    at = f"{result.step}/{len(result.steps)}"
    if not result.step:
        return Words(f"Step {at}: only the inputs have values.", f"第 {at} 步：只有输入有值。")
    step = result.steps[result.step - 1]
    names = dict(zip(result.nodes, full_names(result)))
    name = names[step.node]
    if step.parent is None:
        value = plain_or_power(step.total, 2)
        return Words(f"Step {at}, forward: {name} is {value}.", f"第 {at} 步，前向：{name} 为 {value}。")
    product, parent, total = message(step), names[step.parent], plain_or_power(step.total, 2)
    return Words(
        f"Step {at}, backward: {name} tells {parent} what arrived times the slope, {product}; "
        f"{parent} now has {total}.",
        f"第 {at} 步，反向：{name} 把传来的导数乘以局部斜率，{product}，传给 {parent}；{parent} 现在共收到 {total}。",
    )


def full_names(result: Result) -> list:
    """Of the drawn nodes: their names, and behind them what stands in their discs."""
    return [f"{name} ({text})" if name and name != text else text for name, text in zip(result.names, result.labels)]


ASKED_AT = {"rule": "overwrite"}
VEIL = Veil(
    ("below", "lit", "derivatives", "message", "now"),
    given=("names", "labels", "nodes", "places", "routes", "node_values"),
)
USES = {
    "go-backward-dh": ("rule",),
    "choose-right-again": ("rule", "step"),
    "choose-two-wrong": ("rule",),
    "type-formula-own": ("lines", "inputs"),
}
TO_DO = {
    "go-backward-dh": lambda result, seen: {"overwrite", "right"} <= seen["rule"] and "w" in result.final_derivatives,
    "choose-right-again": lambda result, values, seen: (
        values.rule == "right" and 0 in seen["step"] and result.step == len(result.steps)
    ),
    "choose-two-wrong": tried(rule=("haste", "no reset")),
    "type-formula-own": moved("lines"),
}


def judge(result: Result) -> str:
    """Solved by two operations that neither slip can spoil; almost by one."""
    if result.spoilt:
        return "open"
    return "solved" if result.operations >= 2 else "almost"


CHALLENGE = Challenge(
    Words(
        "type an expression with two operations or more that neither = for += nor haste can spoil.",
        "输入一个至少含两次运算的公式，使“用 = 代替 +=”和“不等消息到齐”都不会算错。",
    ),
    judge,
)


def change_input(name: str, inputs: dict, dy: float) -> dict:
    """The inputs as they are typed, with one of them changed."""
    inputs = inputs | {name: inputs[name] + PULL * dy}
    return {"inputs": "; ".join(f"{key} = {plain(value, 2)}" for key, value in inputs.items())}


def hold(k: int) -> Handle:
    """The k-th input, to be pulled up or down."""

    def at(units, result):
        name = [*result.inputs][k : k + 1]
        return [[place] for place, own in zip(result.places, result.labels) if own in name]

    return Handle(
        lambda artists: artists.units.discs,
        at=at,
        pull=lambda result, dx, dy: change_input([*result.inputs][k], result.inputs, dy),
        width=34,
    )


def click_edge(result: Result, k: int) -> dict:
    """The pass goes on to the last message along this edge."""
    steps = [step for step, edge in enumerate(result.edge_numbers, 1) if edge == k]
    return {"step": min(steps[-1], LAST)} if steps else {}


def right_derivatives(result: Result) -> float:
    """1 if the derivative of each input agrees with central differences, else 0; nan where there are none."""
    pairs = [(result.final_derivatives[name], result.differences[name]) for name in result.final_derivatives]
    known = [bool(np.isclose(one, other, rtol=1e-4, atol=1e-6)) for one, other in pairs if np.isfinite(other)]
    return float(all(known)) if known else np.nan


SCEPTIC = Sceptic(
    Words("where messages that meet are added, every derivative is right.", "消息汇合时相加，每个导数就都对。"),
    Words("Whether every derivative is right: 1 is yes", "每个导数都对（1 为是）"),
    right_derivatives,
)


HANDLES = [
    Handle("ways", at=lambda ways, result: result.routes, click=click_edge, width=12),
    *(hold(k) for k in range(MOST_INPUTS)),
]


@demo(Words("A formula as a graph", "公式与计算图"), height=3.8)
def graph(**values):
    """Up to eight typed lines as a graph, gone through forward and backward, by the right rule or by a wrong one.
    把至多八行公式画成计算图，逐步前向、反向计算；可用正确的规则，也可用错误的规则。

    dy/dparent = Σ over its children of  dy/dchild · dchild/dparent
    """
