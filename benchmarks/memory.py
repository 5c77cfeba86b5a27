"""How a student's memory is best kept: lines at the end of a file, or SQLite.

    python benchmarks/memory.py FOLDER [FOLDER]

One writer adds entries, then four programs with two threads each do so at once. Two folders are one home as two
machines see it, mounted twice over a network, for instance by `sshfs` from this machine itself; half of the programs
then write in each. Prints how long an entry takes, and how many are there in the end.
"""

import argparse
import json
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from course_nn.common.log import Log

ENTRIES, PROGRAMS, THREADS = 50, 4, 2
WAYS = ("lines", "WAL", "DELETE")  # the last two are journals of SQLite


def adder(way: str, folder: Path) -> Callable[[str], object]:
    """What adds an entry under a key."""
    if way == "lines":
        log = Log(folder / "xor.jsonl", lambda value: True)
        return lambda key: log.append([{"kind": "answers", "key": key, "entry": {"option": "yes"}}])
    file = sqlite3.connect(folder / "xor.sqlite", timeout=30, isolation_level=None)
    file.execute(f"PRAGMA journal_mode={way}")
    file.execute("PRAGMA synchronous=FULL")
    file.execute("CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, entry TEXT)")
    return lambda key: file.execute("INSERT OR REPLACE INTO entries VALUES (?, ?)", (key, '{"option": "yes"}'))


def write(way: str, folder: Path, who: str) -> None:
    """All entries of one thread; what fails is lost, as it would be."""
    try:
        add = adder(way, folder)
    except sqlite3.Error:
        return
    for k in range(ENTRIES):
        try:
            add(f"{who}-{k}")
        except (OSError, sqlite3.Error):
            continue


def program(way: str, folder: Path, who: str, threads: int) -> None:
    """What one of the programs does."""
    workers = [threading.Thread(target=write, args=(way, folder, f"{who}-{k}")) for k in range(threads)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()


def kept(way: str, folder: Path) -> int | str:
    """How many entries are there."""
    try:
        if way == "lines":
            lines = (folder / "xor.jsonl").read_bytes().splitlines()
            return len({json.loads(line)["key"] for line in lines if line})
        (count,) = sqlite3.connect(folder / "xor.sqlite", timeout=5).execute("SELECT count(*) FROM entries").fetchone()
        return count
    except (ValueError, KeyError, sqlite3.Error) as error:
        return f"cannot be read: {error}"


def measure(way: str, folders: list[Path]) -> str:
    """A line of the table."""
    places = [folder / f"{way}-{time.time():.0f}" for folder in folders]
    places[0].mkdir(parents=True)
    begun = time.perf_counter()
    program(way, places[0], "one", 1)
    each = (time.perf_counter() - begun) / ENTRIES
    time.sleep(3 * (len(folders) > 1))  # until the other machine sees the file
    command = [sys.executable, __file__, "--program", way]
    runs = [subprocess.Popen([*command, str(places[k % len(places)]), str(k)]) for k in range(PROGRAMS)]
    for run in runs:
        run.wait()
    time.sleep(3 * (len(folders) > 1))
    return (
        f"{way:8} {1000 * each:6.1f} ms an entry   {kept(way, places[0])} of {ENTRIES * (PROGRAMS * THREADS + 1)} kept"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--program", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.program:
        way, folder, who = given.program
        program(way, Path(folder), who, THREADS)
        return
    for way in WAYS:
        print(measure(way, given.folders or [Path("memory-measured")]))


if __name__ == "__main__":
    main()
