"""What the clinic says of a script: its last loss and score, the line that is chosen, and why a line is right."""

from html import escape

from course_nn.clinic.case_record import WRONG
from course_nn.clinic.code_view import CodeShown, error_in_short, in_rows
from course_nn.clinic.edits import is_right, read_edit
from course_nn.clinic.reading_words import in_five_characters, score_in_words
from course_nn.clinic.scripts.explanations import EXPLANATIONS
from course_nn.clinic.scripts.running import Curves
from course_nn.clinic.scripts.script import Script
from course_nn.common.words import Words

NAMES = {"numpy": "NumPy", "pytorch": "PyTorch"}


def reports_r2(script: Script) -> bool:
    """Whether the score of a script is R²: it divides by a variance."""
    return any(".var(" in line for line in script.lines)


def run_in_words(script: Script, run: Curves) -> Words:
    """What a run came to: its last training loss and its last score, or what Python says."""
    if run.error:
        error = escape(error_in_short(run))
        return Words(f"Python says <b>{error}</b>. ", f"Python 报错：<b>{error}</b>。")
    loss, score = in_five_characters(run.train_loss[-1]), score_in_words(run.val_score[-1], reports_r2(script))
    return Words(
        f"training loss <b>{loss}</b>, validation <b>{score}</b>. ", f"训练损失 <b>{loss}</b>，验证 <b>{score}</b>。"
    )


def readout(bed: int, shown: CodeShown, done: list, points: int) -> Words:
    """The script's run, the chosen line as it can be read aloud, and what was said of the last edit.

    bed : its number;  done : what was done there, in order;  points : so far
    """
    script, line = shown.script, shown.script.lines[shown.line - 1].strip()
    run, said = run_in_words(script, shown.sick), _said(shown, done, points)
    code = f"<code>{escape(line)}</code>" if line else "—"
    return Words(
        f"Bed {bed} (a script, {NAMES[script.language]}): {run.en}Line {shown.line}: {code}. {said.en}",
        f"{bed} 号床（{NAMES[script.language]} 脚本）：{run.zh}第 {shown.line} 行：{code}。{said.zh}",
    )


def _said(shown, done, points):
    """The verdict on the last edit; the points so far before the first."""
    if shown.cured:
        return _mended(shown, read_edit(done[-1]).line, points)
    if not done:
        return Words("Which line is wrong? Choose it, then Lock.", "哪一行写错了？选中那一行，再锁定。")
    edit = read_edit(done[-1])
    if is_right(shown.script, edit):
        return Words(
            f"<b>Here it can be mended.</b> Choose what to write, then Lock{_chosen(shown).en}.",
            f"<b>可以在这里改正。</b>选出应写的代码，再锁定{_chosen(shown).zh}。",
        )
    if edit.option:
        return Words(
            f"<b>That does not mend it</b> ({WRONG} points).{_chosen(shown).en}",
            f"<b>这样改没有用</b>（{WRONG} 分）。{_chosen(shown).zh}",
        )
    why = shown.script.harmless[edit.line - 1]
    return Words(
        f"<b>Line {edit.line} is right</b> ({WRONG} points): {why.en}",
        f"<b>第 {edit.line} 行没错</b>（{WRONG} 分）：{why.zh}",
    )


def _chosen(shown):
    """The option that is chosen, for who hears it."""
    if not shown.can_write:
        return Words("", "")
    option = shown.script.faulty[shown.line - 1].options[shown.option - 1]
    code = f"<code>{escape(option)}</code>" if option else in_rows(option)
    return Words(f" (chosen: {code})", f"（已选：{code}）")


def _mended(shown, line, points):
    about, poor = EXPLANATIONS[shown.script.fault], shown.script.faulty[line - 1].poor
    run = run_in_words(shown.script, shown.cured)
    return Words(
        f"<b>Mended</b>, points {points}: {about.name.en}. {about.why.en} {about.shows.en} {poor.en}Now {run.en}",
        f"<b>改好了</b>，用了 {points} 分：{about.name.zh}。{about.why.zh}{about.shows.zh}{poor.zh}改正后{run.zh}",
    )
