"""The sentences of this demo that stand beside its picture: what to do with it."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "In the picture of steps, click the places of both: all of the mean subtracted, divided by "
        "nothing; then nothing subtracted, divided by σ. Which takes fewer steps?",
        "在步数图中点这两处：均值全部减去，什么也不除；均值不减，除以标准差 σ。哪一处步数更少？",
    ),
    Words(
        "Divide by σ, and then pull the red mean slowly to the origin. Is half of the way half of the gain?",
        "选“标准差 σ”作除数，再把红色的均值点慢慢拖到原点。走到一半，好处是不是也得到了一半？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. Where does dividing save more, and where does "
        "neither help alone?",
        "较个真：把“换一样再看”中的各项逐一试过。哪里除以标准差省得更多？哪里单做哪一件都没有用？",
    ),
    Words(
        "Choose flipper and mass, subtract all of the mean and divide by nothing. Compare gradient "
        "descent with Adam. Who notices that the inputs were never scaled?",
        "选鳍肢长与体重，均值全部减去，什么也不除。比较梯度下降与 Adam。哪一个会让人察觉输入从未缩放？",
    ),
)
