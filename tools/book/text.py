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

from book.words import LANGUAGES

OF_THE_LAB = re.compile(  # what tells how to work in the notebook: a sentence with one of these is not in the book
    r"Run All|Shift\+Enter|Ctrl\+Home|Press Start|Start brings|[Tt]he bar has|solution\(\"|[Rr]eplace the dots|"
    r"in place of the dots|in quotes|type a number into|answer counts|my_course|without running|[Bb]efore you run|has opened this page|"
    r"\b(?:next|last) cell\b|\bthe cell (?:below|to)\b|cells of your own|All controls|All numbers|your own kernel|"
    r"In code: (?:what comes|\[|[a-z_]+(?:\.\w+\(| = |\())|Take one of the two out again|"
    r"运行所有单元格|按上方|按开始|单元格|替换省略号|引号|输入框|正确答案都算对|不用运行|运行之前|只打开了本页|"
    r"去掉其中一件|全部控件|全部数值|自己的内核|用代码"
)
SENTENCE = re.compile(r"(?<=[.。?？!！])(?=\s*[A-Z<\u4e00-\u9fff])")
PUNCTUATION = re.compile(r"[,.;:!?)，。；：！？、）”]")
TO_A_NOTEBOOK = re.compile(r"^([\w]+)\.ipynb(#.*)?$")
NAMES = {"notebooks": "lectures", "notebook": "lecture", "笔记本": "讲义"}  # of what a text stands in
NAME = re.compile("|".join(NAMES))
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
    return convert(unescape(latex).strip().strip("$"), display=display)


def python(source):
    """Python code, coloured by classes that the style sheet knows in light and in dark."""
    html = highlight(source, PythonLexer(), HtmlFormatter())
    return html.replace('<div class="highlight">', '<div class="highlight" tabindex="0">', 1)


def text(markdown, language):
    """The HTML of a Markdown cell in one language."""
    renderer = Renderer(escape=False, exclude_anchor_links=True)
    return spoken(MarkdownWithMath(renderer=renderer).render(markdown), language)


def spoken(html, language):
    """HTML of both languages in the one: the other is left out, links lead to pages, tables can be scrolled."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.find_all(lang=MARKED - {language.tag}):
        part.decompose()
    for part in soup.find_all(lang=language.tag):
        part.unwrap()
    leave_out_the_lab(soup)
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


def leave_out_the_lab(soup):
    """Sentences on how to work in JupyterLab go, and with them what has nothing else to say; a text stands in a lecture
    and no longer in a notebook."""
    for block in soup.find_all(("p", "li")):
        if of_the_lab(block.get_text()) and not block.find(("p", "ul", "ol")):
            kept = [sentence for sentence in SENTENCE.split(block.decode_contents()) if not of_the_lab(plain(sentence))]
            block.clear()
            block.append(BeautifulSoup("".join(kept).strip(), "html.parser"))
            if not kept:
                block.decompose()
    for fold in soup.find_all("details"):
        if fold.summary and fold.get_text(strip=True) == fold.summary.get_text(strip=True):
            fold.decompose()
    for said in soup.find_all(string=NAME):
        if not said.find_parent(("code", "pre")):
            said.replace_with(NAME.sub(lambda name: NAMES[name[0]], said))


def of_the_lab(words):
    """Whether plain words tell how to work in the notebook."""
    return bool(OF_THE_LAB.search(words))


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
