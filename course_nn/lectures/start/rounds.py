"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "start-1": Round(Words("Your first minute", "第一分钟"), "one_weight"),
}
