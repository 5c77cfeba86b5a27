"""Give each link of a notebook to a term its definition as a title, in the language of the text around it:

    .venv/bin/python tools/link_titles.py

A title is what a browser shows when the mouse rests on a link, and what a screen reader may say of it.
"""

import json
import re
from pathlib import Path

from course_nn.lectures import REFERENCE
from course_nn.notebook.terms import entries

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
LINK = re.compile(r'\]\((reference\.ipynb#([\w-]+))(?: "[^"]*")?\)')
PART = re.compile(r'(<div lang="(en|zh-Hans)">)(.*?)(?=<div lang=|\Z)', re.S)


def titled(source: str) -> str:
    """The source of a cell of text, its links to terms with their definitions."""
    says = {entry.anchor: entry.says for entry in entries().values()}

    def in_its_language(part):
        def with_title(link):
            words = says.get(link[2])  # a source of the list has none
            title = words and (words.en if part[2] == "en" else words.zh).replace('"', "”")
            return f'](reference.ipynb#{link[2]} "{title}")' if title else f"]({link[1]})"

        return part[1] + LINK.sub(with_title, part[3])

    return PART.sub(in_its_language, source)


def main() -> None:
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        text = path.read_text("utf-8")
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown" and path.name != REFERENCE:
                cell["source"] = titled("".join(cell["source"])).splitlines(keepends=True)
        written = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
        if written != text:
            path.write_text(written, "utf-8")
            print(path.name)


if __name__ == "__main__":
    main()
