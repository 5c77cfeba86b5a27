"""What is to be said of each fault: its name, why it hurts, and what the curves show of it."""

from typing import NamedTuple

from course_nn.common.words import Words


class Explanation(NamedTuple):
    """The words of a fault, the same in NumPy and in PyTorch."""

    name: Words
    why: Words
    shows: Words  # by the curves of the sick script, beside those of the cured one


EXPLANATIONS = {
    "labels shifted": Explanation(
        Words("labels off by one", "标签整体错开一类"),
        Words(
            "The targets are counted from a different start than the labels. Each digit is learned under the "
            "name of its neighbour.",
            "训练目标与标签的起点不同，每个数字都被当成相邻的数字来学。",
        ),
        Words(
            "The loss falls as it should. In validation almost nothing is right: that is worse than guessing.",
            "损失照常下降，验证时却几乎全错，比随机猜测还差。",
        ),
    ),
    "an output too few": Explanation(
        Words("one class too few", "少了一个类别"),
        Words("Ten digits need ten outputs. Class 9 has none.", "十个数字需要十个输出，类别 9 没有位置。"),
        Words("There is no curve. Python stops as soon as it meets a 9.", "没有曲线：一遇到 9 就报错停下。"),
    ),
    "pairs broken": Explanation(
        Words("inputs and targets out of step", "输入与目标错位"),
        Words(
            "Each input is paired with the target of another one. There is nothing to be learned.",
            "每个输入旁边是别的样本的目标，没有规律可学。",
        ),
        Words(
            "The loss stays about where guessing would leave it, and so does the score.",
            "损失停在随机猜测的水平附近，成绩也一样。",
        ),
    ),
    "inputs not scaled": Explanation(
        Words("inputs not scaled", "输入未缩放"),
        Words(
            "The size of an input decides which rate suits its weight. In metres this rate is far too small, in "
            "millimetres far too large.",
            "输入的大小决定权重适合多大的学习率：以米计，这个学习率太小；以毫米计，又太大。",
        ),
        Words(
            "R² does not rise above 0: the slope hardly moves, or everything blows up.",
            "R² 升不到 0 以上：斜率几乎不动，或者全部发散。",
        ),
    ),
    "validation not scaled": Explanation(
        Words("validation data not scaled", "验证数据未缩放"),
        Words(
            "The weights were learned for scaled inputs, and get raw ones in validation.",
            "权重是对缩放后的输入学到的，验证时得到的却是原始输入。",
        ),
        Words(
            "The training loss is the same as without the fault. R² in validation is about 0 or far below.",
            "训练损失与没有错误时相同，验证的 R² 却在 0 附近，甚至远低于 0。",
        ),
    ),
    "statistics of the validation set": Explanation(
        Words("scaled by the validation set", "用验证集的统计量缩放"),
        Words(
            "The birds in validation are larger than the birds in training. Subtracting their own mean hides "
            "exactly that.",
            "验证集的企鹅比训练集的大，减去它们自己的均值，恰好抹掉了这个差别。",
        ),
        Words(
            "Training is the same as without the fault. R² in validation is far lower than it could be.",
            "训练与没有错误时相同，验证的 R² 却低了很多。",
        ),
    ),
    "target among the inputs": Explanation(
        Words("target among the inputs", "目标混进了输入"),
        Words(
            "One input is the mass itself, and the model only copies it. Anyone who uses the model does not know "
            "the mass.",
            "有一个输入就是体重本身，模型只要照抄。真正使用模型时，体重是未知的。",
        ),
        Words(
            "R² comes close to 1. That is more than a flipper can tell: too good to be true.",
            "R² 接近 1。单凭鳍肢长不可能这么准：好得不真实。",
        ),
    ),
    "wraps around": Explanation(
        Words("uint8 wraps around", "uint8 回绕"),
        Words(
            "In uint8, 3 − 5 is 254. A pixel a little lighter than the mean gets a huge number.",
            "在 uint8 中 3 − 5 等于 254：比均值略浅的像素变成了很大的数。",
        ),
        Words(
            "The first losses are very large. The accuracy ends some points lower than it could.",
            "起初的损失非常大，最后的准确率低几个百分点。",
        ),
    ),
    "cast to whole numbers": Explanation(
        Words("inputs cast to whole numbers", "输入被取整"),
        Words(
            "Centred ink lies between −1 and 1. Cast to whole numbers, all of it is 0.",
            "中心化后的墨量在 −1 和 1 之间，取整后全是 0。",
        ),
        Words(
            "The loss stays near ln 10, and the accuracy at the level of guessing: the inputs say nothing.",
            "损失停在 ln 10 附近，准确率与随机猜测无异：输入不含任何信息。",
        ),
    ),
    "reshape for transpose": Explanation(
        Words("reshape for transpose", "把 reshape 当转置用"),
        Words(
            "reshape keeps the order of the numbers and only cuts them into rows anew. The shape fits, but the "
            "numbers are in the wrong places.",
            "reshape 不改变数的次序，只是重新分行：形状对了，数却放错了位置。",
        ),
        Words(
            "There is no error. The loss stays high, or even rises.",
            "不会报错，但损失降不下来，甚至上升。",
        ),
    ),
    "sorted by class": Explanation(
        Words("batches sorted by class", "批次按类别排序"),
        Words(
            "A batch holds one class or two. Each step pulls towards them, and the last classes of an epoch win.",
            "一批里只有一两个类别，每一步都偏向它们，一轮里最后出现的类别占上风。",
        ),
        Words(
            "The first epochs score much lower. Later this simple model nearly catches up.",
            "最初几轮成绩低得多；之后这个简单的模型几乎追了上来。",
        ),
    ),
    "zero weights": Explanation(
        Words("first layer starts at 0", "首层权重全为 0"),
        Words(
            "With zero weights all units give 0, and ReLU passes no gradient at 0. So the layer never moves.",
            "权重为 0 时所有单元输出 0，ReLU 在 0 处不传梯度，这一层永远不动。",
        ),
        Words(
            "The loss stays near ln 10, and the accuracy at the level of guessing.",
            "损失停在 ln 10 附近，准确率与随机猜测无异。",
        ),
    ),
    "first weights too large": Explanation(
        Words("first weights too large", "初始权重过大"),
        Words(
            "The network starts as a large random function. Training corrects it on its samples, and not between them.",
            "网络一开始是一个幅度很大的随机函数，训练只在样本处把它改对，样本之间仍是老样子。",
        ),
        Words(
            "The loss starts several times too high. It falls, but the score ends some points lower.",
            "损失的起点高出好几倍；它会下降，但最后的成绩低几个百分点。",
        ),
    ),
    "relu on the logits": Explanation(
        Words("ReLU on the output", "输出层多了 ReLU"),
        Words(
            "A logit below 0 becomes 0, and gets no gradient. A class whose logits are all below 0 learns nothing.",
            "小于 0 的 logit 变成 0，也得不到梯度；某个类别的 logit 若全小于 0，就什么也学不到。",
        ),
        Words(
            "The loss stops far too high, and the accuracy far too low: some classes are hardly ever answered.",
            "损失停在高处，准确率停在低处：有的类别几乎从来不会被答出。",
        ),
    ),
    "dropout at validation": Explanation(
        Words("dropout on in validation", "验证时仍随机失活"),
        Words(
            "Dropout is made for training. In validation it takes away units that the answer needs.",
            "随机失活是为训练准备的；验证时它会关掉答案所需要的单元。",
        ),
        Words(
            "The training loss is as usual. The score in validation is lower, and jumps.",
            "训练损失正常，验证成绩偏低，而且跳动。",
        ),
    ),
    "half precision": Explanation(
        Words("float16 without scaling", "float16 而未缩放"),
        Words(
            "The square of a small gradient is less than float16 can hold. It becomes 0, and the step divides by it.",
            "很小的梯度平方之后低于 float16 能表示的范围，变成 0，而更新时要除以它。",
        ),
        Words(
            "The loss is soon NaN. The accuracy is that of always answering 0.",
            "损失很快变成 NaN，准确率相当于永远回答 0。",
        ),
    ),
    "softmax along the batch": Explanation(
        Words("softmax along the wrong axis", "softmax 沿错了轴"),
        Words(
            "Along axis 0 the samples of the batch compete with each other, not the classes of a sample.",
            "沿第 0 轴，相互竞争的是一批里的样本，而不是同一样本的各个类别。",
        ),
        Words(
            "The loss starts near 6.4, the logarithm of 600 (rows), not near the logarithm of 10 (classes). The "
            "score suffers, or all becomes NaN.",
            "损失从 6.4 附近开始，那是 600 行的对数，不是 10 个类别的对数。成绩偏低，或者全部变成 NaN。",
        ),
    ),
    "softmax overflows": Explanation(
        Words("softmax overflows", "softmax 上溢"),
        Words(
            "The exponential of 710 is infinite, and infinity divided by infinity is not a number. Subtract the "
            "largest logit of each row first, and nothing overflows.",
            "710 的指数是无穷大，无穷除以无穷不是数。每行先减去最大的 logit，就不会上溢。",
        ),
        Words(
            "The loss is NaN from the first epoch on. The accuracy is that of always answering 0.",
            "损失从第一轮起就是 NaN，准确率相当于永远回答 0。",
        ),
    ),
    "softmax twice": Explanation(
        Words("softmax before cross-entropy", "交叉熵之前多了 softmax"),
        Words(
            "Softmax of numbers between 0 and 1 is nearly even. Even a perfect answer keeps a loss of 1.46.",
            "对 0 到 1 之间的数再做 softmax，结果接近均匀：即使答案完美，损失仍有 1.46。",
        ),
        Words(
            "The loss falls slowly and stays above 1.46. The score lags far behind.",
            "损失降得很慢，始终高于 1.46，成绩远远落后。",
        ),
    ),
    "all pairs": Explanation(
        Words("(n, 1) minus (n,)", "(n, 1) 减 (n,)"),
        Words(
            "A column minus a row is a table of all pairs. The best answer to all targets at once is their mean.",
            "一列减一行得到所有配对的表格；同时面对所有目标，最好的答案就是它们的均值。",
        ),
        Words(
            "The loss stops where a flat line leaves it, and R² stays at 0.",
            "损失停在水平直线的水平，R² 停在 0。",
        ),
    ),
    "loss summed": Explanation(
        Words("loss summed, rate for the mean", "损失求和，学习率却按平均"),
        Words(
            "The gradient of a sum over 600 samples is 600 times that of the mean. The rate is now far too large.",
            "600 个样本求和的梯度是平均的 600 倍，学习率就大得离谱。",
        ),
        Words(
            "The loss jumps up, or becomes NaN. The accuracy is what guessing gives.",
            "损失猛增或变成 NaN，准确率与随机猜测无异。",
        ),
    ),
    "derivative of tanh": Explanation(
        Words("tanh′ at the wrong value", "tanh 的导数代错了值"),
        Words(
            "tanh′(a) is 1 − h² with h = tanh(a). With a in its place it is negative as soon as a is above 1.",
            "tanh′(a) 等于 1 − h²，其中 h = tanh(a)。误把 a 代进去，a 一超过 1 就成了负数。",
        ),
        Words(
            "After some epochs the loss is NaN. From then on the accuracy is that of always answering 0.",
            "训练若干轮之后损失变成 NaN，从那时起准确率相当于永远回答 0。",
        ),
    ),
    "gradient not reset": Explanation(
        Words("gradients not reset", "梯度没有清零"),
        Words(
            "Each step follows the sum of all gradients so far. That is momentum without friction: it overshoots.",
            "每一步用的是至今所有梯度之和，相当于没有摩擦的动量，总是冲过头。",
        ),
        Words("The loss swings up and down and does not settle.", "损失忽高忽低，稳定不下来。"),
    ),
    "uphill": Explanation(
        Words("uphill", "沿梯度上升"),
        Words(
            "The sign is wrong. Each step makes the right class less probable.",
            "符号错了：每一步都让正确类别的概率变小。",
        ),
        Words(
            "The loss runs away, upwards or below 0. The accuracy falls to 0, far below a guess.",
            "损失越走越远：不断升高，或者降到 0 以下。准确率降到 0，远不如随机猜测。",
        ),
    ),
    "weight decay upside down": Explanation(
        Words("weight decay upside down", "权重衰减的符号反了"),
        Words(
            "The penalty should pull the weights to 0. With the wrong sign they grow by a share of themselves in "
            "each step.",
            "惩罚项应把权重拉向 0；符号反了，权重每一步都按比例增大。",
        ),
        Words(
            "The accuracy hardly shows it. The loss runs away: wrong answers are given with certainty.",
            "从准确率几乎看不出来，损失却失控：答错的也十分肯定。",
        ),
    ),
    "first layer left out": Explanation(
        Words("first layer never updated", "首层从未更新"),
        Words(
            "Only the weights of the last layer are moved. The first keeps its random start.",
            "只有最后一层的权重在更新，首层一直停在随机的起点。",
        ),
        Words(
            "It learns something: the last layer makes the best of random features. Both curves stop far too soon.",
            "它能学到一点：最后一层尽量利用随机特征。但两条曲线都差得远。",
        ),
    ),
    "weights bound anew": Explanation(
        Words("W = W − … in a loop", "循环里的 W = W − …"),
        Words(
            "W = W − … makes a new array and calls it W. The arrays of the layers stay as they were.",
            "W = W − … 新建一个数组并起名为 W，原来的两个权重数组没有变。",
        ),
        Words("Both curves are exactly flat: nothing moves.", "两条曲线完全水平：什么都没有变。"),
    ),
    "detached": Explanation(
        Words("detached too early", "过早 detach"),
        Words(
            "detach cuts the graph. No gradient reaches the layer below, and it keeps its random start.",
            "detach 切断了计算图，梯度传不到前面的层，那一层停在随机的起点。",
        ),
        Words(
            "It learns something: the last layer makes the best of random features. Both curves stop far too soon.",
            "它能学到一点：最后一层尽量利用随机特征。但两条曲线都差得远。",
        ),
    ),
    "ReLU in place": Explanation(
        Words("in-place ReLU after tanh", "tanh 之后就地 ReLU"),
        Words(
            "tanh needs its own output for its gradient, and the in-place ReLU has written over it.",
            "tanh 求梯度时要用自己的输出，而就地 ReLU 已经把它改写了。",
        ),
        Words(
            "There is no curve. PyTorch stops at backward() with an error.",
            "没有曲线：PyTorch 在 backward() 处报错停下。",
        ),
    ),
    "changed in place": Explanation(
        Words("changed in place", "就地修改"),
        Words(
            "tanh needs its own output for its gradient, and *= has written over it.",
            "tanh 求梯度时要用自己的输出，而 *= 已经把它改写了。",
        ),
        Words(
            "There is no curve. PyTorch stops at backward() with an error.",
            "没有曲线：PyTorch 在 backward() 处报错停下。",
        ),
    ),
    "seed in the loop": Explanation(
        Words("seed inside the loop", "循环里重设种子"),
        Words(
            "After each reset the same rows are drawn again. All others are never seen.",
            "每次重设种子之后抽到的都是同样的行，其余的行从来没有见过。",
        ),
        Words(
            "The loss falls almost to 0. The score stays far behind: a handful of samples is learned by heart.",
            "损失几乎降到 0，成绩却远远落后：只是背下了很少几个样本。",
        ),
    ),
    "rate falls in each step": Explanation(
        Words("rate lowered in each step", "每一步都降低学习率"),
        Words(
            "The rate should fall once an epoch. It falls with each batch, and after one epoch nothing is left of it.",
            "学习率应当每轮降一次，这里每一批都降，一轮之后就所剩无几。",
        ),
        Words("Both curves stop after the first epoch.", "两条曲线在第一轮之后就不动了。"),
    ),
    "begun anew in each epoch": Explanation(
        Words("model created again in each epoch", "每轮都重建模型"),
        Words(
            "What one epoch has learned, the next one throws away.",
            "前一轮学到的，后一轮就丢掉了。",
        ),
        Words(
            "The loss is as high at the end as at the start.",
            "损失到最后和开始时一样高。",
        ),
    ),
    "accuracy of all pairs": Explanation(
        Words("accuracy of all pairs", "准确率算成了所有配对"),
        Words(
            "(n,) == (n, 1) compares each answer with all labels. One in ten agrees, whatever was learned.",
            "(n,) == (n, 1) 把每个答案与所有标签比较；不管学到什么，总有约十分之一相同。",
        ),
        Words(
            "The loss falls as it should. The accuracy stays at 0.10 from beginning to end.",
            "损失照常下降，准确率从头到尾都在 0.10 左右。",
        ),
    ),
    "argmax of everything": Explanation(
        Words("argmax without an axis", "argmax 没有指定轴"),
        Words(
            "Without an axis, argmax gives one place in the whole table. That number is no class.",
            "不指定轴时，argmax 给出整张表中的一个位置，这个数不是类别。",
        ),
        Words("The loss falls as it should. The accuracy stays at 0.", "损失照常下降，准确率一直是 0。"),
    ),
    "validated on what was trained": Explanation(
        Words("validated on training data", "在训练数据上验证"),
        Words(
            "These are the rows that were trained on. The score says how well they are remembered.",
            "这些正是训练用过的行，成绩说明的是记得多牢。",
        ),
        Words(
            "The score looks very good. On new digits it is clearly lower; only that number counts.",
            "成绩看起来很好；换成新数字就明显变低，只有后者才算数。",
        ),
    ),
    "columns chosen on all rows": Explanation(
        Words("columns chosen on all rows", "用全部数据挑选特征"),
        Words(
            "Of 3000 random columns some agree with the validation labels by chance. These were chosen.",
            "3000 列随机数中，总有几列碰巧与验证集的标签相符，挑中的正是它们。",
        ),
        Words(
            "The labels are coin tosses, and the score is far above one half. On new data it is one half.",
            "标签是抛硬币得来的，成绩却远高于二分之一；换成新数据就回到二分之一。",
        ),
    ),
    "best run on the test set": Explanation(
        Words("best run chosen on the test set", "在测试集上挑最好的一次"),
        Words(
            "The highest of many lucky numbers is high. A test set that was used to choose can no longer judge.",
            "许多碰运气的数里，最高的总是很高。测试集一旦用来挑选，就不能再用来评判。",
        ),
        Words(
            "The score can only rise, though nothing can be learned. On new data it is one half.",
            "没有规律可学，成绩却只升不降；换成新数据就回到二分之一。",
        ),
    ),
    "logarithm not undone": Explanation(
        Words("logarithm not undone", "对数没有还原"),
        Words(
            "The model predicts the logarithm of a mass, and is compared with the mass itself.",
            "模型预测的是体重的对数，却拿去和体重本身比较。",
        ),
        Words(
            "The training loss is small. R² in validation is far below 0.",
            "训练损失很小，验证的 R² 却远低于 0。",
        ),
    ),
}
