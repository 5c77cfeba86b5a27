"""What is remembered survives the kernel; whatever breaks loses nothing that was remembered before."""

import errno
import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import filelock
import pytest

from course_nn.common import log, memory
from course_nn.common.memory import forget, recall, remember

FULL = OSError(errno.ENOSPC, "No space left on device")
WRITER = """
import sys, threading
from course_nn.common.memory import remember
who, threads, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

def write(thread):
    for k in range(count):
        remember("xor", "answers", f"{who}-{thread}-{k}", option="yes")

workers = [threading.Thread(target=write, args=[thread]) for thread in range(threads)]
[one.start() for one in workers], [one.join() for one in workers]
"""


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    yield tmp_path / "memory"
    memory._WAITING.clear()
    memory._NEWS.clear()
    memory._SAID.clear()
    memory._FORGOTTEN.clear()


@pytest.fixture
def disk(monkeypatch):
    """disk.breaks(): from now on nothing can be written; disk.heals()."""

    class Disk:
        def breaks(self, error=FULL):
            def fail(*given, **more):
                raise error

            monkeypatch.setattr(log, "_write", fail)

        def heals(self, write=log._write):
            monkeypatch.setattr(log, "_write", write)

    return Disk()


def answered():
    return [*recall("xor").get("answers", {})]


def another_kernel(*arguments, program=WRITER):
    return subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], env=os.environ)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name not in (".lock", ".forgotten"))


def forget_in_another_kernel():
    assert another_kernel(program="from course_nn.common.memory import forget; forget(['xor'])").wait() == 0


@pytest.fixture
def new_kernel():
    """Called: from now on this kernel knows of its memory what it reads, like one that has just begun."""

    def begin():
        for known in (memory._log, memory._moments):
            known.cache_clear()

    return begin


def test_what_is_remembered_is_recalled_with_its_day_and_an_entry_replaces_the_one_before():
    assert recall("xor") == {}
    remember("xor", "answers", "xor-1", option="yes")
    remember("xor", "answers", "xor-1", option="no")
    remember("xor", "records", "one_unit", values=[0, 2], said="\ud800 半个字符")
    kept = recall("xor")
    assert kept["answers"]["xor-1"]["option"] == "no" and kept["records"]["one_unit"]["values"] == [0, 2]
    assert memory.day(kept["answers"]["xor-1"]) == memory.now()[:10]


def test_what_is_done_with_what_was_recalled_changes_no_memory():
    remember("xor", "answers", "xor-1", option="yes")
    recall("xor")["answers"]["xor-1"]["option"] = "no"
    recall("xor")["answers"].clear()
    assert recall("xor")["answers"]["xor-1"]["option"] == "yes"


def test_each_lecture_has_a_file_of_its_own_and_nothing_else_is_left(folder):
    remember("xor", "answers", "xor-1", option="yes")
    remember("losses", "answers", "losses-1", option="yes")
    assert names(folder) == ["losses.jsonl", "xor.jsonl"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_folder_is_for_its_owner_alone(folder):
    remember("xor", "answers", "xor-1", option="yes")
    assert folder.stat().st_mode & 0o077 == 0


# ---- several kernels at once ----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.thorough)])
def test_four_kernels_with_two_threads_each_write_at_once_and_no_entry_is_lost(count):
    kernels = [another_kernel(who, 2, count) for who in range(4)]
    assert [one.wait() for one in kernels] == [0] * 4
    assert len(answered()) == 4 * 2 * count


def test_what_another_kernel_has_added_is_recalled():
    remember("xor", "answers", "xor-1", option="yes")
    another_kernel("other", 1, 1).wait()
    remember("xor", "answers", "xor-3", option="four")
    assert answered() == ["xor-1", "other-0-0", "xor-3"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_process_that_is_forked_while_a_thread_writes_waits_for_nobody(folder):
    """That thread is not there to let go of anything."""
    holds, lets_go = threading.Event(), threading.Event()

    def writes():
        with memory._GUARD:
            holds.set()
            lets_go.wait(20)

    thread = threading.Thread(target=writes)
    thread.start()
    holds.wait()
    child = os.fork()
    if not child:
        remember("xor", "answers", "xor-1", option="yes")
        os._exit(0)
    ends = time.monotonic() + 10
    while os.waitpid(child, os.WNOHANG) == (0, 0) and time.monotonic() < ends:
        time.sleep(0.01)
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    lets_go.set()
    thread.join()
    assert answered() == ["xor-1"]


def test_two_threads_of_a_kernel_lose_nothing():
    def write(who):
        for k in range(30):
            remember("xor", "answers", f"{who}-{k}", option="yes")

    threads = [threading.Thread(target=write, args=[who]) for who in "ab"]
    [one.start() for one in threads], [one.join() for one in threads]
    assert len(answered()) == 60


# ---- a disk that fails ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fails", ["open", "os.stat"])
def test_a_read_that_fails_at_any_moment_loses_nothing(monkeypatch, fails):
    moments, reads = set(random.Random(0).sample(range(100), 50)), itertools.count()
    real = open if fails == "open" else os.stat

    def flaky(path, *given, **more):
        is_read = str(path).endswith("xor.jsonl") and "a+b" not in given
        if is_read and next(reads) in moments:
            raise OSError(errno.EIO, "Input/output error")
        return real(path, *given, **more)

    with monkeypatch.context() as broken:
        broken.setattr(*(("builtins.open", flaky) if fails == "open" else (log.os, "stat", flaky)))
        for k in range(100):
            remember("xor", "answers", f"xor-{k}", option="yes")
            answered()
    assert len(answered()) == 100


def test_a_file_that_cannot_be_read_at_all_is_said_once_and_not_written_over(folder, monkeypatch):
    remember("xor", "answers", "xor-1", option="yes")
    before = (folder / "xor.jsonl").read_bytes()
    memory._log.cache_clear()  # a new kernel

    def unreadable(*given):
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(log.Log, "_look", unreadable)
        remember("xor", "answers", "xor-2", option="3")
        assert answered() == ["xor-2"], "what was done since is remembered"
        said = memory.news()
        assert "does not answer" in said.en and "overwritten" in said.en and "没有响应" in said.zh
        assert answered() == ["xor-2"] and memory.news() is None, "it is said once"
    assert (folder / "xor.jsonl").read_bytes().startswith(before) and answered() == ["xor-1", "xor-2"]


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENOENT])
def test_what_cannot_be_written_stays_is_said_as_long_as_it_waits_and_is_written_when_it_can_be(folder, disk, error):
    remember("xor", "answers", "xor-1", option="yes")
    before = (folder / "xor.jsonl").read_bytes()
    disk.breaks(OSError(error, os.strerror(error)))
    remember("xor", "answers", "xor-2", option="3")
    said = memory.news()
    assert "cannot be kept" in said.en and "无法在本机保存" in said.zh
    remember("losses", "answers", "losses-1", option="four")
    assert memory.news() == said == memory.news(), "it is said as long as something waits"
    assert (folder / "xor.jsonl").read_bytes() == before and answered() == ["xor-1", "xor-2"]
    disk.heals()
    remember("neurons", "answers", "neurons-1", option="yes")
    memory._log.cache_clear()
    assert memory._WAITING == {} and answered() == ["xor-1", "xor-2"] and recall("losses") and memory.news() is None
    disk.breaks()
    remember("xor", "answers", "xor-3", option="yes")
    assert "cannot be kept" in memory.news().en, "a disk that is full once more is said once more"


def test_a_page_on_which_nothing_more_is_done_writes_by_itself(disk, monkeypatch):
    import asyncio

    monkeypatch.setattr(memory, "AGAIN", 0.01)

    async def notebook():
        disk.breaks()
        for k in range(3):
            remember("xor", "answers", f"xor-{k}", option="yes")
        await asyncio.sleep(0)
        disk.heals()
        while memory._WAITING:
            await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(notebook(), 30))
    memory._log.cache_clear()
    assert len(answered()) == 3


def test_a_kernel_that_ends_writes_what_waits(folder):
    program = """
from course_nn.common import memory
place = memory.folder()
place.write_text("in the way")
memory.remember("xor", "answers", "xor-1", option="yes")
assert "cannot be kept" in memory.news().en
place.unlink()
"""
    assert another_kernel(program=program).wait() == 0
    assert answered() == ["xor-1"]


def test_a_kernel_that_ends_writes_what_an_interrupt_has_left(folder):
    program = """
from course_nn.common import log, memory
write = log._write
def interrupted(*given):
    raise KeyboardInterrupt
log._write = interrupted
try:
    memory.remember("xor", "answers", "xor-1", option="yes")
except KeyboardInterrupt:
    log._write = write
"""
    assert another_kernel(program=program).wait() == 0
    assert answered() == ["xor-1"]


def test_a_disk_that_is_full_in_the_middle_of_a_line_leaves_the_lines_before(folder, monkeypatch):
    remember("xor", "answers", "xor-1", option="yes")
    before = (folder / "xor.jsonl").read_bytes()

    def half(file, data):
        file.write(data[: len(data) // 2])
        raise FULL

    with monkeypatch.context() as broken:
        broken.setattr(log, "_write", half)
        remember("xor", "answers", "xor-2", option="yes")
    assert (folder / "xor.jsonl").read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed otherwise there")
@pytest.mark.parametrize("times", [3, pytest.param(50, marks=pytest.mark.thorough)])
def test_a_kernel_that_is_killed_leaves_all_entries_before(folder, times):
    program = """
import sys
from course_nn.common.memory import remember
for k in range(10**6):
    remember("xor", "answers", f"{sys.argv[1]}-{k}", option="yes")
    print(k, flush=True)
"""
    for kernel in range(times):
        run = subprocess.Popen([sys.executable, "-c", program, str(kernel)], stdout=subprocess.PIPE, env=os.environ)
        last = [run.stdout.readline() for _ in range(1 + kernel % 7)][-1]
        run.kill()
        run.communicate()
        kept = set(answered())
        assert {f"{kernel}-{k}" for k in range(int(last) + 1)} <= kept
        assert {f"{earlier}-0" for earlier in range(kernel)} <= kept
    assert memory.news() is None and names(folder) == ["xor.jsonl"]


# ---- a lock that cannot be had ----------------------------------------------------------------------------------


@pytest.fixture
def deaf(monkeypatch):
    """What taking the lock ends in, for as long as the test runs."""
    monkeypatch.setattr(log, "_DEAF", {})
    asked = []

    def ends_in(error):
        def acquire(self, timeout=None, **more):
            asked.append(timeout)
            raise error

        monkeypatch.setattr(filelock.FileLock, "acquire", acquire)
        return asked

    return ends_in


NO_LOCK = [filelock.Timeout(".lock"), OSError(errno.ENOLCK, "No locks"), NotImplementedError(), KeyboardInterrupt()]


@pytest.mark.parametrize("error", NO_LOCK)
def test_without_a_lock_everything_is_kept_all_the_same_and_nobody_waits_twice(folder, deaf, error):
    asked = deaf(error)
    for k in range(3):
        remember("xor", "answers", f"xor-{k}", option="yes")
    assert len(answered()) == 3 and memory.news() is None
    assert asked[0] > 0 and not any(asked[1:])


def test_a_lock_that_another_program_holds_keeps_nobody_from_reading(folder, deaf):
    remember("xor", "answers", "xor-1", option="yes")
    with open(folder / "xor.jsonl", "a") as file:
        file.write("<<<<<<<\n")
    (folder / "losses.json").write_text(json.dumps({"answers": {"losses-1": {"option": "yes"}}}))
    asked = deaf(filelock.Timeout(".lock"))
    assert answered() == ["xor-1"] and recall("losses")["answers"] and set(asked) == {0}
    assert "xor.jsonl stays as it is" in memory.news().en


# ---- what cannot be read ------------------------------------------------------------------------------------------


STRANGE = ["", "{", "[1]", "3", '{"answers": 3}', '{"kind": "answers", "key": "xor-1", "entry": 3}', "\x00\xff"]
STRANGE += ["[" * 100_000, "null", "<<<<<<< HEAD"]


@pytest.mark.parametrize("found", STRANGE)
def test_lines_that_this_course_never_wrote_are_set_aside_and_all_others_are_remembered(folder, found):
    remember("xor", "answers", "xor-1", option="yes")
    whole = (folder / "xor.jsonl").read_bytes() + found.encode("latin-1") + b"\n"
    (folder / "xor.jsonl").write_bytes(whole)
    remember("xor", "answers", "xor-2", option="3")
    assert answered() == ["xor-1", "xor-2"] == answered()
    if found:
        (aside,) = folder.glob("xor.unreadable-*.jsonl")
        assert aside.read_bytes().startswith(whole)
        assert aside.name in memory.news().zh and memory.news() is None, "it is said once"
    left = [json.loads(line) for line in (folder / "xor.jsonl").read_text().splitlines() if line]
    assert [*map(memory._is_line, left)] == [True, True]


@pytest.mark.parametrize("torn", ['{"kind": "answers", "key": "xor-2", "ent', "{"])
def test_a_line_that_broke_off_takes_no_other_with_it(folder, torn):
    remember("xor", "answers", "xor-1", option="yes")
    with open(folder / "xor.jsonl", "a") as file:
        file.write(torn)
    assert answered() == ["xor-1"] and memory.news() is None, "it may be being written"
    remember("xor", "answers", "xor-3", option="yes")
    assert answered() == ["xor-1", "xor-3"]


def test_where_nothing_can_be_set_aside_all_that_can_be_read_is_remembered(folder, monkeypatch):
    remember("xor", "answers", "xor-1", option="yes")
    with open(folder / "xor.jsonl", "a") as file:
        file.write("<<<<<<<\n")
    before = (folder / "xor.jsonl").read_bytes()

    def full(*given):
        raise FULL

    for one in ("os.link", "shutil.copy2"):
        monkeypatch.setattr(f"course_nn.common.log.{one}", full)
    assert answered() == ["xor-1"] == answered() and (folder / "xor.jsonl").read_bytes() == before
    said = memory.news()
    assert "xor.jsonl stays as it is" in said.en and "保持原样" in said.zh and memory.news() is None
    assert names(folder) == ["xor.jsonl"], "the attempt leaves nothing on a disk that is full"


# ---- what an earlier edition has kept -----------------------------------------------------------------------------


OLD = {
    "answers": {"xor-1": {"option": "yes", "when": "2026-11-01T10:00:00+01:00"}},
    "tasks": {"one_unit": {"done": [0]}},
}


def keep_as_earlier(folder, text=None):
    folder.mkdir(exist_ok=True)
    (folder / "xor.json").write_text(json.dumps(OLD) if text is None else text, "utf-8")


def test_it_is_carried_over_once_and_its_file_stays_under_another_name(folder):
    keep_as_earlier(folder)
    assert recall("xor") == OLD == recall("xor")
    remember("xor", "answers", "xor-2", option="3")
    carried, log_ = names(folder)
    assert answered() == ["xor-1", "xor-2"] and log_ == "xor.jsonl" and carried.startswith("xor.carried-over-")
    assert json.loads((folder / carried).read_text()) == OLD and memory.news() is None


def test_what_is_known_better_by_now_stays(folder):
    remember("xor", "answers", "xor-1", option="no")
    keep_as_earlier(folder)
    assert recall("xor")["answers"]["xor-1"]["option"] == "no" and recall("xor")["tasks"]


def test_it_is_recalled_where_nothing_can_be_written(folder, monkeypatch, disk):
    keep_as_earlier(folder, "\ufeff" + json.dumps(OLD))
    disk.breaks()
    assert recall("xor") == OLD == recall("xor")
    disk.heals()
    assert recall("xor") == OLD and "xor.jsonl" in names(folder)


def test_one_odd_part_of_it_costs_no_other(folder):
    keep_as_earlier(folder, json.dumps(OLD | {"challenges": [], "records": {"a": 3}}))
    assert recall("xor") == OLD and memory.news() is None


@pytest.mark.parametrize(
    "when, later", [("2026-10-01T10:00:00+01:00", "yes"), ("2026-11-01T09:30:00+00:00", "no"), ("yesterday", "yes")]
)
def test_of_both_the_later_entry_counts_in_whatever_time_zone(folder, when, later):
    remember("xor", "answers", "xor-1", option="no", when=when)
    keep_as_earlier(folder)
    recall("xor")
    assert recall("xor")["answers"]["xor-1"]["option"] == later


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "<<<<<<< HEAD\n{}"])
def test_one_that_cannot_be_read_is_set_aside_and_said_once(folder, text):
    keep_as_earlier(folder, text)
    assert recall("xor") == {} == recall("xor")
    (aside,) = folder.glob("xor.unreadable-*.json")
    assert aside.read_text() == text and aside.name in memory.news().en and memory.news() is None


def test_an_old_file_that_cannot_be_set_aside_is_said_and_stays(folder, monkeypatch):
    keep_as_earlier(folder, "{ broken")

    def read_only(*given):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(memory.os, "replace", read_only)
    assert recall("xor") == {} and "xor.json stays as it is" in memory.news().en and names(folder) == ["xor.json"]


KILLED = """
import os
from course_nn.common import log, memory
steps, replace, append = [], os.replace, log.Log.append
def step(does):
    def one(*given):
        steps.append(1)
        if len(steps) == {step}:
            os._exit(0)
        return does(*given)
    return one
memory.os.replace, log.Log.append = step(replace), step(append)
memory.recall("xor")
"""


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_kernel_that_is_killed_while_it_carries_over_loses_nothing(folder, step):
    keep_as_earlier(folder)
    assert another_kernel(program=KILLED.format(step=step)).wait() == 0
    keep_as_earlier(folder, json.dumps({"answers": {"xor-3": {"option": "2"}}}) if step > 1 else None)
    for _ in range(3):
        assert answered() == (["xor-1", "xor-3"] if step > 1 else ["xor-1"]) and recall("xor")["tasks"] == OLD["tasks"]
    assert all(name == "xor.jsonl" or name.startswith("xor.carried-over-") for name in names(folder))


@pytest.mark.parametrize("count", [30, pytest.param(200, marks=pytest.mark.thorough)])
def test_what_an_earlier_edition_writes_while_this_one_does_is_kept(folder, count):
    folder.mkdir()
    earlier = threading.Thread(target=write_as_earlier, args=[folder, count])
    earlier.start()
    for k in range(count):
        remember("xor", "answers", f"new-{k}", option="yes")
        recall("xor")
    earlier.join()
    assert len(answered()) == 2 * count and memory.news() is None


def write_as_earlier(folder, count):
    """Reads its file, and writes it as a whole."""
    file = folder / "xor.json"
    for k in range(count):
        with suppress(FileNotFoundError):
            kept = {"answers": {}}
            kept = json.loads(file.read_text())
        kept["answers"][f"old-{k}"] = {"option": "yes", "when": memory.now()}
        (folder / ".xor.17.new").write_text(json.dumps(kept))
        os.replace(folder / ".xor.17.new", file)


def test_what_it_writes_just_before_its_file_is_moved_is_kept(folder, monkeypatch):
    keep_as_earlier(folder)
    replace = os.replace

    def writes_first(file, to):
        if file.name == "xor.json":
            keep_as_earlier(folder, json.dumps({"answers": OLD["answers"] | {"xor-3": {"option": "2"}}}))
        replace(file, to)

    monkeypatch.setattr(memory.os, "replace", writes_first)
    recall("xor")
    assert answered() == ["xor-1", "xor-3"]


# ---- a disk that is away for a moment ------------------------------------------------------------------------------


@pytest.fixture
def away(folder):
    """away.goes(): the folder is not there any more; away.comes_back()."""

    class Disk:
        def goes(self):
            folder.rename(folder.with_name("away"))

        def comes_back(self):
            folder.with_name("away").rename(folder)

    remember("xor", "answers", "xor-1", option="yes")
    return Disk()


def test_what_was_known_stays_while_its_folder_is_gone_and_that_is_said(away):
    away.goes()
    assert answered() == ["xor-1"]
    said = memory.news()
    assert "its folder is gone" in said.en and "文件夹不见了" in said.zh


def test_what_is_done_while_the_folder_is_gone_waits_until_it_is_there_again(folder, away, new_kernel):
    away.goes()
    remember("xor", "answers", "xor-2", option="3")
    assert "cannot be kept" in memory.news().en and answered() == ["xor-1", "xor-2"]
    away.comes_back()
    memory._try()
    new_kernel()
    assert memory._WAITING == {} and answered() == ["xor-1", "xor-2"]


def test_what_was_added_to_an_answer_meanwhile_counts_if_nobody_else_has_added_anything(away):
    away.goes()
    remember("xor", "answers", "xor-1", option="yes", told=True)
    away.comes_back()
    memory._try()
    assert recall("xor")["answers"]["xor-1"]["told"]


def test_what_is_done_while_nobody_can_tell_whether_it_was_forgotten_is_kept(away):
    """The next reader locks an answer while the disk on which the last one has forgotten all is away."""
    forget_in_another_kernel()
    away.goes()
    remember("xor", "answers", "xor-1", option="no")
    away.comes_back()
    memory._try()
    assert recall("xor")["answers"]["xor-1"]["option"] == "no"


def test_a_folder_that_was_there_is_not_made_anew_where_its_disk_will_be(folder, away):
    away.goes()
    remember("xor", "answers", "xor-2", option="3")
    remember("losses", "answers", "losses-1", option="four")
    assert not folder.exists()


def test_a_file_that_is_gone_from_a_folder_that_is_there_was_forgotten(folder):
    remember("xor", "answers", "xor-1", option="yes")
    (folder / "xor.jsonl").unlink()
    assert recall("xor") == {}


def test_nothing_is_told_as_forgotten_while_the_folder_is_gone(away):
    away.goes()
    with pytest.raises(FileNotFoundError):
        forget(["xor"])
    away.comes_back()
    assert answered() == ["xor-1"]


# ---- a kernel that could not read what was kept ---------------------------------------------------------------------


@pytest.fixture
def blind(monkeypatch, new_kernel):
    """Called: from now on a new kernel, or this one, cannot read a file of this name; what that gives ends it."""

    def begin(name="xor.jsonl", new=True):
        context, read = monkeypatch.context(), log.contents

        def unreadable(path):
            if path.name == name:
                raise OSError(errno.EIO, "Input/output error")
            return read(path)

        if new:
            new_kernel()
        broken = context.__enter__()
        for module in (log, memory):
            broken.setattr(module, "contents", unreadable)
        return lambda: context.__exit__(None, None, None)

    return begin


def test_what_it_does_takes_no_earlier_answer_away_whatever_it_adds(blind):
    remember("xor", "answers", "xor-1", option="yes")
    sees = blind()
    remember("xor", "answers", "xor-1", option="no")
    remember("xor", "answers", "xor-1", option="no", told=True)
    remember("xor", "answers", "xor-2", option="3")
    assert recall("xor")["answers"]["xor-1"]["told"], "in this kernel the last entry counts"
    sees()
    assert recall("xor")["answers"]["xor-1"]["option"] == "yes" and answered() == ["xor-1", "xor-2"]
    remember("xor", "answers", "xor-1", option="no")
    assert recall("xor")["answers"]["xor-1"]["option"] == "no", "whoever has read it may replace it"


@pytest.mark.parametrize("first, then, stands", [
    ("right", "keep working", "right"),
    ("keep working", "right", "right"),
    ("almost", "keep working", "keep working"),
])  # fmt: skip
def test_an_exercise_that_was_right_once_stays_right(blind, first, then, stands):
    remember("xor", "exercises", "xor-table", voice=first)
    sees = blind()
    remember("xor", "exercises", "xor-table", voice=then)
    sees()
    assert recall("xor")["exercises"]["xor-table"]["voice"] == stands


def test_what_another_kernel_has_answered_stays_if_its_line_cannot_be_read_though_the_file_could_be_before(blind):
    remember("xor", "answers", "xor-1", option="yes")
    assert answered() == ["xor-1"]
    assert another_kernel("other", 1, 1).wait() == 0
    sees = blind(new=False)
    remember("xor", "answers", "other-0-0", option="no")
    sees()
    assert recall("xor")["answers"]["other-0-0"]["option"] == "yes"


def test_an_old_file_that_could_not_be_read_counts_once_it_can(folder, blind):
    keep_as_earlier(folder)
    sees = blind("xor.json")
    remember("xor", "answers", "xor-1", option="no")
    remember("xor", "answers", "xor-2", option="3")
    sees()
    for _ in range(2):  # before and after it is carried over
        assert recall("xor")["answers"]["xor-1"]["option"] == "yes" and recall("xor")["answers"]["xor-2"]


# ---- programs that did not wait for the lock ------------------------------------------------------------------------

HASTY = """
import filelock
def give_up(*given, **more):
    raise filelock.Timeout(".lock")
filelock.FileLock.acquire = give_up
from course_nn.common.memory import remember
remember("xor", "answers", "xor-9", option="yes")
"""


def test_what_is_added_while_a_damaged_file_is_being_set_aside_is_recalled(folder, monkeypatch):
    remember("xor", "answers", "xor-1", option="yes")
    with open(folder / "xor.jsonl", "a") as file:
        file.write("<<<<<<<\n")
    replace = os.replace

    def slow(source, target):
        if Path(target).name == "xor.jsonl":
            assert another_kernel(program=HASTY).wait() == 0
        replace(source, target)

    monkeypatch.setattr(log.os, "replace", slow)
    assert answered() and answered() == ["xor-1", "xor-9"]


@pytest.mark.parametrize("locked", [False, True])  # a backup that is put back takes no lock
def test_what_was_begun_in_a_file_that_is_then_set_aside_is_recalled(folder, deaf, monkeypatch, locked):
    remember("xor", "answers", "xor-1", option="yes")
    write, log_file = log._write, folder / "xor.jsonl"

    def late(file, data):
        if not (folder / "aside").exists():
            os.rename(log_file, folder / "aside")
            shutil.copy(folder / "aside", log_file)
        write(file, data)

    if not locked:
        deaf(filelock.Timeout(".lock"))
    monkeypatch.setattr(log, "_write", late)
    remember("xor", "answers", "xor-2", option="3")
    memory._log.cache_clear()
    assert answered() == ["xor-1", "xor-2"]


@pytest.mark.parametrize("holds", [True, False])
def test_a_write_that_fails_takes_nothing_away_that_another_program_has_written(folder, deaf, monkeypatch, holds):
    remember("xor", "answers", "xor-1", option="yes")

    def fails(file, data):
        file.write(data[:9])
        assert another_kernel(program=HASTY).wait() == 0
        raise FULL

    if not holds:
        deaf(filelock.Timeout(".lock"))
    with monkeypatch.context() as broken:
        broken.setattr(log, "_write", fails)
        remember("xor", "answers", "xor-2", option="3")
    assert {"xor-1", "xor-9"} < {*answered()}
    memory._try()
    memory._log.cache_clear()
    assert {"xor-1", "xor-2", "xor-9"} == {*answered()}


ODD = {
    "a pipe": "os.mkfifo",
    "a folder": "os.mkdir",
    "a device without an end": "lambda path: os.symlink('/dev/zero', path)",
    "a file that fills the memory": "lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 2**40)",
}
GOES_ON = """
import os, sys
from course_nn.common.memory import forget, news, recall, remember
with_it = os.path.join(os.environ["COURSE_NN_MEMORY"], sys.argv[1])
os.makedirs(os.path.dirname(with_it))
({make})(with_it)
remember("xor", "answers", "xor-1", option="yes")
assert recall("xor")["answers"]["xor-1"]["option"] == "yes"
said = news()
assert sys.argv[1] in (".forgotten", ".lock") or "in the place" in said.en or "too large" in said.en, said
try:
    forget(["xor"])
except OSError:
    pass
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes and devices among its files")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", ["xor.jsonl", "xor.json", ".forgotten", ".lock"])
def test_what_stands_in_the_place_of_a_file_is_neither_waited_for_nor_read_without_end(folder, place, odd):
    kernel = another_kernel(place, program=GOES_ON.format(make=ODD[odd]))
    try:
        assert kernel.wait(timeout=60) == 0
    finally:
        kernel.kill()


GAP = bytes(512)


@pytest.mark.parametrize(
    "end, becomes", [(b"\n$", b""), (b"\n", b"\r"), (b"\n", b"\r\n"), (b"^", GAP), (b"\n$", GAP), (b"$", GAP)]
)
def test_all_lines_are_remembered_though_an_editor_has_changed_their_ends_or_took_the_last_one(folder, end, becomes):
    for key in ("xor-1", "xor-2"):
        remember("xor", "answers", key, option="yes")
    (folder / "xor.jsonl").write_bytes(re.sub(end, becomes, (folder / "xor.jsonl").read_bytes()))
    assert answered() == ["xor-1", "xor-2"]
    remember("xor", "answers", "xor-3", option="yes")
    memory._log.cache_clear()
    assert answered() == ["xor-1", "xor-2", "xor-3"]


# ---- forgetting ----------------------------------------------------------------------------------------------------


def test_what_is_forgotten_is_gone_with_all_that_was_set_aside(folder):
    for lecture in ("xor", "losses"):
        remember(lecture, "answers", f"{lecture}-1", option="yes")
    for name in ("xor.unreadable-1.jsonl", "xor.carried-over-1.json", ".xor.17.new", ".xor.jsonl.new"):
        (folder / name).write_text("my answer")
    others = ["losses.csv", "notes.json", "others.jsonl", "xor.ipynb", "xor.pdf"]
    for name in others:
        (folder / name).write_text('{"name": "not the course’s"}\n')
    (folder / "xor.old").mkdir()
    assert forget(["xor"]) == 5 and recall("xor") == {} and recall("losses")
    assert forget() == 1 and names(folder) == [*others[:-1], "xor.old", "xor.pdf"], "what is not the course's stays"


@pytest.mark.parametrize("text", ["[0.9, 0.5]", "3", "null", '{"milk": {"count": 2}}', '{"tasks": 7}'])
def test_a_readers_own_file_that_has_the_name_of_a_lecture_is_left_alone(folder, text):
    keep_as_earlier(folder, text)
    (folder / "losses.jsonl").write_text("[0.9, 0.5]\n")
    assert recall("xor") == {} and memory.news() is None
    assert forget(["xor", "losses"]) == 0 and names(folder) == ["losses.jsonl", "xor.json"]
    assert (folder / "xor.json").read_text() == text


def test_of_a_damaged_file_of_the_course_nothing_stays(folder):
    keep_as_earlier(folder, json.dumps(OLD, indent=1)[:-9])
    (folder / "losses.jsonl").write_text('{"kind": "answers", "key": "losses-1", "entry": {"opt')
    assert forget(["xor", "losses"]) == 2 and names(folder) == []


def test_a_file_that_cannot_be_deleted_keeps_no_other(folder, monkeypatch):
    for lecture in ("xor", "losses"):
        remember(lecture, "answers", f"{lecture}-1", option="yes")
    unlink = Path.unlink

    def held(path, missing_ok=False):
        if path.name == "losses.jsonl":
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    with pytest.raises(PermissionError):
        forget(["losses", "xor"])
    assert names(folder) == ["losses.jsonl"]


def test_another_kernel_goes_on_after_it(folder):
    remember("xor", "answers", "xor-1", option="yes")
    forget_in_another_kernel()
    assert recall("xor") == {}
    remember("xor", "answers", "xor-2", option="yes")
    assert answered() == ["xor-2"]


def test_what_waits_since_before_another_kernel_has_forgotten_is_not_written_nor_recalled(disk):
    remember("xor", "answers", "xor-1", option="yes")
    disk.breaks()
    remember("xor", "answers", "xor-2", option="3")
    forget_in_another_kernel()
    assert recall("xor") == {}
    disk.heals()
    remember("xor", "answers", "xor-3", option="yes")
    memory._log.cache_clear()
    assert answered() == ["xor-3"]


def test_what_waits_is_forgotten_whatever_the_clock_of_whoever_forgets_says(folder, disk):
    program = "import time; time.time = lambda: float({})\nfrom course_nn.common.memory import forget; forget(['xor'])"
    folder.mkdir()
    assert another_kernel(program=program.format(4e9)).wait() == 0  # many years ahead
    disk.breaks()
    remember("xor", "answers", "xor-1", option="yes")
    assert another_kernel(program=program.format(1e9)).wait() == 0
    disk.heals()
    memory._try()
    assert answered() == []


def test_what_was_done_since_is_kept_whatever_the_clocks_of_two_machines_say(folder, disk):
    program = "import time; time.time = lambda: 4e9\nfrom course_nn.common.memory import forget; forget(['xor'])"
    folder.mkdir()
    assert another_kernel(program=program).wait() == 0  # many years ahead
    disk.breaks()
    remember("xor", "answers", "xor-1", option="yes")
    disk.heals()
    memory._try()
    assert answered() == ["xor-1"]


@pytest.mark.parametrize("restored", ["", "an earlier one"])
@pytest.mark.parametrize("is_forgotten", [False, True])
def test_a_backup_that_is_put_back_forgets_nothing_that_waits_and_who_forgets_then_does(
    folder, disk, restored, is_forgotten
):
    remember("losses", "answers", "losses-1")
    if restored:
        forget_in_another_kernel()
    shutil.copytree(folder, folder.with_name("backup"))
    forget(["xor"])
    disk.breaks()
    remember("xor", "answers", "xor-1", option="yes")
    disk.heals()
    shutil.rmtree(folder)
    shutil.copytree(folder.with_name("backup"), folder)
    if is_forgotten:
        forget_in_another_kernel()
    memory._try()
    memory._log.cache_clear()
    assert answered() == ([] if is_forgotten else ["xor-1"])


def test_what_lies_elsewhere_behind_a_link_is_forgotten_too(folder, tmp_path):
    remember("xor", "answers", "xor-1", option="yes")
    shutil.move(folder / "xor.jsonl", tmp_path / "mine.jsonl")
    try:
        (folder / "xor.jsonl").symlink_to(tmp_path / "mine.jsonl")
    except OSError:
        pytest.skip("no links here")
    assert answered() == ["xor-1"]
    assert forget(["xor"]) == 1 and names(folder) == [] and (tmp_path / "mine.jsonl").read_bytes() == b""


# ---- where it is ---------------------------------------------------------------------------------------------------


def test_it_stays_where_it_is_when_a_cell_goes_to_another_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_NN_MEMORY", "mine")
    remember("xor", "answers", "xor-1", option="yes")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert answered() == ["xor-1"]


def test_a_name_that_is_no_folder_is_said(monkeypatch):
    monkeypatch.setenv("COURSE_NN_MEMORY", "~nobody-of-that-name/x")
    remember("xor", "answers", "xor-1", option="yes")
    assert "names no folder" in memory.news().en and "不是文件夹" in memory.news().zh


@pytest.mark.parametrize("place", ["off", "OFF ", os.devnull + "/nowhere", "~nobody-of-that-name/x", "x" * 400])
def test_without_a_place_this_kernel_alone_remembers(monkeypatch, place):
    monkeypatch.setenv("COURSE_NN_MEMORY", place)
    remember("xor", "answers", "xor-1", option="yes")
    assert recall("xor")["answers"]["xor-1"]["option"] == "yes"
    forget(["xor"])
    assert recall("xor") == {}


def test_by_default_it_stands_beside_the_language_of_the_reader(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_NN_MEMORY")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    assert memory.folder() == Path(tmp_path, "course_nn", "memory")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no folder in which somebody works")
def test_a_working_folder_that_was_deleted_is_no_place_and_raises_nothing(monkeypatch, tmp_path):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    monkeypatch.setenv("COURSE_NN_MEMORY", "mine, in a folder that is gone")
    (tmp_path / "gone").rmdir()
    remember("xor", "answers", "xor-1", option="yes")
    assert answered() == ["xor-1"] and "names no folder" in memory.news().en


# ---- rounds that have moved to another lecture --------------------------------------------------------------------


def test_what_was_done_of_a_round_before_it_moved_is_remembered_where_it_is_now():
    remember("activations", "answers", "activations-3", option="vanishes", sure="rather")
    remember("activations", "tasks", "vanishing_gradient/code")
    remember("activations", "exercises", "activations-backward", voice="right")
    kept = recall("practice")
    assert kept["answers"]["practice-layers"]["option"] == "vanishes"
    assert [*kept["tasks"]] == ["vanishing_gradient/code"] and [*kept["exercises"]] == ["practice-backward"]


def test_what_is_done_where_a_round_is_now_takes_the_place_of_what_was_done_before_it_moved():
    remember("practice", "answers", "practice-layers", option="arrives", sure="guess")
    remember("activations", "answers", "activations-3", option="vanishes", sure="rather")
    assert recall("practice")["answers"]["practice-layers"]["option"] == "arrives"


@pytest.mark.parametrize("lecture", ["activations", "practice"])
def test_what_was_done_before_a_round_moved_is_forgotten_with_either_lecture(lecture):
    remember("activations", "answers", "activations-3", option="vanishes", sure="rather")
    forget([lecture])
    assert recall("practice") == {}
