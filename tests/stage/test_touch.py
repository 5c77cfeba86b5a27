"""What a hand on the picture meets, beyond the handles of the demos themselves."""

import numpy as np
from hand import Hand
from stage.lines import small

from course_nn.stage import Handle


def test_a_place_that_its_own_press_takes_away_is_let_go_without_a_word():
    def at(_, result):
        return [[(5.0, 0.0 if result.y[-1] < 15 else np.nan)]]

    demo = small(more={"handles": [Handle("axes", click=lambda result, item: {"t": 10}, at=at)]})
    hand = Hand(demo, 0).press()
    assert demo.values["t"] == 10 and not len(hand.path()) and not demo.page.warning
