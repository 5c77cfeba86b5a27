"""Lecture 1, Neurons: what does one neuron compute?
第一讲 神经元：一个神经元计算什么？
"""

from course_nn.lectures.neurons.demos.action_potential.picture import action_potential
from course_nn.lectures.neurons.demos.anatomy.picture import anatomy
from course_nn.lectures.neurons.demos.feedforward.picture import feedforward
from course_nn.lectures.neurons.demos.gates import gates
from course_nn.lectures.neurons.demos.integrate_and_fire import integrate_and_fire
from course_nn.lectures.neurons.demos.layer.picture import layer
from course_nn.lectures.neurons.demos.neuron import neuron

__all__ = [
    "anatomy",
    "action_potential",
    "integrate_and_fire",
    "neuron",
    "gates",
    "layer",
    "feedforward",
]  # in the order of the lecture
