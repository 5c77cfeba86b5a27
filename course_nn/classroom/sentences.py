"""What a student reads while a class votes, in a notebook and on a phone."""

from course_nn.common.words import Words, term

SAID = {  # in each phase
    "": Words("You are in. Wait for the question.", "已加入。请等待提问。"),
    "first": Words("Decide alone, and vote by saying how sure you are.", "请独立作答，并点击把握程度来投票。"),
    "discuss": Words("The vote is closed. Talk it over with your neighbour.", "投票已结束。请与邻座讨论。"),
    "second": Words("You have discussed it: vote once more.", "讨论之后，请再投一次。"),
    "shown": Words("Look at the wall.", "请看大屏幕。"),
}
VOTED = Words("Your vote is in; you can change it until the vote closes.", "已投票；结束前可以更改。")
CHOOSE = Words("Choose an option first.", "请先选择一个选项。")
SET_ONE = Words("Give your answer first: set it, or draw it.", "请先作答：标出来，或画出来。")
ON_A_PHONE = {
    "code": Words("The code of the class", "课堂代码"),
    "join": Words("Join", "加入"),
    "joining": Words("Just a moment.", "请稍候。"),
    "lost": Words("No connection. It is tried again.", "连接中断，正在重试。"),
    "voted": VOTED,
    "choose": CHOOSE,
    "set": SET_ONE,
    "wait": SAID[""],
    **{phase: words for phase, words in SAID.items() if phase},
    **{sure: term(sure) for sure in ("guess", "rather", "certain")},
}
