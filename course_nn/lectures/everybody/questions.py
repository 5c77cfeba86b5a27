"""Lecture 11: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

from typing import Any

import numpy as np

from course_nn.common.progress import finished, memoized
from course_nn.common.words import Words
from course_nn.datasets import course_text
from course_nn.lectures.everybody.alphabet import CHOICE, LETTERS, TEST, corpus
from course_nn.lectures.everybody.attention import attend, scores
from course_nn.lectures.everybody.convolution import convolve, map_side, matrix
from course_nn.lectures.everybody.counting import Counts
from course_nn.lectures.everybody.demos.asked.pairs import EXCHANGED, coin_band
from course_nn.lectures.everybody.demos.asked.readings import preferences
from course_nn.lectures.everybody.demos.plane.fits import NAMED, counted_pairs, history
from course_nn.lectures.everybody.demos.query_and_keys.chances import DIMENSIONS, at_random
from course_nn.lectures.everybody.demos.readers.readings import DEEPEST, A, bits, counting, frozen
from course_nn.lectures.everybody.demos.scale.power_law import law_through
from course_nn.lectures.everybody.demos.scale.runs import all_points
from course_nn.lectures.everybody.demos.two_looks.readers import LONGER, STEPS, learned
from course_nn.lectures.everybody.digit_places import ASKED, ONE_ASIDE, PLACES, READERS, TWO_ASIDE, mean_over, taught
from course_nn.lectures.everybody.letters import chances, moved, nearest, pair_bits
from course_nn.lectures.everybody.window_network import text_bits, train_on, window_network
from course_nn.losses import softmax
from course_nn.notebook.exercises import (
    Exercise,
    Prediction,
    Verdict,
    almost,
    expected,
    keep_working,
    numbers,
    open_question,
    right,
    scalar,
)

# Rounds 1 to 3: pictures


def where_nine_weights_stand() -> str:
    """Of the entries of W, for 3 × 3 on 8 × 8 with padding 1: how many can differ from 0, and how many are free."""
    kernel = np.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    W = matrix(kernel, 8, 8, padding=1)
    counted = int(np.count_nonzero(W)), len(np.unique(W[W != 0]))
    return {(4096, 4096): "layer", (576, 9): "everywhere", (484, 9): "edge", (9, 9): "nine"}[counted]


def who_reads_two_pixels_aside() -> str:
    """Of two convolutional networks that learned in the middle: who reads nine of ten digits two pixels aside."""
    wrong = {head: finished(taught(READERS[head])).wrong for head in ("flat", "max")}
    reads = tuple(head for head in wrong if mean_over(wrong[head], TWO_ASIDE) < 0.1)
    return {("flat", "max"): "both", ("max",): "max", (): "none"}[reads]


def what_one_pixel_costs() -> str:
    """The error one pixel aside beside that two pixels aside, of a network with pooling that learned in the middle."""
    wrong = finished(taught(READERS["max"])).wrong
    ratio = mean_over(wrong, ONE_ASIDE) / mean_over(wrong, TWO_ASIDE)
    return "larger" if ratio > 1.5 else "smaller" if ratio < 0.67 else "same"


# Rounds 4 and 5: the next letter

UNSMOOTHED = 0.01  # a


def which_order_reads_best() -> str:
    """Of four orders, the one that reads lecture 7 in the fewest bits where nothing is smoothed."""
    text, orders = corpus(), {"one": 1, "three": 3, "five": 5, "eight": 8}
    counts = Counts(text.train, max(orders.values()), len(LETTERS))
    return min(orders, key=lambda name: counts.bits(text.test, UNSMOOTHED, orders[name]))


def what_a_shear_does_to_the_bits() -> str:
    """Whether a shear after which e has another nearest letter changes what lecture 7 costs, both tables moved."""
    before, (_, held_out) = history("course", 2, 0.1, 0)[-1], counted_pairs("course")
    after = moved(before, np.array([[1.0, 2.0], [0.0, 1.0]]), np.zeros(2))
    e = LETTERS[NAMED].index("e")
    old, new = (nearest(tables.E[NAMED])[e] for tables in (before, after))
    rise = pair_bits(chances(after), held_out) - pair_bits(chances(before), held_out)
    return "elsewhere" if old == new else "same" if abs(rise) < 1e-9 else "rise" if rise > 0 else "fall"


# Rounds 6 to 8: attention


def how_often_a_query_finds_the_key_on_which_it_lies() -> str:
    """Among eight keys drawn at random in the plane: less than half of the time, nearly always, or always."""
    share = at_random(8, False, 1.0, 0).own[DIMENSIONS.index(2)]
    return "less" if share < 0.5 else "always" if share == 1 else "nearly"


def what_one_look_makes_of_longer_blocks() -> str:
    """Whether one look, four heads wide, is right in the known letters of blocks of 10 and 11 letters."""
    _, rights = finished(learned("one", 0.01, 0, STEPS, "nothing"))
    right_share = rights[LONGER].mean()
    return "little" if right_share > 0.7 else "half" if right_share > 0.3 else "guessing"


def who_reads_best_in_five_seconds() -> str:
    """Lecture 7, with at most five seconds for each: counting, the window network, attention, the best first."""
    curves, limit = frozen(), 5
    found = {name: rows[rows[:, 0] <= limit, 1].min() for name, rows in (("w", curves.window), ("a", curves.small))}
    found["c"] = bits(counting(TEST, DEEPEST, A))
    return {"awc": "history", "wac": "window", "cwa": "counts"}["".join(sorted(found, key=lambda name: found[name]))]


# Rounds 9 and 10: more of everything


def what_falls_along_a_straight_line() -> str:
    """What on logarithmic axes lies within a tenth of a bit of a straight line: a network, counting, both."""

    def is_straight(reader):
        found = all_points(reader)
        return np.abs(found.bits - law_through(found.sizes, found.bits).at(found.sizes)).max() < 0.1

    return {(True, True): "both", (True, False): "network", (False, True): "counting"}[
        is_straight("weights"), is_straight("five")
    ]


def how_many_exchanged_pairs_are_told() -> str:
    """Of 16 pairs with two words exchanged: in how many the reader of order 5 prefers the true sentence."""
    won, (_, high) = int((preferences(EXCHANGED, "letters", 8.0, 5) > 0).sum()), coin_band(len(EXCHANGED))
    return "coin" if won <= high else "most" if won < 15 else "nearly"


PREDICTIONS: dict[str, Prediction] = {
    # 1-3
    "everybody-1": Prediction(
        Words(
            "Nine weights look at each place of 8 × 8 pixels, around which lies one row of zeros. A dense layer "
            "from 64 inputs to 64 outputs can do the same. Of the 4,096 entries of its matrix, how many can differ "
            "from 0, and how many numbers are free to choose?",
            "九个权重逐个位置地看 8 × 8 像素的图像，图像四周补一圈 0。从 64 个输入到 64 个输出的全连接层也能做到。"
            "它的矩阵有 4,096 个元素：其中可以不为 0 的有多少个？可以自由选择的数有多少个？",
        ),
        {
            "layer": Words("4,096 and 4,096: it is a dense layer", "4,096 和 4,096：它就是全连接层"),
            "everywhere": Words("576 and 9: nine at each of 64 places", "576 和 9：64 个位置，每处九个"),
            "edge": Words("484 and 9: fewer at the edge", "484 和 9：边缘处要少一些"),
            "nine": Words("9 and 9: there are only nine weights", "9 和 9：一共只有九个权重"),
        },
        where_nine_weights_stand,
        {
            "layer": Words(
                "You see the layer, and not what ties it. An output looks at its own window alone, and all outputs use "
                "the same nine numbers.",
                "只看到了层，没有看到其中的约束。每个输出只看自己的窗口，而且全都用同样的九个数。",
            ),
            "everywhere": Words(
                "You forget the edge. There a part of the window lies on zeros, where the matrix has no column.",
                "忘了边缘。那里的窗口有一部分落在补的 0 上，矩阵中没有对应的列。",
            ),
            "edge": Words(
                "Along each side the eight places see eight, seven and seven pixels: 22, and 22² = 484 in all.",
                "沿每一边，八个位置分别看到八、七、七个像素，合计 22；总共 22² = 484。",
            ),
            "nine": Words(
                "You count each weight once. In the matrix it stands again for each place that uses it.",
                "每个权重只数了一次。在矩阵里，每个位置用到它，它就要再出现一次。",
            ),
        },
    ),
    "everybody-2": Prediction(
        Words(
            "Two convolutional networks learn digits in the middle of a sheet, and nowhere else. The head of the first "
            "has a weight for each kernel at each place. That of the second takes the largest answer of each kernel, "
            "wherever it stands. Now the digits are moved by two pixels. Who still reads nine of ten?",
            "两个卷积网络只在纸面中央学习数字，别处从未见过。第一个的输出头，对每个卷积核在每个位置上各有一个权重；"
            "第二个的输出头，只取每个卷积核在各处的最大输出，不论在哪里。现在把数字挪开两个像素，谁还能认对九成？",
        ),
        {
            "both": Words("both: a convolution does not care where", "两个都能：卷积不在乎位置"),
            "max": Words("only the one that takes the largest answer", "只有取最大输出的那个"),
            "none": Words("none: nothing was shown there", "都不能：那里什么也没有见过"),
        },
        who_reads_two_pixels_aside,
        {
            "both": Words(
                "You see the convolutions, and not the head. A flat head has weights of its own for each place, and "
                "those of other places have learned nothing.",
                "只看到了卷积，没有看到输出头。展平头对每个位置各有自己的权重，别处的权重什么也没有学到。",
            ),
            "max": Words(
                "The maps move along with the digit, and their largest values stay what they were. A flat head meets "
                "them with weights that have learned nothing.",
                "特征图跟着数字移动，其中的最大值不变。而展平头遇到它们时，用的是什么也没有学到的权重。",
            ),
            "none": Words(
                "You think of a dense network. Here the kernels are the same at all places, and the largest answer "
                "forgets where it stood.",
                "想的是全连接网络。这里的卷积核在各处都相同，而最大输出已经不记得自己在哪里。",
            ),
        },
    ),
    "everybody-3": Prediction(
        Words(
            "The convolution that takes the maximum over all places has learned in the middle. In between it halves "
            "its map by pooling, “which makes robust to small shifts”. How many digits does it read wrong one pixel "
            "aside, compared with two pixels aside?",
            "取各处最大值的卷积网络在中央学会了数字。它中间用池化把特征图缩小一半，据说“这样对小的平移更稳健”。"
            "挪一个像素的错误率，与挪两个像素相比如何？",
        ),
        {
            "larger": Words("several times as many", "是它的好几倍"),
            "same": Words("as many: only the head counts", "一样：只看输出头"),
            "smaller": Words("fewer: the shift is smaller", "更低：挪得更少"),
        },
        what_one_pixel_costs,
        {
            "larger": Words(
                "Two pixels move the halved map by exactly one, and the maximum stays. One pixel moves it by half of a "
                "place, and every field holds other pixels.",
                "挪两个像素，缩小后的图恰好移动一格，最大值不变。挪一个像素，图要移动半格，每个小块里的像素都换了。",
            ),
            "same": Words(
                "You see the head. But before it the map was halved, and a map has no half places.",
                "只看到了输出头。但在它之前，特征图缩小了一半，而图上没有半格。",
            ),
            "smaller": Words(
                "You take a shift for noise, of which less is better. Two pixels fit the fields of the pooling, and "
                "one does not.",
                "把平移当成噪声，以为越小越好。两个像素正好合上池化的小块，一个像素却合不上。",
            ),
        },
    ),
    # 4, 5
    "everybody-4": Prediction(
        Words(
            "A reader has counted 170,237 letters of this course: what came after each context of n letters. It "
            "is hardly smoothed, a = 0.01: where it has seen a context, it believes what it counted. Now it reads "
            "lecture 7, which it has not counted. With which n does a letter cost the fewest bits?",
            "一个模型数过本课程的 170,237 个字母：每段 n 个字母的上文之后出现过什么。几乎不平滑（a = 0.01）："
            "见过的上文，就照数到的次数相信。现在它读没有数过的第 7 讲。n 取多少，每个字母花费的比特最少？",
        ),
        {
            "eight": Words("n = 8: the more context, the better", "n = 8：上文越长越好"),
            "three": Words("n = 3", "n = 3"),
            "five": Words("n = 5: about one word", "n = 5：大约一个单词"),
        },
        which_order_reads_best,
        {
            "eight": Words(
                "On the text that it has counted, yes. A new lecture has contexts of eight letters that were seen once "
                "or never, and what was seen once is believed as if it were certain.",
                "读数过的文本时确实如此。而在新的一讲里，八个字母的上文只见过一次，甚至从未见过；见过一次的，却被当作必然。",
            ),
            "three": Words(
                "Contexts of three letters were seen often. Longer ones know more, and are wrong with more confidence: "
                "with n = 9 the lecture costs more than guessing.",
                "三个字母的上文见过很多次。更长的上文知道得更多，但错的时候也更有把握：n = 9 时，花费比瞎猜还多。",
            ),
            "five": Words(
                "With smoothing that is nearly the best. Without it, too many contexts of five letters were seen only "
                "once.",
                "加上平滑，这几乎是最好的。不加平滑时，五个字母的上文有太多只见过一次。",
            ),
        },
    ),
    "everybody-5": Prediction(
        Words(
            "Each letter is a point in the plane, and the inner product of its point with a second table says what "
            "comes next. Shear the plane, its squares pressed into parallelograms, until the letter nearest to e is "
            "another one, and let the second table follow. What do the bits a letter do?",
            "每个字母是平面上的一个点，它与另一张表的内积决定下一个字母是什么。把平面剪切（把方格压成平行四边形），"
            "直到离 e 最近的字母换成别的，并让另一张表随之变换。每个字母的比特数怎样变化？",
        ),
        {
            "rise": Words("they rise: it has unlearned who is similar", "升高：它忘了谁与谁相似"),
            "fall": Words("they fall: more room between the letters", "降低：字母之间更宽松了"),
            "same": Words("they stay exactly the same", "完全不变"),
        },
        what_a_shear_does_to_the_bits,
        {
            "rise": Words(
                "You take nearness for what is learned. The model knows inner products alone, and the second table can "
                "undo any shear.",
                "把远近当成了学到的东西。模型只知道内积，而另一张表可以抵消任何剪切。",
            ),
            "fall": Words(
                "Room does not count: each inner product is what it was.",
                "宽松与否无关紧要：每个内积都与原来相同。",
            ),
            "same": Words(
                "Every inner product stays what it was, so each probability does. Who is nearest is not learned.",
                "每个内积都不变，所以每个概率也不变。哪些字母靠得近，并不是学出来的。",
            ),
        },
    ),
    # 6-8
    "everybody-6": Prediction(
        Words(
            "Eight keys are drawn at random in the plane. A query is laid exactly on one of them. How often does this "
            "key get the largest weight?",
            "平面上随机抽取八个键，查询恰好落在其中一个上。这个键有多少次得到最大的权重？",
        ),
        {
            "less": Words("less than half of the time", "不到一半"),
            "always": Words("always: it is the most similar", "总是：它最相似"),
            "nearly": Words("nearly always", "几乎总是"),
        },
        how_often_a_query_finds_the_key_on_which_it_lies,
        {
            "less": Words(
                "The score is q · k, and a long key that points about the same way has a larger one. A key inside "
                "of a rubber band around all keys never wins.",
                "分数是 q · k：方向差不多而更长的键，分数更大。用橡皮筋把所有键围起来，落在里面的键永远不会胜出。",
            ),
            "always": Words(
                "You take the score for nearness. But q · k grows with the length of the key, and the longer one wins.",
                "把分数当成了远近。可是 q · k 随键的长度增大，更长的键会胜出。",
            ),
            "nearly": Words(
                "That is so in eight dimensions or more, where directions differ. In the plane many keys point about "
                "the same way.",
                "八维以上确实如此，那里方向各不相同。而在平面上，许多键指向差不多的方向。",
            ),
        },
    ),
    "everybody-7": Prediction(
        Words(
            "A block of 4 to 9 different letters comes again and again, and a network learns to foretell each letter "
            "that can be known. One look with four heads is right in nearly nine of ten. Now come blocks of 10 and 11 "
            "letters. In how many is it right?",
            "一段 4 到 9 个互不相同的字母反复出现，网络学习预测每个可知的字母。只看一次、有四个头的网络，"
            "十个里对了将近九个。现在换成 10 个和 11 个字母的段，它能对多少？",
        ),
        {
            "little": Words("a little fewer, eight of ten", "略少一些，十个里对八个"),
            "guessing": Words("about as many as by guessing, one of ten", "与瞎猜差不多，十个里对一个"),
            "half": Words("half of them", "一半"),
        },
        what_one_look_makes_of_longer_blocks,
        {
            "little": Words(
                "You think that it has learned to copy. It has learned the distances 4 to 9, and 10 is none of them.",
                "以为它学会了照抄。它学会的是 4 到 9 这几个距离，而 10 不在其中。",
            ),
            "guessing": Words(
                "A score knows the letter here, the letter there, and their places. What stood before a place only an "
                "earlier look can have put there.",
                "分数只知道此处的字母、彼处的字母和它们的位置。某处之前是什么，只有更早的一次查看才能放到那里。",
            ),
            "half": Words(
                "Nothing of what it has learned fits half of a new length.",
                "它学到的东西，并没有一半适用于新的长度。",
            ),
        },
    ),
    "everybody-8": Prediction(
        Words(
            "Three readers have at most five seconds on one core for the text of this course: a table of counts, a "
            "network that sees the last five letters through a window, a network with attention. Then they read "
            "lecture 7, which they do not know. Who needs the fewest bits a letter?",
            "三个模型各有至多五秒的单核时间来读这门课的文字：一张计数表，一个透过窗口看前五个字母的网络，"
            "一个带注意力的网络。然后去读没有见过的第 7 讲。谁每个字母花费的比特最少？",
        ),
        {
            "history": Words("attention, then the window, then counting", "注意力，其次窗口，最后计数"),
            "window": Words("the window, then attention, then counting", "窗口，其次注意力，最后计数"),
            "counts": Words("counting, then the window, then attention", "计数，其次窗口，最后注意力"),
        },
        who_reads_best_in_five_seconds,
        {
            "history": Words(
                "That is the order in which they came. What is least built in has most to learn, and five seconds are "
                "little.",
                "这是它们出现的先后。写进结构里的越少，要学的就越多，而五秒钟太短。",
            ),
            "window": Words(
                "The window does beat attention here. But the table needs no learning at all.",
                "在这里，窗口确实胜过注意力。可是计数表根本不用学。",
            ),
            "counts": Words(
                "What is built in need not be learned: that the last letters count most. It is the history of the "
                "field backwards, until there is enough to learn from.",
                "写进结构里的，就不必再学：最后几个字母最要紧。这正好把这个领域的历史倒过来，直到可学的东西足够多。",
            ),
        },
    ),
    # 9, 10
    "everybody-9": Prediction(
        Words(
            "On logarithmic axes the loss of large networks falls along a straight line: over their weights, and over "
            "the text that they learn from. Here are a small network with more and more weights, and a reader that "
            "only counts more and more text. A line is fitted to all points of each. Whose points lie within a tenth "
            "of a bit of it?",
            "在对数坐标上，大型网络的损失沿一条直线下降：随权重个数如此，随所学的文本量也如此。这里有一个小网络，"
            "权重越来越多；还有一个只靠计数的模型，数过的文本越来越多。"
            "各用全部的点拟合一条直线：哪一个的点离它都不到十分之一比特？",
        ),
        {
            "both": Words("both", "两个都是"),
            "network": Words("the network only: scaling laws are about networks", "只有网络：标度律说的就是网络"),
            "counting": Words("counting only: the network is too small", "只有计数：网络太小了"),
        },
        what_falls_along_a_straight_line,
        {
            "both": Words(
                "A table of counts falls along such a line as well. So the line is no sign of a network, nor of "
                "understanding.",
                "一张计数表同样沿这样的直线下降。所以，直线不说明那是网络，也不说明它理解了什么。",
            ),
            "network": Words(
                "The line was found with networks. It belongs to the text as much: rare contexts are met later and "
                "later, whoever reads.",
                "这条直线是在网络上发现的，但它同样属于文本：少见的上文越来越晚才遇到，谁来读都一样。",
            ),
            "counting": Words(
                "A network of a few hundred weights already lies on the line. A learning rate a third as "
                "large lifts the line and leaves it straight.",
                "几百个权重的网络就已落在这条直线上。学习率减到三分之一，整条线升高，但仍是直的。",
            ),
        },
    ),
    "everybody-10": Prediction(
        Words(
            "A reader has counted the English course. In 15 of 20 pairs of English sentences that differ in one "
            "word it finds the true one likelier. Now 16 pairs whose words are the same, two of them exchanged: “the "
            "weight turns the line, the bias shifts the line” beside the same with weight and bias exchanged. How "
            "often is the true one likelier?",
            "一个模型数过这门课的英文版。只差一个词的 20 对英文句子中，有 15 对它觉得真句更可能。现在换 16 个英文句对，"
            "两句用词相同，只有两个词对调，意思如：“权重转动直线，偏置平移直线”，以及把权重与偏置对调的那一句。"
            "真句更可能的有多少对？",
        ),
        {
            "nearly": Words("15 or 16: it has read what is true", "15 或 16 对：它读过哪句是真的"),
            "most": Words("13 or 14", "13 或 14 对"),
            "coin": Words("12 or fewer, as a coin might do", "12 对或更少，抛硬币也能做到"),
        },
        how_many_exchanged_pairs_are_told,
        {
            "nearly": Words(
                "It has read which letters follow which. That one word fits better than another is in the counts; "
                "which of two words belongs where is not.",
                "它读到的是哪个字母跟在哪个字母之后。哪个词更合适，在计数里看得出；两个词各该放在哪里，却看不出。",
            ),
            "most": Words(
                "The first list is won because a wrong word is a rare one. With the same words in both sentences that "
                "is gone.",
                "第一张表之所以赢，是因为错的词更少见。两句用词相同，这一点就没有了。",
            ),
            "coin": Words(
                "The first list asks how common words are together. With the same words in both sentences what is left "
                "cannot be told from a coin; sixteen pairs are too few to show a small preference.",
                "第一张表问的是哪些词常在一起出现。两句用词相同时，剩下的就与抛硬币分不开；只有十六对，看不出小的偏向。",
            ),
        },
    ),
}

# Exercises on pictures

SIDE, SIZE, STRIDE, PADDING, CHANNELS, KERNELS = 8, 5, 2, 2, 3, 16  # of the layer that is counted by hand


def counted() -> tuple[int, int, int]:
    """Places along a side of the map, weights with biases, and multiplications for one picture."""
    side, window = map_side(SIDE, SIZE, STRIDE, PADDING), CHANNELS * SIZE**2
    return side, KERNELS * (window + 1), side**2 * KERNELS * window


def judge_easy(answer: Any) -> Verdict:
    """The size of a feature map, the weights of the layer, and its multiplications."""
    with expected(
        "Expected three numbers: places along a side, weights with biases, multiplications.",
        "应给出三个数：一边的位置数、权重与偏置的个数、乘法次数。",
    ):
        found = numbers(answer, 3)
    side, weights, products = wanted = counted()
    near = found == wanted
    if near.all():
        return right(
            "All three. A larger picture takes more multiplications, and not one more weight.",
            "三个全对。图像再大，乘法变多，权重却一个也不多。",
        )
    if found[1] == weights - KERNELS:
        return almost("Each kernel has a bias, too.", "每个卷积核还有一个偏置。")
    if found[2] == products / CHANNELS or found[1] == KERNELS * (SIZE**2 + 1):
        return almost("Each kernel looks at all three channels.", "每个卷积核都要看全部三个通道。")
    if near.any():
        return almost(f"{near.sum()} of three are right.", f"三个中对了 {near.sum()} 个。")
    return keep_working(
        "First the places: how often can the window move by two, until it would leave the padded picture?",
        "先数位置：窗口每次移两格，移几次就会越出填充后的图像？",
    )


def solve_easy() -> Words:
    side, weights, products = counted()
    assert judge_easy((side, weights, products)).voice == "right"
    window = CHANNELS * SIZE**2
    return Words(
        f"⌊(8 + 4 − 5)/2⌋ + 1 = {side} places along a side. Each kernel has 3 · 25 = {window} weights and a bias: "
        f"16 · {window + 1} = {weights:,}. Each of {side} · {side} · 16 answers takes {window} multiplications: "
        f"{products:,}.",
        f"一边有 ⌊(8 + 4 − 5)/2⌋ + 1 = {side} 个位置。每个卷积核有 3 · 25 = {window} 个权重和一个偏置："
        f"16 · {window + 1} = {weights:,}。{side} · {side} · 16 个输出，每个要做 {window} 次乘法：{products:,}。",
    )


def cases() -> list[tuple]:
    """Twenty pictures with kernels, strides and paddings: (picture, kernel, stride, padding)."""
    rng, ways = np.random.default_rng(0), [(1, 0), (1, 1), (2, 0), (2, 1), (3, 2)]
    shapes = [((7, 6), 3), ((5, 9), 2), ((8, 8), 4), ((6, 7), 1)]
    return [(rng.normal(size=shape), rng.normal(size=(k, k)), *way) for way in ways for shape, k in shapes]


def right_map(X: np.ndarray, K: np.ndarray, stride: int, padding: int) -> np.ndarray:
    """One picture (H, W) and one kernel (k, k) -> one map."""
    return convolve(X[None], K[None, None], 0.0, stride, padding)[0]


def judge_build(answer: Any) -> Verdict:
    """A function (picture, kernel, stride, padding) -> map."""
    wrong = None
    for case in cases():
        with expected(
            "Expected a function of a picture, a kernel, a stride and a padding that returns an array of two axes.",
            "应给出以图像、卷积核、步幅、填充为参数的函数，返回一个二维数组。",
        ):
            X, K, stride, padding = case
            found = np.array(answer(X.copy(), K.copy(), stride, padding), float)
            if found.ndim != 2:
                raise ValueError
        wanted = right_map(*case)
        if wrong is None and (found.shape != wanted.shape or not np.allclose(found, wanted)):
            wrong = verdict_on_map(case, found)
    if wrong is not None:
        return wrong
    return right(
        "Twenty of twenty. This is what a convolutional layer computes for each of its kernels.",
        "二十个全对。卷积层的每个卷积核，计算的就是它。",
    )


def verdict_on_map(case: tuple, found: np.ndarray) -> Verdict:
    """What to say to a map that is not the right one: the first thing that explains it."""
    X, K, stride, padding = case
    told = f"picture {X.shape}, kernel {K.shape}, stride {stride}, padding {padding}"
    zh = f"图像 {X.shape}，卷积核 {K.shape}，步幅 {stride}，填充 {padding}"
    for other, en, chinese in usual_mistakes(*case):
        if found.shape == other.shape and np.allclose(found, other):
            return almost(f"Nearly: {en} ({told}).", f"就差一点：{chinese}（{zh}）。")
    shape = right_map(*case).shape
    if found.shape != shape:
        return keep_working(
            f"The map should be {shape}, and is {found.shape} ({told}).",
            f"特征图应为 {shape}，得到 {found.shape}（{zh}）。",
        )
    return keep_working(
        f"The size is right, the numbers are not ({told}). Look at the first answer: it is one sum over one window.",
        f"大小对了，数值不对（{zh}）。先看第一个输出：它是对一个窗口求和。",
    )


def usual_mistakes(X: np.ndarray, K: np.ndarray, stride: int, padding: int) -> list[tuple]:
    """Maps that are nearly right, and what is wrong with each: (map, in English, in Chinese)."""
    around = np.pad(X, padding, mode="edge") if padding else X
    whole = right_map(X, K, 1, padding)
    return [
        (right_map(X, K[::-1, ::-1], stride, padding), "the kernel was flipped", "卷积核被翻转了"),
        (right_map(X, K.T, stride, padding), "rows and columns of the kernel are exchanged", "卷积核的行与列对调了"),
        (right_map(X, K, stride, 0), "the padding is missing", "没有填充"),
        (right_map(around, K, stride, 0), "beyond the edge there should be 0", "边缘之外应当是 0"),
        (whole, "the stride is missing", "没有用步幅"),
        (whole[::stride], "the stride is used for the rows alone", "步幅只用在了行上"),
        (whole[:, ::stride], "the stride is used for the columns alone", "步幅只用在了列上"),
    ]


def solve_build() -> Words:
    def convolved(x, k, stride, padding):
        x, size = np.pad(x, padding), len(k)
        rows, columns = ((side - size) // stride + 1 for side in x.shape)
        window = lambda i, j: x[i * stride : i * stride + size, j * stride : j * stride + size]  # noqa: E731
        return np.array([[np.sum(window(i, j) * k) for j in range(columns)] for i in range(rows)])

    assert judge_build(convolved).voice == "right"
    code = (
        "<code>x, size = np.pad(x, padding), len(k)</code>",
        "<code>rows, columns = ((side - size) // stride + 1 for side in x.shape)</code>",
        "<code>np.sum(x[i * stride : i * stride + size, j * stride : j * stride + size] * k)</code>",
    )
    return Words(
        f"One of many: {code[0]}; {code[1]}; and for each i and j {code[2]}.",
        f"众多解之一：{code[0]}；{code[1]}；对每个 i 和 j 计算 {code[2]}。",
    )


def judge_pooling(answer: Any) -> Verdict:
    """(number of the digit, (dx, dy), (dx, dy)): two places one pixel apart with different answers."""
    with expected(
        "Expected the number of a digit, 0 … 199, and two places: (7, (4, 4), (5, 4)).",
        "应给出样本编号 0 … 199 和两个位置：(7, (4, 4), (5, 4))。",
    ):
        digit, *places = numbers(answer, 5)
        x, y, other_x, other_y = places
        if not (digit in range(ASKED) and all(place in range(PLACES) for place in places)):
            raise ValueError
    if abs(x - other_x) + abs(y - other_y) != 1:
        return keep_working("The two places should lie one pixel apart.", "两个位置应只相差一个像素。")
    answers = finished(taught(READERS["max"])).answers[..., int(digit)]
    one, other = (int(answers[int(row), int(column)]) for row, column in ((y, x), (other_y, other_x)))
    if one == other:
        return keep_working(
            f"At both places it reads {one}. Look at the answers of other digits.",
            f"两处都读作 {one}。看看它对别的样本的回答。",
        )
    return right(
        f"Here it reads {one}, and one pixel further {other}. Pooling makes nothing invariant to one pixel.",
        f"这里读作 {one}，再挪一个像素就读作 {other}。池化并不能使网络对一个像素的平移不变。",
    )


def solve_pooling() -> Words:
    answers = finished(taught(READERS["max"])).answers
    digit = int(np.argmax((answers[4, 4] != answers[4, 5]) & (answers[4, 4] == answers[4, 6])))
    assert judge_pooling((digit, (4, 4), (5, 4))).voice == "right"
    code = "<code>np.flatnonzero(answers[4, 4] != answers[4, 5])</code>"
    return Words(
        f"{code} lists them, for example number {digit} at (4, 4) and (5, 4): a {answers[4, 4, digit]} becomes a "
        f"{answers[4, 5, digit]}. Two pixels further it is read as before.",
        f"{code} 列出了它们，例如 (4, 4) 与 (5, 4) 处的第 {digit} 个样本：{answers[4, 4, digit]} 变成了 "
        f"{answers[4, 5, digit]}。挪两个像素，读法又与原来一样。",
    )


def judge_planes(answer: Any) -> Verdict:
    """Nine weights that answer 0 to every plane a + b x + c y, and not to everything."""
    with expected("Expected nine numbers, as three rows of three.", "应给出九个数，写成三行三列。"):
        K = numbers(answer, 9).reshape(3, 3)
    size = np.abs(K).sum()
    if size == 0:
        return keep_working("This answers nothing to everything.", "这样对什么图像都没有输出。")
    level, across, down = (abs(float(np.sum(K * ramp))) < 1e-9 * size for ramp in planes())
    if level and across and down:
        return right("No plane is answered, and whatever bends is.", "平面一律没有输出，有弯折的才有。")
    if level and (across or down):
        return almost("One of the two slopes still gets an answer.", "两个方向的斜坡中，还有一个得到了输出。")
    if level:
        return almost("Even ink gets 0, but a slope does not.", "均匀的墨得到 0，斜坡却没有。")
    return keep_working(
        "Begin with even ink: what must the sum of the nine be? Then ink that grows by 1 from column to column.",
        "先看均匀的墨：九个数之和应是多少？再看每过一列增加 1 的墨。",
    )


def planes() -> tuple:
    """Even ink, and the two slopes, in a window."""
    rows, columns = np.mgrid[-1:2, -1:2]
    return np.ones((3, 3)), columns, rows


def solve_planes() -> Words:
    K = ((0, 1, 0), (1, -4, 1), (0, 1, 0))
    assert judge_planes(K).voice == "right"
    return Words(
        f"Three sums must be 0: Σ k, Σ k u and Σ k v, with u and v from −1 to 1. {K} does it, which compares the "
        "middle with its four neighbours; so does any other solution of these three equations in nine unknowns.",
        f"有三个和必须为 0：Σ k、Σ k u 和 Σ k v，其中 u、v 从 −1 到 1。{K} 就满足，它把中间与四个相邻像素相比；"
        "这是九个未知数的三个方程，其他任何解也都可以。",
    )


# Exercises on the next letter

SENTENCE, PAID = 100, 2.0  # letters, and bits that each costs


def judge_bits(answer: Any) -> Verdict:
    """How likely a sentence is, itself or as a power of two, and the bits of a reader that is twice as sure."""
    with expected(
        "Expected two numbers: the probability of the sentence, such as 2**-10, and the bits a letter.",
        "应给出两个数：整句的概率（例如 2**-10），以及每个字母的比特数。",
    ):
        likely, bits = numbers(answer, 2)
    power = -SENTENCE * PAID
    sentence = np.isclose(likely, power) or np.isclose(likely, 2.0**power, rtol=0.01, atol=0)
    reader = np.isclose(bits, PAID - 1)
    if sentence and reader:
        return right(
            "Both. Bits add up along a text; each bit less doubles the probability of a letter.",
            "两个都对。比特沿文本相加；每少一比特，一个字母的概率就加倍。",
        )
    if not reader and np.isclose(bits, PAID / 2) | np.isclose(bits, 2 * PAID):
        return almost(
            "Twice the probability is not twice the bits: what is the logarithm of 2?",
            "概率加倍，不是比特加倍：2 的对数是多少？",
        )
    if sentence or reader:
        return almost("One of two is right.", "两个中对了一个。")
    return keep_working(
        "A letter that costs b bits had the probability 2⁻ᵇ; those of a text are multiplied.",
        "花费 b 比特的字母，概率是 2⁻ᵇ；一段文本的概率是各字母的乘积。",
    )


def solve_bits() -> Words:
    assert judge_bits((2.0 ** (-SENTENCE * PAID), PAID - 1)).voice == "right"
    return Words(
        f"100 letters of 2 bits are 200 bits: the probability is 2⁻²⁰⁰ = {2.0**-200:.1e}. A letter of 2 bits had the "
        "probability ¼; twice as sure is ½, and −log₂ ½ = 1 bit.",
        f"100 个字母，每个 2 比特，共 200 比特：概率是 2⁻²⁰⁰ = {2.0**-200:.1e}。花费 2 比特的字母，概率是 ¼；"
        "把握加倍就是 ½，而 −log₂ ½ = 1 比特。",
    )


@memoized
def bits_of_two_readers(lecture: str) -> tuple[float, float]:
    """What a lecture costs counts of order 5 with a = 16, and the window network after 4,000 steps."""
    text = corpus("letters", lecture)
    network = window_network(5, 16, 256, len(LETTERS))
    finished(train_on(network, text.train, 0.01, 4000))
    return Counts(text.train, 5, len(LETTERS)).bits(text.test, 16.0), text_bits(network, text.test)


def judge_heldout(answer: Any) -> Verdict:
    """A lecture, and what it costs the two readers that have not read it."""
    with expected(
        'Expected a lecture and two numbers, such as ("xor", 2.1, 2.2): the bits of counting, then of the network.',
        '应给出一讲的名称和两个数，例如 ("xor", 2.1, 2.2)：先是计数的比特数，再是网络的。',
    ):
        lecture, counting, network = answer
        counting, network, lecture = scalar(counting), scalar(network), str(lecture)
    if lecture not in course_text() or lecture in (TEST, CHOICE):
        others = ", ".join(name for name in course_text() if name not in (TEST, CHOICE))
        return keep_working(f"Another lecture, please; one of: {others}.", f"请换一讲，可选：{others}。")
    counted_bits, network_bits = bits_of_two_readers(lecture)
    near = abs(counting - counted_bits) < 0.01, abs(network - network_bits) < 0.1
    if all(near):
        ahead = Words("counting is ahead", "计数领先") if counting < network else Words("the network is", "网络领先")
        return right(f"Both: here {ahead.en}.", f"两个都对：在这一讲，{ahead.zh}。")
    if near[0]:
        return almost(
            "Counting is right. The network has n = 5, d = 16, H = 256, a rate of 0.01 and 4,000 steps.",
            "计数的对了。网络取 n = 5、d = 16、H = 256，学习率 0.01，训练 4,000 步。",
        )
    return keep_working(
        "Count the train part of the corpus with order 5, and read its test part with a = 16.",
        "用 5 阶对语料的 train 部分计数，再取 a = 16 读它的 test 部分。",
    )


def solve_heldout() -> Words:
    counting, network = bits_of_two_readers("losses")
    assert judge_heldout(("losses", counting, network)).voice == "right"
    return Words(
        f"With lecture 5 held out, “losses”: counting {counting:.2f} bits, the network {network:.2f}. The order is the "
        "same as for lecture 7. What differs from lecture to lecture is how much of it was said elsewhere.",
        f"留出第 5 讲（“losses”）时：计数 {counting:.2f} 比特，网络 {network:.2f} 比特。先后与第 7 讲相同。"
        "各讲之间不同的，是其中有多少在别处说过。",
    )


def solve_open() -> Words:
    return Words(
        "First, measured how? A score that counts only whole answers jumps where each letter becomes likelier little "
        "by little; ask for the bits. Then, how often: other seeds, other sizes on both sides of ten million. Has the "
        "model read the questions, or pages about them? Ask with names and numbers changed, and with words exchanged. "
        "What does a table of counts reach that has read the same text? And what would refute it: is there a result "
        "after which the author would say that it does not reason?",
        "首先，是怎样衡量的？只按整题对错计分，即使每个字母的概率一点一点提高，分数也会突然跳上去；应当要看比特数。"
        "其次，试过几次：别的随机种子，一千万前后的其他规模呢？模型有没有读过这些题，或讲这些题的网页？"
        "换掉名字和数字再问，把词对调再问。读过同样文本的计数表能做到多少？最后，什么能推翻这个说法："
        "出现怎样的结果，作者才会承认它不会推理？",
    )


# Exercises on attention

ASKED_AT = [(0.5, 3), (0.9, 8), (0.99, 24), (0.7, 100), (0.25, 12)]  # shares p of t places
SIZES = [(1, 1.0), (4, 1.0), (16, 0.5), (64, 2.0), (9, 1.5)]  # dimensions d, standard deviation s of the entries


def values_of(function: Any, cases: list[tuple]) -> np.ndarray:
    """What a function of two numbers gives for each case; raises for what is no such function."""
    found = np.array([scalar(function(*case)) for case in cases])
    if not np.isfinite(found).all():
        raise ValueError
    return found


def beta_for(p: float, t: int) -> float:
    """Where one of t places fits, the β that gives it the share p."""
    return float(np.log(p * (t - 1) / (1 - p)))


def judge_derive(answer: Any) -> Verdict:
    """A function (p, t) -> β that gives one fitting place among t the share p."""
    with expected(
        "Expected a function of p and t that returns a number.", "应给出以 p 和 t 为参数、返回一个数的函数。"
    ):
        found = values_of(answer, ASKED_AT)
    p, t = np.array(ASKED_AT).T
    wanted = np.log(p * (t - 1) / (1 - p))
    if np.allclose(found, wanted):
        return right(
            "So β grows like the logarithm of the length: to look among ten times as many places takes 2.3 more.",
            "可见 β 随长度的对数增大：要在十倍多的位置中查找，只需再加 2.3。",
        )
    if np.allclose(found, np.log(p * t / (1 - p))):
        return almost(
            "The place that fits is one of the t: its rivals are t − 1.", "相符的那处也在 t 处之中：对手只有 t − 1 个。"
        )
    if np.allclose(found, wanted / np.log(2)) or np.allclose(found, wanted / np.log(10)):
        return almost("Which logarithm undoes e^β?", "e^β 的反函数是哪一种对数？")
    return keep_working(
        "Write the share down first: e^β for the place that fits, 1 for each of the others. Then solve for β.",
        "先写出份额：相符的一处是 e^β，其余每处是 1。再解出 β。",
    )


def solve_derive() -> Words:
    assert judge_derive(beta_for).voice == "right"
    return Words(
        "p = e^β/(e^β + t − 1), so e^β (1 − p) = p (t − 1), and β = ln(p (t − 1)/(1 − p)). "
        f"For p = 0.99 and t = 24 it is {beta_for(0.99, 24):.2f}.",
        "p = e^β/(e^β + t − 1)，所以 e^β (1 − p) = p (t − 1)，β = ln(p (t − 1)/(1 − p))。"
        f"p = 0.99、t = 24 时，β = {beta_for(0.99, 24):.2f}。",
    )


def judge_spread(answer: Any) -> Verdict:
    """A function (d, s) -> variance of q · k for independent entries of mean 0 and standard deviation s."""
    with expected(
        "Expected a function of d and s that returns a number.", "应给出以 d 和 s 为参数、返回一个数的函数。"
    ):
        found = values_of(answer, SIZES)
    d, s = np.array(SIZES).T
    if np.allclose(found, d * s**4):
        return right(
            "With s = 1 the standard deviation is √d: that is what scores are divided by.",
            "s = 1 时标准差是 √d：分数就除以它。",
        )
    if np.allclose(found, np.sqrt(d) * s**2):
        return almost("That is the standard deviation; the variance was asked for.", "这是标准差；问的是方差。")
    if np.allclose(found, d * s**2):
        return almost("Each term is a product of two entries, and both vary.", "每一项都是两个分量的乘积，两个都在变。")
    return keep_working(
        "Begin with d = 1: the variance of a product of two independent numbers of mean 0. Then add d of them.",
        "先看 d = 1：两个独立、均值为 0 的数，乘积的方差是多少？再把 d 个这样的项相加。",
    )


def solve_spread() -> Words:
    assert judge_spread(lambda d, s: d * s**4).voice == "right"
    return Words(
        "A product of independent entries has mean 0 and the variance E[q²] E[k²] = s² · s². The variances of d "
        "independent terms add up: d s⁴.",
        "独立分量的乘积均值为 0，方差为 E[q²] E[k²] = s² · s²。d 个独立项的方差相加：d s⁴。",
    )


def lookups() -> list[tuple]:
    """Six cases of queries, keys and values."""
    rng = np.random.default_rng(0)
    return [(rng.normal(size=(n, d)), rng.normal(size=(n, d)), rng.normal(size=(n, e))) for n, d, e in SHAPES]


SHAPES = [(1, 2, 1), (3, 2, 2), (5, 4, 3), (4, 3, 1), (7, 8, 2), (6, 1, 4)]  # places, dimensions, numbers of a value


def judge_attend(answer: Any) -> Verdict:
    """A function (Q, K, V) -> answers, causal and scaled."""
    given = []
    for Q, K, V in lookups():
        with expected(
            "Expected a function of queries, keys and values that returns an array as large as the values.",
            "应给出以查询、键、值为参数的函数，返回与值一样大的数组。",
        ):
            found = np.array(answer(Q.copy(), K.copy(), V.copy()), float)
            if found.shape != V.shape:
                raise ValueError
        given.append(found)
    pairs = [*zip(lookups(), given)]
    if all(np.allclose(found, attend(Q, K, V, causal=True)) for (Q, K, V), found in pairs):
        return right(
            "All six. This is the whole of an attention head but for its weights.",
            "六组全对。除去权重，这就是注意力头的全部。",
        )
    for name, (en, zh) in USUAL_SLIPS.items():
        if all(np.allclose(found, slipped(name, *case)) for case, found in pairs):
            return almost(en, zh)
    return keep_working(
        "Look at one query alone: scores of the keys up to its own place, over √d, then softmax, then the mean.",
        "先只看一个查询：到它自己位置为止的各键的分数，除以 √d，再 softmax，再求平均。",
    )


USUAL_SLIPS = {
    "leak": Words(
        "It leaks: a change of what comes later changes the answers before it. The mask is missing.",
        "泄漏了：改动后面的内容，前面的回答也变了。缺少掩码。",
    ),
    "scale": Words("The scores are not divided by √d.", "分数没有除以 √d。"),
    "both": Words("Neither the mask nor 1/√d is there yet.", "掩码和 1/√d 都还没有。"),
    "sum": Words("The weights of a query do not sum to 1.", "每个查询的权重之和不是 1。"),
    "axis": Words(
        "The softmax runs over the queries; it should run over the keys.", "softmax 沿查询作了，应沿键来作。"
    ),
    "itself": Words("A place may look at itself as well.", "每个位置也可以看自己。"),
}


def slipped(name: str, Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> np.ndarray:
    """The answers with one of the usual slips."""
    n, d = Q.shape
    mask = np.tri(n, k=-1 if name == "itself" else 0, dtype=bool)
    mask[0, 0] = True
    scale = 1.0 if name in ("scale", "both") else d**-0.5
    if name in ("leak", "both"):
        return attend(Q, K, V, scale)
    S = scores(Q, K, scale, mask)
    if name == "axis":
        return np.nan_to_num(softmax(S.T).T) @ V
    return (np.exp(S) if name == "sum" else softmax(S)) @ V


def solve_attend() -> Words:
    def attended(Q, K, V):
        S = Q @ K.T / np.sqrt(Q.shape[1])
        S = np.where(np.tri(len(S), dtype=bool), S, -np.inf)
        A = np.exp(S - S.max(axis=1, keepdims=True))
        return A / A.sum(axis=1, keepdims=True) @ V

    assert judge_attend(attended).voice == "right"
    code = (
        "<code>S = Q @ K.T / np.sqrt(Q.shape[1])</code>",
        "<code>S = np.where(np.tri(len(S), dtype=bool), S, -np.inf)</code>",
        "<code>A = np.exp(S - S.max(axis=1, keepdims=True))</code>",
        "<code>A / A.sum(axis=1, keepdims=True) @ V</code>",
    )
    return Words(f"One of many: {'; '.join(code)}.", f"众多解之一：{'；'.join(code)}。")


def judge_equal(answer: Any) -> Verdict:
    """(keys, query): a query that is equal to one of the keys, while another key has a larger score."""
    with expected(
        "Expected at least two keys and a query in the plane: (((1, 0), (0, 1)), (1, 0)).",
        "应给出平面上至少两个键和一个查询：(((1, 0), (0, 1)), (1, 0))。",
    ):
        keys, query = answer
        K, q = np.array([numbers(key, 2) for key in keys]), numbers(query, 2)
        if len(K) < 2:
            raise ValueError
    equal = (K == q).all(axis=1)
    if not equal.any():
        return keep_working("The query should be equal to one of the keys.", "查询应与其中一个键相等。")
    found = scores(q[None], K, 1.0)[0]
    if found.max() > found[equal].max():
        best = int(found.argmax()) + 1
        return right(
            f"Key {best} wins with {found.max():g}; the equal one has {found[equal].max():g}.",
            f"第 {best} 个键以 {found.max():g} 胜出；与查询相等的键只有 {found[equal].max():g}。",
        )
    return keep_working(
        "Here the equal key wins. What else than the direction makes q · k large?",
        "这里与查询相等的键胜出。除了方向，还有什么能使 q · k 变大？",
    )


def solve_equal() -> Words:
    assert judge_equal((((1, 0), (2, 1)), (1, 0))).voice == "right"
    return Words(
        "Keys (1, 0) and (2, 1), query (1, 0): the scores are 1 and 2. Any key will do whose shadow on the query’s "
        "direction is longer than the query; to be longer itself is not enough, (0, 9) has the score 0.",
        "键 (1, 0) 和 (2, 1)，查询 (1, 0)：分数是 1 和 2。任何键，只要在查询方向上的投影比查询长，就都可以；"
        "光是自己更长还不够，(0, 9) 的分数是 0。",
    )


EXERCISES: dict[str, Exercise] = {
    "everybody-easy": Exercise(judge_easy, solve_easy, Words("By hand: a layer for pictures", "手算：看图的一层")),
    "everybody-bits": Exercise(judge_bits, solve_bits, Words("By hand: bits", "手算：比特")),
    "everybody-derive": Exercise(
        judge_derive, solve_derive, Words("Derive: how sharp must a look be?", "推导：查看要多尖锐？")
    ),
    "everybody-spread": Exercise(judge_spread, solve_spread, Words("Derive: why √d", "推导：为什么是 √d")),
    "everybody-build": Exercise(judge_build, solve_build, Words("In code: a convolution", "写代码：卷积")),
    "everybody-attend": Exercise(judge_attend, solve_attend, Words("In code: attention", "写代码：注意力")),
    "everybody-equal": Exercise(
        judge_equal, solve_equal, Words("Break a claim: the equal key", "推翻一个说法：相等的键")
    ),
    "everybody-pooling": Exercise(
        judge_pooling, solve_pooling, Words("Break a claim: one pixel", "推翻一个说法：一个像素")
    ),
    "everybody-planes": Exercise(
        judge_planes, solve_planes, Words("Build: nine weights that no plane moves", "构造：对平面没有输出的九个权重")
    ),
    "everybody-heldout": Exercise(
        judge_heldout, solve_heldout, Words("Change the code: another lecture held out", "改代码：留出另一讲")
    ),
    "everybody-open": open_question(solve_open, Words("Open: suddenly it reasons", "开放题：突然会推理了")),
}
