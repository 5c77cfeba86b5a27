"""What stands on the wall: a class is led from here without a kernel, and what has been asked can be shown again.

The notebook that opens a class leaves its questions here, their answers and films. Whoever has the leader's secret, in
the link that only the lecturer is shown, goes on from there: on the wall, or with a phone. Once the class has ended,
the secret opens its summary and nothing else.
"""

import base64
import binascii
import hmac
import json
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from course_nn.classroom.answer import checked_answer
from course_nn.classroom.ballot import PHASES, Ballot, Refused
from course_nn.classroom.presence import STAYS, Presence
from course_nn.classroom.question import LONGEST_SAID, checked, checked_picture, words_in_both
from course_nn.common.errors import BadInput

NEXT = {"first": ("discuss",), "discuss": ("second", "shown"), "second": ("shown",)}  # where a step may lead
NOW, ALL, RIVALS = (
    0,
    -1,
    -2,
)  # what the wall looks at: the last question, the summary, rivals; or the number of a question
PART = 66_000  # bytes of a film that come in one request
PARTS = 40  # of one film
MOST = 60  # questions that wait for a class
LONGEST = 300  # letters of a link


class Board(Ballot):
    """A ballot, and what stands on the wall of each class.
    选票，以及各课堂大屏幕上的内容。
    """

    def __init__(self, path: Path | str, *given: Any, **more: Any) -> None:
        super().__init__(path, *given, **more)
        self.here, self._process = Presence(self._note, self.now), secrets.token_hex(4)

    # ---- from the lecturer's notebook --------------------------------------------------------------------

    def hang(self, code: str, owner: str, link: Any, language: Any) -> dict[str, Any]:
        """Put up the wall of a class, or say anew where students join. 挂出大屏幕，或更新加入地址。

        link     : where a phone finds the page, "" for nowhere
        language : in which the wall begins, and its films are: "en", "zh" or ""
        returns  : {"secret": of whoever leads, "films": the questions of which a film is there}
        """
        self._open_one_of(code, owner)
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in (link, language)):
            raise Refused(400, "expected a link and a language", "应为链接与语言")
        in_another = "DELETE FROM films WHERE code IN (SELECT code FROM walls WHERE code = ? AND language != ?)"
        put = (
            "INSERT INTO walls VALUES (?, ?, ?, ?, 0) ON CONFLICT (code) DO UPDATE SET link = excluded.link, "
            "language = excluded.language"
        )
        wall = code, secrets.token_urlsafe(16), link, language
        self._change((in_another, (code, language)), (put, wall))
        films = self._rows("SELECT key FROM films WHERE code = ? GROUP BY key HAVING count(*) = max(parts)", (code,))
        return {"secret": self._wall(code)["secret"], "films": [key for (key,) in films]}

    def prepare(self, code: str, owner: str, sent: dict[str, Any]) -> None:
        """Leave a question here, so that it can be asked from the wall. 存入题目，以便从大屏幕提问。

        sent   : as checked has a question, with "answer" as checked_answer has it, and "picture" as checked_picture
        raises : Refused
        """
        self._open_one_of(code, owner)
        try:
            question = checked(sent)
            picture = checked_picture(sent["picture"]) if sent.get("picture") else None
            answer = checked_answer(question, sent.get("answer"))
        except BadInput as error:
            raise Refused(400, error.en, error.zh) from None
        ((count,),) = self._rows("SELECT count(*) FROM prepared WHERE code = ? AND key != ?", (code, question["key"]))
        if count >= MOST:
            raise Refused(413, f"at most {MOST} questions wait for a class", f"一个课堂最多预存 {MOST} 道题")
        row = code, question["key"], _json(question), picture and _json(picture), _json(answer), None
        self._change(("INSERT OR REPLACE INTO prepared VALUES (?, ?, ?, ?, ?, ?)", row))

    def add_wide(self, code: str, owner: str, sent: dict[str, Any]) -> None:
        """The picture of a question that waits here, laid out for the wall and not for a phone. 供大屏幕用的题目的图。

        sent   : {"key", "picture": as checked_picture has it}
        raises : Refused
        """
        self._open_one_of(code, owner)
        try:
            picture = checked_picture(sent.get("picture"))
        except BadInput as error:
            raise Refused(400, error.en, error.zh) from None
        put = "UPDATE prepared SET wide = ? WHERE code = ? AND key = ?"
        self._change((put, (_json(picture), code, str(sent.get("key")))))

    def add_film(self, code: str, owner: str, sent: dict[str, Any]) -> None:
        """A part of the film that refutes what is wrong; the first one takes the place of an earlier film.
        存入用来反驳错误答案的影片的一段；第一段会取代先前的影片。

        sent   : {"key", "part": from 0 on, "parts": how many, "data": in base64, and with the first part "says":
                 {"en", "zh"}, what is seen in it}
        raises : Refused
        """
        self._open_one_of(code, owner)
        part, parts = sent.get("part"), sent.get("parts")
        try:
            data = base64.b64decode(sent.get("data", ""), validate=True)
        except (TypeError, ValueError, binascii.Error):
            data = b""
        if type(part) is not int or type(parts) is not int or not 0 <= part < parts <= PARTS or not data:
            raise Refused(400, "expected a part of a film", "应为影片的一段")
        key = str(sent.get("key"))
        if len(data) > PART or not self._rows("SELECT 1 FROM prepared WHERE code = ? AND key = ?", (code, key)):
            raise Refused(400, "expected a part of a film of a question that waits here", "应为预存题目影片的一段")
        before = ("DELETE FROM films WHERE code = ? AND key = ? AND (? = 0 OR parts != ?)", (code, key, part, parts))
        row = code, key, part, parts, data, _said(sent.get("says"))
        self._change(before, ("INSERT OR REPLACE INTO films VALUES (?, ?, ?, ?, ?, ?)", row))

    # ---- on the wall ---------------------------------------------------------------------------------------

    def view(self, code: str, secret: str = "") -> dict[str, Any]:
        """What stands on the wall; whoever leads also gets what can be asked and shown. 大屏幕上的内容。

        returns : {"code", "link", "language", "joined", "here", "together", "step", "id", "phase", "question", "voted",
                   "shown": as shown has it or None, "summary": as summary has it or None, "rivals": as rivals has it or
                   None, "ended", "leads"}
        raises  : Refused; of a class that has ended, to whoever does not lead
        """
        leads = bool(secret) and bool(self._led(code, secret))
        session = self._session(code) if leads else self._running(code)
        wall, ended = self._wall(code), self._has_ended(session)
        found = self.results(code, session.owner)
        asked, looks = self._asked(code, nothing_is_well=True), ALL if ended and not wall["looks"] else wall["looks"]
        found = {"code": code, "leads": leads, "ended": ended, "link": wall["link"], "language": wall["language"]} | {
            "joined": found["voters"],
            "together": found["together"],
            "here": self._here(code),
            "voted": self._voted(found),
            "step": _step(asked),
        }
        seen = asked["id"] if looks == NOW else looks
        on_wall = {
            "shown": self.shown(code, seen) if looks not in (ALL, RIVALS) else None,
            "summary": self.summary(code) if looks == ALL else None,
            "rivals": self.rivals(code, session.owner) if looks == RIVALS else None,
        }
        return found | asked | on_wall | (self._offers(code) if leads else {})

    def shown(self, code: str, asked: int) -> dict[str, Any] | None:
        """A question whose answer has been shown, with all votes on it; else None. 已公布答案的题目及其全部投票。

        returns : {"id", "question", "votes", "values", "answer": None where no notebook has left one, "has_film",
                   "has_picture"}
        """
        found = self._one(code, asked)
        if not found or found["phase"] != "shown":
            return None
        picture = self._rows("SELECT 1 FROM pictures WHERE question = ?", (asked,))
        return {
            "id": asked,
            "question": found["question"],
            "answer": self._answer(code, found["question"]),
            "has_film": self._has_film(code, found["question"]),
            "has_picture": bool(picture),
        } | self._counted(asked)

    def summary(self, code: str) -> list[dict[str, Any]]:
        """All questions of a class whose answer was shown, in their order. 课堂上已公布答案的全部题目。"""
        rows = self._rows("SELECT id FROM questions WHERE code = ? AND phase = 'shown' ORDER BY id", (code,))
        return [found for (asked,) in rows if (found := self.shown(code, asked))]

    def picture_on_wall(self, code: str, asked: Any, secret: str = "") -> dict[str, Any]:
        """The veiled picture of a question that has been asked; {} if there is none. 已提问题目的图。"""
        self._may_look(code, secret)
        found = self._one(code, asked)
        if not found:
            return {}
        wide = "SELECT wide FROM prepared WHERE code = ? AND key = ? AND question = ? AND wide IS NOT NULL"
        rows = self._rows(wide, (code, found["question"]["key"], _json(found["question"])))
        rows = rows or self._rows("SELECT content FROM pictures WHERE question = ?", (found["id"],))
        return json.loads(rows[0][0]) if rows else {}

    def film_on_wall(self, code: str, asked: Any, secret: str = "") -> dict[str, Any]:
        """The film of a question whose answer has been shown: {"key", "parts": how many, "says": {"en", "zh"} or None,
        what is seen in it}; {} if there is none. 反驳影片。
        """
        self._may_look(code, secret)
        found = self._one(code, asked)
        if not found or found["phase"] != "shown" or not self._has_film(code, found["question"]):
            return {}
        key, said = found["question"]["key"], "SELECT parts, says FROM films WHERE code = ? AND key = ? AND part = 0"
        ((parts, says),) = self._rows(said, (code, key))
        return {"key": key, "parts": parts, "says": json.loads(says) if says else None}

    def part_of_film(self, code: str, key: str, part: int) -> bytes:
        """A part of it, as it is now; nothing if there is none any more. 影片的一段。"""
        rows = self._rows("SELECT data FROM films WHERE code = ? AND key = ? AND part = ?", (code, key, part))
        return rows[0][0] if rows else b""

    # ---- whoever leads -------------------------------------------------------------------------------------

    def go(self, code: str, secret: str, step: Any, to: Any) -> None:
        """Go on from a step; once is as good as twice, for afterwards the class is at another step. 进入下一步。

        step : as view has it: what the leader has seen;  to : a phase
        """
        owner, now = self._led(code, secret), self._asked(code)
        if step != _step(now):
            return
        if to not in NEXT.get(now["phase"], ()):
            raise Refused(400, "no step leads there from here", "从当前这一步不能转到那一步")
        try:
            self.turn(code, owner, to, now["phase"])
        except Refused as error:
            if error.status != 409:  # else somebody has just gone on, as was wanted
                raise

    def ask_prepared(self, code: str, secret: str, key: Any, step: Any, anew: bool = False) -> None:
        """Ask one of the questions that wait here. 提出一道预存的题目。

        step   : as view has it: if the class is at another one by now, nothing happens
        anew   : also if votes are lost by that
        raises : Refused
        """
        owner = self._led(code, secret)
        if step != _step(self._asked(code, nothing_is_well=True)):
            return
        rows = self._rows("SELECT question, picture FROM prepared WHERE code = ? AND key = ?", (code, str(key)))
        if not rows:
            raise Refused(404, "this question is not waiting here", "没有预存这道题")
        question, picture = rows[0]
        self.ask(code, owner, json.loads(question) | {"picture": picture and json.loads(picture)}, anew)

    def look(self, code: str, secret: str, at: Any) -> None:
        """Show a past question again, the summary or the rivals, on all walls; while a vote is open, nothing else.
        在大屏幕上再次显示以前的题目、总结或对手；投票进行中则不显示。

        at     : number of a question that has been shown, ALL, RIVALS or NOW
        raises : Refused
        """
        self._led(code, secret)
        is_open = self._asked(code, nothing_is_well=True)["phase"] not in ("", "shown")
        if at != NOW and is_open and not self._has_ended(self._session(code)):
            raise Refused(409, "show the answer first: a vote is under way", "正在投票：请先公布答案")
        if type(at) is not int or (at not in (NOW, ALL, RIVALS) and not self.shown(code, at)):
            raise Refused(404, "this question has not been shown", "这道题还没有公布过答案")
        self._look_at(code, at)

    def finish(self, code: str, secret: str) -> None:
        """End the class: nobody can vote any more, and the summary stands on the wall. 结束课堂，大屏幕显示总结。"""
        self.close(code, self._led(code, secret))

    # ---- from wherever it comes: the wall shows what is new ------------------------------------------------

    def ask(self, code: str, owner: str, question: Any, anew: bool = False) -> None:
        """Ask a question. 提问。"""
        super().ask(code, owner, question, anew)
        self._look_at(code, NOW)

    def turn(self, code: str, owner: str, phase: Any, before: Any = None) -> None:
        """Go to another phase. 进入另一阶段。"""
        super().turn(code, owner, phase, before)
        self._look_at(code, NOW)

    def close(self, code: str, owner: str) -> None:
        """End the class; its summary stands on the wall. 结束课堂，大屏幕显示总结。"""
        super().close(code, owner)
        self._look_at(code, ALL)

    def whole(self, code: str, secret: str) -> list[dict[str, Any]]:
        """The summary, for whoever leads, also when the class has ended. 供主持者查看的总结。"""
        self._led(code, secret)
        return self.summary(code)

    # ---- a student -----------------------------------------------------------------------------------------

    def state(self, code: str, name: str | None = None, pass_: str = "") -> dict[str, Any]:
        """What a student sees, who is in the room while looking. 学生所见；查看时即计为在场。"""
        found = super().state(code, name, pass_)
        self.here.looks(code, name or pass_)
        return found

    # ---- inside --------------------------------------------------------------------------------------------

    def _note(self, code: str, count: int) -> None:
        """For the other processes that have this file open; if it cannot be written now, it is soon."""
        with suppress(Refused):
            row = code, self._process, count, self.now()
            self._change(("INSERT OR REPLACE INTO rooms VALUES (?, ?, ?, ?)", row))

    def _here(self, code):
        others = "SELECT coalesce(sum(count), 0) FROM rooms WHERE code = ? AND process != ? AND at > ?"
        ((count,),) = self._rows(others, (code, self._process, self.now() - STAYS))
        return self.here.count(code) + count

    def _voted(self, found):
        """How many have voted in this phase."""
        options = found["votes"].get(found["phase"], {}).values()
        return sum(sum(sure.values()) for sure in options) + len(found["values"].get(found["phase"], ()))

    def _wall(self, code):
        rows = self._rows("SELECT secret, link, language, looks FROM walls WHERE code = ?", (code,))
        return dict(zip(("secret", "link", "language", "looks"), rows[0] if rows else ("", "", "", NOW)))

    def _led(self, code, secret):
        """The owner of a class, if this is its leader's secret."""
        session, wall = self._session(code), self._wall(code)
        known = wall["secret"].encode()
        if not session or not known or not hmac.compare_digest(known, secret.encode("utf-8", "replace")):
            raise Refused(
                403, "this link leads no class: take the one in your notebook", "此链接不能主持课堂：请用笔记本中的链接"
            )
        return session.owner

    def _may_look(self, code, secret):
        """Whoever leads always may; everybody else as long as the class runs."""
        if secret:
            self._led(code, secret)
        else:
            self._running(code)

    def _look_at(self, code, at):
        self._change(("UPDATE walls SET looks = ? WHERE code = ?", (at, code)))

    def _one(self, code, asked):
        """A question of this class by its number; None if it has no such question."""
        rows = self._rows("SELECT id, phase, content FROM questions WHERE code = ? AND id = ?", (code, str(asked)))
        return {"id": rows[0][0], "phase": rows[0][1], "question": json.loads(rows[0][2])} if rows else None

    def _answer(self, code, question):
        """What the notebook has left, if it is an answer to this very question."""
        rows = self._rows("SELECT question, answer FROM prepared WHERE code = ? AND key = ?", (code, question["key"]))
        return json.loads(rows[0][1]) if rows and json.loads(rows[0][0]) == question else None

    def _has_film(self, code, question):
        """Whether there is a film of this very question, with all its parts."""
        whole = "SELECT count(*) = max(parts) FROM films WHERE code = ? AND key = ?"
        return self._answer(code, question) is not None and self._rows(whole, (code, question["key"])) == [(1,)]

    def _offers(self, code):
        """What whoever leads may ask and show."""
        waiting = self._rows("SELECT question FROM prepared WHERE code = ? ORDER BY rowid", (code,))
        past = self._rows("SELECT id, content FROM questions WHERE code = ? AND phase = 'shown' ORDER BY id", (code,))
        return {
            "waiting": [_named(content) for (content,) in waiting],
            "past": [{"id": asked} | _named(content) for asked, content in past],
            "brought": self._rows("SELECT count(*) FROM rivals WHERE code = ?", (code,))[0][0],
        }


def _step(asked):
    """A number that each step of a class has for itself."""
    return 4 * asked["id"] + PHASES.index(asked["phase"]) if asked["id"] else 0


def _named(content):
    question = json.loads(content)
    return {"key": question["key"], "ask": question["ask"]}


def _said(says):
    """As JSON; "" from a notebook of an earlier edition, which says nothing."""
    try:
        return _json({one: text[:LONGEST_SAID] for one, text in words_in_both(says).items()}) if says else ""
    except (TypeError, KeyError, UnicodeError):
        raise Refused(400, "expected words in both languages about a part of a film", "应为影片的中英文说明") from None


def _json(what):
    return json.dumps(what, ensure_ascii=False)
