"""Kernels that start warm: what each of them would import, for two seconds, one process has imported for all of a run.

It makes a copy of itself for each kernel. Whoever starts one starts this file in place of ipykernel's launcher:

warm_kernels.py SOCKET                  that process
warm_kernels.py SOCKET CONNECTION_FILE  a kernel; what waits for its end, and is told to interrupt it, is this process

Where a system has no copies of processes, or a kernel is to find modules elsewhere, it starts as ever.
"""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from tempfile import mkdtemp

IMPORTED = (  # by every kernel of the course; of that itself what no lecture has to itself
    *("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.comm", "matplotlib_inline.backend_inline"),
    *("matplotlib.figure", "matplotlib.backends.backend_agg", "matplotlib.animation", "PIL.WebPImagePlugin"),
    *("ipywidgets", "IPython.core.completer", "threadpoolctl", "segno", "filelock", "markdown_it", "tempfile"),
    *("course_nn.stage", "course_nn.notebook"),
)
COPIES = hasattr(os, "fork") and hasattr(socket, "send_fds") and sys.platform == "linux"
PLACES = "PYTHONPATH"
KINDS = socket.AF_UNIX, getattr(socket, "SOCK_SEQPACKET", 0)
LARGE = 2**20  # bytes of an environment, at most


def serve(path):
    """As long as the process lives that has started it: a copy becomes a kernel whenever one is asked for."""
    from gc import freeze
    from importlib import import_module

    parent = os.getppid()
    del sys.path[0]  # where this file lies
    for name in IMPORTED:
        import_module(name)
    set_a_text()
    freeze()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with socket.socket(*KINDS) as door, suppress(SystemExit):
        door.bind(path)
        door.listen()
        door.settimeout(2)
        while os.getppid() == parent:
            with suppress(TimeoutError):
                asked, _ = door.accept()
                if os.fork() == 0:
                    door.close()
                    become_a_kernel(asked)
                asked.close()
            with suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)
    with suppress(ChildProcessError):
        while os.waitpid(-1, 0):  # what they took is counted
            pass


def set_a_text():
    """The first one takes a third of a second: fonts are read, and the grammar of formulas is built."""
    from matplotlib.figure import Figure

    from course_nn.stage.frame import painting
    from course_nn.stage.renderer import Canvas

    with painting():
        figure = Figure()
        figure.add_subplot(title="$x_1$ 图")
        Canvas(figure).draw()


def become_a_kernel(asked):
    try:
        run_a_kernel(asked)
    finally:
        atexit._run_exitfuncs()
        os._exit(0)


def run_a_kernel(asked):
    from threading import Thread

    from ipykernel.kernelapp import IPKernelApp

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    message, files, *_ = socket.recv_fds(asked, LARGE, 3)
    told = json.loads(message)
    for file, place in zip(files, range(3)):
        os.dup2(file, place)
        os.close(file)
    if told["environment"].get(PLACES) != os.environ.get(PLACES):
        os._exit(1)
    os.setsid()
    os.environ.clear()
    os.environ.update(told["environment"])
    os.chdir(told["folder"])
    asked.sendall(str(os.getpid()).encode())
    Thread(target=lambda: asked.recv(1) or os._exit(1), daemon=True).start()  # who has asked is gone
    sys.argv = ["ipykernel_launcher", "-f", told["file"]]
    IPKernelApp.launch_instance(parent_handle=int(told["environment"].get("JPY_PARENT_PID", 0)))


def ask(path, file):
    """A kernel, for as long as this process lives."""
    with socket.socket(*KINDS) as asked:
        try:
            asked.connect(path)
        except OSError:
            start_as_ever(file)
        told = {"file": file, "environment": dict(os.environ), "folder": os.getcwd()}
        socket.send_fds(asked, [json.dumps(told).encode()], [0, 1, 2])
        pid = int(asked.recv(100) or start_as_ever(file))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, _: os.kill(pid, number))
        asked.recv(1)


def start_as_ever(file):
    os.execv(sys.executable, [sys.executable, "-m", "ipykernel_launcher", "-f", file])


@cache
def begun():
    """(the process that becomes kernels, its folder, what starts a kernel): once it has begun."""
    folder = mkdtemp(prefix="warm")
    path = os.path.join(folder, "socket")
    server = subprocess.Popen([sys.executable, __file__, path])
    while not os.path.exists(path) and server.poll() is None:
        time.sleep(0.05)
    return server, folder, [sys.executable, "-I", "-S", __file__, path, "{connection_file}"]


def command(*_, **__):
    """What starts a kernel, as make_ipkernel_cmd of ipykernel has it."""
    return begun()[2]


def end():
    """The last kernel has ended."""
    if begun.cache_info().currsize:
        server, folder, _ = begun()
        server.terminate()
        server.wait(60)
        shutil.rmtree(folder)


if __name__ == "__main__":
    serve(sys.argv[1]) if len(sys.argv) == 2 else ask(*sys.argv[1:])
