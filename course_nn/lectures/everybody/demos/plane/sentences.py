"""The sentences of this demo that stand beside its picture."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "Pull a green tip aside until the nearest letter of e is another one. What becomes of the bits?",
        "把一个绿色端点拖开，直到离 e 最近的字母换成别的。比特数怎样变化？",
    ),
    Words(
        "Now the same while the other table does not follow. How many bits does that cost?",
        "取消“另一张表随之变换”，再做同样的事。要多花多少比特？",
    ),
    Words(
        "Put the plane back, and pull one vowel alone among the other letters. Which bars on the right are wrong?",
        "把平面放回原状，只把一个元音拖到其他字母中间。这时右边哪些竖条错了？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Which changes take the line away, and which do not?",
        "较个真：把“换一样再看”中的各项逐一试过。哪些改变使那条直线不复存在，哪些不影响？",
    ),
)
MOVED = {  # by the axes: whether both tables
    True: Words("the axes move both tables", "两轴带动两张表"),
    False: Words("the axes move this table alone", "两轴只带动这张表"),
}
