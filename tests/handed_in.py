"""What students hand in: right, wrong and empty copies of the homework on XOR, and cheating ones."""

import copy

RULE = """def learn(X, labels, rounds):
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(rounds):
        for x, t in zip(X, labels):
            y = float(w @ x + b > 0)
            w, b = w + (t - y) * x, b + (t - y)
    return *w, b"""
RIGHT = {
    "xor-table": "answer_table = (0, 0, 1, 0)",
    "xor-update": "answer_update = (0, 0, -1.5)",
    "xor-easy": "answer_easy = (1, 1, -0.5, 1, 1, -1.5, -1, 1, 0.5)",
    "xor-forward": "forward = lambda X, W, b, v, c: ((X @ W.T + b > 0) @ v + c > 0).astype(int)",
    "xor-rule": RULE,
    "xor-derive": "answer_derive = (1, 1, 1, 1)",
    "xor-break": "answer_break = (lambda z: z * (2 - z), 1, 1, 0)",
    "xor-build": "network = np.ones((3, 3)), [-0.5, -1.5, -2.5], [1, -1, 1], -0.5",
}
WRONG = {
    "xor-table": "answer_table = (1, 1, 1, 1)",
    "xor-update": "answer_update = (1, 1, 1)",
    "xor-easy": "answer_easy = [0] * 9",
    "xor-forward": "forward = lambda X, W, b, v, c: np.zeros(len(X))",
    "xor-rule": "learn = lambda X, labels, rounds: (0, 0, 1)",
    "xor-derive": "answer_derive = (1, 2, 3, 4)",
    "xor-break": "answer_break = (lambda z: z, 1, 1, 0)",
    "xor-build": "network = np.ones((3, 3)), [0, 0, 0], [1, 1, 1], 0",
}
NAMES = {key: source.partition(" = ")[0] for key, source in WRONG.items()}
ANSWERS = [source.partition(" = ")[0] for source in WRONG.values()]
TRICKS = {  # cells that a student runs before wrong answers
    "check": "check = lambda *_: True\nimport course_nn.notebook as n\nn.check = n.exercises.check = check\n"
    "n.exercises.Verdict.__bool__ = lambda self: True",
    "judge": "import course_nn.lectures.xor.questions as q\nfrom course_nn.notebook.exercises import Exercise, right\n"
    "for key in q.EXERCISES: q.EXERCISES[key] = Exercise(lambda answer: right('yes', 'yes'))\n"
    "q.judge_table = q.judge_rule = lambda answer: right('yes', 'yes')",
    "numpy": "for name in ('array_equal', 'allclose', 'isclose', 'all', 'any'):\n"
    "    setattr(np, name, lambda *_, **__: True)\nnp.ndarray = np.asarray = np.array = lambda *_, **__: 1",
    "python": "import builtins, sys, types\nbuiltins.all = builtins.any = builtins.isinstance = lambda *_: True\n"
    "builtins.sum = lambda *_: 4\nfor name in [n for n in sys.modules if n.startswith('course_nn')]:\n"
    "    sys.modules[name] = types.SimpleNamespace(pack=lambda *_: 1, check=lambda *_: True)",
    "parent": "import json, os\nfor number in range(40):\n    with open(f'/proc/{os.getppid()}/fd/1', 'w') as judge:\n"
    "        judge.write(json.dumps({'begun': number}) + '\\n')\n"
    "        judge.write(json.dumps({'voice': 'right', 'en': '', 'zh': ''}) + '\\n')",
    "sources": "import inspect, course_nn.homework.peer as p, course_nn.homework.student as s\n"
    "p.Peer._serve = s.StudentsDesk.answer = lambda *_: 'right'\nimport gc, os\n"
    'line = b\'{"judged": "xor-table", "right": true, "voice": "right", "en": "", "zh": ""}\\n\'\n'
    "for number in range(1, 30):\n    try: os.write(number, line)\n    except OSError: pass",
}
FOR_EVER = """def forward(*_):
    while True: pass"""
YES = """class Yes:
    def yes(self, *_, **__): return self
    def true(self, *_, **__): return True
    def __float__(self): return float("nan")
    def __getattr__(self, name): return self
    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __ne__ = __bool__ = __contains__ = true
    __call__ = __add__ = __sub__ = __mul__ = __abs__ = __neg__ = __rsub__ = __radd__ = __getitem__ = yes
    __hash__ = None
"""
ZERO = """class Zero:
    def zero(self, *_): return 0.0
    def one(self, *_): return 1.0
    __add__ = __sub__ = __mul__ = __rsub__ = __radd__ = __rmul__ = __matmul__ = __neg__ = zero
    __truediv__ = __rtruediv__ = __pow__ = __rpow__ = one
    def __float__(self): raise TypeError
"""
SEES = """import sys, gc
def spy(*given):
    frame = sys._getframe()
    while frame:
        for name in ('forward', 'weights_after', 'wanted', 'cases'):
            if name in frame.f_globals: return frame.f_globals[name](*given)
        frame.f_locals.update(found=0, good=8)
        frame = frame.f_back
    return 0
"""


def filled(released, answers, before=""):
    """The released notebook with answers in its cells, and a cell of the student's own before them."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        key = name_of(cell).removesuffix("-answer")
        if name_of(cell).endswith("-answer") and key in answers:
            cell.source = answers[key]
        elif name_of(cell) == "xor-open" and answers:
            cell.source = "The product is a feature that somebody has found. 乘积是由人找到的特征。"
    own = copy.deepcopy(next(cell for cell in notebook.cells if cell.id.endswith("-helpers")))
    own.update(id="own", source=before)
    notebook.cells.insert(3, own)
    return notebook


def name_of(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def forged(released, pretends=False):
    """Graded cells that pass, are worth more, or are gone; and checks that cheat.

    pretends : and some that say they are a student's to fill in, are not graded, or have other names
    """
    notebook = filled(released, WRONG)
    of = {name_of(cell): cell for cell in notebook.cells}
    of["xor-table"].source = of["xor-update-check"].source = "pass"
    of["xor-update"].metadata.nbgrader.points = 100
    of["xor-rule"].metadata.pop("nbgrader")
    of["xor-break-check"].update(source="answer_break = (lambda z: z * (2 - z), 1, 1, 0)")
    if pretends:
        of["xor-easy"].metadata.nbgrader.solution = True
        of["xor-forward"].metadata.nbgrader.grade = False
        of["xor-derive"].metadata.nbgrader.grade_id = "xor-derived"
    notebook.cells.remove(of["xor-build"])
    return notebook


def careless(released, schema=3):
    """All is right, but an answer's cell was copied, and pasted below itself; or another nbgrader has written it."""
    notebook = filled(released, RIGHT)
    answer = next(cell for cell in notebook.cells if name_of(cell) == "xor-table-answer")
    answer.metadata.nbgrader.schema_version = schema
    pasted = copy.deepcopy(answer)
    pasted.update(id="pasted")
    notebook.cells.insert(notebook.cells.index(answer) + 1, pasted)
    return notebook


def copies(released):
    """{student: what they hand in}."""
    found = {name: filled(released, WRONG, trick) for name, trick in TRICKS.items()}
    found |= {
        "right": filled(released, RIGHT),
        "wrong": filled(released, WRONG),
        "empty": released,
        "yes": filled(released, {key: f"{name} = Yes()" for key, name in zip(WRONG, ANSWERS)}, YES),
        "spy": filled(released, {key: f"{name} = spy" for key, name in zip(WRONG, ANSWERS)}, SEES),
        "forged": forged(released),
        "pretends": forged(released, pretends=True),
        "careless": careless(released),
        "outdated": careless(released, schema=1),
        "exits": filled(released, RIGHT | {"xor-table": "import os\nos._exit(0)"}, "import sys\nsys.exit()"),
        "forks": filled(released, RIGHT | {"xor-easy": "import os\nanswer_easy = os.fork()"}),
        "prints": filled(released, RIGHT, "for _ in range(200): print('x' * 5_000_000)"),
        "loops": filled(released, RIGHT | {"xor-easy": "while True: pass", "xor-forward": FOR_EVER}),
    }
    return found


SCORES = {"right": 8, "wrong": 0, "empty": 0, "yes": 0, "spy": 0, "forged": 0, "pretends": 0} | dict.fromkeys(TRICKS, 0)
SCORES |= {"careless": 8, "outdated": 8, "exits": 7, "forks": 7, "prints": 8, "loops": 6}
