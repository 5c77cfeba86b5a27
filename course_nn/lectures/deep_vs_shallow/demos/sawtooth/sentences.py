"""The sentences of this demo that stand beside its picture: what to do with it."""

from course_nn.common.words import Words

TASKS = {
    "deep_vs_shallow-5": (
        Words(
            "Pull a grey bar from L = 4 to 10, and give the one layer more units, until it is exact. How "
            "many does it take?",
            "把灰条从 L = 4 拖到 10，再增加单层的单元，直到它完全精确。要多少个？",
        ),
        Words(
            "Go back to 2L units, and zoom in; the lower edge of the picture can be pulled. Which teeth "
            "does the single layer follow, and what does it do with the rest?",
            "换回 2L 个单元，再放大；左图的下边缘可以左右拖动。单层网络跟上了哪些齿，其余的怎样处理？",
        ),
        Words(
            'In code: `deep_vs_shallow.sawtooth(L=10, units="2^L").readout`.',
            '用代码试试：`deep_vs_shallow.sawtooth(L=10, units="2^L").readout`。',
        ),
    ),
    "deep_vs_shallow-10": (
        Words(
            "Under “train”, choose the one layer with the parameters of 32. The diamonds are single runs: "
            "which network comes closer?",
            "在“训练”一栏，换成“单层，参数同每层 32 个”。每个菱形是一次训练：哪个网络更接近？",
        ),
        Words(
            "Choose layers of 8, then layers of 32 with biases 0. What do the teeth need besides depth?",
            "换成每层 8 个单元，再换成每层 32 个而偏置为 0。除了深度，画出这些齿还需要什么？",
        ),
        Words(
            "Set L = 3, and let the one layer learn once more. How much of the lead is left? In code: "
            '`deep_vs_shallow.sawtooth(L=3, train="8 one").readout`.',
            "取 L = 3，再训练一次单层。领先还剩多少？用代码试试："
            '`deep_vs_shallow.sawtooth(L=3, train="8 one").readout`。',
        ),
    ),
}
