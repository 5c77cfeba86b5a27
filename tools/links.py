"""The links of all notebooks of a public copy: to read them, to run them in the browser, to run them on Binder.

    python tools/links.py [https://github.com/ACCOUNT/REPOSITORY]

The one place for the address is repository-code in CITATION.cff; with an address this writes it there. The links go
into docs/open.md and docs/open.zh-CN.md, and into both READMEs' tables of notebooks, between two marks; without an
address those pages say how to get them, and the READMEs lead to the files.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course_nn.lectures import LECTURES, REFERENCE  # noqa: E402
from course_nn.words import Words  # noqa: E402

CITATION = ROOT / "CITATION.cff"
PAGES = {"en": ROOT / "docs/open.md", "zh": ROOT / "docs/open.zh-CN.md"}
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
KEPT_HERE = re.compile(r'^repository-code: "?(.*?)"?$', re.M)
GITHUB = re.compile(r"https://github\.com/([\w-]+)/([\w.-]+?)(?:\.git)?/?")
MARKED = re.compile(r"(<!-- links -->\n).*?(<!-- /links -->)", re.S)
BADGE = "https://mybinder.org/badge_logo.svg"
HEAD = Words(
    "| notebook | read it | run it in the browser | run it on Binder |",
    "| 笔记本 | 阅读 | 在浏览器中运行 | 在 Binder 上运行 |",
)
READ, RUN, GLOSSARY = Words("read", "阅读"), Words("run", "运行"), Words("Reference", "参考")
HEAD_OF_README = Words("| | notebook, and its question | minutes |", "| | 笔记本与要回答的问题 | 分钟 |")
AS_LONG_AS_YOU_LIKE = Words("as long as you like", "不限")
NO_ADDRESS = Words(
    "This copy does not say yet where it is public. Its owner runs `python tools/links.py "
    "https://github.com/ACCOUNT/REPOSITORY` once: the address then stands in CITATION.cff, and here a link to each "
    "notebook.",
    "这份复制还没有写明它公开在哪里。请它的主人运行一次 `python tools/links.py https://github.com/ACCOUNT/REPOSITORY`："
    "地址会写入 CITATION.cff，这里则会出现每个笔记本的链接。",
)


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

    def ways(self, notebook, language):
        """Its three links as Markdown: to read it, to run it in the browser, to run it on Binder."""
        read, run = (
            f"[{getattr(word, language)}]({link})"
            for word, link in ((READ, self.book(notebook, language)), (RUN, self.lite(notebook)))
        )
        return read, run, self.badge(notebook)


def links(public, language):
    """The part of the page between its marks; public : a Public, or None."""
    if public is None:
        return getattr(NO_ADDRESS, language)
    titles = {lecture.notebook: getattr(lecture.title, language) for lecture in LECTURES.values()}
    titles[REFERENCE] = getattr(GLOSSARY, language)
    rows = [f"| {' | '.join([title, *public.ways(notebook, language)])} |" for notebook, title in titles.items()]
    return "\n".join([getattr(HEAD, language), "|---|---|---|---|", *rows])


def table_of_notebooks(public, language):
    """The part of a README between its marks: each lecture's picture, its question, how long it takes, its links."""
    rows = [_row_of_readme(section, lecture, public, language) for section, lecture in LECTURES.items()]
    return "\n".join([getattr(HEAD_OF_README, language), "|---|---|---|", *rows])


def _row_of_readme(section, lecture, public, language):
    title, question = getattr(lecture.title, language), getattr(lecture.question, language)
    number, numbered, _ = lecture.notebook.partition("_")
    title, file = f"{number} {title}" if numbered else title, f"notebooks/{lecture.notebook}"
    picture = f'<img src="docs/pictures/{section}.{language}.webp" width="240" alt="{title}">'
    ways = "<br>" + " · ".join(public.ways(lecture.notebook, language)) if public else ""
    minutes = lecture.minutes or getattr(AS_LONG_AS_YOU_LIKE, language)
    return f"| [{picture}]({file}) | **[{title}]({file})**<br>{question}{ways} | {minutes} |"


def of_this_copy(text):
    """The Public that CITATION.cff names, or None."""
    found = KEPT_HERE.search(text)
    return found and Public(found[1])


def with_address(text, public):
    """CITATION.cff with this address, and nothing else changed."""
    line = f'repository-code: "{public.address}"'
    return KEPT_HERE.sub(line, text) if KEPT_HERE.search(text) else text.rstrip("\n") + f"\n{line}\n"


def with_links(page, made):
    """The page with what stands between its marks made anew."""
    return MARKED.sub(lambda found: f"{found[1]}{made}\n{found[2]}", page)


def pages(public):
    """(file, what should stand between its marks) for each page that shows links."""
    for language in PAGES:
        yield PAGES[language], links(public, language)
        yield READMES[language], table_of_notebooks(public, language)


def main(address=None):
    text = CITATION.read_text("utf-8")
    try:
        if address:
            text = with_address(text, Public(address))
            CITATION.write_text(text, "utf-8", newline="\n")
        public = of_this_copy(text)
    except ValueError as error:
        sys.exit(str(error))
    for page, made in pages(public):
        page.write_text(with_links(page.read_text("utf-8"), made), "utf-8", newline="\n")
        print(page.relative_to(ROOT))


if __name__ == "__main__":
    main(*sys.argv[1:2])
