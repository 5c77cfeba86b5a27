"""A class that votes live: the lecturer's side on the wall, and a student's in their own notebook."""

import time
from collections import Counter
from html import escape
from typing import Any

import ipywidgets
import numpy as np
import segno
from ipywidgets import HTML, Dropdown, HBox, VBox

from course_nn.common.errors import BadInput, lookup, shortened
from course_nn.common.sitting import Sitting
from course_nn.common.texts import plainly
from course_nn.common.words import LANGUAGE, Words, block
from course_nn.lectures import LECTURES, round_of, settled
from course_nn.notebook.class_table import table
from course_nn.notebook.exercises import demo_of, questions_of
from course_nn.notebook.hall import lecture as shown_large
from course_nn.notebook.live import OVER, Live, running_loop
from course_nn.notebook.live_answers import VOTES, as_asked, as_results
from course_nn.notebook.live_desk import Desk
from course_nn.notebook.live_picture import veiled_picture
from course_nn.notebook.live_server import ClassServer, Refusal, escaped, own_server
from course_nn.stage.crowd import Crowd
from course_nn.stage.estimates import Curve, Mark
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
FOUND = Words(
    "This is the class that you opened: its votes are all here. For a new one, end it and run the cell again.",
    "这是您先前开启的课堂，票都在。要开新的课堂，请先结束它，再运行本单元格。",
)
OTHERWISE = 409  # the server's answer if the class that is open has other settings
ASK, END = Words("Ask", "提问"), Words("End the class", "结束课堂")
ENDED = Words("This class has ended. Run the cell again for a new one.", "课堂已结束。再运行本单元格可另开一次。")
NOBODY: dict[str, Any] = {
    "voters": 0,
    "together": 0,
    "question": None,
    "phase": "",
    "votes": {},
    "values": {},
    "ended": False,
    "note": None,
}
SURELY = Words("Yes, show the answer now", "是的，现在公布答案")
ICONS = ("question", "arrow-right", "stop", "desktop")
THE_WALL = Words("The wall", "大屏幕")
LINKS_STAY = 60.0  # seconds
PAUSE = 1.5  # seconds until a button does what it has just begun to say: a double click is one click
MANY = 5  # phones at one address, from which on the wall says so
LIFT = Words("Lift the veil", "揭开遮盖")
ADVICE = (  # by the share that is right after the first vote: Lasry, Mazur, Watkins 2008, figure 1
    (0.3, Words("Few are right: explain more before they discuss.", "答对的不多：先多讲一些，再讨论。")),
    (0.7, Words("Opinions differ: let them discuss.", "意见不一：让大家讨论。")),
    (1.1, Words("Most agree on the right answer: a word will do.", "多数人已答对：简单说明即可。")),
)


NEAR = (  # likewise, where something was set or drawn, by the share that lies nearest to the right option
    (0.3, Words("Few are near: explain more before they discuss.", "接近的不多：先多讲一些，再讨论。")),
    (0.7, Words("Opinions differ: let them discuss.", "意见不一：让大家讨论。")),
    (1.1, Words("Most are near: a word will do.", "多数人已很接近：简单说明即可。")),
)


@plainly
def class_session(lecture: str | None = None, phones: bool = True, participation: bool = False) -> "ClassSession":
    """Let a room vote on the questions of a lecture, twice, and see both votes beside the answer.
    让全班对一讲的题目投票两次，并与答案并列显示。

    lecture       : "xor", or the question to begin with, "xor-2"
    phones        : whether one may vote without an account, in the browser of a phone
    participation : whether the names of those who take part are kept, apart from what they say: names() gives them
    raises        : BadInput where no server counts votes; class_code() works without one; or if the class that is open
                    lets phones in, or keeps no names, and is now to be otherwise

    A cell that is run again shows the same session, also after the kernel was restarted, with all votes, and opens the
    door for phones again; its button End, or end(), ends it, and otherwise it ends by itself after six hours.
    """
    section = shortened(lecture or "xor").split("-")[0]
    lookup(LECTURES, section, "lecture", "讲次")
    session = _open_session({"phones": phones, "participation": participation, "resume": True})
    session.choose(section, lecture)
    session.watch()
    return session


def _open_session(wanted):
    """The one that is open, as its server says, or a new one; while no server answers, what stands on the wall."""
    here = Sitting.now.all(ClassSession).get("")  # at most one
    server = here.server if here else own_server()
    try:
        begun = server.request("class", wanted)
        if here is None or begun.get("code") != here.code:
            if here:
                here.leave()
            here = Sitting.now.all(ClassSession)[""] = ClassSession(server, begun)
        here.find_door(begun)
        here.look()
    except BadInput as error:
        if here is None or getattr(error, "status", 0) == OTHERWISE:
            raise
        here.say(error)
    return here


class ClassSession(Live):
    """A class that votes, as it stands on the wall.
    大屏幕上的全班投票。

    code   : of four letters, by which students join
    link   : where a phone finds the page
    result : what the server says: voters, question, phase, votes, whether it has ended
    now    : () -> seconds
    """

    now = staticmethod(time.monotonic)

    def __init__(self, server: ClassServer, begun: dict[str, Any]) -> None:
        super().__init__(server, self._words)
        self.code, self.link, self.notes = _begun(begun, server)
        self.looks = f"lead/{self.code}/results"
        self._demo: Any = None  # of the round, once all is shown
        self._is_veiled = False  # the picture on the wall, in which the votes lie
        self.result = NOBODY
        self.door, self.status, self.wall = HTML(), HTML(), HTML()
        self.desk, self.remote = Desk(server, self.code), HTML()
        self.pick, self.scene = Dropdown(), VBox()
        self.ask, self.go_on, self.stop, self.to_wall = (ipywidgets.Button(icon=icon) for icon in ICONS)
        self.ended, self._pressed = False, ""  # and what does something only when it is pressed once more
        self._means, self._since = ("", ""), -PAUSE  # what the buttons do, and since when
        self.box.children = [
            HBox([self.door]),
            HBox([self.pick, self.ask, self.go_on, self.stop, self.to_wall]),
            self.remote,
            self.status,
            self.says,
            self.wall,
            self.scene,
            style_sheet(),
        ]
        self.box.add_class("cn-room")
        self.scene.add_class("cn-scene")
        self._listen()

    def _listen(self):
        self.ask.on_click(lambda _: self._press(self._put, self.pick.value))
        self.go_on.on_click(lambda _: self.lift() if self._is_veiled else self._press_on())
        self.stop.on_click(lambda _: self._press_stop())
        self.to_wall.on_click(lambda _: self._show_links())
        self.pick.observe(lambda _: self._label(), "value")
        LANGUAGE.observe(lambda _: self.tell(), "shown")

    # ---- what the lecturer does --------------------------------------------------------------------------

    def choose(self, section: str, question: str | None = None) -> None:
        """Offer the questions of a lecture, one of them first. 列出一讲的题目。"""
        self._questions = questions_of(section)
        self._relabel()
        if question in self._questions:
            self.pick.value = question
        first = list(self._questions).index(self.pick.value)
        keys = [*self._questions]
        self.desk.leave([*keys[first:], *keys[:first]], lambda: self.goes_on)
        self.tell()

    def find_door(self, begun: dict[str, Any]) -> None:
        """Where phones come in, as the server says by now. 手机入口，以服务器此刻所说为准。"""
        _, self.link, self.notes = _begun(begun | {"resumed": FOUND in self.notes}, self.server)
        self.desk.hang(self.link, begun.get("where") or self.server.url)

    def put(self, question: str) -> None:
        """Ask a question: the first vote begins. One that is being asked goes on as it is. 提问：第一轮投票开始。

        raises : BadInput for an unknown question, or if the server refuses: the first time, if votes would be lost
        """
        self.show(self._put(question))

    def _put(self, question):
        lookup(self._questions, question, "question", "题目")
        sent = as_asked(question) | {"anew": self._pressed == question, "picture": veiled_picture(question)}
        self._pressed = ""
        try:
            self._lead("ask", sent)
        except Refusal as error:
            self._pressed = question if error.status == 409 else ""
            raise
        return self.found()

    def turn(self, phase: str | None = None) -> None:
        """Go to the next phase, or to one of discuss, second, shown. 进入下一阶段。

        raises : BadInput if the server refuses
        """
        self.show(self._turn(phase))

    def _turn(self, phase=None):
        self._pressed, seen = "", self.result["phase"]
        self._lead("turn", {"phase": phase or NEXT.get(seen, ("shown",))[0], "from": None if phase else seen or None})
        return self.found()

    def names(self) -> list[str]:
        """Who took part, if that is kept: not what they said. 参与者名单（若保存）：不含答案。"""
        return self.server.request(f"lead/{self.code}/names")["names"]

    def rivals(self) -> list[dict[str, Any]]:
        """The rivals that students have handed in by rival(…, to=…), as they say: by comparison, the best first.
        学生用 rival(…, to=…) 交来的对手（数字以他们所报为准）：按比较分组，最好的在前。
        """
        return self.server.request(f"lead/{self.code}/rivals")["rivals"]

    def end(self) -> None:
        """Nobody can vote any more; what stands on the wall stays. 结束：不能再投票，大屏幕内容保留。"""
        self.show(self._end())

    def _end(self):
        self._lead("close", {})
        self._is_over()
        return self.found()

    def _is_over(self):
        self.ended = True
        if self.goes_on:
            Sitting.now.forget(ClassSession)

    def leave(self) -> None:
        """It has ended, or is this lecturer's no more. 已结束，或不再属于这位授课教师。"""
        self._is_over()
        self._say_votes()

    def _press(self, what, *given):
        """What a button says is done, unless it says it for so short a time that nobody can have read it."""
        if self._is_read():
            self.doing(what, *given)

    def _show_links(self):
        """For a minute: the link that leads is a secret, and a notebook that is saved holds what its widgets show."""
        self.remote.value = self.desk.html()
        if loop := running_loop():
            loop.call_later(LINKS_STAY, lambda: setattr(self.remote, "value", ""))

    def _press_on(self):
        """The step that reveals the answer asks once."""
        if NEXT.get(self.result["phase"], ("",))[0] != "shown" or self._pressed == "shown":
            self._press(self._turn)
        elif self._is_read():
            self._pressed = "shown"
            self._label()

    def _press_stop(self):
        """The first press asks, the second one ends."""
        if self._pressed == "end":
            self._press(self._end)
        elif self._is_read():
            self._pressed = "end"
            self._label()

    def _is_read(self):
        return self.now() - self._since >= PAUSE and not self.acts

    @property
    def goes_on(self) -> bool:
        """Until it is ended. 直到结束。"""
        return Sitting.now.all(ClassSession).get("") is self

    def _lead(self, what, sent):
        return self.server.request(f"lead/{self.code}/{what}", sent)

    # ---- what stands on the wall ------------------------------------------------------------------------

    def checked(self, found: dict[str, Any]) -> dict[str, Any]:
        """The votes, if they have the form of some. 检查结果的形式。"""
        return as_results(found)

    def say(self, error: BadInput) -> None:
        """An error, and what the buttons do now: it may have ended by itself. 显示错误，并更新按钮。"""
        super().say(error)
        if getattr(error, "status", 0) == OVER:
            self._is_over()
        self._say_votes()

    def show(self, result: dict[str, Any]) -> None:
        """How many have voted; once all is shown, both votes and the picture. 显示票数；公布之后显示两次投票与图。"""
        phase, note, self.result = self.result["phase"], self.result["note"], result
        if result["note"] != note:
            self.tell()
        if result["phase"] != phase and self._pressed == "shown":  # somebody else has gone on
            self._pressed = ""
        if result["ended"]:
            self._is_over()
        self._say_votes()
        if result["phase"] == "shown" and phase != "shown":
            self._refute()
        elif result["phase"] != "shown":
            self._clear()

    def tell(self) -> None:
        """Say it all once more, in the reader's language. 以读者的语言重新显示全部内容。"""
        self._relabel()
        qr = segno.make(self.link, error="m").svg_inline(border=3, omitsize=True) if self.link else ""
        lines = dict.fromkeys([_where(self.link), *self.notes, *filter(None, [self.result["note"]])])
        self.door.value = f'<div class="cn-door">{qr}<div>' + (
            f'<div class="cn-code">{self.code}</div>{"".join(map(block, lines))}</div></div>'
        )
        self._say_votes()

    def _relabel(self):
        kept, questions = self.pick.value, self._questions
        self.pick.options = [(f"{key}: {one.ask.shown(' / ')[:90]}", key) for key, one in questions.items()]
        self.pick.value = kept if kept in questions else next(iter(questions))
        self._label()

    def say_buttons(self) -> None:
        """What can be pressed now. 更新按钮。"""
        self._label()

    def _rest(self):
        """Buttons that have begun to do something else wait until that can have been read."""
        means = self._pressed, self.result["phase"]
        if means != self._means:
            self._means, self._since = means, self.now()
            if loop := running_loop():
                loop.call_later(1.1 * PAUSE, self._label)
        for button in (self.ask, self.go_on, self.stop):
            button.disabled = not self._is_read()

    def _label(self):
        """What the buttons do next."""
        self._rest()
        again = self._pressed and self._pressed == self.pick.value
        self.ask.description = (Words("Discard the votes, and ask", "丢弃已投的票并提问") if again else ASK).shown()
        self.stop.description = (
            Words("Press once more to end", "再点一次以结束") if self._pressed == "end" else END
        ).shown()
        self.to_wall.description = THE_WALL.shown()
        self.to_wall.layout.display = "" if self.desk.link else "none"
        step = ("", LIFT) if self._is_veiled else NEXT.get(self.result["phase"])
        reveals = bool(step) and step[0] == "shown"
        self.go_on.description = (SURELY if reveals and self._pressed == "shown" else step[1]).shown() if step else ""
        self.go_on.button_style = "warning" if reveals else ""
        self.go_on.layout.display = "" if step and not self.ended else "none"
        for one in (self.ask, self.stop):
            one.layout.display = "none" if self.ended else ""

    def _say_votes(self):
        self.status.value = self._count()
        self.wall.value = self._wall() if self.result["question"] else ""
        self._label()

    def _count(self):
        """How many there are, how many have voted, and what is to be done."""
        phase = self.result["phase"]
        parts = [self._joined()]
        if phase in VOTES:
            votes = sum(self._counts(phase).values())
            parts.append(Words(f"<b>{votes}</b> have voted.", f"<b>{votes}</b> 人已投票。"))
        parts.append(ENDED if self.ended else SAID[phase])
        if phase == "discuss":
            parts.append(self._advice())
        return block(Words(" ".join(part.en for part in parts), "".join(part.zh for part in parts)))

    def _joined(self):
        """How many have joined; and how many of them from one address, where one machine could be many voters."""
        voters, together = self.result["voters"], self.result["together"]
        if together < MANY:
            return Words(f"{voters} have joined.", f"{voters} 人已加入。")
        return Words(
            f"{voters} have joined, {together} of them without an account and from one address.",
            f"{voters} 人已加入，其中 {together} 人没有账户，且来自同一地址。",
        )

    def _advice(self):
        """What the first vote makes worth while, without saying which answer is right."""
        counts = self._counts("first")
        share = counts.get(self._right(), 0) / max(sum(counts.values()), 1)
        return next(words for border, words in (NEAR if self._estimate() else ADVICE) if share < border)

    def _wall(self):
        question = self.result["question"]
        if self.result["phase"] != "shown":
            options = [escaped(words) for words in question["options"].values()]
            listed = "".join(f"<li>{words.html()}</li>" for words in options)
            return f"<b>{block(escaped(question['ask']))}</b>{'' if self._estimate() else f'<ol>{listed}</ol>'}"
        if estimate := self._estimate():
            said = summary(estimate, self._last_values(), measured=not self._is_veiled)
            return f"<b>{block(escaped(question['ask']))}</b>{block(said)}"
        votes = [counts for counts in map(self._counts, ("first", "second")) if sum(counts.values())]
        return table(question["key"], votes, self._right()) + block(self._sure_and_wrong())

    def _counts(self, phase):
        """{option: how many chose it}, in the order of the question."""
        votes, options = self.result["votes"][phase], self.result["question"]["options"]
        if estimate := self._estimate():
            nearest = Counter(estimate.option(value) for value, _ in self._values(phase))
            return {option: nearest[option] for option in options}
        return {option: sum(votes.get(option, {}).values()) for option in options}

    def _estimate(self):
        """What the question asks to be set or drawn; None where an option is chosen."""
        return self._questions_of_all()[self.result["question"]["key"]].estimate()

    def _values(self, phase):
        """What was set or drawn in a vote, as this edition of the course can read it: [(value, sure)]."""
        estimate, votes = self._estimate(), self.result["values"][phase]
        read = [(estimate.read(value), sure) for value, sure in votes] if estimate else []
        return [vote for vote in read if vote[0] is not None]

    def _last_values(self):
        return self._values("second") or self._values("first")

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
            question, estimate = self._questions_of_all()[key], self._estimate()
            caption = question.because[right if estimate else wrong]
            values = settled(key) | (dict(estimate.shown) if estimate else {})
            self._demo = shown_large(f"{key.split('-')[0]}.{found[1].demo}", [Scene(caption, values)])
            self._gather(key)
            self.scene.children = [self._demo.page.box]
            self._say_votes()

    def _gather(self, key):
        """The votes lie in the picture: what was set or drawn first below its veil, so that all look at it."""
        round_, demo = demo_of(key)
        if demo:
            self._is_veiled = bool(self._estimate() and self._last_values())
            self._demo.gather(self._crowd(key, demo), demo.veil_of(round_) if self._is_veiled else None)

    def _crowd(self, key, demo):
        if estimate := self._estimate():
            votes = [[value for value, _ in self._values(phase)] for phase in VOTES]
            return Crowd({}, None, estimate, votes)
        counts = self._counts("second") if any(self._counts("second").values()) else self._counts("first")
        letters = self._questions_of_all()[key].letters()
        return Crowd({option: f"{letters[option]} {count}" for option, count in counts.items()}, demo.ghost)

    def lift(self) -> None:
        """Lift the veil: the truth stands beside what all have answered. 揭开遮盖：真值与大家的答案并列。"""
        if self._is_veiled:
            self._is_veiled = False
            self._demo.gather(self._crowd(self.result["question"]["key"], self._demo.spec))
            self._say_votes()

    def _clear(self):
        """Take the demo of the question before off the wall, and its memory with it."""
        if self._demo:
            self.scene.children = []
            self._demo.close()
            self._demo, self._is_veiled = None, False

    def _words(self):
        return Words(f"The class {self.code}: {escape(self.link)}", f"课堂 {self.code}：{escape(self.link)}")


def summary(estimate: Mark | Curve, votes: list[tuple], measured: bool) -> Words:
    """What a class has set or drawn, and once it may be said what is measured. 全班所设或所画的概况，及测得的值。

    votes : [(value, sure)]
    """
    if not votes:
        return Words("Nobody has voted.", "没有人投票。")
    if isinstance(estimate, Curve):
        count = len(votes)
        return Words(f"{count} curves; the thick one is their median.", f"{count} 条曲线；粗线为中位数。")
    values = [estimate.middle(value) for value, _ in votes]
    low, half, high = map(estimate.text, map(float, np.quantile(values, [0.25, 0.5, 0.75])))
    said = Words(
        f"{len(values)} marks: median {half.en}, half of them between {low.en} and {high.en}.",
        f"{len(values)} 个标记：中位数 {half.zh}，一半在 {low.zh} 到 {high.zh} 之间。",
    )
    truth = estimate.text(float(estimate.measured)) if measured else Words("", "")
    sure = [value for value, (_, how) in zip(values, votes) if how == "certain"]
    theirs = estimate.text(float(np.median(sure))) if sure else Words("", "")
    return Words(
        said.en + (f" Of those who were sure: {theirs.en}." if sure else "") + (f" Measured: {truth.en}." * measured),
        said.zh + (f"有把握者的中位数：{theirs.zh}。" if sure else "") + (f"测得 {truth.zh}。" * measured),
    )


def _begun(told, server):
    """The code, the link for phones ("" for none), and what the lecturer should know."""
    try:
        code, where, note = str(told["code"]), str(told["where"]), told.get("note")
        notes = [escaped(note)] if note else []
    except (KeyError, TypeError, AttributeError):
        raise BadInput(f"what answers at {server.url} does not serve classes", f"{server.url} 不是课堂服务") from None
    if told.get("resumed"):
        notes.append(FOUND)
    return code, "" if note else f"{where or server.url}{code}", notes


def _where(link):
    """How one joins."""
    button = Words("in the notebook press “Join a class” and type the code", "在笔记本中点击“加入课堂”并输入代码")
    if not link:
        return Words(f"{button.en[0].upper()}{button.en[1:]}.", f"{button.zh}。")
    return Words(f"Join at {escape(link)}, or {button.en}.", f"访问 {escape(link)}，或{button.zh}。")
