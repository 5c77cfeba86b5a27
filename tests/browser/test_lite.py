"""The site whose Python runs in the browser, in a real Chromium, with the Pyodide that npm brings.

That one has no compiled packages, so without a network no picture is drawn; COURSE_NN_LITE names the folder of a site
that was built whole, and then a lecture is run too.
"""

import json
import os
import shutil
import subprocess
import tarfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from lab import Notebook
from lite.__main__ import environment
from lite.distribution import LOCK
from lite.lock import COURSE, KERNEL

from course_nn.lectures import LECTURES, xor

ROOT = Path(__file__).parents[2]
MODULES = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "course_nn").rglob("*.py")]
BESIDE_A_SERVER = {f"course_nn.classroom.{name}" for name in ("ballot", "handlers", "hub", "extension", "__main__")}
BESIDE_A_SERVER |= {"course_nn.homework.nbgrading"}  # which nbgrader calls
COMPILED = {"numpy", "matplotlib", "PIL"}
FIVE_MINUTES = 300_000  # milliseconds: a busy machine takes one to start Python in the browser
pytestmark = pytest.mark.thorough

SAVE = """([path, cells]) => jupyterapp.serviceManager.contents.save(path, {type: 'notebook', format: 'json', content: {
    nbformat: 4, nbformat_minor: 5, metadata: {language_info: {name: 'python'}}, cells: cells.map(source =>
        ({cell_type: 'code', source, metadata: {}, outputs: [], execution_count: null}))}}).then(() => null)"""
OPEN = "path => jupyterapp.commands.execute('docmanager:open', {path, factory: 'Notebook'}).then(() => null)"
IDLE = "() => jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
ALL_RUN = """() => jupyterapp.shell.currentWidget.content.model.toJSON().cells.every(
    cell => cell.cell_type !== 'code' || cell.execution_count)"""
ONE_RUN = ALL_RUN.replace("every(", "some(").replace("!== 'code' ||", "=== 'code' &&")
SLIDER = "import ipywidgets\nslider = ipywidgets.IntSlider(3)\nslider"
ENTER = """
class Picture:
    def close(self):
        closed.append(self)

close_earlier_run(Picture())
"""
IMPORT_ALL = """
import importlib, json
failed = {{}}
for name in {names}:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        failed[name] = error.name
print(json.dumps(failed))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of the site."""
    if "COURSE_NN_LITE" in os.environ:
        folder = Path(os.environ["COURSE_NN_LITE"])
    else:
        folder = tmp_path_factory.mktemp("lite") / "site"
        command = [
            environment(),
            ROOT / "tools/lite/build.py",
            folder.parent,
            folder,
            "--pyodide",
            pyodide(folder.parent),
        ]
        subprocess.run(command, check=True)
    return folder


def pyodide(folder):
    """The folder of a Pyodide without packages."""
    if not shutil.which("npm"):
        pytest.skip("no npm, which brings Pyodide where its makers' own address cannot be reached")
    constant = "from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION; print(PYODIDE_VERSION)"
    version = subprocess.run([environment(), "-c", constant], capture_output=True, text=True, check=True).stdout.strip()
    subprocess.run(["npm", "pack", "--silent", f"pyodide@{version}"], cwd=folder, check=True, capture_output=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


@pytest.fixture(scope="module")
def known(site):
    """The packages that the kernel knows, by name."""
    return json.loads((site / "static/pyodide" / LOCK).read_text("utf-8"))["packages"]


@pytest.fixture(scope="module")
def lite(browser, site):
    """The site in a browser, with a first notebook whose kernel has started."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    page.get_by_role("link").last.wait_for()
    page.links = [link.get_attribute("href") for link in page.get_by_role("link").all()]
    page.goto(f"http://127.0.0.1:{server.server_port}/lab/index.html")
    page.wait_for_function("() => window.jupyterapp", timeout=FIVE_MINUTES)
    page.evaluate("() => jupyterapp.restored.then(() => null)")
    page.evaluate(SAVE, ["scratch.ipynb", [SLIDER, ENTER]])
    page.evaluate(OPEN, "scratch.ipynb")
    page.wait_for_function(IDLE, timeout=FIVE_MINUTES)
    yield page
    page.close()
    server.shutdown()


@pytest.fixture(scope="module")
def scratch(lite):
    return Notebook(lite, "scratch.ipynb")


def test_the_first_page_leads_to_every_notebook(lite, site):
    found = {link.partition("path=")[2] for link in lite.links}
    assert found == {path.name for path in (site / "files").glob("*.ipynb")} - {"scratch.ipynb"}
    assert {lecture.notebook for lecture in LECTURES.values()} < found


def test_the_kernel_starts_with_nothing_from_elsewhere(scratch, lite):
    here = lite.url.partition("/lab")[0]
    assert [url for url in lite.asked if not url.startswith((here, "blob:", "data:"))] == []
    assert scratch.python("import sys; print(sys.platform)").strip() == "emscripten"


def test_a_slider_on_the_page_moves_its_value_in_the_kernel(scratch):
    scratch.run(0)
    slider = scratch.cell(0).get_by_role("slider")
    slider.wait_for(timeout=FIVE_MINUTES)
    slider.press("ArrowRight")
    scratch.page.wait_for_function("() => document.querySelector('.widget-readout')?.textContent === '4'")
    assert scratch.python("print(slider.value)").strip() == "4"


def test_a_cell_that_runs_again_closes_what_it_made_before(scratch):
    source = (ROOT / "course_nn/stage/cells.py").read_text("utf-8")
    scratch.python(f"{source}\nclosed = []")
    made = []
    for _ in range(3):
        scratch.run(1)
        made.append(int(scratch.python("print(len(closed))")))
    assert made == [0, 1, 2]


def test_the_loop_that_plays_is_there_in_a_cell(scratch):
    scratch.python("import asyncio\nloop, done = asyncio.get_running_loop(), []")
    scratch.python("async def play():\n    await asyncio.sleep(0.01)\n    done.append(1)")
    scratch.python("loop.call_soon_threadsafe(lambda: asyncio.ensure_future(play()))")
    scratch.python("await asyncio.sleep(0.1)")
    assert scratch.python("print(done)").strip() == "[1]"


def test_importing_the_course_loads_it_and_only_compiled_packages_can_be_missing(scratch, known):
    printed = scratch.python("import course_nn\n" + IMPORT_ALL.format(names=sorted({*MODULES} - BESIDE_A_SERVER)))
    failed = json.loads(printed.strip().splitlines()[-1])
    missing = set() if is_whole(known) else COMPILED
    assert set(failed.values()) <= missing
    assert "course_nn.common.words" not in failed and "course_nn.nodelay" not in failed


def test_what_is_remembered_outlives_the_kernel_and_the_page(scratch, lite):
    remember = "from course_nn.common.memory import recall, remember\n"
    scratch.python(remember + "told = remember('xor', 'answers', 'xor-1', answer='line')")
    assert scratch.python("print(told)").strip() == "None"
    lite.reload()
    lite.wait_for_function("() => window.jupyterapp", timeout=FIVE_MINUTES)
    lite.evaluate("() => jupyterapp.restored.then(() => null)")
    lite.evaluate(OPEN, "scratch.ipynb")
    lite.wait_for_function(IDLE, timeout=FIVE_MINUTES)
    printed = scratch.python(remember + "print(recall('xor')['answers']['xor-1']['answer'])")
    assert printed.strip() == "line"


def test_the_bar_stands_over_a_lecture_and_starts_it(lite):
    lite.evaluate(OPEN, "03_xor.ipynb")
    bar = lite.locator(".cn-reader:visible")
    bar.wait_for(timeout=FIVE_MINUTES)
    bar.locator(".cn-start").click()
    lite.wait_for_function(ONE_RUN, timeout=FIVE_MINUTES)
    lite.wait_for_function("() => !document.querySelector('.cn-start').disabled", timeout=FIVE_MINUTES)
    lite.evaluate("() => jupyterapp.shell.currentWidget.dispose()")


def test_all_that_is_pure_python_comes_with_the_site(site, known):
    pure = [one for one in known.values() if one["file_name"].startswith("../../pypi/")]
    assert {"course-nn", "ipywidgets", *KERNEL} <= {one["name"] for one in pure}
    assert all((site / "static/pyodide" / one["file_name"]).exists() for one in pure)


def test_all_cells_of_a_notebook_run(lite):
    lite.evaluate(SAVE, ["three.ipynb", ["from ipywidgets import HTML", "one = 1", "HTML('two'), one + 1"]])
    assert [output["data"]["text/plain"] for output in results_of(lite, "three.ipynb")] == ["(HTML(value='two'), 2)"]


def test_a_lecture_runs(lite, known):
    if not is_whole(known):
        pytest.skip("this site has no NumPy and no Matplotlib: COURSE_NN_LITE names one that was built whole")
    outputs = results_of(lite, "03_xor.ipynb")
    assert sum("image/png" in output["data"] for output in outputs) >= len(xor.__all__)


def results_of(page, path):
    """What the cells of a notebook show when all of them are run, none of which may fail."""
    page.evaluate(OPEN, path)
    page.wait_for_function(IDLE, timeout=FIVE_MINUTES)
    with Notebook(page, path) as notebook:
        notebook.run_all()
        page.wait_for_function(ALL_RUN, timeout=FIVE_MINUTES)
        outputs = [output for cell in notebook.outputs() for output in cell]
    assert not [output for output in outputs if output["output_type"] == "error"]
    return [output for output in outputs if output["output_type"] == "execute_result"]


def is_whole(known):
    """Whether nothing that the course needs comes from elsewhere."""
    return not any("://" in known[name]["file_name"] for name in [*COURSE, "numpy", "matplotlib"])
