"""The sentences of this demo that stand beside its picture: what to do with it, and what to reach."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import magnitude
from course_nn.lectures.practice.demos.clipping.cliff import FAR, STEPS

TASKS = (
    Words(
        "On the cliff, type c = 0.004 and η = 0.5: every step is clipped. Then type c = 0.002 and η = "
        "1. What becomes of the walk and of its last loss?",
        "在陡壁上，输入 c = 0.004 和 η = 0.5：每一步都被裁剪。再输入 c = 0.002 和 η = 1。走的路和最后的损失怎样变化？",
    ),
    Words(
        "Reset. Press Play on the cliff, clipped by norm with c = 10. Then clip nothing, and pull the "
        "start to other places. When does the walk fly away?",
        "重置。在陡壁上按“播放”，此时按范数裁剪，c = 10。再改为不裁剪，把起点拖到别处试试。什么时候会飞走？",
    ),
    Words(
        "Choose the digits with η = 1, and compare no clipping, by norm and by value, each with c = 1. "
        "Then clip by value with c = 0.1. Which of them learn?",
        "选手写数字，η = 1，比较不裁剪、按范数、按分量，都取 c = 1。再按分量裁剪，c 取 0.1。哪几种学会了？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. When does clipping save nothing?",
        "较个真：把“换一样再看”中的各项逐一试过。什么时候裁剪毫无用处？",
    ),
)
TO_REACH = Words(
    "digits, 1% of the rows × 30, η = 1: all five losses below 0.01, with under half of the steps clipped.",
    "手写数字，1% 的行 × 30，η = 1：五个损失都低于 0.01，且被裁剪的步不到一半。",
)


def about_cliff(result: Any) -> Words:
    """Where it is, and where it ends."""
    w = magnitude(result.places[result.step][0], largest=FAR)
    last = magnitude(result.losses[-1, 0], 6, 1e-6)
    if len(result.places) <= STEPS:
        count = len(result.places) - 1
        return Words(f"Now w = {w}; at step {count} it has flown away.", f"此时 w = {w}；第 {count} 步时已经飞走。")
    return Words(
        f"Now w = {w}; loss after {STEPS} steps: <b>{last}</b>.", f"此时 w = {w}；{STEPS} 步之后的损失：<b>{last}</b>。"
    )


def about_digits(result: Any) -> Words:
    """The losses in the end, with so many digits that one sees whether two runs end alike."""
    low, middle, high = (magnitude(f(result.losses[-1]), 6, 1e-6) for f in (np.min, np.median, np.max))
    return Words(
        f"Loss of 5 networks after {STEPS} steps: median <b>{middle}</b>, from {low} to {high}.",
        f"5 个网络 {STEPS} 步之后的损失：中位数 <b>{middle}</b>，从 {low} 到 {high}。",
    )
