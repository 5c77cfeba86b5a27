"""What the playground draws, where it starts and at a few settings; with an experiment kept beside, too."""

from pathlib import Path

import pytest
from drawn_files import expect_reviewed

from course_nn.common.words import Words
from course_nn.playground.picture.demo import playground


@pytest.fixture
def demo():
    demo = playground()
    yield demo
    demo.close()


def from_the_start(demo, values):
    """What a setting trains hangs on the way to it, so each begins anew."""
    demo.reset()
    demo.set(**values)


def with_one_kept_beside(demo, values):
    from_the_start(demo, {"data": "moons", "epoch": 4})
    (keep, *_), _ = demo.panes[Words("Keep", "保存与载入")]
    demo.act(keep)
    demo.set(**values)


@pytest.mark.parametrize("name, move", [("playground", from_the_start), ("beside", with_one_kept_beside)])
def test_it_draws_what_was_reviewed(demo, name, move, pytestconfig):
    expect_reviewed(Path(__file__).parent / f"drawn/{name}.txt", demo, pytestconfig.option.redraw, move)
