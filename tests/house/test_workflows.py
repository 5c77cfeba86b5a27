"""The workflow files: they parse, run only what is there, and try every Python and every version that is promised."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from offenders import expect_none
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.version import Version

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github/workflows"
TEXTS = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yml"))}
NEWEST = 14  # the newest Python 3 that is tried
OF_THE_REPOSITORY = re.compile(r"(?<![\w/.-])((?:tools|tests|benchmarks|notebooks|\.github)/[\w./-]+|[\w-]+\.txt)")


def workflow(name):
    return yaml.safe_load(TEXTS[name])


def commands(name):
    """All that a workflow runs, one step a line."""
    return [step["run"] for job in workflow(name)["jobs"].values() for step in job["steps"] if "run" in step]


def matrix():
    return workflow("test.yml")["jobs"]["systems"]["strategy"]["matrix"]


def requirements(name):
    """Requirements with a lower bound, by name."""
    lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if re.match(r"\w", line)]
    return {one.name: one for one in map(Requirement, lines) if one.specifier}


@pytest.mark.parametrize("name", TEXTS)
def test_a_workflow_parses_and_says_when_and_where(name):
    found = workflow(name)
    assert found["name"] and found[True]  # YAML 1.1 reads the word on as true
    for job in found["jobs"].values():
        assert job["runs-on"] and job["steps"]
    assert "permissions" in found, "without it a workflow may write"


def test_a_workflow_runs_only_what_is_there():
    expect_none(
        f"{name}: {path}"
        for name in TEXTS
        for command in commands(name)
        for path in OF_THE_REPOSITORY.findall(command)
        if not (ROOT / path).exists()
    )


def test_every_promised_python_is_tried_on_every_system():
    tried = [Version(version) for version in matrix()["python"]]
    promised = SpecifierSet(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"])
    assert [str(version) for version in tried] == [f"3.{n}" for n in range(NEWEST + 1) if f"3.{n}" in promised]
    assert {system.partition("-")[0] for system in matrix()["os"]} == {"ubuntu", "macos", "windows"}


def test_the_oldest_versions_are_those_that_the_requirements_allow():
    asked = requirements("requirements.txt") | requirements("requirements-dev.txt")
    asked |= {one.name: one for one in map(Requirement, project_dependencies())}
    pinned = {one.name: one.specifier for one in requirements(".github/oldest.txt").values()}
    bounds = {name: [part.version for part in one.specifier if part.operator == ">="] for name, one in asked.items()}
    lowest = {name: Version(found[0]) for name, found in bounds.items() if found}
    expect_none(f"{name} is not in oldest.txt" for name in lowest.keys() - pinned.keys())
    expect_none(f"{name}{pinned[name]}, and not {lowest[name]}" for name in pinned if lowest[name] not in pinned[name])


def test_the_tested_versions_are_allowed_and_none_that_is_asked_for_is_missing():
    asked = requirements("requirements.txt") | {one.name: one for one in map(Requirement, project_dependencies())}
    pinned = {one.name: str(one.specifier).removeprefix("==") for one in requirements("tested.txt").values()}
    expect_none(f"{name} is not in tested.txt" for name in asked if name not in pinned)
    expect_none(f"{name}=={pinned[name]}" for name, one in asked.items() if pinned[name] not in one.specifier)


def project_dependencies():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]


def test_a_run_every_week_sees_what_breaks_upstream():
    assert workflow("test.yml")[True]["schedule"] and workflow("lite.yml")[True]["schedule"]


def test_every_week_restless_hands_work_on_what_the_thorough_tests_have_seen():
    steps = [step.get("run", "") for step in workflow("test.yml")["jobs"]["everything"]["steps"]]
    assert ["--share 1/1" in step for step in steps][-2:] == [True, False] and "benchmarks/soak.py" in steps[-1]


def test_the_jobs_of_a_push_divide_the_thorough_tests_among_them():
    steps = workflow("test.yml")["jobs"]["systems"]["steps"]
    (tests,) = [step for step in steps if "pytest" in step.get("run", "")]
    assert "--share" in tests["run"]
    assert tests["env"]["SHARE"] == "${{ strategy.job-index + 1 }}/${{ strategy.job-total }}"


def test_a_push_computes_with_two_kernels_of_openblas_and_a_week_with_all():
    of_a_week, of_a_push = re.findall(
        r"\[.*?\]", workflow("test.yml")["jobs"]["kernels"]["strategy"]["matrix"]["kernel"]
    )
    assert len(json.loads(of_a_push)) == 2 and set(json.loads(of_a_push)) < set(json.loads(of_a_week))


def test_the_book_is_published_even_if_the_site_beside_it_cannot_be_built():
    steps = workflow("book.yml")["jobs"]["build"]["steps"]
    (beside,) = [step for step in steps if "tools/lite" in step.get("run", "")]
    assert beside["continue-on-error"] and "&& mv lite site/lite" in beside["run"], "all of it, or nothing"


def test_a_release_is_made_by_the_command_that_an_owner_has_too():
    made = "\n".join(commands("release.yml"))
    assert "python tools/release.py --build dist\n" in made and "dist/*" in made


def test_what_is_borrowed_is_pinned_to_a_commit_and_names_its_version():
    borrowed = [line for text in TEXTS.values() for line in re.findall(r"uses: (.*)", text)]
    assert borrowed
    expect_none(line for line in borrowed if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line))


def test_what_checks_the_pages_javascript_is_pinned_and_may_come_from_any_registry():
    folder = ROOT / ".ci/javascript"
    asked = json.loads((folder / "package.json").read_text("utf-8"))["devDependencies"]
    locked = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
    expect_none(
        name for name, package in locked.items() if name and ("resolved" in package or not package["integrity"])
    )
