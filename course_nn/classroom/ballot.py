"""The votes of a class, in a file of SQLite: what was asked, who may still vote, and how many chose what.

A session has a code of four letters. Each of its questions goes through the phases of peer instruction: a first vote,
a discussion, a second vote, then the answer. Nobody's name is stored with a vote: a voter is a keyed hash that is the
same for one person within one session. When the session ends its key is erased, each hash gives way to a number, and
the file is written anew, for where a row lies in it tells when it came. Several processes may have the file open; none
of them waits for another, it is told that it has to come again.
"""

import hashlib
import hmac
import json
import logging
import os
import secrets
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from course_nn.classroom.brought import checked_rival
from course_nn.classroom.clock import steady
from course_nn.classroom.question import as_value, checked, checked_picture
from course_nn.common.errors import BadInput

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # of a code: no vowels, so that none is a word
PHASES = ("first", "discuss", "second", "shown")
VOTES = ("first", "second")  # the phases in which one votes
SURE = ("guess", "rather", "certain")
HOUR, DAY = 3_600.0, 86_400.0  # seconds
LASTS = 6 * HOUR  # after that a session ends by itself, and its key is erased
PATIENCE = 5.0  # seconds to wait for others when the file is opened
DAMAGE = sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT
SPARE = 500_000  # bytes that are given up when the disk is full, so that a session can be ended all the same
SETTINGS = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=100; PRAGMA temp_store=MEMORY;
"""  # what is deleted is written over with zeros, what is not yet in its place is never much, nothing lies elsewhere
TABLES = """
CREATE TABLE IF NOT EXISTS sessions (code TEXT PRIMARY KEY, owner TEXT, key BLOB, phones INTEGER,
    participation INTEGER, opened REAL, closed REAL);
CREATE TABLE IF NOT EXISTS questions (id INTEGER PRIMARY KEY, code TEXT, content TEXT, phase TEXT);
CREATE TABLE IF NOT EXISTS voters (code TEXT, voter TEXT, PRIMARY KEY (code, voter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS votes (question INTEGER, phase TEXT, voter TEXT, option TEXT, sure TEXT,
    value TEXT DEFAULT '', PRIMARY KEY (question, phase, voter)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pictures (question INTEGER PRIMARY KEY, content TEXT);
CREATE TABLE IF NOT EXISTS sources (code TEXT, source TEXT, phones INTEGER, PRIMARY KEY (code, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS present (code TEXT, name TEXT, PRIMARY KEY (code, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS walls (code TEXT PRIMARY KEY, secret TEXT, link TEXT, language TEXT, looks INTEGER);
CREATE TABLE IF NOT EXISTS prepared (code TEXT, key TEXT, question TEXT, picture TEXT, answer TEXT, wide TEXT,
    PRIMARY KEY (code, key));
CREATE TABLE IF NOT EXISTS films (code TEXT, key TEXT, part INTEGER, parts INTEGER, data BLOB, says TEXT DEFAULT '',
    PRIMARY KEY (code, key, part));
CREATE TABLE IF NOT EXISTS rivals (code TEXT, voter TEXT, contest TEXT, name TEXT, value REAL, seconds REAL,
    own TEXT DEFAULT '', PRIMARY KEY (code, voter, contest)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS rooms (code TEXT, process TEXT, count INTEGER, at REAL, PRIMARY KEY (code, process));
"""
OF_A_SESSION = ("questions", "voters", "present", "sources", "walls", "prepared", "films", "rivals", "rooms")
LATER = (("votes", "value"), ("films", "says"), ("rivals", "own"))  # columns that a file of an earlier edition lacks

IS_MIXED = "PRAGMA user_version = {}"  # in the file: 1 if no row of an ended session lies where it came
WRITTEN_BY_OTHERS = "PRAGMA data_version"  # another number whenever another program has written
ENDED = "code IN (SELECT code FROM sessions WHERE key IS NULL)"
THEIRS = f"question IN (SELECT id FROM questions WHERE {ENDED}) AND length(voter) = 32"  # a hash, no number yet
NUMBERED = (  # of those who have voted nothing stays but how many there were: each row has a number in place of a voter
    "INSERT INTO votes SELECT question, phase, row_number() OVER (PARTITION BY question, phase ORDER BY option, "
    f"value, sure), option, sure, value FROM votes WHERE {THEIRS} ORDER BY question, phase, option, value, sure",
    f"DELETE FROM votes WHERE {THEIRS}",
    "INSERT INTO voters SELECT code, row_number() OVER (PARTITION BY code) FROM voters "
    f"WHERE {ENDED} AND length(voter) = 32",
    f"DELETE FROM voters WHERE {ENDED} AND length(voter) = 32",
    "INSERT INTO rivals SELECT code, row_number() OVER (PARTITION BY code, contest ORDER BY value, name), contest, "
    f"name, value, seconds, own FROM rivals WHERE {ENDED} AND length(voter) = 32",
    f"DELETE FROM rivals WHERE {ENDED} AND length(voter) = 32",
)
MOST_RIVALS = 20  # of one student: one in each comparison
ALL_RIVALS = 2_000  # of one class: nobody fills the disk with them, or makes others wait while they are told
COMPARED, BEST = 12, 50  # how many comparisons are told, and how many rivals of each


class Refused(BadInput):
    """What cannot be done now, or not by this person; `status` is that of HTTP.
    此刻或此人不能进行的操作；status 为 HTTP 状态码。
    """

    def __init__(self, status: int, en: str, zh: str) -> None:
        super().__init__(en, zh)
        self.status = status


class Busy(Refused):
    """Another program is writing just now. 另一程序正在写入。"""

    def __init__(self) -> None:
        super().__init__(
            503, "another program holds the file of votes: try again", "另一程序占用了存放选票的文件：请重试"
        )


class Damaged(sqlite3.DatabaseError):
    """What SQLite finds wrong in a file that it can open. SQLite 能打开、但内容有误的文件。"""


class Broken(Refused):
    """The file is damaged. 文件已损坏。"""

    def __init__(self) -> None:
        super().__init__(503, "the file of votes is damaged, and is set aside now", "存放选票的文件已损坏，现将其另存")


class Full(Refused):
    """There is no room on the disk. 磁盘已满。"""

    def __init__(self) -> None:
        super().__init__(507, "the disk on which the votes are kept is full", "存放选票的磁盘已满")


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

    path   : of the file, made if there is none, for this user alone
    now    : () -> seconds since 1970
    keep   : days after which a session is deleted, votes and all
    raises : Refused, from every method, if the file cannot be used just now; one that is damaged is set aside
    """

    def __init__(self, path: Path | str, now: Callable[[], float] = steady, keep: float = 30) -> None:
        self.now, self.keep, self.spare = now, keep, Path(f"{path}-spare")
        self.path = path
        self.file: sqlite3.Connection | None = None
        self._which: os.stat_result | None = None
        try:
            self.tidy()
        except Refused as refusal:  # a full disk, or others write: whoever asks opens it, and the timer comes again
            logging.getLogger(__name__).warning("The file of votes cannot be used yet: %s", refusal.en)

    # ---- the lecturer ----------------------------------------------------------------------------------

    def open(self, owner: str, phones: bool = True, participation: bool = False) -> str:
        """Begin a session; its code. 开始一次课堂投票；返回代码。"""
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(4))
            session = Session(code, owner, secrets.token_bytes(32), phones, participation, self.now(), None)
            if self._change(("INSERT OR IGNORE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?)", session)):
                return code

    def running(self, owner: str, phones: bool = True, participation: bool = False) -> str | None:
        """The code of the session of this lecturer that has not ended. 尚未结束的课堂的代码。

        raises : Refused if it lets phones in, or keeps no names, and is now to be otherwise
        """
        rows = self._rows(
            "SELECT code, phones, participation FROM sessions WHERE owner = ? AND key IS NOT NULL AND opened > ? "
            "ORDER BY opened DESC LIMIT 1",
            (owner, self.now() - LASTS),
        )
        for code, lets_phones_in, keeps_names in rows:
            if (lets_phones_in and not phones) or (participation and not keeps_names):
                raise _otherwise(code)
            return code
        return None

    def ask(self, code: str, owner: str, question: Any, anew: bool = False) -> None:
        """Ask a question, for its first vote; what was asked before is over. 提出问题并开始第一轮投票。

        question : as checked has it, and its "picture", as checked_picture has it; one that is open already stays
        anew     : also if there are votes on another one whose answer has not been shown: they count no more
        raises   : Refused
        """
        self._open_one_of(code, owner)
        asked, picture = _question(question)
        now = self._asked(code, nothing_is_well=True)
        if now["phase"] not in ("", "shown"):
            if now["question"] == asked:
                return
            ((votes,),) = self._rows("SELECT count(*) FROM votes WHERE question = ?", (now["id"],))
            if votes and not anew:
                raise _loses(now["question"]["key"], votes)
        content = json.dumps(asked, ensure_ascii=False)
        put = ("INSERT INTO questions (code, content, phase) VALUES (?, ?, 'first')", (code, content))
        shown = ("INSERT INTO pictures VALUES (last_insert_rowid(), ?)", (json.dumps(picture),))
        self._change(put, *([shown] if picture else []))

    def turn(self, code: str, owner: str, phase: Any, before: Any = None) -> None:
        """Go to another phase of the question. 进入问题的另一阶段。

        before : the phase that the lecturer has seen; None for whichever it is
        raises : Refused if it is none of PHASES, or nothing was asked, or its phase is another one by now
        """
        self._open_one_of(code, owner)
        if phase not in PHASES:
            raise Refused(400, f"expected one of {', '.join(PHASES)}", f"应为 {'、'.join(PHASES)} 之一")
        now = self._asked(code)
        change = ("UPDATE questions SET phase = ? WHERE id = ? AND phase = ?", (phase, now["id"], now["phase"]))
        if before not in (None, now["phase"]) or not self._change(change):
            raise Refused(
                409,
                "this class is at another step by now: look at the wall again",
                "课堂已进行到另一步：请再看一下大屏幕",
            )

    def close(self, code: str, owner: str) -> None:
        """End a session: nobody can vote any more, and who voted what can no longer be found out.
        结束投票：不能再投，也无法再查出谁投了什么。
        """
        self._owned(code, owner)
        self._end("code = ?", (code,))

    def results(self, code: str, owner: str) -> dict[str, Any]:
        """How the class has voted on the question that was asked last. 最后一题的投票结果。

        returns : {"voters": how many have joined, "together": how many phones of them from one address, at most,
                   "question": …, "phase": …, "votes": {phase: {option: {sure: count}}}, "values": {phase: [[value,
                   sure], …]} of what was set or drawn, in the order of these, "ended": whether it has}
        """
        session = self._owned(code, owner)
        ((voters,),) = self._rows("SELECT count(*) FROM voters WHERE code = ?", (code,))
        ((together,),) = self._rows("SELECT coalesce(max(phones), 0) FROM sources WHERE code = ?", (code,))
        asked = self._asked(code, nothing_is_well=True)
        found = {"voters": voters, "together": together} | self._counted(asked["id"])
        found["ended"] = self._has_ended(session)
        return found | {"question": asked["question"], "phase": asked["phase"]}

    def names(self, code: str, owner: str) -> list[str]:
        """Who took part, if that was asked for: not what they said. 参与者名单（仅在要求时保存），不含其答案。"""
        self._owned(code, owner)
        return [name for (name,) in self._rows("SELECT name FROM present WHERE code = ? ORDER BY name", (code,))]

    def rivals(self, code: str, owner: str) -> list[dict[str, Any]]:
        """The rivals that students have handed in, by comparison: where most are first, and of these the best.
        学生交来的对手，按比较分组：人数多的在前，组内最好的在前。

        Of thousands, which one script can hand in, the first ones are told.

        returns : [{"contest": …, "rivals": [{"name", "value", "seconds"}, …], "own": as most notebooks have it}, …]
        """
        self._owned(code, owner)
        found: dict[str, list] = {}
        order = "SELECT contest, own, name, value, seconds FROM rivals WHERE code = ? ORDER BY value, seconds, name"
        for contest, *rival in self._rows(order, (code,)):
            found.setdefault(contest, []).append(rival)
        most_first = sorted(found.items(), key=lambda pair: -len(pair[1]))[:COMPARED]
        return [
            {
                "contest": json.loads(contest),
                "rivals": [dict(zip(("name", "value", "seconds"), rival)) for _, *rival in rivals[:BEST]],
                "own": _of_most([own for own, *_ in rivals]),
            }
            for contest, rivals in most_first
        ]

    # ---- a student -------------------------------------------------------------------------------------

    def join(self, code: str, name: str | None = None, source: str = "") -> str:
        """Come into a session: what to show with each vote. 加入投票；返回投票凭证。

        name   : of somebody who has logged in, whose second coming is no second voter; None for a phone
        source : address of a phone; how many have come from it is counted, under a hash
        raises : Refused if there is no such session, or it has ended; or phones are not let in
        """
        session = self._running(code)
        if name is None and not session.phones:
            raise Refused(
                403, "join from your notebook: this class votes with its accounts", "请在笔记本中加入：本次投票需登录"
            )
        pass_ = _sealed(session, secrets.token_hex(16)) if name is None else _voter_of(session, name)
        changes = [("INSERT OR IGNORE INTO voters VALUES (?, ?)", (code, pass_.partition(".")[0]))]
        if name is None:
            counted = (
                "INSERT INTO sources VALUES (?, ?, 1) ON CONFLICT (code, source) DO UPDATE SET phones = phones + 1"
            )
            changes.append((counted, (code, _hash(session, f"source {source}"))))
        elif session.participation:
            changes.append(("INSERT OR IGNORE INTO present VALUES (?, ?)", (code, name)))
        self._change(*changes, within=code)
        return pass_

    def state(self, code: str, name: str | None = None, pass_: str = "") -> dict[str, Any]:
        """What a student sees: the question, its phase, and their own vote. 学生所见：题目、阶段与自己的票。

        returns : {"id", "question", "phase", "mine": {phase: [option, sure]}; of what was set or drawn [value, sure],
                   "shown": ids of the questions whose answer has been shown}
        """
        voter = self._voter(self._running(code), name, pass_)
        asked = self._asked(code, nothing_is_well=True)
        mine = self._rows(
            "SELECT phase, option, sure, value FROM votes WHERE question = ? AND voter = ?", (asked["id"], voter)
        )
        shown = self._rows("SELECT id FROM questions WHERE code = ? AND phase = 'shown'", (code,))
        return asked | {
            "mine": {phase: [json.loads(value) if value else option, sure] for phase, option, sure, value in mine},
            "shown": [id_ for (id_,) in shown],
        }

    def picture(self, code: str, asked: Any, name: str | None = None, pass_: str = "") -> dict[str, Any]:
        """The veiled picture of a question, {} if it has none. 题目的图。

        asked : id of the question that the student has seen
        """
        self._voter(self._running(code), name, pass_)
        found = self._rows(
            "SELECT pictures.content FROM pictures JOIN questions ON questions.id = question WHERE id = ? AND code = ?",
            (str(asked), code),
        )
        return json.loads(found[0][0]) if found else {}

    def vote(
        self,
        code: str,
        option: Any,
        sure: Any,
        asked: Any,
        name: str | None = None,
        pass_: str = "",
        value: Any = None,
        phase: Any = None,
    ) -> None:
        """Vote, or change one's vote while it is open. 投票；投票进行中可更改。

        option : a key; where a number is set or a curve is drawn, that is the value, and the option counts for nothing
        asked  : id of the question that the student has seen
        phase  : in which they have seen it; None for whichever it is
        raises : Refused if there is nothing to vote on, or the student is not known here
        """
        voter, now = self._voter(self._running(code), name, pass_), self._asked(code)
        is_open = now["phase"] in VOTES and asked == now["id"]
        if is_open and phase not in (None, now["phase"]):
            raise Refused(
                409, "this vote came too late for its round: vote once more", "此票到达时该轮已结束：请重新投票"
            )
        chosen, sets = _vote(now["question"], option, sure, value) if is_open else ("", "")
        counted = (
            "INSERT OR REPLACE INTO votes SELECT id, phase, ?, ?, ?, ? FROM questions WHERE id = ? AND phase = ?",
            (voter, chosen, str(sure), sets, now["id"], now["phase"]),  # nothing, if it has been closed meanwhile
        )
        if not is_open or not self._change(counted, within=code):
            raise Refused(409, "this vote is closed: wait for the next one", "投票已结束：请等待下一次")

    def bring(self, code: str, sent: Any, name: str | None = None, pass_: str = "") -> None:
        """Hand in a rival; a later one in the same comparison takes its place. 交上对手；同一比较中，后交的取代先交的。

        sent   : as checked_rival has it
        raises : Refused
        """
        voter = self._voter(self._running(code), name, pass_)
        try:
            found = checked_rival(sent)
        except BadInput as error:
            raise Refused(400, error.en, error.zh) from None
        contest = json.dumps(found["contest"], ensure_ascii=False)
        others = "SELECT count(*) FROM rivals WHERE code = ? AND voter = ? AND contest != ?"
        if self._rows(others, (code, voter, contest))[0][0] >= MOST_RIVALS:
            raise Refused(413, f"at most {MOST_RIVALS} rivals from one student", f"每位学生最多 {MOST_RIVALS} 个对手")
        of_all = "SELECT count(*) FROM rivals WHERE code = ? AND NOT (voter = ? AND contest = ?)"
        if self._rows(of_all, (code, voter, contest))[0][0] >= ALL_RIVALS:
            raise Refused(413, "this class holds no more rivals", "本次课堂已存满对手")
        own = json.dumps(found["own"], ensure_ascii=False) if found["own"] else ""
        row = code, voter, contest, found["name"], found["value"], found["seconds"], own
        self._change(("INSERT OR REPLACE INTO rivals VALUES (?, ?, ?, ?, ?, ?, ?)", row), within=code)

    # ---- what ends and is deleted ------------------------------------------------------------------------

    def tidy(self) -> None:
        """End what has lasted long enough, delete what is older than it may be. 结束超时的课堂，删除过期的投票。

        The service calls it again and again; what did not succeed because the disk was full succeeds then.
        """
        self._end("key IS NOT NULL AND opened < ?", (self.now() - LASTS,))
        old = (self.now() - self.keep * DAY,)
        theirs = "code IN (SELECT code FROM sessions WHERE opened < ?)"
        self._change(
            *(
                (f"DELETE FROM {table} WHERE question IN (SELECT id FROM questions WHERE {theirs})", old)
                for table in ("votes", "pictures")
            ),
            *((f"DELETE FROM {table} WHERE {theirs}", old) for table in OF_A_SESSION),
            ("DELETE FROM sessions WHERE opened < ?", old),
        )
        self._erase()
        self._mix()
        _reserve(self.spare)
        _delete_asides(self.path)

    def _end(self, which, values):
        """Erase the keys of some sessions; on a full disk, in the room that was kept for this."""
        if not self._rows(f"SELECT 1 FROM sessions WHERE {which}", values):
            return
        erased = (f"UPDATE sessions SET key = NULL, closed = ? WHERE {which}", (self.now(), *values))
        try:
            self._erase_keys(erased)
        except Busy:
            raise
        except Refused:  # full, or what SQLite does not tell from that: somebody's share of the disk is used up
            self.spare.unlink(missing_ok=True)
            self._erase_keys(erased)
        with suppress(Refused):  # the timer comes again
            self._mix()

    def _erase_keys(self, erased):
        self._change((IS_MIXED.format(0),), erased)
        with suppress(Busy):  # another program reads the file: the session has ended, and the timer comes again
            self._erase()

    def _mix(self):
        """Make who voted what in ended sessions unknowable, also from the order in which the rows lie."""
        if self._rows("PRAGMA user_version", ()) == [(1,)]:
            return
        before = self._rows(WRITTEN_BY_OTHERS, ())
        self._change(*((statement,) for statement in NUMBERED))
        with self._using():
            self.file.execute("VACUUM")  # writes all rows anew, in the order of their keys
        with self._using(), self.file:
            self.file.execute("BEGIN IMMEDIATE")
            if self.file.execute(WRITTEN_BY_OTHERS).fetchall() == before:  # else a session may have ended meanwhile
                self.file.execute(IS_MIXED.format(1))
        self._erase()

    def _erase(self):
        """Bring all changes to their place: until then SQLite keeps pages of before beside the file."""
        with self._using():
            ((is_busy, *_),) = self.file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if is_busy:
            raise Busy

    # ---- inside ----------------------------------------------------------------------------------------

    def _change(self, *changes, within=None):
        """All of these changes or none; the number of rows that the last one has changed.

        within : code of a session that must not have ended meanwhile
        """
        with self._using(), self.file:  # which commits, or takes all back
            self.file.execute("BEGIN IMMEDIATE")
            if within:
                self._running(within)
            return [self.file.execute(*change).rowcount for change in changes][-1]

    def _rows(self, statement, values):
        with self._using():
            return self.file.execute(statement, values).fetchall()

    def _open(self):
        """Open the file, as it is by now."""
        self._which = None  # and so once more, until it has succeeded
        with _in_plain_words():
            self.file, which = _opened(self.path)
            _complete(self.file)
        self._which = which

    @contextmanager
    def _using(self):
        """The file that all have open who count here: another one, as soon as one of them has set it aside."""
        if not self._is_in_place():
            if self.file:
                self.file.close()
            self._open()
        try:
            with _in_plain_words():
                yield
        except Broken:
            self._which = None  # whoever asks next opens it anew, which sets it aside
            raise

    def _is_in_place(self):
        """Whether no other file has its name by now; one that was deleted is kept as long as it is open."""
        try:
            return self._which is not None and os.path.samestat(self._which, os.stat(self.path))
        except FileNotFoundError:
            return self._which is not None

    def _session(self, code):
        rows = self._rows("SELECT * FROM sessions WHERE code = ?", (code,))
        return Session(*rows[0]) if rows else None

    def _running(self, code):
        session = self._session(code)
        if session is None or session.opened < self.now() - self.keep * DAY:
            raise Refused(
                404, f"there is no class “{code}”: look at the code again", f"没有代码为“{code}”的课堂：请再核对"
            )
        if self._has_ended(session):
            raise Refused(410, "this class has ended", "本次课堂投票已结束")
        return session

    def _has_ended(self, session):
        return session.key is None or session.opened < self.now() - LASTS

    def _owned(self, code, owner):
        session = self._session(code)
        if session is None and _asides(self.path):
            raise _lost()
        if session is None or session.owner != owner:
            raise Refused(403, "this class is not yours", "这不是您的课堂")
        return session

    def _open_one_of(self, code, owner):
        self._owned(code, owner)
        self._running(code)

    def _asked(self, code, nothing_is_well=False):
        """{"id", "phase", "question"} of what was asked last."""
        rows = self._rows("SELECT id, phase, content FROM questions WHERE code = ? ORDER BY id DESC LIMIT 1", (code,))
        if not rows and not nothing_is_well:
            raise Refused(409, "nothing has been asked yet", "还没有提问")
        number, phase, content = rows[0] if rows else (0, "", "null")
        return {"id": number, "phase": phase, "question": json.loads(content)}

    def _counted(self, asked):
        """{"votes", "values"} on a question, as results has them."""
        votes: dict = {phase: {} for phase in VOTES}
        values: dict = {phase: [] for phase in VOTES}
        for phase, option, value, sure, count in self._rows(
            "SELECT phase, option, value, sure, count(*) FROM votes WHERE question = ? "
            "GROUP BY phase, option, value, sure ORDER BY value, sure",
            (asked,),
        ):
            if value:
                values[phase] += [[json.loads(value), sure]] * count
            else:
                votes[phase].setdefault(option, dict.fromkeys(SURE, 0))[sure] = count
        return {"votes": votes, "values": values}

    def _voter(self, session, name, pass_):
        """The voter whom a name or a pass stands for, who must have joined."""
        voter = _voter_of(session, name) if name is not None else pass_.partition(".")[0]
        is_genuine = name is not None or hmac.compare_digest(_bytes(_sealed(session, voter)), _bytes(pass_))
        known = "SELECT 1 FROM voters WHERE code = ? AND voter = ?"
        if not is_genuine or not self._rows(known, (session.code, voter)):
            raise Refused(403, "join this class first, with its code", "请先用代码加入本次课堂")
        return voter


@contextmanager
def _in_plain_words() -> Iterator[None]:
    """What SQLite says, or the disk, as a sentence."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                raise Busy from None
            case sqlite3.SQLITE_FULL:
                raise Full from None
            case code if code in DAMAGE:
                raise Broken from None
        raise Refused(503, f"the file of votes cannot be used: {error}", f"存放选票的文件无法使用：{error}") from None
    except (UnicodeError, OverflowError):  # half a character, or a number of thirty digits, which somebody has sent
        raise Refused(400, "expected text and numbers that can be kept", "应为能保存的文字和数") from None


def _opened(path):
    """The file with its tables, and which one it is; a damaged one is set aside, and a new one takes its place."""
    for is_new in (False, True):
        _for_its_owner_alone(path)
        which = os.stat(path)
        file = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        try:
            file.executescript(SETTINGS + TABLES)
            ((found,),) = file.execute("PRAGMA quick_check(1)")
            if found != "ok":
                raise Damaged(found)
            file.execute("PRAGMA busy_timeout=0")
            return file, which
        except sqlite3.DatabaseError as error:
            file.close()
            if is_new or not (isinstance(error, Damaged) or error.sqlite_errorcode & 0xFF in DAMAGE):
                raise
        if os.path.samestat(which, os.stat(path)):  # no other program was quicker
            _set_aside(path)


def _complete(file):
    """Add what a file of an earlier edition lacks."""
    for table, column in LATER:
        if (column,) not in file.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall():
            file.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT DEFAULT ''")


def _set_aside(path):
    """With the files beside it, for a day: it may hold the key of a class."""
    aside = f"{path}.unreadable-{time.strftime('%Y%m%d-%H%M%S')}"
    for end in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(f"{path}{end}", f"{aside}{end}")
            os.utime(f"{aside}{end}")
    logging.getLogger(__name__).warning("The file of votes is damaged. It is kept for a day as %s", aside)


def _asides(path):
    return [*Path(path).parent.glob(f"{Path(path).name}.unreadable-*")]


def _delete_asides(path):
    for file in _asides(path):
        with suppress(OSError):
            if time.time() - file.stat().st_mtime > DAY:
                file.unlink()


def _for_its_owner_alone(path):
    """SQLite gives the files beside its file the same rights. On Windows the folder's rights decide."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    for part in (path, f"{path}-wal", f"{path}-shm"):
        with suppress(OSError):  # not there, or not ours
            os.chmod(part, 0o600)


def _reserve(spare):
    """Hold room on the disk, if there is some."""
    if spare.exists():
        return
    try:
        spare.touch(0o600)
        spare.write_bytes(bytes(SPARE))
    except OSError:
        spare.unlink(missing_ok=True)


def _of_most(owns):
    """What the picture's own readers have in most notebooks, and of equally many in that of the best rival; or []."""
    told = Counter(filter(None, owns)).most_common(1)
    return json.loads(told[0][0]) if told else []


def _voter_of(session, name):
    """What stands for somebody with an account."""
    return _hash(session, f"name {name}")


def _sealed(session, nonce):
    """A pass for a phone: a random number, and the seal that shows that it was given out here."""
    return f"{nonce}.{_hash(session, f'pass {nonce}')}"


def _hash(session, text):
    return hmac.new(session.key, _bytes(text), hashlib.sha256).hexdigest()[:32]


def _bytes(text):
    """Also of what is no text: half a character, which somebody may send."""
    return text.encode("utf-8", "surrogatepass")


def _question(question):
    """A question, and its picture if there is one."""
    try:
        asked = checked(question)
        return asked, checked_picture(question["picture"]) if question.get("picture") else None
    except BadInput as error:
        raise Refused(400, error.en, error.zh) from None


def _vote(question, option, sure, value):
    """The option and the value of a vote, of which one is empty."""
    has_scale = "scale" in question
    if str(sure) not in SURE or not (has_scale or value is not None or str(option) in question["options"]):
        raise Refused(400, "expected one of the options, and how sure you are", "应选一个选项和把握程度")
    if not has_scale and value is None:
        return str(option), ""
    try:
        return "", json.dumps(as_value(question, value))
    except BadInput as error:
        raise Refused(400, error.en, error.zh) from None


def _otherwise(code):
    return Refused(
        409,
        f"the class {code} is open with other settings: run class_session with those, and end it first",
        f"课堂 {code} 以其他设置开启着：请先用那些设置运行 class_session，并结束它",
    )


def _lost():
    return Refused(
        410,
        "the file of votes was damaged, and this class is lost with it: run the cell again for a new one",
        "存放选票的文件已损坏，这次课堂的数据因此丢失：请重新运行单元格，另开一次",
    )


def _loses(key, votes):
    return Refused(
        409,
        f"the vote on {key} is not finished, and its votes ({votes}) would be lost: ask once more if you want that",
        f"{key} 的投票尚未结束，另提一题会丢弃已投的票（{votes} 张）：确定要这样做，请再点一次",
    )
