"""The misconceptions that wrong options name, in one list, so that they can be counted over all items."""

from course_nn.common.words import Words

BELIEFS = {
    # ways of reckoning that come back in several items
    "proportional": Words("n times the cause has n times the effect", "原因变几倍，结果就变几倍"),
    "adds for multiplies": Words("what follows one after the other is added", "前后相接的作用应当相加，而不是相乘"),
    "passes unchanged": Words("what passes through a layer comes out unchanged", "经过一层之后，传来的东西保持不变"),
    "any curve": Words("whatever is curved can draw any border", "只要是弯的，就能画出任何分界"),
    # units and layers
    "weight is steepness": Words(
        "a weight only sets how steep a unit is; the border stays", "权重只决定单元有多陡，分界不动"
    ),
    "bias is border": Words("the bias alone says where the border lies", "分界在哪里只由偏置决定"),
    "more asks more": Words("a larger weight needs a larger input", "权重越大，需要的输入也越大"),
    "counts units": Words("a layer learns as many numbers as it has units", "一层有多少个单元，就学多少个数"),
    "forgets biases": Words("only weights are learned", "要学的只有权重"),
    "every path": Words("every path through a network has a number of its own", "网络中每条通路都有自己的一个数"),
    "height is slope": Words("the stronger a unit answers, the more it learns", "单元的输出越强，学得就越多"),
    "one unit does": Words(
        "one unit with the right weights draws any border", "只要权重选得对，一个单元就能画出任何分界"
    ),
    "unit per piece": Words("each piece of a class takes one hidden unit", "一类的每一段各需一个隐藏单元"),
    "unit per region": Words(
        "each region, of whatever class, takes one hidden unit", "不论哪一类，每个区域各需一个隐藏单元"
    ),
    "layers always add": Words(
        "one more layer can do more, with an activation or without", "多一层就多一分本领，有没有激活函数都一样"
    ),
    "width in the exponent": Words(
        "pieces grow exponentially with the width, not with the depth", "段数随宽度指数增长，而不是随深度"
    ),
    "new by rescaling": Words(
        "a multiple or a difference already shows more than x", "乘个倍数、作个差，就比原来的输入多说明一些"
    ),
    "symmetry breaks itself": Words(
        "units that start alike become different by training", "起点相同的单元，训练后自然会不同"
    ),
    "alike learn nothing": Words("units that start alike do not learn", "起点相同的单元学不到东西"),
    "all become one": Words("training makes all units of a layer alike", "训练会使同一层的单元都变得一样"),
    # losses and probabilities
    "loss counts mistakes": Words("a loss counts mistakes", "损失就是出错的次数"),
    "loss is the worst": Words("the worst answer decides about the loss", "损失由最差的那个回答决定"),
    "softmax is a share": Words(
        "softmax gives each score its share of their sum", "softmax 给出的是每个得分在总和中所占的份额"
    ),
    # gradients
    "one path": Words("only the main path counts", "只有主要的那条通路起作用"),
    "multiplies paths": Words("what comes along different paths is multiplied", "不同通路的作用应当相乘"),
    "rate is speed": Words("a learning rate only sets how fast one arrives", "学习率只决定到得多快"),
    "overshoot diverges": Words("a step over the bottom leads ever farther away", "一旦越过谷底，就会越走越远"),
    "overshoot swings": Words("a step over the bottom goes back and forth for ever", "一旦越过谷底，就会永远来回摆动"),
    "always settles": Words("descent settles in the end, as slopes get smaller", "坡度会越来越小，所以最后总会停下"),
    "momentum only smooths": Words("momentum smooths steps and makes none longer", "动量只使步子平稳，不会使步子变长"),
    "momentum one step": Words("momentum remembers the last step alone", "动量只记得上一步"),
    "momentum endless": Words("with momentum, steps grow without end", "有了动量，步子会无限增大"),
    "step follows gradient": Words("a larger gradient always means a longer step", "梯度越大，步子总是越长"),
    "weak gets more": Words("Adam gives longer steps to smaller gradients", "梯度越小，Adam 给的步子越长"),
    "mean has no noise": Words(
        "batches of any size aim equally well, as all are right on average", "小批量平均都是对的，所以不论大小都一样准"
    ),
    "units do not matter": Words("in which units an input is given does not matter", "输入用什么单位都无所谓"),
    "rate follows input": Words("larger inputs take a larger learning rate", "输入变大，学习率也要变大"),
    # judging
    "training is test": Words("what fits its training samples best is best", "对训练样本拟合得最好，就是最好"),
    "gap is all": Words("the closer the two errors are to each other, the better", "两种误差越接近越好"),
    "penalty passes zero": Words(
        "an L1 penalty takes the same from every weight, past 0 if it comes to that",
        "L1 惩罚项从每个权重减去同样多，减过了 0 也照减",
    ),
    "penalty is a factor": Words(
        "every penalty makes all weights smaller by the same factor", "任何惩罚项都按同一比例缩小全部权重"
    ),
    "penalty spares large": Words("an L1 penalty only hits small weights", "L1 惩罚项只影响小的权重"),
    "no copy no leak": Words(
        "nothing leaks as long as no sample stands on both sides", "只要没有同一个样本出现在两边，就没有泄漏"
    ),
    "random is fair": Words("a random split is always fair", "随机划分总是公平的"),
    "less data misleads": Words(
        "a test looks too bad, as part of the data was kept from training",
        "留出了一部分数据没有训练，所以测试结果显得太差",
    ),
    "recall is precision": Words(
        "if you find most of the cases, you are mostly right when you call one", "能找出大多数，报出来的就大多是对的"
    ),
    "few false alarms": Words(
        "if few of the healthy are called, few of those called are healthy", "误报的比例低，报出来的就很少有错"
    ),
    "base rate only": Words(
        "what is rare stays just as unlikely, whatever a test says", "少见的事，不管检测怎么说，都一样不可能"
    ),
    # seeing and looking up
    "place does not matter": Words(
        "a convolution gives the same output, wherever a thing stands", "不论东西在哪里，卷积的输出都一样"
    ),
    "learns place by place": Words(
        "what was learned at one place is known at that place alone", "在哪个位置学到的，就只在那个位置管用"
    ),
    "nearest key": Words(
        "attention goes to the key that lies nearest to the query", "离查询最近的键，得到的注意力最多"
    ),
    "direction alone": Words(
        "attention only asks which way a key points, not how long it is", "注意力只看键的方向，不看它有多长"
    ),
    "longest key": Words(
        "the longest key gets most attention, for every query", "不管谁来问，最长的键得到的注意力总是最多"
    ),
}
