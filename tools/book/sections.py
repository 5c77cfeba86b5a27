"""A page is folded under its headings: a round is its title and its question, and the rest of it when it is opened."""

from typing import NamedTuple

from bs4 import BeautifulSoup


class Section(NamedTuple):
    """What stands below a heading of level two.

    key   : id of its first cell, for links
    title : HTML of the heading;  ask : HTML of what its round asks, "" if it asks nothing
    html  : all of it below the heading
    """

    key: str
    title: str
    ask: str
    html: str

    @property
    def has_picture(self) -> bool:
        """Whether there is one that moves."""
        return 'class="demo' in self.html


def sections_of(cells):
    """What stands above the first heading of level two, as HTML, and the Sections below.

    cells : [(id, HTML of a cell, HTML of what its round asks)]
    """
    head, sections = [], []
    for key, html, ask in cells:
        title, rest = parted(html)
        if title:
            sections.append(Section(key, title, "", rest))
        elif sections:
            last = sections[-1]
            sections[-1] = last._replace(html=f"{last.html}\n{anchored(key, html)}")
        else:
            head.append(anchored(key, html))
        if sections and not sections[-1].ask:
            sections[-1] = sections[-1]._replace(ask=ask)
    return "\n".join(head), [one for one in sections if one.html.strip()]


def parted(html):
    """The heading of level two with which the HTML of a cell begins, and the rest; "" without one."""
    if not html.startswith("<h2"):
        return "", html
    soup = BeautifulSoup(html, "html.parser")
    heading = soup.h2.extract()
    return heading.decode_contents().strip(), str(soup).strip()


def anchored(key, html):
    """The HTML of a cell, with its id for links."""
    return html and f'<div id="{key}">\n{html}\n</div>'


def opened(sections):
    """The id of the section that is open from the start: the first with a picture; "" if none has one."""
    return next((one.key for one in sections if one.has_picture), "")
