"""What a notebook costs a kernel when a student presses Start: seconds of the processor, and memory.

    python benchmarks/start.py                            all notebooks of this checkout
    python benchmarks/start.py --beside OTHER             and of another, notebook by notebook in the same run
    python benchmarks/start.py --only 03_xor 11_everybody

A kernel alone, at its first start, with nothing remembered: it is sent what the page sends, all cells at once, first
the import and the first round, which is what stands in sight, and it is answered as the page answers, by a subshell.
Counted is what the kernel itself has used, from its first breath: until the first picture has come, until the last cell
has run, and until nothing is left to be done; and the memory that it holds then, which it shares with no other (PSS).
The first start of all is thrown away: it compiles. Needs Linux.
"""

import argparse
import contextlib
import json
import math
import os
import queue
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from jupyter_client import KernelManager

HERE = Path(__file__).resolve().parents[1]
ROOM = [860, 600]  # page pixels, for a picture; its width and the height of what is seen
REST = 4  # seconds without work, after which a kernel has nothing left to do
PATIENCE = 120  # seconds
FACTS = {"first": "first picture, s", "cells": "last cell, s", "rest": "all done, s", "memory": "MB"}


class Student:
    """A kernel, and as much of a page as it needs."""

    def __init__(self, checkout, folder):
        own = {"COURSE_NN_MEMORY": str(Path(folder, "memory")), "PYTHONPATH": str(checkout), "MPLBACKEND": "agg"}
        home = {name: str(Path(folder, name)) for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR")}
        self.manager = KernelManager(kernel_name="python3", transport="ipc", ip=str(Path(folder, "kernel")))
        self.manager.start_kernel(env=os.environ | own | home, cwd=str(checkout / "notebooks"))
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(PATIENCE)
        self.process = psutil.Process(self.manager.provisioner.process.pid)
        self.subshell, self.sight = self._subshell(), set()

    def _subshell(self):
        """The second thread, which hears what the page says while cells run."""
        asked = self.client.session.msg("create_subshell_request")
        self.client.control_channel.send(asked)
        return self.client.control_channel.get_msg(timeout=PATIENCE)["content"].get("subshell_id")

    def used(self):
        """Seconds of the processor."""
        times = self.process.cpu_times()
        return times.user + times.system

    def run(self, cells, sight):
        """All cells of a notebook; what that has cost. sight: the ids of those that are seen at once."""
        self.run_one("import course_nn.stage.sheet as s; s.SCREEN.room = " + repr(ROOM))
        order = sorted(cells, key=lambda cell: cell[0] not in sight)
        asked = {cell: self._execute(code, cell) for cell, code in order}
        self.sight, last = {asked[cell] for cell in sight}, asked[order[-1][0]]
        self.found, self.waits = {}, last
        while self.waits:
            self._hear()
        self.found["cells"] = self.used()
        self._come_to_rest()
        return self.found | {"rest": self.used(), "memory": self.process.memory_full_info().pss / 1e6}

    def run_one(self, code):
        """A line that no cell shows."""
        self.found, self.waits = {}, self.client.execute(code, silent=True, store_history=False)
        while self.waits:
            self._hear()

    def _come_to_rest(self):
        before = -1.0
        while self.used() - before > 0.03:
            before, end = self.used(), time.monotonic() + REST
            while time.monotonic() < end:
                with contextlib.suppress(queue.Empty):
                    self._hear(max(0.01, end - time.monotonic()))

    def _execute(self, code, cell):
        asked = self.client.session.msg("execute_request", {"code": code, "silent": False, "store_history": True})
        asked["metadata"]["cellId"] = cell
        self.client.shell_channel.send(asked)
        return asked["header"]["msg_id"]

    def _hear(self, patience=PATIENCE):
        heard = self.client.iopub_channel.get_msg(timeout=patience)
        kind, content = heard["msg_type"], heard["content"]
        if kind == "error":
            sys.exit(f"{content['ename']}: {content['evalue']}")
        if kind == "status" and content["execution_state"] == "idle" and heard["parent_header"]["msg_id"] == self.waits:
            self.waits = None
        if kind in ("comm_open", "comm_msg"):
            self._take(kind, content["comm_id"], content["data"], heard["parent_header"].get("msg_id"))

    def _take(self, kind, comm, data, parent):
        """A layer is new, and the page says that it shows it; or a picture has come."""
        state = data.get("state", {})
        if data.get("method") == "custom" or "<img" in str(state.get("value", "")):
            self.found.setdefault("first", self.used())
        if kind == "comm_open" and state.get("_model_name") == "LayerModel":
            self._say(comm, views=7, room=ROOM, density=1.0, seen=parent in self.sight)

    def _say(self, comm, **state):
        content = {"comm_id": comm, "data": {"method": "update", "state": state, "buffer_paths": []}}
        said = self.client.session.msg("comm_msg", content)
        said["header"]["subshell_id"] = self.subshell
        self.client.shell_channel.send(said)

    def leave(self):
        """End the kernel."""
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def measured(checkout, notebook):
    """{"first": seconds, "cells": seconds, "rest": seconds, "memory": MB} of one notebook."""
    path = checkout / "notebooks" / f"{notebook}.ipynb"
    cells = [
        (c["id"], "".join(c["source"]))
        for c in json.loads(path.read_text("utf-8"))["cells"]
        if c["cell_type"] == "code"
    ]
    with tempfile.TemporaryDirectory() as folder:
        student = Student(checkout, folder)
        try:
            return student.run(cells, in_sight([cell for cell, _ in cells]))
        finally:
            student.leave()


def in_sight(ids):
    """What the bar runs first when a page stands at its head."""
    head = [cell for cell in ids if cell.endswith(("-import", "-language"))]
    rounds = [cell for cell in ids if cell.endswith(("-hand", "-lock", "-play"))]
    return head + rounds[: 1 + next((k for k, cell in enumerate(rounds) if not cell.endswith("-lock")), 0)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--beside", help="the folder of another checkout")
    parser.add_argument("--only", nargs="+", help="names of notebooks, such as 03_xor")
    parser.add_argument("--times", type=int, default=1, help="so many starts of each, of which the median counts")
    chosen = parser.parse_args()
    checkouts = {"other": Path(chosen.beside).resolve()} if chosen.beside else {}
    names = chosen.only or [path.stem for path in sorted((HERE / "notebooks").glob("*.ipynb"))]
    table(checkouts | {"this": HERE}, names, chosen.times)


def table(checkouts, names, times):
    """A row for each notebook, printed as it is measured; in brackets what share of the other checkout's that is."""
    for checkout in checkouts.values():
        measured(checkout, names[0])
    print(f"| notebook | {' | '.join(FACTS.values())} |\n|---|{'---|' * len(FACTS)}")
    for name in names:
        runs = {who: [] for who in checkouts}
        for _ in range(times):
            for who, checkout in checkouts.items():
                runs[who].append(measured(checkout, name))
        found = {
            who: {fact: statistics.median(run.get(fact, math.nan) for run in each) for fact in FACTS}
            for who, each in runs.items()
        }
        print(f"| {name} | {' | '.join(cell(found, fact) for fact in FACTS)} |", flush=True)


def cell(found, fact):
    """A number of this checkout, and what share it is of the other's."""
    number, digits = found["this"][fact], 0 if fact == "memory" else 1
    if math.isnan(number):  # it has no picture
        return ""
    share = f" ({number / found['other'][fact]:.2f})" if "other" in found else ""
    return f"{number:.{digits}f}{share}"


if __name__ == "__main__":
    main()
