"""Claims of lecture 11, everybody: convolution, counting letters, attention, scale."""

from course_nn.notebook.claims import Claim

TESTS = "lectures/everybody/"

CLAIMS: list[Claim] = [
    # pictures
    # the next letter
    # attention
    # more of everything
]
