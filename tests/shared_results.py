"""What was computed once is not computed again, by no other process: workers, kernels of notebooks, and the next run.

What `memoized` remembers in a process and what took long lies in a folder, under the name of the function, its
arguments, and all code and data that it can reach, with the versions and the machine that round: whoever changes a line
finds nothing of what it may have changed. In CI the folder is empty when a run starts, as it is after
`--cache-clear`. Nothing is locked: of two that compute the same at the same time the last one's file stays.
"""

import hashlib
import os
import pickle
import platform
import re
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from course_nn.common import progress

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[1]
FOLDER, NUDGED = "COURSE_NN_TESTS_COMPUTED", "COURSE_NN_TESTS_NUDGED"  # variables: where it lies, and by how much
ROUNDS = "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "NPY_DISABLE_CPU_FEATURES"
LONG = 0.2  # seconds of work: less is done again sooner than read
A_WEEK = 7 * 24 * 3600  # what nobody asks for so long goes
OF_THE_KERNEL = f"""import os, sys
if os.path.isdir(os.environ.get({FOLDER!r}, "")) and os.path.isdir({str(HERE)!r}):
    sys.path.append({str(HERE)!r})
    import shared_results
    shared_results.share()
"""
IMPORT = re.compile(r"^ *(?:from ([\w.]+) import (\([^)]*\)|.*)|import ([\w.]+))", re.M)
FAILS = OSError, KeyError, TypeError, AttributeError, pickle.PickleError  # what cannot be written is computed again

_recall, _keep = progress._recall, progress._keep
apart = False  # as tests/apart.py says: what other code than the course's own computes is nobody else's
_begun = {}  # key: when its work began


def begin(folder, nudged=None):
    """Name that folder to all processes that this one starts; kernels, which know nothing of what is nudged, are told
    by IPython to share what lies there."""
    startup = Path(folder, "ipython/profile_default/startup")
    startup.mkdir(parents=True, exist_ok=True)
    Path(startup, "00-shared.py").write_text("" if nudged else OF_THE_KERNEL, "utf-8")
    os.environ |= {FOLDER: str(folder), NUDGED: str(nudged), "IPYTHONDIR": str(startup.parents[1])}
    for file in Path(folder).glob("*.pickle"):
        if time.time() - file.stat().st_mtime > A_WEEK:
            file.unlink(missing_ok=True)


def share():
    """From now on this process reads what others have computed, and leaves what it computes to them."""
    progress._recall, progress._keep = recall, keep


def recall(key):
    result = _recall(key)
    if result is progress.UNKNOWN and not apart:
        with suppress(*FAILS):
            file = place(key)
            result = _keep(key, pickle.loads(file.read_bytes()))
            file.touch()
            return result
        _begun[key] = time.thread_time()
    return result


def keep(key, result):
    began = _begun.pop(key, None)
    if began is not None and time.thread_time() - began > LONG:
        with suppress(*FAILS):
            write(place(key), pickle.dumps(result, protocol=5))
    return _keep(key, result)


def place(key):
    """Where the result of a function and its arguments lies."""
    work, arguments, named = key
    of = pickle.dumps((work.__module__, work.__qualname__, arguments, named))
    code = code_of(Path(sys.modules[work.__module__].__file__))
    return Path(os.environ[FOLDER], f"{hashlib.sha256(code + of).hexdigest()}.pickle")


def write(path, content):
    """Whoever reads finds all of it, or nothing."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)


@cache
def code_of(file):
    """A name for all that a module can reach, and for what rounds: the code that it imports, and all data."""
    found, new = set(), {file}
    while new:
        found |= new
        new = {one for path in new for one in imported(path)} - found
    if not file.is_relative_to(ROOT / "course_nn") or any("import_module(" in source(path) for path in found):
        found |= {*(ROOT / "course_nn").rglob("*.py")}  # what it reaches is known only when it runs
    return hashlib.sha256(b"".join([*(written(path) for path in sorted(found)), surroundings()])).digest()


@cache
def source(path):
    return path.read_text("utf-8")


@cache
def written(path):
    """The name of what a module says, so that it is read whole only once."""
    return hashlib.sha256(source(path).encode()).digest()


@cache
def imported(path):
    """The modules of the course, and of its tests, that a module names where it imports."""
    found = set()
    for package, names, module in IMPORT.findall(source(path)):
        place = (package or module).replace(".", "/")
        parts = [place, *(f"{place}/{name}" for name in re.findall(r"\w+", names))]
        files = (root / f"{part}{end}" for root in (ROOT, HERE) for part in parts for end in (".py", "/__init__.py"))
        found |= {file for file in files if file.exists()}
    return found


@cache
def surroundings():
    data = (file for file in sorted((ROOT / "course_nn").rglob("*")) if file.suffix not in (".py", ".pyc", ""))
    rounds = [os.environ.get(name) for name in (*ROUNDS, NUDGED)]
    machine = repr([*rounds, np.__version__, sys.version, platform.node(), platform.machine()])
    return hashlib.sha256(b"".join([machine.encode(), *(file.read_bytes() for file in data)])).digest()
