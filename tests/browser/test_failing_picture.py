"""A picture that the browser cannot decode stops no later one, and what stays unseen is said."""

import re

import pytest
from lab import Notebook, visit
from playwright.sync_api import expect

CODE = "from course_nn.lectures import neurons\ndemo = neurons.neuron()\ndemo"
SAYS = "This picture could not be shown"
FAIL = """times => {
    window.decodes ??= createImageBitmap;
    window.createImageBitmap = (...given) =>
        times-- > 0 ? Promise.reject(new DOMException("on purpose", "InvalidStateError")) : decodes(...given);
}"""
LAYERS = """const layers = widget => widget._view?.model.get("_model_name") === "LayerModel" ? [widget._view.model]
    : [...(widget.children?.() ?? widget.widgets ?? [])].flatMap(layers), { content } = jupyterapp.shell.currentWidget;
"""
LOSE = f"""() => {{
    {LAYERS}
    const [model] = layers(content), {{ trigger }} = model;
    model.trigger = function (name, ...given) {{
        if (name !== "msg:custom") return trigger.call(this, name, ...given);
        delete model.trigger;
        return this;
    }};
}}"""
LOSE_ALL = f"""() => {{ // until the page asks for the whole
    {LAYERS}
    for (const model of layers(content)) {{
        const {{ trigger }} = model, asked = model.get("views");
        model.trigger = function (name, ...given) {{
            return name === "msg:custom" && model.get("views") === asked ? this : trigger.call(this, name, ...given);
        }};
    }}
}}"""
SAME = """async ([canvas, file]) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${file}`)).blob());
    if (image.width !== canvas.width || image.height !== canvas.height) return false;
    const whole = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    whole.getContext("2d").drawImage(image, 0, 0);
    const [shown, wanted] = [canvas, whole].map(of => of.getContext("2d").getImageData(0, 0, of.width, of.height).data);
    return shown.reduce((sum, value, k) => sum + Math.abs(value - wanted[k]), 0) / shown.length < 1;
}"""  # the one is WebP, the other PNG
ASKS = """import os
os.environ["COURSE_NN_COVER"] = "on"
from course_nn.lectures import start
from course_nn.notebook import predict
predict("start-1")"""
VEILED, HALF_A_MINUTE = re.compile("hidden until you lock"), 30_000
PICTURE = "import base64\nfrom course_nn.stage.pixels import encoded\n" + (
    "print(base64.b64encode(encoded(demo.frame.pixels, 'PNG')).decode(), end='')"
)


@pytest.fixture
def demo(scratch, demo_in):
    with scratch("failing", CODE) as notebook:
        notebook.run_all()
        yield Failing(notebook, demo_in(notebook.cell(0)))


class Failing:
    def __init__(self, notebook, demo):
        self.notebook, self.page, self.image = notebook, demo.page, demo.image
        self.said = notebook.cell(0).get_by_text(SAYS)
        self.is_seen()

    def fail(self, times):
        self.page.evaluate(FAIL, times)

    def lose(self):
        """The next picture that the kernel sends does not arrive."""
        self.page.evaluate(LOSE)

    def move(self, **values):
        self.notebook.python(f"demo.set(**{values})")

    def is_seen(self, image=None):
        """Until the page shows the picture as the kernel has it, every pixel."""
        wanted = [(image or self.image).element_handle(), self.notebook.python(PICTURE)]
        for _ in range(100):
            if self.page.evaluate(SAME, wanted):
                return
            self.page.wait_for_timeout(50)
        pytest.fail("the page shows another picture than the kernel has")


def test_after_one_that_failed_the_page_shows_what_the_kernel_has(demo):
    demo.fail(1)
    demo.move(w1=-1.0)
    demo.is_seen()
    demo.move(b=1.0)
    demo.is_seen()
    assert demo.said.is_hidden()


def test_what_fails_twice_is_said_and_the_next_move_mends_it(demo):
    demo.fail(100)
    demo.move(w1=-1.0)
    demo.said.wait_for()
    demo.fail(0)
    demo.move(b=1.0)
    demo.is_seen()
    demo.said.wait_for(state="hidden")


def test_after_one_that_was_lost_the_page_shows_what_the_kernel_has(demo):
    demo.lose()
    demo.move(w1=-1.0)
    demo.move(b=0.1)  # which changes a part
    demo.is_seen()


def test_the_truth_is_shown_once_an_answer_is_locked_though_all_pictures_of_it_were_lost(scratch, demo_in):
    """Nothing moves after that, and no later picture would tell what is missing."""
    with scratch("lifted", ASKS, "start.one_weight()") as notebook:
        notebook.run_all()
        demo = demo_in(notebook.cell(1))
        expect(demo.image).to_have_attribute("aria-label", VEILED)
        demo.cell.get_by_role("radio").first.press("Space")
        demo.page.evaluate(LOSE_ALL)
        demo.cell.locator(".cn-locks button").first.press("Enter")
        expect(demo.image).not_to_have_attribute("aria-label", VEILED, timeout=HALF_A_MINUTE)


@pytest.mark.thorough
def test_a_connection_that_comes_back_brings_what_was_lost(demo):
    demo.lose()
    demo.move(w1=-1.0)
    demo.page.evaluate("() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.reconnect()")
    demo.is_seen()


@pytest.mark.thorough
def test_a_second_view_has_the_whole_picture_whatever_another_page_has_asked_for(demo, browser, lab_url):
    demo.notebook.save()
    other = browser.new_page()
    visit(other, lab_url)
    Notebook(other, "failing.ipynb")
    other.locator("canvas[aria-label]").wait_for()
    other.close()
    demo.page.evaluate("() => jupyterapp.commands.execute('docmanager:clone').then(() => null)")
    views = demo.page.locator(".cn-touch canvas[aria-label]:visible")
    views.nth(1).wait_for()
    demo.move(w1=-1.0)
    for view in views.all():
        demo.is_seen(view)
    demo.page.evaluate("() => jupyterapp.shell.currentWidget.dispose()")
