"""A question on the page: what its buttons show while the kernel has not answered, and how its picture is chosen in."""

import time

import pytest
from lab import visit
from playwright.sync_api import expect

from course_nn.notebook.exercises import prediction

QUESTION = 'from course_nn.notebook import predict\npredict("neurons-4")'

ASKS = """import os
os.environ["COURSE_NN_COVER"] = "on"
from course_nn.lectures import start
from course_nn.notebook import predict
predict("start-1")"""
LOW = 200  # page pixels
REST = 500  # ms in which the page settles
IN_SIGHT = """parts => {  // the question, the task, and the pane that shows both
    const [asked, tasks, pane] = parts.map(part => part.getBoundingClientRect());
    return asked.top >= pane.top - 1 && tasks.bottom <= pane.bottom;
}"""
LIFTS = """picture => new MutationObserver(changes => {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
    if (added.some(node => node.matches?.(".cn-lifting"))) picture.dataset.lifted = "true";
}).observe(picture, { childList: true })"""


@pytest.fixture
def question(scratch):
    with scratch("question", QUESTION) as notebook:
        notebook.run(0)
        cell = notebook.cell(0)
        cell.get_by_role("radio").first.wait_for()
        yield cell


def test_a_button_without_a_chosen_answer_asks_for_one_and_leaves_the_answers_open_however_often_it_is_pressed(
    question,
):
    for _ in range(2):
        question.locator(".cn-locks button").first.click()
        question.get_by_text("Choose an answer first").wait_for()
        assert not question.locator(".cn-pressed").count()
    question.get_by_role("radio").first.check()
    question.locator(".cn-locks button").first.click()
    question.locator(".cn-locked").wait_for()
    question.locator(".cn-pressed").wait_for(state="detached")
    assert question.locator(".cn-question").first.bounding_box()["height"] < LOW, "no hole"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_click_in_the_picture_chooses_and_the_veil_lifts_over_what_was_chosen(scratch, page, demo_in, motion):
    """Where less motion is asked for, the truth is there at once."""
    page.emulate_media(reduced_motion=motion)
    with scratch("chosen", ASKS, "start.one_weight()") as notebook:
        notebook.run_all()
        demo = demo_in(notebook.cell(1)).cell  # it stands as it fits
        page.wait_for_timeout(REST)
        box = demo.locator(".cn-touch path[data-handle='3']").bounding_box()  # the letter of the second option
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(demo.get_by_role("radio").nth(1)).to_be_checked()
        layer = demo.locator(".cn-touch").first
        layer.evaluate(LIFTS)
        demo.locator(".cn-locks button").first.click()
        demo.locator(".cn-touch path.holds").first.wait_for(state="attached")
        demo.locator(".cn-lifting").wait_for(state="detached")
        assert (layer.get_attribute("data-lifted") == "true") == (motion == "no-preference")
    page.emulate_media(reduced_motion="null")


ESTIMATES = """import os
os.environ["COURSE_NN_COVER"] = "on"
from course_nn.lectures import backpropagation, deep_vs_shallow
from course_nn.common.words import LANGUAGE
from course_nn.notebook import predict
LANGUAGE.shown = "en"
predict("backpropagation-10")
predict("deep_vs_shallow-8")"""


LAYER = "from course_nn.lectures import neurons\nneurons.layer()"
EDGE, BESIDE, A_PICTURE = 24, 6, 5_000  # page pixels; bytes


def bottom(place):
    box = place.bounding_box()
    return box["y"] + box["height"]


def middle(place):
    box = place.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def come_to(read, before, patience=40):
    """What is read once it is another value than before, and has come to rest."""
    last = before
    for _ in range(patience):
        time.sleep(REST / 1000)
        if last == (last := read()) != before:
            return last
    raise AssertionError(f"still {last}")


def number_in(box):
    return lambda: float(box.first.input_value())


WHY = {"markdown": "<details><summary>What you saw, and why</summary>\n\nThe reason.\n\n</details>"}


@pytest.fixture
def estimates(scratch):
    cells = ESTIMATES, "backpropagation.memory()", WHY, "deep_vs_shallow.overfit()", "1 + 1", WHY
    with scratch("estimates", *cells) as notebook:
        notebook.run_all()
        yield notebook


def test_a_mark_is_dragged_in_the_picture_or_stepped_by_keys_and_locked_the_reply_says_how_far_off_it_is(
    estimates, page, demo_in, folder
):
    shown = demo_in(estimates.cell(1))
    demo = shown.cell
    page.wait_for_timeout(REST)
    number = demo.get_by_label("forward steps", exact=True).first
    start = float(number.input_value())
    locks, fold = demo.locator(".cn-locks button").nth(1), demo.get_by_role("button", name="By numbers")
    assert 0 <= locks.bounding_box()["y"] - bottom(demo.locator(".cn-touch").first) < EDGE, "at the edge of the picture"
    assert not number.is_visible()
    x, y = middle(demo.locator(".cn-touch path[data-handle='1']"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 20, steps=4)
    page.mouse.up()
    dragged = come_to(number_in(number), start)
    assert dragged < start
    handle = demo.locator(".cn-touch path[data-handle='1']")
    shown.comes_true(lambda: abs(middle(handle)[1] - y - 20) < 3)
    fold.press("Enter")
    slider = demo.locator(".cn-answer").get_by_role("slider")
    slider.press("PageUp")
    paged, axis = come_to(number_in(number), dragged), prediction("backpropagation-10").estimate()
    assert axis.share(paged) - axis.share(dragged) == pytest.approx(0.1, abs=0.02), "a tenth of the axis"
    slider.press("ArrowRight")
    stepped = come_to(number_in(number), paged)
    assert paged < stepped < 1.2 * paged
    assert demo.get_by_role("group", name="Set the mark: how many forward steps").get_by_role("slider").is_visible()
    demo.locator(".cn-spoken").get_by_text(f"Set: {stepped:.0f} steps.").wait_for(state="attached")
    shown.comes_true(lambda: locks.bounding_box()["y"] > bottom(demo.locator(".cn-setting")))  # below what is set
    locks.click()
    demo.locator(".cn-locked").get_by_text(f"{stepped:.0f} steps").wait_for()
    expect(demo.locator(".cn-strip").get_by_label("layers L", exact=True).first).to_have_value("100")
    demo.get_by_role("button", name="Tell me why").click()
    demo.get_by_text("measured: 222 steps").wait_for()
    assert not number.is_visible() and not fold.is_visible()
    demo.get_by_role("button", name="Keep this as a clip").click()
    demo.get_by_text("memory-answer.webp: ").wait_for()
    assert (folder / "memory-answer.webp").stat().st_size > A_PICTURE


def test_a_curve_is_drawn_in_the_picture_corrected_by_drawing_over_it_and_set_place_by_place_by_keys(
    estimates, page, demo_in
):
    shown = demo_in(estimates.cell(3))
    demo = shown.cell
    demo.get_by_role("button", name="By numbers").click()
    demo.locator(".cn-touch path[data-handle='0']").evaluate("frame => frame.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(REST)
    place, number = demo.get_by_label("at epoch", exact=True), demo.get_by_label("error on fresh samples", exact=True)
    frame = demo.locator(".cn-touch path[data-handle='0']").bounding_box()
    left, right, high = frame["x"] + 12, frame["x"] + frame["width"] - 12, frame["y"] + 20

    def draw(x, y, to, at):
        with shown.new_picture():
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(to, at, steps=8)
            page.mouse.up()
        estimates.python("pass")  # the kernel has heard of each move before it
        page.wait_for_timeout(REST)

    def read():
        found = []
        for option in ("40", "20", "200", "1000"):
            with shown.new_picture():  # the place is marked there
                place.select_option(option)
            estimates.python("pass")
            page.wait_for_timeout(REST)
            found.append(float(number.first.input_value()))
        return found[1:]

    draw(left, high, right, high)
    level = read()
    assert max(level) / min(level) < 1.2 and min(level) > 0.3
    draw((left + right) / 2, high + 60, right, high + 60)
    first, middle_one, last = read()
    assert first == level[0] and last < level[2] / 2
    number.first.fill("0.5")
    with shown.new_picture():
        number.first.press("Enter")
    page.wait_for_timeout(REST)
    assert read() == [first, middle_one, 0.5]
    demo.locator(".cn-locks button").nth(0).click()
    demo.locator(".cn-locked").get_by_text("your curve").wait_for()


def test_why_is_folded_away_until_an_answer_is_locked_and_then_question_picture_and_task_are_in_sight(
    estimates, page, demo_in
):
    whys, demos = [estimates.cell(k).locator("details") for k in (2, 5)], [demo_in(estimates.cell(k)) for k in (1, 3)]
    assert not any(why.is_visible() for why in whys), "also below a cell of code"
    demo = demos[0].cell
    demo.get_by_role("button", name="By numbers").click()
    demo.locator(".cn-answer").get_by_role("slider").press("ArrowRight")
    demo.locator(".cn-locks button").first.click()
    whys[0].wait_for()
    assert not whys[1].is_visible(), "the other question waits"
    asked, pane = estimates.cell(0).locator(".cn-ask").first, page.locator(".jp-WindowedPanel-outer:visible")
    parts = [part.element_handle() for part in (asked, demo.locator(".cn-tasks"), pane)]
    page.wait_for_function(IN_SIGHT, arg=parts)


@pytest.fixture(scope="module")
def on_a_tablet(browser, lab_url):
    page = browser.new_page(viewport={"width": 1024, "height": 700}, has_touch=True)
    visit(page, lab_url)
    yield page
    page.close()


def swipe(page, x, y, dx, dy, steps=8):
    """Chromium's own touch events, as a screen sends them."""
    finger = page.context.new_cdp_session(page)
    for step in range(steps + 1):
        at = {"x": x + dx * step / steps, "y": y + dy * step / steps}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_sets_a_mark_draws_a_curve_from_the_edge_on_and_pulls_a_weight(scratch, on_a_tablet, demo_in):
    page, cells = on_a_tablet, ("backpropagation.memory()", "deep_vs_shallow.overfit()", LAYER)
    with scratch("finger", ESTIMATES, *cells, on=page) as notebook:
        notebook.run_all()
        mark, curve, layer = (demo_in(notebook.cell(k)).cell for k in (1, 2, 3))

        def held(demo, handle, item=0):
            path = demo.locator(f".cn-touch path[data-handle='{handle}'][data-item='{item}']")
            path.evaluate("path => path.scrollIntoView({ block: 'center' })")
            page.wait_for_timeout(REST)
            return path

        for demo in (mark, curve):
            demo.get_by_role("button", name="By numbers").click()
        steps = mark.get_by_label("forward steps", exact=True)
        start, at = float(steps.first.input_value()), middle(held(mark, 1))
        swipe(page, *at, 0, 30)
        assert come_to(number_in(steps), start) < start

        box, number = held(curve, 0).bounding_box(), curve.get_by_label("error on fresh samples", exact=True)
        middle_of_all = float(number.first.input_value())
        swipe(page, box["x"] + BESIDE, box["y"] + 50, box["width"] - 2 * BESIDE, 0)  # from beside the axes
        assert come_to(number_in(number), middle_of_all) > 0.3, "at the left edge"
        curve.get_by_label("at epoch", exact=True).select_option("1000")
        expect(curve.locator(".cn-readout")).to_contain_text("at epoch 1000")
        assert float(number.first.input_value()) > 0.3, "at the right edge"
        assert abs(curve.locator(".cn-touch path").first.bounding_box()["y"] - box["y"]) < 3, "nothing has scrolled"

        readout = layer.locator(".cn-readout").first
        before, at = readout.inner_text(), middle(held(layer, 6))
        swipe(page, *at, 0, -40)
        assert come_to(readout.inner_text, before)
