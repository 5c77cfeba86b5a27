"""The sentences of this demo that stand beside its picture: what to do with it, and what to reach."""

from course_nn.common.words import Words
from course_nn.lectures.practice.demos.clinic.case_record import EARLY, SPARE, WRONG

TASKS = (
    Words(
        "Lock a diagnosis in bed 1 before you look at anything. What does the clinic answer, and what does it name?",
        "先什么也不看，就在 1 号床锁定一个诊断。诊所怎样回答，列出了什么？",
    ),
    Words(
        "Use two instruments in one bed, and click one of them again: the reading becomes large. Which faults has it "
        "ruled out?",
        "在一张床上用两件仪器，再点其中一件：读数会放大。它排除了哪些毛病？",
    ),
    Words(
        "Lock a right diagnosis, and watch the cured run. Look at the beds that are left with the same first "
        "instrument. Would another one have told you more?",
        "锁定一个正确的诊断，看治愈后的训练。在其余的床上先用同一件仪器。换一件是不是更有用？",
    ),
    Words(
        'Be a sceptic: is a patient ill only with this seed? `read("leak", "new data", seed=1)` in a '
        "new cell looks at the same fault with other digits and other first weights.",
        '较个真：换一个种子，病人还有病吗？在新单元格里运行 `read("leak", "new data", seed=1)`，'
        "就用另一批数字、另一组初始权重来检查同一个毛病。",
    ),
)
TO_REACH = Words(
    f"diagnose every bed of a ward, each within par + {SPARE} points (an instrument 1, a diagnosis too early "
    f"{EARLY}, a wrong one {WRONG}).",
    f"确诊一间病房的每一张床，每张不超过参考分 + {SPARE} 分（一件仪器 1 分，过早的诊断 {EARLY} 分，误诊 {WRONG} 分）。",
)
