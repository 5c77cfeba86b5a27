"""What the pages say besides the notebooks' own text, once in English and once in Chinese."""

from typing import NamedTuple

from course_nn.common.words import Words


class Language(NamedTuple):
    """A language of the book.

    key  : as LANGUAGE has it, and the name of its folder
    tag  : as HTML and search engines have it, and as the notebooks mark their text
    name : in itself
    """

    key: str
    tag: str
    name: str

    def of(self, words):
        """These words in this language; plain text stays as it is."""
        return getattr(words, self.key) if isinstance(words, Words) else words


LANGUAGES = {"en": Language("en", "en", "English"), "zh": Language("zh", "zh-Hans", "中文")}

SAYS = {
    "course": Words("Neural networks you can touch", "看得见、调得动的神经网络"),
    "about": Words(
        "A university course on neural networks in which everything can be moved.",
        "一门处处可以动手调节的大学神经网络课。",
    ),
    "map": Words("The course", "课程地图"),
    "reference": Words("Reference", "参考"),
    "look up": Words("The terms, the sources, and every claim with its test", "术语、来源，以及每条论断和验证它的测试"),
    "minutes": Words("minutes", "分钟"),
    "edition": Words(
        "Nothing to install: all of this can be read and moved at once. Each picture moves by the controls that matter "
        "most; where a task says pull or click, they do it. What they show was computed in advance.",
        "无需安装，打开即可阅读和操作。每幅图中最要紧的控件可以拨动；任务说“拖动”或“点击”时，用它们代替。画面已预先算好。",
    ),
    "everything": Words(
        "In the notebook everything moves, by slider and by hand, and your answers to the exercises are checked.",
        "在笔记本里，一切都能用滑块或直接用手拨动，习题的答案也会当场批改。",
    ),
    "live": Words("Open the notebook", "打开笔记本"),
    "skip": Words("To the text", "跳到正文"),
    "previous": Words("Back", "上一页"),
    "next": Words("Next", "下一页"),
    "answer": Words("Worked solution", "完整解答"),
    "choose first": Words("Choose an answer first.", "请先选择一个答案。"),
    "set first": Words("Set your answer first, in the picture or here.", "请先在图中或在这里给出您的答案。"),
    "farthest apart": Words(
        "Farthest apart: {across} {x}, where you drew {drawn}; measured: {measured}.",
        "相差最大处：{across} {x}，您画的是 {drawn}，测得 {measured}。",
    ),
    "enlarge": Words("Enlarge the picture", "放大图像"),
    "no script": Words(
        "The controls need JavaScript, which is switched off here.", "拨动控件需要 JavaScript，而此处已将其关闭。"
    ),
    "replies": Words("What is right, and what is not", "各选项的对错与理由"),
    "not kept": Words(
        "This browser keeps nothing for this page: the answer is gone once the page is closed.",
        "浏览器不允许本页保存内容：关闭页面后，答案就会丢失。",
    ),
    "kept": Words(
        "Your answers are kept in this browser, and nowhere else.", "您的答案只保存在这个浏览器里，不会传到别处。"
    ),
    "forget": Words("Forget all my answers", "忘记我的全部答案"),
    "forgotten": Words("All answers are forgotten.", "全部答案已忘记。"),
}
