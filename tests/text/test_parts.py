"""What stands in a text is found by its key, and what a writer forgets is said with its file and line."""

import pytest

from course_nn.common.words import Words
from course_nn.text.cells import markdown
from course_nn.text.lecture import LectureText
from course_nn.text.parts import TextError, blocks_of

ENGLISH = """# `a-title` Lines

One unit draws one.

## `a-1-predict` Two points (further)

$$y = wx$$

Which side?

### `a-1` Question

How many lines are there?

<!--
follows: a-1-predict
least flattering: one
-->

- `one` one

  Turn it: there are more.

- `many` more than one

  Any that passes between them.

```python a-1-lock
predict("a-1")
```

```python a-1-play
a.line()
```

### `a-1-explain`

1. `turn` Turn it.
2. `code` In code: `a.line()`.

#### Why

**Many lines part two points.**

### `a-hand-text`

**By hand.** Give one.

```python a-hand
check("a-hand", ...)
```

### `a-hand` Solution

y = 1, for instance.

## Claims

- `many-lines` Many lines part two points.

  that differ

  - `close` points that lie closer
"""
CHINESE = """# `a-title` 直线

一个单元画一条。

## `a-1-predict` 两个点（选读）

$$y = wx$$

哪一侧？

### `a-1` 题目

有多少条直线？

- `one` 一条

  转一转：不止一条。

- `many` 不止一条

  凡是从两点之间穿过的。

```python a-1-lock
predict("a-1")
```

```python a-1-play
a.line()
```

### `a-1-explain`

1. `turn` 转动它。
2. `code` 用代码：`a.line()`。

#### 为什么

**许多直线都能分开两点。**

### `a-hand-text`

**手算。** 给出一条。

```python a-hand
check("a-hand", ...)
```

### `a-hand` 解答

例如 y = 1。

## 论断

- `many-lines` 许多直线都能分开两点。

  两点不同

  - `close` 靠得更近的点
"""


@pytest.fixture
def text(tmp_path):
    """text(en, zh): a LectureText of these two files."""

    def text(en=ENGLISH, zh=CHINESE):
        (tmp_path / "text.en.md").write_text(en, "utf-8")
        (tmp_path / "text.zh.md").write_text(zh, "utf-8")
        return LectureText(tmp_path)

    return text


def test_everything_is_found_by_its_key_in_both_languages(text):
    found = text()
    question = found.questions["a-1"]
    assert question.ask == Words("How many lines are there?", "有多少条直线？")
    assert question.options == {"one": Words("one", "一条"), "many": Words("more than one", "不止一条")}
    assert question.because["one"] == Words("Turn it: there are more.", "转一转：不止一条。")
    assert question.notes == {"follows": "a-1-predict", "least flattering": "one"}
    assert found.tasks["a-1"]["code"] == Words("In code: `a.line()`.", "用代码：`a.line()`。")
    assert found.exercises == {"a-hand": Words("By hand", "手算")}
    assert found.solutions == {"a-hand": Words("y = 1, for instance.", "例如 y = 1。")}
    claim = found.claims["many-lines"]
    assert claim.condition.zh == "两点不同" and claim.tried == {
        "close": Words("points that lie closer", "靠得更近的点")
    }


def test_a_round_is_told_by_its_cells(text):
    assert text().rounds == {"a-1": (Words("Two points", "两个点"), "line", ("a-1",), True)}


def test_a_cell_shows_once_what_is_the_same_in_both_languages(text):
    cells = {en.key: markdown(en.blocks, zh.blocks, tasks=True) for en, zh in text().pairs if en.kind == "text"}
    assert cells["a-1-predict"] == (
        '## <span lang="en">Two points (further)</span> <span lang="zh-Hans">两个点（选读）</span>\n\n$$y = wx$$\n\n'
        '<div lang="en">\n\nWhich side?\n\n</div>\n<div lang="zh-Hans">\n\n哪一侧？\n\n</div>'
    )
    fold = "<details><summary>Why</summary>\n\n**Many lines part two points.**\n\n</details>"
    assert f'<div lang="en">\n\n1. Turn it.\n2. In code: `a.line()`.\n\n{fold}\n\n</div>' in cells["a-1-explain"]


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("`a-1` 题目", "`a-2` 题目", "text.en.md:11: `a-1`, a question; .*text.zh.md:11: `a-2`, a question"),
        (
            "- `many` 不止一条",
            "- `two` 不止一条",
            "`a-1` differ in their keys: .*en.md:11 has `one`, `many`; .*has `one`, `two`",
        ),
        ("- `many` 不止一条", "- 不止一条", "text.en.md:11, or in Chinese 11: a key in `backticks`"),
        ("2. `code` 用代码", "2. `run` 用代码", "`a-1-explain` differ in their keys: .*`code`; .*`run`"),
        (
            "a.line()\n```\n",
            "a.line(w=1)\n```\n",
            "text.zh.md:27: the code of `a-1-play` is not that of the English text",
        ),
        (
            "```python a-1-play",
            "许多。\n\n```python a-1-play",
            "text.zh.md:27: a cell of text begins with a heading that",
        ),
        ("### `a-1-explain`\n", "### `a-title`\n", "text.zh.md:31: there are two of `a-title`"),
        (CHINESE[CHINESE.index("## 论断") :], "", "text.en.md:.*: the other ends here"),
        ("  - `close` 靠得更近的点\n", "", "`many-lines`"),
    ],
)
def test_what_one_language_lacks_is_said_with_file_and_line(text, old, new, said):
    with pytest.raises(TextError, match=said):
        found = text(zh=CHINESE.replace(old, new))
        assert found.questions and found.tasks and found.claims


def test_a_list_that_looks_like_tasks_but_has_no_keys_is_left_as_it_is():
    blocks = blocks_of("1. first\n2. second")
    assert "1. first\n2. second" in markdown(blocks, blocks_of("1. 第一\n2. 第二"), tasks=True)
