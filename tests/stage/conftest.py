"""What the tests of the stage share: they leave nothing behind."""

import pytest
from stage.lines import OPEN

from course_nn.common.words import LANGUAGE


@pytest.fixture(autouse=True)
def nothing_is_left():
    yield
    while OPEN:
        OPEN.pop().close()
    LANGUAGE.shown = "both"
