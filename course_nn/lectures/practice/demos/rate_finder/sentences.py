"""The sentences of this demo that stand beside its picture: what to do with it."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "Click the dots in the row “steepest” below the curve, seed after seed. How far apart are they, "
        "and what does the curve look like where the steepest place is the very beginning?",
        "逐个点击曲线下方“最陡处”那一行的点，每个点是一个种子。它们相差多远？最陡处就在最开头时，曲线是什么样子？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Which of them takes the scatter away?",
        "较个真：把“换一样再看”中的各项逐一试过。哪一项能消除这种分散？",
    ),
    Words(
        "With the wide network, pull your own η to where you believe in it, and uncover the truth. How "
        "near is a tenth of the minimum to the best?",
        "用“宽”的网络，把自选的 η 拖到你相信的地方，再揭开真相。“最低处的十分之一”离最好的有多远？",
    ),
    Words(
        "Then take the deep network, and then Adam. Is a tenth of the minimum still far from the best?",
        "再换成“深”的网络，然后换成 Adam。“最低处的十分之一”还是离最好的很远吗？",
    ),
)
