"""What every process of the tests starts with, before it imports anything that computes."""

import gc
import os
import sys

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported
os.environ["COURSE_NN_LANGUAGE"] = "both"  # whatever the reader of this machine chose last
os.environ["COURSE_NN_MEMORY"] = "off"  # and did
os.environ["COURSE_NN_COVER"] = "off"  # a test looks at a demo without answering first
os.environ["COURSE_NN_WARD"] = "7"  # of the clinic, whatever day it is

sys.dont_write_bytecode = False  # what one process of a run compiles, no other one compiles again
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

sys.modules["rfc3987_syntax"] = None  # of an address jsonschema would build 38 parsers: two seconds in each process
pytest_plugins = ["nbval.plugin"]  # which asks for jsonschema, so that it must not come before this file


def pytest_configure():
    del sys.modules["rfc3987_syntax"]


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Fifteen thousand tests are collected, and none of them is garbage: they stay, and are not looked through again
    and again; nor, so often as by default, what tests leave behind, which took a thirtieth of their time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()
