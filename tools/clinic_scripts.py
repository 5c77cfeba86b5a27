"""Run all PyTorch scripts of the clinic, sick and cured, and write their curves into the package.

.venv/bin/pip install torch && .venv/bin/python tools/clinic_scripts.py
"""

import warnings
from pathlib import Path

import numpy as np
import torch

from course_nn.clinic.scripts.catalogue import CASES
from course_nn.clinic.scripts.script_curves import fresh_curves, packed
from course_nn.clinic.scripts.template import VARIANTS

WRITTEN = Path(__file__).parents[1] / "course_nn" / "data" / "clinic_scripts.npz"


def write(path: Path = WRITTEN) -> None:
    """All curves in one file, compressed."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")  # PyTorch warns of some faults, as it should
    arrays = {}
    for fault in CASES["pytorch"]:
        runs = [[fresh_curves(fault, k, "pytorch", cured) for cured in (False, True)] for k in range(VARIANTS)]
        arrays |= packed(fault, runs)
    np.savez_compressed(path, **arrays)


if __name__ == "__main__":
    write()
