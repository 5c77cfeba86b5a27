"""The closest confinement that works is taken; where there is none, root does not grade."""

import os
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from course_nn.common.errors import BadInput
from course_nn.homework import confinement as module
from course_nn.homework.confinement import OF_ITS_USER, OF_YOURS, Confinement, confinement, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="homework is graded on Linux or macOS")
CAGE = ("bwrap", "--unshare-all")
CLOSER = ("bwrap", "--unshare-user", "--disable-userns", "--unshare-all")
GIVEN_WAY = ("bwrap", *module.ALL_BUT_USERS, *module.GIVES_WAY, "--reuid=61234", "--regid=61234")
GIVEN_WAY_CLOSER = (*GIVEN_WAY, "bwrap", *module.NO_MORE_USERS, "--dev-bind", "/", "/")


@pytest.fixture
def machine(monkeypatch):
    """machine(root, caged, works): one on which these ways work."""

    def make(root, caged, works):
        monkeypatch.setattr(module.os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(module, "bubblewrap", lambda hidden: CAGE if caged else ())
        monkeypatch.setattr(module, "unused_user", lambda: 61234)
        monkeypatch.setattr(module, "works", works)

    confinement.cache_clear()
    yield make
    confinement.cache_clear()


def always(way):
    return True


def never(way):
    return False


@pytest.mark.parametrize(
    "root, caged, works, way",
    [
        (False, True, always, Confinement(CLOSER, None, None)),
        (False, True, lambda way: "--disable-userns" not in way.words, Confinement(CAGE, None, None)),
        (False, True, never, Confinement((), None, OF_YOURS)),
        (False, False, always, Confinement((), None, OF_YOURS)),
        (True, True, always, Confinement(CLOSER, 61234, None)),
        (True, True, lambda way: "--disable-userns" not in way.words, Confinement(CAGE, 61234, None)),
        (True, True, lambda way: way.user is None, Confinement(GIVEN_WAY_CLOSER, None, None)),
        (True, True, lambda way: way.words == GIVEN_WAY, Confinement(GIVEN_WAY, None, None)),
        (True, True, lambda way: not way.words, Confinement((), 61234, OF_ITS_USER)),
        (True, False, always, Confinement((), 61234, OF_ITS_USER)),
    ],
)
def test_the_closest_confinement_that_works_is_taken(machine, root, caged, works, way):
    machine(root, caged, works)
    assert confinement() == way


@pytest.mark.parametrize("caged", [True, False])
def test_root_grades_nothing_if_a_students_code_would_be_roots(machine, caged):
    machine(True, caged, never)
    with pytest.raises(BadInput, match="install bubblewrap"):
        confinement()


def test_in_no_way_that_root_tries_does_a_students_code_stay_roots(machine):
    """Also shut in, and without a right: to whoever is root the kernel gives its settings."""
    tried = []
    machine(True, True, tried.append)
    with pytest.raises(BadInput):
        confinement()
    assert tried and all(way.user == 61234 or "--reuid=61234" in way.words for way in tried)


def test_on_windows_nothing_is_graded(machine, monkeypatch):
    machine(False, False, always)
    monkeypatch.setattr(module, "sys", SimpleNamespace(platform="win32"))
    with pytest.raises(BadInput, match="Linux or macOS"):
        confinement()


def test_words_of_the_lecturers_own_stand_before_those_of_bubblewrap(machine):
    machine(False, True, always)
    assert confinement(("nice",)).words == ("nice", *CLOSER)


def test_bubblewrap_that_is_there_and_does_not_work_is_found_out(monkeypatch, tmp_path):
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert not module.works(Confinement(module.bubblewrap(), None, None))


def test_nobody_makes_a_namespace_in_there_where_this_bubblewrap_knows_how_to_refuse_it():
    closest = next(iter(module.bubblewraps()), None)
    if not closest or not module.works(Confinement(closest, None, None)):
        pytest.skip("no bubblewrap that works here knows how")
    newuser = "import ctypes; exit(ctypes.CDLL(None).unshare(0x10000000) == 0)"
    done = subprocess.run([*closest, sys.executable, "-c", newuser], env=environment("/"))
    assert done.returncode == 0


def test_what_others_have_handed_in_cannot_be_read_in_there():
    """Neither where nbgrader's exchange is without a setting, nor where a setting has it."""
    exchange = "/usr/share"
    caged = module.bubblewrap((exchange,))
    if not caged or not module.works(Confinement(caged, None, None)):
        pytest.skip("no bubblewrap that works here")
    for folder in (exchange, *filter(os.path.isdir, module.OF_OTHERS)):
        listed = subprocess.run([*caged, "ls", "-A", folder], capture_output=True, check=True, text=True)
        written = subprocess.run([*caged, "touch", f"{folder}/more"], capture_output=True)
        assert (folder, listed.stdout) == (folder, "") and written.returncode


def test_the_course_is_there_also_if_it_lies_in_a_folder_that_is_hidden():
    if not module.bubblewrap() or not module.works(Confinement(module.bubblewrap(), None, None)):
        pytest.skip("no bubblewrap that works here")
    assert module.works(Confinement(module.bubblewrap((str(module.PACKAGE.parent),)), None, None))


UNSEEN = """
import os, sys
from resource import RLIMIT_NPROC, getrlimit
from threading import Event, Thread

from course_nn.homework.confinement import bound_threads, can_start

user, unseen, most = map(int, sys.argv[1:])
os.setuid(user)
over = Event()
for _ in range(unseen):  # which nobody has counted, like those of another container
    Thread(target=over.wait, daemon=True).start()
before = getrlimit(RLIMIT_NPROC)
bound_threads(most, 20)
print(can_start(20), can_start(50), getrlimit(RLIMIT_NPROC) == before, flush=True)
os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="macOS counts processes, and no threads")
@pytest.mark.parametrize("unseen, seen", [("0", "True False False"), ("60", "True True True")])
def test_a_cell_may_start_what_it_is_promised_also_beside_threads_that_cannot_be_counted(unseen, seen):
    """Those of the same user in another container: 30 are allowed, and 20 promised."""
    user = module.unused_user() if os.geteuid() == 0 else os.getuid()  # for root's threads are not bounded
    counted = sum(one.num_threads() for one in psutil.process_iter() if user in module.users_of(one))
    command = [sys.executable, "-c", UNSEEN, str(user), unseen, str(counted + 31)]
    done = subprocess.run(command, env=environment("/"), cwd="/", capture_output=True, text=True)
    assert done.stdout.strip() == seen, done.stderr


def test_no_name_of_the_environment_is_handed_on_but_those_that_are_listed(monkeypatch):
    for name in (
        "JUPYTERHUB_API_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
        "SSH_AUTH_SOCK",
        "COURSE_NN_VERDICTS",
        "PYTHONSTARTUP",
    ):
        monkeypatch.setenv(name, "s3cret")
    assert "s3cret" not in environment("/home").values() and environment("/home")["HOME"] == "/home"
