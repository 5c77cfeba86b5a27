"""The ward as a student meets it: what is clicked is written down, counted, judged and answered."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.lectures.practice.demos.clinic import names as names
from course_nn.lectures.practice.demos.clinic.case_record import BEDS, SPARE, WRONG, entries, with_entry, without_last
from course_nn.lectures.practice.demos.clinic.reading_words import finding_in_words
from course_nn.lectures.practice.demos.clinic.thumbnails import curves_of, image_of
from course_nn.lectures.practice.demos.clinic.ward import INSTRUMENTS, PATIENTS, deciding_sets, par, read

module, result = lecture("practice")
CLINIC = module("clinic")
USE, LOCK, UNDO, RECORD = CLINIC.ACTIONS


@pytest.fixture(scope="module")
def opened():
    demo = CLINIC.clinic()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    """The demo where it starts, played by hand."""
    opened.reset()
    opened.page.offer()
    return opened


def locked(demo, diagnosis):
    demo.set(diagnosis=diagnosis)
    demo.act(LOCK)


def places(demo, handle):
    """Which places of a handle can be taken hold of."""
    return [item for k, item, *_ in demo.page.paths if k == handle]


def test_every_patient_lies_in_one_bed_and_everything_has_a_name_and_every_fault_a_cure():
    assert sorted(BEDS) == sorted(PATIENTS) == sorted(names.CURES) == sorted(names.DIAGNOSES)
    assert list(names.TOOLS) == list(INSTRUMENTS) == list(names.FINDINGS)


def test_every_finding_is_said_on_its_tile_in_both_languages():
    for instrument in INSTRUMENTS:
        for patient in PATIENTS:
            en, zh = finding_in_words(instrument, read(patient, instrument), patient == "all pairs")
            assert len(en) <= 18 and "{" not in en + zh, (patient, en)
            assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)


def test_small_pictures_stay_in_their_tiles():
    for instrument in INSTRUMENTS:
        for patient in PATIENTS:
            reading = read(patient, instrument)
            for curve in curves_of(instrument, reading):
                assert np.isfinite(curve).all(), (patient, instrument)
            image = image_of(reading)
            assert image is None or 0 <= image.min() <= image.max() <= 1, (patient, instrument)


def test_the_ward_shows_the_training_loss_and_the_validation_score_of_each():
    for (loss, score), patient in zip(result("clinic").ward, BEDS):
        assert [loss, score] == [*read(patient, "free").numbers.values()]


def test_a_record_is_read_added_to_without_doubles_and_undone():
    record = with_entry(with_entry(with_entry("", 1, "curves"), 1, "curves"), 2, "?leak")
    assert record == "1 curves; 2 ?leak" and entries(record) == [(1, "curves"), (2, "?leak")]
    assert without_last(record) == "1 curves"
    for bad in ("21 curves", "1 thermometer", "curves", "1 ?flu", "² curves"):
        with pytest.raises(BadInput):
            entries(bad)
    with pytest.raises(BadInput, match="undo"):
        without_last("")


def test_on_the_next_day_the_record_is_there(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    before = CLINIC.clinic(bed=2)
    before.set(instrument="curves")
    before.act(USE)
    before.close()
    after = CLINIC.clinic()
    assert after.values.record == "2 curves" and list(after.result.scores[1].used) == ["curves"]
    after.close()


def test_an_instrument_costs_one_point_and_a_wrong_diagnosis_three_in_its_bed_alone():
    found = result("clinic", record="1 curves; 1 data; 1 ?leak; 2 weights")
    assert found.score.points == 2 + WRONG and found.score.wrong == ["leak"]
    assert list(found.readings) == ["curves", "data"] and found.pars == [0] * 20
    assert [score.points for score in found.scores[:3]] == [2 + WRONG, 1, 0]


def test_who_looks_further_after_the_right_diagnosis_pays_nothing():
    found = result("clinic", record=f"1 data; 1 ?{BEDS[0]}; 1 modes; 1 ?leak")
    assert found.score == (["data"], [], True) and list(found.readings) == ["data", "modes"]
    assert found.within == 1 and found.pars[0] == par(BEDS[0])


def test_a_wrong_diagnosis_is_answered_by_a_reading_that_was_taken_and_contradicts_it():
    bed = 1 + BEDS.index("sign error")
    found = result("clinic", bed=bed, record=f"{bed} gradient check; {bed} ?rate too small")
    assert found.hint.instrument == "gradient check"
    assert found.hint.here.numbers["first"] > 1 > 1e-3 > found.hint.there.numbers["first"]
    words = CLINIC.readout(found)
    assert "gradient check shows “layer 1 off 2.00”; if so, it would show “passes: 10" in words.en
    assert "梯度检查显示“第 1 层相差 2.00”；若是，应为“通过：10" in words.zh


def test_the_answer_compares_the_same_number():
    bed = 1 + BEDS.index("validation inverted")
    words = CLINIC.readout(result("clinic", bed=bed, record=f"{bed} weights; {bed} ?leak"))
    here, there = (read(patient, "weights").numbers["edge"] for patient in ("validation inverted", "leak"))
    assert f"edge to inside {here:.2f}”; if so, it would show “edge × {there:.2f}”" in words.en


def test_without_such_a_reading_the_answer_names_an_instrument_and_keeps_its_reading_to_itself():
    bed = 1 + BEDS.index("zero weights")
    found = result("clinic", bed=bed, record=f"{bed} curves; {bed} ?dead units")
    assert found.hint[:3] == ("dead units", "weights", None)
    words = CLINIC.readout(found)
    assert "Use weights: if so, it would show “units dead: 100%”" in words.en and "all are 0" not in words.en


def test_after_the_right_diagnosis_the_cured_run_is_shown_up_to_the_share_that_is_chosen():
    right = f"1 data; 1 ?{BEDS[0]}"
    whole, half = (result("clinic", record=right, share=share) for share in (100, 50))
    assert whole.pars[0] == par(BEDS[0]) and whole.hint is None and whole.score.right
    assert whole.cured[1, -1] == read(BEDS[0], "free", cured=True).numbers["score"] > 0.9 > whole.sick[1, -1]
    assert half.cured.shape[1] == pytest.approx(whole.cured.shape[1] / 2, abs=1)
    assert result("clinic").cured.size == 0


def test_by_hand_a_bed_is_chosen_an_instrument_used_a_fault_locked_and_undone(demo):
    Hand(demo, 0, 4).press()
    assert demo.values["bed"] == 5
    Hand(demo, 1, list(INSTRUMENTS).index("one batch")).press()
    assert demo.values["record"] == "5 one batch" and demo.values["instrument"] == "one batch"
    Hand(demo, 3, list(PATIENTS).index("leak")).press()
    demo.act(LOCK)
    assert demo.values["record"] == "5 one batch; 5 ?leak" and demo.result.score.points == 1 + WRONG
    demo.act(UNDO)
    demo.set(instrument="data")
    demo.act(USE)
    assert demo.values["record"] == "5 one batch; 5 data"


def test_a_tile_that_was_used_is_held_at_its_name_so_that_nothing_hides_the_reading(demo):
    tile = list(INSTRUMENTS).index("one batch")
    whole = Hand(demo, 1, tile)
    whole.press()
    assert places(demo, 2) == [tile] and tile not in places(demo, 1)
    assert Hand(demo, 2, tile).start[1] < whole.start[1] - 20
    demo.set(instrument="curves")
    Hand(demo, 2, tile).press()
    assert demo.values["instrument"] == "one batch" and demo.values["record"] == "1 one batch"


def test_the_right_diagnosis_covers_the_list_and_plays_the_cured_run(demo):
    assert len(places(demo, 3)) == len(PATIENTS)
    locked(demo, BEDS[0])
    assert demo.players["share"].button.value and places(demo, 3) == []
    assert all(artist.get_visible() for artist in demo.artists.panel)
    demo.set(bed=2)
    assert not any(artist.get_visible() for artist in demo.artists.panel) and places(demo, 3)


def test_the_challenge_is_solved_by_six_patients_with_the_instruments_that_decide(demo):
    assert demo.state == "open"
    for bed, patient in enumerate(BEDS[:6], 1):
        demo.set(bed=bed)
        for instrument in deciding_sets(patient)[0]:
            demo.set(instrument=instrument)
            demo.act(USE)
        locked(demo, patient)
        assert demo.state == ("solved" if bed == 6 else "almost" if bed >= 3 else "open")
    assert demo.result.within == 6 and sum(score.points for score in demo.result.scores) == sum(map(par, BEDS[:6]))


@pytest.mark.parametrize("more", [SPARE, SPARE + 1])
def test_par_and_two_points_are_still_good_and_three_are_not(demo, more):
    """A patient whose par is 1, and after that many instruments more the diagnosis."""
    used = "".join(f"1 {instrument}; " for instrument in [*INSTRUMENTS][: par(BEDS[0]) + more])
    demo.set(record=f"{used}1 ?{BEDS[0]}")
    assert demo.result.score.points == par(BEDS[0]) + more and demo.result.score.right
    assert demo.result.within == (more == SPARE)


def test_the_record_says_patient_by_patient_what_was_used_what_was_wrong_and_the_sums(demo):
    demo.set(bed=1, record=f"1 data; 1 curves; 1 ?leak; 1 ?{BEDS[0]}; 4 modes")
    name, text = CLINIC.own_record(demo)
    points = 2 + WRONG
    assert name == "clinic.txt" and text.splitlines()[:6] == [
        f"1 of 20 diagnosed, 0 of them within par + {SPARE}; wrong diagnoses: 1",
        f"points in all: {points + 1}; par of those diagnosed: 1",
        f"bed 1: labels one too high; points {points}, par 1",
        "    used: data, curves",
        "    wrong: input tells class",
        "bed 4: not diagnosed yet; points 1",
    ]
    assert "1 号床：标签都大了 1；5 分，参考分 1\n    所用仪器：数据、损失曲线\n    误诊：输入泄漏了类别" in text


def test_the_record_is_shown_when_the_challenge_is_solved_and_only_then(demo):
    demo.set(record="; ".join(f"{bed} ?{BEDS[bed - 1]}" for bed in range(1, 6)), bed=6)
    assert not demo.page.taken.value
    locked(demo, BEDS[5])
    assert demo.state == "solved" and "6 of 20 diagnosed" in demo.page.taken.value


def test_the_numbers_of_the_readout_are_those_of_the_picture(demo, reads):
    demo.set(bed=1, record="1 new data", instrument="new data")
    loss, score = demo.result.ward[0]
    old, new = read(BEDS[0], "new data").numbers.values()
    reads(demo.readout, 1, loss, 100 * score, 100 * old, 100 * new, 1)
