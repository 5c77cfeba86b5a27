"""What a hand on the picture meets, beyond the handles of the demos themselves."""

import numpy as np
import pytest
from hand import Hand
from stage.lines import small

from course_nn.common.words import Words
from course_nn.stage import Demo, Handle, Slider


def test_a_place_that_its_own_press_takes_away_is_let_go_without_a_word():
    def at(_, result):
        return [[(5.0, 0.0 if result.y[-1] < 15 else np.nan)]]

    demo = small(more={"handles": [Handle("axes", click=lambda result, item: {"t": 10}, at=at)]})
    hand = Hand(demo, 0).press()
    assert demo.values["t"] == 10 and not len(hand.path()) and not demo.page.warning


def point(handle, **controls):
    """A demo with a point whose coordinates are x, from 0 to 10, and y, by powers of ten, unless others are given."""

    def paint(figure):
        axes = figure.add_subplot(xlim=(-1, 11), ylim=(1e-4, 10), yscale="log")
        return {"dot": axes.plot([], [], "o")[0]}

    def draw(artists, place):
        artists["dot"].set_data([place["x"]], [place["y"]])

    controls = {"x": Slider("x", 0.0, 10.0, 2.0), "y": Slider("y", 1e-3, 1.0, 0.1, 1, decades=True)} | controls
    say = Words("a point", "一个点")
    return Demo(point, say, controls, lambda **at: at, paint, draw, lambda place: say, handles=[handle]).open({})


def test_a_handle_whose_coordinates_are_controls_says_where_on_the_page_it_can_go():
    demo = point(Handle("dot", x="x", y="y"))
    (x_is_free, *xs), (y_is_free, *ys) = demo.page.layer.ways[0]
    assert x_is_free and not y_is_free and len(xs) == 2 and len(ys) == 4
    for x, at in zip((0.0, 10.0), xs):
        for y, above in zip((1e-3, 1e-2, 1e-1, 1.0), ys):
            demo.set(x=x, y=y)
            assert Hand(demo, 0).middle() == pytest.approx((at, above), abs=0.11)


@pytest.mark.parametrize(
    "handle",
    [Handle("dot", x="x", drag=lambda result, x, y: {"y": 0.1}), Handle("dot", pull=lambda result, dx, dy: {})],
)
def test_of_a_handle_that_moves_by_a_rule_nothing_is_said_about_where_it_goes(handle):
    assert point(handle).page.layer.ways == {}


def test_a_handle_with_one_coordinate_stays_on_its_line():
    (_, *xs), y = point(Handle("dot", x="x")).page.layer.ways[0]
    assert len(xs) == 2 and y == [False]


@pytest.mark.parametrize("place", [np.nan, np.inf, -1e300, 1e9])
def test_where_no_hand_can_be_nothing_is_moved_and_nothing_fails(place):
    demo = point(Handle("dot", drag=lambda result, x, y: {"x": float(int(x))}))
    for at in ((place, 9.0), (9.0, place)):
        demo.touched(0, 0, 1, 9.0, 9.0, *at, True)
        demo.touched(0, 0, 1, *at, 9.0, 9.0, True)
    assert demo.values["x"] == 2.0 and not demo.page.warning
    demo.close()
