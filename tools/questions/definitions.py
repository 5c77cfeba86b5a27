"""What the fold above a question defines, as a platform takes it: well-formed HTML without links."""

from book.text import text
from book.words import LANGUAGES
from bs4 import BeautifulSoup

from course_nn.common.words import Words
from course_nn.lectures import LECTURES, round_of

TITLE = Words("First, in words", "先读几句")
OF_PAGES = ("a", "div")  # the links and the boxes of the book: what they hold stays


def definitions(question: str) -> Words:
    """What is said before a question, as HTML; empty if it is not the first of its round."""
    if not question_stands_first(question):
        return Words("", "")
    pairs = LECTURES[question.split("-")[0]].text.pairs
    place = next(k for k, (en, _) in enumerate(pairs) if en.code == f'predict("{question}")')
    above = next(pair for pair in reversed(pairs[:place]) if pair[0].kind == "text")
    said = ["\n\n".join(one.source for one in part.blocks if one.kind != "heading") for part in above]
    return Words(*(bare(text(source, language)) for source, language in zip(said, LANGUAGES.values())))


def question_stands_first(question: str) -> bool:
    """Whether it is asked where its round begins, below these words."""
    return round_of(question)[1].questions[0] == question


def bare(html):
    """HTML that holds nothing of a page but its words: formulas as MathML, no links, no classes."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.find_all(OF_PAGES):
        part.unwrap()
    for part in soup.find_all(lambda part: part.name != "math" and not part.find_parent("math")):
        part.attrs = {}
    return soup.decode(formatter="minimal").strip()
