"""Twenty patients: what the instruments find, that they tell all of them apart, and that every cure cures."""

from itertools import combinations

import numpy as np
import pytest

from course_nn.datasets import shuffled_digits
from course_nn.errors import BadInput
from course_nn.lectures.practice import ward
from course_nn.lectures.practice.ward import INSTRUMENTS, PATIENTS, Pipeline, read
from course_nn.network import Network

TELLING = {  # patient: (instrument, what it finds there and only in few others)
    "labels shuffled": ("zero inputs", "no help"),
    "labels one too high": ("confusion", "one too high"),
    "never shuffled": ("data", "one class"),
    "split by position": ("confusion", "empty rows"),
    "leak": ("new data", "worse"),
    "validation inverted": ("data", "differ"),
    "rate too large": ("one batch", "jumps"),
    "rate too small": ("one batch", "still"),
    "zero weights": ("weights", "zero"),
    "dead units": ("weights", "dead"),
    "softmax twice": ("one batch", "floor"),
    "sign error": ("gradient check", "wrong"),
    "gradients summed": ("gradient check", "second"),
    "penalty too strong": ("weights", "shrunk"),
    "moments not gathered": ("modes", "differ"),
    "dropout at test": ("modes", "twice"),
    "six sigmoid layers": ("gradients", "vanishes"),
    "inputs unscaled": ("loss at start", "huge"),
    "all pairs": ("confusion", "one value"),
}
CURED = {"dropout at test": 0.85, "all pairs": 0.7}  # the least; the others 0.94


def values(patient, instrument):
    return read(patient, instrument).values


def test_there_are_twenty_patients_eleven_instruments_and_one_who_has_nothing():
    assert len(PATIENTS) == 20 and len(INSTRUMENTS) == 11
    assert [name for name, patient in PATIENTS.items() if patient.sick == patient.cured] == ["healthy"]


@pytest.mark.parametrize("patient", TELLING)
def test_what_tells_is_found(patient):
    instrument, finding = TELLING[patient]
    assert read(patient, instrument).finding == finding != read("healthy", instrument).finding


def test_any_two_patients_differ_in_some_instrument_besides_the_free_numbers():
    for a, b in combinations(PATIENTS, 2):
        assert set(ward.differ(a, b)) - {ward.FREE}, (a, b)


@pytest.mark.parametrize("patient", PATIENTS)
def test_the_cure_cures_and_the_sick_run_is_worse_or_too_good_to_be_true(patient):
    cured, sick = read(patient, "free", cured=True).values["score"], values(patient, "free")["score"]
    assert cured > CURED.get(patient, 0.94)
    if patient not in ("healthy", "leak", "softmax twice"):
        assert sick < cured - 0.3
    assert (sick == 1) == (patient == "leak")


def test_par_is_the_smallest_number_of_instruments_after_which_one_patient_is_left():
    for patient in PATIENTS:
        sets = ward.deciding(patient)
        assert 1 <= ward.par(patient) <= 2 and all(len(s) == ward.par(patient) for s in sets)
        mine = ward.findings(patient)
        for s in sets[:3]:
            known = {ward.FREE, *s}
            same = [p for p in PATIENTS if all(ward.findings(p)[name] == mine[name] for name in known)]
            assert same == [patient]


def test_five_patients_look_like_overfitting_and_have_nothing_of_the_kind():
    low = [p for p in PATIENTS if read(p, "free").finding in ("low, below", "low, chance", "low, middle")]
    assert low == [
        "labels one too high",
        "never shuffled",
        "split by position",
        "validation inverted",
        "moments not gathered",
    ]


def test_zero_weights_and_dead_units_agree_in_everything_but_the_weights():
    assert ward.differ("zero weights", "dead units") == ["weights"]
    for patient in ("zero weights", "dead units"):
        assert values(patient, "loss at start")["loss"] == pytest.approx(np.log(10), abs=5e-4)
        assert values(patient, "gradients") == {"bottom": 0, "top": 0}
        assert values(patient, "weights")["dead"] == 1


def test_shuffled_labels_pass_the_one_batch_test_and_wrong_losses_pass_the_gradient_check():
    assert read("labels shuffled", "one batch").finding == "fits"
    for patient in ("softmax twice", "all pairs", "rate too large"):
        assert read(patient, "gradient check").finding == "passes"


def test_published_readings():
    assert values("softmax twice", "one batch")["last"] == pytest.approx(np.log(1 + 9 / np.e), abs=0.005)
    assert values("sign error", "gradient check")["first"] == pytest.approx(2, abs=1e-6)
    assert values("sign error", "gradient check")["last"] < 1e-6
    assert values("gradients summed", "gradient check")["second"] == pytest.approx(0.5, abs=1e-9)
    assert values("healthy", "gradient check")["first"] < 1e-6
    assert values("labels one too high", "confusion")["next"] > 0.9
    assert values("split by position", "confusion")["empty"] in (6, 7)
    assert values("rate too large", "one batch")["highest"] > 1e10
    assert values("rate too small", "weights")["moved"] < 0.01
    assert values("six sigmoid layers", "weights")["moved"] < 0.01
    assert values("inputs unscaled", "loss at start")["loss"] > 100
    assert values("penalty too strong", "gradients")["bottom"] == pytest.approx(4.0, abs=0.5)
    assert values("moments not gathered", "modes")["train"] > 0.95
    zero, real = values("healthy", "zero inputs").values()
    assert zero == pytest.approx(np.log(10), abs=0.03) and real < 0.4


def test_a_wrong_diagnosis_is_contradicted_by_a_reading_that_was_taken_if_there_is_one():
    assert ward.contradicts("zero weights", "dead units", ["one batch"]) == "weights"
    assert ward.contradicts("sign error", "rate too small", ["new data", "gradient check"]) == "gradient check"
    assert ward.contradicts("sign error", "sign error", []) is None


def test_a_pipeline_begins_at_the_same_place_again_and_a_seed_moves_it():
    a, b, c = Pipeline("dropout at test"), Pipeline("dropout at test"), Pipeline("dropout at test", seed=1)
    assert np.array_equal(a.in_mode(True, a.data.X), b.in_mode(True, b.data.X))
    assert not np.array_equal(a.network.parameters, c.network.parameters)
    with pytest.raises(BadInput, match="did you mean 'leak'"):
        Pipeline("leek")
    with pytest.raises(BadInput, match="instrument"):
        read("leak", "thermometer")


def test_a_network_of_ones_own_is_examined_and_not_changed():
    X, y = shuffled_digits()
    network = Network((64, 16, 10), "tanh")
    before = network.parameters.copy()
    found = ward.examine(network, X[:200], y[:200], X[200:300], y[200:300], epochs=20)
    assert list(found) == [ward.FREE, *INSTRUMENTS] and np.array_equal(network.parameters, before)
    assert found["gradient check"].finding == "passes" and found["one batch"].finding == "fits"
    assert found["free"].values["score"] > 0.7 and found["modes"].finding == "same"


def test_examine_says_what_it_does_not_take():
    X, y = shuffled_digits()
    with pytest.raises(BadInput, match="binary"):
        ward.examine(Network((64, 1)), X, y, X, y, loss="hinge")
    with pytest.raises(BadInput, match="did you mean 'rate'"):
        ward.examine(Network((64, 10)), X, y, X, y, rat=1)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [1, 2])
def test_with_other_seeds_every_patient_is_told_apart_and_cured_too(seed):
    for a, b in combinations(PATIENTS, 2):
        assert ward.differ(a, b, seed), (a, b)
    for patient, (instrument, finding) in TELLING.items():
        assert read(patient, instrument, seed=seed).finding == finding, patient
        assert read(patient, "free", cured=True, seed=seed).values["score"] > CURED.get(patient, 0.94) - 0.06
