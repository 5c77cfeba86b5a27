"""The reader's own digits: kept on the next day, a hundred at most, and gone when they are to be forgotten."""

import errno

import numpy as np
import pytest

from course_nn.common import log, memory
from course_nn.handwriting import as_digit
from course_nn.notebook.course_map import forget
from course_nn.own_digits import KIND, LECTURE, MOST, keep_digit, my_digits, my_drawings
from course_nn.scripted_hands import drawn


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("COURSE_NN_MEMORY", str(tmp_path / "memory"))
    yield tmp_path / "memory"
    memory._WAITING.clear()
    memory._NEWS.clear()
    memory._FORGOTTEN.clear()


def test_before_anything_is_kept_there_are_none():
    X, y = my_digits()
    assert X.shape == (0, 64) and y.shape == (0,)


def test_what_is_kept_comes_back_as_64_numbers_and_as_it_was_drawn_with_what_it_is(folder):
    assert "You have 1" in keep_digit(drawn(7, 0), 7).en and "2" in keep_digit(drawn(3, 0), 3).zh
    (X, y), (drawings, _) = my_digits(), my_drawings()
    assert y.tolist() == [7, 3] and (drawings[0] == drawn(7, 0)).all()
    assert np.allclose(X, [as_digit(drawn(7, 0)), as_digit(drawn(3, 0))])
    assert [file.name for file in folder.glob("*.jsonl")] == ["digits.jsonl"]


def test_what_cannot_be_written_is_said_not_to_be_kept_and_is_there_all_the_same(folder, monkeypatch):
    def is_full(*_):
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    with monkeypatch.context() as patch:
        patch.setattr(log, "_write", is_full)
        said = keep_digit(drawn(7, 0), 7)
        assert "cannot be kept" in said.en and "share of the disk" in said.en and "磁盘空间已满" in said.zh
        assert my_digits()[1].tolist() == [7]
    assert "Kept as a 3. You have 2" in keep_digit(drawn(3, 0), 3).en


def test_the_hundred_and_first_takes_the_place_of_the_oldest():
    for k in range(MOST + 1):
        keep_digit(drawn(k % 10, 0), k % 10)
    _, y = my_digits()
    assert len(y) == MOST and y[0] == 1 and y[-1] == MOST % 10


def test_forgetting_the_course_takes_them():
    keep_digit(drawn(7, 0), 7)
    forget()
    assert not len(my_digits()[1])


def test_what_somebody_else_wrote_there_is_left_out():
    keep_digit(drawn(7, 0), 7)
    memory.remember(LECTURE, KIND, "50", drawing="no drawing", digit=3, n=9)
    memory.remember(LECTURE, KIND, "51", digit=3)
    assert my_digits()[1].tolist() == [7]
