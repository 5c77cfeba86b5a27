"""How many students a machine holds: a JupyterLab and a kernel for each, driven by the messages that a page would send.

    python benchmarks/classroom.py             a table in Markdown
    python benchmarks/classroom.py --write     puts it into docs/hosting.md, and what follows from it into values.yaml
    python benchmarks/classroom.py --steps 2,4 --seconds 20 --notebook 01_neurons

Each student runs all cells of a notebook, then reads, drags sliders and plays in the shares of a class (CLASS), and at
last all drag at once, as if the lecturer had said so. A page keeps one message in flight for each slider, needs its own
time to paint, and answers each frame that it plays; so does a student here. A frame counts from the slider's message to
the picture's, both at the student's end of the websocket: without the road between them, and without the browser's own
time. Students are added until the median passes LIMIT or the memory is used up. Needs Linux, JupyterLab and psutil.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
import uuid
from contextlib import ExitStack
from pathlib import Path

import psutil
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from lab import TOKEN, jupyterlab
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

ROOT = Path(__file__).parents[1]
CLASS = {"reads": 0.6, "drags": 0.3, "plays": 0.1}  # shares of a student's time
BURST = 4.0  # seconds that each of these goes on
LIMIT = 0.150  # seconds: a median frame later than this no longer follows the hand
MEMORY = 24e9  # bytes
PAGE = 1 / 27  # seconds: a page that is dragged asks for a picture no more often, as live.py measures
PATIENCE = 300  # seconds to wait for a kernel that many others keep waiting
PROTOCOL = "v1.kernel.websocket.jupyter.org"
STEPS = ",".join(str(students) for students in range(5, 205, 5))


class Student:
    """A kernel, what its page would know of it, and what the hand there does."""

    def __init__(self, url, chance):
        self.url, self.chance = url, chance
        self.models, self.links, self.idle = {}, {}, {}  # by comm, by comm, by message
        self.picture_at = {}  # comm of a picture -> when its last frame came
        self.frames, self.copying = [], set()

    # ---- the road to the kernel ----------------------------------------------------------------------

    async def connect(self):
        request = HTTPRequest(
            f"{self.url}/api/kernels?token={TOKEN}", method="POST", body="{}", request_timeout=PATIENCE
        )
        kernel = json.loads((await AsyncHTTPClient().fetch(request)).body)["id"]
        self.session = uuid.uuid4().hex
        road = f"{self.url}/api/kernels/{kernel}/channels?session_id={self.session}&token={TOKEN}"
        request = HTTPRequest(road.replace("http", "ws", 1), connect_timeout=PATIENCE, request_timeout=PATIENCE)
        self.socket = await websocket_connect(request, subprotocols=[PROTOCOL])
        self.listening = asyncio.ensure_future(self._listen())

    async def send(self, kind, content, metadata=None):
        """A message to the kernel, and the wait until it is done with it."""
        name = uuid.uuid4().hex
        header = {
            "msg_id": name,
            "msg_type": kind,
            "session": self.session,
            "username": "",
            "version": "5.3",
            "date": "",
        }
        parts = [json.dumps(part).encode() for part in (header, {}, metadata or {}, content)]
        done = self.idle[name] = asyncio.get_running_loop().create_future()
        await self.socket.write_message(serialize_msg_to_ws_v1(parts, "shell"), binary=True)
        await asyncio.wait([done, self.listening], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not done.done():
            raise (self.listening.done() and self.listening.exception()) or TimeoutError

    async def _listen(self):
        while (received := await self.socket.read_message()) is not None:
            _, (header, parent, _, content, *_) = deserialize_msg_from_ws_v1(received)
            kind, content = json.loads(header)["msg_type"], json.loads(content)
            if kind == "status" and content["execution_state"] == "idle":
                done = self.idle.pop(json.loads(parent).get("msg_id"), None)
                if done and not done.done():
                    done.set_result(None)
            elif kind == "error":
                raise RuntimeError(f"{content['ename']}: {content['evalue']}")
            elif kind in ("comm_open", "comm_msg"):
                self._hear(content["comm_id"], content["data"])

    def _hear(self, comm, data):
        """A widget is new, or has changed, or a picture has come."""
        if data.get("method") == "custom":
            self.picture_at[comm] = time.perf_counter()
        if data.get("method", "update") != "update":  # an echo, for other pages
            return
        state = data["state"]
        self.models[comm] = self.models.get(comm, {}) | state
        if state.get("_model_name") == "LinkModel":
            source, target = (
                (name.removeprefix("IPY_MODEL_"), trait) for name, trait in (state["source"], state["target"])
            )
            self.links[source[0]] = target
        if comm in self.links and "value" in state:  # the page copies it to the other end
            target, trait = self.links[comm]
            copy = asyncio.ensure_future(self.move(target, **{trait: state["value"]}))
            self.copying.add(copy)
            copy.add_done_callback(self.copying.discard)

    async def move(self, comm, **state):
        await self.send("comm_msg", {"comm_id": comm, "data": {"method": "update", "state": state, "buffer_paths": []}})

    # ---- what a student does -------------------------------------------------------------------------

    async def open(self, cells):
        """Run All Cells."""
        await self.connect()
        for name, code in cells:
            content = {
                "code": code,
                "silent": False,
                "store_history": True,
                "allow_stdin": False,
                "stop_on_error": True,
            }
            await self.send("execute_request", content, {"cellId": name})
            if self.listening.done():
                raise RuntimeError(f"cell {name} failed: {self.listening.exception()}")
        for layer in self.of_kind("LayerModel"):
            await self.move(layer, views=1)  # as the page says once it can show pictures

    def of_kind(self, kind, **traits):
        """The comms of all widgets of one kind with these traits, in the order in which they came: the same for all."""
        return [
            comm
            for comm, state in self.models.items()
            if state.get("_model_name") == kind and all(state.get(name) == value for name, value in traits.items())
        ]

    def sliders(self):
        return self.of_kind("IntSliderModel", continuous_update=True)

    async def answering(self):
        """Which sliders are answered by a picture at once; what computes for longer is none for a hand."""
        found = []
        for place, slider in enumerate(self.sliders()):
            begun = time.perf_counter()
            await self.move(slider, value=self.models[slider]["max"] // 3)
            if any(at > begun for at in self.picture_at.values()):
                found.append(place)
        return found

    async def live(self, seconds, places, shares):
        """So many seconds of a lesson."""
        self.frames = []
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            (activity,) = self.chance.choices([*shares], [*shares.values()])
            await getattr(self, activity)(min(left, BURST * self.chance.uniform(0.5, 1.5)), places)
            if self.listening.done():
                raise RuntimeError(f"a kernel failed: {self.listening.exception()}")

    async def reads(self, seconds, places):
        await asyncio.sleep(seconds)

    async def drags(self, seconds, places):
        """To and fro along one slider, once in 1.5 seconds, one message in flight."""
        slider = self.sliders()[self.chance.choice(places)]
        start = time.perf_counter()
        while (passed := time.perf_counter() - start) < seconds:
            moved_at = time.perf_counter()
            await self.move(slider, value=round(abs((passed / 0.75) % 2 - 1) * self.models[slider]["max"]))
            answers = [at - moved_at for at in self.picture_at.values() if at > moved_at]
            self.frames += [min(answers)] if answers else []
            await asyncio.sleep(max(0.0, moved_at + PAGE - time.perf_counter()))

    async def plays(self, seconds, places):
        buttons = self.of_kind("ToggleButtonModel", icon="play", disabled=False)
        if not buttons:
            return await self.reads(seconds, places)
        button = self.chance.choice(buttons)
        await self.move(button, value=True)
        await asyncio.sleep(seconds)
        await self.move(button, value=False)


class Classroom:
    """Students, each with a server of their own, and what they cost."""

    def __init__(self, folder, cells, seed):
        self.folder, self.cells, self.chance = Path(folder), cells, random.Random(seed)
        self.servers, self.students, self.places = ExitStack(), [], None

    async def grow(self, size):
        """Until there are so many; the new ones come together."""
        urls = await asyncio.gather(*(self._start(number) for number in range(len(self.students), size)))
        students = [Student(url, random.Random(self.chance.random())) for url in urls]
        self.students += students
        begun = self._cpu()
        await asyncio.gather(*(student.open(self.cells) for student in students))
        self.opening = (self._cpu() - begun) / len(students)
        self.places = self.places or await self.students[0].answering()
        if not self.places:
            sys.exit("no slider of this notebook is answered by a picture at once: try --notebook 01_neurons")

    async def _start(self, number):
        home, served = self.folder / f"home-{number}", self.folder / f"served-{number}"
        home.mkdir()
        served.mkdir()
        return await asyncio.to_thread(self.servers.enter_context, jupyterlab(served, home, many=True))

    def processes(self):
        """Servers and kernels."""
        return [process for process in psutil.Process().children(recursive=True) if process.is_running()]

    async def row(self, size, seconds):
        """What so many students cost: a row of the table."""
        await self.grow(size)
        row = {"students": size, "opening": self.opening} | await self.lesson(seconds, CLASS)
        together = await self.lesson(max(5, seconds / 4), {"drags": 1.0})
        return row | {"together": together, "memory": self.memory()}

    async def lesson(self, seconds, shares):
        """What so many seconds cost, and how the frames were."""
        begun, whole, cpu = time.perf_counter(), busy(), self._cpu()
        await asyncio.gather(*(student.live(seconds, self.places, shares) for student in self.students))
        passed = time.perf_counter() - begun
        frames = [frame for student in self.students for frame in student.frames]
        if len(frames) < 2:
            sys.exit("no student has dragged in so short a lesson: give more --seconds")
        return {
            "median": statistics.median(frames),
            "p95": statistics.quantiles(frames, n=20)[-1],
            "cpu": (cpu := self._cpu() - cpu) / passed / len(self.students),
            "others": max(0.0, (busy() - whole - cpu) / passed / os.cpu_count()),
        }

    def _cpu(self):
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())

    def memory(self):
        """Bytes: of each, what it shares counted in parts (PSS)."""
        return sum(process.memory_full_info().pss for process in self.processes())


async def measure(steps, seconds, notebook, seed):
    """A row for each number of students, until they are too many."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        room = Classroom(folder, cells_of(notebook), seed)
        with room.servers:
            for size in steps:
                try:
                    rows.append(await room.row(size, seconds))
                except (TimeoutError, HTTPClientError):
                    print(f"{size} students: a kernel did not answer for {PATIENCE} seconds", file=sys.stderr)
                    break
                print(line(rows[-1]), file=sys.stderr, flush=True)
                if rows[-1]["median"] > LIMIT or rows[-1]["memory"] > MEMORY:
                    break
    return rows


def busy():
    """Seconds of all processors so far, in which they did anything."""
    times = psutil.cpu_times()._asdict()
    return sum(times[name] for name in ("user", "nice", "system", "irq", "softirq", "steal") if name in times)


def cells_of(notebook):
    """[(id, code)] of a notebook."""
    text = (ROOT / "notebooks" / f"{notebook}.ipynb").read_text("utf-8")
    cells = json.loads(text)["cells"]
    return [(cell["id"], "".join(cell["source"])) for cell in cells if cell["cell_type"] == "code"]


def line(row):
    """A row of the table."""
    own, together = (f"{n['median'] * 1e3:.0f} / {n['p95'] * 1e3:.0f} ms" for n in (row, row["together"]))
    each = row["memory"] / row["students"] / 1e6
    return f"| {row['students']} | {each:.0f} MB | {row['opening']:.0f} s | {row['cpu']:.0%} | {own} | {together} |"


HEADS = {
    "en": "| students | memory each | run all cells | in class, of a core | frame, median / p95 | all drag at once |",
    "zh": "| 学生数 | 每人内存 | 运行全部单元格 | 上课时占一个核心的比例 | 每帧：中位数 / p95 | 所有人同时拖动 |",
}
NOTES = {
    "en": "Measured by `benchmarks/classroom.py` with [{notebook}](../notebooks/{notebook}.ipynb) on {machine}. "
    "{cores} cores hold a class of {holds}; the measuring program and all other work took {others:.0%} of them. "
    "500 at once are guaranteed {all_cores:.0f} cores and {all_memory:.0f} GiB.",
    "zh": "由 `benchmarks/classroom.py` 测得，笔记本为 [{notebook}](../notebooks/{notebook}.ipynb)，机器为 {machine}。"
    "{cores} 个核心可供 {holds} 人的班级使用；其间本程序与其他工作占用了其中的 {others:.0%}。"
    "500 人同时在线时，保证值合计 {all_cores:.0f} 个核心、{all_memory:.0f} GiB 内存。",
}


def holds(rows):
    """The largest number of students whose frames follow the hand; 0 if even the first were too many."""
    return max((row["students"] for row in rows if row["median"] <= LIMIT and row["memory"] <= MEMORY), default=0)


def table(rows, notebook, language):
    facts = {"notebook": notebook, "machine": machine(), "cores": os.cpu_count(), "holds": holds(rows)}
    facts["others"], limits = statistics.mean(row["others"] for row in rows), resources(rows)
    facts |= {"all_cores": 500 * limits["cpu"], "all_memory": 500 * limits["memory"][0] / 1024}
    return "\n".join(
        [HEADS[language], "|---|---|---|---|---|---|", *map(line, rows), "", NOTES[language].format(**facts)]
    )


def machine():
    cpus = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", cpus)
    return f"{model[1] if model else 'an unknown processor'}, {psutil.virtual_memory().total / 2**30:.0f} GiB"


def resources(rows):
    """What a student is given on Kubernetes: guaranteed the memory of the last row that holds and a quarter more,
    allowed four times that, for three more notebooks; of a core, what was used while there was most of it."""
    row = next((row for row in reversed(rows) if row["median"] <= LIMIT), rows[0])
    guarantee = -(-row["memory"] / row["students"] * 1.25 // 2**26) * 64  # Mi, in steps of 64
    return {"memory": (int(guarantee), 4 * int(guarantee)), "cpu": max(0.05, round(max(row["cpu"] for row in rows), 2))}


def write(rows, notebook):
    """Put the table into both guides, and what follows from it into the values for Kubernetes."""
    for language, name in (("en", "hosting.md"), ("zh", "hosting.zh-CN.md")):
        path = ROOT / "docs" / name
        block = f"<!-- classroom -->\n{table(rows, notebook, language)}\n<!-- /classroom -->"
        text = re.sub(
            r"<!-- classroom -->.*<!-- /classroom -->", lambda _, new=block: new, path.read_text("utf-8"), flags=re.S
        )
        path.write_text(text, "utf-8")
    limits, path = resources(rows), ROOT / "docs" / "values.yaml"
    text = path.read_text("utf-8")
    text = re.sub(
        r"(memory:\n    guarantee: )\S+(\n    limit: )\S+",
        rf"\g<1>{limits['memory'][0]}M\g<2>{limits['memory'][1]}M",
        text,
    )
    path.write_text(re.sub(r"(cpu:\n    guarantee: )\S+", rf"\g<1>{limits['cpu']}", text), "utf-8")


def sizes(text):
    """Numbers of students, with commas between them."""
    return [int(size) for size in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", default=STEPS, type=sizes, help="numbers of students, such as 5,10,20")
    parser.add_argument("--seconds", type=float, default=60, help="of the lesson, for each number of students")
    parser.add_argument("--notebook", default="08_gradient_descent", help="that all students have open")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="put the table into docs/")
    arguments = parser.parse_args()
    if not (ROOT / "notebooks" / f"{arguments.notebook}.ipynb").exists():
        parser.error(f"no notebook {arguments.notebook}; there is 03_xor, for instance")
    if not Path("/proc/self/smaps_rollup").exists():
        parser.error("memory is read as Linux tells it: run this on Linux")
    try:
        rows = asyncio.run(measure(arguments.steps, arguments.seconds, arguments.notebook, arguments.seed))
    except RuntimeError as error:  # a server did not start, or a cell failed
        sys.exit(str(error))
    if not rows:
        sys.exit("nothing was measured: try fewer students at first, such as --steps 1,2,4")
    if arguments.write:
        write(rows, arguments.notebook)
    print(f"<!-- classroom -->\n{table(rows, arguments.notebook, 'en')}\n<!-- /classroom -->")


if __name__ == "__main__":
    main()
