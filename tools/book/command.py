"""The command: what is asked for is looked at first, and each thing that is wrong is one sentence."""

import argparse
import os
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from course_nn.common.errors import BadInput, lookup

NEEDED = {
    "bs4": "beautifulsoup4",
    "jinja2": "Jinja2",
    "latex2mathml": "latex2mathml",
    "nbconvert": "nbconvert",
    "nbformat": "nbformat",
    "pygments": "Pygments",
}


def main(arguments=None):
    """Build the book; 0, or 1 or 2 after a sentence that says what went wrong, or what was asked for in vain."""
    try:
        plan = plan_of(options_of(arguments))
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    from book.site import NotBuilt, build

    begun = time.monotonic()
    try:
        build(plan, tell=lambda page: print(page, flush=True))
    except NotBuilt as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in plan.out.rglob("*") if file.is_file()) / 1e6
    print(f"{plan.out / 'index.html'}: {size:.0f} MB, {time.monotonic() - begun:.0f} s")
    return 0


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="tools/book", description="Build the static edition of the course.")
    parser.add_argument("--out", type=Path, default=Path("site"), help="the folder of the site (default: site)")
    parser.add_argument(
        "--only", action="append", metavar="NOTEBOOK", help="only this page, e.g. 03_xor; may be repeated"
    )
    parser.add_argument("--language", help="only this language, en or zh")
    parser.add_argument("--address", default="", help="where the site will stand, https://…/: adds a sitemap")
    parser.add_argument("--live", default="", help="where a notebook runs, with {notebook} for its file name")
    return parser.parse_args(arguments)


def plan_of(options):
    """The Plan that these options of the command make.

    raises : BadInput
    """
    lacking = [name for module, name in NEEDED.items() if find_spec(module) is None]
    if lacking:
        raise BadInput(
            f"missing: {', '.join(lacking)}; install them with pip install -r requirements-dev.txt",
            f"缺少：{'、'.join(lacking)}；请运行 pip install -r requirements-dev.txt 安装",
        )
    from book.site import Plan, book
    from book.words import LANGUAGES

    pages = {page.name: page for page in book()}
    names = [name.removesuffix(".ipynb") for name in options.only or pages]
    languages = [lookup(LANGUAGES, options.language, "language", "语言").key] if options.language else [*LANGUAGES]
    return Plan(
        out=writable(options.out),
        pages=[lookup(pages, name, "notebook", "笔记本") for name in names],
        languages=languages,
        address=address(options.address),
        live=live(options.live),
    )


def writable(out):
    """The folder, if files can be written into it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        allowed = os.access(out, os.W_OK)
    except OSError:
        allowed = False
    if not allowed:
        raise BadInput(
            f"cannot write into {out}: choose another folder with --out", f"无法写入 {out}：请用 --out 另选文件夹"
        )
    return out


def address(text):
    """The address with a slash at its end; "" for none."""
    if text and not text.startswith(("https://", "http://")):
        raise BadInput(
            f"--address: expected https://…, got {text!r}; try https://ACCOUNT.github.io/course_nn/",
            f"--address：应以 https:// 开头，收到 {text!r}；可以试试 https://账号.github.io/course_nn/",
        )
    return text and text.rstrip("/") + "/"


def live(text):
    """The address with a place for the notebook; "" for none."""
    if text and ("{notebook}" not in text or not text.startswith(("https://", "http://"))):
        raise BadInput(
            f"--live: expected https://…{{notebook}}, got {text!r}; {{notebook}} stands for the file name",
            f"--live：应为 https://…{{notebook}} 的形式，收到 {text!r}；{{notebook}} 代表笔记本的文件名",
        )
    return text
