"""The bar over a lecture in Notebook 7, where each notebook has a tab of the browser for itself."""

import pytest
from lab import TOKEN, jupyterlab

pytest.importorskip("notebook")
pytestmark = pytest.mark.thorough

ONE_MINUTE = 60_000
HALF_A_SCREEN = 400
AT_ITS_PLACE = """([id, below]) => {
    const { top } = document.querySelector(`[id="${id}"], [data-jupyter-id="${id}"]`)?.getBoundingClientRect() ?? {};
    return top > 60 && top < below;
}"""


@pytest.fixture(scope="module")
def lecture(browser, folder, tmp_path_factory):
    """Lecture 3, once the bar has run it."""
    with jupyterlab(folder, tmp_path_factory.mktemp("home"), application="notebook") as url:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"{url}/notebooks/notebooks/03_xor.ipynb?token={TOKEN}")
        page.locator(".cn-start").click(timeout=ONE_MINUTE)
        page.wait_for_function("() => !document.querySelector('.cn-start').disabled", timeout=ONE_MINUTE)
        yield page
        page.close()


def test_one_click_runs_the_lecture(lecture):
    lecture.locator(".cn-question").first.wait_for(state="attached")


def test_a_term_leads_to_its_place_in_the_reference(lecture):
    link = lecture.locator('a[href*="reference.ipynb"][href*="#"]').locator("visible=true").first
    link.scroll_into_view_if_needed()
    name = link.get_attribute("href").split("#")[1]
    with lecture.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_function(AT_ITS_PLACE, arg=[name, HALF_A_SCREEN], timeout=ONE_MINUTE)
