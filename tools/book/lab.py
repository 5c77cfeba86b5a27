"""What tells how to work in the notebook is not in the book: it is known here, and nowhere marked in the texts."""

import re

from bs4 import BeautifulSoup

CELLS = (  # with these begin the ids of cells about what the notebook alone can do
    *("start-how", "start-course", "start-revisit", "own_network-solutions"),
    *("playground-4", "playground-5", "playground-6", "playground-7"),
)
PHRASES = re.compile(  # a sentence with one of these is left out
    r"Run All|Shift\+Enter|Ctrl\+Home|Press Start|Start brings|[Tt]he bar has|without running|[Bb]efore you run|"
    r"\b(?:next|last) cell\b|\bthe cell (?:below|to)\b|cells of your own|Take one of the two out again|"
    r"[Rr]eplace the dots|in place of the dots|in quotes|answer counts|solution\(\"|my_course|marked by themselves|"
    r"In code: (?:what comes|\[|[a-z_]+(?:\.\w+\(| = |\())|"  # as a task; an exercise has a title there
    r"type a number into|All controls|All numbers|your own kernel|has opened this page|"
    r"运行所有单元格|按上方|按开始|不用运行|运行之前|单元格|去掉其中一件|替换省略号|引号|正确答案都算对|自动标记|用代码|"
    r"输入框|全部控件|全部数值|自己的内核|只打开了本页"
)
COVER = re.compile(r"^pictures/\w+\.(en|zh)\.webp$")  # of a notebook that has not run
SENTENCE = re.compile(r"(?<=[.。?？!！])(?=\s*[A-Z<\u4e00-\u9fff])")
NAMES = {"notebooks": "lectures", "notebook": "lecture", "笔记本": "讲义"}  # of what a text stands in
NAME = re.compile("|".join(NAMES))


def of_the_lab(words):
    """Whether plain words tell how to work in the notebook."""
    return bool(PHRASES.search(words))


def leave_out(soup):
    """Sentences on how to work in the notebook go, and folds that say nothing else; a text stands in a lecture."""
    for cover in soup.find_all("img", src=COVER):
        cover.decompose()
    for block in soup.find_all(("p", "li")):
        if of_the_lab(block.get_text()) and not block.find(("p", "ul", "ol")):
            shorten(block)
    for fold in soup.find_all("details"):
        if fold.summary and fold.get_text(strip=True) == fold.summary.get_text(strip=True):
            fold.decompose()
    for said in soup.find_all(string=NAME):
        if not said.find_parent(("code", "pre")):
            said.replace_with(NAME.sub(lambda name: NAMES[name[0]], said))


def shorten(block):
    """Leave such sentences out of a paragraph or an item, and the whole if no other is left."""
    kept = [one for one in SENTENCE.split(block.decode_contents()) if not of_the_lab(words_of(one))]
    block.clear()
    block.append(BeautifulSoup("".join(kept).strip(), "html.parser"))
    if not kept:
        block.decompose()


def words_of(html):
    """HTML without its tags."""
    return BeautifulSoup(html, "html.parser").get_text()
