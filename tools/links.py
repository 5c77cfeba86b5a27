"""The links of all notebooks of a public copy: to read them, to run them in the browser, to run them on Binder.

    python tools/links.py [https://github.com/ACCOUNT/REPOSITORY]

The one place for the address is repository-code in CITATION.cff; with an address this writes it there. The links go
between two marks: those of all notebooks into docs/open.md and docs/open.zh-CN.md, and into both READMEs' tables of
notebooks; those of the whole book, of JupyterLite and of Binder into all four. Without an address these pages say how
to get them, and the tables of the READMEs lead to the files.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course_nn.common.words import Words  # noqa: E402
from course_nn.lectures import LECTURES, REFERENCE, rounds_of  # noqa: E402

CITATION = ROOT / "CITATION.cff"
PAGES = {"en": ROOT / "docs/open.md", "zh": ROOT / "docs/open.zh-CN.md"}
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
KEPT_HERE = re.compile(r'^repository-code: "?(.*?)"?$', re.M)
GITHUB = re.compile(r"https://github\.com/([\w-]+)/([\w.-]+?)(?:\.git)?/?")
BADGE = "https://mybinder.org/badge_logo.svg"
HEAD = Words(
    "| notebook | read it | run it in the browser | run it on Binder |",
    "| 笔记本 | 阅读 | 在浏览器中运行 | 在 Binder 上运行 |",
)
HOMES = Words(
    "Open it now: [the book]({}) · [JupyterLite]({}) · {}",
    "现在就打开：[静态版（网页书）]({}) · [JupyterLite]({}) · {}",
)
READ, RUN, GLOSSARY = Words("read", "阅读"), Words("run", "运行"), Words("Reference", "参考")
HEAD_OF_README = Words("| | notebook, and its question | minutes |", "| | 笔记本与要回答的问题 | 分钟 |")
AS_LONG_AS_YOU_LIKE = Words("as long as you like", "不限")
NO_ADDRESS = Words(
    "Not yet published: the public address of this copy has not been set. Its owner runs `.venv/bin/python "
    "tools/links.py https://github.com/ACCOUNT/REPOSITORY` once; then the links appear here.",
    "尚未发布：本副本尚未登记公开地址。请仓库所有者运行一次 `.venv/bin/python "
    "tools/links.py https://github.com/ACCOUNT/REPOSITORY`，链接就会出现在这里。",
)
TO_PUBLISH = "The links to the book and to JupyterLite work once GitHub has published them: see docs/book.md."


class Public:
    """A public copy on GitHub and on its Pages.

    raises : ValueError for another kind of address
    """

    def __init__(self, address):
        found = GITHUB.fullmatch(address)
        if not found:
            raise ValueError(f"expected an address such as https://github.com/ACCOUNT/REPOSITORY, got {address!r}")
        self.account, self.name = found.groups()
        self.address = f"https://github.com/{self.account}/{self.name}"
        own = self.name.lower() == f"{self.account.lower()}.github.io"
        self.pages = f"https://{self.account.lower()}.github.io/" + ("" if own else f"{self.name}/")

    def book(self, notebook, language):
        """The page to read, without a kernel."""
        return f"{self.pages}{language}/{notebook.removesuffix('.ipynb')}.html"

    def lite(self, notebook):
        """The notebook with Python in the reader's browser."""
        return f"{self.pages}lite/lab/index.html?path={notebook}"

    def binder(self, notebook):
        """The notebook on a machine that Binder lends."""
        return f"https://mybinder.org/v2/gh/{self.account}/{self.name}/HEAD?urlpath=lab/tree/notebooks/{notebook}"

    def badge(self, notebook):
        """The same as Markdown that shows Binder's sign."""
        return f"[![Binder]({BADGE})]({self.binder(notebook)})"

    def homes(self, language):
        """Where the book, JupyterLite and Binder begin, as a line of Markdown."""
        first = next(iter(LECTURES.values())).notebook
        return getattr(HOMES, language).format(f"{self.pages}{language}/", f"{self.pages}lite/", self.badge(first))

    def ways(self, notebook, language):
        """Its three links as Markdown: to read it, to run it in the browser, to run it on Binder."""
        read, run = (
            f"[{getattr(word, language)}]({link})"
            for word, link in ((READ, self.book(notebook, language)), (RUN, self.lite(notebook)))
        )
        return read, run, self.badge(notebook)


def homes(public, language):
    """The line that leads to the whole course; public : a Public, or None."""
    return public.homes(language) if public else getattr(NO_ADDRESS, language)


def links(public, language):
    """That line, and under it a table of all notebooks."""
    if public is None:
        return homes(public, language)
    titles = {lecture.notebook: getattr(lecture.title, language) for lecture in LECTURES.values()}
    titles[REFERENCE] = getattr(GLOSSARY, language)
    rows = [f"| {' | '.join([title, *public.ways(notebook, language)])} |" for notebook, title in titles.items()]
    return "\n".join([homes(public, language), "", getattr(HEAD, language), "|---|---|---|---|", *rows])


def table_of_notebooks(public, language):
    """The part of a README between its marks: each lecture's picture, question, rounds, minutes and links."""
    rows = [_row_of_readme(section, lecture, public, language) for section, lecture in LECTURES.items()]
    return "\n".join([getattr(HEAD_OF_README, language), "|---|---|---|", *rows])


def _row_of_readme(section, lecture, public, language):
    title, question = getattr(lecture.title, language), getattr(lecture.question, language)
    number, numbered, _ = lecture.notebook.partition("_")
    title, file = f"{number} {title}" if numbered else title, f"notebooks/{lecture.notebook}"
    picture = f'<img src="docs/pictures/{section}.{language}.webp" width="240" alt="{title}">'
    core = " · ".join(getattr(one.title, language) for one in rounds_of(section).values() if not one.further)
    ways = "<br>" + " · ".join(public.ways(lecture.notebook, language)) if public else ""
    minutes = lecture.minutes or getattr(AS_LONG_AS_YOU_LIKE, language)
    return f"| [{picture}]({file}) | **[{title}]({file})**<br>*{question}*<br>{core}{ways} | {minutes} |"


def of_this_copy(text):
    """The Public that CITATION.cff names, or None."""
    found = KEPT_HERE.search(text)
    return found and Public(found[1])


def with_address(text, public):
    """CITATION.cff with this address, and nothing else changed."""
    line = f'repository-code: "{public.address}"'
    return KEPT_HERE.sub(line, text) if KEPT_HERE.search(text) else text.rstrip("\n") + f"\n{line}\n"


def with_links(page, mark, made):
    """The page with what stands between these marks made anew."""
    marked = re.compile(f"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.S)
    return marked.sub(lambda found: f"{found[1]}{made}\n{found[2]}", page)


def pages(public):
    """(file, its marks, what should stand between them) for all that shows links."""
    for language in PAGES:
        yield PAGES[language], "links", links(public, language)
        yield READMES[language], "links", table_of_notebooks(public, language)
        yield READMES[language], "public", homes(public, language)


def main(address=None):
    text = CITATION.read_text("utf-8")
    try:
        if address:
            text = with_address(text, Public(address))
            CITATION.write_text(text, "utf-8", newline="\n")
        public = of_this_copy(text)
    except ValueError as error:
        sys.exit(str(error))
    for page, mark, made in pages(public):
        page.write_text(with_links(page.read_text("utf-8"), mark, made), "utf-8", newline="\n")
        print(f"{page.relative_to(ROOT)}: {mark}")
    print(TO_PUBLISH if public else NO_ADDRESS.en)


if __name__ == "__main__":
    main(*sys.argv[1:2])
