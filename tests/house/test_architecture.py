"""Who may import whom: read from the sources, so that the layout stays as easy to see as it is."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "course_nn"
JOINTS = {"stage", "frame", "controls", "language", "exercises", "claims", "environment", "nodelay"}
PICTURES = {"look", "sketch", "unit_maps", "experiment_picture"}  # the look of pictures and parts of them; no widgets
WITH_WIDGETS = {"stage", "controls", "language", "exercises", "environment"}
MODULES = {path.stem: path for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
MATHEMATICS = set(MODULES) - JOINTS - PICTURES
DEMOS = {f"{path.parent.name}.{path.stem}": path for path in PACKAGE.glob("demos/*/*.py") if path.stem != "__init__"}
NOTEBOOK_MODULES = [path for path in PACKAGE.rglob("*.py")]


def imports(path):
    """Full names of all modules that a file imports, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner if node.module in ("course_nn", "course_nn.demos") else {node.module}
    return found


def outside(path):
    """The third-party packages that a file imports."""
    tops = {name.split(".")[0] for name in imports(path)}
    return tops - set(sys.stdlib_module_names) - {"course_nn"}


def inside(path):
    return {name.removeprefix("course_nn.") for name in imports(path) if name.startswith("course_nn")}


@pytest.mark.parametrize("name", sorted(MATHEMATICS))
def test_mathematics_imports_numpy_and_mathematics_only(name):
    allowed = {"numpy", "tqdm"} if name == "training" else {"numpy"}  # a long training run shows a progress bar
    assert outside(MODULES[name]) <= allowed
    assert inside(MODULES[name]) <= MATHEMATICS


@pytest.mark.parametrize("name", sorted(MODULES))
def test_only_the_joints_import_widgets(name):
    if name not in WITH_WIDGETS:
        assert "ipywidgets" not in outside(MODULES[name])


@pytest.mark.parametrize("name", sorted(MODULES))
def test_only_the_frame_turns_a_figure_into_pixels_and_only_the_stage_has_frames(name):
    drawing = {module for module in imports(MODULES[name]) if "backend" in module or module.startswith("PIL")}
    assert not drawing or name == "frame"
    assert "frame" not in inside(MODULES[name]) or name == "stage"


def test_the_stage_knows_nothing_of_networks():
    assert not inside(MODULES["frame"])
    assert inside(MODULES["stage"]) <= {"look", "controls", "frame", "errors", "language"}


@pytest.mark.parametrize("name", sorted(DEMOS))
def test_a_demo_imports_mathematics_and_the_stage_never_widgets_or_another_demo(name):
    path = DEMOS[name]
    assert outside(path) <= {"numpy", "matplotlib"}
    assert inside(path) <= MATHEMATICS | PICTURES | {"stage", "controls", "language"}
    assert not any("pyplot" in module for module in imports(path))


@pytest.mark.parametrize("name", sorted(DEMOS))
def test_a_demo_is_one_small_file_named_after_its_picture(name):
    path = DEMOS[name]
    defined = {node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
    assert {"compute", "paint", "draw", "readout", path.stem} <= defined
    assert len(path.read_text("utf-8").splitlines()) <= 200


@pytest.mark.parametrize("section", sorted({name.split(".")[0] for name in DEMOS}))
def test_a_section_shows_all_its_pictures_in_its_window(section):
    window = ast.parse((PACKAGE / "demos" / section / "__init__.py").read_text("utf-8"))
    shown = next(ast.literal_eval(node.value) for node in window.body if isinstance(node, ast.Assign))
    assert sorted(shown) == sorted(name.split(".")[1] for name in DEMOS if name.startswith(section + "."))


@pytest.mark.parametrize("path", NOTEBOOK_MODULES, ids=lambda path: path.stem)
def test_no_global_randomness_and_no_network(path):
    text = path.read_text("utf-8")
    assert "np.random.seed" not in text and "urllib" not in text and "requests" not in imports(path)
    tree = ast.parse(text)
    calls = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not any(call.startswith("np.random.") and not call.startswith("np.random.default_rng") for call in calls)
    assert not any(call in ("eval", "exec", "print") for call in calls)


@pytest.mark.parametrize("path", NOTEBOOK_MODULES, ids=lambda path: path.stem)
def test_every_module_opens_with_a_sentence_that_teaches(path):
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


def public_functions():
    for name in sorted(MATHEMATICS):
        for node in ast.parse(MODULES[name].read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                yield pytest.param(node, id=f"{name}.{node.name}")


@pytest.mark.parametrize("node", list(public_functions()))
def test_public_mathematics_is_explained_in_both_languages(node):
    docstring = ast.get_docstring(node) or ""
    assert any("\u4e00" <= character <= "\u9fff" for character in docstring), "no Chinese line"
