"""The sentences of this demo that stand beside its picture."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "Compare bits and seconds: choose the small attention, then the large one. Who reads lecture 7 best, and who "
        "needs least time?",
        "比较比特数和时间：选小的注意力网络，再选大的。谁读第 7 讲最好？谁用的时间最少？",
    ),
    Words(
        "Pull the red dot along the curve: mix the counts with the network, which reads worse. What does it bring?",
        "沿曲线拖动红点，把计数与读得更差的网络混合。有什么收获？",
    ),
    Words(
        "Let them copy from the whole lecture, with two looks laid by hand. For which letters does it pay?",
        "用手工接的“看两次”，让它们从整讲前文中照抄。对哪些字母划算？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. When is counting no longer ahead?",
        "较个真：把“换一样再看”中的各项逐一试过。什么时候计数不再领先？",
    ),
)
