"""Who may import whom, and how long things may be: read from the sources, so that the layout stays easy to see."""

import ast
import re
import sys
from functools import cache
from importlib import import_module
from inspect import isclass, isfunction, ismethod
from pathlib import Path
from typing import NamedTuple

from offenders import expect_none
from texts import NOTEBOOKS, cells_of

from course_nn.lectures import LECTURES, xor
from course_nn.stage import RunningDemo

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "course_nn"
SHARED = {"mathematics", "errors", "progress", "outcomes", "texts", "ink"}
PLOTS = {"numpy", "matplotlib"}
WIDGETS = {"ipywidgets", "traitlets", "IPython"}
OF_A_LECTURE = SHARED | {"lecture's mathematics", "lecture's parts", "clinic", "drawing", "words", "own_digits"}
OF_THE_PLAYGROUND = SHARED | {"playground's mathematics", "drawing", "words"}
DIRECTIONS = {  # place: the packages from outside that it may import, and the places
    "errors": (set(), set()),
    "progress": ({"numpy"}, set()),
    "texts": (set(), {"errors"}),
    "outcomes": (set(), set()),
    "ink": ({"numpy"}, {"errors"}),
    "sitting": (set(), set()),
    "home": ({"jupyter_core"}, set()),
    "words": ({"traitlets"}, {"errors", "home"}),
    "log": ({"filelock"}, set()),
    "memory": (set(), {"home", "log", "words"}),
    "mathematics": ({"numpy"}, SHARED),  # the shared modules on top
    "own_digits": ({"numpy"}, SHARED | {"memory", "words"}),  # what a reader has drawn
    "digit_pad": ({"numpy"}, SHARED | {"own_digits", "stage", "words"}),
    "clinic": (PLOTS, SHARED | {"clinic", "drawing", "words"}),  # its picture is the lecture's
    "inventory": (
        {"numpy"},
        SHARED | {"inventory", "text", "words"},
    ),  # its page is the notebook's
    "nodelay": (set(), set()),
    "classroom": ({"tornado", "segno"}, {"classroom", "errors", "words"}),  # runs beside the notebooks, without widgets
    "homework": (  # runs where a lecturer grades; nbgrader, and what it stands on, is needed nowhere else
        {"numpy", "psutil", "IPython", "traitlets", "nbformat"},
        {"homework", "notebook", "mathematics", "lectures", "errors", "words"},
    ),
    "drawing": (PLOTS, {"drawing", "words"}),
    "text": ({"markdown_it"}, {"text", "words", "errors"}),
    "stage": (
        PLOTS | WIDGETS | {"PIL", "anywidget"},
        {"stage", "text", "drawing", "words", "errors", "texts", "outcomes", "memory", "sitting", "ink"},
    ),
    "notebook": (
        WIDGETS | {"numpy", "jupyter_server", "segno"},
        {
            "notebook",
            "home",
            "inventory",
            "classroom",
            "stage",
            "drawing",
            "words",
            "errors",
            "texts",
            "outcomes",
            "memory",
            "sitting",
            "lectures",
        },
    ),
    "lectures": (set(), {"words", "text"}),  # the list
    "lecture": (set(), {"lectures"}),  # a lecture never imports another
    "lecture's mathematics": ({"numpy"}, SHARED | {"lecture's mathematics"}),
    "lecture's parts": ({"numpy"}, OF_A_LECTURE),  # what one picture alone needs: its mathematics, places, sentences
    "lecture's pictures": (PLOTS, OF_A_LECTURE | {"stage", "digit_pad"}),
    "lecture's questions": ({"numpy"}, OF_A_LECTURE | {"notebook"}),
    "lecture's claims": (set(), {"notebook"}),
    "playground": (set(), {"playground's picture"}),
    "playground's mathematics": ({"numpy"}, SHARED | {"playground's mathematics"}),
    "playground's picture": (PLOTS, OF_THE_PLAYGROUND | {"playground's picture", "stage"}),
    "playground's questions": ({"numpy"}, OF_THE_PLAYGROUND | {"notebook"}),
}
PRIVATE = re.compile("_(?!_|replace$|fields$|asdict$|make$).+")  # a NamedTuple's four are for everybody
BESIDES = {
    "course_nn": {"threadpoolctl"},  # one thread
    "course_nn.classroom.hub": {"jupyterhub"},  # which is there where it runs
    "course_nn.homework.nbgrading": {"nbgrader"},  # likewise
    "course_nn.homework.taking": {"nbgrader", "nbconvert"},
    "course_nn.homework.collecting": {"nbgrader"},
    "course_nn.homework.platforms": {"nbgrader"},
    "course_nn.clinic.torch_patient": {"torch"},  # once somebody has brought a module of it
    "course_nn.training": {"tqdm"},  # a long training run shows a progress bar
}


EXECUTES = {"course_nn.clinic.scripts.running"}  # the course's own scripts, and no others
SPEAKS = {"course_nn.notebook.live_server": {"urllib.request", "http"}}  # with the server that counts a class's votes


class Module(NamedTuple):
    name: str  # in full, as it is imported
    path: Path
    text: str
    tree: ast.Module
    nodes: list


@cache
def modules():
    """All modules of the package by their names, each read once."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        text = path.read_text("utf-8")
        tree = ast.parse(text)
        found[name] = Module(name, path, text, tree, [*ast.walk(tree)])
    return found


def imports(module):
    """Full names of all modules that a module imports, wherever the import stands."""
    for node in module.nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            inner = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in modules() else node.module for name in inner)


def place(name):
    """Where a module stands, and the lecture it belongs to or None."""
    match name.split(".")[1:]:
        case ["common", module]:
            return module, None
        case ["lectures", section, "demos", _, part, *_] if part != "picture":
            return "lecture's parts", section
        case ["lectures", section, "demos", *_]:
            return "lecture's pictures", section
        case ["lectures", section, ("questions" | "claims") as kind]:
            return f"lecture's {kind}", section
        case ["lectures", section, _]:
            return "lecture's mathematics", section
        case ["lectures", section]:
            return "lecture", section
        case ["playground", ("mathematics" | "picture" | "questions") as kind, *_]:
            return f"playground's {kind}", None
        case [
            (
                "lectures"
                | "playground"
                | "stage"
                | "text"
                | "drawing"
                | "notebook"
                | "inventory"
                | "clinic"
                | "nodelay"
                | "own_digits"
                | "digit_pad"
                | "classroom"
                | "homework"
            ) as top,
            *_,
        ]:
            return top, None
        case [] | ["common"]:
            return "lectures", None  # windows that show nothing
    return "mathematics", None


def demos():
    """{section.name: its module} for the pictures of all lectures."""
    pictures = [
        m for m in modules().values() if place(m.name)[0] == "lecture's pictures" and "__init__" not in m.path.name
    ]
    named = [(m.name.split("."), m) for m in pictures]
    return {f"{parts[2]}.{parts[4]}": m for parts, m in named}


def functions(module):
    return [node for node in module.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def shown(package):
    """What a package shows: its window, and what it binds by its imports."""
    bound = [
        alias.asname or alias.name for n in package.tree.body if isinstance(n, ast.ImportFrom) for alias in n.names
    ]
    return {*bound, *getattr(import_module(package.name), "__all__", ())}


def test_imports_keep_the_directions():
    def wrong():
        for module in modules().values():
            here, lecture = place(module.name)
            outside, inside = DIRECTIONS[here]
            for name in imports(module):
                there, other = place(name) if name.startswith("course_nn") else (None, None)
                top = name.split(".")[0]
                if there is None and top not in outside | BESIDES.get(module.name, set()) | sys.stdlib_module_names:
                    yield f"{module.name} ({here}) imports {name}: only {sorted(outside)}"
                elif there is not None and (there not in inside or other not in (None, lecture)):
                    yield f"{module.name} ({here}) imports {name} ({there}): only {sorted(inside)}, of its own lecture"

    expect_none(wrong())


def test_no_import_runs_in_a_circle():
    """Take away what imports nothing that is left, again and again: what stays imports itself in the end."""
    left = {name: {*imports(module)} - {name} for name, module in modules().items()}
    while free := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in free:
            del left[name]
    expect_none(f"{name} imports {sorted(needed & left.keys())}" for name, needed in left.items())


def private_names(tree):
    """What a module takes from another that is marked with _ as its own: imported, or through the module's name."""
    bound = {alias.asname or alias.name.split(".")[0] for node in ast.walk(tree) for alias in aliases(node)}
    for node in ast.walk(tree):
        names = [part for alias in aliases(node) for part in alias.name.split(".")]
        if isinstance(node, ast.ImportFrom):
            names += (node.module or "").split(".")
        elif isinstance(node, ast.Attribute) and getattr(node.value, "id", None) in bound:
            names = [node.attr]
        yield from (f"line {node.lineno}: {name}" for name in names if PRIVATE.fullmatch(name))


def aliases(node):
    return node.names if isinstance(node, ast.Import | ast.ImportFrom) else []


def test_no_module_imports_or_uses_a_private_name_of_another():
    """And ruff's SLF001 keeps each object's own names to itself."""
    places = (PACKAGE, ROOT / "benchmarks", ROOT / "tools")
    expect_none(
        f"{path.relative_to(ROOT)}, {name}"
        for path in [path for place in places for path in sorted(place.rglob("*.py"))]
        for name in private_names(ast.parse(path.read_text("utf-8")))
    )


def test_only_three_modules_turn_a_figure_into_pixels_only_the_stage_has_frames_and_nobody_pyplot():
    makers = [f"course_nn.stage.{name}" for name in ("frame", "renderer", "pixels")]

    def wrong():
        for module in modules().values():
            for name in imports(module):
                pixels = "backend" in name or name.startswith("PIL")
                if pixels and module.name not in makers:
                    yield f"{module.name} imports {name}"
                if name in makers and place(module.name)[0] != "stage":
                    yield f"{module.name} imports the frame"
                if "pyplot" in name:
                    yield f"{module.name} imports {name}"

    expect_none(wrong())


def test_nothing_shadows_anything():
    """No module has the name of a thing that the window of its package shows."""
    packages = [module for module in modules().values() if module.path.stem == "__init__"]
    expect_none(
        f"{module.name} shows {name}, and has a module {name}"
        for module in packages
        for name in shown(module)
        if f"{module.name}.{name}" in modules()
    )


def test_a_section_shows_all_its_pictures_in_its_window():
    def wrong():
        of = [name.split(".") for name in demos()]
        for section in sorted({section for section, _ in of}):
            pictures = sorted(name for home, name in of if home == section)
            found = sorted(import_module(LECTURES[section].home).__all__)
            if found != pictures:
                yield f"{section} shows {found}, and has {pictures}"

    expect_none(wrong())


def test_a_demo_is_named_after_its_picture_and_reads_like_a_page():
    def wrong():
        for name, module in demos().items():
            defined = {node.name for node in module.tree.body if isinstance(node, ast.FunctionDef)}
            missing = {"compute", "paint", "draw", "readout", name.split(".")[1]} - defined
            if missing:
                yield f"{module.name} lacks {sorted(missing)}"

    expect_none(wrong())


def test_what_one_picture_alone_needs_lies_with_it_and_no_other_picture_uses_it():
    """Whatever its questions ask of it; what a notebook opens stays where a reader finds it."""

    def wrong():
        for module in modules().values():
            kind, pictures = place(module.name)[0], {picture_of(user) for user in users().get(module.name, ())}
            if kind == "lecture's mathematics" and len(pictures) == 1 and None not in pictures:
                if not any(re.search(rf"\b{module.path.stem}\b", code) for code in imports_of_notebooks()):
                    yield f"{module.name} is used by {pictures.pop()} alone, and does not lie there"
            elif kind == "lecture's parts" and pictures - {picture_of(module.name)}:
                yield f"{module.name} is used by {sorted(map(str, pictures))}"

    expect_none(wrong())


@cache
def users():
    """{module: those that import it}, but for questions."""
    found = {}
    for module in modules().values():
        for name in imports(module) if not module.name.endswith(".questions") else ():
            found.setdefault(name, []).append(module.name)
    return found


def picture_of(name):
    """The folder of demos/ or the picture to which a module belongs; None if it belongs to no picture."""
    _, _, after = name.partition(".demos.")
    return after.split(".")[0] or None


@cache
def imports_of_notebooks():
    cells = [code for path in NOTEBOOKS.glob("*.ipynb") for code in cells_of(path.stem, "code").values()]
    return [line for code in cells for line in code.splitlines() if line.startswith("from course_nn.lectures.")]


def test_functions_have_at_most_25_lines():
    def length(node):
        """Of what it does: without signature and docstring."""
        body = node.body[1:] if ast.get_docstring(node) is not None else node.body
        return body[-1].end_lineno - body[0].lineno + 1 if body else 0

    expect_none(
        f"{module.name}.{node.name} has {length(node)} lines"
        for module in modules().values()
        for node in functions(module)
        if length(node) > 25
    )


def test_public_functions_say_their_types():
    """Of a demo, CONTROLS say the types of what compute takes, and its maker takes what they accept."""

    def wrong():
        for module in modules().values():
            for node in public_functions(module.tree):
                taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                untyped = [a.arg for a in taken if a.annotation is None and a.arg not in ("self", "cls")]
                if untyped and (node.name, place(module.name)[0]) != ("compute", "lecture's pictures"):
                    yield f"{module.name}.{node.name} does not say the types of {untyped}"
                elif node.returns is None:
                    yield f"{module.name}.{node.name} does not say what it returns"

    expect_none(wrong())


def public_functions(body):
    """Functions and methods without a leading underscore, but for makers of demos."""
    for node in body.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            if not any(ast.unparse(decorator).startswith("demo(") for decorator in node.decorator_list):
                yield node


def test_no_global_randomness_no_network_and_nothing_is_evaluated_or_printed():
    def wrong():
        for module in modules().values():
            barred = {"urllib.request", "requests", "random", "http"} - SPEAKS.get(module.name, set())
            if any(name in barred or name.split(".")[0] in barred for name in imports(module)):
                yield f"{module.name} imports the network or the global randomness"
            calls = [ast.unparse(node.func) for node in module.nodes if isinstance(node, ast.Call)]
            for call in calls:
                if call.startswith("np.random.") and not call.startswith("np.random.default_rng"):
                    yield f"{module.name} calls {call}"
                if call in ("eval", "exec", "print") and not (call == "exec" and module.name in EXECUTES):
                    yield f"{module.name} calls {call}"

    expect_none(wrong())


def test_nothing_is_computed_in_steps_inside_a_setting_that_belongs_to_one_turn_of_the_event_loop():
    """Each step of a generator runs in a context of its own: NumPy's errstate must not last from one to the next."""
    expect_none(
        f"{module.path}:{node.lineno}"
        for module in modules().values()
        for node in module.nodes
        if isinstance(node, ast.With)
        and any("errstate" in ast.unparse(item) for item in node.items)
        and any(isinstance(inner, ast.Yield | ast.YieldFrom) for inner in ast.walk(node))
    )


def test_the_loop_that_learns_stands_in_one_place():
    """A function that asks for the gradient of a network and steps along it is a loop of its own."""

    def wrong():
        for module in modules().values():
            for node in functions(module):
                calls = {
                    ast.unparse(inner.func).split(".")[-1] for inner in ast.walk(node) if isinstance(inner, ast.Call)
                }
                if calls & {"step", "_step"} and calls & {"backward", "gradient_of_mean_loss"}:
                    yield f"{module.name}.{node.name}"

    known = {
        "course_nn.training.learn",
        "course_nn.playground.mathematics.run.batch",
        "course_nn.lectures.own_network.worked.train",
    }  # the playground walks back as well, and a student writes the loop once
    expect_none({*wrong()} ^ known)


def test_every_module_opens_with_a_sentence_that_teaches():
    expect_none(module.name for module in modules().values() if not ast.get_docstring(module.tree))


def test_what_a_notebook_shows_or_calls_is_explained_in_both_languages():
    """All that its cells name of the package; of what they only get, the methods of a demo."""
    named = {thing for path in NOTEBOOKS.glob("*.ipynb") for thing in named_in(path.stem)}
    named |= {*methods(RunningDemo), *handed()}
    assert len(named) > 120
    expect_none(
        f"{thing.__module__}.{thing.__qualname__} has no Chinese line"
        for thing in named
        if not any("\u4e00" <= character <= "\u9fff" for character in thing.__doc__ or "")
    )


def named_in(notebook):
    """Functions and classes of the package that the code of a notebook names."""
    nodes = [node for code in cells_of(notebook, "code").values() for node in ast.walk(ast.parse(code))]
    names = {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module.startswith("course_nn"):
            names |= {alias.asname or alias.name: imported(node.module, alias.name) for alias in node.names}
    for node in nodes:
        thing = resolved(node, names)
        if (isfunction(thing) or isclass(thing)) and thing.__module__.startswith("course_nn"):
            yield thing


def imported(module, name):
    found = import_module(module)
    return getattr(found, name) if hasattr(found, name) else import_module(f"{module}.{name}")


def resolved(node, names):
    """What a name, or a chain of attributes that begins with one, stands for; None if that is not known."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    return getattr(resolved(node.value, names), node.attr, None) if isinstance(node, ast.Attribute) else None


def methods(kind):
    return [thing for name, thing in vars(kind).items() if isfunction(thing) and not name.startswith("_")]


def handed():
    """The methods of its parts that a running demo hands out as its own."""
    demo = xor.one_unit()
    found = [one.__func__ for one in vars(demo).values() if ismethod(one)]
    demo.close()
    return found


def test_identifiers_are_english():
    expect_none(
        f"{module.name}: {node.id}"
        for module in modules().values()
        for node in module.nodes
        if isinstance(node, ast.Name) and any("\u4e00" <= character <= "\u9fff" for character in node.id)
    )
