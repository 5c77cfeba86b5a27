"""What is seen of a demo: its picture, the strip below it, all controls, and what the reader hears."""

import base64
import logging
import re
from collections import deque
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from pathlib import Path

import ipywidgets
import numpy as np
from ipywidgets import HTML, Box, HBox, VBox, Widget

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words, block, shown, term
from course_nn.stage.frame import Frame
from course_nn.stage.layer import layer
from course_nn.stage.pixels import data_url, encoded
from course_nn.stage.sheet import Size, size
from course_nn.stage.widgets import level

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
# Scoped to the notebook: JupyterLab marks its own page with lang="en", and must not vanish with the English. Two that
# are open may show two languages; layer.js says to each which it is, and where nobody does, this counts.
HIDE = {
    "en": '.jp-Notebook:not(.cn-told) [lang="zh-Hans"] { display: none; }',
    "zh": '.jp-Notebook:not(.cn-told) [lang="en"] { display: none; }',
    "both": "",
}
_CLOSED: deque[str] = deque(maxlen=10_000)  # ids of the widgets that were closed last
MEDIA = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}  # what a browser calls a file
SIGNS = {"open": "○", "almost": "◐", "solved": "●"}


@cache
def style_sheet() -> HTML:
    """The one widget, without size, that gives all words and widgets their style, and hides the other language.

    Every demo shows it too, so the choice holds even while the cell of the switch is not on the page.
    """
    sheet = HTML(_sheet(), layout=ipywidgets.Layout(height="0", margin="0"))
    LANGUAGE.observe(lambda change: setattr(sheet, "value", _sheet()), "shown")
    return sheet


def styled(html: str) -> str:
    """HTML that brings its style along, for where no widget does."""
    return f"<style>{STYLE}</style>{html}"


def table_of_pairs(head: Words, pairs: list[tuple[Words, Words]]) -> str:
    """A heading and a table of two columns, each of HTML in both languages; it brings its style along."""
    rows = "".join(f"<tr>{''.join(f'<td>{block(words)}</td>' for words in pair)}</tr>" for pair in pairs)
    return styled(f"{block(Words(*(f'<b>{words}</b>' for words in head)))}<table>{rows}</table>")


def _sheet():
    return f"<style>{STYLE}{HIDE[LANGUAGE.shown]}</style>"


class Shown:
    """Widgets, and words in their place where none can be shown.
    部件；无法显示部件之处以文字代替。

    box   : the widget
    words : () -> Words
    """

    def __init__(self, box, words):
        self.box, self._words = box, words

    def _repr_mimebundle_(self, **kwargs):
        words = self._words()
        return self.box._repr_mimebundle_(**kwargs) | {"text/html": styled(block(words)), "text/plain": words.shown()}


class Page:
    """The widgets of a demo. It shows what it is told, and computes nothing.
    演示在页面上的全部部件：只负责显示，不做计算。

    From above: the title, unless a question stands over it; the picture; where to answer; the task; a strip of the few
    controls that the task needs; all controls, if the reader wants them; tips; what is said of the picture. In a low
    and wide window the picture stands beside all that but the controls and the tips.

    spec    : the Demo, of which it takes title, rows and panes of controls, and the height of the picture. A pane may
              hold names of controls and Actions; a list in its list is a row of its own. Controls in none of them stand
              above the tabs, first those in rows
    panel   : the Panel, whose controls and Play buttons it shows
    actions : Actions, a button each in the strip
    press   : called with the Action whose button is pressed
    tasks   : TaskLine or None
    tips    : Tips or None

    save, to_film, look : buttons that take the picture along, film it, and lift its veil
    clip  : the button that films how the veil lifted
    all   : the button that shows all controls
    films : whether films are offered
    """

    def __init__(self, spec, panel, actions, press, tasks=None, tips=None):
        self.title, self.live, self.players = spec.title, panel.live, panel.players.values()
        self.tasks, self.tips = tasks, tips
        self._needed, self._has_moral = spec.needed, spec.sceptic is not None
        self._bar = self._go = None  # of a presentation
        self.warning, self.buttons, self._press = "", [], press  # buttons: pairs (widget, Words)
        self._rows, self._panes = [*map(list, spec.weight_rows)], spec.panes
        self.layer = layer(1, 1)
        if self.layer:
            self.layer.hovers = [k for k, handle in enumerate(spec.handles) if handle.hover]
        self.picture, self.message, self.words = _part("picture"), _part("message"), _part("readout")
        self.more, self.moral, self.goal, self.taken = _part("more"), _part("moral"), _part("goal"), _part("taken")
        self._all, self.controls = self._columns_and_tabs(), VBox()
        self.box = _kind("cn-demo", VBox([*self._above(), self._strip(actions), self.controls, *self._below()]))
        self.resize(size([], spec.height))
        self.show_needed()

    def _above(self):
        """What stands over the strip."""
        picture = under(self.layer, self.picture) if self.layer else self.picture
        to_do = [self.tasks.box] if self.tasks else []
        return [_part("title", f"<b>{self.title.html()}</b>"), picture, self._asking(), *to_do]

    def _below(self):
        """What is said of the picture, below all controls."""
        to_know = [self.tips.box] if self.tips else []
        broken = [self.broken] if self.breaks else []
        said = [self.message, self._readouts(), self.more, self.moral, *broken, self.goal]
        return [*to_know, *said, *self._offers(), style_sheet()]

    def _asking(self):
        """Where the question of its round is answered."""
        self.answer, self.look = _kind("cn-answer", VBox()), ipywidgets.Button(icon="eye")
        self.clip, self.clipped = ipywidgets.Button(icon="film"), VBox()
        self.look.add_class("cn-look")
        self.clip.add_class("cn-clip")
        return VBox([self.answer, self.look, self.clip, self.clipped])

    def _strip(self, actions):
        """Play, the controls that the task needs, a button that shows all, the Actions, one that hands a setting in
        which breaks the moral, and one that saves."""
        self.needed, self.all = _kind("cn-columns", Box()), ipywidgets.ToggleButton(icon="sliders")
        self.save = ipywidgets.Button(icon="download")
        self.save.add_class("cn-save")
        self.breaks, self.broken = None, None
        if self._has_moral:
            self.breaks, self.broken = ipywidgets.Button(icon="bolt"), _part("broken")
            self.breaks.add_class("cn-breaks")
        self.all.observe(lambda change: self.show_needed(), "value")
        if self.tasks:
            self.tasks.next.on_click(lambda _: self.show_needed())
        play = [player.button for player in self.players]
        tips = [self.tips.again] if self.tips else []
        last = [self.save, self.breaks] if self.breaks else [self.save]
        return _kind("cn-strip", HBox([*play, self.needed, self.all, *map(self._button, actions), *tips, *last]))

    def show_needed(self) -> None:
        """The controls that the task needs, or all. 显示任务所需的控件，或全部控件。"""
        needed = self._needed(self.tasks and self.tasks.tasks[self.tasks.at])
        folded = not self.all.value
        self.needed.children = [self.live[name].view for name in needed] if folded else []
        self.controls.children = [] if folded else self._all
        self.all.layout.display = "none" if set(needed) == {*self.live} else ""

    def _readouts(self):
        """The first numbers, and a button that unfolds the rest."""
        self.unfold = ipywidgets.ToggleButton(icon="ellipsis-h")
        self.unfold.observe(lambda change: self._unfold(change.new), "value")
        self._unfold(False)
        return _kind("cn-readouts", HBox([self.words, self.unfold]))

    def _offers(self):
        """A text or files to take along, the button that takes them away, and one that films."""
        self._dismiss = ipywidgets.Button(icon="times", tooltip="×")
        self._dismiss.on_click(lambda _: self.offer())
        self.to_film, self.films, self.reel = ipywidgets.Button(icon="film"), False, VBox()
        for button in (self._dismiss, self.to_film):
            button.layout.align_self = "flex-start"
        self.offer()
        return self._dismiss, self.taken, self.to_film, self.reel

    def resize(self, size: Size) -> None:
        """The size of the picture, and whether the rest stands beside it."""
        wide, tall = round(size.wide), round(size.tall)
        (self.box.add_class if size.beside else self.box.remove_class)("cn-beside")
        self.box.layout.grid_template_columns = f"{wide}px minmax(0, 1fr)" if size.beside else None
        self._shape = f'width="{wide}" style="aspect-ratio:{wide}/{tall};--picture:{wide}px" draggable="false"'
        if self.layer:
            self.layer.size = [wide, tall]

    def fits(self, room: list) -> None:
        """The picture is as the room wants it."""
        if self.layer:
            self.layer.fitted = room

    def show(self, frame: Frame, words: Words, hurry: bool = False) -> None:
        """A new picture, the pixels of a frame, and its numbers, Words, which are its alternative text too."""
        alt = plain(self.title, words)
        if self.layer and self.layer.views:
            self.layer.show(frame.pixels, alt, hurry)
            self.picture.value = ""
        else:
            if self.layer:
                self.layer.printed = False
            image = f'<img src="{_address(frame, hurry)}" alt="{escape(alt, quote=True)}"'
            self.picture.value = f'{image} decoding="sync" {self._shape}>'
        first, rest = parted(words)
        self.words.value, self.more.value = block(first), block(rest) if rest.en else ""
        self.unfold.layout.display = "" if rest.en else "none"
        self.box.remove_class("cn-computing")

    def _unfold(self, unfolded):
        """All numbers of the readout, or the first ones alone."""
        self.more.layout.display = "" if unfolded else "none"

    @property
    def is_seen(self) -> bool:
        """Whether its picture stands in sight."""
        return bool(self.layer and self.layer.seen)

    @property
    def told(self) -> tuple[list, float]:
        """What a page has said of its room and of the dots of its screen, as Display.fit takes them."""
        return (self.layer.room, self.layer.density) if self.layer else ([], 1.0)

    @property
    def out_of_sight(self) -> bool:
        """Whether a page that shows its pictures has it where nobody sees it."""
        return bool(self.layer and self.layer.views and not self.layer.seen)

    def rest(self) -> None:
        """Keep what the page shows in little room, until something else is to be shown."""
        if self.layer:
            self.layer.rest()

    def on_sight(self, wake: Callable) -> None:
        """Call wake() when the picture comes into sight."""
        if self.layer:
            self.layer.observe(lambda change: change.new and wake(), "seen")

    def on_leaving(self, rest: Callable) -> None:
        """Call rest() when the picture has gone out of sight."""
        if self.layer:
            self.layer.observe(lambda change: change.new or rest(), "seen")

    def show_handles(self, paths: list, ways: dict) -> None:
        """Where the picture can be taken hold of, as Touch.paths has it, and where that can go, as Touch.ways."""
        self.paths = paths
        if self.layer:
            self.layer.paths, self.layer.ways = paths, ways

    def show_pads(self, places: dict[str, list[float]]) -> None:
        """Where the sheets lie on which a hand draws, as Picture.pads has it, with what is drawn there by now."""
        if self.layer:
            cores = {name: self.live[name].core for name in places}
            self.layer.pads = [[name, *places[name], core.number, core.value] for name, core in cores.items()]

    def show_success(self) -> None:
        """Something was done: it is seen where it happened, at what has moved last."""
        if self.layer:
            self.layer.done += 1

    def on_touch(self, touched: Callable, inked: Callable, hover: Callable, fit: Callable, appear: Callable) -> None:
        """Call touched(*held), as for Touch.moved, when a hand moves, inked(name, number of the stroke, number of the
        message, ink) when it draws on a sheet, hover(place), as for Touch.hovered, when a pointer rests on another
        place, fit(room, dots of the screen a page pixel) when either is another one, and appear() when a page has come
        that shows nothing yet."""
        if self.layer:
            self.layer.on_move(self._hand_over, held=touched, slid=self._slide, inked=inked)
            self.layer.observe(lambda change: hover(change.new), "hovered")
            self.layer.observe(lambda change: self.layer.forget() or appear(), "views")
            self.layer.observe(lambda change: fit(self.layer.room, self.layer.density), ["density", "room"])
            self.layer.observe(lambda change: self._go and self._go(change.new - change.old), "scene")

    def _slide(self, name, steps, holds, written):
        """A slider was moved on the page, which may have written its number."""
        if name in self.live and self.live[name].slider:
            self.live[name].slide(steps, holds, written)

    def _hand_over(self, name):
        """From now on the layer says where this slider is, and is told what its box says at each step."""
        if name not in self.live or not self.live[name].slider:
            return []
        self.live[name].slider.continuous_update = False
        return self.live[name].texts()

    def on_address(self, visit: Callable) -> None:
        """From now on the address of the page holds the setting; call visit(text) when it says another one."""
        if self.layer:
            self.layer.observe(lambda change: visit(change.new), "address")
            self.layer.holds = True

    def say_address(self, text: str) -> None:
        """What the address of the page says of the setting."""
        if self.layer:
            self.layer.address = text

    def veil(self, veiled: bool) -> None:
        """Show nothing but the picture and where to answer; or all."""
        (self.box.add_class if veiled else self.box.remove_class)("cn-veiled")

    def part(self, is_partial: bool) -> None:
        """Whether the picture shows a first part of what is computed."""
        (self.box.add_class if is_partial else self.box.remove_class)("cn-part")

    def lift(self) -> None:
        """The veil lifts: the next picture is drawn over what was seen until now."""
        if self.layer:
            self.layer.lifts += 1

    def host(self, form: Widget | None) -> None:
        """Below the picture the question of its round is answered; None: it is asked elsewhere, or not at all."""
        self.answer.children = [form] if form else []
        (self.box.add_class if form else self.box.remove_class)("cn-asked")

    def bare(self, bare: bool) -> None:
        """Without the strip and the controls, or with them."""
        (self.box.add_class if bare else self.box.remove_class)("cn-bare")

    def present(self, bar: Widget | None, go: Callable | None) -> None:
        """As wide as the screen, under a bar of buttons; None: as in a notebook. Arrow keys call go(−1) and go(1)."""
        parts = [part for part in self.box.children if part is not self._bar]
        self.box.children = [bar, *parts] if bar else parts
        (self.box.add_class if bar else self.box.remove_class)("cn-presenting")
        self._bar, self._go = bar, go
        self.bare(bar is not None)
        if self.layer:
            self.layer.presents = bar is not None

    def show_moral(self, verdict: Words) -> None:
        """What becomes of the moral at this setting, Words."""
        self.moral.value = block(verdict)

    def show_broken(self, said: Words) -> None:
        """What came of a setting that was handed in to break the moral."""
        words = Words(escape(said.en), escape(said.zh))  # a student may have typed a part of it
        self.broken.value = f'<div role="status">{block(words)}</div>' if said.en else ""

    def show_challenge(self, goal: Words, state: str, day: str = "") -> None:
        """The goal, Words, how far the reader has come, "open", "almost" or "solved", and the day of its solution."""
        sign, head, how, on = SIGNS[state], term("challenge"), term(state), day and f" {day}"
        en = f"{sign} <b>{head.en}</b> ({how.en}{on}): {goal.en}"
        zh = f"{sign} <b>{head.zh}</b>（{how.zh}{on}）：{goal.zh}"
        self.goal.value = block(Words(en, zh), f"cn-{state}")

    def warn(self, error: BadInput | Words) -> None:
        """Say what is wrong, a BadInput or Words; it stays until `warning` is emptied."""
        words = Words("⚠ " + escape(error.en), "⚠ " + escape(error.zh))
        self.warning = self.message.value = f'<div role="alert">{block(words, "cn-warning")}</div>'

    def say_progress(self, share: float) -> None:
        """Say how much of a long computation is done, beside the warning that stands."""
        percent = f'<progress value="{share:.3f}"></progress> {share:.0%}'
        self.message.value = self.warning + block(Words(*(f"{words} {percent}" for words in term("computing"))))
        self.box.add_class("cn-computing")

    def say_no_more(self) -> None:
        """Say nothing but the warning that stands, if there is one."""
        self.message.value = self.warning
        self.box.remove_class("cn-computing")

    def offer(self, name: str = "", text: str = "") -> None:
        """Show a text, to read and to download as a file of that name; without a name, take the last one away."""
        link = _download(name, text.encode()) if name else ""
        self._offer(name and f"{link}<pre>{escape(text)}</pre>")

    def offer_files(self, files: dict[str, bytes]) -> None:
        """Offer files to download, {name: what is in it}, until the reader takes them away."""
        links = " · ".join(_download(name, data) for name, data in files.items())
        self._offer(f'<div role="status">{block(term("save picture"))}{links}</div>', self.films)

    def show_clip(self, line: Box) -> None:
        """The line of a clip in the making, below the answer of which it is."""
        self.clipped.children = [line]

    def may_clip(self, may: bool) -> None:
        """Whether an answer is locked, so that there is something to film."""
        (self.box.add_class if may and self.films else self.box.remove_class)("cn-answered")

    def show_reel(self, line: Box) -> None:
        """The line of a film in the making, below what is offered."""
        self.reel.children = [line]

    def _offer(self, html, films=False):
        for line in self.reel.children:
            if len(line.children) == 1:  # nothing to stop any more
                self.reel.children = []
                close(line)
        self._dismiss.layout.display, self.taken.value = "" if html else "none", html
        self.to_film.layout.display = "" if films else "none"

    def fold_control(self, name: str, used: bool) -> None:
        """Fold a control away that would do nothing, or bring it back."""
        view = self.live[name].view
        view.layout.display = "" if used else "none"
        for widget in (view, *getattr(view, "children", ())):
            if hasattr(widget, "disabled"):
                widget.disabled = not used

    def relabel(self) -> None:
        """Follow the language in what can hold only plain text; the rest is hidden by the style sheet."""
        if self.layer:
            self.layer.language = LANGUAGE.shown
        for group in self._groups:
            level([self.live[name] for name in group])
        for player in self.players:
            player.relabel()
        if self.tasks:
            self.tasks.relabel()
        if self.tips:
            self.tips.relabel()
        self.clip.description = self.clip.tooltip = term("clip").shown()
        self.look.description, self.unfold.tooltip = term("look anyway").shown(), term("all numbers").shown()
        if self.breaks:
            self.breaks.description, self.breaks.tooltip = term("break it").shown(), term("break moral").shown()
        self.save.description = self.save.tooltip = term("save picture").shown()
        self.all.description = self.all.tooltip = term("all controls").shown()
        self.to_film.description = term("film it").shown()
        for button, words in self.buttons:
            button.description = words.shown()
        for tab in self._all[1:]:
            tab.titles = [shown(label) for label in self._panes]

    def close(self) -> None:
        """Close all widgets, those that are folded away too."""
        self.controls.children = self._all
        close(self.box)

    def print(self, pixels: np.ndarray, words: Words) -> tuple[dict, dict]:
        """What a cell's output holds beside the widgets, for where none can be shown: the picture and its words."""
        if self.layer:
            self.layer.printed = True
        alt, image = plain(self.title, words), base64.b64encode(encoded(pixels, "PNG")).decode()
        return {"image/png": image, "text/plain": alt}, {"image/png": {"alt": alt}}

    def _columns_and_tabs(self):
        in_panes = [name for pane in self._panes.values() for name in _flat(pane)]
        outside = [name for name in self.live if name not in in_panes]
        self._groups = [
            outside,
            *([name for name in pane if name in self.live] for pane in map(_flat, self._panes.values())),
        ]
        in_rows = _flat(self._rows)
        above = self._columns([*self._rows, *(name for name in outside if name not in in_rows)])
        if in_rows:
            above.add_class("cn-matrix")
        panes = [self._columns(pane) for pane in self._panes.values()]
        return [above, ipywidgets.Tab(panes)] if panes else [above]

    def _columns(self, items):
        """Controls and buttons in four columns, or as many as the page has room for."""
        columns = Box([*map(self._view, items)])
        columns.add_class("cn-columns")
        return columns

    def _view(self, item):
        """A control, an Action's button, or a list of them that stand in one row, as close as they can."""
        if isinstance(item, list):
            row = Box([*map(self._view, item)])
            row.add_class("cn-row")
            return row
        return self.live[item].view if item in self.live else self._button(item)

    def _button(self, action):
        button = ipywidgets.Button()
        button.on_click(lambda _: self._press(action))
        self.buttons.append((button, action.label))
        return button


def _download(name, data):
    """A link that hands a file to the browser; the page needs no server for it."""
    kind = MEDIA.get(name.rpartition(".")[2], "text/plain;charset=utf-8")
    held = base64.b64encode(data).decode()
    return f'<a download="{escape(name)}" href="data:{kind};base64,{held}">⤓ {escape(name)}</a>'


def _address(frame, hurry):
    return data_url(frame.pixels, hurry)


def _flat(pane):
    """What stands in a pane, that in its rows too."""
    return [name for item in pane for name in (item if isinstance(item, list) else [item])]


def under(layer: Widget, *widgets) -> Box:
    """Widgets with the layer over them."""
    box = Box([*widgets, layer])
    box.add_class("cn-held")
    return box


def close(widget: Widget) -> None:
    """Close a widget, what it holds, and its layout and style, which ipywidgets would keep for ever."""
    if widget is style_sheet():
        return
    for child in getattr(widget, "children", ()):
        close(child)
    for part in (getattr(widget, "layout", None), getattr(widget, "style", None), widget):
        if part is not None and part.comm is not None:  # a control has two views, and is closed once
            _silence(part.model_id)
            part.close()


def _silence(widget_id):
    """Drop ipykernel's "No such comm" for a closed widget: the page may still message it until it knows."""
    _drop_warnings()
    _CLOSED.append(widget_id)


@cache
def _drop_warnings():
    """Install the filter, once."""
    logging.getLogger("Comm").addFilter(lambda record: not (record.args and record.args[0] in _CLOSED))


def parted(words: Words) -> tuple[Words, Words]:
    """A readout, and what of it stands behind the end of its first line: the numbers that are folded away."""
    firsts, _, rests = zip(*(text.partition("\n") for text in words))
    return Words(*firsts), Words(*rests)


def plain(title: Words, words: Words) -> str:
    """Title and readout as plain text: no tags, but 10<sup>6</sup> must not become 106."""
    stop = "。" if LANGUAGE.shown == "zh" else ". "
    return _tagless(f"{title.shown()}{stop}{words.shown()}")


def spoken(title: Words, words: Words) -> Words:
    """The same in each language: what is heard of a picture where the reader's choice is not known."""
    return Words(_tagless(f"{title.en}. {words.en}"), _tagless(f"{title.zh}。{words.zh}"))


def _tagless(text):
    return unescape(re.sub(r"</?[a-z][^<>]*>", "", text.replace("<sup>", "^").replace("\n", " ")))


def _kind(name, box):
    """The box, of a kind that the style sheet knows."""
    box.add_class(name)
    return box


def _part(name, html=""):
    part = HTML(html)
    part.add_class(f"cn-{name}")
    return part
