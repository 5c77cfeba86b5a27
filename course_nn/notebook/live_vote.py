"""A student's side of a class that votes, in their own notebook."""

from contextlib import suppress
from html import escape
from typing import Any

import ipywidgets
from ipywidgets import HTML, HBox, RadioButtons, VBox

from course_nn.classroom.sentences import CHOOSE, SAID, SET_ONE, VOTED
from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.common.sitting import Sitting
from course_nn.common.words import LANGUAGE, Words, block, term
from course_nn.notebook.answers import SURE
from course_nn.notebook.estimate_form import EstimateForm
from course_nn.notebook.exercises import LETTERS, prediction
from course_nn.notebook.live import Live
from course_nn.notebook.live_answers import OTHER_WORDS, as_asked, as_pass, as_picture, as_state
from course_nn.notebook.live_server import ClassServer, Refusal, escaped, own_server, told
from course_nn.notebook.question import adopt
from course_nn.stage.page import style_sheet
from course_nn.stage.scales import estimate_on


def join(link: str) -> "Vote":
    """Join a class that votes, and vote here. 加入课堂投票，并在此投票。

    link   : the code on the wall, "KQZT", or the whole address under it
    raises : BadInput if there is no such class
    """
    code, server = told(link)
    joined, server = Sitting.now.all(Vote), server or own_server()
    place = server.url, code
    if place not in joined:
        joined[place] = Vote(code, server)
    joined[place].watch()
    return joined[place]


class Vote(Live):
    """What a student sees of a class that votes.
    学生所见的课堂投票。

    code  : of the class
    state : what the server says: id, question, phase, mine, shown
    """

    every = 1.5

    def __init__(self, code: str, server: ClassServer) -> None:
        super().__init__(server, self._words)
        self.code, self.looks = code, f"class/{code}/state"
        self.pass_ = as_pass(server.request(f"class/{code}/join", {}))
        self.state: dict[str, Any] = {"id": 0, "question": None, "phase": "", "mine": {}, "shown": []}
        # id: a question, {phase: vote}, and what was forgotten of its lecture before; until they are kept
        self._given: dict[int, tuple[dict, dict, str | None]] = {}
        self._pictured: tuple = (0, None)  # the picture of a question, and which
        self.setting: EstimateForm | None = None  # where something is set or drawn
        self.ask, self.said, self.choice, self.picture = HTML(), HTML(), RadioButtons(), HTML()
        self.locks = {sure: ipywidgets.Button(icon="check") for sure in SURE}
        buttons = HBox([*self.locks.values()])
        buttons.add_class("cn-locks")
        self.answer = VBox([self.choice])
        self.box.children = [self.ask, self.picture, self.answer, buttons, self.said, self.says, style_sheet()]
        self.box.add_class("cn-question")
        for sure, button in self.locks.items():
            button.on_click(lambda _, sure=sure: self.doing(self._cast, self._answer(), sure))
        LANGUAGE.observe(lambda _: self.tell(), "shown")
        self.tell()
        self.look()

    def vote(self, sure: str) -> None:
        """Vote for what is chosen, set or drawn, or change the vote while it is open. 投票，或在结束前更改。

        sure   : one of "guess", "rather", "certain"
        raises : BadInput if nothing is chosen, or the vote is closed
        """
        self.show(self._cast(self._answer(), sure))

    def _answer(self):
        return self.setting.value if self.setting else self.choice.value

    def _cast(self, answer, sure):
        """Send a vote; how things stand then."""
        if answer is None:
            raise BadInput(*(SET_ONE if self.setting else CHOOSE))
        id_, question, phase = (self.state[part] for part in ("id", "question", "phase"))
        vote = {"value" if self.setting else "option": answer, "sure": sure}
        before = self._given_on(id_, question)
        self._given[id_] = question, before[1] | {phase: vote | {"when": memory.now()}}, before[2]
        try:
            self.server.request(f"class/{self.code}/vote", vote | {"asked": id_, "phase": phase}, self.pass_)
        except Refusal as refusal:
            if refusal.status:  # else it may be counted all the same, and what says so was lost on its way
                self._given[id_] = before
            raise
        return self.found()

    def _given_on(self, id_, question):
        """What was cast here on a question, unless it is to be forgotten by now."""
        lecture = question["key"].split("-")[0]
        cast = self._given.get(id_)
        if cast and not memory.forgotten_since(lecture, cast[2]):
            return cast
        return question, {}, memory.forgotten(lecture)

    def found(self) -> dict[str, Any]:
        """How things stand; of a question that is new the picture, too. 当前情况；新的题目还会取得图。"""
        found = super().found()
        if "scale" in (found["question"] or {}) and found["id"] != self._pictured[0]:
            path = f"class/{self.code}/picture?asked={found['id']}"
            with suppress(Refusal):  # something can be set without it, too
                self._pictured = found["id"], as_picture(self.server.request(path, pass_=self.pass_))
        return found

    def checked(self, found: dict[str, Any]) -> dict[str, Any]:
        """The state of the class, if it has the form of one. 检查状态的形式。"""
        return as_state(found)

    def show(self, state: dict[str, Any]) -> None:
        """The question, its phase, one's own vote; while nothing is new, nothing is touched. 显示题目与自己的票。"""
        if state == self.state:
            return
        is_another = any(state[part] != self.state[part] for part in ("id", "question"))
        is_new = is_another or state["phase"] != self.state["phase"]
        self.state = state
        if is_another:
            self._offer(state["question"])
        if is_new:
            self.choice.value = None
            if self.setting:
                self.setting.put(state["mine"].get(state["phase"], [None])[0])
        self.tell()
        self._keep(state["shown"])

    def leave(self) -> None:
        """The class is over: what was cast here is kept also where this notebook has not seen the answer shown.
        课堂已结束：即使本笔记本没有看到公布答案，在此投的票也会保存。
        """
        self._keep([*self._given])

    def miss(self) -> None:
        """The class may never answer again: what was cast here is kept. 课堂可能不再应答：在此投的票会保存。"""
        self.leave()

    def _offer(self, question):
        """Where the new question is answered."""
        scale = (question or {}).get("scale")
        self.setting = EstimateForm(estimate_on(scale), self._refuse) if scale else None
        self.answer.children = [self.setting.box if self.setting else self.choice]

    def _refuse(self, error):
        self.says.value = ""
        if error:
            self.say(error)

    def _keep(self, shown):
        """The votes that were cast here on these questions are the locked answer now, unless one is there.

        What the server says of one's votes is not believed: it may be anybody's, and what is locked stays. Nor are its
        words: a vote on a question that is another one here is no answer to the one that is here.
        """
        for id_ in self._given.keys() & shown:
            question, given, _ = self._given_on(id_, self._given[id_][0])
            del self._given[id_]
            try:
                if given:
                    _lock(question, given, f"{self.code} {id_}")
            except BadInput as error:  # a question of another edition of the course
                self.say(error)

    def tell(self) -> None:
        """Say it all once more, in the reader's language. 以读者的语言重新显示全部内容。"""
        question, phase = self.state["question"], self.state["phase"]
        votes, mine = phase in ("first", "second"), self.state["mine"].get(phase)
        self.ask.value = block(escaped(question["ask"]), "cn-ask") if question else ""
        options = question["options"].items() if question else ()
        chosen = None if self.setting else self.choice.value or (mine[0] if mine else None)
        self.choice.options = [
            (f"{letter}. {Words(**words).shown(' / ')}", key) for letter, (key, words) in zip(LETTERS * 3, options)
        ]
        self.choice.value = chosen
        self.choice.disabled = not votes
        self._tell_estimate(votes)
        for sure, button in self.locks.items():
            button.description = term(sure).shown()
            button.layout.display = "" if votes else "none"
        self.said.value = block(VOTED if votes and mine else SAID[phase])

    def _tell_estimate(self, votes):
        """The picture of the question, and where something is set or drawn."""
        id_, picture = self._pictured
        shown = picture["zh" if LANGUAGE.shown == "zh" else "en"] if picture and id_ == self.state["id"] else None
        self.picture.value = _image(shown) if shown else ""
        if self.setting:
            self.setting.relabel()
            self.setting.box.layout.display = "" if votes else "none"

    def _words(self):
        return Words(f"You have joined the class {self.code}.", f"已加入课堂 {self.code}。")


def _lock(question, votes, asked):
    """Votes, {phase: vote}, as the locked answer of a question of this edition."""
    if question != as_asked(question["key"]):
        raise BadInput(*OTHER_WORDS)
    if estimate := prediction(question["key"]).estimate():
        votes = {phase: vote | {"option": estimate.option(vote["value"])} for phase, vote in votes.items()}
    adopt(question["key"], votes, asked)


def _image(shown):
    return f'<img src="{shown["image"]}" width="{shown["size"][0]:.0f}" alt="{escape(shown["alt"])}">'
