"""NumPy runs in one thread, whoever imports it first, unless a reader has said otherwise."""

import os
import subprocess
import sys

import pytest

COUNT = """
import {first}, {second}
from threadpoolctl import threadpool_info
print(*(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"))
"""


@pytest.mark.parametrize("said, threads", [({}, "1"), ({"OPENBLAS_NUM_THREADS": "2"}, "2")])
@pytest.mark.parametrize("first, second", [("numpy", "course_nn"), ("course_nn", "numpy")])
def test_numpy_runs_in_one_thread_unless_a_reader_said_otherwise(first, second, said, threads):
    left = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    code = COUNT.format(first=first, second=second)
    ran = subprocess.run([sys.executable, "-c", code], env=left | said, capture_output=True, text=True, check=True)
    counted = set(ran.stdout.split())
    if os.cpu_count() == 1 or not counted:
        pytest.skip("one core, or a BLAS that cannot be asked")
    assert counted == {threads}
