"""Messages by hand: what goes along each edge of a small graph; a wrong answer tells which slip was made."""

from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from course_nn.common.errors import BadInput
from course_nn.common.progress import memoized
from course_nn.common.words import Words
from course_nn.drawing import Figure, look, marks, sketch
from course_nn.drawing.numbers import plain
from course_nn.lectures.backpropagation.autodiff import Graph
from course_nn.lectures.backpropagation.demos.edges.edge_puzzles import LEVELS, SLIPS, diagnose, puzzle
from course_nn.lectures.backpropagation.graph_layout import Layout, arrange_in_inches
from course_nn.lectures.backpropagation.replay import edge_numbers, edges_of, label
from course_nn.stage import Challenge, Choice, Handle, Slider, Typed, Values, Veil, demo

MOST = 12  # questions of a puzzle
LARGEST = 999
UNKNOWN = "?"


def read_answers(text: str) -> list:
    """The answers of a text such as "3, ?, −5": numbers, and None where there is none yet."""
    pieces = [piece.strip() for piece in str(text).replace("，", ",").replace("？", "?").split(",")]
    return [None if piece in ("", UNKNOWN) else read_number(piece) for piece in pieces]


def read_number(piece: str) -> float:
    try:
        number = float(piece.replace("−", "-").replace("－", "-"))
    except ValueError:
        number = np.nan
    if not abs(number) <= LARGEST:
        raise BadInput(
            f"expected numbers with commas between them, ? where you do not know yet, got “{piece[:20]}”; try 1, ?, −2",
            f"应为用逗号隔开的数，还不知道的写 ?；收到“{piece[:20]}”。可以试试 1, ?, −2",
        )
    return number


CONTROLS = {
    "level": Choice(Words("level", "难度"), {str(level): str(level) for level in LEVELS}, "2"),
    "seed": Slider(Words("graph no.", "图号"), 0, 99, 4, 1),
    "answers": Typed(Words("answers", "答案"), "?, ?, ?", read_answers, ("1, 1, ?", "1, −2, 3, 4")),
}
# Inches, of the graph and of its discs.
MIDDLE = (4.3, 1.5)
ROOM = (7.6, 2.0)
RADIUS = 0.2
PULL = 10.0  # change of an answer for a hand that goes up by an inch
kept_puzzle = memoized(puzzle)


class Result(NamedTuple):
    lines: str  # the formula
    node_values: list  # of the drawn nodes
    labels: list  # what stands in their discs
    names: list  # of the drawn nodes
    places: np.ndarray  # (n, 2) inches
    routes: np.ndarray  # (edges, m, 2) inches
    spots: np.ndarray  # (Q, 2) where the questions stand
    questions: list  # Words, what is asked
    answers: list  # (Q,) numbers, None where there is none
    verdicts: list  # of each: "", "right", a slip, or "unknown"
    meet: list  # whether it asks for the sum of messages that meet


def compute(level, seed, answers) -> Result:
    task = kept_puzzle(seed, int(level))
    graph, edges = task.graph, edges_of(task.graph)
    layout = arrange_in_inches(edges, MIDDLE, ROOM, most=(2.1, 1.05))
    nodes = sorted(layout.places)
    questions = [*task.right]
    given = read_answers(answers)
    answers = [given[k] if k < len(given) else None for k in range(len(questions))]
    names = [node.name for node in graph.nodes]
    return Result(
        lines=task.text.replace("\n", "; "),
        node_values=[graph.values[k] for k in nodes],
        labels=[label(graph, k) for k in nodes],
        names=[names[k] for k in nodes],
        places=np.array([layout.places[k] for k in nodes]),
        routes=layout.routes,
        spots=np.array([spot(question, layout, edges, graph) for question in questions]),
        questions=[question_words(names, question) for question in questions],
        answers=answers,
        verdicts=["" if a is None else diagnose(task, question, a) for question, a in zip(questions, answers)],
        meet=[child is None for child, _ in questions],
    )


def spot(question: tuple, layout: Layout, edges: list, graph: Graph) -> np.ndarray:
    """A question stands on its edge, or below its node."""
    child, parent = question
    if child is None:
        return layout.places[parent] - [0, RADIUS + 0.13]
    steps = graph.steps()
    numbers = edge_numbers(steps, edges)
    number = next(k for step, k in zip(steps, numbers) if (step.node, step.parent) == question)
    start, end = layout.routes[number][-2:]
    return start + 0.65 * (end - start)  # where edges cross, they do so in the middle


def question_words(names: list, question: tuple) -> Words:
    child, parent = question
    if child is None:
        return Words(f"all messages to {names[parent]} together", f"{names[parent]} 收到的全部消息之和")
    return Words(f"the message from {names[child]} to {names[parent]}", f"{names[child]} 传给 {names[parent]} 的消息")


def paint(figure: Figure) -> SimpleNamespace:
    axes = sketch.sheet(figure)
    word = dict(ha="center", va="center", fontsize=look.SMALL, bbox=look.BEHIND_WORDS, zorder=5)
    return SimpleNamespace(
        lines=axes.text(0.1, 3.12, "", va="center", zorder=0.5),
        ways=marks.segments(axes, zorder=1),
        units=sketch.Units(axes),
        values=sketch.Texts(axes),
        questions=[axes.text(0, 0, "", **word) for _ in range(MOST)],
    )


def draw(artists: SimpleNamespace, result: Result) -> None:
    artists.lines.set_text(result.lines)
    artists.ways.set_segments(result.routes)
    artists.ways.set(color=look.PALE, linewidth=1.8)
    artists.units.move(result.places, RADIUS, look.heat(np.full(len(result.places), 0.62)), result.labels)
    texts = [
        plain(value) if name == text else f"{name} = {plain(value)}"
        for name, text, value in zip(result.names, result.labels, result.node_values)
    ]
    artists.values.move(result.places + [0, RADIUS + 0.11], texts)
    for k, text in enumerate(artists.questions):
        text.set_visible(k < len(result.spots))
        if k < len(result.spots):
            text.set(position=result.spots[k], text=f"({k + 1}) {answer_text(result.answers[k])}")
            text.set_color(color_of(result.verdicts[k]))


def answer_text(answer: float | None) -> str:
    return UNKNOWN if answer is None else plain(answer, 2)


def color_of(verdict: str) -> str:
    if not verdict:
        return look.BLACK
    return look.ink(look.GREEN if verdict == "right" else look.VERMILION)


def readout(result: Result) -> Words:
    right, total = result.verdicts.count("right"), len(result.verdicts)
    en, zh = f"Right: {right} of {total}.", f"{total} 题中答对 {right} 题。"
    wrong = [k for k, verdict in enumerate(result.verdicts) if verdict not in ("", "right")]
    for k in wrong[:1]:
        slip = Words(*SLIPS.get(result.verdicts[k], ("no slip of the list leads there", "不是清单中的任何一种错误")))
        answer, question = answer_text(result.answers[k]), result.questions[k]
        en += f" ({k + 1}), {question.en}: <b>{answer}</b> is wrong: {slip.en}."
        zh += f"({k + 1}) {question.zh}：<b>{answer}</b> 不对：{slip.zh}。"
    empty = [k for k, verdict in enumerate(result.verdicts) if not verdict]
    for k in [] if wrong else empty[:1]:
        en += f" Next: ({k + 1}), {result.questions[k].en}?"
        zh += f"下一题：({k + 1}) {result.questions[k].zh}是多少？"
    values = [(name, plain(value)) for name, value in zip(result.names, result.node_values)]
    numbers = Words(", ".join(" = ".join(pair) for pair in values), "，".join(" = ".join(pair) for pair in values))
    return Words(f"{en}\n Values: {numbers.en}.", f"{zh}\n 各节点的值：{numbers.zh}。")


VEIL = Veil(("questions",), given=("lines", "node_values", "labels", "names", "places", "routes"))
TO_DO = {
    "answer-output-box": lambda result: any(
        meet and verdict == "right" for meet, verdict in zip(result.meet, result.verdicts)
    ),
    "make-slip-purpose": lambda result: "value" in result.verdicts,
    "go-level-edge": lambda result, values: (
        values.level == "3" and any(verdict not in ("", "right") for verdict in result.verdicts)
    ),
}


def judge(result: Result, values: Values) -> str:
    """Solved when every question of a graph of level 3 is right; almost with one left."""
    missing = len(result.verdicts) - result.verdicts.count("right")
    if values.level != "3" or missing > 1:
        return "open"
    return "almost" if missing else "solved"


CHALLENGE = Challenge(
    Words("answer every question of a graph of level 3.", "答对一个难度 3 的图的全部问题。"),
    judge,
)


def change_answer(result: Result, k: int, dy: float) -> dict:
    """The answers as they are typed, with one of them changed."""
    first = result.answers[k] or 0.0
    answers = [*result.answers[:k], round(first + PULL * dy), *result.answers[k + 1 :]]
    return {"answers": ", ".join(map(answer_text, answers))}


def hold(k: int) -> Handle:
    """The k-th question, to be pulled up or down."""
    return Handle(
        lambda artists: artists.units.discs,
        at=lambda discs, result: [[spot] for spot in result.spots[k : k + 1]],
        pull=lambda result, dx, dy: change_answer(result, k, dy),
    )


HANDLES = [hold(k) for k in range(MOST)]


@demo(Words("Edge by edge", "逐条边"))
def edges(**values):
    """A small graph with whole numbers: what goes along each edge? Every common slip has an answer of its own.
    一个只有整数的小计算图：每条边上传的是多少？每种常见错误都对应各自的答案。

    message = dy/dchild · dchild/dparent
    """
