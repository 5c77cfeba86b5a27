"""Nine weights: what the demo shows is one sum at each place, and a hand moves pixels, the window and the weights."""

import numpy as np
import pytest
from computed import lecture
from hand import Hand

from course_nn.common.errors import BadInput
from course_nn.lectures.everybody import filter
from course_nn.lectures.everybody.demos.filter.sheets import KERNELS, SHAPES, parse_pixels, pixel_names

module, at = lecture("everybody")
FILTER = module("filter")
INK, WINDOW, MAP, FIRST_WEIGHT, ROW = 0, 1, 2, 3, 12  # handles


def with_weights(K, **values):
    return at("filter", **dict(zip(FILTER.NAMES, map(float, np.ravel(K)))), **values)


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("padding", [0, 1])
def test_the_map_is_the_matrix_times_the_ink(stride, padding):
    for picture in ("7", "cross"):
        result = at("filter", picture=picture, stride=stride, padding=padding)
        assert np.allclose(result.W @ result.ink.ravel(), result.Z.ravel(), atol=1e-12)
        assert result.Z[result.place] == pytest.approx(np.sum(result.K * result.seen))


def test_the_readout_counts_entries_ties_and_free_weights_and_writes_the_sum(reads):
    result = at("filter", row=1, column=8)
    terms = np.stack([result.K, result.seen], axis=-1).ravel().round(2)
    assert result.ties[7].sum() == 4
    wanted = [8, 8, 64, 64, 4096, 484, 0, 9, 1, 8, 4, *terms, result.Z[0, 7]]
    said = FILTER.readout(result)
    reads(said._replace(en=said.en.replace("− ", "+ −"), zh=said.zh.replace("− ", "+ −")), *wanted)


def test_with_less_padding_and_a_longer_stride_w_has_fewer_entries_and_still_nine_are_free():
    counted = [at("filter", padding=p, stride=s).ties for p, s in ((1, 1), (0, 1), (0, 2))]
    assert [ties.size for ties in counted] == [4096, 2304, 576]
    assert [ties.sum() for ties in counted] == [484, 9 * 36, 9 * 9]


def test_one_pixel_right_moves_the_picture_and_the_window_of_corner_and_edge_has_4_and_6_weights():
    moved = with_weights(KERNELS["right"])
    assert np.array_equal(moved.Z[:, 1:], moved.ink[:, :-1]) and not moved.Z[:, 0].any()
    assert [
        at("filter", row=row, column=column).ties[place].sum() for row, column, place in ((1, 1, 0), (1, 4, 3))
    ] == [
        4,
        6,
    ]


def test_an_upright_filter_solves_the_challenge_flipped_or_not_and_the_presets_do_not():
    upright = KERNELS["level"].T
    assert [FILTER.judge(with_weights(sign * upright)) for sign in (1, -1)] == ["solved", "solved"]
    assert {FILTER.judge(with_weights(K)) for K in KERNELS.values()} <= {"open", "almost"}
    assert FILTER.judge(at("filter")) == "open"
    assert (
        FILTER.judge(with_weights(upright / 2)) == "open"
        and FILTER.judge(with_weights([0] * 5 + [1] + [0] * 3)) == "open"
    )


def test_level_strokes_that_are_drawn_are_answered_above_and_below_and_upright_ones_at_their_ends():
    across = with_weights(KERNELS["level"], picture="blank", inverted="43 44 45 46")
    down = with_weights(KERNELS["level"], picture="blank", inverted="34 44 54 64")
    assert across.Z[2, 3:5].tolist() == [1, 1] and across.Z[4, 3:5].tolist() == [-1, -1]
    assert not down.Z[3:5, 3].any() and down.Z[1, 3] == 0.5 and down.Z[6, 3] == -0.5


def test_a_click_on_a_pixel_inverts_it_and_the_next_one_takes_that_back():
    demo = filter(picture="blank")
    for wanted in ("35", ""):
        Hand(demo, INK, 2 * 8 + 4).press()
        assert demo.values["inverted"] == wanted
    demo.close()


def test_a_hand_carries_the_window_chooses_an_answer_and_pulls_a_weight():
    demo = filter()
    Hand(demo, MAP, 8 + 2).press()
    assert (demo.values["row"], demo.values["column"]) == (2, 3)
    Hand(demo, WINDOW).press().pull(45, 68)  # two pixels and three, of 22.5 page pixels each
    assert (demo.values["row"], demo.values["column"]) == (5, 5)
    Hand(demo, FIRST_WEIGHT + 4).press().pull(0, -25)  # half a cell up
    assert demo.values["w22"] == pytest.approx(1.0, abs=0.03)
    Hand(demo, ROW).press().pull(0, -60)
    assert demo.values["row"] < 5
    demo.close()


def test_pixels_are_read_in_any_writing_and_written_back():
    assert parse_pixels("11， 88;34") == ((0, 0), (7, 7), (2, 3)) and parse_pixels(" ") == ()
    assert parse_pixels(pixel_names(parse_pixels("88 12"))) == ((0, 1), (7, 7))


@pytest.mark.parametrize("text", ["09", "3", "111", "a1", "1,1"])
def test_what_is_no_pixel_gets_a_sentence(text):
    with pytest.raises(BadInput, match="Try 34 35"):
        parse_pixels(text)


def test_every_shape_is_ink_from_0_to_1_and_an_edge_is_half_of_it():
    assert all(ink.shape == (8, 8) and set(np.unique(ink)) <= {0, 1} for ink in SHAPES.values())
    assert SHAPES["upright"].mean() == SHAPES["level"].mean() == 0.5
