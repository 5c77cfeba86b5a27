"""What gradients and optimizers are called, and what the numbers of two bowls and of networks on digits say."""

from typing import Any

import numpy as np

from course_nn.common.words import Words
from course_nn.drawing.numbers import magnitude, number
from course_nn.lectures.gradient_descent.demos.adam import digit_gradients
from course_nn.lectures.gradient_descent.demos.adam.gradient_signals import BOWL_RATE

SIGNALS = {
    "constant": Words("constant", "恒定"),
    "alternating": Words("+1, −1, +1, …", "+1, −1, +1, …"),
    "spike": Words("one spike", "一个尖峰"),
    "growing": Words("growing", "逐步增大"),
    "noisy": Words("noisy", "带噪声"),
    "bowl": Words("of ½λx², from x = 1", "来自 ½λx²，起点 x = 1"),
    "digits": Words("of a digit reader", "来自识别数字的网络"),
}
METHODS = {"adam": "Adam", "rmsprop": "RMSProp", "adagrad": "AdaGrad"} | {
    "momentum": Words("momentum", "动量法"),
    "gradient_descent": Words("plain descent", "普通梯度下降"),
}


def about_bowl(result: Any) -> Words:
    """The lowest place of the first parameter, the highest afterwards, and what Adam makes of η."""
    x, rate = np.abs(result.course.theta[:, 0]), magnitude(BOWL_RATE / result.course.root[result.now - 1, 0])
    low = int(x.argmin())
    back = low + int(x[low:].argmax())
    deep, far = magnitude(x[low]), magnitude(x[back])
    return Words(
        f" η / √ŝ = {rate}. x is nearest to 0 at step {low}: {deep}; then it goes as far as {far}, at step {back}.",
        f"η / √ŝ = {rate}。x 在第 {low} 步离 0 最近：{deep}；此后最远到 {far}，在第 {back} 步。",
    )


def about_digits(result: Any) -> Words:
    corrected, raw = (number(losses[-1], 3) for losses in result.losses)
    return Words(
        f" Loss after {digit_gradients.STEPS} steps, median of 5 networks: {corrected} with correction, {raw} without.",
        f"{digit_gradients.STEPS} 步之后的损失，5 个网络的中位数：有校正 {corrected}，无校正 {raw}。",
    )
