"""The inventory on the page: twenty-two questions one below the other, no verdict, and a code at the end."""

from functools import partial

import ipywidgets
import numpy as np
from ipywidgets import HTML, VBox

from course_nn.common import memory
from course_nn.common.errors import lookup
from course_nn.common.sitting import Sitting
from course_nn.common.texts import plainly
from course_nn.common.words import LANGUAGE, Words, block
from course_nn.inventory.beliefs import BELIEFS
from course_nn.inventory.items import FORMS, items
from course_nn.notebook import inventory_codes
from course_nn.notebook.exercises import Prediction
from course_nn.stage.page import Shown, style_sheet

FILE = "inventory"  # among what is remembered
HEAD = Words(
    "Twenty-two questions. Paper and pencil are enough, and no verdict is given. Answer all of them; where you do not "
    "know, take what seems most likely. You can change an answer, and go on another day. Nothing is sent: at the end "
    "there is a code without a name, and whether you hand it on is up to you.",
    "共二十二题，用纸笔就够，不显示对错。请全部作答；不知道时，选看起来最可能的。答案可以改，也可以改天再做。"
    "什么也不会发送：末尾有一个不含姓名的代码，要不要交出去由你决定。",
)


def items_as_predictions(form: str) -> dict[str, Prediction]:
    """{id: Prediction} of a form, as questions of lectures are, for whoever exports them.
    一份卷子的全部题目，写成各讲预测题的样子，供导出之用。

    form   : "A" or "B"
    raises : BadInput for another one
    """
    lookup(dict.fromkeys(FORMS), form, "form", "卷子")
    return {f"inventory-{form}-{key}": _prediction(item) for key, item in items(form).items()}


def _prediction(item):
    options = {key: option.words for key, option in item.options.items()}
    because = {key: _because(item, option.belief) for key, option in item.options.items()}
    return Prediction(item.ask, options, item.answer, because)


def _because(item, belief):
    """A right reasoning; for who chose a wrong option, the misconception that it names as well."""
    if belief is None:
        return item.why
    en = f"Whoever chooses this may believe: {BELIEFS[belief].en}. {item.why.en}"
    return Words(en, f"选这一项的人可能以为：{BELIEFS[belief].zh}。{item.why.zh}")


@plainly
def inventory(form: str, word: str = "") -> "Form":
    """Twenty-two questions on what networks do, without a verdict, and a code of your answers at the end.
    关于神经网络的二十二道题，不显示对错；末尾给出答案的代码。

    form   : "A" or "B"; take one before the course and the other one after it
    word   : of your own making, the same both times, if you change machines; without it both codes of one machine
             belong together by a random number
    raises : BadInput for another form
    """
    page, forms = Form(form, word), Sitting.now.all(Form)
    if form in forms:
        forms[form].leave()  # only that of the cell that ran last follows the language
    forms[form] = page
    return page


class Form(Shown):
    """One form on the page.
    页面上的一份题目。

    form    : "A" or "B"
    chosen  : {idea: key of an option} of what is answered
    choices : {idea: RadioButtons}
    """

    def __init__(self, form: str, word: str = "") -> None:
        super().__init__(VBox(), self._words)
        predictions = items_as_predictions(form)
        self.form, self.questions = form, dict(zip(items(form), predictions.values()))
        self._tag = inventory_codes.tag_of(str(word)) if str(word).strip() else _kept_tag()
        self.chosen = self._remembered()
        self.choices = {key: ipywidgets.RadioButtons() for key in self.questions}
        self._end = HTML()
        asked = [part for key in self.questions for part in self._question(key)]
        self.box.children = [HTML(block(HEAD)), *asked, self._end, style_sheet()]
        self.box.add_class("cn-question")
        self._relabel()
        for key, choice in self.choices.items():
            choice.observe(partial(self._choose, key), "value")
        LANGUAGE.observe(self._relabel, "shown")

    def leave(self) -> None:
        """Follow the language no longer. 不再跟随语言。"""
        LANGUAGE.unobserve(self._relabel, "shown")

    @property
    def code(self) -> str:
        """What is answered so far, as a code. 目前答案的代码。"""
        return inventory_codes.write(self.form, self.chosen, self._tag)

    def _question(self, key):
        number = [*self.questions].index(key) + 1
        ask = self.questions[key].ask
        return HTML(block(Words(f"{number}. {ask.en}", f"{number}. {ask.zh}"), "cn-ask")), self.choices[key]

    def _remembered(self):
        """What was chosen earlier, as far as it fits."""
        kept = memory.recall(FILE).get(f"form {self.form}", {})
        chosen = {key: entry.get("option") for key, entry in kept.items()}
        return {key: chosen[key] for key, asked in self.questions.items() if chosen.get(key) in [*asked.options]}

    def _choose(self, key, change):
        if self._relabels or change.new is None:
            return
        self.chosen[key] = change.new
        memory.remember(FILE, f"form {self.form}", key, option=change.new)
        self._tell()

    def _tell(self):
        """The code, and how much is answered."""
        done, of = len(self.chosen), len(self.questions)
        en = f"{done} of {of} answered. This is your code; it holds no name."
        said = block(Words(en, f"已答 {done} 题，共 {of} 题。这是你的代码，其中没有姓名。"))
        code = f'<div class="cn-code">{self.code}</div>' if done else ""
        news = memory.news()
        trouble = block(news, "cn-warning") if news else ""
        self._end.value = f'<div role="status">{said}{code}{trouble}</div>'

    def _relabel(self, change=None):
        self._relabels = True  # new words take the choice away, which is none of the student's doing
        for key, choice in self.choices.items():
            with choice.hold_sync():
                options = self.questions[key].lettered().items()
                choice.options = [(words.shown(" / "), option) for option, words in options]
                choice.value = self.chosen.get(key)
        self._relabels = False
        self._tell()

    def _words(self):
        """What can be read where nothing can be chosen."""
        en, zh = zip(*(question.ask for question in self.questions.values()))
        return Words(*("\n".join(f"{k}. {ask}" for k, ask in enumerate(asked, 1)) for asked in (en, zh)))


def _kept_tag():
    """Drawn at random once, and kept, so that the codes before and after belong together."""
    kept = memory.recall(FILE).get("tag", {}).get("tag", {}).get("number")
    if isinstance(kept, int) and 0 <= kept < inventory_codes.TAGS:
        return kept
    tag = int(np.random.default_rng().integers(inventory_codes.TAGS))
    memory.remember(FILE, "tag", "tag", number=tag)
    return tag
