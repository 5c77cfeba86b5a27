"""The ward as a student meets it: what is clicked is written down, counted, judged and answered."""

import re

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.clinic import case_record, chart, faults, names, report
from course_nn.clinic.case_record import (
    DIAGNOSES,
    EARLY,
    KEPT,
    SPARE,
    WRONG,
    beds_of,
    entries,
    joined,
    mistaken,
    names_of,
    next_ward,
    with_entry,
)
from course_nn.clinic.catalogue import catalogue
from course_nn.clinic.deduction import deciding_sets, fits, par
from course_nn.clinic.examination import FREE, INSTRUMENTS, price, read, reading
from course_nn.clinic.measures import diagnoses_of
from course_nn.clinic.patients import FAULTS, HEALTHY, PATIENTS, with_faults
from course_nn.clinic.reading_words import finding_in_words
from course_nn.clinic.thumbnails import curves_of, image_of
from course_nn.common.errors import BadInput

module, result = lecture("practice")
CLINIC = module("clinic")
USE, LOCK, ANOTHER, RESULT, RECORD = CLINIC.ACTIONS
TODAY = beds_of("7/3")  # the environment of the tests says so


def bed_with(kind, level="8"):
    """(key, number, Bed) of a patient of some kind, in the first ward that has one."""
    return next(
        (f"{number}/{level}", k, bed)
        for number in range(200)
        for k, bed in enumerate(beds_of(f"{number}/{level}"), 1)
        if kind(bed)
    )


def decided(bed):
    """What decides a bed, and the right diagnoses."""
    return [*deciding_sets(bed)[0], *("?" + name for name in names_of(bed.faults))]


def record_of(key, bed, done):
    return f"{key}: " + "; ".join(f"{bed} {what}" for what in done)


def asked(key, bed, done, **more):
    """The result in a bed of a ward after what was done there."""
    ward, level = key.split("/")
    return result("clinic", ward=ward, level=level, bed=bed, record=record_of(key, bed, done), **more)


@pytest.fixture(scope="module")
def opened():
    demo = CLINIC.clinic()
    yield demo
    demo.close()


@pytest.fixture
def demo(opened):
    """The demo where it starts, played by hand."""
    opened.set(record="")
    opened.reset()
    opened.page.offer()
    return opened


def locked(demo, diagnosis):
    demo.set(diagnosis=diagnosis)
    demo.act(LOCK)


def places(demo, handle):
    """Which places of a handle can be taken hold of."""
    return [item for k, item, *_ in demo.page.paths if k == handle]


# ---- words -------------------------------------------------------------------------------------------


def test_everything_has_a_name_and_every_fault_a_cure():
    assert sorted(DIAGNOSES) == sorted(names.CURES) == sorted(names.DIAGNOSES) == sorted(PATIENTS)
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
            one = read(patient, instrument)
            for curve in curves_of(instrument, one):
                assert np.isfinite(curve).all(), (patient, instrument)
            image = image_of(one)
            assert image is None or 0 <= image.min() <= image.max() <= 1, (patient, instrument)


def test_every_cure_is_said_with_its_numbers():
    for entries_, run in ((entries_, run) for run, entries_ in catalogue().items()):
        for one in entries_:
            for words in report.cure_in_words(case_record.Bed(run, one)):
                assert "{" not in words and words


# ---- the record --------------------------------------------------------------------------------------


def test_a_record_is_read_and_added_to_ward_by_ward():
    record = with_entry(with_entry(with_entry("", "7/3", 1, "curves"), "7/3", 1, "curves"), "9/8", 2, "?leak")
    assert record == "7/3: 1 curves | 9/8: 2 ?leak"
    assert entries(record) == {"7/3": [(1, "curves")], "9/8": [(2, "?leak")]}
    for bad in (
        "7/3: 4 curves",
        "7/3: 1 thermometer",
        "7/3: curves",
        "1 curves",
        "7/3: 1 ?flu",
        "7/3: ² curves",
        "x/3: 1 data",
    ):
        with pytest.raises(BadInput):
            entries(bad)


def test_who_locks_again_after_another_reading_is_asked_again():
    once = with_entry(with_entry("", "7/3", 1, "?leak"), "7/3", 1, "?leak")
    again = with_entry(with_entry(once, "7/3", 1, "data"), "7/3", 1, "?leak")
    assert once == "7/3: 1 ?leak" and again == "7/3: 1 ?leak; 1 data; 1 ?leak"


def test_two_records_that_have_grown_from_one_are_joined_and_nothing_costs_twice():
    before, here, there = "7/3: 1 data", "7/3: 1 data; 1 curves; 1 ?leak", "7/3: 1 data; 1 curves; 2 data | 9/3: 1 data"
    assert joined(there, before, here) == "9/3: 1 data | 7/3: 1 data; 1 curves; 2 data; 1 ?leak"
    assert joined(there, "", here) == "9/3: 1 data | 7/3: 1 data; 1 curves; 2 data; 1 ?leak"


def test_a_record_that_was_written_anew_takes_the_place_of_what_is_kept():
    for now in ("", "7/3: 2 data", "9/3: 1 data"):
        assert joined("7/3: 1 data; 2 data", "7/3: 1 data", now) == now


def test_of_a_full_record_the_oldest_ward_goes_and_the_rest_is_joined():
    full = " | ".join(f"{number}/3: 1 data" for number in range(KEPT))
    now = with_entry(full, "99/3", 1, "data")
    assert joined(full, full, now) == now


def test_a_record_holds_the_last_wards_and_the_newest_is_last():
    record = ""
    for number in range(KEPT + 3):
        record = with_entry(record, f"{number}/3", 1, "curves")
    kept = [*entries(record)]
    assert len(kept) == KEPT and kept[-1] == f"{KEPT + 2}/3" and "0/3" not in kept


def test_reset_and_another_day_bring_nothing_back_that_was_paid(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path))
    before = CLINIC.clinic()
    before.act(USE)
    before.set(bed=2)
    before.reset()
    assert before.values.bed == 1 and before.result.score.used == ["curves"]
    before.close()
    after = CLINIC.clinic()
    assert after.values.record == "7/3: 1 curves" and after.result.score.points == 1
    after.close()


def test_nothing_undoes_what_was_seen():
    assert not any("undo" in action.label.en.lower() for action in CLINIC.ACTIONS)


# ---- what it is worth --------------------------------------------------------------------------------


def test_an_instrument_costs_one_point_a_lock_too_early_one_and_a_wrong_one_three():
    key, k, bed = bed_with(lambda bed: len(fits(bed)) > 2 and len(bed.faults) == 1)
    early = bed.faults[0]
    wrong = next(name for name in DIAGNOSES if not any(name in names_of(faults) for faults in fits(bed)))
    found = asked(key, k, ["?" + early, "?" + wrong, "curves"])
    assert found.score.points == EARLY + WRONG + 1
    assert (found.score.early, found.score.wrong, found.score.used) == ([early], [wrong], ["curves"])


def test_who_looks_further_after_the_right_diagnosis_pays_nothing():
    done = decided(TODAY[0])
    found = asked("7/3", 1, [*done, "modes", "?leak"])
    assert found.score.right and found.score.points == par(TODAY[0]) == price(deciding_sets(TODAY[0])[0])
    assert "modes" in found.readings and found.within == 1


def test_a_guess_is_answered_by_what_fits_as_well_and_never_by_whether_it_is_right():
    key, k, bed = bed_with(lambda bed: len(fits(bed)) > 4 and len(bed.faults) == 1)
    said = {}
    for name in (bed.faults[0], next(f for f in fits(bed) if f != bed.faults)[0]):
        words = CLINIC.readout(asked(key, k, ["?" + name]))
        assert "You cannot know this yet" in words.en and "现在还无法断定" in words.zh
        said[name] = words.en
    count = len(fits(bed)) - 1 - report.NAMED
    assert all(f"; and {count} more" in words for words in said.values())


def test_a_wrong_diagnosis_is_answered_by_a_reading_that_was_taken_and_contradicts_it():
    key, k, bed = bed_with(lambda bed: bed.faults == ("sign error",))
    found = asked(key, k, ["gradient check", "?rate too small"])
    words = CLINIC.readout(found)
    assert re.search("gradient check shows “layer 1 off .*”; if so, it would show “passes: 10", words.en)
    assert re.search("梯度检查显示“第 1 层相差 .*”；若是，应为“通过：10", words.zh)


def test_every_wrong_diagnosis_is_contradicted_by_something_that_was_seen():
    for key in ("7/3", "8/8", "9/20"):
        for bed in beds_of(key):
            for used in ([], ["curves"], ["data", "weights"]):
                for name in {n for one in bed.possible for n in names_of(one)}:
                    lock = case_record.Lock(name, case_record.verdict(bed, used, name), used)
                    if lock.verdict == "wrong":
                        found = report.contradiction(bed, lock)
                        theirs = bed.possible[() if name == "healthy" else (name,)].findings
                        assert found in (*used, FREE) and theirs[found] != bed.entry.findings[found]


def test_two_faults_are_locked_one_after_the_other():
    key, k, bed = bed_with(lambda bed: len(bed.faults) == 2)
    *looks, first, second = decided(bed)
    half, whole = asked(key, k, [*looks, first]), asked(key, k, [*looks, first, second])
    assert not half.score.right and "there is a second fault" in CLINIC.readout(half).en
    assert whole.score.right and whole.score.points == par(bed)
    cure = report.cure_in_words(bed)
    assert cure.en.count("; ") >= 1 and "；" in cure.zh


def test_after_the_right_diagnosis_the_cured_run_is_shown_up_to_the_share_that_is_chosen():
    key, k, bed = bed_with(lambda bed: len(bed.faults) == 1 and bed.healthy.data == "digits")
    whole, half = (asked(key, k, decided(bed), share=share) for share in (100, 50))
    assert whole.cured[1, -1] == reading(bed.healthy, FREE, bed.seed).numbers["score"] > 0.85
    assert half.cured.shape[1] == pytest.approx(whole.cured.shape[1] / 2, abs=1)
    assert result("clinic").cured.size == 0


def test_what_a_run_cannot_have_is_struck_out_and_costs_nothing(demo):
    bed = demo.result.patient
    away = next(name for name in DIAGNOSES if name not in diagnoses_of(bed))
    locked(demo, away)
    assert demo.values.record == "" and "costs nothing" in demo.page.warning and "不计分" in demo.page.warning
    struck = demo.artists.struck.get_xdata()
    assert np.isnan(struck).sum() == len(DIAGNOSES) - len(diagnoses_of(bed))


def test_batch_norm_that_makes_unscaled_inputs_harmless_is_given_as_the_reason():
    _, _, bed = bed_with(lambda bed: bed.healthy.normalized)
    score = reading(bed.healthy, FREE, bed.seed).numbers["score"]
    unscaled = reading(with_faults(bed.healthy, ["inputs unscaled"]), FREE, bed.seed).numbers["score"]
    assert unscaled == pytest.approx(score, abs=0.01)
    words = report.why_not_here(bed, "inputs unscaled")
    assert "batch norm" in words.en and "批量归一化" in words.zh and "nothing" not in words.en.partition("harm")[2][:9]


@pytest.mark.parametrize("language", [0, 1])
def test_no_tile_says_the_name_of_a_disease_or_that_a_number_is_one(language):
    telling = [("dead", "marked", "shrunk", "only", "too"), ("失活", "记号", "缩到", "只有", "太")][language]
    templates = [words[language] for tool in names.FINDINGS.values() for words in tool.values()]
    said = [re.sub("{.*?}", "", words) for words in templates]
    assert not [words for words in said if any(one in words for one in telling)]


# ---- by hand -----------------------------------------------------------------------------------------


def test_by_hand_a_bed_is_chosen_an_instrument_used_and_a_fault_locked(demo):
    Hand(demo, 0, 1).press()
    assert demo.values.bed == 2
    Hand(demo, 1, list(INSTRUMENTS).index("one batch")).press()
    assert demo.values.record == "7/3: 2 one batch" and demo.values.instrument == "one batch"
    possible = diagnoses_of(demo.result.patient)
    name = next(name for name in faults.LISTED if name in possible)
    Hand(demo, 3, faults.LISTED.index(name)).press()
    demo.act(LOCK)
    assert demo.values.record == f"7/3: 2 one batch; 2 ?{name}"


def test_a_second_press_makes_a_reading_large_and_a_third_brings_the_tiles_back(demo):
    tile = chart.LISTED.index("confusion")
    Hand(demo, 1, tile).press()
    assert not demo.artists.large.sheet.get_visible()
    Hand(demo, 1, tile).press()
    assert demo.values.large and demo.artists.large.sheet.get_visible() and not demo.artists.chart.get_visible()
    assert places(demo, 1) == [] and places(demo, 2) == [0]
    Hand(demo, 2, 0).press()
    assert not demo.values.large and demo.values.record == "7/3: 1 confusion" and demo.artists.chart.get_visible()


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_a_large_reading_says_all_its_numbers(demo, instrument):
    demo.set(record=f"7/3: 1 {instrument}", instrument=instrument, large=True)
    words = demo.artists.large.numbers.get_text()
    assert len(words.strip().splitlines()) == len(demo.result.readings[instrument].numbers)


def test_rows_and_tiles_are_high_enough_to_be_hit(demo):
    for handle in (0, 1, 3):
        for k, _, _, _, path in demo.page.paths:
            if k == handle:
                heights = [float(y) for y in re.findall(r"[ML][-\d.]+ ([-\d.]+)", path)]
                assert max(heights) - min(heights) > 22


def test_the_right_diagnosis_covers_the_list_and_plays_the_cured_run(demo):
    assert len(places(demo, 3)) == len(DIAGNOSES)
    for what in decided(TODAY[0]):
        if what[0] == "?":
            locked(demo, what[1:])
        else:
            demo.set(instrument=what)
            demo.act(USE)
    assert demo.players["share"].button.value and places(demo, 3) == []
    assert all(artist.get_visible() for artist in demo.artists.cure_panel)
    demo.set(bed=2)
    assert not any(artist.get_visible() for artist in demo.artists.cure_panel) and places(demo, 3)


def all_done(beds=TODAY, key="7/3", more=()):
    return f"{key}: " + "; ".join(f"{k} {what}" for k, bed in enumerate(beds, 1) for what in [*more, *decided(bed)])


def test_the_challenge_is_solved_by_a_whole_ward_within_par_and_two_points(demo):
    assert demo.state == "open"
    two = all_done(TODAY[:2])
    assert result("clinic", record=two).within == 2 and CLINIC.CHALLENGE.judge(result("clinic", record=two)) == "almost"
    demo.set(record=all_done())
    assert demo.state == "solved" and demo.result.within == 3


def test_par_and_two_points_are_still_good_and_three_are_not():
    bed = TODAY[0]
    spare = [name for name in INSTRUMENTS if name not in deciding_sets(bed)[0]]
    for more in (SPARE, SPARE + 1):
        cheap = [name for name in spare if price([name]) == 1]
        found = asked("7/3", 1, [*cheap[:more], *decided(bed)])
        assert found.score.right and (found.within == 1) == (found.score.points <= par(bed) + SPARE)


def test_a_bed_that_the_ward_does_not_have_is_said(demo):
    demo.set(bed=9)
    assert demo.result.bed == 3 and "3 beds" in demo.page.warning and "3 张床" in demo.page.warning


# ---- result and record -------------------------------------------------------------------------------


def test_the_result_is_three_lines_that_tell_no_fault(demo):
    demo.set(record=all_done())
    name, text = CLINIC.own_result(demo)
    en, zh = text.split("\n\n")
    points = sum(map(par, TODAY))
    assert name == "clinic.txt" and en.splitlines() == [
        "course_nn clinic 7, 3 beds",
        f"3 of 3 diagnosed: {points} points, par {points}",
        "●●●",
    ]
    assert zh.splitlines()[1] == f"确诊 3/3：用了 {points} 分，参考分 {points}"
    assert not any(words.en in text or words.zh in text for words in names.DIAGNOSES.values())


def test_the_record_says_patient_by_patient_what_was_used_and_what_was_wrong(demo):
    bed = TODAY[0]
    wrong = next(n for n in DIAGNOSES if n in diagnoses_of(bed) and case_record.verdict(bed, INSTRUMENTS, n) == "wrong")
    demo.set(record=record_of("7/3", 1, [*INSTRUMENTS, "?" + wrong, *("?" + name for name in names_of(bed.faults))]))
    name, text = CLINIC.own_record(demo)
    assert name == "clinic-record.txt" and f"points {price(INSTRUMENTS) + WRONG}, par {par(bed)}" in text
    assert f"    wrong: {names.DIAGNOSES[wrong].en}" in text and f"    误诊：{names.DIAGNOSES[wrong].zh}" in text
    assert f"bed 1: {report.faults_in_words(bed.faults).en}" in text


def test_the_result_is_shown_when_the_last_bed_is_right_and_only_then(demo):
    *before, last = all_done().split("; ")
    demo.set(record="; ".join(before), bed=3)
    assert not demo.page.taken.value
    locked(demo, last.partition("?")[2])
    assert demo.state == "solved" and "3 of 3 diagnosed" in demo.page.taken.value


def test_what_was_mistaken_is_remembered_and_the_next_ward_has_more_of_it(demo):
    key, k, bed = bed_with(lambda bed: bed.faults == ("rate too small",))
    record = record_of(key, k, ["gradient check", "weights", "?zero weights"])
    assert mistaken(record) == {"rate too small": 1, "zero weights": 1}
    numbers = sorted(1 + [*FAULTS].index(fault) for fault in ("rate too small", "zero weights"))
    assert next_ward(record).endswith(f" + {numbers[0]}, {numbers[1]}")
    demo.set(record=record)
    demo.act(ANOTHER)
    assert demo.values.ward == next_ward(record) and demo.result.score.points == 0
    assert mistaken("7/3: 1 curves") == {} and next_ward("1/3: 1 curves") == "2"


def test_the_numbers_of_the_readout_are_those_of_the_picture(demo):
    demo.set(record="7/3: 1 new data", instrument="new data")
    words = demo.readout
    old, new = demo.result.readings["new data"].numbers.values()
    for text in words:
        assert f"{100 * new:.0f}%" in text and f"{100 * old:.0f}%" in text
    shown = [[text.get_text() for text in texts] for texts in demo.artists.beds[:3]]
    assert [row[0] for row in shown] == ["1", "2", "3"] and shown[0][3] == "1"


@pytest.mark.parametrize("diagnosis", DIAGNOSES)
def test_the_line_below_the_picture_says_what_a_chosen_diagnosis_means(demo, diagnosis):
    demo.set(diagnosis=diagnosis)
    for said, name, means in zip(demo.readout, names.DIAGNOSES[diagnosis], names.MEANINGS[diagnosis]):
        assert name in said and means in said and means != name


def test_healthy_is_a_diagnosis_like_any_other():
    key, k, bed = bed_with(lambda bed: bed.faults == HEALTHY)
    assert asked(key, k, decided(bed)).score.right and with_faults(bed.healthy, HEALTHY) == bed.recipe
    assert {"healthy"} | FAULTS.keys() == {*DIAGNOSES}


def test_a_wrong_diagnosis_that_is_said_again_later_costs_nothing_more():
    key, k, bed = bed_with(lambda bed: bed.faults == ("rate too small",))
    once, twice = ["gradient check", "?leak", "curves"], ["gradient check", "?leak", "curves", "?leak"]
    assert asked(key, k, once).score.points == asked(key, k, twice).score.points == 2 + WRONG


def test_what_was_said_of_a_diagnosis_goes_with_the_next_reading():
    key, k, bed = bed_with(lambda bed: len(fits(bed)) > 4)
    early = names_of(fits(bed)[0])[0]
    assert "You cannot know this yet" in CLINIC.readout(asked(key, k, ["?" + early])).en
    assert "You cannot know this yet" not in CLINIC.readout(asked(key, k, ["?" + early, "curves"])).en


def test_after_the_right_diagnosis_one_of_the_smallest_sets_is_named():
    bed = TODAY[0]
    words = CLINIC.readout(asked("7/3", 1, decided(bed)))
    for name in deciding_sets(bed)[0]:
        assert names.TOOLS[name].en in words.en and names.TOOLS[name].zh in words.zh


def test_a_large_reading_has_the_numbers_of_the_healthy_run_beside_it(demo):
    demo.set(record="7/3: 1 weights", instrument="weights", large=True)
    bed = demo.result.patient
    assert demo.result.healthy == reading(bed.healthy, "weights", bed.seed)
    assert len(demo.artists.large.healthy.get_text().splitlines()) == 1 + len(demo.result.healthy.numbers)


def test_a_hand_on_another_bed_takes_no_choice_along(demo):
    demo.set(diagnosis="leak")
    Hand(demo, 0, 1).press()
    assert demo.values.bed == 2 and demo.values.diagnosis == "healthy"


# ---- the beds ----------------------------------------------------------------------------------------


def test_a_bed_shows_its_curve_once_it_was_looked_at_and_its_score_always(demo):
    assert not demo.artists.traces.get_segments() and demo.artists.unseen.outlines.get_label() == "? | ? | ?"
    demo.set(record="7/3: 2 curves")
    (curve,) = demo.artists.traces.get_segments()
    assert len(curve) == len(reading(TODAY[1].recipe, "curves", TODAY[1].seed).arrays["train"])
    assert 1 / 3 < curve[:, 0].min() and curve[:, 0].max() < 2 / 3
    assert demo.artists.unseen.outlines.get_label() == "? | ?"
    scores = [row[1] for row in demo.result.rows]
    bars = [demo.artists.tracks.get_paths(), demo.artists.gauges.get_paths()]
    full, shown = ([np.ptp(path.vertices[:, 0]) for path in paths] for paths in bars)
    assert np.divide(shown, full) == pytest.approx(np.clip(scores, 0, 1))


def test_a_bed_turns_red_after_a_wrong_diagnosis_and_green_once_it_is_cured(demo):
    def grounds():
        return [tuple(color[:3]) for color in demo.artists.cards.get_facecolor()]

    assert set(grounds()) == {(1.0, 1.0, 1.0)}
    bed = TODAY[0]
    wrong = next(name for name in diagnoses_of(bed) if name not in names_of(bed.faults))
    demo.set(record=record_of("7/3", 1, [*decided(bed)[: len(deciding_sets(bed)[0])], "?" + wrong]))
    red, green, _ = grounds()[0]
    assert red > green
    demo.set(record=record_of("7/3", 1, decided(bed)))
    red, green, _ = grounds()[0]
    assert green > red


def test_an_instrument_that_was_not_used_is_a_button_with_its_name_in_the_middle(demo):
    demo.set(record="7/3: 1 curves")
    middles = [text.get_position()[1] % 1 for text in demo.artists.tools]
    used = [chart.LISTED[k] for k, middle in enumerate(middles) if middle != 0.5]
    assert used == ["curves"] and len(demo.artists.unused.get_paths()) == len(middles) - 1
