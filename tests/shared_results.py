"""What one process of a run has computed, the others read: workers, and the kernels of notebooks.

What `memoized` remembers in a process and what took long lies in a folder of the run, which is empty when it starts: so
nothing is believed that other code has computed. Nothing is locked: of two that compute the same at the same time,
the last one's file stays, and it says what the other said.
"""

import hashlib
import os
import pickle
import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from course_nn.common import progress

HERE = Path(__file__).parent
FOLDER = "COURSE_NN_TESTS_COMPUTED"  # the variable that names it
LONG = 0.2  # seconds of work: less is done again sooner than read
OF_THE_KERNEL = f"""import os, sys
if os.path.isdir(os.environ.get({FOLDER!r}, "")) and os.path.isdir({str(HERE)!r}):
    sys.path.append({str(HERE)!r})
    import shared_results
    shared_results.share()
"""

_recall, _keep = progress._recall, progress._keep
_own = progress._memory  # a test that wants a new kernel puts another one in its place
_begun = {}  # key: when its work began


def begin(folder, kernels=True):
    """Share with all processes that this one starts, by that empty folder; IPython tells their kernels."""
    startup = Path(folder, "ipython/profile_default/startup")
    startup.mkdir(parents=True)
    if kernels:
        Path(startup, "00-shared.py").write_text(OF_THE_KERNEL, "utf-8")
    os.environ |= {FOLDER: str(folder), "IPYTHONDIR": str(startup.parents[1])}


def share():
    """From now on this process reads what others have computed, and leaves what it computes to them."""
    progress._recall, progress._keep = recall, keep


def recall(key):
    result = _recall(key)
    if result is progress.UNKNOWN and progress._memory is _own:
        with suppress(OSError, TypeError, AttributeError, pickle.PicklingError):
            return _keep(key, pickle.loads(place(key).read_bytes()))
        _begun[key] = time.thread_time()
    return result


def keep(key, result):
    began = _begun.pop(key, None)
    if began is not None and time.thread_time() - began > LONG:
        with suppress(OSError, TypeError, AttributeError, pickle.PicklingError):  # what cannot be written is not shared
            write(place(key), pickle.dumps(result, protocol=5))
    return _keep(key, result)


def place(key):
    """Where the result of a function and its arguments lies."""
    work, arguments, named = key
    of = pickle.dumps((work.__module__, work.__qualname__, arguments, named))
    return Path(os.environ[FOLDER], hashlib.sha256(of).hexdigest())


def write(path, content):
    """Whoever reads finds all of it, or nothing."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)
