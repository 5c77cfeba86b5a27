"""A real kernel, as a notebook uses it: cells that are run again and again, in any order."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from jupyter_client.manager import start_new_kernel
from stage.lines import small

from course_nn.stage import cells

MEASURE = """
import gc, ipywidgets
gc.collect()
rss = int(open('/proc/self/statm').read().split()[1]) * 4096 if __import__('os').path.exists('/proc/self/statm') else 0
print(len(ipywidgets.widgets.widget._instances), rss)
"""


COLD = os.environ | {"PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(Path(__file__).parents[2])])}


@pytest.fixture
def run(request):
    """A kernel that knows the package, as all of a run do; with COLD one that has imported nothing of it."""
    manager, client = start_new_kernel(kernel_name="python3", env=getattr(request, "param", os.environ))

    def execute(code, **metadata):
        printed = []

        def hook(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                printed.append(content["text"])
            elif message["msg_type"] == "error":
                pytest.fail("\n".join(content["traceback"]))

        client.execute_interactive(code, timeout=60, output_hook=hook)
        return "".join(printed)

    yield execute
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def test_running_a_cell_again_and_again_leaves_one_demo_and_flat_memory(run):
    cell, runs = "demo = start.one_weight(); demo", 15
    run("from course_nn.lectures import start")
    for _ in range(5):
        run(cell)
    widgets, memory = map(int, run(MEASURE).split())
    for _ in range(runs):
        run(cell)
    widgets_after, memory_after = map(int, run(MEASURE).split())
    assert widgets_after == widgets
    assert memory_after - memory < runs * 200_000  # bytes


def test_two_cells_keep_a_demo_each(run):
    run("from course_nn.lectures import neurons")
    run("first = neurons.neuron()")
    run("second = neurons.neuron(w1=-1)")
    run("second = neurons.neuron(w1=-1)")
    both = "first.set(w1=2); second.set(w1=-2); print(first.values['w1'], second.values['w1'])"
    assert run(both) == "2.0 -2.0\n"


@pytest.mark.parametrize("run", [COLD], indirect=True, ids=["cold"])
def test_importing_the_package_opens_no_page_and_changes_no_setting(run):
    code = """
import sys, matplotlib
assert "course_nn.stage" not in sys.modules
before = dict(matplotlib.rcParams)
import ipywidgets, course_nn.lectures.neurons, course_nn.lectures.start, course_nn.notebook
print(len(ipywidgets.widgets.widget._instances), dict(matplotlib.rcParams) == before)
"""
    assert run(code) == "0 True\n"


def cell_runs(monkeypatch, **request):
    """As if the kernel ran a cell for this request; its get_parent takes nothing, as in JupyterLite."""
    kernel = SimpleNamespace(get_parent=lambda: request)
    monkeypatch.setattr(cells, "get_ipython", lambda: SimpleNamespace(kernel=kernel))


@pytest.mark.parametrize("known", [{"metadata": {"cellId": "lite"}}, {"content": {"code": "lines.small()"}}])
def test_a_kernel_without_channels_opens_demos_and_replaces_those_of_a_cell(monkeypatch, known):
    cell_runs(monkeypatch, header={"msg_id": "1"}, **known)
    first, second = small(), small()
    assert first.values == second.values
    cell_runs(monkeypatch, header={"msg_id": "2"}, **known)
    again = small()
    assert again.values and not hasattr(first, "values") and not hasattr(second, "values")


def test_a_kernel_that_names_no_cell_opens_demos(monkeypatch):
    cell_runs(monkeypatch)
    assert small().values
