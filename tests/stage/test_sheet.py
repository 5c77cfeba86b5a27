"""A picture takes the room that the page gives it, and its type stays readable."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_nn.drawing.look import SMALL
from course_nn.lectures import feature_learning, neurons, xor
from course_nn.stage.sheet import (
    ABOVE,
    BESIDE,
    FLATTEST,
    NARROWEST,
    PIXELS,
    READABLE,
    SCREEN,
    SMALLEST,
    STACKED,
    UNDER,
    WIDEST,
    WIDTH,
    Sheet,
    size,
)

ROOM = st.tuples(st.integers(100, 3000), st.integers(300, 2000)).map(list)
TALL = st.floats(2.4, 3.8)


@given(ROOM, TALL)
def test_a_picture_of_panels_takes_the_width_from_420_to_1400_and_its_smallest_type_has_11_page_pixels(room, tall):
    found = size(room, tall, columns=3)
    assert found.wide == min(max(room[0], NARROWEST), WIDEST)
    assert SMALL / 72 * PIXELS * found.scale > 11


@given(ROOM, TALL)
def test_its_type_shrinks_by_more_than_an_eighth_only_where_a_window_is_low(room, tall):
    assert size(room, tall).scale >= min(SMALLEST, min(0.62 * room[1], room[1] - UNDER) / (tall * PIXELS))


@given(ROOM, TALL)
def test_a_picture_whose_parts_have_places_in_inches_keeps_its_shape(room, tall):
    found = size(room, tall, columns=0)
    assert found.inches == pytest.approx((WIDTH, tall)) and found.wide <= max(room[0], NARROWEST) + 1e-9


@given(ROOM, TALL)
def test_what_stands_beside_a_picture_has_its_room_and_the_picture_is_the_larger_for_it(room, tall):
    found = size(room, tall, columns=0)
    if found.beside:
        assert found.wide + BESIDE <= min(room[0], WIDEST) + 1e-9 and found.tall + ABOVE <= room[1] + 1e-9
        assert found.scale > READABLE
    assert not size(room, tall, columns=1).beside, "panels take all the width"


@pytest.mark.parametrize("across", [1100, 1200, 1400])
def test_in_a_low_and_wide_window_no_picture_leaves_a_fifth_of_the_width_empty(across):
    found = size([across, 479], 3.3, columns=0)
    assert found.beside and found.wide + BESIDE > 0.8 * across


@given(ROOM, TALL)
def test_in_a_low_window_a_picture_leaves_room_for_its_task(room, tall):
    found = size([max(room[0], STACKED), room[1]], tall)
    assert found.tall <= max(min(0.62 * room[1], room[1] - UNDER), FLATTEST * READABLE * tall * PIXELS) + 1e-9
    assert found.tall >= FLATTEST * READABLE * tall * PIXELS - 1e-9


def test_before_the_page_has_said_how_much_room_there_is_it_is_as_its_author_has_seen_it():
    assert size([], 3.3) == (WIDTH * PIXELS, 330, 1.0, False)


def test_in_a_narrow_page_panels_stand_one_below_the_other():
    sheet, places = Sheet(), {}
    for sheet.stacks in (False, True):
        sheet.clear()
        places[sheet.stacks] = [axes.get_position().p0 for axes in sheet.subplots(1, 3, width_ratios=[1, 2, 1])]
        assert sheet.columns == 3
    assert np.ptp(places[False], axis=0)[1] == 0 == np.ptp(places[True], axis=0)[0]


@pytest.mark.parametrize("make", [xor.one_unit, neurons.anatomy, feature_learning.morph])
def test_it_is_drawn_anew_at_the_size_that_the_page_says_and_a_hand_finds_what_it_holds(make):
    demo = make()
    for room in ([1400, 900], [600, 700], [1000, 460]):
        demo.page.layer.room = room
        wide, tall = demo.page.layer.size
        assert demo.frame.pixels.shape[:2] == pytest.approx((tall, wide), abs=1)
        for *_, path in demo.page.paths:
            x, y = map(float, path[1:].split("h")[0].split("L")[0].split())
            assert -20 <= x <= wide + 20 and -20 <= y <= tall + 20
    demo.close()


def test_a_cell_that_shows_a_demo_waits_while_it_is_drawn_anew_for_another_room(monkeypatch):
    demo, shown, drawing, ended = xor.one_unit(), [], threading.Event(), threading.Event()
    paint = demo.picture.paint

    def slow(*laid_out):
        paint(*laid_out)
        drawing.set()
        ended.wait(0.5)

    cell = threading.Thread(target=lambda: shown.append(demo._repr_mimebundle_()) or ended.set())
    monkeypatch.setattr(demo.picture, "paint", slow)
    page = threading.Thread(target=lambda: setattr(demo.page.layer, "room", [1000, 460]))
    page.start()
    assert drawing.wait(10)
    cell.start()
    page.join()
    cell.join()
    assert "image/png" in shown[0][0]
    demo.close()


@pytest.mark.parametrize(
    "room",
    [[None, None], ["a", "b"], [1], [1, 2, 3], [np.nan] * 2, [1e300, 5], [-5, 9], [10**400, 1], [[], []]],
    ids=repr,
)
def test_what_a_page_reports_as_its_room_and_is_none_changes_no_picture(monkeypatch, room):
    monkeypatch.setattr(SCREEN, "room", [700, 600])
    demo = xor.one_unit()
    demo.page.layer.room = room
    assert SCREEN.room == [700, 600]
    assert not xor.one_unit().page.warning and not demo.page.warning
    demo.page.layer.room = [800, 600]
    assert SCREEN.room == [800, 600]
