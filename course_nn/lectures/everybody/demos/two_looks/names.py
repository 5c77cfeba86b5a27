"""What the readers of this demo are called, and where they look."""

from course_nn.common.words import Words
from course_nn.lectures.everybody.copying import FIRST, GIVES

HAND = "hand"
NAMES = {
    "two": Words("two looks", "看两次"),
    "bare": Words("two looks, no positions", "看两次，不知道位置"),
    "one": Words("one look, four heads", "看一次，四个头"),
    "dense": Words("one look, then a dense layer", "看一次，再接全连接层"),
    "pairs": Words("one look, pairs of letters", "看一次，读字母对"),
    "window": Words("no look, a window of 20 letters", "没有注意力，只有 20 个字母的窗口"),
    HAND: Words("by hand", "手工接线"),
}
WHERE = dict(
    zip(
        (*FIRST, "nothing", "all but one back"),
        (
            Words("itself", "自己"),
            Words("one back", "前一个"),
            Words("two back", "前两个"),
            Words("the same letter before", "之前的同一字母"),
            Words("nothing", "不切"),
            Words("all but one back", "只留前一个"),
        ),
    )
)
WHAT = dict(zip(GIVES, (Words("the letter there", "该处的字母"), Words("what it found", "第一次所找到的"))))
RATES = {rate: f"{rate}" for rate in (0.003, 0.01, 0.03)}
SEEDS = {seed: str(seed) for seed in range(5)}
