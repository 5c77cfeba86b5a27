"""The text of a cell in one language: Markdown, formulas as MathML, coloured code, links between pages."""

import re
from functools import cache
from html import unescape

from bs4 import BeautifulSoup
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from book.lab import leave_out
from book.words import LANGUAGES

PUNCTUATION = re.compile(r"[,.;:!?)，。；：！？、）”]")
TO_A_NOTEBOOK = re.compile(r"^([\w]+)\.ipynb(#.*)?$")
MARKED = {language.tag for language in LANGUAGES.values()}


class Renderer(IPythonRenderer):
    """Formulas become MathML, which browsers set without any script."""

    def block_math(self, body):
        return f'<div class="scroll formula" tabindex="0">{formula(body, "block")}</div>'

    def inline_math(self, body):
        return formula(body, "inline")


@cache
def formula(latex, display):
    """A formula as MathML."""
    known = unescape(latex).replace("\\arg", "\\operatorname{arg}")  # the converter has no \arg of its own
    return convert(known.strip().strip("$"), display=display)


def python(source):
    """Python code, coloured by classes that the style sheet knows in light and in dark."""
    html = highlight(source, PythonLexer(), HtmlFormatter())
    return html.replace('<div class="highlight">', '<div class="highlight" tabindex="0">', 1)


def text(markdown, language):
    """The HTML of a Markdown cell in one language."""
    return spoken(_rendered(markdown), language)


@cache
def _rendered(markdown):
    """In both languages, for the pages of both."""
    renderer = Renderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(markdown)


def spoken(html, language):
    """HTML of both languages in the one: the other is left out, links lead to pages, tables can be scrolled."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.find_all(lang=MARKED - {language.tag}):
        part.decompose()
    for part in soup.find_all(lang=language.tag):
        part.unwrap()
    leave_out(soup)
    for part in soup.find_all("math"):
        if PUNCTUATION.match(after := str(part.next_sibling or "")):
            part.next_sibling.replace_with(f"\u2060{after}")  # a word joiner: no line begins with a comma
    for style in soup.find_all("style"):  # of widgets; the book has its own
        style.decompose()
    for link in soup.find_all("a", href=True):
        link["href"] = TO_A_NOTEBOOK.sub(r"\1.html\2", link["href"])
    for code in soup.find_all("div", class_="highlight"):
        code["tabindex"] = "0"
    for wide in soup.find_all("table"):
        wide.wrap(soup.new_tag("div", attrs={"class": "scroll", "tabindex": "0"}))
    return str(soup).strip()


def without_tasks(html):
    """The HTML of a cell that begins with the tasks of a demo, which stand below its picture."""
    soup = BeautifulSoup(html, "html.parser")
    if soup.ol:
        soup.ol.decompose()
    return str(soup).strip()


def first_paragraph(html):
    """What the first paragraph says; "" without one."""
    said = (plain(str(paragraph)) for paragraph in BeautifulSoup(html, "html.parser").find_all("p"))
    return next(filter(None, said), "")  # one with a picture alone says nothing


def plain(html):
    """What a reader reads of it, in one line."""
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())
