"""Things to do with the playground, in each of its rounds, and how one can see that they are done."""

from typing import Any

import numpy as np

from course_nn.playground.mathematics.settings import START, Settings, Structure


def structure(result: Any) -> Structure:
    """What the experiment is."""
    return Settings.of(result.values).structure


def shakes(result: Any) -> bool:
    """Whether the training loss has leapt up three times, at a larger learning rate than at first."""
    losses = result.curves[1]
    leaps = np.sum(losses[1:] > 1.05 * losses[:-1])
    return result.values["learning_rate"] > START.rules.learning_rate and leaps >= 3


def pulled(result: Any) -> bool:
    """Whether weights were set by hand."""
    return any(change.parameters is not None for change in result.experiment.run.changes)


def whole_batch(result: Any, seen: dict) -> bool:
    """Whether time has stood at each sample of a batch."""
    return {*range(1, result.values["batch_size"] + 1)} <= seen["sample"]


def one_by_one(result: Any, seen: dict) -> bool:
    """Whether x₁² and x₁x₂ have been inputs, and there is only one now."""
    is_alone = len(result.experiment.features) == 1 and not structure(result).hidden
    return is_alone and all(True in seen[name] for name in ("x1_squared", "x1_x2"))


def product_among_others(result: Any) -> bool:
    return result.experiment.features == ("x1", "x2", "x1_x2") and not structure(result).hidden


def learned_in_a_layer(result: Any) -> bool:
    """Whether a hidden layer has found from x₁ and x₂ alone what was an input before."""
    if result.experiment.features != ("x1", "x2") or not structure(result).hidden or not result.confusion:
        return False
    test = result.confusion[1]
    return np.trace(test) >= 0.9 * test.sum()


def there_and_back(result: Any, seen: dict) -> bool:
    """Whether time has been at the beginning, and is now late, while all begins at zero with tanh."""
    begun = structure(result)
    return (begun.init, begun.activation) == ("zeros", "tanh") and 0 in seen["epoch"] and result.values["epoch"] >= 50


def from_zeros_with_sigmoid(result: Any) -> bool:
    begun = structure(result)
    return (begun.init, begun.activation) == ("zeros", "sigmoid") and result.experiment.run.time > 0


USES = {
    "press-play-raise": ("learning_rate",),
    "click-line-pull": ("weight",),
    "set-view-hidden": ("view",),
    "press-sample-again": ("sample",),
    "try-alone-alone": ("x1", "x1_squared", "x1_x2"),
    "switch-beside-three": ("x1", "x2", "x1_x2"),
    "switch-give-network": ("x1_x2", "epoch"),
    "pull-time-back": ("epoch",),
    "set-everywhere-sigmoid": ("activation",),
    "choose-another-initialization": ("init",),
}
TO_DO = {
    "playground-1": {
        "press-play-raise": shakes,
        "click-line-pull": pulled,
        "set-view-hidden": lambda result: result.looks.view == "hidden",
        "press-sample-again": whole_batch,
    },
    "playground-2": {
        "try-alone-alone": one_by_one,
        "switch-beside-three": product_among_others,
        "switch-give-network": learned_in_a_layer,
    },
    "playground-3": {
        "pull-time-back": there_and_back,
        "set-everywhere-sigmoid": from_zeros_with_sigmoid,
        "choose-another-initialization": lambda result: structure(result).init != "zeros",
    },
    "playground-4": {},
    "playground-5": {},
    "playground-6": {},
    "playground-8": {},
}
