"""Code cells are run as a kernel runs them."""

from types import SimpleNamespace

from book.cells import only_comments, only_imports, run, without_check


def cell(source):
    return SimpleNamespace(id="a-cell", source=source)


def test_a_cell_has_a_value_if_it_ends_in_an_expression_and_keeps_what_it_prints():
    names = {}
    assert run(cell("x = 2"), names).value is None
    ran = run(cell("print(x)\nx * 3"), names)
    assert (ran.value, ran.printed) == (6, "2\n")


def test_what_the_last_line_calls_is_known_with_its_first_argument():
    ran = run(cell('check = lambda key, answer: 0\ncheck("xor-1", ...)'), {})
    assert (ran.calls, ran.first) == ("check", "xor-1")
    assert run(cell("1 + 1"), {}).calls == "" and run(cell("# nothing"), {}).calls == ""


def test_a_cell_that_only_imports_is_told_from_others():
    assert only_imports("import math\nfrom os import path") and not only_imports("import math\nmath.pi")
    assert only_comments('# solution("a")\n# solution("b")') and not only_imports("# nothing")


def test_the_beginning_of_an_exercise_stays_without_its_check():
    assert without_check('f = ...  # lambda x: …\ncheck("a", f)') == "f = ...  # lambda x: …"
    assert without_check('check("a", ...)') == ""
