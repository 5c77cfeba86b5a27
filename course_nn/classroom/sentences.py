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
    "lost": Words("No connection. Trying again.", "连接中断，正在重试。"),
    "busy": Words("The class is busy just now. This page tries again by itself.", "课堂此刻繁忙，本页会自动重试。"),
    "voted": VOTED,
    "choose": CHOOSE,
    "set": SET_ONE,
    "wait": SAID[""],
    **{phase: words for phase, words in SAID.items() if phase},
    **{sure: term(sure) for sure in ("guess", "rather", "certain")},
}
ON_THE_WALL = {
    "join": Words("Join at ", "加入："),
    "joinBy": Words("or press “Join a class” in the notebook", "或在笔记本中点击“加入课堂”"),
    "joinOnly": Words("Press “Join a class” in the notebook and type the code", "在笔记本中点击“加入课堂”并输入代码"),
    "here": Words("in the room now", "人此刻在场"),
    "joined": Words("have joined", "人已加入"),
    "voted": Words("have voted", "人已投票"),
    "together": Words("of them from one address", "人来自同一地址"),
    "wait": Words("The question comes soon.", "即将提问。"),
    "first": Words("Decide alone, and vote.", "请独立作答并投票。"),
    "discuss": Words("Talk it over with your neighbour: why?", "请与邻座讨论：为什么？"),
    "second": Words("Vote once more.", "请再投一次。"),
    "firstVote": Words("first vote", "第一次投票"),
    "secondVote": Words("second vote", "第二次投票"),
    "nobody": Words("Nobody has voted.", "没有人投票。"),
    "sure": Words("were sure", "人很有把握"),
    "wrong": Words("of them were wrong", "人答错"),
    "median": Words("Median", "中位数"),
    "medianBefore": Words("Median of the first vote", "第一次的中位数"),
    "half": Words("half of the class lies between", "全班有一半在"),
    "and": Words("and", "与"),
    "between": Words("", "之间"),
    "measured": Words("Measured", "测得"),
    "curves": Words("curves; the thick one is their median", "条曲线；粗线为中位数"),
    "why": Words("What this answer overlooks:", "这个答案忽略了什么："),
    "because": Words("Why:", "为什么："),
    "noAnswer": Words("No notebook has left the answer to this question here.", "没有笔记本在此留下这道题的答案。"),
    "noFilm": Words(
        "No picture has arrived for this question: show it in the notebook.", "这道题的图没有送到：请在笔记本中演示。"
    ),
    "over": Words("This class has ended.", "本次课堂已结束。"),
    "all": Words("All questions of this class", "本次课堂的全部题目"),
    "noneShown": Words("No answer has been shown yet.", "还没有公布过答案。"),
    "lost": Words("No connection. Trying again.", "连接中断，正在重试。"),
    "noLead": Words(
        "This link no longer leads the class: take a new one from your notebook.",
        "此链接已不能主持课堂：请从笔记本取新的链接。",
    ),
    "ask": Words("Ask", "提问"),
    "askAnew": Words("Discard the votes, and ask", "丢弃已投的票并提问"),
    "toDiscuss": Words("Close the vote", "结束投票"),
    "toSecond": Words("Vote again", "再投一次"),
    "toShown": Words("Show the answer", "公布答案"),
    "reallyShown": Words("Yes, show the answer now", "是的，现在公布答案"),
    "end": Words("End the class", "结束课堂"),
    "reallyEnd": Words("Press once more to end", "再点一次以结束"),
    "past": Words("Show again", "再次显示"),
    "now": Words("Back to the last question", "回到最后一题"),
    "summary": Words("Summary", "总结"),
    "save": Words("Save as a table (CSV)", "存为表格（CSV）"),
    "choose": Words("Question", "题目"),
    "lead": Words("What you lead with", "主持"),
    "none": Words("No questions are here yet: they come from the notebook.", "没有预存的题目：由笔记本送来。"),
}
