"""Whose rival is best: a student's name, number and seconds go to the wall, nothing else, and nobody else's place."""

import pytest
from classroom_question import QUESTION

from course_nn.classroom import ballot as ballots
from course_nn.classroom.ballot import MOST_RIVALS
from course_nn.classroom.board import NOW, RIVALS, Board
from course_nn.common.words import Words
from course_nn.notebook import contests, rival
from course_nn.notebook.live_server import Refusal
from course_nn.notebook.live_session import class_session
from course_nn.stage.rivals import RIVALS as BROUGHT
from course_nn.stage.rivals import Contest

BOTH = {"en": "digits", "zh": "数字"}
CONTEST = {"title": BOTH, "measure": BOTH, "task": BOTH, "shares": True}
SENT = {"name": "trees", "value": 0.02, "seconds": 0.5, "contest": CONTEST}


@pytest.fixture
def code(account):
    return account("prof").request("class", {})["code"]


@pytest.fixture
def secret(account, code):
    return account("prof").request(f"lead/{code}/wall", {"link": "", "language": "en"})["secret"]


@pytest.fixture
def bring(account, code):
    """bring("anna", value=0.1): a student hands a rival in."""

    def bring(who, **changed):
        pass_ = account(who).request(f"class/{code}/join", {})["pass"]
        account(who).request(f"class/{code}/rival", SENT | changed, pass_)

    return bring


@pytest.fixture
def brought(account, code):
    """What the lecturer's notebook sees: [(name, value), …] of each comparison."""

    def brought():
        found = account("prof").request(f"lead/{code}/rivals")["rivals"]
        return [[(one["name"], one["value"]) for one in group["rivals"]] for group in found]

    return brought


def test_the_best_comes_first_and_a_later_one_of_a_student_takes_the_place_of_an_earlier_one(bring, brought):
    for who, name, value in (("anna", "trees", 0.2), ("bo", "net", 0.1), ("anna", "forest", 0.05)):
        bring(who, name=name, value=value)
    assert brought() == [[("forest", 0.05), ("net", 0.1)]]


def test_each_comparison_stands_for_itself_the_one_with_most_rivals_first(bring, brought):
    other = CONTEST | {"title": {"en": "text", "zh": "文字"}, "shares": False}
    bring("anna", contest=other, value=2.1)
    bring("anna")
    bring("bo", name="net")
    assert brought() == [[("net", 0.02), ("trees", 0.02)], [("trees", 2.1)]]


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 25},
        {"name": 7},
        {"name": "\ud800"},
        {"value": 1.5},
        {"value": -0.1},
        {"value": float("nan")},
        {"value": "0"},
        {"seconds": None},
        {"contest": None},
        {"contest": CONTEST | {"title": {"en": "x" * 301, "zh": ""}}},
        {"own": [{"name": BOTH, "value": 1.5}]},
        {"own": [{"name": "digits", "value": 0.5}]},
        {"own": [{"name": {"en": "x" * 301, "zh": ""}, "value": 0.5}]},
        {"own": 7},
    ],
)
def test_what_is_no_rival_is_a_sentence(bring, brought, changed):
    with pytest.raises(Refusal, match="expected a name"):
        bring("anna", **changed)
    assert brought() == []


def test_the_errors_of_the_pictures_own_readers_stand_beside_them_as_most_notebooks_have_them(account, code, bring):
    def own(value):
        return [{"name": {"en": "the network", "zh": "该网络"}, "value": value}]

    for who, value, network in (("anna", 0.2, 0.05), ("bo", 0.01, 0.9), ("eve", 0.3, 0.05), ("ida", 0.02, None)):
        bring(who, value=value, own=own(network) if network else [])
    (found,) = account("prof").request(f"lead/{code}/rivals")["rivals"]
    assert len(found["rivals"]) == 4 and found["own"] == own(0.05)


def test_a_file_of_an_earlier_edition_takes_rivals_with_their_network(tmp_path):
    board = Board(tmp_path / "votes.sqlite")
    board.file.executescript(
        "DROP TABLE rivals; CREATE TABLE rivals (code TEXT, voter TEXT, contest TEXT, name TEXT, value REAL, "
        "seconds REAL, PRIMARY KEY (code, voter, contest)) WITHOUT ROWID"
    )
    again = Board(tmp_path / "votes.sqlite")
    code = again.open("prof")
    again.join(code, "anna")
    own = [{"name": BOTH, "value": 0.1}]
    again.bring(code, SENT | {"own": own}, "anna")
    assert again.rivals(code, "prof")[0]["own"] == own
    again.close(code, "prof")
    assert again.rivals(code, "prof")[0]["own"] == own


def test_one_student_has_a_bounded_number_of_them(bring):
    for k in range(MOST_RIVALS):
        bring("anna", contest=CONTEST | {"task": {"en": str(k), "zh": str(k)}})
    with pytest.raises(Refusal, match="at most"):
        bring("anna")


def test_the_names_of_readers_are_bounded_so_that_what_is_told_stays_small(bring):
    long = {"en": "n" * 61, "zh": "网"}
    with pytest.raises(Refusal, match="expected a name"):
        bring("anna", own=[{"name": long, "value": 0.1}])


def test_one_class_has_a_bounded_number_of_them_and_who_is_there_may_still_do_better(bring, brought, monkeypatch):
    monkeypatch.setattr(ballots, "ALL_RIVALS", 2)
    bring("anna")
    bring("bo")
    with pytest.raises(Refusal, match="no more rivals"):
        bring("eve")
    bring("anna", value=0.01)
    assert brought() == [[("trees", 0.01), ("trees", 0.02)]]


def test_of_very_many_the_first_ones_are_told(bring, brought, monkeypatch):
    monkeypatch.setattr(ballots, "COMPARED", 2)
    monkeypatch.setattr(ballots, "BEST", 1)
    for who, tasks in (("anna", "abc"), ("bo", "ab")):
        for task in tasks:
            bring(who, value=len(who) / 10, contest=CONTEST | {"task": {"en": task, "zh": task}})
    assert brought() == [[("trees", 0.2)]] * 2


@pytest.mark.parametrize("who, pass_", [("", ""), ("", "made.up"), ("eve", "")])
def test_who_has_not_joined_hands_nothing_in(account, code, brought, who, pass_):
    with pytest.raises(Refusal, match="join this class first"):
        account(who).request(f"class/{code}/rival", SENT, pass_)
    assert brought() == []


def test_another_lecturer_does_not_see_them(account, code, bring):
    bring("anna")
    with pytest.raises(Refusal, match="not yours"):
        account("other prof").request(f"lead/{code}/rivals")


def test_they_stand_on_the_wall_when_who_leads_wants_it_and_not_while_a_vote_is_open(account, code, secret, bring):
    def look(at):
        return account().request(f"wall/{code}/look", {"at": at}, secret)

    bring("anna")
    wall = account().request(f"wall/{code}/view")
    assert wall["rivals"] is None and "brought" not in wall
    seen = look(RIVALS)
    assert seen["brought"] == 1 and seen["rivals"][0]["rivals"][0]["name"] == "trees" and seen["shown"] is None
    assert account().request(f"wall/{code}/view")["rivals"] == seen["rivals"]
    assert look(NOW)["rivals"] is None
    account("prof").request(f"lead/{code}/ask", QUESTION)
    with pytest.raises(Refusal, match="under way"):
        look(RIVALS)


def test_a_class_that_has_ended_keeps_names_and_numbers_and_nobodys_hash(tmp_path):
    board = Board(tmp_path / "votes.sqlite")
    code = board.open("prof")
    for who, name in (("anna", "trees"), ("bo", "net")):
        board.join(code, who)
        board.bring(code, SENT | {"name": name}, who)
    board.close(code, "prof")
    voters = [voter for (voter,) in board.file.execute("SELECT voter FROM rivals ORDER BY voter")]
    assert voters == ["1", "2"]
    assert [one["name"] for one in board.rivals(code, "prof")[0]["rivals"]] == ["net", "trees"]


def test_a_notebook_hands_in_by_the_code_of_the_class_and_only_then(account, code, brought, monkeypatch):
    contest = Contest("data", lambda f: 0.25, lambda r, v: {}, lambda a: None, Words("wrong", "错"))
    spec = type("Spec", (), {"contest": contest, "title": Words("digits", "数字")})
    monkeypatch.setattr(contests, "DEMOS", {"some.demo": spec})
    monkeypatch.setattr("course_nn.notebook.live_vote.own_server", lambda: account("anna"))
    BROUGHT.known, BROUGHT.own = {}, {"some.demo": {Words("net", "网络"): 0.5, Words("unknown", "未知"): float("nan")}}

    def mine(X, y, asked):
        return y

    assert rival(mine).voice == "noted" and brought() == []
    said = rival(mine, name="<b>mine</b>", to=code).hint
    assert f"handed in to the class {code}" in said.en and code in said.zh
    assert brought() == [[("<b>mine</b>", 0.25)]]
    assert account("prof").request(f"lead/{code}/rivals")["rivals"][0]["own"] == [
        {"name": {"en": "net", "zh": "网络"}, "value": 0.5}
    ]
    assert "not handed in" in rival(mine, to="ZZZZ").hint.en
    BROUGHT.known, BROUGHT.own = {}, {}


def test_the_lecturers_notebook_gives_the_same_numbers(account, bring, monkeypatch):
    monkeypatch.setattr("course_nn.notebook.live_session.own_server", lambda: account("prof"))
    session = class_session("xor")
    pass_ = account("anna").request(f"class/{session.code}/join", {})["pass"]
    account("anna").request(f"class/{session.code}/rival", SENT, pass_)
    (found,) = session.rivals()
    assert found["rivals"] == [{"name": "trees", "value": 0.02, "seconds": 0.5}] and found["own"] == []
    session.end()
