"""Which tests a run has."""

from types import SimpleNamespace

import pytest
from selection import HOUSE, SHARED, area, demo, files_of, is_about, lecture, names, select, share, share_of

USUAL = [
    "tests/lectures/xor/test_parity.py::test_a",
    "tests/lectures/losses/test_softmax.py::test_b",
    "tests/house/test_c.py::test_c",
]
THOROUGH = ["tests/lectures/xor/test_parity.py::test_d", "tests/lectures/test_every_demo.py::test_e[losses.softmax]"]


class Item:
    """As pytest has them, as far as a selection asks."""

    def __init__(self, nodeid, demo=None):
        self.nodeid, self.path = nodeid, nodeid.partition("::")[0]
        self.callspec = SimpleNamespace(params={"name": demo})

    def get_closest_marker(self, name):
        return True if self.nodeid in THOROUGH else None


def chosen(args=(), **options):
    """The tests that a run with these options has."""
    items, left = [Item(nodeid) for nodeid in USUAL + THOROUGH], []
    option = SimpleNamespace(**{"markexpr": "", "touched": False, "share": None, "demo": None} | options)
    hook = SimpleNamespace(pytest_deselected=lambda items: left.extend(items))
    select(SimpleNamespace(option=option, args=list(args), hook=hook), items)
    assert len(items) + len(left) == len(USUAL + THOROUGH)
    return [one.nodeid for one in items]


@pytest.fixture
def touched(monkeypatch):
    return lambda *files: monkeypatch.setattr("selection.touched_files", lambda: files)


def test_without_a_word_all_but_the_thorough_ones_run():
    assert chosen() == USUAL


def test_a_test_that_is_named_runs_whatever_its_mark():
    assert THOROUGH[0] in chosen([THOROUGH[0]]) and THOROUGH[1] in chosen([THOROUGH[1].partition("[")[0]])


@pytest.mark.parametrize("folder", ["", "./", "../../", "/course/tests/lectures/xor/", "..\\xor\\"])
def test_it_may_be_named_from_any_folder(folder):
    file = "tests/lectures/xor/test_parity.py"
    typed = folder + (file if folder in ("", "./") else file.rpartition("/")[2])
    assert names(f"{typed}::test_d", THOROUGH[0]) and not names(f"{typed}::test_", THOROUGH[0])


def test_a_mark_is_an_ordinary_mark():
    assert chosen(markexpr="thorough") == USUAL + THOROUGH  # and pytest itself takes those marked


def test_the_shares_have_the_usual_tests_and_together_each_thorough_one_once():
    shares = [chosen(share=(k, 2)) for k in (1, 2)]
    assert all(set(USUAL) < set(found) for found in shares)
    assert sorted(sum(shares, [])) == sorted(2 * USUAL + THOROUGH) and chosen(share=(1, 1)) == USUAL + THOROUGH


@pytest.mark.parametrize("text", ["0/3", "4/3", "2", "a/b"])
def test_a_share_that_is_none_is_refused(text):
    with pytest.raises(Exception, match="K/N|invalid|not enough"):
        share(text)


def test_a_touched_lecture_is_asked_everything_and_the_others_nothing(touched):
    touched("course_nn/lectures/xor/parity_networks.py")
    assert chosen(touched=True) == [USUAL[0], USUAL[2], THOROUGH[0]]
    touched("notebooks/05_losses.ipynb")
    assert chosen(touched=True) == [USUAL[1], USUAL[2], THOROUGH[1]]


def test_touched_shared_code_asks_the_usual_tests_of_all(touched):
    touched("course_nn/network.py", "course_nn/lectures/xor/demos/parity/picture.py")
    assert chosen(touched=True) == [*USUAL, THOROUGH[0]]


def test_a_touched_text_asks_the_laws_of_the_house(touched):
    touched("docs/teaching.md")
    assert chosen(touched=True) == [USUAL[2]]


def test_a_file_belongs_to_a_lecture_to_the_house_or_to_all():
    assert (
        lecture("course_nn/playground/mathematics/run.py")
        == lecture("tests/playground/drawn/beside.txt")
        == "playground"
    )
    assert lecture("tests/browser/test_notebooks.py::test_runs[03_xor.ipynb-chromium]") == "xor"
    assert area("README.md") == area(".github/workflows/test.yml") == HOUSE
    assert area("course_nn/losses.py") == area("tests/test_losses.py") == area("pyproject.toml") == SHARED


def test_what_tests_one_demo_stays_in_one_share():
    tests = [Item(THOROUGH[1], demo) for demo in "abcabc"]
    demos = [{one.callspec.params["name"] for one in share_of(tests, k, 2)} for k in (1, 2)]
    assert demos == [{"a", "c"}, {"b"}]


def test_of_one_demo_its_own_file_and_its_cases_of_the_laws_of_each_are_asked():
    files = {file.relative_to(file.parents[1]).as_posix() for file in files_of(demo("xor.xor_network"))}
    assert {"xor/test_xor_network.py", "lectures/test_every_demo.py", "lectures/test_every_task.py"} < files
    assert not {"xor/test_one_unit.py", "xor/test_parity.py"} & files
    asked = {
        "lectures/xor/test_xor_network.py::test_a": True,
        "lectures/test_every_demo.py::test_b[xor.xor_network]": True,
        "lectures/test_every_demo.py::test_b[xor.xor_network-w-1.0]": True,
        "lectures/test_every_demo.py::test_b[xor.one_unit]": False,
        "lectures/test_every_question.py::test_c[xor]": True,
        "lectures/test_every_question.py::test_c[losses]": False,
        "lectures/test_every_task.py::test_d[xor-2]": True,
        "lectures/test_every_task.py::test_d[xor-2-0]": True,
        "lectures/test_every_task.py::test_d[xor-1-0]": False,
        "lectures/test_every_demo.py::test_e": True,
    }
    assert {test: is_about("xor.xor_network", f"tests/{test}") for test in asked} == asked


@pytest.mark.parametrize("name", ["xor", "xor.nothing", "nothing.one_unit", "playground.playground", "xor."])
def test_a_demo_that_is_none_is_refused_with_those_that_there_are(name):
    with pytest.raises(Exception, match="xor.one_unit; there are .*(parity|neurons)|LECTURE.NAME"):
        demo(name)
