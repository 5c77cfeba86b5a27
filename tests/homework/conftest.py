"""Where root cannot keep a student's process apart, nothing is graded, and these tests say so."""

import pytest

from course_nn.common.errors import BadInput
from course_nn.homework.confinement import confinement


@pytest.fixture(scope="session")
def way():
    """How students' code is kept apart here."""
    try:
        return confinement()
    except BadInput as refused:
        pytest.skip(refused.en)
