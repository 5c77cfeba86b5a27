"""The life of a demo in a notebook: a cell that is run again replaces the demos it made before."""

import gc
from inspect import signature

from IPython import get_ipython

RUNS: dict[str, tuple] = {}  # cell of the notebook -> (id of its last run, the demos that this run has made)


def close_earlier_run(demo: object) -> None:
    """A cell that is run again replaces its demos; other cells keep theirs, so two copies live side by side."""
    request = _request()
    cell = request.get("metadata", {}).get("cellId") or request.get("content", {}).get("code")
    if cell is None:
        return
    this_run = request["header"]["msg_id"]
    run, demos = RUNS.get(cell, (this_run, []))
    if run != this_run:
        while demos:
            demos.pop().close()
        gc.collect()  # a figure refers to itself in circles, and holds megabytes: free it now
    RUNS[cell] = this_run, [*demos, demo]


def on_a_page() -> bool:
    """Whether a front end that shows pages runs this cell, and not a program that only wants the outputs."""
    return "cellId" in _request().get("metadata", {})


def is_first() -> bool:
    """Whether no cell of this kernel has made a demo yet."""
    return not RUNS


def runs() -> int:
    """How many cells have run, and one; 0 where there is no kernel."""
    return getattr(get_ipython(), "execution_count", 0)


def cell_id() -> str:
    """The id of the cell that runs, such as "xor-2-play"; "" where a front end does not tell."""
    return _request().get("metadata", {}).get("cellId", "")


def _request():
    """The message that asked the kernel to run this cell; {} where there is no kernel."""
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return {}
    channels = signature(kernel.get_parent).parameters  # none in JupyterLite, whose kernel has a single channel
    return kernel.get_parent("shell") if channels else kernel.get_parent()
