"""The sentences of this demo that stand beside its picture: what to do with it, and what to reach."""

from course_nn.common.words import Words
from course_nn.lectures.practice.demos.clinic.case_record import SPARE, WRONG

WANTED = 6  # patients of the challenge

TASKS = (
    Words(
        "Beds 1 and 18 look alike: they have learned their digits, and hardly one is right in "
        "validation. Use the same two instruments in both. Which tell the two apart, and which do not?",
        "1 号床和 18 号床看起来一样：训练数字都学会了，验证数字几乎全错。在两张床上用同样的两件仪"
        "器。哪些能把两者分开，哪些不能？",
    ),
    Words(
        "In bed 20 all instruments but one show the same as in another bed. Which bed is it, and which "
        "instrument? Lock the diagnosis of bed 20.",
        "20 号床：除一件仪器外，所有读数都与另一张床相同。是哪张床，哪件仪器？锁定 20 号床的诊断。",
    ),
    Words(
        "Bed 10 gets every validation digit right. Is that good news? Use one instrument before you lock.",
        "10 号床把验证数字全答对了。这是好消息吗？锁定之前先用一件仪器。",
    ),
    Words(
        'Be a sceptic: is a patient ill only with this seed? `read("leak", "new data", seed=1)` in a '
        "new cell looks at the same fault with other digits and other first weights.",
        '较个真：换一个种子，病人还有病吗？在新单元格里运行 `read("leak", "new data", seed=1)`，'
        "就用另一批数字、另一组初始权重来检查同一个毛病。",
    ),
)
TO_REACH = Words(
    f"diagnose {WANTED} patients, each within par + {SPARE} points (an instrument 1, a wrong diagnosis {WRONG}).",
    f"确诊 {WANTED} 位病人，每位不超过参考分 + {SPARE} 分（一件仪器 1 分，误诊 {WRONG} 分）。",
)
