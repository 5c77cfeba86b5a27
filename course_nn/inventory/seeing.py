"""Pairs about seeing and looking up: weights that are the same at every place, and what attention goes by."""

from functools import partial

import numpy as np

from course_nn.common.words import Words
from course_nn.inventory.item import Item, Option, Pair, Picture, same
from course_nn.losses import softmax


def _filtered(row, weights):
    """What a filter answers at each place of a row of numbers."""
    return " ".join(f"{answer:g}" for answer in np.correlate(row, weights, "valid")).replace("-", "−")


SHARING = Pair(
    Words("convolution", "卷积"),
    Words(
        "A convolution has the same weights at every place: what moves in its input moves in its output.",
        "卷积在每个位置都用同样的权重：输入中的东西移动，输出就跟着移动。",
    ),
    {
        "A": Item(
            Words(
                "A filter answers −1 times a number plus 2 times its right neighbour, at each place of a row. It "
                "learned these weights from spikes at the left end: of 0 3 0 0 0 0 it makes 6 −3 0 0 0. Now the 3 "
                "comes two places further right, 0 0 0 3 0 0. What does it make of that?",
                "一个滤波器在一行数的每个位置上输出：−1 乘以该数，加上 2 乘以它右边的数。这些权重是从左端的尖峰学来的："
                "它把 0 3 0 0 0 0 变成 6 −3 0 0 0。现在 3 往右挪两格：0 0 0 3 0 0。它变成什么？",
            ),
            {
                "stays": Option(
                    Words("6 −3 0 0 0: where the 3 stands makes no difference", "6 −3 0 0 0：3 在哪里都没有差别"),
                    "place does not matter",
                ),
                "nothing": Option(
                    Words("0 0 0 0 0: it has learned nothing of that place", "0 0 0 0 0：那个位置它没有学过"),
                    "learns place by place",
                ),
                "0 0 6 −3 0": Option(Words("0 0 6 −3 0: the answers move along", "0 0 6 −3 0：输出跟着移动"), None),
            },
            partial(_filtered, (0, 0, 0, 3, 0, 0), (-1, 2)),
            Words("The same two weights meet the 3 two places later.", "同样的两个权重，晚两格遇到 3。"),
        ),
        "B": Item(
            Words(
                "A camera sees a conveyor belt as seven pixels. Its convolutional layer has one kernel, 1 3 1 for "
                "three pixels side by side, and was trained with parcels on the right: 0 0 0 0 2 0 0 gave 0 0 2 6 2. "
                "What does the layer give for a parcel on the left, 0 0 2 0 0 0 0?",
                "摄像头把传送带看成七个像素。它的卷积层只有一个卷积核 1 3 1，用于相邻的三个像素；训练时包裹都在右边："
                "输入 0 0 0 0 2 0 0，输出 0 0 2 6 2。包裹在左边，即 0 0 2 0 0 0 0 时，这一层输出什么？",
            ),
            {
                "nothing": Option(
                    Words("0 0 0 0 0: on the left its weights are untrained", "0 0 0 0 0：左边的权重没有训练过"),
                    "learns place by place",
                ),
                "2 6 2 0 0": Option(
                    Words("2 6 2 0 0: the output lies further left, too", "2 6 2 0 0：输出也在左边"), None
                ),
                "stays": Option(
                    Words("0 0 2 6 2: the same parcel, the same output", "0 0 2 6 2：包裹相同，输出也相同"),
                    "place does not matter",
                ),
            },
            partial(_filtered, (0, 0, 2, 0, 0, 0, 0), (1, 3, 1)),
            Words("The kernel is the same there, two places earlier.", "那里的卷积核也一样，只是早两格遇到包裹。"),
        ),
    },
    {
        "place does not matter": Picture("everybody.places", {"reader": "flat", "where": "left", "dx": 8}),
        "learns place by place": Picture("everybody.places", {"reader": "max", "where": "left", "dx": 8}),
    },
)


def _attended(query, keys):
    """The key that gets the largest weight: a softmax over inner products with the query, divided by √d."""
    weights = softmax(np.array(keys) @ query / np.sqrt(len(query)))
    return _vector(keys[int(np.argmax(weights))])


def _vector(key):
    return str(key).replace("-", "−")


def _offered(keys, beliefs):
    """Options that are keys, in the order in which they are shown; None for the right one."""
    return {_vector(key): Option(same(_vector(key)), belief) for key, belief in zip(keys, beliefs)}


_BOOKS = (2, 1), (4, 3), (7, 0), (-6, 6)
_WORDS = (9, -2), (1, 2), (0, 8), (2, 6)
LOOKUP = Pair(
    Words("attention", "注意力"),
    Words(
        "Attention goes by the inner product of query and key: not by nearness, direction or length alone.",
        "注意力看的是查询与键的内积，而不是只看远近、方向或长短。",
    ),
    {
        "A": Item(
            Words(
                "A library answers by attention. A reader’s query is (4, 2): 4 for suspense, 2 for humour. Four books "
                "have these keys, where a number below 0 stands for the contrary. Which book gets the largest weight?",
                "一座图书馆用注意力来应答。某位读者的查询是 (4, 2)：悬念 4，幽默 2。四本书的键如下，负数表示恰好相反。"
                "哪一本书的权重最大？",
            ),
            _offered(_BOOKS, ("direction alone", "nearest key", None, "longest key")),
            partial(_attended, (4, 2), _BOOKS),
            Words("The inner products are 10, 22, 28 and −12.", "内积依次为 10、22、28、−12。"),
        ),
        "B": Item(
            Words(
                "In a sentence the word “it” looks back by attention and asks with q = (1, 3). The four words before "
                "it offer the keys below. To which of them does “it” attend most?",
                "句子里的“它”用注意力往回看，用 q = (1, 3) 去问。前面四个词给出的键如下。“它”最关注哪一个？",
            ),
            _offered(_WORDS, ("longest key", "nearest key", None, "direction alone")),
            partial(_attended, (1, 3), _WORDS),
            Words("The inner products are 3, 7, 24 and 20.", "内积依次为 3、7、24、20。"),
        ),
    },
    {
        "nearest key": Picture("everybody.query_and_keys", {"qx": 0.5, "qy": 0.4}),
        "direction alone": Picture("everybody.query_and_keys", {"qx": 0.6, "qy": 0.3}),
        "longest key": Picture("everybody.query_and_keys", {"qx": -1.5, "qy": 0.0}),
    },
)
