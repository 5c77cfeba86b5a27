"""The notebooks are what their texts make of them, and Python and text know the same keys."""

import json
from importlib import import_module

import pytest
from offenders import expect_none

import notebooks
from course_nn.lectures import LECTURES, rounds_of
from course_nn.notebook import claims as ledger
from course_nn.stage import DEMOS

EACH = pytest.mark.parametrize("section", LECTURES)


def sources(text):
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(text)["cells"]}


@pytest.mark.parametrize("name", notebooks.FOLDERS)
def test_a_notebook_is_what_its_texts_make_of_it(name):
    there, made = (notebooks.NOTEBOOKS / name).read_text("utf-8"), notebooks.notebook(name)
    if there != made:
        old, new = sources(there), sources(made)
        changed = ", ".join(key for key in {**new, **old} if old.get(key) != new.get(key)) or "its form"
        folder = notebooks.FOLDERS[name].relative_to(notebooks.ROOT)
        pytest.fail(
            f"notebooks/{name} is out of date: {changed}. Its words are edited in {folder}/text.en.md and text.zh.md; "
            "then python tools/notebooks.py makes it anew"
        )


@EACH
def test_what_is_right_is_known_of_each_question_and_exercise_of_the_text_and_of_no_other(section):
    module, text = import_module(f"{LECTURES[section].home}.questions"), LECTURES[section].text
    import_module(LECTURES[section].home)
    demos = {key: DEMOS[f"{section}.{one.demo}"] for key, one in text.rounds.items() if one.demo}
    told = [key for key, demo in demos.items() if demo.right or demo.estimate_of(key)]
    assert sorted([*module.RIGHT_OPTIONS, *told]) == sorted(text.questions) and {*module.EXERCISES} == {*text.exercises}
    expect_none(
        key
        for key, one in module.EXERCISES.items()
        if (key in text.solutions) == (one.solve is not None)  # one of both
    )


@EACH
def test_each_task_of_the_text_has_its_judge_and_each_judge_its_task(section):
    import_module(LECTURES[section].home)
    for key, one in rounds_of(section).items():
        to_do = DEMOS[f"{section}.{one.demo}"].to_do if one.demo else {}
        assert {*to_do.get(key, to_do)} == {*LECTURES[section].text.tasks.get(key, ())}, key


@pytest.mark.parametrize("section", [section for section, lecture in LECTURES.items() if lecture.has_claims])
def test_each_claim_of_the_text_has_its_test_and_says_no_change_that_the_sceptic_of_its_demo_says(section):
    claims, texts = import_module(f"{LECTURES[section].home}.claims").CLAIMS, LECTURES[section].text.claims
    assert [*claims] == [*texts]
    demos = {entry.says: entry.demo for entry in ledger.claims()}
    expect_none(
        f"{key}: {change}"
        for key, text in texts.items()
        for change, words in text.tried.items()
        if change not in claims[key].tried or words == said_by_the_sceptic(demos[text.says], change)
    )


def said_by_the_sceptic(demo, change):
    sceptic = DEMOS[demo].sceptic if demo in DEMOS else None
    return sceptic.changes[change].label if sceptic and change in sceptic.changes else None


def test_no_round_is_a_skeleton_any_more():
    """What tools/new_round has made, and nobody has written since."""
    folders = notebooks.PACKAGE, notebooks.ROOT / "tests/lectures"
    files = [file for folder in folders for end in ("md", "py") for file in sorted(folder.rglob(f"*.{end}"))]
    expect_none(
        f"{file.relative_to(notebooks.ROOT)}:{number} is still a skeleton"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if "SKELETON" in line
    )
