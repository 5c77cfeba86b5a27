"""How two workers share the tests: each computes with one thread, and takes a file, or all laws of one demo, at once.

The threads are set before NumPy is imported.
"""
import os

from xdist.scheduler import LoadFileScheduling

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class DemoByDemo(LoadFileScheduling):
    def _split_scope(self, nodeid):
        """The file; of the file that tests every demo, the demo: else one worker would wait for the other."""
        file, _, test = nodeid.partition("::")
        return test.partition("[")[2] if file.endswith("test_every_demo.py") else file


def pytest_xdist_make_scheduler(config, log):
    return DemoByDemo(config, log)
