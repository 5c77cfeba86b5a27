"""Backpropagation in thirty lines: a number that remembers what it was made of.

source : A. Karpathy, micrograd (2020), https://github.com/karpathy/micrograd
"""


class Value:
    """A number, and after backward() the derivative of the output with respect to it."""

    def __init__(self, value, parents=(), slopes=()):
        self.value, self.parents, self.slopes, self.grad = value, parents, slopes, 0.0

    def __add__(self, other):
        return Value(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return Value(self.value * other.value, (self, other), (other.value, self.value))

    def __pow__(self, n):
        return Value(self.value**n, (self,), (n * self.value ** (n - 1),))

    def relu(self) -> "Value":
        return Value(max(self.value, 0.0), (self,), (float(self.value > 0),))

    def backward(self) -> None:
        order, seen, stack = [], set(), [(self, False)]
        while stack:  # parents first, without a function that calls itself
            node, done = stack.pop()
            if done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack += [(node, True), *((parent, False) for parent in node.parents)]
        for node in order:
            node.grad = float(node is self)
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes):
                parent.grad += node.grad * slope
