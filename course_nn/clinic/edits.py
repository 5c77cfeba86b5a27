"""What a student does to a script: says which line is wrong, "@12", and what to write there, "=12.2"."""

from typing import NamedTuple

from course_nn.clinic.scripts.script import Script


class Edit(NamedTuple):
    """A line that is said to be wrong, or one of the options for it; both counted from 1."""

    line: int
    option: int  # 0 for the line itself


def read_edit(text: str) -> Edit:
    """What an entry of the record says: "@12" or "=12.2".

    raises : ValueError for what is neither
    """
    line, _, option = text[1:].partition(".")
    if (
        text[:1] not in ("@", "=")
        or not (line + option).isdecimal()
        or len(text) > 6
        or bool(option) != (text[0] == "=")
    ):
        raise ValueError(text)
    return Edit(int(line), int(option or 0))


def is_edit(script: Script, text: str) -> bool:
    """Whether a text names a line of the script, or an option for a line where the fault can be mended."""
    try:
        edit = read_edit(text)
    except ValueError:
        return False
    options = script.faulty[edit.line - 1].options if edit.line - 1 in script.faulty else ()
    return 1 <= edit.line <= len(script.lines) and (text[0] == "@" or 1 <= edit.option <= len(options))


def is_right(script: Script, edit: Edit) -> bool:
    """Whether the fault can be mended in this line, or is mended by this option."""
    if not edit.option:
        return edit.line - 1 in script.faulty
    return edit.option - 1 in script.faulty[edit.line - 1].cures


def edits(script: Script, done: list) -> tuple[list, list, bool]:
    """Of what was done, in order: what was wrong, the lines that were found, and whether the script is mended."""
    wrong: list[str] = []
    found: list[int] = []
    for text in done:
        edit = read_edit(text)
        if not is_right(script, edit):
            wrong.append(text)
        elif edit.option:
            return wrong, found, True
        else:
            found.append(edit.line)
    return wrong, found, False
