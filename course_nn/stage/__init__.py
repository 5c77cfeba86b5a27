"""From a slider to a pixel: what a demo is made of.
从滑块到像素：一个演示由什么构成。
"""

from course_nn.stage.controls import Action, Choice, Pad, Pasted, Slider, Toggle, Typed, Values
from course_nn.stage.description import DEMOS, Challenge, Demo, demo
from course_nn.stage.estimates import Curve, Mark
from course_nn.stage.running import RunningDemo
from course_nn.stage.sceptic import Change, Sceptic
from course_nn.stage.tasks import Task, moved, tried
from course_nn.stage.touch import Handle
from course_nn.stage.veil import Veil

__all__ = [
    "DEMOS",
    "Action",
    "Challenge",
    "Change",
    "Choice",
    "Curve",
    "Demo",
    "Handle",
    "Mark",
    "Pad",
    "Pasted",
    "RunningDemo",
    "Sceptic",
    "Slider",
    "Task",
    "Toggle",
    "Typed",
    "Values",
    "Veil",
    "demo",
    "moved",
    "tried",
]
