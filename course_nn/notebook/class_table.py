"""What a class has answered, on the page: the code of one student, and the lecturer's table of all codes."""

from collections.abc import Mapping
from functools import cache
from html import escape, unescape
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from course_nn.common import memory
from course_nn.common.errors import BadInput, class_name, lookup
from course_nn.common.texts import plain, plainly
from course_nn.common.words import Words, block
from course_nn.drawing import look
from course_nn.lectures import LECTURES
from course_nn.notebook import class_codes
from course_nn.notebook.exercises import Verdict, keep_working, questions_of, shows
from course_nn.notebook.question import locked_votes
from course_nn.stage import Curve
from course_nn.stage.page import styled

QUARTERS = (0.25, 0.5, 0.75)
NEAREST = Words(
    "Each student drew a curve. A code carries the option that is nearest to it, and these are counted here.",
    "这道题由每位学生画一条曲线。代码中只记最接近它的选项，这里统计的就是这些选项。",
)
VOTES = (Words("first vote", "第一次投票"), Words("second vote", "第二次投票"))


class ClassAnswers(NamedTuple):
    """How a class has answered the questions of one lecture.
    全班对一讲题目的作答情况。

    lecture : its section; None if there was no code
    counts  : {id of a question: {key of an option: how many chose it}}, for the questions that somebody answered
    codes   : how many students they come from
    twice   : how many more codes came from the same students
    wrong   : [(line, Words)], what is wrong with the lines that could not be counted
    right   : {id of a question: key of the right option}; empty until it is revealed
    again   : as counts, of the second vote; only the questions that had one
    values  : {id of a question: the numbers that were set}, where one is set on an axis; of the last vote
    others  : how many lines have no code: names, times, talk
    """

    lecture: str | None
    counts: dict[str, dict[str, int]]
    codes: int
    twice: int
    wrong: list[tuple[int, Words]]
    right: dict[str, str]
    again: dict[str, dict[str, int]]
    others: int = 0
    values: Mapping[str, list[float]] = MappingProxyType({})

    def _repr_html_(self):
        tables = "".join(f"<div>{self._table(key)}</div>" for key in self.counts)
        parts = f'{block(self._head())}<div class="cn-grid">{tables}</div>{self._folded()}'
        return styled(f'<div class="cn-votes">{parts}</div>')

    def _folded(self):
        """What could not be counted, for the lecturer alone: closed on the wall."""
        if not self.wrong:
            return ""
        said = "".join(block(words) for words in self._complaints())
        count = len(self.wrong)
        head = Words(f"{count} could not be counted", f"{count} 个未能计入")
        return f"<details><summary>{head.html()}</summary>{said}</details>"

    def __repr__(self):
        lines = [self._head()]
        for key, counts in self.counts.items():
            question = questions_of(self.lecture)[key]
            lines.append(question.ask)
            if (said := self._said(key)).en:
                lines.append(said)
            for option, count in counts.items():
                mark = " ✓" if option == self.right.get(key) else ""
                then = f" → {self.again[key][option]:3}" if key in self.again else ""
                lines.append(Words(*(f"  {count:3}{then}  {words}{mark}" for words in question.lettered()[option])))
        return unescape("\n".join(words.shown("\n") for words in [*lines, *self._complaints()]))

    def _head(self):
        title = LECTURES[self.lecture].title if self.lecture else Words("", "")
        again = Words(f"; {self.twice} more came twice", f"；另有 {self.twice} 个重复") if self.twice else Words("", "")
        codes = "code" if self.codes == 1 else "codes"
        en = f"<b>{title.en}</b>: {self.codes} {codes}{again.en}." if title.en else "No code was found."
        zh = f"<b>{title.zh}</b>：{self.codes} 个代码{again.zh}。" if title.zh else "没有找到代码。"
        if not self.others:
            return Words(en, zh)
        lines = "line has" if self.others == 1 else "lines have"
        return Words(f"{en} {self.others} more {lines} none.", f"{zh}另有 {self.others} 行没有代码。")

    def _complaints(self):
        return [Words(f"Line {line}: {words.en}", f"第 {line} 行：{words.zh}") for line, words in self.wrong]

    def _table(self, key):
        votes = [self.counts[key]] + ([self.again[key]] if key in self.again else [])
        return table(key, votes, self.right.get(key, "")) + block(self._said(key))

    def _said(self, key):
        """The median of the numbers that were set, and where their middle half lies; of curves what is counted."""
        if isinstance(questions_of(self.lecture)[key].estimate(), Curve):
            return NEAREST
        if not self.values.get(key):
            return Words("", "")
        mark = class_codes.axis_of(questions_of(self.lecture)[key])
        low, middle, high = (mark.text(mark.at(share)) for share in np.quantile(mark.share(self.values[key]), QUARTERS))
        return Words(
            f"Median {middle.en}; half of the class lies between {low.en} and {high.en}.",
            f"中位数 {middle.zh}；全班有一半在 {low.zh} 与 {high.zh} 之间。",
        )


def table(key: str, votes: list[dict[str, int]], right: str = "") -> str:
    """A question with its options: how many chose each, and beside that how many did in a second vote.
    题目及其选项：各有多少人选择；若有第二轮，则并列显示。

    votes : [{option: count}], one or two;  right : the option that is marked; "" for none
    """
    question = questions_of(key.split("-")[0])[key]
    rows = [
        _row(words, [(vote[option], sum(vote.values())) for vote in votes], option == right)
        for option, words in question.lettered().items()
    ]
    heads = "".join(f'<th scope="col" colspan="2">{words.html()}</th>' for words in VOTES) if len(votes) > 1 else ""
    head = f'<tr class="cn-vote-heads"><td></td>{heads}</tr>' if heads else ""
    return f'{block(question.ask, "cn-ask")}<table class="cn-class">{head}{"".join(rows)}</table>'


def _row(option, votes, is_right):
    mark = "✓ " if is_right else ""
    words = block(Words(mark + option.en, mark + option.zh))
    kind = ' class="cn-right-one"' if is_right else ""
    return f'<tr{kind}><th scope="row">{words}</th>{"".join(_cells(*vote, is_right) for vote in votes)}</tr>'


def _cells(count, total, is_right):
    """The bar of an option, and its number."""
    share, color = count / max(total, 1), look.GREEN if is_right else look.BLUE
    bar = f'<div class="cn-bar-of-class" style="width:{share:.1%};background:{color}"></div>' if count else ""
    return f'<td>{bar}</td><td class="cn-share">{count} ({share:.0%})</td>'


class StudentCode(NamedTuple):
    """The code of one student.
    一名学生的代码。

    code      : as it is pasted
    answered  : how many questions the student has answered
    questions : how many there are
    drawn     : how many of the answers are curves
    """

    code: str
    answered: int
    questions: int
    drawn: int = 0

    def _repr_html_(self):
        code = f'<div class="cn-code">{self.code}</div>'
        return styled(code + block(self._words()))

    def __repr__(self):
        return f"{self.code}\n{self._words().shown(chr(10))}"

    def _words(self):
        en = f"{self.answered} of {self.questions} answers. Give this code to your lecturer: it holds no name."
        zh = f"已答 {self.answered} 题，共 {self.questions} 题。请把代码交给老师，其中没有姓名。"
        if not self.drawn:
            return Words(en, zh)
        return Words(
            f"{en} Of a curve that you drew, it holds the nearest option.",
            f"{zh}画出的曲线，代码中只记最接近它的选项。",
        )


@plainly
def class_code(lecture: str | None = None) -> Verdict | StudentCode:
    """A short code of the answers that you locked, to be pasted or read out: no name in it, and nothing is sent.
    由你已锁定的答案生成短代码，可粘贴或念出；不含姓名，也不会发送到任何地方。

    lecture : "xor"; without it the one with most locked answers in this notebook
    """
    locked = locked_votes()
    try:
        lecture = _lecture_of(locked) if lecture is None else lecture
        questions = {} if lecture is None else questions_of(lecture)
    except BadInput as error:
        return keep_working(escape(error.en), escape(error.zh))
    answers = _coded(questions, locked)
    if not answers:
        return Verdict("missing", Words("Lock an answer, then run this cell again.", "请先锁定答案，再运行此单元格。"))
    again = _coded(questions, locked_votes(again=True))
    code = class_codes.write(lecture, answers, _random_tag(lecture, memory.forgotten(lecture)), again)
    drawn = sum(isinstance(questions[key].estimate(), Curve) for key in answers)
    return StudentCode(code, len(answers), len(questions), drawn)


def _coded(questions, votes):
    """What a code says of these votes: a number where one was set on an axis, else an option."""
    found = {}
    for key in questions.keys() & votes.keys():
        vote, mark = votes[key], class_codes.axis_of(questions[key])
        found[key] = mark.middle(vote["value"]) if mark and "value" in vote else vote["option"]
    return found


@cache
def _random_tag(lecture, forgotten):
    """Drawn once a kernel, so that several codes of one student count as one; anew for who comes after forget()."""
    return int(np.random.default_rng().integers(class_codes.TAGS))


def class_answers(codes: str, lecture: str | None = None, reveal: bool = False) -> ClassAnswers:
    """How a class has answered, from the codes of its students; the right answers are marked once they are revealed.
    由学生的代码汇总全班的作答；揭晓后标出正确答案。

    codes   : str, as they were pasted: one a line or several, names and commas between them do no harm
    lecture : "xor"; without it the one that most codes belong to
    reveal  : mark the right answers
    raises  : BadInput for an unknown lecture, and if the codes are no text
    """
    lecture, reveal, found = plain(lecture), plain(reveal), class_codes.find(_one_text(codes))
    if lecture is None:
        lecture = _lecture_of([code.lecture for _, code in found.codes if code.answers])
    else:
        lookup(LECTURES, lecture, "lecture", "讲次")
    students = [code for _, code in found.codes if code.lecture == lecture and code.answers]
    counts = _counts(lecture, [code.answers for code in students])
    again = _counts(lecture, [code.again for code in students])
    right = {key: questions_of(lecture)[key].right() for key in counts} if reveal and shows("verdicts") else {}
    return ClassAnswers(
        lecture,
        counts,
        len(students),
        found.twice,
        _complaints_about(found, lecture),
        right,
        again,
        found.others,
        _values(lecture, [_last(code.answers or {}, code.again) for code in students]),
    )


def _one_text(codes):
    if issubclass(type(codes), str):
        return codes
    kind = class_name(type(codes))
    raise BadInput(
        f'expected the codes as one text, got {kind}: write class_answers("""…""")',
        f'代码应写成一段文字，收到 {kind}：请写 class_answers("""……""")',
    )


def _lecture_of(keys):
    """The lecture that most of these keys begin with; None without any."""
    lectures = [key.split("-")[0] for key in keys]
    return max(lectures, key=lectures.count, default=None)


def _counts(lecture, votes):
    """How often each option was chosen, from the answers of each student."""
    counts = {}
    for key, question in questions_of(lecture).items() if votes else ():
        chosen = [answers[key] for answers in votes if answers.get(key) is not None]
        if mark := class_codes.axis_of(question):
            chosen = [mark.option(value) for value in chosen]
        if chosen:
            counts[key] = {option: chosen.count(option) for option in question.options}
    return counts


def _last(answers, again):
    """The second answer where there is one."""
    return answers | {key: answer for key, answer in again.items() if answer is not None}


def _values(lecture, votes):
    """The numbers that were set, of each question that is answered so."""
    set_ = [key for key, question in questions_of(lecture).items() if class_codes.axis_of(question)] if votes else []
    found = {key: [answers[key] for answers in votes if answers.get(key) is not None] for key in set_}
    return {key: values for key, values in found.items() if values}


def _complaints_about(found, lecture):
    """What is wrong with each line that is not counted, in order."""
    complaints = [(line, _not_a_code(text)) for line, text in found.none]
    for line, code in found.codes:
        title = LECTURES[code.lecture].title
        if not code.answers:
            en = f"a code of {title.en} from another edition of the questions: both sides need the same course."
            complaints.append((line, Words(en, f"“{title.zh}”的代码，但题目版本不同：双方须使用同一版课程。")))
        elif code.lecture != lecture:
            complaints.append((line, Words(f"a code of {title.en}.", f"这是“{title.zh}”的代码。")))
    return sorted(complaints)


def _not_a_code(text):
    short = escape(text[:40])
    return Words(f"“{short}” is not a code: perhaps it was mistyped.", f"“{short}”不是代码，可能有误。")
