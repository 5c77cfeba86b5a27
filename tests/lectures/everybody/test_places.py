"""Digits in some places of a sheet: what is learned there, and where else it is known."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.ink import as_ink, as_text
from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.handwriting import as_digit
from course_nn.layers import TRAINING, Mode
from course_nn.lectures.everybody import places
from course_nn.lectures.everybody.demos.places.rivals import NearestDigit, centred, rival
from course_nn.lectures.everybody.digit_places import (
    ALL,
    MIDDLE,
    READERS,
    RIGHT,
    TAUGHT_PLACES,
    TWO_ASIDE,
    Reader,
    laid,
    mean_over,
    scattered,
    sheets_of,
    taught,
)
from course_nn.reader import of_the_program
from course_nn.scripted_hands import drawn

module, at = lecture("everybody")
PLACES = module("places")
MAP, FRAME = 0, 1  # handles
SEEDS = range(5)


def errors(reader, asked, seeds=SEEDS, **more):
    """The median over seeds of the mean error over some places."""
    return np.median([mean_over(finished(taught(READERS[reader], seed=seed, **more)).wrong, asked) for seed in seeds])


def test_a_digit_is_laid_where_it_should_be_and_nothing_is_lost():
    digits = np.random.default_rng(0).random((3, 64))
    sheets = laid(digits, [(0, 0), (8, 3), (4, 8)]).reshape(3, 16, 16)
    for sheet, digit, (dx, dy) in zip(sheets, digits, [(0, 0), (8, 3), (4, 8)]):
        assert np.array_equal(sheet[dy : dy + 8, dx : dx + 8].ravel(), digit)
        assert np.count_nonzero(sheet) == 64


def test_digits_are_scattered_over_the_places_that_are_named_and_over_all_of_them():
    digit, rng = np.random.default_rng(0).random((500, 64)), np.random.default_rng(1)
    for where in ("four", "left"):
        moved = scattered(TAUGHT_PLACES[where])(laid(digit, MIDDLE), rng)
        wanted = {place: laid(digit, place) for place in TAUGHT_PLACES[where]}
        found = [next(p for p in wanted if np.array_equal(wanted[p][k], sheet)) for k, sheet in enumerate(moved)]
        assert {*found} == {*TAUGHT_PLACES[where]}


def test_81_places_of_which_the_left_the_four_and_the_right_are_parts():
    assert len(ALL) == 81 and [len(TAUGHT_PLACES[where]) for where in TAUGHT_PLACES] == [1, 4, 36, 81]
    assert len(RIGHT) == 27 and not {*RIGHT} & {*TAUGHT_PLACES["left"]}


def test_in_training_a_digit_moves_and_in_a_test_it_stays():
    network = finished(taught(READERS["small"], "left", 5)).network
    X = sheets_of(0)[0][:20]
    moved = network.forward(X, Mode(True, np.random.default_rng(0))).values[1]
    assert np.array_equal(network.forward(X).values[1], X) and not np.array_equal(moved, X)
    assert TRAINING.trains


@pytest.mark.parametrize("reader, weights", [("small", 11_491), ("large", 102_538), ("flat", 11_474), ("max", 2_706)])
def test_the_networks_have_the_weights_that_the_lecture_compares(reader, weights):
    network = finished(taught(READERS[reader], passes=1)).network
    assert network.parameters.size == weights


def test_products_are_counted_output_by_output():
    assert READERS["large"].products == 256 * 384 + 384 * 10
    assert READERS["max"].products == 256 * 8 * 9 + 64 * 32 * 72 + 32 * 10


@pytest.mark.costly_changes
def test_what_was_learned_in_the_middle_is_lost_two_pixels_aside_unless_the_head_takes_the_maximum(becomes):
    def lost(**change):
        return PLACES.lost_aside(at("places", **change))

    assert lost() > 0.7 and lost(reader="max") < 0.05
    changes = {key: change for key, change in PLACES.SCEPTIC.changes.items() if key != "digits"}  # see below
    becomes(**{key: lambda moves=change.moves: outcome(lost(), lost(**moves)) for key, change in changes.items()})


@pytest.mark.thorough
def test_in_five_of_five_seeds_the_flat_head_fails_two_aside_and_the_maximum_reads():
    flat, best = ([errors(reader, TWO_ASIDE, [seed]) for seed in SEEDS] for reader in ("flat", "max"))
    assert min(flat) > 0.7 and max(best) < 0.08


@pytest.mark.costly_changes
def test_what_is_learned_on_the_left_is_known_on_the_right_by_shared_weights_and_a_head_that_takes_all_places_alike(
    becomes,
):
    def shared(where, passes=15, rival="large"):
        """How many more digits a rival, a large dense network, reads wrong at the right edge."""
        return errors(rival, RIGHT, [0], where=where, passes=passes) - errors("max", RIGHT, [0], where=where)

    lecture = shared("left")
    assert lecture > 0.75
    becomes(
        flat=lambda: outcome(lecture, shared("left", rival="flat")),
        four=lambda: outcome(lecture, shared("four")),
        passes=lambda: outcome(lecture, shared("left", passes=60)),
        everywhere=lambda: outcome(lecture, shared("everywhere", passes=60)),
    )


@pytest.mark.thorough
def test_over_five_seeds_only_the_maximum_reads_on_the_right_what_it_learned_on_the_left():
    found = {reader: [errors(reader, RIGHT, [seed], where="left") for seed in SEEDS] for reader in READERS}
    assert max(found["max"]) < 0.08 and min(min(found[reader]) for reader in ("small", "large", "flat")) > 0.8


@pytest.mark.thorough
@pytest.mark.parametrize("kernels", [(8, 16), (8, 32)])
def test_the_head_makes_the_difference_for_it_is_the_same_with_equal_kernels(kernels):
    heads = [finished(taught(Reader(kernels=kernels, head=head), "left")).wrong for head in ("flat", "max")]
    assert mean_over(heads[0], RIGHT) > 0.8 and mean_over(heads[1], RIGHT) < 0.1


@pytest.mark.thorough
def test_shown_everywhere_a_large_dense_network_errs_more_often_than_one_that_shares_by_every_seed():
    dense = [errors("large", ALL, [seed], where="everywhere", passes=60) for seed in SEEDS]
    ratios = dense / np.array([errors("max", ALL, [seed], where="everywhere") for seed in SEEDS])
    assert ratios.min() > 1.05 and ratios.max() < 3


def test_four_places_teach_the_maximum_nearly_all_and_the_dense_network_only_these():
    assert errors("max", ALL, [0], where="four") < 0.09 and errors("large", ALL, [0], where="four") > 0.75


@pytest.mark.thorough
def test_a_large_dense_network_that_has_seen_all_places_solves_the_challenge_and_others_do_not():
    assert PLACES.judge(at("places", reader="large", where="everywhere", passes=60)) == "solved"
    assert PLACES.judge(at("places", reader="max", where="everywhere")) == "open"
    assert PLACES.judge(at("places", reader="large")) == "open"


def test_ink_is_moved_to_the_middle_whole_and_from_wherever_it_lay():
    ink = sheets_of(0)[2][:20]
    middle = centred(laid(ink, MIDDLE))
    assert all(np.array_equal(centred(laid(ink, place)), middle) for place in ((0, 0), (8, 3), (5, 8)))
    assert np.array_equal(np.sort(middle), np.sort(laid(ink, MIDDLE)))
    for sheet in middle.reshape(-1, 16, 16):
        rows, columns = (np.flatnonzero(sheet.any(axis=axis)) for axis in (1, 0))
        assert all(abs(ends[0] + ends[-1] - 15) <= 1 for ends in (rows, columns))


def test_the_nearest_digit_is_that_of_the_smallest_distance():
    sheets, labels, ink, _ = sheets_of(0)
    asked = laid(ink[:30], (1, 7))
    apart = np.linalg.norm(centred(asked)[:, None] - centred(sheets), axis=2)
    found = NearestDigit(sheets, labels)(asked)
    assert np.array_equal(found.argmax(axis=1), labels[apart.argmin(axis=1)])
    np.testing.assert_allclose(-found.max(axis=1), apart.min(axis=1) ** 2, rtol=1e-3)


def test_centred_ink_and_the_nearest_digit_read_alike_in_all_places_and_as_well_as_the_maximum_two_aside():
    wrong = finished(rival("nearest", "middle", 0)).wrong
    assert np.ptp(wrong) == 0 and wrong.max() <= errors("max", TWO_ASIDE, [0]) + 0.005


@pytest.mark.thorough
def test_over_five_seeds_the_nearest_digit_errs_no_more_than_the_maximum_and_random_kernels_hardly_more():
    nearest, chance = (
        np.median([mean_over(finished(rival(name, "middle", seed)).wrong, TWO_ASIDE) for seed in SEEDS])
        for name in ("nearest", "random")
    )
    learned = errors("max", TWO_ASIDE)
    assert nearest < learned + 0.005 and learned < chance < learned + 0.02


def test_the_readout_says_what_is_read_and_the_errors_here_where_it_learned_and_aside(reads):
    result = at("places", dx=6)
    shares = [result.wrong[4, 6], result.wrong[4, 4], *(mean_over(result.wrong, p) for p in (TWO_ASIDE, RIGHT, ALL))]
    said = [result.true, result.p.argmax(), result.p.max(), 200, *(100 * share for share in shares)]
    reads(PLACES.readout(result), *said, 11_474, 102_400)


def test_a_hand_drags_the_digit_over_its_sheet_and_a_click_on_the_map_lays_it_there():
    demo = places(reader="small", passes=5)
    Hand(demo, FRAME).press().pull(32, -16)  # of 15.9 page pixels a pixel
    assert (demo.values["dx"], demo.values["dy"]) == (6, 3)
    Hand(demo, MAP, ALL.index((8, 0))).press()
    assert (demo.values["dx"], demo.values["dy"]) == (8, 0)
    assert demo.result.sheet[:8, 8:].any() and not demo.result.sheet[:, :8].any()
    demo.close()


# ---- a digit of one's own -------------------------------------------------------------------------------------------


def test_a_digit_of_your_own_is_laid_on_the_sheet_as_the_data_were_made_and_answered_for_at_every_place():
    pad = as_text(drawn(4, 2))
    result = at("places", whose="yours", pad=pad, reader="max", dx=1, dy=7)
    ink = as_digit(as_ink(pad)).astype(np.float32)
    network = finished(taught(READERS["max"])).network
    answers = [[network(laid(ink[None], (dx, dy))).argmax() for dx in range(9)] for dy in range(9)]
    assert np.allclose(result.sheet.ravel(), laid(ink[None], (1, 7))[0])
    assert np.array_equal(result.answers, answers) and result.p.argmax() == answers[7][1]


def test_a_blank_sheet_has_no_answers_and_the_readout_says_so():
    result = at("places", whose="yours", pad="")
    assert np.isnan(result.answers).all() and "blank" in PLACES.readout(result).en


def test_the_readout_says_at_how_many_places_your_digit_is_read_as_in_the_middle_and_how_many_others_here(reads):
    result = at("places", whose="yours", pad=as_text(drawn(4, 2)), reader="max", dx=6, dy=3)
    middle, same = result.answers[4, 4], np.sum(result.answers == result.answers[4, 4])
    assert 1 < same < 81
    reads(PLACES.readout(result), middle, result.answers[3, 6], same, 81, 200, 100 * (1 - result.wrong[3, 6]))


@pytest.mark.parametrize("whose", ["test", "yours"])
def test_the_sheet_to_write_on_takes_the_place_of_the_bars(whose):
    demo = places(reader="small", passes=5, whose=whose)
    is_own = whose == "yours"
    assert demo.artists.paper.axes.get_visible() == is_own != demo.artists.bars[0].axes.get_visible()
    assert list(demo._display.picture.pads()) == (["pad"] if is_own else [])
    demo.close()


def test_of_the_program_s_digits_the_maximum_reads_most_two_aside_and_the_dense_network_few():
    """A stand-in for hands: 400 digits that a program draws, at two cells to the right."""
    ink, digits = of_the_program()
    sheets = laid(ink.astype(np.float32), (6, 4))
    read = [
        np.mean(finished(taught(READERS[one])).network(sheets).argmax(axis=1) == digits) for one in ("max", "large")
    ]
    assert read[0] > 0.6 and read[1] < 0.4
