"""The sentences of this demo that stand beside its picture: what to do with it."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "Under “tuned” choose η and the weak λ, and uncover the surface. Whose expected error is lower "
        "after nine runs, grid's or random search's?",
        "“要调的”选“η 与很弱的 λ”，再揭开曲面。九次之后，网格与随机，谁的期望错误率更低？",
    ),
    Words(
        "Tune η and the scale of init, or η and λ. Who is ahead where both settings matter?",
        "换成“η 与初始化倍数”或“η 与 λ”。两个超参数都要紧时，谁领先？",
    ),
    Words(
        "Cover the surface again, take another seed, choose “own picks”, and click nine cells. Where do "
        "you go after the first three?",
        "重新盖住曲面，换一个种子，选“自己选”，点击九个格子。前三次之后，往哪里走？",
    ),
    Words(
        "Be a sceptic: go through the draws and the seeds, take a range of twice the decades, and more "
        "runs. Which differs more, one strategy from the other or one draw from the next?",
        "较个真：逐个换抽样、换种子，把“范围”扩大，再增加训练次数。两种策略之间的差别大，还是两次抽样之间的差别大？",
    ),
)
