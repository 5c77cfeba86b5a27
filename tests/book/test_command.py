"""The command says what is wrong in one sentence, before anything is built."""

import pytest
from book import command
from book.chosen import CHOSEN


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--only", "03_xro"], "did you mean '03_xor'?"),
        (["--language", "fr"], "unknown language 'fr'"),
        (["--address", "example.org"], "expected https://…"),
        (["--live", "https://example.org/lab"], "{notebook} stands for the file name"),
    ],
)
def test_bad_input_is_one_sentence_in_both_languages(arguments, sentence, tmp_path, capsys):
    assert command.main([*arguments, "--out", str(tmp_path / "site")]) == 2
    english, chinese = capsys.readouterr().err.strip().split("\n")
    assert sentence in english and any("\u4e00" <= sign <= "\u9fff" for sign in chinese)


def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert command.main(["--out", str(tmp_path / "file" / "site")]) == 2
    assert "choose another folder with --out" in capsys.readouterr().err


def test_a_missing_package_is_named(monkeypatch, capsys):
    monkeypatch.setitem(command.NEEDED, "no_such_module", "no-such-package")
    assert command.main([]) == 2
    assert "no-such-package" in capsys.readouterr().err


def test_a_plan_names_what_is_asked_for(tmp_path):
    asked = ["--only", "03_xor.ipynb", "--only", "reference", "--language", "zh", "--out", str(tmp_path)]
    plan = command.plan_of(command.options_of([*asked, "--address", "https://example.org/book"]))
    assert [page.name for page in plan.pages] == ["03_xor", "reference"]
    assert plan.languages == ["zh"] and plan.address == "https://example.org/book/" and not plan.whole
    assert command.plan_of(command.options_of(["--out", str(tmp_path)])).whole


def test_a_cell_that_fails_is_named(one_process, tmp_path, capsys):
    one_process.setitem(CHOSEN, "start.one_weight", "no_such_control")
    assert command.main(["--only", "00_start_here", "--language", "en", "--out", str(tmp_path)]) == 1
    assert "cell start-1-play could not be shown: BadInput: unknown control" in capsys.readouterr().err
