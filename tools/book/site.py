"""All pages become a site: written by two processes, linked with each other, with a map in each language."""

import re
import shutil
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from markupsafe import Markup
from pygments.formatters import HtmlFormatter

from book.demos import FRAMES
from book.pages import ROOT, TEMPLATES, NotBuilt, book, fill, parts, prepare
from book.sections import opened
from book.text import first_paragraph
from book.words import LANGUAGES, SAYS

PROCESSES = 2
SHOWN = 200  # characters of a description
OF_A_FRAME = re.compile(r"[0-9a-f]{16}\.webp")
ASSETS = Path(__file__).with_name("templates")
PHONE = ROOT / "course_nn" / "classroom"  # where the same element is on the page for a phone


class Plan(NamedTuple):
    """What is to be built.

    out       : folder of the site
    pages     : Pages that are made anew;  languages : keys of LANGUAGES, likewise
    address   : where the site will stand, "https://…/"; "" if that is not known
    live      : where a notebook runs, with {notebook} for its file; "" for nowhere
    """

    out: Path
    pages: list
    languages: list
    address: str = ""
    live: str = ""

    @property
    def whole(self):
        return len(self.pages) == len(book()) and len(self.languages) == len(LANGUAGES)

    def has(self, key, name):
        """Whether there is, or will be, such a page."""
        planned = key in self.languages and name in ("index", *(page.name for page in self.pages))
        return planned or (self.out / key / f"{name}.html").exists()


def build(plan, tell=print):
    """Build the site; tell hears of each page when it is done. Pages that are not planned stay as they are.

    raises : NotBuilt
    """
    lay_out(plan)
    for page, made in pages_made(plan):
        for key in plan.languages:
            write_page(plan, page, key, made[key])
        tell(f"{page.name}.html")
    for key in plan.languages:
        write_map(plan, key)
    write_start(plan)
    if plan.address:
        write_sitemap(plan)
    if plan.whole:
        forget_frames(plan.out)


def pages_made(plan):
    """Pairs of a Page and its parts, each as soon as it is done."""
    with ProcessPoolExecutor(PROCESSES, initializer=prepare) as pool:
        work = {pool.submit(parts, page, plan.out, plan.languages): page for page in costly_first(plan.pages)}
        try:
            for done in as_completed(work):
                yield work[done], done.result()
        except NotBuilt:
            pool.shutdown(cancel_futures=True)
            raise


def costly_first(pages):
    """The later lectures train more networks; begun first, they do not keep one process busy in the end."""
    return sorted(pages, key=lambda page: page.name, reverse=True)


def lay_out(plan):
    """The folders, and what all pages share."""
    for name in (FRAMES, *plan.languages):
        (plan.out / name).mkdir(parents=True, exist_ok=True)
    for script in (ASSETS / "book.js", PHONE / "estimate.js"):
        shutil.copy(script, plan.out)
    for name in plan.languages:
        shutil.copytree(ROOT / "notebooks" / "pictures", plan.out / name / "pictures", dirs_exist_ok=True)
        for page in plan.pages:
            if page.picture:
                shutil.copy(ROOT / "docs" / "pictures" / f"{page.picture}.{name}.webp", plan.out / name / "pictures")
    colours = [
        HtmlFormatter(style="xcode").get_style_defs(".highlight"),
        "@media screen and (prefers-color-scheme: dark) {",
        HtmlFormatter(style="github-dark").get_style_defs(".highlight"),
        "}",
    ]
    styles = [file.read_text("utf-8") for file in (ASSETS / "book.css", PHONE / "estimate.css")]
    (plan.out / "book.css").write_text("\n".join([*colours, *styles]), "utf-8")
    (plan.out / ".nojekyll").touch()  # GitHub Pages then serves the files as they are


def write_page(plan, page, key, made):
    """One notebook in one language: its title, its sections, and in the end a note on this edition."""
    language, pages = LANGUAGES[key], [other for other in book() if plan.has(key, other.name) or other == page]
    here, (head, sections) = pages.index(page), made
    about = Markup(note(plan, f"{page.name}.ipynb", language))
    body = fill("sections", language, head=Markup(head), sections=sections, opened=opened(sections), note=about)
    write(
        plan,
        key,
        page.name,
        title=f"{language.of(page.title)} · {language.of(SAYS['course'])}",
        description=description(page, head, language),
        body=Markup(body),
        previous=pages[here - 1] if here else None,
        next=pages[here + 1] if here + 1 < len(pages) else None,
    )


def write_map(plan, key):
    """The index of a language: all pages with what they answer."""
    language, pages = LANGUAGES[key], [page for page in book() if plan.has(key, page.name)]
    shown = Markup(fill("map", language, pages=pages, note=Markup(note(plan, pages[0].name + ".ipynb", language))))
    title, about = language.of(SAYS["course"]), language.of(SAYS["about"])
    write(plan, key, "index", title=title, description=about, body=shown, previous=None, next=pages[0])


def write(plan, key, name, **what):
    other = next((LANGUAGES[other] for other in LANGUAGES if other != key and plan.has(other, name)), None)
    html = fill("page", LANGUAGES[key], file=f"{name}.html", other=other, links=links(plan, key, name), **what)
    (plan.out / key / f"{name}.html").write_text(html, "utf-8")


def write_start(plan):
    """The page that asks for the language."""
    languages = [LANGUAGES[key] for key in LANGUAGES if plan.has(key, "index")]
    html = TEMPLATES.get_template("start.html").render(
        course=SAYS["course"], about=SAYS["about"], languages=languages, links=links(plan, "", "index")
    )
    (plan.out / "index.html").write_text(html, "utf-8")


def write_sitemap(plan):
    """The addresses of all pages, for search engines."""
    there = [(key, name) for key in LANGUAGES for name in ("index", *(page.name for page in book()))]
    addresses = [plan.address, *(plan.address + f"{key}/{name}.html" for key, name in there if plan.has(key, name))]
    entries = "\n".join(f"<url><loc>{escape(address)}</loc></url>" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    (plan.out / "sitemap.xml").write_text(f"{head}\n{entries}\n</urlset>\n", "utf-8")


def links(plan, key, name):
    """What a search engine asks for: this page's own address, and the same page in each language."""
    base = plan.address or ("../" if key else "")
    found = [{"rel": "canonical", "href": base + f"{key}/{name}.html" * bool(key)}] if plan.address else []
    for other, language in LANGUAGES.items():
        if plan.has(other, name):
            found.append({"rel": "alternate", "hreflang": language.tag, "href": f"{base}{other}/{name}.html"})
    return found


def description(page, title, language):
    """The question of a page and the first paragraph of its text, in one line that a search engine shows."""
    question, lead = language.of(page.question), first_paragraph(title)
    line = lead if question in lead else f"{question} {lead}"
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def note(plan, notebook, language):
    live = plan.live.replace("{notebook}", notebook)
    return fill("note", language, live=live)


def forget_frames(out):
    """Pictures of an earlier build that no page shows any more."""
    shown = {name for page in out.glob("*/*.html") for name in OF_A_FRAME.findall(page.read_text("utf-8"))}
    for file in (out / FRAMES).glob("*.webp"):
        if OF_A_FRAME.fullmatch(file.name) and file.name not in shown:
            file.unlink()
