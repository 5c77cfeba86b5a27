"""The first page of the site: a link to each notebook, in both languages.

It stands in place of JupyterLite's own, whose empty settings each page of the site looks for.
"""

from html import escape

from course_nn.lectures import LECTURES, REFERENCE

PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>course_nn</title>
<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{{}}</script>
<style>
body {{ font: 18px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 2rem 1rem; color: #222; }}
h1 {{ font-size: 1.5rem; margin-bottom: 0; }}
ul {{ list-style: none; padding: 0; }}
li {{ border-top: 1px solid #d9d9d9; }}
a {{ display: block; padding: 0.6rem 0; color: inherit; text-decoration: none; }}
a:hover b, a:focus b {{ text-decoration: underline; }}
b {{ color: #0072b2; }}
p, small {{ color: #555; }}
</style>
<h1>Neural networks, made touchable <span lang="zh-Hans">可以动手摆弄的神经网络</span></h1>
<p>Python runs in this page; nothing is installed, and what you change stays in this browser.<br>
The first notebook takes a moment, for Python and its packages are loaded then. There choose Run › Run All Cells.</p>
<p lang="zh-Hans">Python 就在这个页面中运行，无需安装任何东西；您的修改只保存在此浏览器中。<br>
打开第一本笔记本要等一会儿，因为此时加载 Python 及其软件包。进入后请选择 Run › Run All Cells。</p>
<ul>
{rows}
</ul>
</html>
"""
ROW = """<li><a href="lab/index.html?path={notebook}"><b>{title} <span lang="zh-Hans">{title_zh}</span></b><br>
{question} <span lang="zh-Hans">{question_zh}</span></a></li>"""
LOOK_UP = "Terms, sources, and the ledger of every claim", "术语、文献与论断清单"


def row(notebook, title, question):
    """One notebook, with the number that its file begins with."""
    number, numbered, _ = notebook.partition("_")
    title, question = [*map(escape, title)], [*map(escape, question)]
    first = f"{number} {title[0]}" if numbered else title[0]
    return ROW.format(notebook=notebook, title=first, title_zh=title[1], question=question[0], question_zh=question[1])


def start_page():
    """The page as HTML."""
    rows = [row(lecture.notebook, lecture.title, lecture.question) for lecture in LECTURES.values()]
    return PAGE.format(rows="\n".join([*rows, row(REFERENCE, ("Reference", "参考"), LOOK_UP)]))
