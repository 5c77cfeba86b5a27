"""The container that JupyterLab's loader asks for, on a page of its own."""

from editions import sources

SHARED = """async () => {
    const asked = [], version = (name, more) => ({ get: async () => (asked.push(name), () => ({})), ...more });
    const versions = { "6.9.0": version("6.9.0"), "6.10.0": version("6.10.0"), "5.0.0": version("5.0.0") };
    const { init, get } = window._JUPYTERLAB["course-nn"];
    const ask = async () => { init({ "@jupyter-widgets/base": versions }); await get().catch(() => {}); };
    await ask();
    versions["6.9.0"].loaded = 1;
    await ask();
    return asked;
}"""


def test_of_a_module_that_is_there_in_several_versions_the_one_in_use_is_taken_else_the_newest(browser):
    page = browser.new_page()
    page.add_script_tag(content=sources()["extension.js"].read_text("utf-8"))
    assert page.evaluate(SHARED) == ["6.10.0", "6.9.0"]
    page.close()
