"""What each view of a schedule says in numbers."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import percent, plain, short
from course_nn.lectures.gradient_descent.demos.schedule.panels import STEPS
from course_nn.lectures.gradient_descent.scheduled_runs import LAM
from course_nn.lectures.gradient_descent.schedules import noise_floor


def about_digits(result: Any, values: Any) -> Words:
    (own, other), (right, usual) = ([np.median(runs[:, -1]) for runs in panel[1:]] for panel in result.panels)
    own, other, right, usual = short(own, border=1), short(other, border=1), percent(right, 1), percent(usual, 1)
    n, first, last = len(result.panels[0].own), plain(result.plan.rates[0], 4), plain(result.curve[-1], 4)
    return Words(
        f"{values.epochs} epochs with η from {first} to {last}, median of {n} runs: training loss <b>{own}</b>, unseen "
        f"digits right <b>{right}</b>; with η = {first} throughout {other} and {usual}.",
        f"{values.epochs} 轮，η 从 {first} 到 {last}，{n} 次训练的中位数：训练损失 <b>{own}</b>，没见过的数字准确率 "
        f"<b>{right}</b>；始终用 η = {first} 时为 {other} 和 {usual}。",
    )


def about_parabola(result: Any, values: Any) -> Words:
    (own,), (other,) = (runs[:, -1] for runs in result.panels[0][1:])
    first, last = result.plan.rates[0], result.curve[-1]
    floor, deep = (short(each, border=1) for each in noise_floor([first, last], LAM))
    first, last, own, other = plain(first, 4), plain(last, 4), short(own, border=1), short(other, border=1)
    return Words(
        f"After {STEPS} noisy steps the mean of x² is <b>{own}</b>, with η = {first} throughout {other}. Noise floor "
        f"for η = {first}: {floor}; for the last η, {last}: {deep}.",
        f"{STEPS} 个带噪声的步之后，x² 的均值为 <b>{own}</b>，始终用 η = {first} 时为 {other}。"
        f"η = {first} 的噪声底：{floor}；最后的 η（{last}）的噪声底：{deep}。",
    )


def about_test(result: Any, values: Any) -> Words:
    rates = [f"{rate:.2g}" for rate, _ in result.picks.values()]
    ends = [short(end, border=1) for _, end in result.picks.values()]
    return Words(
        f"The loss falls fastest at η = {rates[1]} and is least at {rates[2]}; a tenth of that is {rates[0]}.\nTrained "
        f"for 10 epochs they end at {ends[1]}, {ends[2]}, {ends[0]}. Best of all is <b>{rates[3]}</b>: {ends[3]}.",
        f"损失在 η = {rates[1]} 处降得最快，在 {rates[2]} 处最小，其十分之一为 {rates[0]}。\n"
        f"用它们训练 10 轮，损失为 {ends[1]}、{ends[2]}、{ends[0]}。最佳的是 <b>{rates[3]}</b>：{ends[3]}。",
    )
