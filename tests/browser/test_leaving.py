"""What the course adds to the page goes with it: no listener, observer, timer or box is left behind."""

import pytest
from lab import visit

CODE = "from course_nn.lectures import neurons\ndemo = neurons.neuron()\ndemo"
COURSE = "notebooks/01_neurons.ipynb"
# What the course's own files have added and not taken away, by kind: the rest of the page may do as it likes.
COUNTS = """(() => {
    const left = window.left = {}, ours = () => new Error().stack.includes("/course-nn/");
    const more = (kind, by) => { left[kind] = (left[kind] ?? 0) + by; };
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (type, hear, options) {
        add.call(this, type, hear, options);
        const lasts = [undefined, window, document, document.body].includes(this) || this instanceof MediaQueryList;
        if (!lasts || !ours()) return;
        more("listeners", 1);
        if (options?.signal) add.call(options.signal, "abort", () => more("listeners", -1));
    };
    EventTarget.prototype.removeEventListener = function (type, hear, options) {
        remove.call(this, type, hear, options);
        if ([undefined, window, document, document.body].includes(this) && ours()) more("listeners", -1);
    };
    for (const kind of ["IntersectionObserver", "MutationObserver", "ResizeObserver"])
        window[kind] = class extends window[kind] {
            observe(...given) {
                super.observe(...given);
                if (ours() && !this.counted) more(kind, (this.counted = 1));
            }
            disconnect() {
                super.disconnect();
                if (this.counted) more(kind, -1);
                this.counted = 0;
            }
        };
    const { setInterval: repeat, clearInterval: stop } = window, repeated = new Set();
    window.setInterval = (...given) => {
        const id = repeat(...given);
        if (ours()) repeated.add(id) && more("timers", 1);
        return id;
    };
    window.clearInterval = (id) => {
        stop(id);
        if (repeated.delete(id)) more("timers", -1);
    };
})()"""
LEFT = "() => ({ ...left, boxes: document.querySelectorAll('body > [class^=cn-]').length })"
OPEN = """async path => {
    const opened = await jupyterapp.commands.execute('docmanager:open', { path, factory: 'Notebook' });
    await opened.context.ready;
}"""
CLOSE = """async () => {
    const notebook = jupyterapp.shell.currentWidget;
    await notebook.sessionContext.shutdown();
    notebook.dispose();
}"""
SHUT_DOWN = "() => { jupyterapp.commands.execute('notebook:close-and-shutdown'); }"  # as in the menu File; it asks
HEARS = """() => {  // how many handlers the models have whose views are on the page
    const views = [], look = widget => {
        if (widget._view) views.push(widget._view);
        for (const child of widget.children?.() ?? widget.widgets ?? []) look(child);
    };
    look(jupyterapp.shell.currentWidget.content);
    const models = new Set(views.map(view => view.model).filter(model => model.get("_model_name") === "LayerModel"));
    const handlers = [...models].flatMap(model => Object.values(model._events)).flat();
    const own = handlers.filter(({ callback }) => !`${callback}`.includes("[native code]")); // that is ipywidgets'
    return [models.size, own.length];
}"""
times = pytest.mark.parametrize("times", [3, pytest.param(50, marks=pytest.mark.thorough)])


@pytest.fixture(scope="module")
def counted(browser, lab_url):
    """A JupyterLab in which everything is counted."""
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.set_default_timeout(30_000)
    page.add_init_script(COUNTS)
    visit(page, lab_url)
    yield page
    page.close()


def open_and_close(page):
    page.evaluate(OPEN, COURSE)
    page.locator(".cn-reader button[aria-haspopup]").click()
    page.locator(".cn-rounds:visible").wait_for()
    page.evaluate(CLOSE)
    page.locator(".cn-reader").wait_for(state="detached")


@times
def test_a_notebook_that_was_opened_and_closed_leaves_nothing_on_the_page(counted, times):
    open_and_close(counted)
    before = counted.evaluate(LEFT)
    for _ in range(times):
        open_and_close(counted)
    assert counted.evaluate(LEFT) == before
    assert counted.evaluate(LEFT)["listeners"] == 0 == counted.evaluate(LEFT)["boxes"]


def test_a_notebook_that_is_shut_down_in_the_menu_leaves_nothing_either_and_no_error(counted):
    errors = []
    counted.on("pageerror", lambda error: errors.append(f"{error} {error.stack}"))
    counted.evaluate(OPEN, COURSE)
    counted.locator(".cn-reader").wait_for()
    counted.evaluate(SHUT_DOWN)
    counted.locator(".jp-Dialog .jp-mod-accept, .jp-Dialog .jp-mod-warn").first.click()
    counted.locator(".cn-reader").wait_for(state="detached")
    counted.evaluate("() => new Promise(resolve => setTimeout(resolve, 200))")
    assert not [error for error in errors if "/course-nn/" in error], "whatever others get wrong then"
    assert counted.evaluate(LEFT)["listeners"] == 0 == counted.evaluate(LEFT)["boxes"]


@times
def test_a_picture_that_was_shown_and_taken_away_leaves_nothing_on_the_page_and_at_its_model(counted, scratch, times):
    with scratch("shown-again", CODE, "demo", on=counted) as notebook:
        notebook.run(0)
        notebook.cell(0).locator("canvas[aria-label]").wait_for()

        def show_again():
            notebook.run(1)
            notebook.cell(1).locator("canvas[aria-label]").wait_for()
            counted.evaluate("() => jupyterapp.commands.execute('notebook:clear-cell-output')")
            notebook.cell(1).locator("canvas").wait_for(state="detached")

        show_again()
        before = counted.evaluate(LEFT), counted.evaluate(HEARS)
        for _ in range(times):
            show_again()
        assert (counted.evaluate(LEFT), counted.evaluate(HEARS)) == before
        assert before[1][0] == 1 and before[1][1] > 5, "the model of the picture was looked at"
    assert not any(counted.evaluate(LEFT).values())
