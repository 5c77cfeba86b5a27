"""What a question and an exercise are, and how an answer is judged: every correct one counts.

In an exam two variables of the environment, read whenever a student asks, take something away: COURSE_NN_SOLUTIONS=off
the worked solutions, COURSE_NN_VERDICTS=off besides all that tells whether an answer is right.
"""

import inspect
import os
import re
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from html import escape, unescape
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from IPython.display import Code
from numpy.exceptions import ComplexWarning

from course_nn.common import memory
from course_nn.common.errors import BadInput, characters, class_name, in_a_line, lookup, shortened
from course_nn.common.texts import plainly
from course_nn.common.words import LANGUAGE, Words, block, term
from course_nn.lectures import LECTURES, round_of
from course_nn.notebook.bounds import TooLong, copied, ended_after, is_small, stopped_within, with_small_results
from course_nn.stage.description import DEMOS, Demo
from course_nn.stage.estimates import Curve, Mark
from course_nn.stage.page import styled

LETTERS = "ABCD"  # before the options of a question, so that they can be spoken of
SECONDS = 10.0  # that the judging of an answer may take
TOO_MUCH = Words(
    "This answer is too large or too deep to be read: give its few numbers as a list.",
    "这个答案太大或嵌套太深，无法读取：请把那几个数写成列表。",
)
RETURNED_TOO_MUCH = Words(
    "A function of this answer returns more than can be read, or something that has no end.",
    "这个答案中的函数返回的内容太多，或者没有尽头，无法读取。",
)
IS_COMPLEX = Words(
    "This answer has complex numbers where real ones are asked for: x.real turns x + 0j into x.",
    "这个答案含有复数，而这里要的是实数：对 x + 0j，用 x.real 可得 x。",
)
TOOK_TOO_LONG = Words(
    "This took longer than {seconds:g} seconds, so it was stopped. Does each loop of your function come to an end?",
    "运行超过 {seconds:g} 秒，已停止。你的函数中每个循环都会结束吗？",
)
INTERRUPTED = Words(
    "This was interrupted before it could be judged. If it took long: does each loop of your function come to an end?",
    "评判还没有完成就被中断了。如果等了很久：你的函数中每个循环都会结束吗？",
)
NOT_YOURS = Words(
    "This is the worked step, not yet yours. You can go on with it.",
    "这是示范写法，还不是你自己写的。可以先用它继续。",
)
NO_SOLUTIONS = Words(
    "Worked solutions are switched off here.",
    "这里已关闭完整解答。",
)
NO_VERDICTS = Words(
    "Your answer has been read. Whether it is right is not said here yet.",
    "答案已读取。这里暂不显示对错。",
)


class Prediction(NamedTuple):
    """A question that is answered before the picture answers it.

    ask     : Words
    options : {key: Words}, in the order in which all are shown; within a lecture the right one is as often in one place
              as in another
    answer  : () -> the right key, computed
    because : {key: Words}, the answer to whoever chose this key
    estimate : () -> the Mark or the Curve by which it is answered in its picture, None where an option is chosen
    """

    ask: Words
    options: dict[str, Words]
    answer: Callable[[], str]
    because: dict[str, Words]
    estimate: Callable[[], Mark | Curve | None] = lambda: None

    def right(self) -> str:
        """The right key, computed once. 正确选项的键，只计算一次。"""
        return _compute_once(self.answer)

    def lettered(self) -> dict[str, Words]:
        """The options, a letter before each: {key: Words}. 带字母的选项。"""
        letters = self.letters()
        return {key: Words(*(f"{letters[key]}. {text}" for text in words)) for key, words in self.options.items()}

    def letters(self) -> dict[str, str]:
        """The letter of each option: {key: letter}. 各选项的字母。"""
        return dict(zip(self.options, LETTERS))


@cache
def _compute_once(answer):
    return answer()


class Verdict(NamedTuple):
    """What a judge says of an answer, or the question of a prediction.

    voice : "missing", "keep working", "almost", "right", "worked", "not what happens", "estimated", "solution",
            "compare" or "noted"
    hint  : Words
    """

    voice: str
    hint: Words

    def __bool__(self) -> bool:
        """Whether the answer is right. 答案是否正确。"""
        return self.voice == "right"

    def html(self) -> str:
        """What is said, for a page that has the style sheet."""
        title = term(self.voice)
        begun = title.en[0].upper() + title.en[1:]  # "almost" stands in brackets elsewhere
        words = Words(f"<b>{begun}.</b> {self.hint.en}", f"<b>{title.zh}。</b>{self.hint.zh}")
        return block(words, f"cn-verdict cn-{self.voice.replace(' ', '-')}")

    def _repr_html_(self):
        is_news = self.voice != "missing"  # which a whole notebook says when it is run
        return styled(f'<div role="status">{self.html()}</div>' if is_news else self.html())

    def __repr__(self):
        colon = "：" if LANGUAGE.shown == "zh" else ": "
        return unescape(re.sub(r"<[^>]+>", "", f"{term(self.voice).shown()}{colon}{self.hint.shown()}"))


class Exercise(NamedTuple):
    """An exercise that accepts every correct answer.

    judge  : answer -> Verdict; need not guard against nonsense, and says by expected what it should have been. None:
             the answer is prose that no program can judge, so the worked one is shown to compare with
    answer : a right one, where the text of the lecture has the worked solution
    solve  : () -> Words, the worked solution, where its numbers are computed
    worked : what the notebook hands out ready-made in the place of an answer
    title  : Words, as the text above its cell begins
    text   : Words, the worked solution of the text
    """

    judge: Callable[[Any], Verdict] | None
    answer: Any = None
    solve: Callable[[], Words] | None = None
    worked: Any = None
    title: Words = Words("", "")
    text: Words = Words("", "")

    def solution(self) -> Words:
        """Worked, with its numbers computed. 完整解答。"""
        return self.solve() if self.solve else self.text


def shows(what: str) -> bool:
    """Whether this server shows "solutions" or "verdicts": COURSE_NN_SOLUTIONS and COURSE_NN_VERDICTS, on or off.
    本服务器是否显示解答或对错：由环境变量 COURSE_NN_SOLUTIONS 与 COURSE_NN_VERDICTS 决定。

    A mistyped "off" must not show anything in an exam, so whatever is not "on" is off; and a verdict may tell a
    solution, so whoever hides the verdicts hides the solutions too.
    """
    on = {name: os.environ.get(f"COURSE_NN_{name.upper()}", "on").strip().lower() for name in ("solutions", "verdicts")}
    return on["verdicts"] in ("", "on") and (what == "verdicts" or on["solutions"] in ("", "on"))


def prediction(key: Any) -> Prediction:
    """The question with that id; only its lecture is loaded. 某道预测题。

    raises : BadInput for an unknown one
    """
    return lookup(questions_of(_section(key)), key, "question", "题目")


def exercise(key: Any) -> Exercise:
    """The exercise with that id; only its lecture is loaded. 某道习题。

    raises : BadInput for an unknown one
    """
    return lookup(exercises_of(_section(key)), key, "question", "题目")


def _section(key):
    return key.split("-")[0] if isinstance(key, str) else key


def right(en: str, zh: str) -> Verdict:
    """The verdict "right", with a sentence about the answer."""
    return Verdict("right", Words(en, zh))


def almost(en: str, zh: str) -> Verdict:
    """The verdict "almost", with a hint about what is missing."""
    return Verdict("almost", Words(en, zh))


def keep_working(en: str, zh: str) -> Verdict:
    """The verdict "keep working", with a hint about where to look."""
    return Verdict("keep working", Words(en, zh))


@contextmanager
def expected(en: str, zh: str) -> Iterator[None]:
    """Within it a judge reads the answer: whatever cannot be read there gets this sentence."""
    try:
        yield
    except (TypeError, ValueError, ArithmeticError) as error:
        said = _stopped(error) if stopped_within() else Words("", "")
        raise BadInput(said.en + en, said.zh + zh) from None


def _stopped(error):
    """What a student has to know first: their own code ended in an error."""
    en, zh = (error.en, error.zh) if type(error) is BadInput else [in_a_line(error)] * 2
    return Words(f"Your function stopped with an error ({en}). ", f"你的函数出错停下了（{zh}）。")


def numbers(answer: Any, size: int) -> np.ndarray:
    """So many finite numbers, (size,), however they are nested: ((−1, −1), 1.5) is (−1, −1, 1.5).

    raises : ValueError or TypeError if they are not
    """
    array = np.asarray(_flat(answer), float)
    if array.shape != (size,) or not np.isfinite(array).all():
        raise ValueError
    return array


def _flat(answer):
    if isinstance(answer, list | tuple):
        return [number for part in answer for number in _flat(part)]
    return np.ravel(np.asarray(answer, float)).tolist()


def asked(function: Callable, cases: Iterable) -> list:
    """What a function gives for each of these arguments; the order in which it is asked, nobody can foresee.

    So one that only counts its calls gains nothing.
    """
    given = [tuple(case) for case in cases]
    order = np.random.default_rng().permutation(len(given)).tolist()
    found = {place: function(*copied(given[place])) for place in order}
    return [found[place] for place in range(len(given))]


def first_fault(verdicts: Iterable[Verdict]) -> Verdict:
    """Of verdicts on several cases: the first one that is not "right", or the last where all are."""
    verdict = right("", "")
    for verdict in verdicts:
        if verdict.voice != "right":
            break
    return verdict


def scalar(value: Any) -> float:
    """One number as a float: what a function gives, also as an array (1,)."""
    return float(np.asarray(value).item())


def check(key: str, answer: Any = None) -> Verdict:
    """Say in the student's language how good an answer is; never raises, and takes any correct solution.
    用学生的语言评判答案；从不报错，任何正确解都算对。

    key    : id of the exercise, e.g. "neurons-gate"
    answer : what the exercise asks for; None or ... means there is no answer yet
    """
    try:
        key = str.__str__(key) if issubclass(type(key), str) else key  # a str subclass may do anything
        asked_for = exercise(key)
    except BadInput as error:
        return keep_working(escape(error.en), escape(error.zh))
    except BaseException as error:
        return _ended(error)
    if answer is None or answer is ...:
        return _missing(key)
    try:
        with ended_after(SECONDS):
            verdict, mark = _unless_worked(asked_for, answer, judged(asked_for, answer)), _mark(answer)
    except BaseException as error:  # an Interrupt of the student's, too, and whatever an answer raises when looked at
        return _ended(error)
    with suppress(KeyboardInterrupt):  # which ends the saving: the verdict is there
        _remember_try(key, mark, verdict)
    news = memory.news()  # that it cannot be kept, for instance
    return verdict._replace(hint=Words(*map(" ".join, zip(verdict.hint, news)))) if news else verdict


def _unless_worked(asked_for, answer, verdict):
    """A right answer that the notebook hands out, or that was pasted with its docstring, is not the student's own."""
    if verdict and asked_for.worked is not None and getattr(answer, "__doc__", None) == asked_for.worked.__doc__:
        return Verdict("worked", NOT_YOURS)
    return verdict


def _ended(error):
    """What to say when judging has ended before there was a verdict."""
    kind = type(error)  # which does not lie, as the error itself may
    if issubclass(kind, TooLong):
        return keep_working(*(text.format(seconds=SECONDS) for text in TOOK_TOO_LONG))
    if issubclass(kind, KeyboardInterrupt):
        return keep_working(*INTERRUPTED)
    return _unreadable(class_name(kind))


def _unreadable(reason):
    reason = escape(characters(reason))
    return keep_working(f"This answer cannot be read ({reason}).", f"无法读懂这个答案（{reason}）。")


def _missing(key):
    """Put an answer here; and what is known of earlier ones."""
    said = Words("Put your answer in place of the dots.", "请用答案替换省略号。")
    entry = memory.recall(key.split("-")[0]).get("exercises", {}).get(key, {})
    if entry.get("voice") != "right":
        return Verdict("missing", said)
    day = escape(memory.day(entry))
    return Verdict("missing", Words(f"{said.en} You had it right on {day}.", f"{said.zh}你在 {day} 答对过。"))


def judged(exercise: Exercise, answer: Any) -> Verdict:
    """What an exercise's judge says of an answer; whoever asks minds the time, and remembers nothing.

    raises : what is no Exception, if the answer raises that when it is looked at
    """
    try:
        if not is_small(answer):
            return keep_working(*TOO_MUCH)
        with np.errstate(all="ignore"), _imaginary_parts_kept():  # 1/0 is for the verdict, not for a red box above it
            judge = exercise.judge or partial(_compared, exercise)
            verdict = judge(with_small_results(answer, BadInput(*RETURNED_TOO_MUCH)))
        return verdict if shows("verdicts") else Verdict("noted", NO_VERDICTS)
    except BadInput as error:
        return keep_working(escape(error.en), escape(error.zh))
    except ComplexWarning:
        return keep_working(*IS_COMPLEX)
    except (Exception, SystemExit) as error:  # nonsense of any kind: the student learns what it was, and goes on
        return _unreadable(in_a_line(error))


@contextmanager
def _imaginary_parts_kept():
    """No judge drops the imaginary part of what it reads; what a student's own code drops is their affair."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", category=ComplexWarning, module=r"course_nn\.")
        yield


def _compared(exercise, answer):
    """The worked answer, beside which a student lays prose that no program can judge."""
    if not isinstance(answer, str) or len(answer.strip()) < 12:
        return keep_working("Expected a sentence or two, in quotation marks.", "应给出一两句话，写在引号中。")
    if not shows("solutions"):
        return Verdict("compare", NO_SOLUTIONS)
    en, zh = exercise.solution()
    return Verdict(
        "compare",
        Words(f"No program can judge this. Another answer: {en}", f"这道题无法由程序评判。另一份解答：{zh}"),
    )


def _remember_try(key, mark, verdict):
    """How often it was tried, and that it was right once. The same answer again, as a cell is run again, is no try."""
    lecture = key.split("-")[0]
    with memory.alone():  # so that what another notebook finds right meanwhile stays so
        entry = memory.recall(lecture).get("exercises", {}).get(key, {})
        if entry.get("mark") == mark and entry.get("voice") in (verdict.voice, "right"):
            return
        tries = entry["tries"] + 1 if isinstance(entry.get("tries"), int) else 1
        if entry.get("voice") == "right":  # once right stays right, with its day
            memory.remember(lecture, "exercises", key, when=entry.get("when"), voice="right", tries=tries, mark=mark)
        else:
            memory.remember(lecture, "exercises", key, voice=verdict.voice, tries=tries, mark=mark)


def _mark(answer):
    """A short number by which an answer is known again; of a function its code."""
    try:
        code = getattr(answer, "__code__", None)
        seen = (code.co_code, code.co_consts, code.co_names) if code else answer if is_small(answer) else None
        return f"{zlib.crc32(repr(seen)[:100_000].encode('utf-8', 'replace')):08x}"
    except (Exception, SystemExit):  # an object that cannot be shown
        return class_name(type(answer))


@plainly
def solution(key: str) -> Verdict:
    """The worked solution of an exercise, on request. 按需显示习题的完整解答。

    COURSE_NN_SOLUTIONS=off hides it, on a whole server.
    """
    try:
        found = exercise(key)
        return Verdict("solution", found.solution() if shows("solutions") else NO_SOLUTIONS)
    except BadInput as error:
        return keep_working(escape(error.en), escape(error.zh))


def questions_of(lecture: str) -> dict[str, Prediction]:
    """{id: Prediction} of a lecture, in its order. 一讲的全部预测题，按讲课顺序。

    raises : BadInput for an unknown lecture
    """
    text, module = _lecture(lecture)
    return {
        key: Prediction(
            one.ask,
            one.options,
            module.RIGHT_OPTIONS.get(key) or partial(_right_by_demo, key),
            one.because,
            partial(_estimate_of, key),
        )
        for key, one in text.questions.items()
    }


@cache
def _right_by_demo(key):
    """The right option, as the demo of its round tells it, or the truth of what it asks to be set or drawn."""
    estimate, (_, demo) = _estimate_of(key), demo_of(key)
    return estimate.right() if estimate else demo.right()


def _estimate_of(key):
    """What the demo of its round asks to be set or drawn."""
    round_, demo = demo_of(key)
    return demo.estimate_of(round_) if demo else None


def demo_of(key: str) -> tuple[str, Demo | None]:
    """The round of a question, if it is the first to be asked there, and the Demo that waits for its answer; "", None.
    题目所在的一轮（若为该轮第一题）及等待作答的演示。
    """
    round_, is_first, demo = _round_with_demo(key)
    return (round_, demo) if is_first else ("", None)


def demo_before(key: str) -> Demo | None:
    """The Demo that stands above a later question of a round, and waits for the first; else None.
    一轮中后面的题目上方的演示。
    """
    _, is_first, demo = _round_with_demo(key)
    return None if is_first else demo


def _round_with_demo(key):
    """The round in which a question stands, whether it is the first there, and the Demo of the round, if it has one."""
    found, section = round_of(key), key.split("-")[0]
    if not found or not found[1].demo:
        return "", False, None
    import_module(LECTURES[section].home)
    return found[0], found[1].questions[0] == key, DEMOS[f"{section}.{found[1].demo}"]


def exercises_of(lecture: str) -> dict[str, Exercise]:
    """{id: Exercise} of a lecture, in its order. 一讲的全部习题，按讲课顺序。

    raises : BadInput for an unknown lecture
    """
    text, module = _lecture(lecture)
    nothing = Words("", "")
    return {
        key: module.EXERCISES[key]._replace(title=title, text=text.solutions.get(key, nothing))
        for key, title in text.exercises.items()
    }


def _lecture(lecture):
    """Its text, and its module of what is right."""
    found = lookup(LECTURES, lecture, "lecture", "讲次")
    return found.text, import_module(f"{found.home}.questions")


def show_source(thing: Any) -> Code:
    """The source of a function or class of this course, as it runs.
    显示本课程中某个函数或类实际运行的源代码。

    raises : BadInput if it has no Python source
    """
    try:
        return Code(inspect.getsource(thing), language="python")
    except BaseException:  # an object of somebody's own may raise anything
        came = shortened(thing, write=repr)
        raise BadInput(
            f"expected a function or class of course_nn, got {came}; try show_source(course_nn.activations.sigmoid)",
            f"应传入 course_nn 中的函数或类，收到 {came}；可以试试 show_source(course_nn.activations.sigmoid)",
        ) from None
