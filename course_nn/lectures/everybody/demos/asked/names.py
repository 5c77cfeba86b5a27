"""What is chosen in this demo: by the student lists, the language, and texts to read; by the model a sentence."""

from course_nn.common.words import Words

LISTS = {
    "words": Words("one word differs", "差一个词"),
    "exchanged": Words("two words exchanged", "两个词对调"),
    "own": Words("own pairs", "自己的句对"),
}
KINDS = {"letters": Words("English", "英文"), "zh": Words("Chinese", "中文")}
TEXTS = {
    "lecture": Words("lecture 7", "第 7 讲"),
    "words": Words("its words in any order", "打乱词的次序"),
    "backwards": Words("lecture 7 backwards", "倒着读第 7 讲"),
    "program": Words("a program in Python", "一段 Python 程序"),
}
READ = {  # what it is said to do
    "lecture": Words(TEXTS["lecture"].en, "读第 7 讲"),
    "words": Words(TEXTS["words"].en, "读打乱了词序的第 7 讲"),
    "backwards": TEXTS["backwards"],
    "program": Words(TEXTS["program"].en, "读一段 Python 程序"),
}
PREFERRED = {
    1: Words("the true one", "偏向真句"),
    0: Words("neither", "不偏向任何一句"),
    -1: Words("the false one", "偏向假句"),
}
