"""The rounds of this lecture, in its order."""

from course_nn.common.words import Words
from course_nn.lectures import Round

ROUNDS = {
    "primer-1": Round(Words("Loss, slope, step", "损失、斜率、更新步"), "descent"),
    "primer-2": Round(Words("Two valleys", "两个山谷"), "valleys"),
    "primer-3": Round(Words("Batch, epoch, seed", "小批量、轮次、随机种子"), "epochs"),
}
