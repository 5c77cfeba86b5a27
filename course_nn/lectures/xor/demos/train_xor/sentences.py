"""The sentences of this demo that stand beside its picture: what to do with it."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "Click in a red bar: these are the runs that fail. Pull the upright line through the epochs. In "
        "the picture of the hidden layer, which two points end in one place?",
        "在红色横条上点一下，选一次失败的训练，再来回拖动损失图中的竖线。在右边的隐藏层图中，哪两个点落到了同一处？",
    ),
    Words(
        "Add a third and a fourth hidden unit. Among three different corners two are always opposite: "
        "what does that do to the count?",
        "加上第三、第四个隐藏单元。三个不同的角中总有两个相对，这使学会的次数怎样变化？",
    ),
    Words("Change the activation. Which one needs more units?", "换激活函数。哪一种需要更多单元？"),
    Words(
        "Be a sceptic: answer the question below, then go through “change, as a sceptic”. Which changes "
        "leave the failures as they are?",
        "较个真：先回答下面的题，再把“换一样再看”中的选项逐个试一遍。哪些改变之后，失败还是一样多？",
    ),
)
