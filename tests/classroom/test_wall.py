"""The wall: what stands there for whom, that no step can be mistaken, and that a class needs no kernel."""

import base64
import csv
import io
import threading
import urllib.request

import pytest
from classroom_question import QUESTION, served

from course_nn.classroom import handlers, wall
from course_nn.classroom.ballot import DAY, HOUR, Ballot
from course_nn.classroom.board import ALL, NOW, PART, PARTS, Board
from course_nn.classroom.presence import EVERY, STAYS, Presence
from course_nn.classroom.sentences import ON_THE_WALL
from course_nn.classroom.summary import table
from course_nn.notebook.live_server import ClassServer, Refusal

LINK = "http://192.168.1.5:8765/"
ANSWER = {"right": "two", "because": {key: {"en": f"not {key}", "zh": f"不是{key}"} for key in ("one", "two", "three")}}
SCALE = {"log": False, "steps": [0, 50, 100], "start": 1, "x": [], "band": False}
SCALE |= {name: {"en": name, "zh": name} for name in ("label", "unit", "across")}
OTHER = QUESTION | {"key": "xor-2"}
SET = QUESTION | {"key": "xor-3", "scale": SCALE}


@pytest.fixture
def code(account):
    """A class whose notebook has left three questions."""
    prof = account("prof")
    code = prof.request("class", {})["code"]
    for question in (QUESTION, OTHER, SET):
        prof.request(f"lead/{code}/prepare", question | {"answer": ANSWER | {"truth": 20.0}})
    return code


@pytest.fixture
def secret(account, code):
    return account("prof").request(f"lead/{code}/wall", {"link": LINK + code, "language": "zh"})["secret"]


@pytest.fixture
def lead(account, code, secret):
    """lead("view"), lead("step", to="discuss"): what whoever leads sees, and does with the last step seen."""

    def lead(what, seen=None, **sent):
        path = f"wall/{code}/{what}"
        if what in ("view", "door") or "?" in what:
            return account().request(path, pass_=secret)
        step = (seen or lead("view"))["step"]
        return account().request(path, {"step": step} | sent, secret)

    return lead


@pytest.fixture
def seen(account, code):
    """What stands on a wall without the secret."""
    return lambda what="view": account().request(f"wall/{code}/{what}")


@pytest.fixture
def phones(account, code):
    """phones(votes): each of these answers is given by a phone of its own, in this vote."""
    passes = [account().request(f"class/{code}/join", {})["pass"] for _ in range(6)]

    def vote(answers, sure="certain"):
        for pass_, answer in zip(passes, answers):
            seen = account().request(f"class/{code}/state", pass_=pass_)
            where = {"asked": seen["id"], "phase": seen["phase"]}
            said = {"option": answer} if isinstance(answer, str) else {"value": answer}
            account().request(f"class/{code}/vote", said | where | {"sure": sure}, pass_)

    return vote


def hold(lead, phones, key, first, second=()):
    """A question with one vote or two, up to its answer."""
    lead("ask", key=key)
    phones(first)
    lead("step", to="discuss")
    if second:
        lead("step", to="second")
        phones(second)
    return lead("step", to="shown")


SENT = {  # to which path, with what
    "wall": {"link": "", "language": "en"},
    "film": {"key": "xor-1", "part": 0, "parts": 1, "data": "AAAA"},
    "prepare": QUESTION | {"answer": ANSWER},
    "wide": {"key": "xor-1"},
    "turn": {"phase": "discuss", "from": None},
}


@pytest.mark.parametrize("odd", ["\ud800", 10**30, [], {}], ids=repr)
@pytest.mark.parametrize(("what", "name"), [(what, name) for what, sent in SENT.items() for name in sent])
def test_whatever_a_notebook_leaves_at_the_wall_the_answer_is_a_sentence_and_no_failure(account, code, what, name, odd):
    try:
        account("prof").request(f"lead/{code}/{what}", SENT[what] | {name: odd})
    except Refusal as refused:
        assert 400 <= refused.status < 500 and refused.en


# ---- who sees what ----------------------------------------------------------------------------------------


def test_nothing_on_the_wall_tells_an_answer_or_a_vote_before_it_is_shown(lead, seen, phones):
    lead("ask", key="xor-1")
    phones(["one", "two", "two"])
    for view in (seen(), lead("view")):
        assert view["voted"] == 3 and view["shown"] is view["summary"] is None
        assert "not one" not in str(view) and "votes" not in view
    assert seen("film?asked=1") == {}
    lead("step", to="discuss")
    assert lead("step", to="shown")["shown"]["answer"]["right"] == seen()["shown"]["answer"]["right"] == "two"
    assert seen()["shown"]["votes"]["first"]["two"]["certain"] == 2


def test_only_who_leads_hears_what_can_be_asked(lead, seen):
    assert [one["key"] for one in lead("view")["waiting"]] == ["xor-1", "xor-2", "xor-3"]
    assert not {"waiting", "past"} & {*seen()} and not seen()["leads"]


@pytest.mark.parametrize("wrong", ["", "x", "prof", "ü", "a" * 22])
@pytest.mark.parametrize("what", ["step", "ask", "look", "end"])
def test_nobody_leads_without_the_secret(account, code, secret, what, wrong):
    with pytest.raises(Refusal, match="leads no class") as refused:
        account().request(f"wall/{code}/{what}", {"key": "xor-1", "step": 0, "at": ALL, "to": "shown"}, wrong)
    assert refused.value.status == 403


def test_the_code_is_not_the_secret_and_each_class_has_its_own(account, code, secret):
    another = account("other prof").request("class", {})["code"]
    theirs = account("other prof").request(f"lead/{another}/wall", {"link": "", "language": ""})["secret"]
    assert len({code, secret, theirs}) == 3 and len(secret) >= 20
    with pytest.raises(Refusal, match="leads no class"):
        account().request(f"wall/{code}/view", pass_=theirs)


@pytest.mark.parametrize("name", ["", "student", "other prof"])
@pytest.mark.parametrize("what", ["wall", "prepare", "wide", "film"])
def test_only_the_lecturers_own_notebook_leaves_something_there(account, code, name, what):
    with pytest.raises(Refusal) as refused:
        account(name).request(f"lead/{code}/{what}", QUESTION | {"answer": ANSWER, "link": "", "language": ""})
    assert refused.value.status == 403


def test_a_cell_that_runs_again_keeps_the_secret_and_tells_the_new_address(account, code, secret, seen):
    again = account("prof").request(f"lead/{code}/wall", {"link": "http://10.0.0.7:8765/" + code, "language": "en"})
    assert again["secret"] == secret
    assert seen()["link"].startswith("http://10.0.0.7") and seen()["language"] == "en"


def test_wrong_codes_at_the_wall_are_counted_as_those_of_phones(account, secret, hall, code, monkeypatch):
    monkeypatch.setattr(handlers, "SLOW", 0.0)
    wrong = "BBBB" if code != "BBBB" else "CCCC"
    for _ in range(handlers.GUESSES):
        with pytest.raises(Refusal, match="no class"):
            account().request(f"wall/{wrong}/view")
    with pytest.raises(Refusal, match="too many"):
        account().request(f"wall/{wrong}/view")
    assert account().request(f"wall/{code}/view", pass_=secret)["leads"]


def test_at_the_door_one_leads_by_the_secret_alone(ballot):
    code = ballot.open("prof")
    secret = ballot.hang(code, "prof", "", "")["secret"]
    with served(handlers.Room(ballot), wall.for_everybody) as url:
        door = ClassServer(url, "prof")
        assert door.request(f"wall/{code}/view", pass_=secret)["leads"]
        for what in ("wall", "prepare", "film", "ask"):
            with pytest.raises(Refusal, match="nothing here"):
                door.request(f"lead/{code}/{what}", {})


# ---- steps ------------------------------------------------------------------------------------------------


def test_a_step_that_comes_twice_is_one_step(lead, phones):
    lead("ask", key="xor-1")
    before = lead("view")
    assert [lead("step", before, to="discuss")["phase"] for _ in range(3)] == ["discuss"] * 3
    later = lead("view")
    lead("step", to="second")
    assert lead("step", later, to="shown")["phase"] == "second", "who has not seen the second vote does not end it"


@pytest.mark.parametrize("to", ["first", "second", "shown", "x", None])
def test_from_the_first_vote_one_step_leads_to_the_discussion_and_no_other_anywhere(lead, to):
    lead("ask", key="xor-1")
    with pytest.raises(Refusal, match="no step"):
        lead("step", to=to)
    assert lead("view")["phase"] == "first"


def test_two_who_lead_at_once_make_one_step(lead):
    lead("ask", key="xor-1")
    view, problems = lead("view"), []

    def press():
        try:
            lead("step", view, to="discuss")
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=press) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not problems and lead("view")["phase"] == "discuss"


def test_asking_over_votes_asks_first(lead, phones):
    lead("ask", key="xor-1")
    phones(["one", "two"])
    with pytest.raises(Refusal, match=r"\(2\) would be lost") as refused:
        lead("ask", key="xor-2")
    assert refused.value.status == 409 and lead("view")["question"]["key"] == "xor-1" and lead("view")["voted"] == 2
    assert lead("ask", key="xor-2", anew=True)["question"]["key"] == "xor-2"


def test_who_asks_from_a_step_that_is_over_asks_nothing(lead):
    before = lead("view")
    lead("ask", before, key="xor-1")
    assert lead("ask", before, key="xor-2", anew=True)["question"]["key"] == "xor-1"


def test_a_question_that_does_not_wait_is_not_asked(lead):
    with pytest.raises(Refusal, match="is not waiting"):
        lead("ask", key="losses-1")


# ---- what has been ----------------------------------------------------------------------------------------


def test_a_past_question_is_shown_again_on_every_wall_and_its_votes_with_it(lead, seen, phones):
    one = hold(lead, phones, "xor-1", ["one", "two"])["shown"]
    hold(lead, phones, "xor-2", ["three"])
    lead("look", at=one["id"])
    assert seen()["shown"] == one and seen()["question"]["key"] == "xor-2"
    lead("look", at=NOW)
    assert seen()["shown"]["question"]["key"] == "xor-2"
    lead("look", at=one["id"])
    assert lead("ask", key="xor-3")["shown"] is None, "a new question takes the wall"
    with pytest.raises(Refusal, match="under way"):
        lead("look", at=ALL)


def test_no_question_is_shown_whose_answer_was_not(lead, phones):
    lead("ask", key="xor-1")
    left = lead("view")["id"]
    hold(lead, phones, "xor-2", ["one"])
    for at in (left, 99, "1", None, True):
        with pytest.raises(Refusal, match="has not been shown"):
            lead("look", at=at)


def test_at_the_end_the_summary_has_all_questions_for_whoever_leads(lead, seen, phones):
    hold(lead, phones, "xor-1", ["one", "one", "two"], ["two", "two", "two"])
    hold(lead, phones, "xor-3", [0.0, 50.0])
    found = lead("end")
    assert found["ended"] and [one["question"]["key"] for one in found["summary"]] == ["xor-1", "xor-3"]
    first, last = found["summary"]
    assert first["votes"]["first"]["one"]["certain"] == 2 and first["votes"]["second"]["two"]["certain"] == 3
    assert first["answer"]["because"]["one"]["en"] == "not one"
    assert last["values"]["first"] == [[0.0, "certain"], [50.0, "certain"]] and last["answer"]["truth"] == 20.0
    with pytest.raises(Refusal, match="has ended"):
        seen()
    lead("look", at=first["id"])
    assert lead("view")["shown"]["question"]["key"] == "xor-1", "and each can be shown again"
    with pytest.raises(Refusal, match="has ended"):
        lead("ask", key="xor-2")


@pytest.mark.parametrize("language, yes", [("en", "yes"), ("zh", "是")])
def test_the_table_has_both_votes_by_option_and_sureness_and_what_was_overlooked(lead, phones, language, yes):
    hold(lead, phones, "xor-1", ["one", "two"], ["two", "two"])
    hold(lead, phones, "xor-3", [50.0])
    rows = [*csv.reader(io.StringIO(lead(f"table?language={language}")["csv"].removeprefix("\ufeff")))]
    assert len(rows) == 1 + 3 + 3 + 1 and {len(row) for row in rows} == {11}
    assert rows[1][3:10] == ["1", "one", {"en": "no", "zh": "否"}[language], "0", "0", "1", "1"]
    assert rows[1][10] == ANSWER["because"]["one"][language]
    assert rows[5][3:] == ["2", QUESTION["options"]["two"][language], yes, "0", "0", "2", "2", ""]
    assert rows[7][4] == "50"


def test_a_spreadsheet_computes_nothing_of_the_table():
    option = {"en": "=1+1", "zh": "=1+1"}
    question = QUESTION | {"options": {"a": option, "b": {"en": "-0.5", "zh": "-0.5"}}}
    votes = {"first": {"a": {"guess": 1, "rather": 0, "certain": 0}}, "second": {}}
    text = table([{"question": question, "answer": None, "votes": votes, "values": {}}], "en")
    assert ",'=1+1," in text and ",-0.5," in text and ",=" not in text


# ---- films ------------------------------------------------------------------------------------------------


def sent(account, code, data, key="xor-1", part=0, parts=1):
    film = {"key": key, "part": part, "parts": parts, "data": base64.b64encode(data).decode()}
    return account("prof").request(f"lead/{code}/film", film)


def test_a_film_comes_with_what_is_seen_in_it_and_one_of_an_earlier_edition_without(account, code, lead, phones):
    asked = hold(lead, phones, "xor-1", ["one"])["shown"]["id"]
    says = {"en": "It moves.", "zh": "它在动。"}
    part = {"key": "xor-1", "part": 0, "parts": 1, "data": "aaaa"}
    account("prof").request(f"lead/{code}/film", part | {"says": says})
    assert lead(f"film?asked={asked}") == {"film": "aaaa", "says": says}
    account("prof").request(f"lead/{code}/film", part)
    assert lead(f"film?asked={asked}") == {"film": "aaaa", "says": None}
    for wrong in ("words", {"en": "alone"}, {"en": 1, "zh": 2}):
        with pytest.raises(Refusal, match="words in both languages") as refused:
            account("prof").request(f"lead/{code}/film", part | {"says": wrong})
        assert refused.value.status == 400


def film(lead, asked):
    return base64.b64decode(lead(f"film?asked={asked}").get("film", ""))


def test_a_film_comes_in_parts_and_is_shown_once_it_is_whole(account, code, lead, phones):
    shown = hold(lead, phones, "xor-1", ["one"])["shown"]
    sent(account, code, b"a" * PART, part=0, parts=2)
    assert not lead("view")["shown"]["has_film"] and not film(lead, shown["id"])
    sent(account, code, b"b", part=1, parts=2)
    assert lead("view")["shown"]["has_film"] and film(lead, shown["id"]) == b"a" * PART + b"b"
    sent(account, code, b"c")
    assert film(lead, shown["id"]) == b"c", "a new one takes its place"


def test_a_film_is_whole_however_its_parts_are_cut(account, code, lead, phones):
    shown = hold(lead, phones, "xor-1", ["one"])["shown"]
    for part, data in enumerate((b"a", b"bcde", b"fg")):
        sent(account, code, data, part=part, parts=3)
    assert film(lead, shown["id"]) == b"abcdefg"


def test_a_notebook_that_comes_back_hears_which_films_are_there_unless_the_language_is_another(account, code, secret):
    sent(account, code, b"a")
    wall = {"link": "", "language": "zh"}
    assert account("prof").request(f"lead/{code}/wall", wall)["films"] == ["xor-1"]
    assert account("prof").request(f"lead/{code}/wall", wall | {"language": "en"})["films"] == []


@pytest.mark.parametrize(
    "changed",
    [{"part": 1}, {"part": -1}, {"part": True}, {"parts": PARTS + 1}, {"data": "%"}, {"data": ""}, {"key": "xor-9"}]
    + [{"data": None}, {"parts": "1"}, {"data": base64.b64encode(bytes(PART + 1)).decode()}],
)
def test_what_is_no_part_of_a_film_is_a_sentence(account, code, changed):
    good = {"key": "xor-1", "part": 0, "parts": 1, "data": "aaaa"}
    with pytest.raises(Refusal, match="part of a film") as refused:
        account("prof").request(f"lead/{code}/film", good | changed)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    "answer",
    [None, {}, {"right": "four"}, ANSWER | {"because": {}}, ANSWER | {"truth": "x"}, ANSWER | {"truth": [1.0] * 51}],
)
def test_what_is_no_answer_is_a_sentence(account, code, answer):
    with pytest.raises(Refusal, match="right option") as refused:
        account("prof").request(f"lead/{code}/prepare", QUESTION | {"answer": answer})
    assert refused.value.status == 400


# ---- what lasts, and what does not ------------------------------------------------------------------------


def test_a_service_that_starts_anew_finds_the_wall_as_it_was(tmp_path):
    path = tmp_path / "votes.sqlite"
    board = Board(path)
    code = board.open("prof")
    board.prepare(code, "prof", QUESTION | {"answer": ANSWER})
    secret = board.hang(code, "prof", LINK, "en")["secret"]
    board.ask_prepared(code, secret, "xor-1", 0)
    board.vote(code, "one", "guess", 1, pass_=board.join(code))
    before = board.view(code, secret)
    assert Board(path).view(code, secret) == before and before["voted"] == 1


def test_a_file_of_an_earlier_edition_gets_a_wall(tmp_path):
    old = Ballot(tmp_path / "votes.sqlite")
    code = old.open("prof")
    for name in ("walls", "prepared", "films", "rooms"):
        old.file.execute(f"DROP TABLE {name}")
    board = Board(tmp_path / "votes.sqlite")
    assert board.view(code)["joined"] == 0 and board.hang(code, "prof", "", "")["secret"]


def test_the_secret_opens_the_summary_for_thirty_days_and_then_nothing_is_left(tmp_path):
    clock = [1_000_000.0]
    board = Board(tmp_path / "votes.sqlite", now=lambda: clock[0])
    code = board.open("prof")
    board.prepare(code, "prof", QUESTION | {"answer": ANSWER})
    board.add_film(code, "prof", {"key": "xor-1", "part": 0, "parts": 1, "data": "aaaa"})
    secret = board.hang(code, "prof", LINK, "en")["secret"]
    board.state(code, pass_=board.join(code))
    clock[0] += 7 * HOUR
    board.tidy()
    assert board.view(code, secret)["ended"] and board.view(code, secret)["summary"] == []
    clock[0] += 30 * DAY
    board.tidy()
    for name in ("sessions", "walls", "prepared", "films", "rooms"):
        assert board.file.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,), name


# ---- who is in the room -----------------------------------------------------------------------------------


def test_in_the_room_is_who_has_looked_within_half_a_minute():
    clock, noted = [0.0], []
    here = Presence(lambda *told: noted.append(told), lambda: clock[0])
    for clock[0], name in ((0.0, "a"), (1.0, "b"), (2.0, "a"), (EVERY, "c")):
        here.looks("KQZT", name)
    assert here.count("KQZT") == 3 and here.count("BBBB") == 0
    assert noted == [("KQZT", 1), ("KQZT", 3)], "the file is written now and then, and not at each look"
    clock[0] = 1.0 + STAYS
    assert here.count("KQZT") == 2
    clock[0] = EVERY + STAYS
    assert here.count("KQZT") == 0


def test_two_processes_with_one_file_count_all_who_are_in_the_room(tmp_path):
    clock = [1_000_000.0]
    one, other = (Board(tmp_path / "votes.sqlite", now=lambda: clock[0]) for _ in range(2))
    code = one.open("prof")
    for board in (one, other, one):
        board.state(code, pass_=board.join(code))
        clock[0] += EVERY
    assert [board.view(code)["here"] for board in (one, other)] == [3, 3] and one.view(code)["joined"] == 3
    clock[0] += STAYS
    assert [board.view(code)["here"] for board in (one, other)] == [0, 0]


# ---- the page ---------------------------------------------------------------------------------------------


def test_the_page_loads_nothing_from_elsewhere_and_names_no_address(url, code):
    with urllib.request.urlopen(f"{url}wall/{code}") as answer:
        page, safe = answer.read().decode(), answer.headers["Content-Security-Policy"]
    assert "http" not in page and "{/*" not in page and safe == handlers.SAFE["Content-Security-Policy"]


def test_the_code_for_phones_is_the_link_that_the_notebook_gave(lead, seen, secret):
    assert seen("door")["code"].startswith("data:image/svg+xml") and seen("door")["link"].startswith(LINK)


def test_every_sentence_of_the_wall_is_used():
    page = wall.PAGE.with_name("wall.js").read_text("utf-8")
    by_phase = {"firstVote", "secondVote", "first", "discuss", "second"}
    assert not [key for key in ON_THE_WALL if f'"{key}"' not in page and key not in by_phase]
