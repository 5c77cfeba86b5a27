"""A real kernel, as a notebook uses it: cells that are run again and again, in any order."""

import pytest
from jupyter_client.manager import start_new_kernel

MEASURE = """
import gc, ipywidgets
gc.collect()
rss = int(open('/proc/self/statm').read().split()[1]) * 4096 if __import__('os').path.exists('/proc/self/statm') else 0
print(len(ipywidgets.widgets.widget._instances), rss)
"""


@pytest.fixture
def run():
    manager, client = start_new_kernel(kernel_name="python3")

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


def test_running_a_cell_fifty_times_leaves_one_demo_and_flat_memory(run):
    cell = "demo = start.one_weight(); demo"
    run("from course_nn.lectures import start")
    for _ in range(5):
        run(cell)
    widgets, memory = map(int, run(MEASURE).split())
    for _ in range(50):
        run(cell)
    widgets_after, memory_after = map(int, run(MEASURE).split())
    assert widgets_after == widgets
    assert memory_after - memory < 10_000_000


def test_two_cells_keep_a_demo_each(run):
    run("from course_nn.lectures import neurons")
    run("first = neurons.neuron()")
    run("second = neurons.neuron(w1=-1)")
    run("second = neurons.neuron(w1=-1)")
    both = "first.set(w1=2); second.set(w1=-2); print(first.values['w1'], second.values['w1'])"
    assert run(both) == "2.0 -2.0\n"


def test_importing_the_package_opens_no_page_and_changes_no_setting(run):
    code = """
import matplotlib
before = dict(matplotlib.rcParams)
import ipywidgets, course_nn.lectures.neurons, course_nn.lectures.start, course_nn.notebook
print(len(ipywidgets.widgets.widget._instances), dict(matplotlib.rcParams) == before)
"""
    assert run(code) == "0 True\n"
