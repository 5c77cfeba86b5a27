"""The parts of a neuron: the picture, and what it alone needs.
神经元的组成：图，以及只有它用到的模块。
"""
