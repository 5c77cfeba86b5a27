"""What a frame and an opening of every demo cost, in milliseconds of the processor; two checkouts in turn.

    python benchmarks/frames.py                        all demos of this checkout
    python benchmarks/frames.py --beside OTHER         and of another, demo by demo in the same run
    python benchmarks/frames.py --only xor.parity …    only these

A frame is one `demo.set` of the first slider that follows the hand, the median of 24 settings along it, with the bytes
that a page would be sent. An opening is the call of the demo in a process that has computed nothing yet: what a reader
waits for on a page until the first picture is there. Needs an operating system that can fork, so not Windows.
"""

import argparse
import asyncio
import importlib
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

SETTINGS = 24
HERE = Path(__file__).resolve().parents[1]
SLOW, LONG = 40, 1000  # ms: of a frame, of an opening


def names():
    """section.demo for all lectures and the playground."""
    lectures = importlib.import_module("course_nn.lectures").LECTURES
    windows = {section: importlib.import_module(lecture.home) for section, lecture in lectures.items()}
    return [
        f"{section}.{name}" for section, window in windows.items() if section != "playground" for name in window.__all__
    ]


def measured(name):
    """{"open": ms, "slider": its name, "frame": ms} of one demo; slider and frame are None where nothing follows."""
    section, demo = name.split(".")
    maker = getattr(importlib.import_module(f"course_nn.lectures.{section}"), demo)
    running, opened = opened_on_a_page(maker)
    _ = running.result  # what is still to come of it is no part of a frame
    if layer := getattr(running.page, "layer", None):
        layer.views = 1  # a page shows it
    slider = next((name for name, control in running.controls.items() if follows_the_hand(control)), None)
    frame = statistics.median(frames(running, slider)) if slider else None
    return {"open": 1000 * opened, "slider": slider, "frame": frame}


def opened_on_a_page(maker):
    """The demo, and seconds until its first picture, be that a first part; an older checkout opens all demos whole."""

    async def opened():
        begun = time.process_time()
        return maker(), time.process_time() - begun

    stage = importlib.import_module("course_nn.stage.running")
    if hasattr(stage, "on_a_page"):
        stage.on_a_page = lambda: True
    return asyncio.run(opened())


def follows_the_hand(control):
    return hasattr(control, "steps") and control.continuous


def frames(running, slider):
    """Milliseconds of each setting, there and back along the slider."""
    control = running.controls[slider]
    last = control.steps(control.reach or control.high)
    for k in range(SETTINGS):
        value = control.at(round(last * (k + 0.5) / SETTINGS))
        begun = time.process_time()
        running.set(**{slider: value})
        yield 1000 * (time.process_time() - begun)


class Checkout:
    """A process for a checkout, which forks one for each demo, so that each begins with nothing computed."""

    def __init__(self, folder):
        path = {"PYTHONPATH": str(folder), "OPENBLAS_NUM_THREADS": "1"}
        command = [sys.executable, __file__, "--answer"]
        self.process = subprocess.Popen(
            command, cwd=folder, env=os.environ | path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def measure(self, name):
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def answer():
    """Measure the demos that are named on standard input, a line each, in a child of this process."""
    names()  # everything is imported before the first fork
    fork = multiprocessing.get_context("fork")
    for line in sys.stdin:
        child = fork.Process(target=lambda: print(json.dumps(measured(line.strip())), flush=True))  # noqa: B023
        child.start()
        child.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--beside", help="the folder of another checkout")
    parser.add_argument("--only", nargs="+", help="names of demos, such as xor.parity")
    parser.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.answer:
        return answer()
    folders = {"other": Path(chosen.beside).resolve()} if chosen.beside else {}
    checkouts = {name: Checkout(folder) for name, folder in (folders | {"this": HERE}).items()}
    rows = list(measure(checkouts, chosen.only or names()))
    for name in checkouts:
        print(f"{name}: {summary([row[name] for row in rows])}")


def measure(checkouts, demos):
    """{checkout: what it measured} of each demo, one checkout after the other, printed as a row of a table."""
    heads = [f"{what}, {name}" for name in checkouts for what in ("frame", "opens")]
    print(f"| demo, ms | slider | {' | '.join(heads)} |")
    print(f"|---|---|{'---|' * len(heads)}")
    for demo in demos:
        row = {name: checkout.measure(demo) for name, checkout in checkouts.items()}
        cells = [f"{found[what]:.1f}" if found[what] else "" for found in row.values() for what in ("frame", "open")]
        print(f"| {demo} | {row['this']['slider'] or ''} | {' | '.join(cells)} |", flush=True)
        yield row


def summary(rows):
    frames = [row["frame"] for row in rows if row["frame"]]
    slow, long = sum(frame > SLOW for frame in frames), sum(row["open"] > LONG for row in rows)
    return (
        f"median frame {statistics.median(frames):.1f} ms; {slow} above {SLOW} ms, the largest {max(frames):.0f}; "
        f"{long} open in more than {LONG / 1000:g} s, the longest {max(row['open'] for row in rows) / 1000:.1f}"
    )


if __name__ == "__main__":
    main()
