"""A new round begins as a skeleton that stands in its lecture, behind the others."""

import pytest
from new_round import command

from course_nn.lectures import LECTURES
from course_nn.text.lecture import FILES, LectureText


@pytest.mark.parametrize(
    "section", [section for section in LECTURES if section != "playground" and not LECTURES[section].built]
)
def test_the_text_of_a_new_round_comes_behind_the_last_one_and_before_the_exercises(section, tmp_path):
    for file in FILES:
        text = (LECTURES[section].folder / file).read_text("utf-8")
        new = command.filled(file, section=section, name="two_lines", key=f"{section}-two-lines")
        (tmp_path / file).write_text(command.with_round(text, new, section), "utf-8")
    old, new = LECTURES[section].text, LectureText(tmp_path)
    assert [*new.rounds] == [*old.rounds, f"{section}-two-lines"]
    assert new.rounds[f"{section}-two-lines"][1:] == ("two_lines", (f"{section}-two-lines",), True)
    assert (
        new.exercises == old.exercises and new.claims == old.claims and new.questions | old.questions == new.questions
    )
    assert {**new.tasks, **old.tasks} == new.tasks
    keys = [en.key for en, _ in new.pairs if en.kind == "text"]
    first = next(
        (key for key in keys if key.endswith("-exercises") or f"{key.removesuffix('-text')}" in old.exercises), ""
    )
    assert not first or keys.index(f"{section}-two-lines-explain") < keys.index(first)


@pytest.mark.parametrize(
    "given", [("lossy", "huber"), ("losses", "Huber"), ("losses", "chooser"), ("losses", "margins")]
)
def test_what_cannot_be_a_new_round_is_said_and_nothing_is_written(given):
    with pytest.raises(SystemExit, match="expected|is there already"):
        command.make(*given)
