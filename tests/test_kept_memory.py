"""Memory of large arrays is used again, and not fetched from the system for each of them."""

import platform
import subprocess
import sys

import pytest

COUNT = """
import course_nn, resource
import numpy as np

def work():
    for _ in range(50):
        [np.ones(2**16) for _ in range(8)]

work()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
work()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have other ways")
def test_arrays_of_half_a_megabyte_find_their_memory_where_others_were():
    ran = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    assert int(ran.stdout) < 5000  # pages of 4 kB; without the large array that course_nn frees there are 50,000
