"""The files in which it is kept what each demo draws, drawn/<demo>.txt beside its tests; `pytest --redraw` writes them.

A file has a page for each setting in English, and one in Chinese behind it: where the demo starts, at a few settings
that move what else there is, and last where it starts with what a student predicted, if that can be drawn. Of a page
only that is written which the pages before it do not lead to expect. A few files end with the colours of the first page
as a dark page shows them: "on a dark page", written into a file, asks for that.
"""

import re
from typing import NamedTuple

from computed import whole
from drawn import LOOSE, NAMES, picture
from offenders import expect_none
from telling_settings import telling_settings

from course_nn.common.words import LANGUAGE
from course_nn.drawing import look
from course_nn.lectures import rounds_of
from course_nn.notebook.exercises import questions_of
from course_nn.stage.controls import Values, with_values
from course_nn.stage.frame import painting
from course_nn.stage.picture import haunt

QUOTED = re.compile(r"""(?<!\w)'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""")
START, CHINESE, DARK, GONE = "at the start", "in Chinese", "on a dark page", "is gone"
COLORS = {name: color for color, name in NAMES.items()}
PREDICTED = "predicted"  # in place of a control: the option that was locked


class Reviewed(NamedTuple):
    """What a file says."""

    settings: list  # {control: value}, what is not where it starts
    pages: list = ()  # {place: line}, two for each setting: English, Chinese
    dark: dict | None = None  # {place: colours on a dark page}, where that is kept


def read(path):
    heads, pages, dark = [], [], None
    for block in re.split(r"\n{2,}", path.read_text("utf-8").strip()):
        head, *lines = block.splitlines()
        swallowed = [line for line in lines if line.startswith("at ")]
        assert not swallowed, f"{path.name}: an empty line is missing before {swallowed[0]}"
        found = dict(line.split(" ", 1) for line in lines)
        if head == DARK:
            dark = found
            continue
        heads.append(head)
        page = expected(pages) | found
        pages.append({place: line for place, line in page.items() if line != GONE})
    assert {*heads[1::2]} <= {CHINESE}, f"{path.name}: each setting is followed by a page {CHINESE}"
    settings = [eval(f"dict({head.removeprefix('at ').removeprefix('the start')})") for head in heads[::2]]
    return Reviewed(settings, pages, dark)


def write(path, demo, reviewed, move):
    """Keep what a demo draws now, at the same settings and as strictly as before."""
    settings, blocks, pages = [one for one in reviewed.settings if PREDICTED not in one] + predicted(demo), [], []
    for k, lines in enumerate(drawn_pages(demo, settings, move)):
        usual, is_new = expected(pages), k >= len(reviewed.pages)
        before = usual if is_new else reviewed.pages[k]
        loose = {place for place, line in before.items() if line.startswith(LOOSE)}
        page = {place: LOOSE * (place in loose) + str(line) for place, line in lines.items()}
        page |= {place: usual[place] for place in loose & page.keys() if is_new and lines[place].says(usual[place])}
        changed = [f"{place} {line}" for place, line in page.items() if usual.get(place) != line]
        changed += [f"{place} {GONE}" for place in usual if place not in page]
        blocks.append("\n".join([CHINESE if k % 2 else head(settings[k // 2]), *changed]))
        pages.append(page)
    if reviewed.dark is not None:
        blocks.append("\n".join([DARK, *(f"{place} {colors}" for place, colors in on_a_dark_page(pages[0]).items())]))
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", "utf-8")


def head(values):
    return f"at {', '.join(f'{name}={value!r}' for name, value in values.items())}" if values else START


def expected(pages):
    """The next page, if it were like those before: a setting draws what the start draws, and Chinese what English."""
    if len(pages) < 2 or len(pages) % 2 == 0:
        return pages[0] if pages else {}
    english, chinese, now = *pages[:2], pages[-1]
    return {place: chinese.get(place, line) if english.get(place) == line else line for place, line in now.items()}


def on_a_dark_page(page):
    """{place: its colours of the palette, each with what becomes of it}."""
    found = {}
    for place, line in page.items():
        words = QUOTED.sub("", str(line).partition(" @ ")[0]).split()
        names = [name for name in dict.fromkeys(words) if name in COLORS]
        if names:
            found[place] = ", ".join(f"{name} {look.on_dark(COLORS[name])}" for name in names)
    return found


def texts(page):
    """What is written in a picture."""
    quoted = [a or b for line in page.values() for a, b in QUOTED.findall(line.partition(" @ ")[0])]
    return [text for texts in quoted for text in texts.split(" | ")]


def from_the_start(demo, values):
    """All controls where they start, but for these: artists are moved, pixels are not asked for."""
    option = values.get(PREDICTED)
    values = Values(demo.spec.start() | {name: value for name, value in values.items() if name != PREDICTED})
    result = whole(demo.spec.name, *sorted(values.items()))
    with painting():
        with_values(demo.draw, demo.artists, result, values=values)
        if option:
            haunt(demo.artists, demo.spec.ghost(demo.artists, option))


def predicted(demo):
    """[the first option of the question of its round that can be drawn], as a setting; [] without one."""
    section, _, name = demo.spec.name.partition(".")
    for one in rounds_of(section).values() if demo.spec.ghost else []:
        options = [option for key in one.questions[:1] for option in questions_of(section)[key].options]
        found = [option for option in options if one.demo == name and demo.spec.ghost(demo.artists, option)]
        if found:
            return [{PREDICTED: found[0]}]
    return []


def drawn_pages(demo, settings, move):
    """{place: Line} for each page."""
    pages = [[] for _ in settings]
    try:
        for LANGUAGE.shown in ("en", "zh"):
            figure = demo.figure  # in that language
            for page, values in zip(pages, settings):
                move(demo, values)
                page.append(picture(figure))
    finally:
        LANGUAGE.shown = "both"
    return [page for both in pages for page in both]


def expect_reviewed(path, demo, redraw=False, move=from_the_start):
    """That a demo draws what its file says.

    redraw : write the file anew, at the same settings; of a demo that is new, or has other controls, at telling ones
    move   : (demo, values) brings the demo to a setting
    """
    if redraw:
        kept = read(path) if path.exists() else None
        fits = kept and all(name in (*demo.spec.controls, PREDICTED) for one in kept.settings for name in one)
        write(path, demo, kept if fits else Reviewed(telling_settings(demo), dark=kept and kept.dark), move)
    assert path.exists(), f"{path} is missing: `pytest --redraw -k <section>.<name>` writes it"
    kept = read(path)
    assert [one for one in kept.settings if PREDICTED in one] == predicted(demo), "`--redraw` adds what is predicted"
    expect_none(differences(kept, demo, move))


def same(kept, now):
    return kept.startswith(LOOSE) if now is None else kept is not None and now.says(kept)


def differences(reviewed, demo, move=from_the_start):
    """What is drawn otherwise than it was reviewed, in sentences."""
    found = []
    for k, now in enumerate(drawn_pages(demo, reviewed.settings, move)):
        kept, where = reviewed.pages[k], head(reviewed.settings[k // 2]) + (", " + CHINESE) * (k % 2)
        for place in dict.fromkeys([*kept, *now]):
            if not same(kept.get(place), now.get(place)):
                found.append(f"{where}\n  was {place} {kept.get(place)}\n  now {place} {now.get(place)}")
        dark = on_a_dark_page(now)
        if k == 0 and reviewed.dark not in (None, dark):
            found.append(f"{DARK}\n  was {reviewed.dark}\n  now {dark}")
    return found
