"""The layout of the repository as both READMEs and CONTRIBUTING show it: what stands where, found on the disk.

    python tools/layout.py

A package is described by the first lines of its own docstring, English and then Chinese; another folder by its line in
FOLDERS below. Modules and folders inside are found, so a new one needs nothing but this command.
"""

import ast
import sys
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from links import READMES, with_links  # noqa: E402

from course_nn.common.words import Words  # noqa: E402
from course_nn.lectures import LECTURES  # noqa: E402

GUIDE = ROOT / "CONTRIBUTING.md"
FOLDERS = {  # on top, in the order in which they are shown, and whatever else is no package
    "notebooks": Words("One per lecture; they hold text and one-line cells", "每讲一个，只含文字与单行的代码单元格"),
    "course_nn": None,
    "course_nn/data": Words(
        "What is shipped, with sources and licences: data sets, the course’s own text, and the Chinese font",
        "随包附带的数据与图中所用的中文字体，及其来源与许可",
    ),
    "course_nn/lectures/<section>": Words(
        "demos/ (the pictures), the mathematics that only this lecture needs, questions.py, claims.py",
        "demos/（图）、只有本讲用到的数学、questions.py（题目）、claims.py（论断）",
    ),
    "docs": Words(
        "The book, JupyterLite, Binder, hosting, teaching; and the pictures on this page",
        "静态版、JupyterLite、Binder、托管、教学，以及本页的图片",
    ),
    "tests": Words(
        "Mirrors the package; and the laws of the house, the browser, the book; and what tests share",
        "与上面的结构对应；另有对仓库自身、浏览器和静态版的测试，以及各测试共用的模块",
    ),
    "benchmarks": Words(
        "What is measured: a real browser, every demo, the engine, ten minutes of restless hands, many kernels",
        "测量：真实的浏览器、每个演示、训练引擎、随机操作十分钟的耐久测试、许多内核",
    ),
    "tools": Words(
        "What makes the book, JupyterLite, homework, questions for a platform, links, pictures, the font, this layout",
        "生成静态版、JupyterLite 站点、作业、教学平台的题目、链接、图片、图中所用的中文字体和这份结构说明",
    ),
    "jupyter-config": Words(
        "What JupyterLab and its server load: the layer of the pictures, and settings",
        "JupyterLab 及其服务器加载的内容：图上的可触摸层，以及设置",
    ),
    "binder": Words("What Binder installs", "Binder 要安装什么"),
}
COLUMN, WIDTH = 22, 120  # where the descriptions begin, and where a line ends
MARK = "layout"


def layout(language):
    """All folders, what each is for and what is in it, as a block of Markdown."""
    lines = [line for name in FOLDERS if "/" not in name for line in lines_of(ROOT / name, language)]
    return "\n".join(["```", *lines, "```"])


def places():
    """The folders of the package and what each is for, as a list of Markdown."""
    package = ROOT / "course_nn"
    return "\n".join(f"- `{path.name}/`: {meaning(path, 'en')}" for path in (package, *folders(package)))


def lines_of(folder, language):
    """The lines of one folder and of those in it: what it is for, the names in it."""
    depth = len(folder.relative_to(ROOT).parts) - 1
    texts = [text for text in (meaning(folder, language), *wrap(names(folder), WIDTH - COLUMN)) if text] or [""]
    heads = [f"{'  ' * depth}{folder.name}/", *[""] * len(texts)]
    lines = [f"{head:{COLUMN}}{text}".rstrip() for head, text in zip(heads, texts)]
    if folder == ROOT / "course_nn/lectures":
        return lines + lines_of(folder / "<section>", language)
    if ROOT / "course_nn" in (folder, *folder.parents):
        return lines + [line for inner in folders(folder) for line in lines_of(inner, language)]
    return lines


def meaning(folder, language):
    """What a folder is for, in one line, without its full stop."""
    name, window = folder.relative_to(ROOT).as_posix(), folder / "__init__.py"
    if FOLDERS.get(name):
        return getattr(FOLDERS[name], language)
    if not window.exists():
        return ""
    english, *rest = (ast.get_docstring(ast.parse(window.read_text("utf-8"))) or "").splitlines() or [""]
    chinese = rest[0] if rest and not rest[0].isascii() else english
    return {"en": english, "zh": chinese}[language].rstrip(".。")


def names(folder):
    """Names of the folders in a folder, if they have no lines of their own, and of its modules."""
    own_lines = ROOT / "course_nn" in (folder, *folder.parents) and folder != ROOT / "course_nn/lectures"
    inner = [] if own_lines else [f"{path.name}/" for path in folders(folder) if holds(path, "*.py")]
    modules = sorted(path.stem for path in folder.glob("*.py") if not path.stem.startswith(("_", "test_")))
    return " ".join(inner + modules)


def folders(place):
    """Folders with files in them, lectures in the order of the course."""
    found = [path for path in place.glob("*/") if path.name[0] not in "._" and holds(path, "*")]
    course = [*LECTURES]
    return sorted(found, key=lambda path: (course.index(path.name) if path.name in course else -1, path.name))


def holds(folder, pattern):
    """Whether there is such a file in it, leftovers of Python aside."""
    return any(path.is_file() and "__pycache__" not in path.parts for path in folder.rglob(pattern))


def pages():
    """(file, what should stand between its marks)"""
    yield from ((path, layout(language)) for language, path in READMES.items())
    yield GUIDE, places()


def main():
    for page, made in pages():
        before = page.read_text("utf-8")
        after = with_links(before, MARK, made)
        if after != before:
            page.write_text(after, "utf-8", newline="\n")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
