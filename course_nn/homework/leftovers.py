"""What a user's processes leave in the memory of a machine when they have ended; on Linux."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

KINDS = {"shm": ("shmid", "-m"), "msg": ("msqid", "-q"), "sem": ("semid", "-s")}  # in /proc/sysvipc, and for ipcrm
SHARED = Path("/dev/shm")


def remove_all_of(user: int) -> None:
    """Remove a user's shared memory, queues and semaphores, and the files that are kept in memory; for root."""
    for kind, (number, option) in KINDS.items():
        for row in objects(kind):
            if str(user) in (row["uid"], row["cuid"]):
                subprocess.run(["ipcrm", option, row[number]], stderr=subprocess.DEVNULL)
    for path in SHARED.iterdir() if SHARED.is_dir() else ():
        with suppress(FileNotFoundError):
            if path.lstat().st_uid == user:
                subprocess.run(["rm", "-rf", "--", path], stderr=subprocess.DEVNULL)


def objects(kind: str) -> Iterator[dict[str, str]]:
    """The table of one kind, a row each."""
    with suppress(OSError):  # another system, or one without them
        names, *rows = Path("/proc/sysvipc", kind).read_text("utf-8").splitlines()
        for row in rows:
            yield dict(zip(names.split(), row.split()))
