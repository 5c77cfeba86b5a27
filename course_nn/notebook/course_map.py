"""The map of the course: what a student has done of each round, and where to go on."""

import json
from html import escape
from importlib import import_module
from typing import NamedTuple

from course_nn.common import memory
from course_nn.common.errors import lookup
from course_nn.common.texts import plainly
from course_nn.common.words import Words, block, term
from course_nn.lectures import LECTURES, rounds_of
from course_nn.notebook.answers import answers_of
from course_nn.notebook.counterexamples import counterexamples
from course_nn.notebook.exercises import Verdict, exercises_of
from course_nn.notebook.kept_rivals import kept_rivals
from course_nn.notebook.question import recall_questions
from course_nn.notebook.sureness import nearness, sureness
from course_nn.stage import DEMOS
from course_nn.stage.page import SIGNS, styled
from course_nn.stage.road import OWN, done_tasks

COLUMNS = 4  # two questions, tasks, challenge
DONE = ("right", "compare", "noted")  # the voices of an exercise that is done
ALL_DONE = Words("Nothing is open.", "没有待做的了。")
FORGOTTEN = Words(
    "All of it is forgotten. To start afresh, run all cells again in each open notebook: until then it shows "
    "what it showed.",
    "已全部忘记。请在每个打开的笔记本中重新运行所有单元格，即可从头开始；在那之前，它仍显示原来的内容。",
)
NOT_FORGOTTEN = Words(
    "A file could not be deleted ({reason}). Delete it by hand, or try again later.",
    "有文件无法删除（{reason}）。请手动删除，或稍后再试。",
)
BESIDES = ("inventory", "digits", OWN)  # what is remembered of no lecture


class Mark(NamedTuple):
    """One thing to do: the question of a round, its tasks, its challenge; or an exercise.
    要做的一件事：一轮的题目、任务、挑战，或一道习题。

    what     : Words
    cell     : id of its cell
    done, of : how much of it is done
    road     : whether the next round takes it for granted
    """

    what: Words
    cell: str
    done: int
    of: int = 1
    road: bool = True

    @property
    def state(self) -> str:
        """As a challenge has it: "open", "almost" or "solved". 状态，与挑战相同。"""
        return "solved" if self.done >= self.of else "almost" if self.done else "open"

    def words(self) -> Words:
        """ "tasks 1/3" """
        share = f" {self.done}/{self.of}" if self.of > 1 else ""
        return Words(*(f"{words}{share}" for words in self.what))


class Row(NamedTuple):
    """A round, or the exercises of a lecture.
    一轮，或一讲的习题。

    named : whether its marks have names of their own, and stand in a text instead of in columns
    when  : something of it was done last; "" if nothing is
    """

    title: Words
    marks: list[Mark]
    further: bool = False
    named: bool = False
    when: str = ""

    @property
    def state(self) -> str:
        """Solved if all is done, open if nothing is. 全部完成、未开始，或介于其间。"""
        states = {mark.state for mark in self.marks}
        return states.pop() if len(states) == 1 else "almost"


class Step(NamedTuple):
    """Something that is open: section, row and mark. 待做的一项：讲次、轮次与标记。"""

    section: str
    row: Row
    mark: Mark

    @property
    def on_the_road(self) -> bool:
        """Whether the next round takes it for granted. 后面的内容是否以它为前提。"""
        return self.mark.road and not self.row.further

    def words(self) -> Words:
        """ "Two layers: tasks 1/3" """
        (title, zh), (mark, mark_zh) = self.row.title, self.mark.words()
        return Words(
            f"{title} {mark}" if title.endswith("?") else f"{title}: {mark}",
            f"{zh}{mark_zh}" if zh.endswith("？") else f"{zh}：{mark_zh}",
        )


class CourseMap(NamedTuple):
    """The map, as it is shown.
    课程地图。

    lectures : {section: its Rows}
    """

    lectures: dict[str, list[Row]]

    def next(self) -> Step | None:
        """Where to go on: what is open in the round where something was done last, then in the rounds and lectures
        after it, then in those before; further rounds, challenges and exercises come last.
        从哪里继续：先是最近做过的那一轮中未完成的，再是其后的各轮各讲，然后是之前的；选读、挑战与习题排在最后。
        """
        rows = [(section, row) for section, found in self.lectures.items() for row in found]
        last = max(range(len(rows)), key=lambda place: rows[place][1].when, default=0)
        steps = [
            (place, Step(section, row, mark))
            for place, (section, row) in enumerate(rows)
            for mark in row.marks
            if mark.state != "solved"
        ]
        return max(steps, key=lambda one: (one[1].on_the_road, one[0] >= last), default=(0, None))[1]

    def _repr_html_(self):
        found, known, news = (
            self.next(),
            [one for one in (sureness(), nearness(), counterexamples(), kept_rivals()) if one],
            memory.news(),
        )
        head = _go_on(found) if found else block(ALL_DONE)
        head += block(news, "cn-warning") if news else ""
        parts = [
            _lecture(section, rows, section == found.section if found else False)
            for section, rows in self.lectures.items()
        ]
        return styled(head + "".join(parts)) + "".join(one._repr_html_() for one in known)

    def __repr__(self):
        lines = []
        for section, rows in self.lectures.items():
            lines.append(LECTURES[section].title.shown())
            for row in rows:
                marks = "  ".join(f"{SIGNS[mark.state]} {mark.words().shown()}" for mark in row.marks)
                lines.append(f"  {row.title.shown()}: {marks}")
        return "\n".join(lines)


@plainly
def my_course(lecture: str | None = None) -> CourseMap:
    """What you have done, round by round, and where to go on; nothing is counted or graded.
    你做过的每一轮，以及从哪里继续；不计时，也不评分。

    lecture : "xor"; without it the whole course
    raises  : BadInput for an unknown lecture
    """
    if lecture is not None:
        lookup(LECTURES, lecture, "lecture", "讲次")
    return CourseMap({name: rows_of(name) for name in ([lecture] if lecture else LECTURES)})


def rows_of(lecture: str) -> list[Row]:
    """What there is to do in a lecture, and what is done of it. 一讲中要做的事及其进度。"""
    kept = memory.recall(lecture)
    rows = _rounds(lecture, kept)
    tried = kept.get("exercises", {})
    marks = [
        Mark(one.title, key, tried.get(key, {}).get("voice") in DONE, road=False)
        for key, one in exercises_of(lecture).items()
    ]
    return [*rows, Row(term("exercises"), marks, named=True)] if marks else rows


def bar(lecture: str) -> str:
    """What the bar over a notebook tells, as JSON: {"signs": {round: sign}, "next": where to go on, or null}.
    笔记本上方工具栏所显示的内容（JSON）：各轮的标记，以及从哪里继续。

    next : {"notebook": file name, "cell": its id, "words": [English, Chinese]}; of a lecture that is done the next one
    """
    rounds, kept = rounds_of(lecture), memory.recall(lecture)
    rows, sections = _rounds(lecture, kept), [*LECTURES]
    step = CourseMap({lecture: rows}).next()
    after = sections[sections.index(lecture) + 1 :][:1]
    found: tuple | None = step and (LECTURES[lecture].notebook, step.mark.cell, step.words())
    if after and not (step and step.on_the_road):
        found = LECTURES[after[0]].notebook, f"{after[0]}-title", LECTURES[after[0]].title
    told = dict(zip(("notebook", "cell", "words"), found)) if found else None
    return json.dumps({"signs": {key: SIGNS[row.state] for key, row in zip(rounds, rows)}, "next": told})


def _rounds(lecture, kept):
    answers = answers_of(lecture)
    found = ((one, *_marks(lecture, key, one, kept, answers)) for key, one in rounds_of(lecture).items())
    return [Row(one.title, marks, one.further, when=when) for one, marks, when in found]


def _marks(lecture, key, one, kept, answers):
    """The marks of a round, which are questions, tasks and a challenge; and when something of it was done last."""
    cells = [f"{key}-lock", f"{key}-sceptic"]
    marks = [Mark(term("question"), cell, question in answers) for cell, question in zip(cells, one.questions)]
    entries = [answers.get(question) for question in one.questions]
    if one.demo:
        import_module(LECTURES[lecture].home)
        demo = DEMOS[f"{lecture}.{one.demo}"]
        tasks, known = demo.tasks_of(key), demo.tasks_key(key)
        seen = {task.name for task in tasks if task.done}  # what nobody can see done is not counted
        if seen:
            marks.append(Mark(term("tasks"), f"{key}-play", len(seen & {*done_tasks(kept, known, tasks)}), len(seen)))
            entries += [kept.get("tasks", {}).get(f"{known}/{name}") for name in seen]
        if demo.challenge:
            marks.append(Mark(term("challenge"), f"{key}-play", one.demo in kept.get("challenges", {}), road=False))
    return marks, max((str(entry.get("when", "")) for entry in entries if entry), default="")


def _go_on(step):
    lecture = LECTURES[step.section].title
    (en, zh), (to, next_) = lecture, step.words()
    go, on = (_link(step.section, step.mark.cell, words) for words in term("go on"))
    return block(Words(f"<b>{go}</b>: {en}, {to}", f"<b>{on}</b>：{zh}，{next_}"))


def _lecture(section, rows, is_open):
    lecture = LECTURES[section]
    signs = " ".join(SIGNS[row.state] for row in rows)
    head = f'{lecture.title.html()} <span aria-hidden="true">{signs}</span>'
    link = f'<a href="{lecture.notebook}">{lecture.notebook}</a>'
    lines = "".join(_row(section, row) for row in rows)
    opened = " open" if is_open else ""
    return f'<details{opened}><summary>{head}</summary>{link}<table class="cn-map">{lines}</table></details>'


def _row(section, row):
    further = Words(*(f" ({word})" for word in term("further"))) if row.further else Words("", "")
    title = Words(*(f"{words}{more}" for words, more in zip(row.title, further)))
    marks = [_mark(section, mark) for mark in row.marks]
    cells = [f"<td>{mark}</td>" for mark in marks]
    if row.named:
        cells = [f'<td colspan="{COLUMNS}" class="cn-named">{" ".join(marks)}</td>']
    return f'<tr><th scope="row">{title.html()}</th>{"".join(cells)}</tr>'


def _mark(section, mark):
    """A sign, and for who hears it a word: "● question", "question: solved"."""
    what, state = mark.words(), term(mark.state)
    spoken = Words(f"{what.en}: {state.en}", f"{what.zh}：{state.zh}").shown()
    seen = f'<span aria-hidden="true">{SIGNS[mark.state]}</span> {mark.words().html()}'
    return f'<a href="{_address(section, mark.cell)}" aria-label="{spoken}" title="{spoken}">{seen}</a>'


def _link(section, cell, text):
    return f'<a href="{_address(section, cell)}">{text}</a>'


def _address(section, cell):
    """Of a cell, as JupyterLab and Notebook 7 understand it."""
    return f"{LECTURES[section].notebook}#cell-id={cell}"


@plainly
def forget(lecture: str | None = None) -> Verdict:
    """Forget what you have done, in one lecture or in the whole course; pictures and notebooks stay as they are.
    忘记你做过的事：一讲或整门课；图与笔记本不受影响。

    raises : BadInput for an unknown lecture
    """
    if lecture is not None:
        lookup(LECTURES, lecture, "lecture", "讲次")
    try:
        memory.forget([lecture] if lecture else [*LECTURES, *BESIDES])
    except OSError as error:
        reason = escape(str(error))
        return Verdict("noted", Words(*(words.format(reason=reason) for words in NOT_FORGOTTEN)))
    finally:
        recall_questions()
    return Verdict("noted", FORGOTTEN)
