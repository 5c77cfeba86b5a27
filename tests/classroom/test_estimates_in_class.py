"""What is set or drawn in class: counted as it is, seen by nobody too early, kept by whoever has set it."""

import json
import sqlite3

import numpy as np
import pytest
from classroom_question import QUESTION
from matplotlib.figure import Figure

from course_nn.classroom.ballot import Ballot, Refused
from course_nn.classroom.handlers import PICTURED
from course_nn.classroom.question import as_value, checked, checked_picture
from course_nn.common import memory
from course_nn.common.errors import BadInput
from course_nn.notebook import class_session, predict
from course_nn.notebook.exercises import demo_of, prediction
from course_nn.notebook.live_answers import as_asked, as_results
from course_nn.notebook.live_picture import veiled_picture
from course_nn.notebook.live_server import ClassServer
from course_nn.notebook.live_session import summary
from course_nn.notebook.live_vote import Vote
from course_nn.stage.crowd import Crowd, median
from course_nn.stage.estimates import Mark
from course_nn.stage.picture import Picture
from course_nn.stage.scales import estimate_on, scale_of, track_of
from course_nn.stage.work import finished

SET, DRAWN = "regularization-7", "deep_vs_shallow-8"
SCALE = {
    "log": False,
    "steps": [float(k) for k in range(0, 101)],
    "start": 50,
    "x": [],
    "band": False,
    **{name: {"en": name, "zh": name} for name in ("label", "unit", "across")},
}
A_BAND = SCALE | {"band": True}
A_CURVE = SCALE | {"x": ["1", "2", "3"]}


def asking(scale):
    return QUESTION | {"scale": scale}


@pytest.fixture
def code(ballot):
    code = ballot.open("prof")
    ballot.ask(code, "prof", asking(SCALE))
    return code


def vote(ballot, code, name, value, sure="rather"):
    ballot.join(code, name)
    ballot.vote(code, "", sure, ballot.state(code, name)["id"], name, value=value)


# ---- the service -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale, value", [(SCALE, 42), (A_BAND, 42.5), (A_BAND, [20, 30]), (A_CURVE, [1, 2.5, 100])])
def test_a_number_a_band_and_a_curve_are_answers_where_they_are_asked_for(scale, value):
    assert as_value(checked(asking(scale)), value) == value


@pytest.mark.parametrize("scale", [SCALE, A_BAND, A_CURVE], ids=["mark", "band", "curve"])
@pytest.mark.parametrize(
    "value",
    [None, "42", True, float("nan"), float("inf"), -1, 101, [], [1], [30, 20], [1, 2, 101], [1, 2, "3"], [1] * 4]
    + [[[1, 2], [3, 4]], {"1": 2}, 10**400, [1] * 100_000],
    ids=lambda value: str(value)[:12],
)
def test_what_is_no_answer_gets_a_sentence_in_both_languages(scale, value):
    with pytest.raises(BadInput, match="expected") as refusal:
        as_value(checked(asking(scale)), value)
    assert "应为" in refusal.value.zh and len(str(refusal.value)) < 300


def test_what_is_set_is_counted_beside_how_sure_one_is_and_the_later_vote_counts(ballot, code):
    for value in (20, 30):
        vote(ballot, code, "Anna", value)
    vote(ballot, code, "Ben", 70, "certain")
    result = ballot.results(code, "prof")
    assert result["values"]["first"] == [[30.0, "rather"], [70.0, "certain"]] and result["votes"]["first"] == {}
    assert ballot.state(code, "Anna")["mine"] == {"first": [30.0, "rather"]}


@pytest.mark.parametrize("given", [{"option": "two"}, {"value": 142}, {"option": "two", "value": "42"}, {}])
def test_a_vote_without_a_good_value_is_refused_with_400_and_changes_nothing(account, ballot, code, given):
    phone = account()
    pass_ = phone.request(f"class/{code}/join", {})["pass"]
    state = phone.request(f"class/{code}/state", pass_=pass_)
    with pytest.raises(BadInput, match="expected a number from 0 to 100") as refusal:
        phone.request(f"class/{code}/vote", given | {"sure": "rather", "asked": state["id"], "phase": "first"}, pass_)
    assert refusal.value.status == 400 and not ballot.results(code, "prof")["values"]["first"]


def test_a_question_of_options_takes_no_number(ballot):
    code = ballot.open("prof")
    ballot.ask(code, "prof", QUESTION)
    ballot.join(code, "Anna")
    with pytest.raises(Refused, match="no number"):
        ballot.vote(code, "two", "rather", ballot.state(code, "Anna")["id"], "Anna", value=42)


def test_the_values_tell_nothing_of_who_voted_first(tmp_path):
    told = []
    for order in (("Anna", 20), ("Ben", 70), ("Cleo", 45)), (("Cleo", 70), ("Anna", 45), ("Ben", 20)):
        ballot = Ballot(tmp_path / f"{len(told)}.sqlite")
        code = ballot.open("prof")
        ballot.ask(code, "prof", asking(SCALE))
        for name, value in order:
            vote(ballot, code, name, value)
        told.append(ballot.results(code, "prof")["values"])
        ballot.close(code, "prof")
        rows = ballot.file.execute("SELECT voter, value FROM votes")
        assert sorted(rows) == [("1", "20.0"), ("2", "45.0"), ("3", "70.0")], "numbered by what was set, not by when"
    assert told[0] == told[1]


def test_a_file_of_an_earlier_edition_is_read_and_takes_values(tmp_path):
    file = tmp_path / "votes.sqlite"
    before = sqlite3.connect(file)
    before.execute(
        "CREATE TABLE votes (question INTEGER, phase TEXT, voter TEXT, option TEXT, sure TEXT, "
        "PRIMARY KEY (question, phase, voter)) WITHOUT ROWID"
    )
    before.execute("INSERT INTO votes VALUES (1, 'first', 'x', 'two', 'rather')")
    before.commit()
    before.close()
    ballot = Ballot(file)
    code = ballot.open("prof")
    ballot.ask(code, "prof", QUESTION)
    assert ballot.results(code, "prof")["votes"]["first"]["two"]["rather"] == 1
    ballot.ask(code, "prof", asking(SCALE), anew=True)
    vote(ballot, code, "Anna", 42)
    assert ballot.results(code, "prof")["values"]["first"] == [[42.0, "rather"]]


def a_picture(image="data:image/webp;base64,AAAA", track=(), size=(420.0, 300.0), alt="seen"):
    return dict.fromkeys(("en", "zh"), {"image": image, "size": [*size], "track": [*track], "alt": alt})


@pytest.mark.parametrize(
    "picture",
    [
        a_picture("https://elsewhere.example/a.png"),
        a_picture("data:text/html;base64,AAAA"),
        a_picture('data:image/webp;base64,AA" onload="x'),
        a_picture(alt=7),
        a_picture("data:image/webp;base64," + "A" * 90_000),
        a_picture(track=[[[0, 0], [1, "1"]]]),
        a_picture(track=[[[0, 0]]]),
        a_picture(size=(420,)),
        {"en": a_picture()["en"]},
        "picture",
    ],
)
def test_only_an_image_that_the_page_holds_itself_is_a_picture(picture):
    with pytest.raises(BadInput, match="expected a picture"):
        checked_picture(picture)


def test_a_picture_is_for_whoever_has_joined_and_goes_with_its_session(ballot, account):
    code = ballot.open("prof")
    ballot.ask(code, "prof", asking(SCALE) | {"picture": a_picture()})
    phone = account()
    pass_ = phone.request(f"class/{code}/join", {})["pass"]
    asked = phone.request(f"class/{code}/state", pass_=pass_)["id"]
    assert phone.request(f"class/{code}/picture?asked={asked}", pass_=pass_) == a_picture()
    assert phone.request(f"class/{code}/picture?asked=x", pass_=pass_) == {}
    with pytest.raises(BadInput, match="join"):
        phone.request(f"class/{code}/picture?asked={asked}", pass_="x.y")
    ballot.now = lambda now=ballot.now: now() + 31 * 86_400
    ballot.tidy()
    assert ballot.file.execute("SELECT count(*) FROM pictures").fetchall() == [(0,)]


# ---- what is sent of an estimate, and where it lies ------------------------------------------------------


@pytest.mark.parametrize("key", [SET, DRAWN])
def test_an_estimate_on_its_scale_reads_what_the_first_one_reads(key):
    asked = as_asked(key)
    assert checked(json.loads(json.dumps(asked))) == asked
    estimate, other = prediction(key).estimate(), estimate_on(asked["scale"])
    for value in (estimate.low, estimate.high, estimate.start, [estimate.low] * 11, -1, "1", None):
        assert other.read(value) == estimate.read(value)
    assert other.control.start == estimate.control.start and other.label == estimate.label


def test_a_student_begins_in_the_middle_of_the_scale():
    for key in (SET, DRAWN, "gradient_descent-6"):
        estimate = prediction(key).estimate()
        scale = scale_of(estimate)
        assert abs(estimate.share(scale["steps"][scale["start"]]) - 0.5) < 0.02


@pytest.mark.parametrize("key", [SET, DRAWN, pytest.param("gradient_descent-6", marks=pytest.mark.thorough)])
def test_a_share_of_the_axis_is_a_share_of_the_way_in_the_picture(key):
    round_, demo = demo_of(key)
    estimate, picture = demo.estimate_of(round_), Picture(demo, 100)
    picture.paint(finished(demo.result(demo.start())), demo.start())
    axes, track = estimate.axes(picture.artists), np.array(track_of(estimate, picture.artists))
    middle = estimate.at(0.3)
    line = estimate.line(axes, [middle] * len(estimate.x) if hasattr(estimate, "x") else middle)
    x, y = (axes.transData.transform(line) / picture.figure.bbox.size).T
    ends = track[[0, -1]]
    found = (ends[:, 0] + 0.3 * (ends[:, 1] - ends[:, 0])).T
    assert np.allclose(found, [x[[0, -1]], 1 - y[[0, -1]]], atol=0.005)


def test_the_picture_for_phones_fits_into_what_the_service_reads_in_both_languages():
    for key in (SET, DRAWN, "xor-1"):
        picture = veiled_picture(key)
        assert checked_picture(picture) == picture
        assert picture["en"]["image"] != picture["zh"]["image"]
        assert len(json.dumps(as_asked(key) | {"picture": picture})) < PICTURED


# ---- the wall, and a student's notebook ------------------------------------------------------------------


@pytest.fixture
def room(monkeypatch, tmp_path, url):
    monkeypatch.setenv("COURSE_NN_CLASS_URL", url)
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "prof")
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    return class_session(SET)


def student(room, url, name="Anna"):
    return Vote(room.code, ClassServer(url, name))


def set_by(one, value, sure="rather"):
    one.look()
    one.setting.put(value)
    one.vote(sure)


def test_what_a_student_sets_in_class_is_the_locked_answer_of_the_question_also_on_the_next_day(room, url):
    room.put(SET)
    mine = student(room, url)
    set_by(mine, 42.0)
    room.turn("second")
    set_by(mine, 30.0, "certain")
    room.turn("shown")
    mine.look()
    estimate = prediction(SET).estimate()
    for question in (predict(SET), type(predict(SET))(SET, prediction(SET))):  # and as a kernel of the next day asks it
        assert question.entry["value"] == 42.0 and question.entry["option"] == estimate.option(42.0)
        assert question.entry["again"]["value"] == 30.0 and question.entry["again"]["sure"] == "certain"
        question.tell()
        assert "42%" in question.reveal.value
    assert memory.recall("regularization")["answers"][SET]["value"] == 42.0


def test_a_vote_without_anything_set_is_not_sent_and_says_what_to_do(room, url):
    room.put(SET)
    mine = student(room, url)
    with pytest.raises(BadInput, match="Give your answer first"):
        mine.vote("rather")
    assert not room.found()["values"]["first"]


def test_the_second_vote_begins_without_the_first(room, url):
    room.put(SET)
    mine = student(room, url)
    set_by(mine, 42.0)
    room.turn("second")
    mine.look()
    assert mine.setting.value is None


def test_nobody_sees_what_was_set_before_the_end_nor_what_is_measured_before_the_veil_lifts(room, url):
    room.put(SET)
    for k, value in enumerate((61.0, 72.0, 93.0)):
        set_by(student(room, url, f"s{k}"), value, "certain" if k else "guess")
    room.turn("discuss")
    assert not room.scene.children and "72" not in room.wall.value and "Few are near" in room.status.value
    room.turn("shown")
    assert "median 72%" in room.wall.value and "easured" not in room.wall.value and "测得" not in room.wall.value
    demo = room._demo
    assert demo.picture.veil and isinstance(demo.picture.asked, Crowd) and room.go_on.description.startswith("Lift")
    room.lift()
    texts = [text.get_text() for axes in demo.figure.axes for text in axes.texts]
    assert demo.picture.veil is None and "median 72%" in texts, "it stays beside the truth"
    assert "Measured" in room.wall.value and "测得" in room.wall.value and not room.go_on.layout.display == ""


def test_where_options_lie_in_the_picture_their_letters_stand_with_the_counts(room, url):
    crowd = Crowd({"a": "A 12", "b": "B 3"}, lambda artists, option: (artists, [[0.5, {"a": 0.2, "b": 0.8}[option]]]))
    axes = Figure().add_subplot()
    axes.figure.canvas.draw()
    crowd.draw(axes)
    assert [text.get_text() for text in axes.texts] == ["A 12", "B 3"]


def test_the_wall_reads_no_value_that_cannot_be_one():
    found = {"voters": 1, "phase": "first", "question": as_asked(SET), "votes": {}}
    assert as_results(found | {"values": {"first": [[42, "rather"]]}})["values"]["first"] == [[42.0, "rather"]]
    for vote in ([142, "rather"], ["42", "rather"], [42, "very"], [42]):
        with pytest.raises(BadInput, match="no sense"):
            as_results(found | {"values": {"first": [vote]}})


def test_the_median_of_curves_is_that_at_each_place_and_of_bands_that_of_their_middles():
    assert median(prediction(DRAWN).estimate(), [[1] * 11, [3] * 11, [2] * 11]) == [2.0] * 11
    assert median(prediction(SET).estimate(), [(10, 20), 40, 90]) == 40


def test_what_a_class_has_set_is_said_in_both_languages_and_without_a_verdict():
    said = summary(prediction(SET).estimate(), [(20.0, "certain"), (40.0, "guess"), (60.0, "guess")], measured=True)
    assert "3 marks: median 40%, half of them between 30% and 50%. Of those who were sure: 20%." in said.en
    assert "3 个标记：中位数 40%，一半在 30% 到 50% 之间。有把握者的中位数：20%。" in said.zh
    for word in ("right", "wrong", "对", "错"):
        assert word not in said.en + said.zh


@pytest.mark.parametrize("key", [SET, DRAWN])
def test_two_hundred_answers_stay_in_the_picture_and_move_none_of_its_axes(key):
    round_, demo = demo_of(key)
    estimate, picture = demo.estimate_of(round_), Picture(demo, 100)
    rng = np.random.default_rng(0)
    sets = [estimate.at(share) for share in rng.uniform(0, 1, 200)]
    votes = [[one] * len(estimate.x) for one in sets] if hasattr(estimate, "x") else sets
    picture.veil = demo.veil_of(round_)
    picture.paint(finished(demo.result(demo.start())), demo.start())
    axes = estimate.axes(picture.artists)
    before = axes.get_xlim(), axes.get_ylim(), len(axes.lines)
    picture.asked = Crowd({}, None, estimate, [votes])
    picture.show(picture.laid_out[0], demo.start())
    assert (axes.get_xlim(), axes.get_ylim()) == before[:2] and len(axes.lines) > before[2]
    drawn = max((line.get_xydata() for line in axes.lines[before[2] :]), key=len)
    assert (axes.transAxes.inverted().transform(axes.transData.transform(drawn)) <= 1.05).all()
    assert 200 in {len(line.get_xydata()) for line in axes.lines} or len(axes.lines) - before[2] > 200


def test_a_band_on_a_logarithmic_axis_counts_by_the_middle_that_one_sees():
    known = dict(axes=None, label="steps", low=1, high=100, truth=lambda: 10.0, places={})
    mark = Mark(log=True, spread=lambda: (5.0, 20.0), **known)
    assert median(mark, [(1.0, 100.0)]) == pytest.approx(10)
    assert "median 10," in summary(mark, [((1.0, 100.0), "certain")], measured=False).en
