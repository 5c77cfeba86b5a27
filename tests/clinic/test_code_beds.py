"""Beds with a script: a line is clicked, then what to write there; each is answered, and counted."""

import re

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.clinic import code_view
from course_nn.clinic.case_record import WRONG, beds_of, entries, is_good, mistaken, score
from course_nn.clinic.edits import edits, is_right, read_edit
from course_nn.clinic.scripts.catalogue import CASES
from course_nn.clinic.scripts.explanations import EXPLANATIONS
from course_nn.clinic.scripts.script import script
from course_nn.clinic.scripts.script_curves import curves
from course_nn.clinic.ward import SCRIPTS, ScriptBed
from course_nn.common.errors import BadInput

module, result = lecture("practice")
CLINIC = module("clinic")
LOCK = CLINIC.ACTIONS[1]


def script_bed(level, fault=None):
    """(key, number, ScriptBed) of the first ward that has one, with a fault if that is named."""
    return next(
        (f"{number}/{level}", k, bed)
        for number in range(200)
        for k, bed in enumerate(beds_of(f"{number}/{level}"), 1)
        if isinstance(bed, ScriptBed) and fault in (None, bed.fault)
    )


def moves(one):
    """For a script: a harmless line, a line where it can be mended, an option that fails there, and one that cures."""
    line = next(k for k, repair in one.faulty.items() if len(repair.cures) < len(repair.options))
    repair = one.faulty[line]
    fails = next(k for k in range(len(repair.options)) if k not in repair.cures)
    return (
        f"@{min(one.harmless) + 1}",
        f"@{line + 1}",
        f"={line + 1}.{fails + 1}",
        f"={line + 1}.{min(repair.cures) + 1}",
    )


def asked(level, *done, **more):
    key, k, bed = script_bed(level)
    return bed, result("clinic", ward=key.split("/")[0], level=level, bed=k, record=record(key, k, done), **more)


def record(key, bed, done):
    return f"{key}: " + "; ".join(f"{bed} {what}" for what in done)


# ---- what counts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", SCRIPTS)
def test_every_line_in_which_a_fault_can_be_mended_is_accepted_and_every_other_is_told_why_it_is_right(level):
    for fault in CASES[level]:
        one = script(fault, 1, level)
        for k in range(len(one.lines)):
            assert is_right(one, read_edit(f"@{k + 1}")) == (k in one.faulty)
            assert k in one.faulty or (one.harmless[k].en and one.harmless[k].zh)


@pytest.mark.parametrize("level", SCRIPTS)
def test_a_wrong_line_and_a_wrong_option_cost_three_each_and_the_cure_ends_it(level):
    _, _, bed = script_bed(level)
    harmless, line, fails, cures = moves(bed.script)
    assert edits(bed.script, [harmless, line, fails, cures, "@1"]) == ([harmless, fails], [int(line[1:])], True)
    assert score(bed, [harmless, line, fails, cures]).points == 2 * WRONG
    assert is_good(bed, score(bed, [line, cures])) and not is_good(bed, score(bed, [harmless, line, cures]))


def test_scripts_are_told_by_what_is_written_and_not_by_instruments():
    key, k, bed = script_bed("numpy")
    for bad in ("curves", "?leak", "@0", "@21", "@1.2", f"={min(bed.script.harmless) + 1}.1", "=1.9", "@", "=x"):
        with pytest.raises(BadInput):
            entries(f"{key}: {k} {bad}")
    harmless, *_ = moves(bed.script)
    assert mistaken(record(key, k, [harmless])) == {}


# ---- what is said and drawn --------------------------------------------------------------------------


@pytest.mark.parametrize("level", SCRIPTS)
def test_each_edit_is_answered(level):
    bed, _ = asked(level)
    harmless, line, fails, cures = moves(bed.script)
    number = int(line[1:])
    says = {
        (): "Which line is wrong?",
        (harmless,): bed.script.harmless[int(harmless[1:]) - 1].en,
        (line,): "Here it can be mended",
        (line, fails): "That does not mend it",
        (line, cures): EXPLANATIONS[bed.fault].why.en,
    }
    for done, words in says.items():
        found = asked(level, *done, line=number)[1]
        assert words in CLINIC.readout(found).en and re.search("[一-鿿]", CLINIC.readout(found).zh)
        assert found.code.can_write == (len(done) > 0 and line in done and cures not in done)
    assert asked(level, line, cures)[1].code.cured == curves(bed.script, cured=True)


def test_a_line_is_read_aloud_as_it_is_written():
    bed, found = asked("numpy", line=3)
    assert (
        bed.script.lines[2].strip().replace("<", "&lt;").replace(">", "&gt;").split("[")[0] in CLINIC.readout(found).en
    )
    assert "a script, NumPy" in CLINIC.readout(found).en and "NumPy 脚本" in CLINIC.readout(found).zh


def test_the_row_of_beds_says_the_last_loss_and_score_of_a_script():
    bed, found = asked("pytorch")
    run = curves(bed.script)
    loss, accuracy, *_ = found.rows[found.bed - 1]
    assert run.error or (loss, accuracy) == (run.train_loss[-1], run.val_score[-1])


@pytest.mark.parametrize("level", SCRIPTS)
def test_every_script_and_every_option_fits_into_the_picture(level):
    for fault in CASES[level]:
        for number in range(3):
            one = script(fault, number, level)
            assert 15 <= len(one.lines) <= code_view.LINES and max(map(len, one.lines)) <= 46
            for repair in one.faulty.values():
                assert len(repair.options) <= code_view.OPTIONS
                assert all(len(code_view.in_rows(option).split("\n")) <= 2 for option in repair.options)


def test_an_error_is_shown_in_place_of_curves():
    key, k, bed = script_bed("pytorch", "changed in place")
    demo = CLINIC.clinic(ward=key.split("/")[0], level="pytorch", bed=k)
    error = curves(bed.script).error
    assert error.split(":")[0] in demo.artists.code.error.get_text()
    assert not any(plot.get_visible() for plot in demo.artists.code.plots) and error.split(":")[0] in demo.readout.en
    demo.close()


def test_by_hand_a_line_is_clicked_and_locked_and_then_what_to_write():
    key, k, bed = script_bed("numpy")
    demo = CLINIC.clinic(ward=key.split("/")[0], level="numpy", bed=k)
    _, line, fails, cures = moves(bed.script)
    Hand(demo, 4, int(line[1:]) - 1).press()
    assert demo.values.line == int(line[1:]) and demo.values.record == ""
    demo.act(LOCK)
    assert demo.values.record == record(key, k, [line])
    Hand(demo, 5, int(fails.split(".")[1]) - 1).press()
    demo.act(LOCK)
    Hand(demo, 5, int(cures.split(".")[1]) - 1).press()
    demo.act(LOCK)
    assert demo.values.record == record(key, k, [line, fails, cures]) and demo.result.score.right
    assert demo.artists.code.why.get_text() and demo.result.score.points == WRONG
    name, text = CLINIC.own_record(demo)
    assert EXPLANATIONS[bed.fault].name.en in text and f"wrong lines: {fails[1:]}" in text
    assert EXPLANATIONS[bed.fault].name.en not in CLINIC.own_result(demo)[1]
    demo.close()


def test_curves_of_the_sick_script_and_of_the_mended_one_are_those_of_their_runs():
    key, k, bed = script_bed("numpy")
    _, line, _, cures = moves(bed.script)
    demo = CLINIC.clinic(ward=key.split("/")[0], level="numpy", bed=k, record=record(key, k, [line, cures]))
    for artists, run in (
        (demo.artists.code.sick, curves(bed.script)),
        (demo.artists.code.cured, curves(bed.script, True)),
    ):
        for artist, values, most in zip(artists, run[:2], (code_view.BIG, 1.0)):
            shown = np.clip(np.nan_to_num(values, nan=most, posinf=most, neginf=-most), -most, most)
            assert np.array_equal(artist.get_ydata(), shown)
    demo.close()


def test_a_line_that_was_found_is_still_chosen_after_a_visit_to_another_bed():
    key, k, bed = script_bed("numpy")
    _, line, _, _ = moves(bed.script)
    away = 1 if line != "@1" else 2
    found = result("clinic", ward=key.split("/")[0], level="numpy", bed=k, line=away, record=record(key, k, [line]))
    assert found.code.line == int(line[1:]) and found.code.can_write
