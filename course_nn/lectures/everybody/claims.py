"""Claims of lecture 11, everybody: convolution, counting letters, attention, scale."""

from course_nn.common.words import Words
from course_nn.notebook.claims import Claim, Tried

TESTS = "lectures/everybody/"

CLAIMS: list[Claim] = [
    # pictures
    Claim(
        Words("A convolution is a dense layer with tied weights.", "卷积就是权重共享的全连接层。"),
        "everybody.filter",
        "everybody-1-play",
        f"{TESTS}test_convolution.py::test_of_4096_entries_484_can_differ_from_0_and_9_are_free",
        Words(
            "exact; most entries are 0 besides: with 3 × 3 weights on 8 × 8 pixels and padding 1, 484 of 4,096 are not, "
            "and 9 are free",
            "精确成立；此外大多数元素为 0：3 × 3 的权重用于 8 × 8 像素、填充 1 时，4,096 个元素中有 484 个可以不为 0，"
            "可自由选择的有 9 个",
        ),
    ),
    Claim(
        Words("A convolutional layer computes a convolution.", "卷积层计算的是卷积。"),
        "everybody.filter",
        "everybody-1-play",
        f"{TESTS}test_convolution.py::test_every_answer_is_the_sum_over_its_window_and_beyond_the_edge_is_0",
        Words(
            "a cross-correlation, exactly: the kernel is not flipped; what can be learned is the same",
            "确切地说是互相关：卷积核没有翻转；能学到的东西是一样的",
        ),
    ),
    Claim(
        Words("If a picture moves, its feature map moves along.", "图像移动，特征图跟着移动。"),
        "everybody.filter",
        "everybody-1-play",
        f"{TESTS}test_convolution.py::test_a_picture_that_is_moved_moves_its_map",
        Words(
            "exact, away from the edge: what padding adds there does not move",
            "精确成立，但要离开边缘：那里的填充不会跟着移动",
        ),
    ),
    Claim(
        Words("Convolutional networks do not care where a thing is.", "卷积网络不在乎东西在哪里。"),
        "everybody.places",
        "everybody-2-play",
        f"{TESTS}test_places.py::test_what_was_learned_in_the_middle_is_lost_two_pixels_aside_unless_the_head_takes_the_maximum",
        Words(
            "measured: the layer moves along with the picture; the answer stays only with a head that takes all places "
            "alike; a flat head, trained in the middle, fails two pixels aside as a dense network does",
            "实测：这一层只是跟着图像移动；输出头对所有位置一视同仁，回答才不变；展平头只在中央训练时，"
            "挪开两个像素就与全连接网络一样认不得",
        ),
        {
            "max": Tried(Words("a head that takes the maximum over all places", "输出头取各处的最大值"), "reversed"),
            "dense": Tried(Words("a dense network of 384 units", "384 个单元的全连接网络"), "stays"),
            "rate": Tried(Words("η = 0.003 in place of 0.01", "η 从 0.01 改为 0.003"), "stays"),
            "everywhere": Tried(Words("digits shown everywhere", "数字出现在各处"), "reversed"),
        },
    ),
    Claim(
        Words("Sharing weights saves data.", "共享权重节省数据。"),
        "everybody.places",
        "everybody-2-play",
        f"{TESTS}test_places.py::"
        "test_what_is_learned_on_the_left_is_known_on_the_right_by_shared_weights_and_a_head_that_takes_all_places_alike",
        Words(
            "measured: not alone: trained on the left and asked on the right, a convolution with a flat head errs in nine "
            "of ten, as a dense network does; it takes a head that treats all places alike, too; shown everywhere, a "
            "dense network of 38 times as many weights errs from 1.2 to 2.5 times as often, by seed",
            "实测：只靠共享不行：在左边训练、到右边去考，展平头的卷积网络十个错九个，与全连接网络一样；"
            "还要有对所有位置一视同仁的输出头；数字在各处都出现时，权重多到 38 倍的全连接网络，"
            "错误率是它的 1.2 到 2.5 倍，依种子而定",
        ),
        {
            "flat": Tried(Words("its rival shares as well, with a flat head", "对手也共享权重，用展平头"), "stays"),
            "four": Tried(Words("learned in four places near the middle", "在中央附近的四处学习"), "stays"),
            "passes": Tried(Words("the dense network learns four times as long", "全连接网络多学到四倍时间"), "stays"),
            "everywhere": Tried(
                Words("shown everywhere, the dense network four times as long", "各处都出现，全连接网络多学到四倍时间"),
                "reversed",
            ),
        },
    ),
    Claim(
        Words("Pooling makes robust to small shifts.", "池化使网络对小的平移更稳健。"),
        "everybody.one_pixel",
        "everybody-3-play",
        f"{TESTS}test_one_pixel.py::"
        "test_one_pixel_costs_many_errors_and_two_hardly_any_until_the_picture_is_not_halved_or_four_places_teach",
        Words(
            "measured: to shifts by multiples of its size; trained in the middle and halved once, a network errs many "
            "times as often one pixel aside as two pixels aside",
            "实测：只对其大小整数倍的平移如此；只在中央训练、缩小一次的网络，挪一个像素的错误率是挪两个像素的许多倍",
        ),
        {
            "stride": Tried(Words("stride 2 and no pooling", "步幅 2，不池化"), "stays"),
            "none": Tried(Words("not halved at all", "完全不缩小"), "reversed"),
            "bias": Tried(Words("biases in the filters", "卷积核加上偏置"), "stays"),
            "four": Tried(Words("learned in four places", "在四处学习"), "reversed"),
            "few": Tried(Words("100 digits in place of 1,200", "1,200 个数字改为 100 个"), "stays"),
        },
    ),
    Claim(
        Words("Filters of the first layer become edge detectors.", "第一层的卷积核会变成边缘检测器。"),
        "everybody.one_pixel",
        "everybody-3-play",
        f"{TESTS}test_one_pixel.py::test_filters_keep_most_of_what_chance_gave_them",
        Words(
            "measured: not here, on digits of 8 × 8 pixels: they correlate 0.9 with their random start, and filters that "
            "stay as they started read about as well in the middle as edges made by hand, though worse one pixel aside; "
            "in networks that learned more than a million photographs they do look like edges (Krizhevsky and others, 2012)",
            "实测：在 8 × 8 像素的数字上并非如此：它们与随机初始值的相关系数约 0.9，在中央，保持初始值的卷积核与手工的边缘认得差不多好，挪一个像素则更差；"
            "学过一百多万张照片的网络，第一层确实像边缘（Krizhevsky 等，2012）",
        ),
        {
            "few": Tried(Words("100 digits in place of 1,200", "1,200 个数字改为 100 个"), "stays"),
            "stride": Tried(Words("stride 2 and no pooling", "步幅 2，不池化"), "stays"),
            "four": Tried(Words("learned in four places", "在四处学习"), "stays"),
        },
    ),
    # the next letter
    Claim(
        Words("A language model needs no labels.", "语言模型不需要标签。"),
        "everybody.next_letter",
        "everybody-4-play",
        f"{TESTS}test_next_letter.py::test_every_letter_of_the_counted_text_is_the_label_of_the_letters_before_it",
        Words(
            "the next letter of the text is the label; people have written it",
            "文本的下一个字母就是标签；文本是人写的",
        ),
    ),
    Claim(
        Words("The more context, the better.", "上文越长越好。"),
        "everybody.next_letter",
        "everybody-4-play",
        f"{TESTS}test_next_letter.py::test_without_smoothing_three_letters_read_best_until_a_sceptic_smooths",
        Words(
            "measured: on the text that was counted; a new lecture costs a reader that is hardly smoothed (a = 0.01) 2.58 bits a "
            "letter with three letters of context and 7.35 with nine; smoothed, longer contexts do no harm",
            "实测：只在数过的文本上如此；几乎不平滑（a = 0.01）时，新的一讲用三个字母的上文每个字母花费 2.58 比特，用九个则要 7.35；"
            "加上平滑，更长的上文无害",
        ),
        {
            "smooth": Tried(Words("a = 20: what is rare is smoothed", "a = 20：少见的加以平滑"), "reversed"),
            "eighth": Tried(Words("an eighth of the text", "只用八分之一的文本"), "stays"),
            "other": Tried(Words("lecture 6 held out", "改为留出第 6 讲"), "stays"),
            "all": Tried(Words("all characters", "保留全部字符"), "stays"),
            "zh": Tried(Words("Chinese", "中文"), "stays"),
        },
    ),
    Claim(
        Words("A language model only copies what it has read.", "语言模型只会照抄读过的东西。"),
        "everybody.next_letter",
        "everybody-4-play",
        f"{TESTS}test_next_letter.py::test_an_unsmoothed_reader_of_eight_letters_copies_until_a_sceptic_smooths_it",
        Words(
            "measured: counts of order 8 without smoothing write in copied runs twice as long as those of a real "
            "lecture that was never read; smoothed, in runs as long as that lecture’s own",
            "实测：不加平滑的 8 阶计数，照抄的片段长到从未读过的真讲义的两倍；加上平滑，就与那一讲自身的片段一样长",
        ),
        {
            "smooth": Tried(Words("a = 20: what is rare is smoothed", "a = 20：少见的加以平滑"), "reversed"),
            "five": Tried(Words("five letters of context", "看五个字母的上文"), "weaker"),
            "other": Tried(Words("lecture 6 held out", "改为留出第 6 讲"), "stays"),
            "seeds": Tried(Words("five other texts that it writes", "换它写的另外五段文字"), "stays"),
        },
    ),
    Claim(
        Words("Similar letters lie near each other.", "相似的字母彼此靠近。"),
        "everybody.plane",
        "everybody-5-play",
        f"{TESTS}test_plane.py::test_a_move_that_the_other_table_follows_changes_no_bit",
        Words(
            "not learned: any shear or stretch of the plane that the other table follows is the same model, exactly, "
            "with other neighbours",
            "并不是学到的：平面怎样剪切或拉伸，只要另一张表随之变换，就精确地是同一个模型，而近邻已经不同",
        ),
    ),
    Claim(
        Words("A model of letters finds out what a vowel is.", "字母模型会发现什么是元音。"),
        "everybody.plane",
        "everybody-5-play",
        f"{TESTS}test_plane.py::test_a_line_parts_the_vowels_until_a_sceptic_starts_elsewhere_or_shuffles_the_letters",
        Words(
            "measured: two numbers a letter, fitted to pairs of letters of this course; from eight of ten starts with "
            "small first numbers, and six of ten with large ones, a straight line then parts the vowels from the rest, and "
            "no shear takes it away; no model is needed: two singular vectors of the counted pairs part them as well",
            "实测：每个字母两个数，拟合本课程的字母对；十个初始值中，初始的数较小时有八个、较大时有六个，"
            "训练后有一条直线能把元音与其余字母分开，怎样剪切都消除不了；不用模型也行：字母对计数的两个奇异向量同样分得开",
        ),
        {
            "shear": Tried(Words("the plane sheared and stretched", "把平面剪切并拉伸"), "stays"),
            "large": Tried(Words("large first numbers, seed 0", "初始的数更大，种子 0"), "reversed"),
            "seed": Tried(Words("small first numbers, seed 8", "初始的数较小，种子 8"), "reversed"),
            "one": Tried(Words("one number a letter", "每个字母一个数"), "reversed"),
            "shuffled": Tried(Words("letters in any order", "打乱字母的次序"), "reversed"),
            "singular": Tried(
                Words("no model: two singular vectors of the counts", "不用模型：计数的两个奇异向量"), "stays"
            ),
        },
    ),
    # attention
    Claim(
        Words("Attention finds the most similar.", "注意力找到最相似的。"),
        "everybody.query_and_keys",
        "everybody-6-play",
        f"{TESTS}test_query_and_keys.py::"
        "test_a_query_on_a_key_in_the_plane_finds_it_less_than_half_of_the_time_until_a_sceptic_changes_the_keys",
        Words(
            "measured: it finds the largest q · k; of eight keys drawn at random in the plane the one that is equal to the "
            "query wins in 45%, in 16 dimensions in nearly all, and among keys of one length always",
            "实测：它找到的是最大的 q · k；平面上随机抽取八个键时，与查询相等的键只有 45% 胜出，16 维时几乎总是，各键等长时总是",
        ),
        {
            "three": Tried(Words("three keys", "三个键"), "reversed"),
            "sixteen": Tried(Words("16 dimensions", "16 维"), "reversed"),
            "equal": Tried(Words("keys of one length", "各键等长"), "reversed"),
            "cold": Tried(Words("a low temperature", "温度更低"), "stays"),
            "other": Tried(Words("others are drawn", "另抽一批"), "stays"),
        },
    ),
    Claim(
        Words("Any key can win, if only the query is right.", "只要查询合适，任何键都能胜出。"),
        "everybody.query_and_keys",
        "everybody-6-play",
        f"{TESTS}test_attention.py::test_a_key_in_the_plane_can_win_exactly_if_it_is_a_corner_of_the_hull",
        Words(
            "only the corners of the keys’ convex hull can; whatever lies inside wins for no query",
            "只有键的凸包的顶点能；位于其内部的键，任何查询都不会让它胜出",
        ),
    ),
    Claim(
        Words("Scores are divided by √d.", "分数要除以 √d。"),
        "everybody.query_and_keys",
        "everybody-6-play",
        f"{TESTS}test_attention.py::test_scores_of_independent_entries_spread_like_the_root_of_d",
        Words(
            "because their spread is √d for independent entries of mean 0 and variance 1",
            "因为各分量独立、均值为 0、方差为 1 时，分数的标准差是 √d",
        ),
    ),
    Claim(
        Words("Attention needs to be told positions.", "注意力必须被告知位置。"),
        "everybody.two_looks",
        "everybody-7-play",
        f"{TESTS}test_two_looks.py::test_two_looks_need_no_positions_and_one_look_without_them_forgets_the_order",
        Words(
            "one look does; with the causal mask two looks know the order without; they, too, need the look one "
            "back, but if it alone is left they copy no more, and with positions they do",
            "只看一次时如此；有因果掩码时，看两次不用告知也知道次序；它也少不了“前一个”，但只留“前一个”，它就不会抄了，知道位置的却照抄",
        ),
    ),
    Claim(
        Words("Two looks can copy, one cannot.", "看两次能照抄，看一次不能。"),
        "everybody.two_looks",
        "everybody-7-play",
        f"{TESTS}test_two_looks.py::"
        "test_blocks_longer_than_all_that_were_learned_are_copied_until_a_sceptic_takes_the_second_look",
        Words(
            "measured, the median of five starts: on blocks of 10 and 11 letters, learned from 4 to 9, two looks are right "
            "in 89% and one look in 6%; on lengths that it has learned one look is right in 86%; if pairs of letters are "
            "read, one look is enough",
            "实测，五个初始值的中位数：从 4 到 9 个字母的段学习，到 10 和 11 个字母的段上，看两次对 89%，看一次对 6%；"
            "在学过的长度上，看一次对 86%；若读的是字母对，看一次就够",
        ),
        {
            "one": Tried(Words("one look, four heads", "看一次，四个头"), "reversed"),
            "dense": Tried(Words("one look, dense layer behind", "看一次，再接全连接层"), "reversed"),
            "window": Tried(Words("a window of 20 letters", "20 个字母的窗口"), "reversed"),
            "pairs": Tried(Words("one look, pairs of letters", "看一次，读字母对"), "stays"),
            "bare": Tried(Words("two looks, no positions", "看两次，不知道位置"), "stays"),
            "cut": Tried(Words("the look one back is cut", "切断“前一个”"), "reversed"),
            "rate": Tried(Words("η = 0.003", "η = 0.003"), "stays"),
        },
    ),
    Claim(
        Words("Networks read better than counts.", "网络读得比计数好。"),
        "everybody.readers",
        "everybody-8-play",
        f"{TESTS}test_readers.py::test_counting_reads_best_until_a_sceptic_gives_the_network_time_or_spoils_the_counts",
        Words(
            "measured: not with 170,237 letters and seconds to learn from: counting, of the order and smoothing that "
            "lecture 6 advises, 1.96 bits, a window network 2.13, attention 2.24, and after 40 seconds 2.02; mixed "
            "with the window network counts need 0.06 less, with the large attention 0.09; smoothed as Kneser and Ney "
            "do they need 1.85 alone, and 0.04 less with the large attention; with a = 16 and the large attention, "
            "counting that goes on needs 1.75, copying 1.77; Kneser and Ney’s that goes on 1.73, without any network",
            "实测：只有 170,237 个字母和几秒钟可学时并非如此：计数（阶数和平滑按第 6 讲选定）1.96 比特，窗口网络 2.13，"
            "注意力 2.24，学 40 秒后 2.02；与窗口网络混合后少花 0.06，与大的注意力网络少花 0.09；"
            "用 Kneser 与 Ney 的方法平滑，单独就是 1.85，再与大的注意力网络混合少花 0.04；取 a = 16，与大的注意力网络混合，"
            "边读边数 1.75，照抄 1.77；Kneser 与 Ney 的计数边读边数，不用网络就只要 1.73",
        ),
        {
            "small": Tried(Words("small attention", "小的注意力网络"), "stays"),
            "large": Tried(Words("large attention, 40 seconds", "大的注意力网络，学 40 秒"), "weaker"),
            "rate": Tried(Words("η = 0.003", "η = 0.003"), "stays"),
            "five": Tried(Words("counts of order 5, a = 16", "5 阶计数，a = 16"), "stays"),
            "raw": Tried(Words("counts hardly smoothed, a = 0.01", "计数几乎不平滑，a = 0.01"), "reversed"),
            "two": Tried(Words("counts of two letters of context", "计数只看两个字母的上文"), "reversed"),
            "six": Tried(Words("lecture 6 held out", "改为留出第 6 讲"), "stays"),
        },
    ),
    Claim(
        Words("Attention networks learn by themselves to copy.", "注意力网络自己就会学会照抄。"),
        "everybody.readers",
        "everybody-8-play",
        f"{TESTS}test_readers.py::test_the_attention_that_has_read_the_course_does_not_copy_nonsense_that_comes_again",
        Words(
            "ours, trained once, did not in 40 seconds of reading: nonsense that comes again costs it as much as the "
            "first time; in round 7 another, far smaller network with twelve letters learns it within seconds from a "
            "text of nothing but repetitions",
            "我们的网络只训练了一次，读了 40 秒也没有学会：再次出现的无意义字母，花费与第一次一样；"
            "第 7 轮里几秒钟就学会的是另一个小得多的网络，只有十二个字母，读的全是重复的文本",
        ),
    ),
    # more of everything
    Claim(
        Words("Loss falls as a power of text and weights.", "损失随文本量和权重数按幂律下降。"),
        "everybody.scale",
        "everybody-9-play",
        f"{TESTS}test_scale.py::test_the_loss_goes_on_falling_until_a_sceptic_lets_something_else_be_scarce",
        Words(
            "measured: for counting too, with a slope of −0.112 through all points, over 128 times the text; a network’s over its weights "
            "is −0.105 with one learning rate for all sizes, −0.10 with the one that lecture 6 advises for each, if nothing "
            "else is scarce; nearly straight: with a floor of one bit lecture 7 is fitted better and "
            "lecture 6 worse, and something else is foretold for 10⁹ letters",
            "实测：计数也是如此，文本量增到 128 倍，过全部点的斜率为 −0.112；各种大小用同一个学习率时，网络随权重数的斜率为 −0.105，"
            "各用第 6 讲选出的学习率时为 −0.10，前提是别的都不缺；"
            "只是近似为直线：加一个比特的下限，第 7 讲拟合得更好，第 6 讲更差，对 10⁹ 个字母的预报也不同",
        ),
        {
            "six": Tried(Words("lecture 6 held out", "改为留出第 6 讲"), "stays"),
            "two": Tried(Words("two letters of context", "只看两个字母的上文"), "weaker"),
            "shuffled": Tried(Words("letters in any order", "打乱字母的次序"), "reversed"),
            "weights": Tried(Words("a network, over its weights", "网络，随权重数"), "stays"),
        },
    ),
    Claim(
        Words("A language model knows what it has read.", "语言模型知道自己读过什么。"),
        "everybody.asked",
        "everybody-10-play",
        f"{TESTS}test_asked.py::test_true_sentences_are_preferred_until_a_sceptic_exchanges_words",
        Words(
            "measured: counts of order 5 prefer the true one of 15 of 20 pairs that differ in one word, and of 7 of 16 "
            "with two words exchanged, the large attention of round 8 that of 16 and of 8: they prefer common words, and "
            "counts in Chinese, 11 of 20, are no better than a coin; how a large network does was not measured",
            "实测：5 阶计数在 20 对只差一个词的句子中有 15 对偏向真句，在 16 对两个词对调的句子中只有 7 对；"
            "第 8 轮的大注意力网络是 16 对和 8 对：它们偏向常见的词；换成中文，计数在 20 对中有 11 对，和抛硬币差不多；"
            "大型网络会怎样，没有测量",
        ),
        {
            "exchanged": Tried(Words("two words exchanged", "两个词对调"), "reversed"),
            "zero": Tried(Words("it sees no context", "不看上文"), "reversed"),
            "two": Tried(Words("two letters of context", "只看两个字母的上文"), "reversed"),
            "eight": Tried(Words("eight letters of context", "看八个字母的上文"), "stays"),
            "sixteen": Tried(Words("a = 16: smoothed more", "a = 16：多平滑一些"), "stays"),
            "zh": Tried(Words("the same sentences in Chinese", "同样的句子，用中文"), "weaker"),
            "kneser": Tried(Words("counts smoothed as Kneser and Ney do", "用 Kneser 与 Ney 的方法平滑"), "stays"),
            "attention": Tried(Words("the large attention of round 8", "第 8 轮的大注意力网络"), "stays"),
        },
    ),
    Claim(
        Words("A language model knows how sure it may be.", "语言模型知道自己该有多大把握。"),
        "everybody.asked",
        "everybody-10-play",
        f"{TESTS}test_asked.py::test_what_it_claims_comes_true_on_a_new_lecture_until_a_sceptic_changes_the_text",
        Words(
            "measured: of letters, on a new lecture of the same course: it claims 63% and is right in 62%; on other "
            "text it is far too sure",
            "实测：只对字母、只对同一门课的新一讲如此：声称 63%，猜中 62%；换成别的文本，它就过于自信",
        ),
        {
            "two": Tried(Words("two letters of context", "只看两个字母的上文"), "stays"),
            "unsmoothed": Tried(Words("nothing is smoothed", "不加平滑"), "reversed"),
            "words": Tried(Words("the lecture’s words in any order", "打乱这一讲词的次序"), "weaker"),
            "backwards": Tried(Words("the lecture backwards", "倒着读这一讲"), "reversed"),
        },
    ),
]
