"""The claims of each lecture, a module a lecture: what is said, where it is shown, what asserts it, when it is true."""
from typing import NamedTuple

from course_nn.language import Words


class Claim(NamedTuple):
    """One claim of the lecture.

    says      : the claim, in our own words
    demo      : "section.name" of the demo that shows it, or "" where a cell shows it without one
    cell      : id of the cell that shows it
    test      : "file::test", below tests/
    condition : under which conditions it is true; corrects the slide where that is imprecise
    """

    says: Words
    demo: str
    cell: str
    test: str
    condition: Words


ALWAYS = Words("always: a definition", "恒成立：这是定义")
