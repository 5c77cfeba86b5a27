"""What a demo is: its controls, how its result is computed, painted, drawn and read out, and what may be done with it.

The one road from a slider to a pixel: control → compute(**values) → result → draw → artists → frame → page. compute and
draw are functions in the module of the demo; paint has made the artists. `@demo` finds them by these names.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import wraps
from inspect import signature
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from course_nn.common.errors import BadInput, lookup
from course_nn.common.words import Words
from course_nn.stage import sceptic
from course_nn.stage.controls import Action, Control, Values, in_both, read, with_values
from course_nn.stage.estimates import Curve, Mark
from course_nn.stage.rivals import Contest
from course_nn.stage.running import RunningDemo
from course_nn.stage.sceptic import Sceptic
from course_nn.stage.tasks import Task
from course_nn.stage.touch import Handle
from course_nn.stage.veil import Veil
from course_nn.text.lecture import text_above

DEMOS: dict[str, "Demo"] = {}  # all that are imported, by their names, "xor.one_unit"
NEEDED = ("CONTROLS", "compute", "paint", "draw", "readout")  # in the module of a demo
OPTIONAL = (
    *("right", "ghost"),
    *"ASKED_AT VEIL ESTIMATE USES TO_DO CHALLENGE HANDLES PRESETS ACTIONS SCEPTIC WEIGHT_ROWS CONTEST".split(),
)


class Challenge(NamedTuple):
    """A goal for the student, and its judge: judge(result) returns "open", "almost" or "solved"."""

    goal: Words
    judge: Callable


MOST = 3  # controls that stand under a picture at once


@dataclass(frozen=True)
class Demo:
    """What a demo is. Of its functions `draw`, `readout`, the judge and those of the handles may have a parameter
    `values` besides those named here: it is given the values of the controls. draw and readout may have `hovered`, as
    Handle.hover has it.

    maker     : the function that opens this demo; names it in code()
    title     : Words, or plain text that is the same in both languages
    controls  : {parameter of compute: Slider, Choice, Toggle, Typed, Pasted or Pad}
    compute   : pure, **values -> result, a NamedTuple of arrays and numbers; a long one is a generator that yields the
                share done, 0 to 1, after every fraction of a second, and returns the result. In between it may yield
                a function that gives a first part of the result, in which the rest is nan, to be drawn meanwhile. A
                result may have a reason, a BadInput, why it is less than was asked for: it is said under the picture,
                and Play stops
    paint     : figure -> artists, made once
    draw      : (artists, result) -> None; moves artists, never clears an axes
    readout   : result -> Words or text, the numbers of the picture; may hold inline HTML. What stands behind a "\n" is
                folded away on the page; who hears the picture hears all of it
    right     : () -> the right option of the question of its round, unless the questions of its lecture say it
    ghost     : (artists, option) -> (axes, points (n, 2)) or None: what a student predicted who chose this option; it
                joins the artists as `prediction`
    asked_at  : {control: value} at which the picture opens once an option is locked, where what was asked for cannot be
                seen as the demo starts; of an estimate, that says it
    to_do     : {name of a task: its judge}, whose words stand in the text of the lecture: result -> whether it can be
                seen to be done, as of a Task; {round: that} of a demo that several rounds have. Tasks, with their
                words, of a demo of one's own
    veil      : Veil, what of the picture the question of its round hides; {round: Veil} where several ask. Without one,
                all that draw may move
    estimate  : a Mark that is set, or a Curve that is drawn, where the question of its round asks for a measurement;
                {round: that} where several ask
    tips      : {name: Words} that stand below the picture, in the first of its rounds, until they are closed
    held      : the names of the controls that the address of the page holds, in the first of its rounds
    uses      : {name of a task: the controls that it needs, three at most}; for other tasks the first three
    challenge : Challenge or None
    handles   : Handles, what can be taken hold of in the picture, the topmost last; each moves controls
    presets   : {Words: {parameter: value}}, a button each
    actions   : Actions, a button each beside the title
    sceptic   : Sceptic or None: the changes that might overturn the moral; brings one more control
    contest   : Contest or None: what a rival that a student brings is given, and where it stands in the picture
    weight_rows : [[names of controls], …], a row each, as the numbers of a matrix stand; before the rest
    panes     : {label: [names of controls, or Actions]}, a tab each; controls in none of them stand above the tabs
    follow    : result -> {parameter: value} for controls that show what training has moved, such as a weight
    restart   : called by Reset before the controls go back, for a demo that remembers more than they show
    columns   : so many parts stand side by side in a picture that gives them places for whatever size it gets; 0: it
                leaves that to Matplotlib, or keeps its shape
    height    : of the picture in inches, 100 dots each; the width is the same everywhere
    given     : what code() hands the maker before the values, such as ("network", "X")
    """

    dpi: ClassVar[int] = 100  # dots an inch: with Demo.dpi = 200 the next demos are sharper on a large projector

    maker: Callable[..., RunningDemo]
    title: Words
    controls: Mapping[str, Control]
    compute: Callable
    paint: Callable
    draw: Callable
    readout: Callable[..., Words]
    right: Callable[[], str] | None = None
    ghost: Callable | None = None
    asked_at: Mapping[str, Any] = field(default_factory=dict)
    to_do: Sequence[Task] | Mapping[str, Any] = ()
    veil: Veil | Mapping[str, Veil] = Veil()
    estimate: Mark | Curve | Mapping[str, Mark | Curve] | None = None
    tips: Mapping[str, Words] = field(default_factory=dict)
    held: Sequence[str] = ()
    uses: Mapping[str, Sequence[str]] = field(default_factory=dict)
    challenge: Challenge | None = None
    handles: Sequence[Handle] = ()
    presets: Mapping[Words, dict] = field(default_factory=dict)
    actions: Sequence[Action] = ()
    sceptic: Sceptic | None = None
    contest: Contest | None = None
    weight_rows: Sequence[Sequence[str]] = ()
    panes: Mapping[Words, list] = field(default_factory=dict)
    follow: Callable = lambda result: {}
    restart: Callable = lambda: None
    columns: int = 0
    height: float = 3.3
    given: Sequence[str] = ()

    @classmethod
    def of(cls, maker: Callable, title: Words, **more) -> "Demo":
        """What the module of a maker describes; each part has the name there that it has here.

        CONTROLS, compute, paint, draw, readout; and where there are any TO_DO, CHALLENGE, HANDLES, PRESETS,
        ACTIONS, SCEPTIC, ROWS

        more   : what the module does not say, height for instance
        raises : BadInput if one that is needed is missing
        """
        module = maker.__globals__
        missing = [name for name in NEEDED if name not in module]
        if missing:
            raise BadInput(
                f"the module of {maker.__name__} lacks {', '.join(missing)}; a demo needs {', '.join(NEEDED)}",
                f"{maker.__name__} 所在的模块缺少 {'、'.join(missing)}；一个演示需要 {'、'.join(NEEDED)}",
            )
        _expect_no_misspelt_part(module)
        found = {name.lower(): module[name] for name in (*NEEDED, *OPTIONAL) if name in module}
        if "sceptic" in found and found["sceptic"].changes:
            found["controls"] = found["controls"] | {sceptic.NAME: found["sceptic"].control()}
        return cls(maker, title, **found | more)

    def __post_init__(self):
        """What is wrong in a description is said at once, not when a control is moved."""
        object.__setattr__(self, "title", in_both(self.title))
        for control in self.controls.values():
            control.check(control.start)
        taken = signature(self.compute).parameters
        named = set(taken) | ({sceptic.NAME} & {*self.controls})
        if all(p.kind is p.POSITIONAL_OR_KEYWORD for p in taken.values()) and named != set(self.controls):
            raise BadInput(
                f"compute takes {', '.join(taken)}; the controls are {', '.join(self.controls)}",
                f"compute 的参数是 {'、'.join(taken)}；控件是 {'、'.join(self.controls)}",
            )

    @property
    def name(self) -> str:
        """As a notebook calls it: "xor.one_unit", window and maker; "wave" if a cell made it. 在笔记本中的写法。"""
        if self.maker.__module__ == "__main__":  # one's own, in a cell
            return self.maker.__name__
        window = self.maker.__module__.removeprefix("course_nn.").removeprefix("lectures.").split(".")[0]
        return f"{window}.{self.maker.__name__}"

    def open(self, values: dict) -> RunningDemo:
        """It runs, from these values on; the other controls stand where they start.

        raises : BadInput for an unknown parameter or a value that its control refuses
        """
        return RunningDemo(self, values)

    def tasks_of(self, key: str) -> Sequence[Task]:
        """The tasks in a round; of a demo that several have those of the first, if the key names none. 某轮的任务。"""
        if not isinstance(self.to_do, Mapping):
            return self.to_do
        judges = self.to_do[self.tasks_key(key)] if self._has_several_rounds() else self.to_do
        words = self._words_of_tasks(key) if judges else {}
        found = ((name, said, lookup(judges, name, "task", "任务")) for name, said in words.items())
        return [Task(*one, tuple(self.uses.get(one[0], ()))) for one in found]

    def is_first(self, key: str) -> bool:
        """Whether a round is the first of its rounds, or none. 是否为它的第一轮。"""
        return self.tasks_key(key) == self.tasks_key("")

    def needed(self, task: Task | None) -> Sequence[str]:
        """The controls that stand under the picture for a task; without one, the first few. 任务所需的控件。"""
        first = [name for name in self.controls if name != sceptic.NAME]
        return (task and task.uses) or first[:MOST]

    def veil_of(self, key: str) -> Veil:
        """What the question of a round hides. 某轮题目所隐藏的部分。"""
        return self.veil if isinstance(self.veil, Veil) else self.veil[key]

    def estimate_of(self, key: str) -> Mark | Curve | None:
        """What the question of a round asks to be set or drawn; None where an option is chosen. 某轮题目要求的估计。"""
        return self.estimate.get(key) if isinstance(self.estimate, Mapping) else self.estimate

    def shown_of(self, key: str) -> Mapping[str, Any]:
        """Where the truth of the question of a round can be seen: {control: value}. 某轮的真值在何处可见。"""
        estimate = self.estimate_of(key)
        return estimate.shown if estimate else self.asked_at

    def _words_of_tasks(self, key):
        text = text_above(Path(self.maker.__globals__.get("__file__", self.name)))
        rounds = [round_ for round_, one in text.rounds.items() if one.demo == self.maker.__name__]
        return text.tasks[key if key in rounds else rounds[0]]

    def _has_several_rounds(self):
        return any(isinstance(judges, Mapping) for judges in self.to_do.values())

    def tasks_key(self, key: str) -> str:
        """Under which it is remembered what of the tasks in a round is done. 记忆中某轮任务的键。"""
        if not isinstance(self.to_do, Mapping) or not self._has_several_rounds():
            return self.maker.__name__
        return key if key in self.to_do else next(iter(self.to_do))

    def start(self) -> Values:
        """Where the controls start."""
        return Values({name: control.start for name, control in self.controls.items()})

    def found(self) -> Values:
        """Where its moral was found: where the controls start, if it does not say otherwise."""
        return Values(self.start() | dict(self.sceptic.found if self.sceptic else {}))

    def result(self, values: dict) -> Any:
        """What compute makes of the values of all controls; a generator of it if that takes long."""
        asks = sceptic.NAME not in self.controls or sceptic.NAME in signature(self.compute).parameters
        return self.compute(**(values if asks else {name: values[name] for name in values if name != sceptic.NAME}))

    def control(self, name: str) -> Control:
        """The control of that name.

        raises : BadInput if there is none
        """
        return lookup(self.controls, name, "control", "控件")

    def checked(self, values: dict) -> dict[str, Any]:
        """Some values as their controls take them, with those that a sceptic's change moves.

        raises : BadInput for an unknown parameter or a value that its control refuses
        """
        found = {name: read(self.control(name), value) for name, value in values.items()}
        if not self.sceptic or sceptic.NAME not in found:
            return found
        return self.sceptic.moved(found[sceptic.NAME], self.controls) | found

    def say(self, result: Any, values: Values, hovered: tuple | None = None) -> Words:
        """The readout of a result at these values, and of what lies under the pointer."""
        return in_both(with_values(self.readout, result, values=values, hovered=hovered))

    def code(self, values: Values) -> str:
        """The call that opens it at these values."""
        settings = [f"{name}={value!r}" for name, value in values.items()]
        return f"{self.name}({', '.join([*self.given, *settings])})"

    def judge(self, result: Any, values: Values) -> str | None:
        """The state of the challenge there: "open", "almost", "solved", or None without one."""
        return self.challenge and with_values(self.challenge.judge, result, values=values)


def _expect_no_misspelt_part(module):
    for name in module:
        near = get_close_matches(name, OPTIONAL, n=1, cutoff=0.85) if name.isupper() and name not in OPTIONAL else []
        if near:
            raise BadInput(
                f"the stage would not find {name}: did you mean {near[0]}?",
                f"界面找不到 {name}：是不是想写 {near[0]}？",
            )


def demo(title: Words, **more) -> Callable[[Callable], Callable[..., RunningDemo]]:
    """A decorator that makes a demo of a module: its maker is called with values, and opens it there.

    title, more : as Demo.of takes them
    """

    def decorate(maker):
        described = Demo.of(maker, title, **more)

        @wraps(maker)
        def opened(**values):
            return described.open(values)

        DEMOS[described.name] = described
        return opened

    return decorate
