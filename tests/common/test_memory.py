"""What is remembered survives the kernel, and whatever breaks loses at most the last of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course_nn.common import memory
from course_nn.common.memory import forget, recall, remember


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    monkeypatch.setattr(memory, "_SAID", [])
    return tmp_path / "memory"


def test_what_is_remembered_is_recalled_with_its_day_and_an_entry_replaces_the_one_before():
    assert recall("xor") == {}
    remember("xor", "answers", "xor-1", option="yes")
    remember("xor", "answers", "xor-1", option="no")
    remember("xor", "tasks", "one_unit", done=[0, 2])
    kept = recall("xor")
    assert kept["answers"]["xor-1"]["option"] == "no" and kept["tasks"]["one_unit"]["done"] == [0, 2]
    assert memory.day(kept["answers"]["xor-1"]) == memory.now()[:10]


def test_each_lecture_has_a_file_of_its_own_and_nothing_else_is_left(folder):
    remember("xor", "answers", "xor-1", option="yes")
    remember("losses", "answers", "losses-1", option="yes")
    assert sorted(path.name for path in folder.iterdir()) == ["losses.json", "xor.json"]


def test_two_kernels_keep_what_the_other_has_written(folder):
    remember("xor", "answers", "xor-1", option="yes")
    program = 'from course_nn.common.memory import remember; remember("xor", "answers", "xor-2", option="3")'
    subprocess.run([sys.executable, "-c", program], check=True, env=os.environ)
    remember("xor", "answers", "xor-3", option="four")
    assert [*recall("xor")["answers"]] == ["xor-1", "xor-2", "xor-3"]


@pytest.mark.parametrize("breaks", ["json.dump", "os.fsync", "os.replace"])
def test_whatever_breaks_off_the_old_file_is_whole_and_this_kernel_remembers_the_rest(folder, monkeypatch, breaks):
    remember("xor", "answers", "xor-1", option="yes")
    before = (folder / "xor.json").read_bytes()

    def full(*given, **more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(f"course_nn.common.memory.{breaks}", full)
        said = remember("xor", "answers", "xor-2", option="3")
        assert "No space left" in said.en and "No space left" in said.zh
        assert remember("xor", "answers", "xor-3", option="four") is None, "it is said once"
        assert [path.name for path in folder.iterdir()] == ["xor.json"] and (folder / "xor.json").read_bytes() == before
        assert [*recall("xor")["answers"]] == ["xor-1", "xor-2", "xor-3"]
    remember("xor", "answers", "xor-4", option="opposite")
    assert [*json.loads((folder / "xor.json").read_text())["answers"]] == ["xor-1", "xor-2", "xor-3", "xor-4"]


@pytest.mark.parametrize("place", ["off", "OFF ", os.devnull + "/nowhere", "~nobody-of-that-name/x"])
def test_without_a_place_this_kernel_alone_remembers(monkeypatch, place):
    monkeypatch.setenv("COURSE_NN_MEMORY", place)
    remember("xor", "answers", "xor-1", option="yes")
    assert recall("xor")["answers"]["xor-1"]["option"] == "yes"
    forget()
    assert recall("xor") == {}


@pytest.mark.parametrize(
    "found", ["", "{", "[1]", "3", '{"answers": 3}', '{"answers": {"xor-1": 3}}', "\x00\xff", "[" * 100_000, "null"]
)
def test_a_file_that_this_course_never_wrote_is_no_memory_and_gives_way(folder, found):
    folder.mkdir()
    (folder / "xor.json").write_bytes(found.encode("latin-1"))
    assert not any(recall("xor").values())
    remember("xor", "answers", "xor-2", option="3")
    assert recall("xor")["answers"]["xor-2"]["option"] == "3"


def test_what_is_forgotten_is_gone_of_one_lecture_or_of_all(folder):
    for lecture in ("xor", "losses"):
        remember(lecture, "answers", f"{lecture}-1", option="yes")
    assert forget("xor") == 1 and recall("xor") == {} and recall("losses")
    assert forget() == 1 and list(folder.iterdir()) == []


def test_by_default_it_stands_beside_the_language_of_the_reader(monkeypatch, tmp_path):
    monkeypatch.delenv("COURSE_NN_MEMORY")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    assert memory.folder() == Path(tmp_path, "course_nn", "memory")
