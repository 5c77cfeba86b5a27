"""What keeps a student's process from everything else: bubblewrap, another user, bounds; and the best of it here.

The judge must be out of reach of what it judges. With bubblewrap (Linux) a student's process sees no other process, no
network and no file but Python's and the course's. Started by root it belongs to a user that nobody else is, for the
kernel lets root change its settings in /proc/sys, also a root without any right who is shut in. Where there is neither,
the two processes are of one account: the kernel still keeps one from looking into the other.
"""

import ctypes
import errno
import os
import platform
import secrets
import shutil
import site
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

import psutil

import course_nn
from course_nn.common.errors import BadInput
from course_nn.common.words import Words

DUMPABLE, CHILD_SUBREAPER, NO_NEW_PRIVILEGES = 4, 36, 38  # of prctl(2)
JOIN_SESSION_KEYRING = 1  # of keyctl(2), which the C library does not know; its number where Python is likely to run:
KEYCTL = {"x86_64": 250, "aarch64": 219, "riscv64": 219, "ppc64le": 271, "s390x": 280}.get(platform.machine())
USERS = range(61184, 65520)  # numbers that systemd, too, gives to users for a while
SYSTEM = "/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/nix/store"
OF_OTHERS = "/usr/local/share", "/usr/local/etc"  # parts of it that hold files of people: nbgrader's exchange is there
ALL_BUT_USERS = "--unshare-ipc --unshare-pid --unshare-net --unshare-uts --unshare-cgroup-try".split()
GIVES_WAY = "--cap-add CAP_SETUID --cap-add CAP_SETGID setpriv --clear-groups --inh-caps=-all".split()
NO_MORE_USERS = "--unshare-user", "--disable-userns"
DISK = 2**26  # bytes that a student's process may write where there is bubblewrap
KEPT = "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE"  # all else may be a secret
PACKAGE = Path(course_nn.__file__).parent
OF_ITS_USER = Words(
    "bubblewrap is not there, or does not work here. Students' code runs as a user of its own, and cannot change a "
    "verdict or a file of yours; but it can reach the network, and read what everybody may read. Install bubblewrap.",
    "没有 bubblewrap，或者它在这里不能用。学生的代码由一个单独的用户运行，改不了评判结果和您的文件；但它能连上网络，"
    "也能读取所有人可读的文件。请安装 bubblewrap。",
)
OF_YOURS = Words(
    "bubblewrap is not there, or does not work here. STUDENTS' CODE RUNS WITH ALL THAT YOUR ACCOUNT MAY DO: it can "
    "change your files, the gradebook and this course among them. Install bubblewrap, or grade in a container.",
    "没有 bubblewrap，或者它在这里不能用。学生的代码拥有您这个账户的全部权限：它能改动您的文件，"
    "包括成绩库和这门课本身。请安装 bubblewrap，或者在容器中评分。",
)


class Confinement(NamedTuple):
    """How a student's process is started.

    words   : before its command
    user    : the number of the user that it belongs to; None is this process's own
    warning : what this does not keep away; None if it keeps all away
    """

    words: tuple[str, ...]
    user: int | None
    warning: Words | None

    @property
    def is_apart(self) -> bool:
        """Whether all that it starts can be found: it is shut in, or belongs to a user that nobody else is."""
        return self.user is not None or self.warning is None

    def of_another_user(self) -> "Confinement":
        """The same as a user that nobody is by now: what has outlived a grading shall not meet the next one."""
        return self if self.user is None else self._replace(user=unused_user())

    def options(self) -> dict:
        """What subprocess.Popen needs for it."""
        return {} if self.user is None else {"user": self.user, "group": self.user, "extra_groups": []}


@cache
def confinement(wrapper: tuple[str, ...] = (), hidden: tuple[str, ...] = ()) -> Confinement:
    """The closest confinement that works here.

    wrapper : words that stand before all others
    hidden  : folders that bubblewrap shows as empty ones
    raises  : BadInput on Windows, and for root if there is none
    """
    if sys.platform == "win32":
        raise BadInput("Homework is graded on Linux or macOS.", "作业在 Linux 或 macOS 上评分。")
    root = os.geteuid() == 0
    ways = [Confinement((*wrapper, *caged), None, None) for caged in bubblewraps(hidden)]
    if root:
        user = unused_user()
        ways = [way._replace(user=user) for way in ways]
        ways += [Confinement((*wrapper, *opened), None, None) for opened in roots_bubblewraps(user, hidden)]
        ways += [Confinement(wrapper, user, OF_ITS_USER)]
    found = next(filter(works, ways), None)
    if root and not found:
        raise BadInput(
            f"root must not run students' code itself: install bubblewrap, or let every user run {sys.executable}",
            f"不能用 root 账户运行学生的代码：请安装 bubblewrap，或者让所有用户都能运行 {sys.executable}",
        )
    return found or Confinement(wrapper, None, OF_YOURS)


def bubblewrap(hidden: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The words that shut a process in; none where there is no bubblewrap."""
    if not shutil.which("bwrap"):
        return ()
    words = "bwrap --unshare-all --die-with-parent --cap-drop ALL --proc /proc --dev /dev".split()
    words += ["--perms", "1777", "--size", str(DISK), "--tmpfs", "/tmp"]
    shown = dict.fromkeys([*SYSTEM, sys.base_prefix, sys.prefix, site.getusersitepackages(), str(PACKAGE)])
    words += [*_ways_to(shown), *_bound(shown), *_emptied(hidden, shown)]
    words += "--remount-ro /dev --remount-ro / --setenv HOME /tmp --setenv TMPDIR /tmp --chdir /tmp".split()
    return tuple(words)


def _ways_to(paths):
    """The folders in which these lie, open to every user; bubblewrap itself would make them for one."""
    folders = sorted({folder for path in paths for folder in Path(path).parents if folder != Path("/")})
    return [word for folder in folders for word in ("--perms", "0755", "--dir", str(folder))]


def _bound(paths):
    return [word for path in paths for word in ("--ro-bind-try", path, path)]


def _emptied(hidden, shown):
    """Empty folders over those of other people; what is needed and lies in one of them is shown again."""
    there = [os.path.realpath(path) for path in (*OF_OTHERS, *hidden) if os.path.isdir(path)]
    needed = [path for path in shown if any(Path(path).is_relative_to(folder) for folder in there)]
    covers = [word for folder in there for word in ("--tmpfs", folder)]
    return [*covers, *_bound(needed), *(word for folder in there for word in ("--remount-ro", folder))]


def bubblewraps(hidden: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The same, the closest first: without namespaces of its own in there, where this bubblewrap knows how."""
    words = bubblewrap(hidden)
    return [(words[0], *NO_MORE_USERS, *words[1:]), words] if words else []


def roots_bubblewraps(user: int, hidden: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The same where Python lies in a folder that root alone may enter: root shuts the process in, then gives way.

    user : as which the process goes on, without a right of root's
    """
    words = [part for word in bubblewrap(hidden) for part in (ALL_BUT_USERS if word == "--unshare-all" else [word])]
    if not words:
        return []
    opened = (*words, *GIVES_WAY, f"--reuid={user}", f"--regid={user}")
    return [(*opened, words[0], *NO_MORE_USERS, "--dev-bind", "/", "/"), opened]


def unused_user() -> int:
    """The number of a user that nobody is."""
    taken = {user for process in psutil.process_iter() for user in users_of(process)}
    return secrets.choice([user for user in USERS if user not in taken])


def users_of(process: psutil.Process) -> tuple[int, ...]:
    """As whom a process acts; nobody if it has ended."""
    try:
        return tuple(process.uids())
    except psutil.Error:
        return ()


def works(way: Confinement) -> bool:
    """Whether a student's process starts so."""
    command = [*way.words, sys.executable, "-P", "-c", "import course_nn.homework.student"]
    try:
        done = subprocess.run(command, env=environment("/"), cwd="/", capture_output=True, **way.options())
    except (OSError, subprocess.SubprocessError):  # no such command; not allowed to be another user
        return False
    return done.returncode == 0


def environment(home: str) -> dict[str, str]:
    """What a process of a grading knows of this one's environment: nothing that could be a secret."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    own = {"HOME": home, "TMPDIR": home, "PYTHONUSERBASE": site.getuserbase(), "PYTHONPATH": str(PACKAGE.parent)}
    return kept | own | {"COURSE_NN_MEMORY": "off", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def close_to_others() -> None:
    """From now on no process of the same user looks into this one: its memory, its files, its environment.

    On Linux; macOS keeps them apart of itself.
    """
    _tell_kernel(DUMPABLE, 0)


def leave_keyring() -> None:
    """From now on this process has an empty keyring of its own, and not the keys of the session that has started it.

    On Linux; a container that forbids it forbids the reading of keys, too.
    """
    if sys.platform != "linux" or KEYCTL is None:
        return
    refused = ctypes.CDLL(None, use_errno=True).syscall(KEYCTL, JOIN_SESSION_KEYRING, None) < 0
    if refused and ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
        raise OSError(ctypes.get_errno(), "keyctl")


def renounce() -> None:
    """From now on no program gives this process more rights than it has, also none such as sudo; on Linux."""
    _tell_kernel(NO_NEW_PRIVILEGES, 1)


def adopt(orphans: bool) -> None:
    """Whether what a child of this process leaves behind becomes its child, so that it can be found; on Linux."""
    _tell_kernel(CHILD_SUBREAPER, int(orphans))


def _tell_kernel(option, value):
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def bound(**most: int) -> None:
    """Bound this process and those that it starts, where the system can: bound(AS=2**32) to 4 GB of memory."""
    import resource

    for name, value in most.items():
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
        except (AttributeError, ValueError, OSError):  # macOS knows no such bound; a lower one is set already
            continue


def bound_threads(most: int, spare: int) -> None:
    """Bound the threads of this user, where that leaves `spare` of them to this process.

    The kernel also counts the user's threads in other containers, which nobody sees from here: where those have used
    up the bound, it stays as it was, and a submission's processes are only counted from time to time.
    """
    import resource

    before = resource.getrlimit(resource.RLIMIT_NPROC)
    try:
        resource.setrlimit(resource.RLIMIT_NPROC, (most, before[1]))
    except ValueError:  # a lower one is set already
        return
    if can_start(spare):
        bound(NPROC=most)
    else:
        resource.setrlimit(resource.RLIMIT_NPROC, before)


def can_start(threads: int) -> bool:
    """Whether so many threads more can run at once."""
    over, started = Event(), []
    try:
        for _ in range(threads):
            started.append(Thread(target=over.wait))
            started[-1].start()
    except RuntimeError:
        started.pop()
        return False
    finally:
        over.set()
        for thread in started:
            thread.join()
    return True
