"""The votes of a class, in a file of SQLite: what was asked, who may still vote, and how many chose what.

A session has a code of four letters. Each of its questions goes through the phases of peer instruction: a first vote,
a discussion, a second vote, then the answer. Nobody's name is stored with a vote: a voter is a keyed hash that is the
same for one person within one session, and its key is erased when the session ends.
"""

import hashlib
import hmac
import json
import secrets
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from course_nn.common.errors import BadInput

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # of a code: no vowels, so that none is a word
PHASES = ("first", "discuss", "second", "shown")
VOTES = ("first", "second")  # the phases in which one votes
SURE = ("guess", "rather", "certain")
DAY = 86_400.0  # seconds
TABLES = """
CREATE TABLE IF NOT EXISTS sessions (code TEXT PRIMARY KEY, owner TEXT, key BLOB, phones INTEGER,
    participation INTEGER, opened REAL, closed REAL);
CREATE TABLE IF NOT EXISTS questions (id INTEGER PRIMARY KEY, code TEXT, content TEXT, phase TEXT);
CREATE TABLE IF NOT EXISTS voters (code TEXT, voter TEXT, PRIMARY KEY (code, voter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS votes (question INTEGER, phase TEXT, voter TEXT, option TEXT, sure TEXT,
    PRIMARY KEY (question, phase, voter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS present (code TEXT, name TEXT, PRIMARY KEY (code, name)) WITHOUT ROWID;
"""


class Refused(BadInput):
    """What cannot be done now, or not by this person; `status` is that of HTTP.
    此刻或此人不能进行的操作；status 为 HTTP 状态码。
    """

    def __init__(self, status: int, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.status = status


class Session(NamedTuple):
    """A row of the table of that name. 同名表中的一行。"""

    code: str
    owner: str
    key: bytes | None  # of the hash that stands for a voter; None once it has ended
    phones: int  # whether one may vote without an account
    participation: int  # whether the names of those who take part are kept, apart from their votes
    opened: float  # seconds since 1970
    closed: float | None


class Ballot:
    """All sessions in one file; what it is told is on the disk when it answers.
    一个文件中的全部课堂投票；每次操作完成时数据已写入磁盘。

    path : of the file, made if there is none
    now  : () -> seconds since 1970
    keep : days after which a session is deleted, votes and all
    """

    def __init__(self, path: Path | str, now: Callable[[], float] = time.time, keep: float = 30) -> None:
        self.now, self.keep = now, keep
        self.file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.file.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {TABLES}")
        self.delete_old()

    # ---- the lecturer ----------------------------------------------------------------------------------

    def open(self, owner: str, phones: bool = True, participation: bool = False) -> str:
        """Begin a session; its code. 开始一次课堂投票；返回代码。"""
        self.delete_old()
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(4))
            session = Session(code, owner, secrets.token_bytes(32), phones, participation, self.now(), None)
            if self._write("INSERT OR IGNORE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)", session):
                return code

    def ask(self, code: str, owner: str, question: dict) -> None:
        """Ask a question, for its first vote; what was asked before is over. 提出问题并开始第一轮投票。

        question : {"key", "ask": {"en", "zh"}, "options": {key: {"en", "zh"}}}
        raises   : Refused
        """
        self._owned(code, owner)
        content = json.dumps(_checked(question), ensure_ascii=False)
        self._write("INSERT INTO questions (code, content, phase) VALUES (?, ?, 'first')", (code, content))

    def turn(self, code: str, owner: str, phase: Any) -> None:
        """Go to another phase of the question. 进入问题的另一阶段。

        raises : Refused if it is none of PHASES, or nothing was asked
        """
        self._owned(code, owner)
        if phase not in PHASES:
            raise Refused(400, f"expected one of {', '.join(PHASES)}", f"应为 {'、'.join(PHASES)} 之一")
        self._write("UPDATE questions SET phase = ? WHERE id = ?", (phase, self._asked(code)["id"]))

    def close(self, code: str, owner: str) -> None:
        """End a session: nobody can vote any more, and who voted what can no longer be found out.
        结束投票：不能再投，也无法再查出谁投了什么。
        """
        self._owned(code, owner)
        self._write("UPDATE sessions SET key = NULL, closed = ? WHERE code = ?", (self.now(), code))

    def results(self, code: str, owner: str) -> dict[str, Any]:
        """How the class has voted on the question that was asked last. 最后一题的投票结果。

        returns : {"voters": how many have joined, "question": …, "phase": …, "votes": {phase: {option: {sure: count}}}}
        """
        self._owned(code, owner)
        (voters,) = self.file.execute("SELECT count(*) FROM voters WHERE code = ?", (code,)).fetchone()
        asked = self._asked(code, nothing_is_well=True)
        rows = self.file.execute(
            "SELECT phase, option, sure, count(*) FROM votes WHERE question = ? GROUP BY phase, option, sure",
            (asked["id"],),
        )
        votes: dict = {phase: {} for phase in VOTES}
        for phase, option, sure, count in rows:
            votes[phase].setdefault(option, dict.fromkeys(SURE, 0))[sure] = count
        return {"voters": voters, "question": asked["question"], "phase": asked["phase"], "votes": votes}

    def names(self, code: str, owner: str) -> list[str]:
        """Who took part, if that was asked for: not what they said. 参与者名单（仅在要求时保存），不含其答案。"""
        self._owned(code, owner)
        rows = self.file.execute("SELECT name FROM present WHERE code = ? ORDER BY name", (code,))
        return [name for (name,) in rows]

    # ---- a student -------------------------------------------------------------------------------------

    def join(self, code: str, name: str | None = None) -> str:
        """Come into a session: what to show with each vote. 加入投票；返回投票凭证。

        name   : of somebody who has logged in, whose second coming is no second voter; None for a phone
        raises : Refused if there is no such session, or it has ended; or phones are not let in
        """
        session = self._running(code)
        if name is None and not session.phones:
            raise Refused(
                403, "join from your notebook: this class votes with its accounts", "请在笔记本中加入：本次投票需登录"
            )
        pass_ = _sealed(session, secrets.token_hex(16)) if name is None else _voter_of(session, name)
        voter = pass_.partition(".")[0]
        self._write("INSERT OR IGNORE INTO voters VALUES (?, ?)", (code, voter))
        if name is not None and session.participation:
            self._write("INSERT OR IGNORE INTO present VALUES (?, ?)", (code, name))
        return pass_

    def state(self, code: str, name: str | None = None, pass_: str = "") -> dict[str, Any]:
        """What a student sees: the question, its phase, and their own vote. 学生所见：题目、阶段与自己的票。"""
        voter = self._voter(self._running(code), name, pass_)
        asked = self._asked(code, nothing_is_well=True)
        mine = self.file.execute(
            "SELECT phase, option, sure FROM votes WHERE question = ? AND voter = ?", (asked["id"], voter)
        )
        return asked | {"mine": {phase: [option, sure] for phase, option, sure in mine}}

    def vote(self, code: str, option: Any, sure: Any, asked: Any, name: str | None = None, pass_: str = "") -> None:
        """Vote, or change one's vote while it is open. 投票；投票进行中可更改。

        asked  : id of the question that the student has seen
        raises : Refused if there is nothing to vote on, or the student is not known here
        """
        voter, now = self._voter(self._running(code), name, pass_), self._asked(code)
        if now["phase"] not in VOTES or asked != now["id"]:
            raise Refused(409, "this vote is closed: wait for the next one", "投票已结束：请等待下一次")
        if str(option) not in now["question"]["options"] or str(sure) not in SURE:
            raise Refused(400, "expected one of the options, and how sure you are", "应选一个选项和把握程度")
        self._write("INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?)", (asked, now["phase"], voter, option, sure))

    # ---- inside ----------------------------------------------------------------------------------------

    def delete_old(self) -> None:
        """Delete what is older than it may be. 删除过期的投票。"""
        old = self.now() - self.keep * DAY
        gone = [code for (code,) in self.file.execute("SELECT code FROM sessions WHERE opened < ?", (old,))]
        for code in gone:
            self._write("DELETE FROM votes WHERE question IN (SELECT id FROM questions WHERE code = ?)", (code,))
            for table in ("questions", "voters", "present", "sessions"):
                self._write(f"DELETE FROM {table} WHERE code = ?", (code,))

    def _write(self, statement, values):
        return self.file.execute(statement, values).rowcount

    def _running(self, code):
        row = self.file.execute("SELECT * FROM sessions WHERE code = ?", (code,)).fetchone()
        if row is None:
            raise Refused(
                404, f"there is no class “{code}”: look at the code again", f"没有代码为“{code}”的课堂：请再核对"
            )
        session = Session(*row)
        if session.closed:
            raise Refused(410, "this class has ended", "本次课堂投票已结束")
        return session

    def _owned(self, code, owner):
        row = self.file.execute("SELECT * FROM sessions WHERE code = ?", (code,)).fetchone()
        if row is None or Session(*row).owner != owner:
            raise Refused(403, "this class is not yours", "这不是您的课堂")
        return Session(*row)

    def _asked(self, code, nothing_is_well=False):
        """{"id", "phase", "question"} of what was asked last."""
        row = self.file.execute(
            "SELECT id, phase, content FROM questions WHERE code = ? ORDER BY id DESC LIMIT 1", (code,)
        ).fetchone()
        if row is None and not nothing_is_well:
            raise Refused(409, "nothing has been asked yet", "还没有提问")
        number, phase, content = row or (0, "", "null")
        return {"id": number, "phase": phase, "question": json.loads(content)}

    def _voter(self, session, name, pass_):
        """The voter whom a name or a pass stands for, who must have joined."""
        voter = _voter_of(session, name) if name is not None else pass_.partition(".")[0]
        is_genuine = name is not None or hmac.compare_digest(_sealed(session, voter), pass_)
        found = self.file.execute("SELECT 1 FROM voters WHERE code = ? AND voter = ?", (session.code, voter))
        if not is_genuine or found.fetchone() is None:
            raise Refused(403, "join this class first, with its code", "请先用代码加入本次课堂")
        return voter


def _voter_of(session, name):
    """What stands for somebody with an account."""
    return _hash(session, f"name {name}")


def _sealed(session, nonce):
    """A pass for a phone: a random number, and the seal that shows that it was given out here."""
    return f"{nonce}.{_hash(session, f'pass {nonce}')}"


def _hash(session, text):
    return hmac.new(session.key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _checked(question):
    """The question, if it has the parts of one."""
    try:
        ask = {language: str(question["ask"][language]) for language in ("en", "zh")}
        options = {
            str(key): {language: str(words[language]) for language in ("en", "zh")}
            for key, words in question["options"].items()
        }
        checked = {"key": str(question["key"]), "ask": ask, "options": options}
    except (TypeError, KeyError, AttributeError):
        raise Refused(
            400, "expected a question with its options, in both languages", "应为带选项的中英双语问题"
        ) from None
    if not 2 <= len(options) <= 10 or len(json.dumps(checked)) > 20_000:
        raise Refused(400, "expected 2 to 10 options, and not too long", "应有 2 至 10 个选项，且不宜过长")
    return checked
