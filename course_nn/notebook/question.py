"""Predict, lock, look, reveal: the student commits to an answer and to how sure it is, looks, and then learns why."""

from html import escape
from typing import Any

import ipywidgets
from ipywidgets import HTML, HBox, VBox

from course_nn.common import memory
from course_nn.common.errors import BadInput, lookup, shortened
from course_nn.common.sitting import Sitting
from course_nn.common.words import LANGUAGE, Words, block, term
from course_nn.notebook.answers import SURE, answers_of, fits, outdated
from course_nn.notebook.bounds import is_small
from course_nn.notebook.estimate_form import EstimateForm
from course_nn.notebook.exercises import (
    NO_VERDICTS,
    TOO_MUCH,
    Prediction,
    Verdict,
    demo_before,
    demo_of,
    prediction,
    shows,
)
from course_nn.stage.callbacks import in_turn, running_loop
from course_nn.stage.layer import layer
from course_nn.stage.page import Shown, style_sheet, under
from course_nn.stage.rounds import RoundOnPage, begin

KEPT = (  # of an entry; the last an earlier edition’s
    "option",
    "value",
    "off",
    "sure",
    "when",
    "looked",
    "told",
    "right",
    "again",
    "own",
    "revisits",
)
LONGEST = 5_000  # characters of what one writes for oneself; the field shows what is kept
CHOOSE_FIRST = Words("Choose an answer first.", "请先选择一个答案。")
SET_FIRST = Words("Set your answer first, in the picture or here.", "请先在图中或在这里给出你的答案。")
SET_ASIDE = Words(
    "What you locked on {day} answered an earlier edition of this question, and is set aside: please answer again.",
    "你在 {day} 锁定的回答属于这道题的旧版本，已搁置，请重新作答。",
)
COMPUTING = Words(*(f"{word} …" for word in term("computing")))
NOW_LOOK = Words("Do the first task to learn why.", "完成第一个任务，就能知道为什么。")


def predict(key: str) -> Shown:
    """Ask a question; the answer is revealed once the student has locked one in, and has looked.
    提出问题；学生锁定答案并观察之后才揭晓。

    A cell that is run again shows the same question with the answer that was locked, and so does the next day; if
    verdicts were off then and are on now, with its verdict too.

    key    : id of the question, e.g. "neurons-1"
    raises : BadInput for an unknown id
    """
    question = _question_of(shortened(key, 100))
    question.begin()
    return question


def _question_of(key):
    asked = Sitting.now.all(Question)
    if key not in asked:
        asked[key] = Question(key, prediction(key))
    return asked[key]


def adopt(key: str, votes: dict[str, dict], asked: str = "") -> None:
    """The votes in a class become the locked answer of a question, unless one is there. 课堂上投的票成为锁定的答案。

    votes  : {"first": …, "second": …}, or one of the two: option and sure, as Question.entry has them
    asked  : which question of which class; another notebook may have kept a vote on the same
    raises : BadInput for an unknown question, or votes that are none of its
    """
    _question_of(shortened(key, 100)).adopt(votes, asked)


def locked_answers(again: bool = False) -> dict[str, str]:
    """{id: key of an option} of all answers that were locked in this notebook; or of the second votes.
    本笔记本中已锁定的全部答案，或第二次投票的答案。
    """
    return {key: vote["option"] for key, vote in locked_votes(again).items()}


def locked_votes(again: bool = False) -> dict[str, dict]:
    """{id: vote} of all answers that were locked in this notebook; or of the second votes.
    本笔记本中已锁定的全部投票，或第二次投票。
    """
    recall_questions()
    votes = {key: question.vote(again) for key, question in Sitting.now.all(Question).items()}
    return {key: vote for key, vote in votes.items() if vote}


def recall_questions() -> None:
    """Each question on the page shows what is remembered by now. 页面上的每道题都显示目前记住的内容。"""
    for question in Sitting.now.all(Question).values():
        question.recall()


def own_words_of(entry: dict) -> str:
    """The reason that an entry holds in the student's own words; "" if none. 记录中学生自己写的理由。"""
    own = entry.get("own")
    return own if isinstance(own, str) else ""


def _joined(first, then):
    """Two sentences."""
    return Words(f"{first.en} {then.en}", f"{first.zh}{then.zh}")


class Question(Shown):
    """A question on the page.
    页面上的一道题。

    Its form stands below the picture of its round where there is one, else below what is asked.

    key      : its id
    question : Prediction
    entry    : what is remembered of it: option, sure, when; value, if it was set or drawn, and once told by how much it
               is off; looked, if the demo was uncovered before; told and right, once that was said; again, a second
               vote: option, sure, when; own, the reason in one's own words. Empty while nothing is locked. Nothing else
               writes it
    """

    def __init__(self, key: str, question: Prediction) -> None:
        super().__init__(VBox(), self._words)
        self.key, self.question, self.lecture = key, question, key.split("-")[0]
        self.estimate = question.estimate()
        self.entry, self._forgotten = self._remembered(), memory.forgotten(self.lecture)
        self._voting, self._round = not self.entry, RoundOnPage()
        self._is_anew = False  # what was remembered is forgotten, and the demo has not heard of it
        self._loop = running_loop()
        self.choice, self.reveal = ipywidgets.RadioButtons(), HTML()
        self.setting = EstimateForm(self.estimate, self._refuse) if self.estimate else None
        self.numbers = ipywidgets.ToggleButton(icon="keyboard-o")
        self.numbers.add_class("cn-numbers")
        self.locks = {sure: ipywidgets.Button(icon="lock") for sure in SURE}
        self.again, self.why = ipywidgets.Button(icon="refresh"), ipywidgets.Button(icon="comment-o")
        self.own = ipywidgets.Text(continuous_update=False)
        self.own.add_class("cn-own")
        self.layer = layer(1, 1)  # it moves the keyboard's focus to the verdict
        self.ask, self.form = HTML(block(question.ask, "cn-ask") + self._picture_named()), VBox(self._parts())
        for box in (self.box, self.form):
            box.add_class("cn-question")
        self._place()
        self._relabel()
        self._show_answer()
        self._listen()

    def _parts(self):
        """Of the form, in the order in which the keyboard goes through it."""
        buttons = HBox([*self.locks.values(), self.again, self.why, self.own])
        buttons.add_class("cn-locks")
        set_by = [self.numbers, self.setting.box] if self.setting else []
        return [*set_by, self.choice, buttons, self.reveal, *([under(self.layer)] if self.layer else [])]

    def _picture_named(self):
        """A second question of a round has no picture of its own: it says which one it asks about."""
        demo = demo_before(self.key)
        if not demo:
            return ""
        said = Words(f"It asks about the picture above, “{demo.title.en}”.", f"此题问的是上面的图“{demo.title.zh}”。")
        return block(said)

    def _listen(self):
        self.choice.observe(self._chosen, "value")
        if self.setting:
            self.setting.observe(self._was_set, "value")
            self.setting.observe(self._was_placed, "at")
        self.numbers.observe(self._unfold, "value")
        for sure, button in self.locks.items():
            button.on_click(lambda _, sure=sure: self.lock(sure))
        self.again.on_click(lambda _: self._vote_again())
        self.why.on_click(lambda _: self._ask_why())
        self.own.observe(lambda change: self._write(change.new), "value")
        LANGUAGE.observe(self._relabel, "shown")

    def _place(self, change=None):
        """The form, unless a demo shows it below its picture."""
        self.box.children = [self.ask, *([] if self._round.hosts else [self.form]), style_sheet()]
        self._unfold()

    def _unfold(self, change=None):
        """What a hand sets in the picture can be set by numbers, too; where no hand can, they stand there at once."""
        if self.setting:
            by_hand = bool(self._round.hosts and self.layer)
            is_open = self._voting and (self.numbers.value or not by_hand)
            self.numbers.layout.display = "" if self._voting and by_hand else "none"
            self.setting.box.layout.display = "" if is_open else "none"

    # ---- what is remembered ------------------------------------------------------------------------------

    def vote(self, again: bool = False) -> dict:
        """The first vote or the second: option, sure, when; {} if there is none. 第一次或第二次投票。"""
        return self.entry.get("again", {}) if again else self.entry

    def _remembered(self):
        """What was locked earlier, unless it does not fit this question."""
        entry = answers_of(self.lecture).get(self.key, {})
        is_set = self._value(entry) is not None
        return {name: entry[name] for name in KEPT if name in entry and (is_set or name not in ("value", "off"))}

    def _keep(self, **changes):
        """Add to the answer that is remembered. Another notebook may have locked one, or forgotten it, meanwhile: what
        is remembered by now takes the place of what this page has shown."""
        with memory.alone():
            if self._catch_up() and (self.entry or "option" in changes):
                self.entry = self._remembered() | changes
                memory.remember(self.lecture, "answers", self.key, **self.entry)

    def _catch_up(self):
        """Take over what is remembered; whether it is the answer that this page has shown."""
        found, last = self._remembered(), memory.forgotten(self.lecture)
        is_same = all(found.get(name) == self.entry.get(name) for name in ("option", "sure", "when"))
        self._is_anew |= memory.forgotten_since(self.lecture, self._forgotten) or not (is_same or found)
        self._forgotten = last
        if is_same:
            return True
        self.entry, self._voting = found, not found
        self._show_answer()
        return False

    def _show_answer(self):
        """What is locked is chosen, or set."""
        if self.setting:
            self.setting.put(self.entry.get("value"))
        self.choice.value = self.entry.get("option")

    def _value(self, vote):
        """The value that was locked with a vote; None if an option was, or in an earlier edition."""
        return self.estimate.read(vote.get("value")) if self.estimate else None

    def recall(self) -> None:
        """Show what is remembered by now: another notebook may have locked an answer, or forgotten it.
        显示目前记住的答案：别的笔记本可能已锁定或忘记它。
        """
        if not self._catch_up():
            self._settle()
            self.tell()

    def _settle(self):
        """What is remembered by now is on the page."""
        self._voting = not self.entry
        self._tell_demo()
        self._measure()
        if self.layer:
            self.layer.answers += 1

    def _measure(self):
        """How far off an answer is may take seconds to compute: first the page says that it is locked."""
        if self._is_measured():
            return
        if self._loop and not self._loop.is_closed():
            in_turn(self._loop, self._compare, self._patience)
        else:
            self._compare()

    def _is_measured(self):
        """Whether what was set or drawn can be compared with the truth; an option always can."""
        return self._value(self.entry) is None or self.estimate.is_measured

    @staticmethod
    def _patience():
        return -1  # after all pictures

    def _compare(self):
        """Once the picture is at rest, so that it comes first; what it has computed need not be computed again."""
        if not self._round.rests():
            self._measure()
            return
        self.estimate.measure()
        self._round.measured += 1
        self.tell()

    def _tell_demo(self):
        """The demo of the round waits for an answer, and only for that; it is as new for the next reader."""
        if self._is_anew:
            self._round.forget()
            self._is_anew = False
        value = self._value(self.entry)
        self._round.answer = self.entry.get("option", "") if value is None else value
        self._round.waits = not self.entry

    # ---- what a student does -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Its cell runs: the demo of its round waits for the answer. 运行题目单元格：本轮的演示等待作答。"""
        self.recall()
        key, demo = self._demo()
        letters = self.question.letters()
        if demo and (found := begin(key, demo.name, self.form, letters, self.answer)) is not self._round:
            self._round = found
            found.observe(self._pointed, "choice")
            found.observe(self._observed, "observed")
            found.observe(self._place, "hosts")
            self._place()  # a demo that was opened before shows the form by now
        self._tell_demo()
        self._measure()
        self.tell()

    def _observed(self, change):
        """The first task of the demo was seen to be done."""
        if self.entry and not self._voting:
            self._ask_why()

    def lock(self, sure: str) -> None:
        """Lock the answer that is chosen, and how sure it is, one of SURE; what is locked already stays.
        锁定所选答案及把握程度；已锁定的不变。
        """
        if self.choice.value is None:
            self.reveal.value = block(SET_FIRST if self.setting else CHOOSE_FIRST)
            return
        vote = {"option": self.choice.value, "sure": sure, "when": memory.now()}
        if self.setting and self.setting.value is not None:
            vote["value"] = self.setting.value
        self._lock(vote)

    def answer(self, value: Any, sure: str) -> None:
        """Lock an answer that is given in code: an option, a number, a pair, or a list of numbers.
        锁定用代码给出的答案：选项、一个数、一对数，或一列数。

        raises : BadInput for what is no answer, and if one is locked already
        """
        self.recall()
        vote = self._vote_of(value, lookup({one: one for one in SURE}, sure, "sureness", "把握程度"))
        if not self._voting:
            en, zh = self._locked(False)
            raise BadInput(f"an answer is locked, and stays: {en}", f"已锁定答案，不再改变：{zh}")
        self._lock(vote)
        self._show_answer()

    def _vote_of(self, value, sure):
        """What is locked of an answer that is given in code."""
        vote = {"sure": sure, "when": memory.now()}
        if isinstance(value, list | tuple | range) and not is_small(value):
            raise BadInput(*TOO_MUCH)
        if self.estimate and not isinstance(value, str):
            number = self.estimate.check(value)
            return vote | {"option": self.estimate.option(number), "value": number}
        lookup(self.question.options, value, "option", "选项")
        return vote | {"option": value}

    def _lock(self, vote):
        """The first vote stays; another one is the second, after a discussion."""
        with memory.alone():  # so that of two notebooks the first is heard
            self._catch_up()
            if self._voting and self.entry:
                self._keep(again=self._remembered().get("again", vote))
            elif self._voting:
                self.choice.value = vote["option"]
                self._keep(**vote, looked=self._has("looked"), told=self._has("observed"))
        self._settle()
        self.tell()
        if self.layer:
            self.layer.told += 1

    def _has(self, what):
        """Whether this reader has done that in the round."""
        return getattr(self._round, what) and not self._is_anew

    def adopt(self, votes: dict[str, dict], asked: str = "") -> None:
        """The votes in a class, unless another answer is locked already. 采用课堂上投的票；已锁定别的答案则不变。

        raises : BadInput for votes that are none of this question
        """
        if not votes or not all(fits(vote, self.question.options) for vote in votes.values()):
            raise BadInput("expected one of the options, and how sure you are", "应选一个选项和把握程度")
        with memory.alone():  # so that of two notebooks none overtakes the other
            is_same = self._catch_up()
            known = self._cast_in(asked)
            is_ours = not self.entry or bool(known)
            if is_ours:
                first, *then = [vote for _, vote in sorted((votes | known).items())]
                again = {"again": then[0]} if then else {}
                self._keep(**{"when": memory.now()} | first | again, asked=asked, phase=min(votes | known))
        if is_ours:
            self._show_answer()
        if is_ours or not is_same:  # else a second vote that is being given stays open
            self._settle()
        self.tell()

    def _cast_in(self, asked):
        """The votes on this question of this class that another notebook has kept: {"first" or "second": vote}."""
        entry = self.entry
        if not asked or entry.get("asked") != asked:
            return {}
        own = {name: entry[name] for name in ("option", "sure", "when", "value") if name in entry}
        return {entry.get("phase", "first"): own} | ({"second": entry["again"]} if "again" in entry else {})

    def _vote_again(self):
        """After a discussion: the first vote is kept, too."""
        self._voting = True
        self.tell()

    def _write(self, own):
        """A reason in one's own words: it is judged by nobody, and stands beside ours."""
        if own != self.own_words():
            self._keep(own=own[:LONGEST])
            self.tell()

    def own_words(self) -> str:
        """The reason that the student gave in their own words; "" if none. 学生用自己的话写下的理由。"""
        return own_words_of(self.entry)

    def _ask_why(self):
        self._keep(told=True)
        self._settle()
        self.tell()

    def _chosen(self, change):
        if not self.setting:
            self._round.choice = change.new or ""
        if not self.entry:
            self.reveal.value = ""

    def _was_set(self, change):
        """The option that is nearest to what was set or drawn goes along, for all that knows options alone."""
        if self._voting:
            self._round.choice = "" if change.new is None else change.new
            self.choice.value = None if change.new is None else self.estimate.option(change.new)

    def _was_placed(self, change):
        """The place of a curve that is set by keyboard is marked in the picture."""
        self._round.place = change.new

    def _refuse(self, error):
        self.reveal.value = block(error, "cn-warning") if error else ""

    def _pointed(self, change):
        """An option was chosen in the picture, or something set or drawn there."""
        if self._voting and self.setting:
            self.setting.put(change.new)
        elif self._voting:
            self.choice.value = change.new or None

    # ---- what the page says ------------------------------------------------------------------------------

    def tell(self) -> None:
        """Say what is to be said of what was locked; show what can be pressed. 说明锁定的答案，并显示可用的按钮。"""
        verdicts, locked = shows("verdicts"), bool(self.entry) and not self._voting
        told = self._tells()
        shown = {lock: self._voting for lock in self.locks.values()}
        shown |= {self.again: locked and not verdicts and "again" not in self.entry}
        shown |= {self.why: locked and verdicts and not told}
        for button, is_shown in shown.items():
            button.layout.display = "" if is_shown else "none"
        self.own.layout.display, self.own.value = "" if locked and not told else "none", self.own_words()
        self.choice.disabled = not self._voting
        self.choice.layout.display = "" if self._voting and not self.setting else "none"
        self._unfold()
        if told:
            self.reveal.value = block(COMPUTING)  # some answers take seconds
        self.reveal.value = self._said(told) if self.entry else self._set_aside()
        if news := memory.news():
            self.reveal.value += block(news, "cn-warning")
        self._relabel()

    def _set_aside(self):
        """What was locked of an earlier edition of the question, and is no answer to this one."""
        day = escape(memory.day(outdated(self.key) or {}))
        return block(Words(*(words.format(day=day) for words in SET_ASIDE)), "cn-warning") if day else ""

    def _tells(self):
        """Whether it is said which option is right: once the student has looked, or wants to know."""
        asked = self.entry.get("told", False) or not self._has_tasks()
        return bool(self.entry) and not self._voting and shows("verdicts") and asked

    def _said(self, told):
        """What was locked; then what to look at, or why."""
        if told and not self._is_measured():
            return block(self._locked(False), "cn-locked") + block(COMPUTING)
        if told:
            chosen = self.entry["option"]
            right, value = chosen == self.question.right(), self._value(self.entry)
            if "right" not in self.entry:
                self._keep(told=True, right=right, **({} if value is None else {"off": self.estimate.off(value)}))
            if self.entry.get("option") != chosen:  # another notebook has forgotten it
                return self._said(self._tells()) if self.entry else ""
            verdict = Verdict("right" if right else "not what happens", self.question.because[chosen])
            if value is not None:
                verdict = Verdict("estimated", _joined(self.estimate.miss(value), verdict.hint))
        elif shows("verdicts"):
            verdict = self._look_now()
        else:
            verdict = Verdict("noted", NO_VERDICTS)
        return block(self._locked(told), "cn-locked") + self._own_said(told) + verdict.html()

    def _look_now(self):
        """How far off was what one has set or drawn, once that is computed; then what to look at."""
        value = self._value(self.entry)
        if value is None:
            return Verdict("now look", NOW_LOOK)
        missed = self.estimate.miss(value) if self._is_measured() else COMPUTING
        return Verdict("estimated", _joined(missed, NOW_LOOK))

    def _own_said(self, told):
        """What the student wrote, beside the reason."""
        own, said = escape(self.own_words()), term("you wrote")
        return block(Words(f"{said.en}: “{own}”", f"{said.zh}：“{own}”")) if told and own else ""

    def _locked(self, told):
        """When which answer was locked, and how sure; and which is right, once it is told."""
        votes = [vote for vote in (self.vote(), self.vote(again=True)) if vote]
        said = [[memory.day(vote), self._answered(vote), term(vote["sure"])] for vote in votes]
        right = Words("", "")
        if told and self._value(self.entry) is None:
            right = Words(*(f" ✓ {text}" for text in self.question.lettered()[self.question.right()]))
        return Words(
            "; then ".join(f"{day}: {option.en}, {sure.en}" for day, option, sure in said) + right.en,
            "；之后 ".join(f"{day}：{option.zh}，{sure.zh}" for day, option, sure in said) + right.zh,
        )

    def _answered(self, vote):
        """What was locked with a vote: an option, or what was set or drawn."""
        value = self._value(vote)
        return self.question.lettered()[vote["option"]] if value is None else self.estimate.named(value)

    def _demo(self):
        """The round of this question, if it is the first to be asked there, and the Demo that waits for its answer."""
        return demo_of(self.key)

    def _has_tasks(self):
        """Whether there is something to do in the picture."""
        key, demo = self._demo()
        return bool(demo and demo.tasks_of(key))

    def _relabel(self, change=None):
        if self.layer:
            self.layer.language, self.layer.label = LANGUAGE.shown, self.question.ask.shown()
        if self.setting:
            self.setting.relabel()
        chosen = self.choice.value
        with self.choice.hold_sync():  # new words would take the choice away; put it back
            self.choice.options = [(words.shown(" / "), key) for key, words in self.question.lettered().items()]
            self.choice.value = chosen
        for sure, button in self.locks.items():
            (lock, lock_zh), (how, how_zh) = term("lock"), term(sure)
            button.description = Words(f"{lock}: {how}", f"{lock_zh}：{how_zh}").shown()
        self.again.description, self.why.description = term("vote again").shown(), term("why").shown()
        self.own.placeholder, self.numbers.description = term("own words").shown(), term("by numbers").shown()

    def _words(self):
        """What can be read where nothing can be chosen: the question and its options."""
        options = zip(*self.question.lettered().values())
        return Words(*(f"{ask} ({'; '.join(of)})" for ask, of in zip(self.question.ask, options)))
