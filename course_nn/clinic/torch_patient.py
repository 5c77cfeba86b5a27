"""A PyTorch module as the instruments want a network: its parameters are one flat vector that the tensors look into."""

import copy
from types import SimpleNamespace
from typing import Any

import numpy as np

from course_nn.common.errors import BadInput, shortened
from course_nn.layers import TEST, Mode
from course_nn.network import Views


def is_module(network: Any) -> bool:
    """Whether something is a PyTorch module; PyTorch is not loaded for that."""
    return any(
        f"{kind.__module__}.{kind.__name__}" == "torch.nn.modules.module.Module" for kind in type(network).__mro__
    )


class TorchNetwork:
    """A copy of a PyTorch module in double precision, trained and measured like a Network.
    PyTorch 模块的双精度副本，像 Network 一样训练和测量。

    module  : from rows (n, N) to outputs (n, M); its weights are the parameters with two axes or more
    columns : N
    raises  : BadInput for a module that does not take such rows, or has no weights

    sizes, parameters, weights, is_weight, split, forward, backward : as of Network
    """

    def __init__(self, module: Any, columns: int):
        import torch

        self.torch, self.module = torch, copy.deepcopy(module).double()
        tensors = [*self.module.parameters()]
        weights = [tensor for tensor in tensors if tensor.dim() > 1]
        if not weights:
            raise BadInput(
                f"expected a module with weights, such as torch.nn.Linear({columns}, 10), got {type(module).__name__}",
                f"应为带权重的模块，例如 torch.nn.Linear({columns}, 10)；收到 {type(module).__name__}",
            )
        self._hold(tensors)
        self.sizes = (columns, self._outputs(columns))

    def _hold(self, tensors):
        """Move all parameters into one vector; the tensors share its memory."""
        self._flat = np.concatenate([tensor.detach().numpy().ravel() for tensor in tensors])
        self._ends = np.cumsum([tensor.numel() for tensor in tensors])
        self._tensors = tensors
        for tensor, part in zip(tensors, self._parts(self._flat)):
            tensor.data = self.torch.from_numpy(part)
        self.is_weight = np.concatenate([np.full(tensor.numel(), float(tensor.dim() > 1)) for tensor in tensors])
        self.weights = self.split(self._flat)[0]

    def _outputs(self, columns):
        shape = self.forward(np.zeros((2, columns))).output.shape
        if len(shape) != 2 or shape[0] != 2:
            raise self._refusal(columns, f"(2, {columns}) → {shape}")
        return shape[1]

    @staticmethod
    def _refusal(columns, why):
        return BadInput(
            f"the module does not turn rows (n, {columns}) into outputs (n, M): {why}. Try batch=30 if the last batch "
            "has one row",
            f"该模块无法把 (n, {columns}) 的各行变成 (n, M) 的输出：{why}。如果最后一批只有一行，可以试试 batch=30",
        )

    def __deepcopy__(self, memo):
        return TorchNetwork(self.module, self.sizes[0])

    @property
    def parameters(self) -> np.ndarray:
        """(P,), into which the tensors look; assigning to it copies into it."""
        return self._flat

    @parameters.setter
    def parameters(self, values: np.ndarray) -> None:
        self._flat[...] = values

    def _parts(self, flat):
        """A flat vector as arrays in the shapes of the tensors: views."""
        pieces = np.split(flat, self._ends[:-1])
        return [piece.reshape(tuple(tensor.shape)) for piece, tensor in zip(pieces, self._tensors)]

    def split(self, flat: np.ndarray) -> tuple:
        """Weights as matrices (M, N), and all other parameters, of a flat vector: two lists of views."""
        parts = self._parts(flat)
        matrices = [part.reshape(len(part), -1) for part in parts if part.ndim > 1]
        return Views(matrices), Views([part for part in parts if part.ndim < 2])

    def forward(self, X: np.ndarray, mode: Mode = TEST) -> SimpleNamespace:
        """The output, what each activation module gave, and the tensor to go back from."""
        self.module.train(mode.trains)
        if mode.trains and mode.rng is not None:
            self.torch.manual_seed(int(mode.rng.integers(2**31)))
        hidden, hooks = [], []
        for part in self.module.modules():
            if not [*part.children()] and not [*part.parameters()]:
                hooks.append(part.register_forward_hook(lambda _, __, given: hidden.append(given.detach().numpy())))
        try:
            output = self.module(self.torch.from_numpy(np.array(X, float)))
        except (RuntimeError, ValueError, TypeError, IndexError) as error:
            raise self._refusal(np.shape(X)[1], shortened(str(error))) from None
        finally:
            for hook in hooks:
                hook.remove()
        values = output.detach().numpy()
        rows = [given.reshape(len(given), -1) for given in hidden]
        return SimpleNamespace(values=[X, values], output=values, h=[X, *rows, values], tensor=output)

    def backward(self, trace: SimpleNamespace, dF: np.ndarray) -> np.ndarray:
        """The gradient of a loss, flat, by PyTorch's own backward pass."""
        gradients = self.torch.autograd.grad(
            trace.tensor, self._tensors, self.torch.from_numpy(np.ascontiguousarray(dF)), allow_unused=True
        )
        pairs = zip(gradients, self._tensors)
        return np.concatenate([np.zeros(t.numel()) if g is None else g.numpy().ravel() for g, t in pairs])

    def gather(self, trace: SimpleNamespace) -> None:
        """Nothing: a module gathers its running moments by itself, in each pass in training."""
