"""The hand on the picture, in a real browser."""

import io

import numpy as np
import pytest
from lab import visit
from PIL import Image

from course_nn.lectures.neurons.demos.neuron import HANDLES

CODE = "from course_nn.lectures import neurons\ndemo = neurons.neuron(x1=-1.0, x2=1.0)\ndemo"
LINE, POINT = ([handle.artist for handle in HANDLES].index(name) for name in ("line", "point"))


@pytest.fixture(scope="module")
def notebook(scratch):
    with scratch("touch", CODE) as notebook:
        notebook.run_all()
        yield notebook


@pytest.fixture
def neuron(notebook, demo_in):
    return demo_in(notebook.cell(0))


MUTE = """mute => {
    const find = widget => widget._view?.model.get("_model_name") === "LayerModel" ? widget._view.model
        : [...(widget.children?.() ?? widget.widgets ?? [])].map(find).find(Boolean);
    const model = find(jupyterapp.shell.currentWidget.content);
    if (mute) model.send = () => {};
    else delete model.send;
}"""
MISSED = """path => {  // a finger of which the page hears no end: it holds nothing by now
    const event = new PointerEvent("pointerdown", { pointerId: 99, pointerType: "touch", bubbles: true });
    path.dispatchEvent(event);
}"""


def middle(neuron, handle):
    """The middle of a handle on the page: measured after the last scrolling, pressed at once."""
    path = neuron.cell.locator(f".cn-touch path[data-handle='{handle}']")
    path.wait_for(state="attached")
    box = path.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


NO_ECHO = "cell => !cell.querySelector('.cn-echo path')"


def pull(neuron, handle, dx, dy):
    """Where the hand is when it lets go, and the picture has come: its echo stays until then."""
    x, y = middle(neuron, handle)
    with neuron.new_picture():
        neuron.page.mouse.move(x, y)
        neuron.page.mouse.down()
        neuron.page.mouse.move(x + dx, y + dy, steps=5)
        neuron.page.mouse.up()
    neuron.page.wait_for_function(NO_ECHO, arg=neuron.cell.element_handle())
    return x + dx, y + dy


def test_a_point_is_pulled_with_the_mouse_and_its_sliders_follow(neuron):
    before = neuron.number("x₁"), neuron.number("x₂")
    x, y = pull(neuron, POINT, 60, -30)
    neuron.comes_true(lambda: neuron.number("x₁") > before[0] and neuron.number("x₂") > before[1])
    neuron.comes_true(lambda: middle(neuron, POINT) == pytest.approx((x, y), abs=3))


def test_the_line_is_pulled_parallel_to_itself(neuron):
    b, w1 = neuron.number("b"), neuron.number("w₁")
    pull(neuron, LINE, 30, 0)
    neuron.comes_true(lambda: neuron.number("b") < b)
    assert neuron.number("w₁") == w1


def test_an_echo_ends_though_the_kernel_never_answers_and_the_next_pull_counts(neuron):
    echo, mouse, (x, y) = neuron.cell.locator(".cn-echo path"), neuron.page.mouse, middle(neuron, POINT)
    neuron.page.evaluate(MUTE, True)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x - 40, y + 20, steps=3)
    mouse.up()
    assert echo.count() == 1
    echo.wait_for(state="detached")
    neuron.page.evaluate(MUTE, False)
    before = neuron.number("x₁")
    pull(neuron, POINT, -40, 20)
    assert neuron.number("x₁") < before


def test_a_finger_whose_end_was_missed_keeps_no_other_hand_away(neuron):
    before = neuron.number("x₁")
    neuron.cell.locator(f".cn-touch path[data-handle='{POINT}']").evaluate(MISSED)
    pull(neuron, POINT, 30, 0)
    assert neuron.number("x₁") > before


def test_the_layer_lies_exactly_over_the_picture(neuron):
    middle(neuron, POINT)
    layer, image = neuron.cell.locator(".cn-touch svg").bounding_box(), neuron.image.bounding_box()
    assert all(abs(layer[side] - image[side]) < 0.5 for side in layer)


TWICE_AS_TALL = """svg => {
    const [, , wide, tall] = svg.getAttribute("viewBox").split(" ").map(Number);
    svg.setAttribute("viewBox", `0 0 ${wide} ${2 * tall}`);
}"""
AS_BEFORE = "([svg, box]) => svg.setAttribute('viewBox', box)"


def test_a_picture_whose_place_has_another_shape_by_now_is_not_squeezed_into_it(neuron):
    """The kernel says first of which shape it will be, and then draws it."""
    svg = neuron.cell.locator(".cn-touch svg")
    before = svg.get_attribute("viewBox")
    svg.evaluate(TWICE_AS_TALL)
    seen = np.asarray(Image.open(io.BytesIO(neuron.image.screenshot())).convert("L"), float)
    neuron.page.evaluate(AS_BEFORE, [svg.element_handle(), before])
    upper, lower = np.array_split(seen, 2)
    assert upper.std() > 10 and lower[10:].std() < 1


def test_the_handles_follow_the_sliders(neuron):
    x, _ = middle(neuron, POINT)
    neuron.press("x₁", "ArrowRight")
    neuron.comes_true(lambda: middle(neuron, POINT)[0] > x)


def test_a_slider_says_its_name_and_its_value(neuron):
    handle = neuron.cell.locator(".noUi-handle").first
    assert "w₁: weight of the first input" in handle.get_attribute("aria-label")
    before = neuron.number("w₁")
    neuron.press("w₁", "ArrowRight")
    neuron.comes_true(lambda: neuron.number("w₁") > before)
    neuron.comes_true(lambda: float(handle.get_attribute("aria-valuetext").replace("−", "-")) == neuron.number("w₁"))


SUCCESSES = """svg => new MutationObserver(changes => {
    const seen = changes.map(({ target }) => target).filter(target => target.matches(".succeeds"));
    for (const { dataset } of seen) svg.dataset.at = `${svg.dataset.at ?? ""} ${dataset.handle ?? "picture"}`;
}).observe(svg, { subtree: true, attributes: true, attributeFilter: ["class"] })"""


def test_success_is_seen_at_what_has_moved_when_a_task_was_done(neuron):
    """The second task: w₁, w₂ and b were all moved; the line moves with each, and the point with none."""
    svg = neuron.cell.locator(".cn-touch svg")
    svg.evaluate(SUCCESSES)
    for label, number in (("w₁", "0.5"), ("w₂", "0.7"), ("b", "-0.3")):
        neuron.type(label, number)
    neuron.page.wait_for_function("svg => svg.dataset.at", arg=svg.element_handle())
    at = svg.evaluate("svg => svg.dataset.at").split()
    assert str(LINE) in at and str(POINT) not in at


@pytest.fixture(scope="module")
def on_a_tablet(browser, lab_url, scratch, demo_in):
    """A screen that is touched, and has two dots a page pixel."""
    page = browser.new_page(viewport={"width": 1024, "height": 600}, has_touch=True, device_scale_factor=2)
    visit(page, lab_url)
    with scratch("tablet", CODE, *["1 + 1"] * 20, on=page) as notebook:
        notebook.run_all()
        yield demo_in(notebook.cell(0))
    page.close()


def test_a_screen_with_twice_the_dots_gets_twice_the_dots(on_a_tablet):
    cell = on_a_tablet.cell.element_handle()
    twice = """cell => {
        const canvas = cell.querySelector("canvas");
        return Math.abs(canvas.width - 2 * canvas.clientWidth) < 3;
    }"""
    on_a_tablet.page.wait_for_function(twice, arg=cell)


def test_a_finger_drags_a_point_and_scrolls_the_page_beside_it(on_a_tablet):
    page, image = on_a_tablet.page, on_a_tablet.image
    finger = page.context.new_cdp_session(page)
    image.evaluate("picture => picture.scrollIntoView()")
    before, (x, y), start = on_a_tablet.number("x₁"), middle(on_a_tablet, POINT), image.bounding_box()
    swipe(finger, x, y, 40, -60)
    on_a_tablet.comes_true(lambda: on_a_tablet.number("x₁") > before)
    assert image.bounding_box()["y"] == start["y"]
    swipe(finger, start["x"] + 0.03 * start["width"], start["y"] + 20, 0, -120)
    on_a_tablet.comes_true(lambda: image.bounding_box()["y"] < start["y"])


def swipe(finger, x, y, dx, dy, steps=8):
    """Chromium's own touch events, as a screen sends them."""
    for step in range(steps + 1):
        at = {"x": x + dx * step / steps, "y": y + dy * step / steps}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove" if step else "touchStart", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
