"""Wards drawn from a number: what lies in them, what readings rule out, and what guessing is worth there."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from course_nn.clinic import players
from course_nn.clinic.case_record import beds_of, is_good, names_of, score, verdict, ward_named
from course_nn.clinic.catalogue import catalogue
from course_nn.clinic.deduction import best_next, deciding_sets, expected_rivals, fits, par
from course_nn.clinic.examination import FREE, INSTRUMENTS, PRICES, price, reading
from course_nn.clinic.patients import BODIES, FAULTS, HEALTHY, with_faults
from course_nn.clinic.players import PLAYERS, points
from course_nn.clinic.ward import (
    IN_DATA_AND_CODE,
    LEVELS,
    OVERFITS,
    PLANS,
    SCRIPTS,
    UNDERFITS,
    Bed,
    ScriptBed,
    share_of,
    ward_of,
)
from course_nn.common.errors import BadInput

WARDS = 200
EVERYBODY = [Bed(run, faults) for run, entries in catalogue().items() for faults in entries]


@pytest.fixture(scope="module")
def wards():
    return [ward_of(number, "8") for number in range(WARDS)]


# ---- the catalogue -----------------------------------------------------------------------------------


def expect_as_in_the_catalogue(run, faults):
    body, entry = BODIES[run], catalogue()[run][faults]
    recipe = with_faults(body.recipe, faults)
    found = {name: reading(recipe, name, body.seed).finding for name in (FREE, *INSTRUMENTS)}
    assert found == entry.findings, (run, faults)
    free = reading(recipe, FREE, body.seed).numbers
    if entry.score > 0.5:  # what learns nothing guesses elsewhere in another way
        assert free["score"] == pytest.approx(entry.score, abs=0.05), (run, faults)


def test_what_the_catalogue_says_of_a_run_is_found_again():
    for faults in [*catalogue()[0]][::3]:
        expect_as_in_the_catalogue(0, faults)


@pytest.mark.thorough
@pytest.mark.parametrize("run", [*catalogue()])
def test_what_the_catalogue_says_of_every_run_is_found_again(run):
    for faults in catalogue()[run]:
        expect_as_in_the_catalogue(run, faults)


def test_any_two_patients_of_a_run_differ_in_an_instrument_besides_the_free_numbers():
    for run, entries in catalogue().items():
        for a, b in combinations(entries.values(), 2):
            assert any(a.findings[name] != b.findings[name] for name in INSTRUMENTS), run


def test_every_cure_cures_and_every_fault_does_harm_or_is_too_good_to_be_true():
    for run, entries in catalogue().items():
        healthy = entries[HEALTHY].score
        assert healthy > (0.7 if BODIES[run].recipe.data == "mass" else 0.9)
        for faults, entry in entries.items():
            assert not faults or {*faults} & {"leak", "softmax twice"} or entry.score < healthy - 0.15, (run, faults)


def test_the_catalogue_has_every_fault_in_several_runs_and_pairs_of_which_both_are_there_alone():
    runs = Counter(
        fault for entries in catalogue().values() for faults in entries if len(faults) == 1 for fault in faults
    )
    assert runs.keys() == FAULTS.keys() and min(runs.values()) >= 2
    pairs = [(run, faults) for run, entries in catalogue().items() for faults in entries if len(faults) == 2]
    assert len(pairs) > 50 and all((fault,) in catalogue()[run] for run, faults in pairs for fault in faults)


def test_runs_differ_in_architecture_rate_and_seed():
    assert len({body.recipe.hidden for body in BODIES}) > 8 and len({body.seed for body in BODIES}) == len(BODIES)
    assert len({body.recipe.rate for body in BODIES}) > 4 and len({body.recipe.samples for body in BODIES}) > 2


# ---- a ward ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
def test_a_number_draws_the_same_ward_again_and_others_draw_others(level):
    beds = 2 * SCRIPTS[level] if level in SCRIPTS else int(level)
    ward_of.cache_clear()
    first = ward_of(7, level)
    ward_of.cache_clear()
    assert first == ward_of(7, level) and len(first) == beds
    assert len({ward_of(number, level) for number in range(30)}) == 30


@pytest.mark.parametrize("level", SCRIPTS)
def test_half_of_a_ward_of_code_are_scripts_each_with_another_fault(level):
    for number in range(30):
        scripts = [bed for bed in ward_of(number, level) if isinstance(bed, ScriptBed)]
        assert len(scripts) == len({bed.fault for bed in scripts}) == len(ward_of(number, level)) / 2
        assert all(bed.script.language == level for bed in scripts)


def test_in_a_ward_some_are_healthy_one_overfits_one_underfits_and_some_have_two_faults(wards):
    kinds = [lambda f: f == HEALTHY, lambda f: f == (OVERFITS,), lambda f: f == (UNDERFITS,), lambda f: len(f) == 2]
    for beds, some in ((8, wards), (20, [ward_of(number, "20") for number in range(40)])):
        for kind, (least, _) in zip(kinds, PLANS[beds]):
            counts = {sum(kind(bed.faults) for bed in ward) for ward in some}
            assert min(counts) >= least and len(counts) > 1


def test_some_faults_lie_in_a_ward_twice_and_some_not_at_all(wards):
    counts = [Counter(bed.faults for bed in ward if bed.faults) for ward in wards]
    assert np.mean([max(count.values()) > 1 for count in counts]) > 0.3
    assert all(len({f for faults in count for f in faults}) < len(FAULTS) for count in counts)


def test_nobody_lies_in_two_beds_and_the_free_numbers_give_nobody_away(wards):
    for ward in wards:
        assert len({*ward}) == len(ward)
        assert all(len(fits(bed)) > 1 for bed in ward)


def test_faults_of_data_and_code_and_those_of_settings_are_as_frequent_as_they_were_counted():
    shares = {fault: share_of((fault,)) for fault in FAULTS}
    of_data = sum(shares[fault] for fault in IN_DATA_AND_CODE)
    assert of_data == pytest.approx(0.48) and sum(shares.values()) == pytest.approx(0.91)


def test_a_ward_that_is_to_have_more_of_a_fault_has_more_of_it():
    def found(more):
        return sum("leak" in bed.faults for number in range(60) for bed in ward_of(number, "8", tuple(more)))

    assert found(["leak"]) > 2 * found([])


# ---- what readings rule out --------------------------------------------------------------------------


def test_what_fits_is_what_shows_the_same_and_the_truth_always_fits():
    for bed in EVERYBODY[::7]:
        for used in ((), ("curves",), ("data", "modes")):
            left = fits(bed, used)
            assert bed.faults in left
            for faults, entry in bed.possible.items():
                same = all(entry.findings[name] == bed.entry.findings[name] for name in (FREE, *used))
                assert (faults in left) == same


def test_every_bed_can_be_decided_and_par_is_the_fewest_points_that_do():
    for bed in EVERYBODY[::5]:
        sets = deciding_sets(bed)
        assert sets and all(price(some) == par(bed) and fits(bed, some) == [bed.faults] for some in sets)
        few = [some for size in range(par(bed)) for some in combinations(INSTRUMENTS, size) if price(some) < par(bed)]
        assert not any(len(fits(bed, some)) == 1 for some in few)


def test_a_lock_counts_only_when_nothing_else_fits_and_who_guesses_right_too_early_is_told_so():
    for bed in EVERYBODY[::5]:
        name = names_of(bed.faults)[0]
        assert verdict(bed, INSTRUMENTS, name) == "right"
        assert verdict(bed, [], name) == ("early" if len(fits(bed)) > 1 else "right")
        wrong = next(fault for fault in FAULTS if fault not in names_of(bed.faults))
        assert verdict(bed, INSTRUMENTS, wrong) == "wrong"


def test_too_early_is_said_alike_of_a_right_guess_and_of_a_wrong_one_that_fits():
    bed = next(bed for bed in EVERYBODY if len(fits(bed)) > 3 and len(bed.faults) == 1)
    other = next(faults for faults in fits(bed) if faults != bed.faults)
    assert verdict(bed, [], bed.faults[0]) == verdict(bed, [], names_of(other)[0]) == "early"


def test_the_rivals_expected_after_a_reading_are_counted_by_hand():
    run, possible = 0, [*catalogue()[0]]
    for name in ("data", "gradient check"):
        by_hand, every = 0.0, sum(map(share_of, possible))
        for faults in possible:
            mine = catalogue()[run][faults].findings[name]
            alike = [one for one in possible if catalogue()[run][one].findings[name] == mine]
            by_hand += share_of(faults) / every * (len(alike) - 1)
        assert expected_rivals(run, possible, name) == pytest.approx(by_hand)


def test_the_best_next_look_rules_out_most_rivals_for_its_price():
    for bed in EVERYBODY[::40]:
        left = fits(bed)
        worth = {name: (len(left) - 1 - expected_rivals(bed.run, left, name)) / PRICES[name] for name in INSTRUMENTS}
        assert worth[best_next(bed)] == max(worth.values())


# ---- players who are programs ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def table(wards):
    """The points a bed of each player in each ward: {player: (wards,)}."""
    return {
        name: np.array([points(player, ward, k) for k, ward in enumerate(wards)]) / 8
        for name, player in PLAYERS.items()
    }


def test_every_player_comes_to_the_right_diagnosis():
    rng = np.random.default_rng(0)
    for player in PLAYERS.values():
        for bed in EVERYBODY[::30]:
            assert score(bed, player(bed, rng)).right


@pytest.mark.thorough
def test_over_two_hundred_wards_an_expert_is_near_par_and_guessing_is_not(table):
    medians = {name: float(np.median(values)) for name, values in table.items()}
    order = [
        "by the set cover",
        "as an expert",
        "in a fixed order",
        "always the same three",
        "by the free numbers",
        "at random",
    ]
    assert sorted(medians, key=medians.get) == order
    assert medians["as an expert"] < medians["by the set cover"] + 0.5
    assert medians["always the same three"] > 3 * medians["by the set cover"]
    assert medians["by the free numbers"] > 5 * medians["by the set cover"]


@pytest.mark.thorough
def test_in_none_of_two_hundred_wards_does_a_guesser_come_near_par_or_near_an_expert(table):
    for name in ("at random", "by the free numbers"):
        assert np.all(table[name] > table["by the set cover"] + 2) and np.all(table[name] > table["as an expert"] + 2)


def test_in_fifty_wards_who_chooses_the_instrument_pays_a_point_a_bed_less_than_who_looks_in_a_fixed_order(wards):
    expert, fixed = (
        np.array([points(player, ward) for ward in wards[:50]]) / 8
        for player in (players.as_an_expert, players.in_a_fixed_order)
    )
    assert np.mean(fixed - expert) > 1 and np.all(fixed > expert)


def test_an_expert_gets_every_bed_of_fifty_wards_within_par_and_two_and_a_fixed_order_no_whole_ward(wards):
    def good(player):
        return [[is_good(bed, score(bed, player(bed, None))) for bed in ward] for ward in wards[:50]]

    assert np.all(good(players.as_an_expert)) and not np.any(np.all(good(players.in_a_fixed_order), axis=1))


@pytest.mark.thorough
def test_no_instrument_at_another_place_makes_the_fixed_order_cheaper_on_the_wards_where_it_was_found():
    beds = [bed for number in range(100, 200) for bed in ward_of(number, "8")]

    def cost(order):
        return sum(price(next(order[:k] for k in range(1, 12) if len(fits(bed, order[:k])) == 1)) for bed in beds)

    for k, name in enumerate(players.FIXED):
        others = [other for other in players.FIXED if other != name]
        moved = [[*others[:j], name, *others[j:]] for j in range(len(players.FIXED)) if j != k]
        assert cost(players.FIXED) <= min(map(cost, moved))


def test_the_set_cover_pays_par(wards):
    for ward in wards[:20]:
        assert points(players.by_the_set_cover, ward) == sum(map(par, ward))


def test_bad_wards_are_refused_in_both_languages():
    for bad in ("tomorrow", "-1", "123456789", "7 + flu", "7 + 0", "7 + 99"):
        with pytest.raises(BadInput, match="Try 7") as error:
            ward_named(bad)
        assert "病房" in error.value.zh
    with pytest.raises(BadInput):
        beds_of("7/5")


def test_what_the_picture_of_the_data_shows_counts_as_a_finding():
    for run, entries in catalogue().items():
        for fault, finding in (("leak", "marked"), ("validation inverted", "differ"), ("split by position", "unseen")):
            if (fault,) in entries:
                assert entries[fault,].findings["data"] == finding, (run, fault)


def test_a_run_that_overfits_is_never_taken_for_a_healthy_one():
    for entries in catalogue().values():
        for fault in (OVERFITS, UNDERFITS):
            assert (fault,) not in entries or entries[fault,].findings[FREE] != entries[HEALTHY].findings[FREE]
