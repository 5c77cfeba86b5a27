"""The ways in which a student's process can be kept apart: a grading on each of them, in a process of its own.

Run as a program it is that process: python roads.py ROAD, with what to grade as JSON on the standard input.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CAGE, ANYBODYS_CAGE, BOTH, USER, ACCOUNT = ROADS = [
    "bubblewrap",
    "anybody's bubblewrap",
    "bubblewrap and another user",
    "another user",
    "one account",
]
CAGES = CAGE, ANYBODYS_CAGE, BOTH
SOMEBODY = 61000  # an ordinary user
TRY = "bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"
CLOSED = 3  # what this program ends with if there is no such road
OPENED = """set -e
closed=$1 kept=$(mktemp -d) && shift
mount --bind "$closed" "$kept" && mount -t tmpfs -o mode=755 tmpfs "$closed"
while [ "$1" != -- ]; do mkdir -p "$closed/$1" && mount --bind "$kept/$1" "$closed/$1" && shift; done
shift && umount "$kept" && rmdir "$kept" && exec "$@"
"""


def first():
    """The best road that is likely to be there, found in no time."""
    if sys.platform == "win32":
        return ACCOUNT
    if shutil.which("bwrap") and subprocess.run(TRY, capture_output=True).returncode == 0:
        return CAGE
    return ACCOUNT if os.geteuid() else USER


def command(road):
    """What runs this file on a road; as root, where every user can run this Python, though root's folder is closed."""
    own = [sys.executable, __file__, road]
    if os.geteuid() and road in (ANYBODYS_CAGE, BOTH, USER):
        pytest.skip("the first road is of an ordinary user here, and only root can give way to another one")
    if road == CAGE or os.geteuid():
        return own
    if road in (ANYBODYS_CAGE, ACCOUNT):
        own = ["setpriv", f"--reuid={SOMEBODY}", f"--regid={SOMEBODY}", "--clear-groups", *own]
    needed = [Path(sys.base_prefix), Path(sys.prefix), ROOT]
    ancestors = [folder for path in needed for folder in path.parents if not folder.stat().st_mode & 1]
    if not ancestors:
        return own
    closed = min(ancestors)
    inside = [str(path.relative_to(closed)) for path in needed if closed in path.parents]
    return ["unshare", "--mount", "sh", "-c", OPENED, "sh", str(closed), *inside, "--", *own]


def grade_there(road, steps, **limits):
    """What is graded on a road: {"voices": {key: voice}, "hints": {key: text}, "errors": {step: error}}."""
    job = json.dumps({"steps": steps, "limits": limits})
    environment = os.environ | {"SECRET": "s3cret"}
    done = subprocess.run(command(road), input=job, capture_output=True, text=True, env=environment, timeout=300)
    if done.returncode == CLOSED:
        pytest.skip(f"{road}: not on this machine")
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    return found | {"errors": {int(number): error for number, error in found["errors"].items()}}


def is_there(road):
    """Whether this process is on the road that it should be on."""
    from course_nn.common.errors import BadInput
    from course_nn.homework.confinement import confinement

    try:
        way = confinement()
    except BadInput:  # root, and no way to be kept apart
        return False
    return {ACCOUNT: os.geteuid(), USER: way.user, BOTH: way.words and way.user}.get(road, way.words)


def keep_a_secret():
    """A key in a keyring of this session, where the system has one."""
    from course_nn.homework.confinement import KEYCTL, leave_keyring

    leave_keyring()
    if sys.platform == "linux" and KEYCTL:
        add_key, session = KEYCTL - 2, ctypes.c_int(-3)
        ctypes.CDLL(None).syscall(add_key, b"user", b"course_nn-secret", b"s3cret", 6, session)


def main(road):
    from course_nn.homework import confinement
    from course_nn.homework.assignment import Ask
    from course_nn.homework.grading import Limits, grade

    if road not in CAGES:
        confinement.bubblewrap = lambda hidden=(): ()
    if not is_there(road):
        sys.exit(CLOSED)
    keep_a_secret()
    job = json.load(sys.stdin)
    steps = [Ask(*step) if isinstance(step, list) else step for step in job["steps"]]
    graded = grade(steps, Limits(**job["limits"]))
    voices = {key: verdict.voice for key, verdict in graded.verdicts.items()}
    hints = {key: verdict.hint.en for key, verdict in graded.verdicts.items()}
    print(json.dumps({"voices": voices, "hints": hints, "errors": graded.errors}))


if __name__ == "__main__":
    main(*sys.argv[1:])
