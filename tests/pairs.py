"""Few settings of a demo in which every option of a control meets every option of any other: most faults need two."""

import numpy as np
from allpairspy import AllPairs


def options(control):
    """Of a slider both ends, the start, and 0 or what lies inside; of any other control all that is quick."""
    samples = control.samples(np.random.default_rng(0))
    if hasattr(control, "low") and control.low < 0 < control.high:
        samples[-1] = type(control.start)(0)  # where signs change and norms vanish
    return list(dict.fromkeys(samples))


def settings(controls):
    """{name: option} for each setting; every pair of options of two controls is in one of them at least."""
    choices = [options(control) for control in controls.values()]
    rows = AllPairs(choices) if len(choices) > 1 else zip(*choices)
    return [dict(zip(controls, row)) for row in rows]


def random_setting(controls, rng):
    """Any value of each control, but for what takes many seconds."""

    def any_of(control):
        samples = control.samples(rng)
        return samples[-1] if hasattr(control, "low") else samples[rng.integers(len(samples))]

    return {name: any_of(control) for name, control in controls.items()}
