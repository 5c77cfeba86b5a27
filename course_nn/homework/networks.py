"""A network of the course as plain data, and the same network again from them."""

from typing import Any

import numpy as np

from course_nn import layers
from course_nn.activations import ACTIVATIONS
from course_nn.network import Network

SETTINGS: dict[str, tuple] = {  # by the name of a layer: the attributes that make another like it
    "Dense": ("N", "M", "init", "bias"),
    "Bias": ("N",),
    "ActivationLayer": ("phi",),
    "BatchNorm": ("N", "momentum"),
    "LayerNorm": (),
    "Mask": ("mask",),
    "Dropout": ("keep",),
    "Shortcut": ("layers", "alpha"),
}


def described(network: Network) -> tuple[list, np.ndarray]:
    """Its layers, [name, settings] each, and its parameters.

    raises : TypeError for a layer or an activation of somebody's own
    """
    return _described_layers(network.layers), network.parameters


def rebuilt(found: list, parameters: np.ndarray) -> Network:
    """The network of such layers with these parameters.

    raises : a usual error for what describes no network
    """
    network = Network(_rebuilt_layers(found), dtype=parameters.dtype)
    return network.with_parameters(parameters) if parameters.shape == network.parameters.shape else _refuse("size")


def _described_layers(found):
    names = [type(layer).__name__ for layer in found]
    own = [name for name, layer in zip(names, found) if type(layer) is not getattr(layers, name, None)]
    if own or not {*names} <= SETTINGS.keys():
        _refuse(own or names)
    return [[name, [_setting(layer, what) for what in SETTINGS[name]]] for name, layer in zip(names, found)]


def _setting(layer, what) -> Any:
    if what == "layers":
        return _described_layers(layer.layers)
    if what == "init":  # the weights are told, so how they began says nothing
        return "glorot"
    if what == "phi":
        names = [name for name, phi in ACTIVATIONS.items() if phi == layer.phi]
        return names[0] if names else _refuse(layer.phi.name)
    return getattr(layer, what)


def _rebuilt_layers(found):
    return [
        getattr(layers, name)(*(_rebuilt_layers(one) if isinstance(one, list) else one for one in settings))
        for name, settings in found
        if name in SETTINGS or _refuse(name)
    ]


def _refuse(what):
    raise TypeError(f"a network with parts of one's own cannot be sent: {what}\n含有自编部件的网络无法提交：{what}")
