"""Whoever watches a grading looks by the clock, and hears no more than can be."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from socket import socketpair

import psutil
import pytest

from course_nn.homework import confinement, leftovers
from course_nn.homework import submission as module
from course_nn.homework.confinement import OF_ITS_USER, Confinement, unused_user
from course_nn.homework.leftovers import remove_all_of
from course_nn.homework.submission import Submission, empty_folder, end_all_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="homework is graded on Linux or macOS")


@pytest.fixture
def submission():
    """One whose judge is played by the test: submission.told is its end of the channel."""
    made = Submission([], Confinement((), None, None), 0, 0)
    made.channel, made.told = socketpair()
    with closing(made.channel), closing(made.told):
        yield made


def test_a_judge_that_keeps_talking_keeps_nobody_from_looking_at_what_is_used(submission, monkeypatch):
    monkeypatch.setattr(submission, "_is_too_much", lambda: True)
    submission.told.sendall(b'{"begun": 0}\n')
    assert [*submission.events()] == [] and not submission.is_late


def test_it_is_looked_again_when_the_time_has_come_and_not_at_each_word(submission, monkeypatch):
    looks, clock = [], [0.0]
    monkeypatch.setattr(module, "GLANCE", 1.0)
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(submission, "_is_too_much", lambda: looks.append(clock[0]))
    submission.deadline = 100.0
    submission.told.sendall(b"1\n")
    for _ in submission.events():
        clock[0] += 0.5
        submission.told.sendall(b"1\n") if clock[0] < 4 else submission.told.close()
    assert looks == [0, 1, 2, 3, 4]


def test_a_line_of_the_judges_that_has_no_end_is_not_taken(submission, monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 1000)
    monkeypatch.setattr(submission, "_is_too_much", lambda: False)
    submission.told.sendall(b'{"begun": 0}\n' + b"x" * 2000)
    with pytest.raises(RuntimeError, match="has no end"):
        [*submission.events()]


def test_a_folder_is_gone_afterwards_however_deeply_others_are_nested_in_it():
    nest = "import os\nfor _ in range(1500):\n    os.mkdir('d'); os.chdir('d')"
    with empty_folder() as folder:
        subprocess.run([sys.executable, "-c", nest], cwd=folder, check=True)
    assert not os.path.exists(folder)


def test_each_copy_is_graded_as_a_user_of_its_own(monkeypatch):
    numbers = iter([61201, 61202])
    monkeypatch.setattr(confinement, "unused_user", lambda: next(numbers))
    way = Confinement((), 61200, OF_ITS_USER)
    assert [Submission([], way, 0, 0).way.user for _ in range(2)] == [61201, 61202]
    assert Submission([], way._replace(user=None), 0, 0).way.user is None


@pytest.mark.skipif(not hasattr(os, "setresuid") or os.geteuid() != 0, reason="only root can be another user")
def test_what_ends_whoever_comes_near_is_ended_all_the_same_and_nobody_elses():
    user = unused_user()
    fighter = subprocess.Popen(["sh", "-c", "echo; while :; do kill -9 -1; done"], user=user, stdout=subprocess.PIPE)
    fighter.stdout.readline()
    other = subprocess.Popen(["sleep", "60"], user=unused_user())
    try:
        end_all_of(user)
        assert fighter.wait(20) == -9 and other.poll() is None
    finally:
        for process in (fighter, other):
            process.kill()
            process.wait()
        fighter.stdout.close()


LEAVES = "ipcmk -M 5000 -Q -S 1 && mkdir -p /dev/shm/$(id -u)/x"
LISTED = [Path("/proc/sysvipc", kind) for kind in leftovers.KINDS]


@pytest.mark.skipif(not all(map(Path.exists, LISTED)), reason="there is nothing of that kind")
@pytest.mark.skipif(not hasattr(os, "setresuid") or os.geteuid() != 0, reason="only root can be another user")
def test_what_a_user_leaves_in_memory_is_removed_and_nobody_elses():
    def rows(user):
        return [row for kind in leftovers.KINDS for row in leftovers.objects(kind) if row["cuid"] == str(user)]

    users = unused_user(), unused_user()
    for user in users:
        subprocess.run(["sh", "-c", LEAVES], user=user, check=True, capture_output=True)
    try:
        before = [len(rows(user)) for user in users]
        remove_all_of(users[0])
        assert (before, rows(users[0]), len(rows(users[1]))) == ([3, 3], [], 3)
        assert [os.path.exists(f"/dev/shm/{user}") for user in users] == [False, True]
    finally:
        remove_all_of(users[1])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody adopts anything")
def test_where_a_students_processes_are_apart_an_orphan_of_somebody_elses_is_not_ended(way):
    if not way.is_apart:
        pytest.skip("here it cannot be told whose an orphan is")
    with Submission([], way, 2**32, 64):
        job = subprocess.run(["sh", "-c", "sleep 60 > /dev/null 2>&1 & echo $!"], capture_output=True, text=True).stdout
    orphan = psutil.Process(int(job))
    try:
        assert orphan.status() != psutil.STATUS_ZOMBIE
    finally:
        orphan.kill()
