"""A real JupyterLab on loopback, and a real Chromium to look at it: the browser tests and live.py share this road.

Everything on the page is reached through JupyterLab's own application object, which expose_app_in_browser provides.
"""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

TOKEN = "course"
QUIET = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
EXPOSED = {"jupyterlab": "LabApp", "notebook": "JupyterNotebookApp"}
GRADING = "assignment_list", "course_list", "formgrader", "validate_assignment"
DIRECTORIES = {  # all that JupyterLab, IPython and Matplotlib would read from or leave in a home directory
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
}


def chromium(playwright):
    """How to launch Debian's Chromium, or Playwright's own: the arguments of launch(), or None if there is neither."""
    path = shutil.which("chromium") or playwright.chromium.executable_path
    sandbox = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # Chromium refuses to sandbox root
    return {"executable_path": path, "args": QUIET + sandbox} if os.path.exists(path) else None


@contextmanager
def jupyterlab(root, home, nodelay=True, many=False, application="jupyterlab", classes=False):
    """A JupyterLab with a clean configuration; yields its address, e.g. http://127.0.0.1:54321.

    root        : the folder it serves
    home        : an empty folder for all that it writes
    nodelay     : with the course's server extension, if the course is installed
    many        : one of many students' that start at once: kernels meet in files, for a port may be taken before it is
                  bound, and what grades homework is not there
    application : "jupyterlab", or "notebook" for Notebook 7
    classes     : with the server that counts the votes of a class
    """
    port, log = free_port(), Path(home, "log")
    extensions = {"course_nn.nodelay": nodelay, "course_nn.classroom.extension": classes}
    settings = {"ServerApp": {"jpserver_extensions": extensions}}
    if many:
        extensions |= dict.fromkeys((f"nbgrader.server_extensions.{part}" for part in GRADING), False)
        settings |= {"KernelManager": {"transport": "ipc"}}
    write_json(Path(home, "config", "jupyter_server_config.json"), settings)
    command = [
        sys.executable,
        "-m",
        application,
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={root}",
        f"--IdentityProvider.token={TOKEN}",
        f"--{EXPOSED[application]}.expose_app_in_browser=True",
    ]
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(command, env=environment(home), cwd=root, stdout=out, stderr=subprocess.STDOUT)
    try:
        wait_for_answer(server, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)  # beside much else


class Road:
    """A road to a JupyterLab: seconds each way, bits a second it carries, and the address at its end."""

    def __init__(self, delay=0.0, rate=float("inf")):
        self.delay, self.rate, self.url = delay, rate, None

    @contextmanager
    def as_(self, delay=0.0, rate=float("inf")):
        """For a while another road."""
        before, (self.delay, self.rate) = (self.delay, self.rate), (delay, rate)
        yield
        self.delay, self.rate = before

    async def carry(self, reader, writer):
        loop, free = asyncio.get_running_loop(), 0.0
        while data := await reader.read(65536):
            free = max(free, loop.time()) + 8 * len(data) / self.rate
            loop.call_at(free + self.delay, writer.write, data)
        loop.call_at(max(free, loop.time()) + self.delay, writer.close)


def far_away(url, delay=0.0):
    """The same JupyterLab at the end of a road that takes so many seconds each way; returns the road."""
    port, ready, road = free_port(), threading.Event(), Road(delay)

    async def connect(reader, writer):
        near_reader, near_writer = await asyncio.open_connection("127.0.0.1", urlsplit(url).port)
        await asyncio.gather(road.carry(reader, near_writer), road.carry(near_reader, writer), return_exceptions=True)

    async def serve():
        async with await asyncio.start_server(connect, "127.0.0.1", port) as server:
            ready.set()
            await server.serve_forever()

    threading.Thread(target=asyncio.run, args=[serve()], daemon=True).start()  # the caller's thread is Playwright's
    ready.wait()
    road.url = f"http://127.0.0.1:{port}"
    return road


def environment(home):
    """The caller's environment without what pytest adds: a student's kernel knows nothing of tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return kept | {name: str(Path(home, folder)) for name, folder in DIRECTORIES.items()}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_json(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


def wait_for_answer(server, port, log, seconds=60):
    for _ in range(seconds * 10):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        if server.poll() is not None:
            break
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text('utf-8')[-2000:]}")


def write_notebook(path, *cells):
    """A notebook of these cells: a str is code; {"markdown": str} is text; {"code": str, "outputs": list} was run."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [_cell(i, cell if isinstance(cell, dict) else {"code": cell}) for i, cell in enumerate(cells)]
    write_json(path, {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells})


def _cell(number, cell):
    head = {"id": f"cell-{number}", "metadata": {}}
    if "markdown" in cell:
        return head | {"cell_type": "markdown", "source": cell["markdown"]}
    code = {"cell_type": "code", "source": cell["code"], "outputs": cell.get("outputs", []), "execution_count": None}
    return head | code


class Notebook:
    """One notebook, open in JupyterLab with a kernel of its own."""

    def __init__(self, page, path):
        """page : shows JupyterLab already, see visit(); path : below the folder that JupyterLab serves"""
        self.page, self.path = page, path
        page.evaluate(_OPEN, path)
        page.wait_for_function(_READY, timeout=60_000)  # before that, "run all cells" silently does nothing

    def run_all(self):
        self.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")

    def save(self):
        """Save the file, once the page has collected what the widgets show."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")

    def restart(self):
        """Restart the kernel; what it knew is gone."""
        self.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")

    def run(self, number):
        """Run one cell, counted from 0, as a student does with Ctrl-Enter."""
        self.page.evaluate(_RUN, number)

    def python(self, code):
        """Run code in the kernel without a cell; returns what it prints."""
        return self.page.evaluate(_PYTHON, code)

    def outputs(self):
        """The outputs of each cell as nbformat has them, whether or not they are on the page."""
        return self.page.evaluate(_OUTPUTS)

    def cell(self, number):
        """The cell on the page, scrolled into view: JupyterLab builds it only then."""
        self.page.evaluate(_SHOW, number)
        return self.page.locator(f".jp-Notebook:visible .jp-Cell[data-windowed-list-index='{number}']")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.page.evaluate(_CLOSE)


def visit(page, url):
    """Open JupyterLab itself."""
    page.goto(f"{url}/lab?token={TOKEN}&reset", wait_until="domcontentloaded")
    page.wait_for_function("() => window.jupyterapp", timeout=60_000)
    page.evaluate("() => jupyterapp.restored.then(() => null)")


_OPEN = """async path => {
    const opened = await jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'});
    await opened.context.ready;
}"""
_READY = """() => {
    const session = jupyterapp.shell.currentWidget?.sessionContext, kernel = session?.session?.kernel;
    return session?.isReady && kernel?.status === 'idle' && kernel?.connectionStatus === 'connected';
}"""
_SHOW = """async number => {
    const notebook = jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = number;
    // now and then JupyterLab scrolls there without ever saying that it has
    await Promise.race([notebook.scrollToItem(number), new Promise(done => setTimeout(done, 5000))]);
}"""
_RUN = """async number => {
    jupyterapp.shell.currentWidget.content.activeCellIndex = number;
    await jupyterapp.commands.execute('notebook:run-cell');
}"""
_OUTPUTS = """() => {
    const notebook = jupyterapp.shell.currentWidget.content.model.toJSON();
    return notebook.cells.map(cell => cell.outputs || []);
}"""
_PYTHON = """async code => {
    let printed = '';
    const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    const done = kernel.requestExecute({code, store_history: false});
    done.onIOPub = message => { printed += message.content.text || (message.content.traceback || []).join('\\n'); };
    const late = (_, fail) => setTimeout(() => fail(new Error('the kernel has not answered in two minutes')), 120000);
    await Promise.race([done.done, new Promise(late)]);
    return printed;
}"""
_CLOSE = """async () => {
    const notebook = jupyterapp.shell.currentWidget;
    await notebook.sessionContext.shutdown();
    notebook.dispose();
}"""
