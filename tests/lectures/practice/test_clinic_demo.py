"""The ward as a student meets it: what is clicked is written down, counted, judged and answered."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.errors import BadInput
from course_nn.lectures.practice.case_record import BEDS, WRONG, added, parsed, without_last
from course_nn.lectures.practice.ward import INSTRUMENTS, PATIENTS, deciding, par, read

module, result = lecture("practice")
CLINIC = module("clinic")


@pytest.fixture(scope="module")
def demo():
    demo = CLINIC.clinic()
    yield demo
    demo.close()


def test_every_patient_lies_in_one_bed_and_every_patient_and_instrument_has_a_name():
    assert sorted(BEDS) == sorted(PATIENTS)
    assert list(CLINIC.TOOLS) == list(INSTRUMENTS) and list(CLINIC.DIAGNOSES) == list(PATIENTS)
    for patient in PATIENTS:
        for instrument in INSTRUMENTS:
            assert all(CLINIC.listed(read(patient, instrument).values)), (patient, instrument)


def test_the_ward_shows_the_training_loss_and_the_validation_score_of_each():
    for (loss, score), patient in zip(result("clinic").ward, BEDS):
        assert [loss, score] == [*read(patient, "free").values.values()]


def test_a_record_is_read_added_to_without_doubles_and_undone():
    record = added(added(added("", 1, "curves"), 1, "curves"), 2, "?leak")
    assert record == "1 curves; 2 ?leak" and parsed(record) == [(1, "curves"), (2, "?leak")]
    assert without_last(record) == "1 curves"
    for bad in ("21 curves", "1 thermometer", "curves", "1 ?flu"):
        with pytest.raises(BadInput):
            parsed(bad)
    with pytest.raises(BadInput, match="undo"):
        without_last("")


def test_an_instrument_costs_one_point_and_a_wrong_diagnosis_three_in_its_bed_alone():
    found = result("clinic", record="1 curves; 1 data; 1 ?leak; 2 weights")
    assert found.points == 2 + WRONG and found.total == 3 + WRONG and found.wrong == ["leak"]
    assert list(found.readings) == ["curves", "data"] and found.par == 0
    assert list(found.states[:3]) == [2, 1, 0]


def test_a_wrong_diagnosis_is_answered_by_a_reading_that_contradicts_it_one_that_was_taken_if_any():
    bed = 1 + BEDS.index("sign error")
    hint = result("clinic", bed=bed, record=f"{bed} gradient check; {bed} ?rate too small").hint
    assert hint[0] == "gradient check" and hint[1]["first"] > 1 > 1e-3 > hint[2]["first"]
    words = CLINIC.readout(result("clinic", bed=bed, record=f"{bed} gradient check; {bed} ?rate too small"))
    assert "gradient check shows first layer 2.00" in words.en and "梯度检查为 第一层 2.00" in words.zh


def test_after_the_right_diagnosis_the_cured_run_is_shown_up_to_the_share_that_is_chosen():
    right = f"1 data; 1 ?{BEDS[0]}"
    whole, half = (result("clinic", record=right, share=share) for share in (100, 50))
    assert whole.par == par(BEDS[0]) and whole.hint == () and whole.states[0] == 3
    assert whole.cured[1, -1] == read(BEDS[0], "free", cured=True).values["score"] > 0.9
    assert half.cured.shape[1] == pytest.approx(whole.cured.shape[1] / 2, abs=1)
    assert result("clinic").cured.size == 0


def test_in_the_picture_a_bed_is_chosen_and_an_instrument_used_and_undo_takes_it_back(demo):
    demo.reset()
    Hand(demo, 0, 4).press()
    assert demo.values["bed"] == 5
    Hand(demo, 1, list(INSTRUMENTS).index("one batch")).press()
    assert demo.values["record"] == "5 one batch" and demo.values["instrument"] == "one batch"
    use, lock, undo = demo.actions if hasattr(demo, "actions") else CLINIC.ACTIONS
    demo.set(diagnosis="leak")
    demo.act(lock)
    assert demo.values["record"] == "5 one batch; 5 ?leak" and demo.result.points == 1 + WRONG
    demo.act(undo)
    demo.set(instrument="data")
    demo.act(use)
    assert demo.values["record"] == "5 one batch; 5 data"
    demo.reset()
    assert demo.values["record"] == ""


def test_the_challenge_is_solved_by_six_patients_with_the_instruments_that_decide(demo):
    demo.reset()
    assert demo.state == "open"
    for k, patient in enumerate(BEDS[:6], 1):
        for instrument in deciding(patient)[0]:
            demo.set(record=added(demo.values["record"], k, instrument))
        demo.set(record=added(demo.values["record"], k, "?" + patient))
        assert demo.state == ("solved" if k == 6 else "almost" if k >= 3 else "open")
    assert demo.result.within == 6 and demo.result.total == sum(map(par, BEDS[:6]))
    demo.reset()


def test_the_numbers_of_the_readout_are_those_of_the_picture(demo, reads):
    demo.set(bed=1, record="1 new data", instrument="new data")
    loss, score = demo.result.ward[0]
    old, new = read(BEDS[0], "new data").values.values()
    reads(demo.readout, 1, loss, 100 * score, old, new, 1, 1, 0, 2)
    assert np.isfinite(demo.result.ward).all()
    demo.reset()
