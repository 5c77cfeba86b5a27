"""How two workers share the tests, and what tests of all lectures use.

A worker computes with one thread, and takes a lecture at a time, so that what its demos compute is computed once.
"""

import os

from xdist.scheduler import LoadFileScheduling

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported

from readouts import reads  # noqa: E402, F401
from texts import says  # noqa: E402, F401


class LectureByLecture(LoadFileScheduling):
    def _split_scope(self, nodeid):
        """The file; for the laws of a lecture's demos and questions, the lecture."""
        file, _, test = nodeid.partition("::")
        if file.endswith("test_every_demo.py"):
            return test.partition("[")[2].partition(".")[0]
        return file.split("/")[2] if file.startswith("tests/lectures/") else file


def pytest_xdist_make_scheduler(config, log):
    return LectureByLecture(config, log)
