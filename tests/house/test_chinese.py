"""One name for one thing, in all Chinese of the course: forms that have been given up do not come back."""

import re
from pathlib import Path

from offenders import expect_none

ROOT = Path(__file__).parents[2]
FORBIDDEN = {  # what is not written any more -> what is
    "(?<!又称)(?<!又称多层)感知器": "感知机",
    "激活前的值": "预激活值",
    "回合": "轮",
    "[0-9}一两几] ?个轮次": "轮",
    "普通的?下降|普通的梯度下降": "普通梯度下降",
    "鳍长": "鳍肢长",
    "单击|点按": "点击",
    "编程[。：]": "写代码",
    "改正它": "纠正这个说法",
    "怀疑者：|怀疑一下": "较个真",
    "小球": "重球",
    "偏置初值": "初始偏置",
    "泄露(?!什么|。）)": "泄漏",
    "上一层[^，。]{0,8}[δΔ]": "后一层",
    "学习率安排(?!、)": "学习率调度",
    "诚实的": "say what it is",
    "让我们": "",
    "失活单元": "死亡单元",
    "(?<!学)讲师": "授课教师",
    "平淡无奇": "最简单的",
    "第[一二三四五六七八九十]+讲": "第 N 讲",
    "跨层连接": "残差连接",
    "末一隐藏层": "最后一个隐藏层",
    "千比特": "34,000 比特",
    "从小开始": "从较小的值开始",
    "盖着的图": "遮住答案的图",
    "读数过": "读计过数",
    "认错|认对": "读错、读对",
    "真实数字": "正确数字",
    "声称的概率": "给出的概率",
    "读数器": "识别器",
    "票据": "选票",
    "没有这一栏时：[*]": "没有此按钮时：",
    "两种形式|形式 [AB]": "两份卷子、A 卷",
    "梯度检验": "梯度检查",
    "[\u4e00-\u9fff”）][:;!?] ?[\u4e00-\u9fff“（]": "full-width punctuation",
}
PLACES = (
    "course_nn/**/*.py",
    "course_nn/**/*.txt",
    "course_nn/**/text.zh.md",
    "notebooks/*.ipynb",
    "README.zh-CN.md",
    "docs/*.md",
)


def lines():
    for place in PLACES:
        for path in sorted(ROOT.glob(place)):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                yield f"{path.relative_to(ROOT)}:{number}", known_as(line) if path.suffix == ".txt" else line


def known_as(line):
    """A line of the glossary without the other names that readers may know."""
    return "|".join(line.split("|")[:2])


def test_no_form_that_was_given_up_comes_back():
    expect_none(
        f"{where} …{line[max(0, found.start() - 12) : found.end() + 12]}…: write {better}"
        for where, line in lines()
        for form, better in FORBIDDEN.items()
        for found in re.finditer(form, line)
    )
