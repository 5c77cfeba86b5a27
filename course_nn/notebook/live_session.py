"""A class that votes live: the lecturer's side on the wall, and a student's in their own notebook."""

from html import escape
from typing import Any

import ipywidgets
import segno
from ipywidgets import HTML, Dropdown, HBox, VBox

from course_nn.common.errors import lookup
from course_nn.common.words import LANGUAGE, Words, block
from course_nn.lectures import LECTURES, round_of, settled
from course_nn.notebook.class_table import STYLE, table
from course_nn.notebook.exercises import questions_of
from course_nn.notebook.hall import lecture as shown_large
from course_nn.notebook.live import Live
from course_nn.notebook.live_server import ClassServer, escaped, own_server
from course_nn.stage.page import style_sheet
from course_nn.stage.presenting import Scene

NEXT = {  # what the button does in each phase: the phase that it leads to, and its words
    "first": ("discuss", Words("Close the vote", "结束投票")),
    "discuss": ("second", Words("Vote again", "再投一次")),
    "second": ("shown", Words("Close, and show the answer", "结束并公布答案")),
}
SAID = {
    "": Words("Choose a question, and ask it.", "请选择题目并提问。"),
    "first": Words("Each decides alone.", "请独立作答。"),
    "discuss": Words("Talk it over with your neighbour: why?", "请与邻座讨论：为什么？"),
    "second": Words("Vote once more.", "请再投一次。"),
    "shown": Words("Before the discussion, and after it.", "讨论之前与讨论之后。"),
}
ADVICE = (  # by the share that is right after the first vote: Lasry, Mazur, Watkins 2008, figure 1
    (0.3, Words("Few are right: explain more before they discuss.", "答对的不多：先多讲一些，再讨论。")),
    (0.7, Words("Opinions differ: let them discuss.", "意见不一：让大家讨论。")),
    (1.1, Words("Most agree on the right answer: a word will do.", "多数人已答对：简单说明即可。")),
)
WALL = """
.cn-room { font-size: 20px; line-height: 1.45; }
.cn-room > :not(.cn-scene),
.cn-room > :not(.cn-scene) :is(.jupyter-widgets, .widget-html-content, .cn-words, td, th, select) {
    font-size: inherit; line-height: inherit; height: auto; }
.cn-room .cn-code { font-size: 64px; line-height: 1.1; letter-spacing: 0.12em; }
.cn-room .cn-door { display: flex; gap: 2em; align-items: center; }
.cn-room .cn-door svg { width: 180px; height: 180px; background: white; }
.cn-room .cn-class { max-width: 1200px; }
.cn-room ol { list-style: upper-alpha; }
.cn-room > :not(.cn-scene) .widget-dropdown { width: 40em; max-width: 100%; }
"""
_OPEN: list["ClassSession"] = []  # the one of this kernel


def class_session(lecture: str | None = None, phones: bool = True, participation: bool = False) -> "ClassSession":
    """Let a room vote on the questions of a lecture, twice, and see both votes beside the answer.
    让全班对一讲的题目投票两次，并与答案并列显示。

    lecture       : "xor", or the question to begin with, "xor-2"
    phones        : whether one may vote without an account, in the browser of a phone
    participation : whether the names of those who take part are kept, apart from what they say: names() gives them
    raises        : BadInput where no server counts votes; class_code() works without one

    A cell that is run again shows the same session; end() ends it.
    """
    section = str(lecture or "xor").split("-")[0]
    lookup(LECTURES, section, "lecture", "讲次")
    if not _OPEN:
        _OPEN.append(ClassSession(own_server(), phones, participation))
    _OPEN[0].choose(section, lecture)
    _OPEN[0].watch()
    return _OPEN[0]


class ClassSession(Live):
    """A class that votes, as it stands on the wall.
    大屏幕上的全班投票。

    code   : of four letters, by which students join
    link   : where a phone finds the page
    result : what the server says: voters, question, phase, votes
    """

    def __init__(self, server: ClassServer, phones: bool = True, participation: bool = False) -> None:
        super().__init__(server, self._words)
        begun = server.request("class", {"phones": phones, "participation": participation})
        self.code, self.link = begun["code"], f"{begun['where'] or server.url}{begun['code']}"
        self.looks, self._demo = f"lead/{self.code}/results", None
        self.result: dict[str, Any] = {"voters": 0, "question": None, "phase": "", "votes": {}}
        self.door, self.status, self.wall = HTML(), self.says, HTML()
        self.pick, self.scene = Dropdown(), VBox()
        self.ask, self.go_on = ipywidgets.Button(icon="question"), ipywidgets.Button(icon="arrow-right")
        self.box.children = [
            HBox([self.door]),
            HBox([self.pick, self.ask, self.go_on]),
            self.status,
            self.wall,
            self.scene,
            HTML(f"<style>{STYLE}{WALL}</style>"),
            style_sheet(),
        ]
        self.box.add_class("cn-room")
        self.scene.add_class("cn-scene")
        self._listen()

    def _listen(self):
        self.ask.on_click(lambda _: self.doing(self.put, self.pick.value))
        self.go_on.on_click(lambda _: self.doing(self.turn))
        LANGUAGE.observe(lambda _: self.tell(), "shown")

    # ---- what the lecturer does --------------------------------------------------------------------------

    def choose(self, section: str, question: str | None = None) -> None:
        """Offer the questions of a lecture, one of them first. 列出一讲的题目。"""
        self._questions = questions_of(section)
        self._relabel()
        if question in self._questions:
            self.pick.value = question
        self.tell()

    def put(self, question: str) -> None:
        """Ask a question: the first vote begins. 提问：第一轮投票开始。

        raises : BadInput for an unknown question, or if the server refuses
        """
        found = lookup(self._questions, question, "question", "题目")
        options = {key: words._asdict() for key, words in found.options.items()}
        self._lead("ask", {"key": question, "ask": found.ask._asdict(), "options": options})
        self.look()

    def turn(self, phase: str | None = None) -> None:
        """Go to the next phase, or to one of discuss, second, shown. 进入下一阶段。

        raises : BadInput if the server refuses
        """
        self._lead("turn", {"phase": phase or NEXT.get(self.result["phase"], ("shown",))[0]})
        self.look()

    def names(self) -> list[str]:
        """Who took part, if that is kept: not what they said. 参与者名单（若保存）：不含答案。"""
        return self.server.request(f"lead/{self.code}/names")["names"]

    def end(self) -> None:
        """Nobody can vote any more; what stands on the wall stays. 结束：不能再投票，大屏幕内容保留。"""
        self._lead("close", {})
        if self in _OPEN:
            _OPEN.remove(self)

    @property
    def goes_on(self) -> bool:
        """Until it is ended. 直到结束。"""
        return self in _OPEN

    def _lead(self, what, sent):
        return self.server.request(f"lead/{self.code}/{what}", sent)

    # ---- what stands on the wall ------------------------------------------------------------------------

    def show(self, result: dict[str, Any]) -> None:
        """How many have voted; once all is shown, both votes and the picture. 显示票数；公布之后显示两次投票与图。"""
        phase, self.result = self.result["phase"], result
        self._say_votes()
        if result["phase"] == "shown" and phase != "shown":
            self._refute()
        elif result["phase"] != "shown":
            self._clear()

    def tell(self) -> None:
        """Say it all once more, in the reader's language. 以读者的语言重新显示全部内容。"""
        self._relabel()
        qr = segno.make(self.link, error="m").svg_inline(border=3, omitsize=True)
        lines = Words(f"Join with the code, or at {escape(self.link)}", f"用代码加入，或访问 {escape(self.link)}")
        self.door.value = f'<div class="cn-door">{qr}<div>' + (
            f'<div class="cn-code">{self.code}</div>{block(lines)}</div></div>'
        )
        self._say_votes()

    def _relabel(self):
        kept, questions = self.pick.value, self._questions
        self.pick.options = [(f"{key}: {one.ask.shown(' / ')[:90]}", key) for key, one in questions.items()]
        self.pick.value = kept if kept in questions else next(iter(questions))
        self.ask.description = Words("Ask", "提问").shown()

    def _say_votes(self):
        self.status.value = self._count()
        self.wall.value = self._wall() if self.result["question"] else ""
        step = NEXT.get(self.result["phase"])
        self.go_on.description = step[1].shown() if step else ""
        self.go_on.layout.display = "" if step else "none"

    def _count(self):
        phase, voters = self.result["phase"], self.result["voters"]
        said = SAID[phase]
        votes = sum(sum(sure.values()) for sure in self.result["votes"].get(phase, {}).values())
        en, zh = f"{voters} in the room", f"{voters} 人已加入"
        if phase in ("first", "second"):
            en, zh = f"{en}, <b>{votes}</b> have voted", f"{zh}，<b>{votes}</b> 人已投票"
        advice = self._advice() if phase == "discuss" else Words("", "")
        return block(Words(f"{en}. {said.en} {advice.en}", f"{zh}。{said.zh}{advice.zh}"))

    def _advice(self):
        """What the first vote makes worth while, without saying which answer is right."""
        counts = self._counts("first")
        share = counts[self._right()] / max(sum(counts.values()), 1)
        return next(words for border, words in ADVICE if share < border)

    def _wall(self):
        question = self.result["question"]
        if self.result["phase"] != "shown":
            options = [escaped(words) for words in question["options"].values()]
            listed = "".join(f"<li>{words.html()}</li>" for words in options)
            return f"<b>{block(escaped(question['ask']))}</b><ol>{listed}</ol>"
        votes = [counts for counts in map(self._counts, ("first", "second")) if sum(counts.values())]
        return table(question["key"], votes, self._right()) + block(self._sure_and_wrong())

    def _counts(self, phase):
        """{option: how many chose it}, in the order of the question."""
        votes = self.result["votes"][phase]
        return {option: sum(votes.get(option, {}).values()) for option in self.result["question"]["options"]}

    def _right(self):
        return self._questions_of_all()[self.result["question"]["key"]].right()

    def _questions_of_all(self):
        return questions_of(self.result["question"]["key"].split("-")[0])

    def _sure_and_wrong(self):
        """Of those who were sure, how many were wrong: what a class most has to hear."""
        phase = "second" if any(self._counts("second").values()) else "first"
        sure = {option: found["certain"] for option, found in self.result["votes"][phase].items()}
        wrong, total = sum(sure.values()) - sure.get(self._right(), 0), sum(sure.values())
        return Words(f"{total} were sure; {wrong} of them were wrong.", f"{total} 人有把握，其中 {wrong} 人答错。")

    def _refute(self):
        """The demo of the round, where its picture refutes the wrong answer that was given most."""
        key, right = self.result["question"]["key"], self._right()
        counts = {option: count for option, count in self._counts("first").items() if option != right}
        found, wrong = round_of(key), max(counts, key=counts.__getitem__)
        self._clear()
        if found and found[1].demo:
            caption = self._questions_of_all()[key].because[wrong]
            self._demo = shown_large(f"{key.split('-')[0]}.{found[1].demo}", [Scene(caption, settled(key))])
            self.scene.children = [self._demo.page.box]

    def _clear(self):
        """Take the demo of the question before off the wall, and its memory with it."""
        if self._demo:
            self.scene.children = []
            self._demo.close()
            self._demo = None

    def _words(self):
        return Words(f"The class {self.code}: {escape(self.link)}", f"课堂 {self.code}：{escape(self.link)}")
