"""One version in all places, and a command that writes the next one."""

import re
import tomllib

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
