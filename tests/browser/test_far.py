"""The hand over a slow road: an echo follows it at once, several moves are under way, the picture agrees in the end."""

import pytest
from lab import Notebook, far_away, visit

DOT = """
from types import SimpleNamespace
from course_nn.stage import Demo, Handle, Slider
from course_nn.common.words import Words

def dot():
    def paint(figure):
        axes = figure.add_subplot(xlim=(-1, 11), ylim=(-1, 11))
        return SimpleNamespace(dot=axes.plot([], [], "o")[0])
    def draw(artists, place):
        artists.dot.set_data([place.x], [place.y])
        seen.append(place.x)
    controls = {"x": Slider("x", 0.0, 10.0, 2.0), "y": Slider("y", 0, 10, 5, 5)}
    return Demo(dot, Words("Dot", "点"), controls, lambda **at: SimpleNamespace(**at), paint, draw,
                lambda place: Words(f"x is {place.x:.2f}", f"x 为 {place.x:.2f}"),
                handles=[Handle("dot", x="x", y="y")]).open({})

seen = []
"""
SPY = """
window.underWay = window.mostUnderWay = 0;
const read = data => typeof data === "string" ? data : new TextDecoder().decode(data);
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
    if (/"(held|slid)":/.test(read(data))) mostUnderWay = Math.max(mostUnderWay, ++underWay);
    send.call(this, data);
};
window.WebSocket = class extends WebSocket {
    constructor(...parts) {
        super(...parts);
        this.addEventListener("message", ({ data }) => { if (read(data).includes('"taken":')) underWay--; });
    }
};
"""
ECHO = """cell => {
    const { x, y, width, height } = cell.querySelector(".cn-echo path").getBoundingClientRect();
    return [x + width / 2, y + height / 2];
}"""

STEPS = """handle => {
    window.steps = [];
    const note = () => steps.push(Number(handle.ariaValueNow));
    new MutationObserver(note).observe(handle, { attributeFilter: ["aria-valuenow"] });
}"""


@pytest.fixture(scope="module")
def far_page(browser, lab_url):
    """JupyterLab with 50 ms of delay each way, as on Binder."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.add_init_script(SPY)
    visit(page, far_away(lab_url, 0.05).url)
    yield page
    page.close()


@pytest.fixture(scope="module")
def notebook(scratch, far_page):
    with scratch("far_hand", DOT, "dot()", on=far_page) as notebook:
        notebook.run_all()
        yield notebook


def middle(path):
    path.wait_for(state="attached")
    box = path.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_echo_is_where_the_picture_comes_to_and_the_picture_keeps_the_order_of_the_moves(notebook, demo_in):
    dot = demo_in(notebook.cell(1))
    page, point, cell = dot.page, dot.cell.locator("path[data-handle]"), dot.cell.element_handle()
    x, y = middle(point)
    page.mouse.move(x, y)
    page.mouse.down()
    page.wait_for_function("() => underWay === 0")
    page.mouse.move(x + 5, y)
    assert page.evaluate(ECHO, cell) == pytest.approx([x + 5, y], abs=1), "before any picture can have come"
    for step in range(2, 20):
        page.mouse.move(x + 5 * step, y)
    assert page.evaluate("() => mostUnderWay") > 1, "the road is never empty"
    page.mouse.up()
    page.wait_for_function("cell => !cell.querySelector('.cn-echo path')", arg=cell)
    dot.comes_true(lambda: middle(point) == pytest.approx((x + 95, y), abs=1))
    seen = eval(notebook.python("print(seen)"))
    assert len({*seen}) > 2 and seen == sorted(seen) and seen[-1] == pytest.approx(dot.number("x"), abs=0.01)


def test_a_slider_writes_its_number_at_once_and_the_picture_keeps_the_order_of_its_steps(notebook, demo_in):
    dot = demo_in(notebook.cell(1))
    notebook.python("seen.clear()")
    track, box = dot.cell.locator(".noUi-target").first, dot.box("x")
    handle = track.get_by_role("slider")
    handle.hover()
    dot.page.wait_for_timeout(500)  # the slider and the layer have met
    (x, y), room = middle(handle), track.bounding_box()
    dot.page.mouse.down()
    before = box.input_value()
    dot.page.evaluate("() => { mostUnderWay = underWay; }")
    dot.page.mouse.move(x - 0.1 * room["width"], y)
    assert float(box.input_value()) < float(before), "before any picture can have come"
    for step in range(2, 10):
        dot.page.mouse.move(x - 0.1 * step * room["width"], y)
    assert dot.page.evaluate("() => mostUnderWay") > 1
    dot.page.mouse.up()
    dot.page.wait_for_function("() => underWay === 0")
    dot.comes_true(lambda: eval(notebook.python("print(seen)"))[-1] == float(box.input_value()))
    seen = eval(notebook.python("print(seen)"))
    assert len({*seen}) > 2 and seen == sorted(seen, reverse=True)


def test_no_step_of_a_slider_is_taken_back_by_what_the_kernel_says_of_an_earlier_one(notebook, demo_in):
    dot = demo_in(notebook.cell(1))
    handle = dot.cell.get_by_role("slider").first
    start = round(float(handle.get_attribute("aria-valuenow")))
    handle.evaluate(STEPS)
    handle.focus()
    for _ in range(12):
        dot.page.keyboard.press("ArrowRight")
        dot.page.wait_for_timeout(60)  # less than the way there and back
    dot.page.wait_for_function("() => underWay === 0")
    dot.comes_true(lambda: eval(notebook.python("print(seen)"))[-1] == float(dot.box("x").input_value()))
    assert dot.page.evaluate("steps") == list(range(start + 1, start + 13))


def test_an_echo_goes_by_the_steps_of_its_control_and_stops_where_that_ends(notebook, demo_in):
    dot = demo_in(notebook.cell(1))
    page, point, cell = dot.page, dot.cell.locator("path[data-handle]"), dot.cell.element_handle()
    x, y = middle(point)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 2000, y - 40, steps=3)
    at = page.evaluate(ECHO, cell)
    page.mouse.up()
    page.wait_for_function("cell => !cell.querySelector('.cn-echo path')", arg=cell)
    dot.comes_true(lambda: at == pytest.approx(middle(point), abs=1))
    dot.comes_true(lambda: dot.number("x") == 10 and dot.number("y") == 5)


def test_a_slider_that_is_moved_on_one_page_is_moved_on_the_others(notebook, demo_in, browser, lab_url):
    here = demo_in(notebook.cell(1))
    notebook.save()
    elsewhere = browser.new_page()
    visit(elsewhere, lab_url)
    Notebook(elsewhere, "far_hand.ipynb")
    there = elsewhere.get_by_role("slider").first
    there.wait_for()
    handle = here.cell.get_by_role("slider").first
    here.comes_true(lambda: there.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuenow"))
    before = handle.get_attribute("aria-valuenow")
    handle.focus()
    here.page.keyboard.press("ArrowLeft" if float(before) else "ArrowRight")
    here.comes_true(lambda: before != there.get_attribute("aria-valuenow") == handle.get_attribute("aria-valuenow"))
    elsewhere.close()
