"""Words that mean something in a notebook only, for pages that are none."""

from bs4 import BeautifulSoup

NOTEBOOK_ONLY = (
    *("Run All", "Shift+Enter", "Ctrl+Home", "Jupyter", "Press Start", "notebook", "All controls", "All numbers"),
    *("next cell", "last cell", "run the cell", "the cell below", "in quotes", "solution(", "my_course"),
    *("language_switch", "from course_nn.notebook", "answer counts", "checked at once"),
    *("笔记本", "单元格", "按上方", "省略号", "引号", "内核", "全部控件", "全部数值", "正确答案都算对"),
)


def said_of(html):
    """What a reader reads of a page, but for the note that says what else there is."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.find_all(["script", "style", "noscript"]) + soup.select("aside.note"):
        part.decompose()
    return soup.get_text()
