"""In the book, too, a mark is set and a curve drawn: kept by the browser, and compared with what is measured."""

import json

import nbformat
import numpy as np
import pytest
from book import axes, command, pages
from book.estimates import estimate_data
from book.veiled import asked_in, demo_of, veiled
from book.words import LANGUAGES

from course_nn.notebook.exercises import demo_of as round_and_demo
from course_nn.notebook.exercises import prediction

SET, DRAWN = "backpropagation-10", "deep_vs_shallow-8"
OPTIONS = "start-1"


@pytest.fixture(scope="module")
def set_in_a_round():
    demo = demo_of(round_and_demo(SET)[0])
    yield prediction(SET).estimate(), demo
    demo.close()


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_of_each_mark_the_page_says_what_the_notebook_says(set_in_a_round, language):
    data = json.loads(estimate_data(*set_in_a_round, language))
    estimate, steps = set_in_a_round[0], data["scale"]["steps"]
    for k in (0, len(steps) // 3, len(steps) - 1):
        assert data["said"][k] == language.of(estimate.miss(steps[k]))
    assert len(data["said"]) == len(steps) and data["truth"] == [pytest.approx(estimate.truth())]
    assert {*data["places"]} == {*prediction(SET).options}


def test_the_veiled_picture_of_the_page_holds_no_mark_for_the_page_draws_it(set_in_a_round):
    estimate, demo = set_in_a_round
    before = len(estimate.axes(demo.artists).lines)
    with veiled(demo, round_and_demo(SET)[0]):
        assert not [text for one in demo.figure.axes for text in one.texts if "drag" in text.get_text()]
        assert len(estimate.axes(demo.artists).lines) <= before
    assert asked_in(OPTIONS)[1].estimate() is None


@pytest.fixture(scope="module", params=[SET, DRAWN])
def page_of(request, tmp_path_factory, within_this_process):
    """A page with the round of this question alone: its key, and the folder of its site."""
    out, round_, read = tmp_path_factory.mktemp("one") / "site", round_and_demo(request.param)[0], nbformat.read

    def one_round(*given, **more):
        book = read(*given, **more)
        book.cells = [cell for cell in book.cells if cell.id.startswith(round_) or cell.id.endswith("-import")]
        return book

    with within_this_process() as patch:
        patch.setattr(axes, "PICTURES", 1)
        patch.setattr(axes, "FEWEST", 2)
        patch.setattr(pages.nbformat, "read", one_round)
        (name,) = [page.name for page in pages.book() if page.picture == request.param.split("-")[0]]
        assert command.main(["--out", str(out), "--only", name]) == 0
    return request.param, out, name


@pytest.mark.thorough
def test_what_is_set_or_drawn_is_locked_said_shaded_and_there_after_a_reload_in_both_languages(page_of, chrome):
    key, out, name = page_of

    def look(page):
        failed = []
        page.on("pageerror", lambda error: failed.append(error))
        page.goto((out / "en" / f"{name}.html").as_uri())
        form = opened(page)
        form.locator("button[value=rather]").click()
        assert form.locator("fieldset .hint").is_visible() and not form.locator(".measured:visible").count()
        drag(page)
        form.locator("button[value=rather]").click()
        said = form.locator(".measured")
        assert "measured" in said.inner_text() and not form.get_by_role("radio").count()
        assert not page.locator(".demo.veiled").count() and page.locator(".estimate.locked .miss").get_attribute("d")
        value = page.evaluate("document.querySelector('course-estimate').value")
        numbers = np.ravel(value)
        truth = np.ravel(prediction(key).estimate().truth())
        assert len(numbers) == len(truth) and not page.locator(".large").count(), "a drag is no click on the picture"
        page.reload()
        assert opened(page).locator(".measured").inner_text() == said.inner_text()
        page.goto((out / "zh" / f"{name}.html").as_uri())
        assert "测得" in opened(page).locator(".measured").inner_text()
        assert page.evaluate("document.querySelector('course-estimate').value") == value
        page.evaluate("key => localStorage.setItem(key, 'none rather [1]')", f"course-nn:book:{key}")
        page.reload()
        assert page.locator(".demo.veiled").count() and not failed, "what is no answer was never locked"

    chrome(look, viewport={"width": 900, "height": 900})


def opened(page):
    form = page.locator("form.estimated").first
    form.evaluate(
        "it => { for (let d = it.closest('details'); d; d = d.parentElement.closest('details')) d.open = true }"
    )
    return form


def drag(page):
    page.locator(".estimate").first.scroll_into_view_if_needed()
    box = page.locator(".estimate .grip").first.bounding_box()
    at = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in ((0.5, 0.5), (0.6, 0.4))]
    page.mouse.move(*at[0])
    page.mouse.down()
    page.mouse.move(*at[1], steps=5)
    page.mouse.up()
