"""How two workers share the tests: each computes with one thread, and takes a file, or all tests of one demo, as a whole.

The threads are set before NumPy is imported.
"""
import os

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        demo = item.path.name == "test_every_demo.py" and item.callspec.params["name"]
        item.add_marker(pytest.mark.xdist_group(demo or item.path.as_posix()))
