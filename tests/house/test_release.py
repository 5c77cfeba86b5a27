"""One version in all places, and a command that writes the next one."""

import hashlib
import io
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
import release
import yaml


def versions(texts):
    """What each place says, by the name of its file."""
    read = {path.name: text for path, text in texts.items()}
    return {
        "pyproject.toml": tomllib.loads(read["pyproject.toml"])["project"]["version"],
        "CITATION.cff": yaml.safe_load(read["CITATION.cff"])["version"],
        "CHANGELOG.md": re.search(r"^## (\d\S*?),", read["CHANGELOG.md"], re.M)[1],
    }


@pytest.fixture
def here():
    return {path: path.read_text("utf-8") for path in release.released("9.8.7", "2030-01-02")}


def test_all_places_say_the_same_version(here):
    assert len(set(versions(here).values())) == 1, versions(here)


def test_the_next_version_stands_in_all_places_with_its_day(here, monkeypatch, tmp_path):
    for path, text in here.items():
        (tmp_path / path.name).write_text(text, "utf-8")
    monkeypatch.setattr(release, "ROOT", tmp_path)
    for version, day in (("9.8.7", "2030-01-02"), ("9.9.0", "2031-01-02")):
        found = release.released(version, day)
        assert set(versions(found).values()) == {version}
        text = found[tmp_path / "CITATION.cff"]
        assert text.count("date-released") == 1 and str(yaml.safe_load(text)["date-released"]) == day
        for path, text in found.items():
            path.write_text(text, "utf-8")
        log = tmp_path / "CHANGELOG.md"
        log.write_text(log.read_text("utf-8").replace("\n## ", "\n## 10.0.0, not yet released\n\n## ", 1), "utf-8")


@pytest.mark.parametrize("version", ["", "1.0", "v1.0.0", "1.0.0\n"])
def test_what_is_no_version_is_refused_and_nothing_is_written(version, here):
    with pytest.raises(SystemExit, match="expected a version such as"):
        release.main(version)
    assert all(path.read_text("utf-8") == text for path, text in here.items())


def test_a_second_release_without_new_changes_is_refused(monkeypatch, tmp_path, here):
    for path, text in release.released("9.8.7", "2030-01-02").items():
        (tmp_path / path.name).write_text(text, "utf-8")
    monkeypatch.setattr(release, "ROOT", tmp_path)
    with pytest.raises(SystemExit, match="CHANGELOG"):
        release.released("9.8.8", "2030-01-03")


@pytest.fixture
def made(monkeypatch, tmp_path):
    """made(parts): the files of a release whose steps are quick here; and the steps."""
    steps = []

    def run(*words):
        *command, out = map(str, words)
        steps.append(" ".join(command))
        if "wheel" in command:
            out = command[command.index("-w") + 1]
            Path(out, "course_nn-9.8.7-py3-none-any.whl").write_bytes(b"wheel")
        else:
            Path(out).mkdir()
            Path(out, "index.html").write_text(out, "utf-8")

    def make(*parts):
        release.build(str(tmp_path / "dist"), *parts)
        return {path.name: path.read_bytes() for path in (tmp_path / "dist").iterdir()}

    monkeypatch.setattr(release, "run", run)
    make.steps = steps
    return make


def test_a_release_has_the_wheel_the_book_the_site_and_a_checksum_of_each(made):
    files = made()
    assert files.keys() == {"course_nn-9.8.7-py3-none-any.whl", "book.zip", "lite.zip", "SHA256SUMS"}
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "SHA256SUMS"}
    with zipfile.ZipFile(io.BytesIO(files["lite.zip"])) as site:
        assert "lite/index.html" in site.namelist()


def test_a_part_can_be_made_alone_and_the_checksums_are_of_all_that_is_there(made):
    made("wheel")
    files = made("book")
    assert files.keys() == {"course_nn-9.8.7-py3-none-any.whl", "book.zip", "SHA256SUMS"}
    assert files["SHA256SUMS"].count(b"\n") == 2 and len(made.steps) == 2


@pytest.mark.parametrize("given", [(), ("dist", "books")])
def test_a_part_that_no_release_has_is_refused(made, given):
    with pytest.raises(SystemExit, match="wheel book lite"):
        release.build(*given)
    assert not made.steps


@pytest.mark.thorough
def test_the_wheel_of_a_release_is_real_and_says_its_version(tmp_path):
    release.build(str(tmp_path), "wheel")
    (wheel,) = tmp_path.glob("*.whl")
    version = tomllib.loads((release.ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert wheel.name.startswith(f"course_nn-{version}-")


def test_a_step_that_fails_ends_the_release():
    with pytest.raises(SystemExit) as ended:
        release.run("-c", "raise SystemExit(3)")
    assert ended.value.code == 3
