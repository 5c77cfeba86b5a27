// @ts-check
// The extension for JupyterLab, Notebook 7, Voila and JupyterLite that brings the layer of the course's pictures, so that
// no notebook has to carry code. Written without a build step: this is the container that JupyterLab's loader asks for.
// The folder in which it is installed is named after what is in it (hatch_build.py), for browsers keep it for a year.
(() => {
    const NAME = "course-nn", READS = ["1.0.0", "3.1.0"]; // the last as in layer.py; the others from saved notebooks
    const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
    /** @type {SharedModules} */
    let shared; // the modules that JupyterLab shares with its extensions

    /** @param {string} name  @returns {Promise<any>} */
    const load = async (name) => (await inUse(shared[name]).get())();

    // Of several versions JupyterLab uses the one that is loaded already, or else the newest; so do we.
    /** @param {SharedModules[string]} versions */
    function inUse(versions) {
        const newestFirst = Object.keys(versions).sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
        return versions[newestFirst.find((version) => versions[version].loaded) ?? newestFirst[0]];
    }

    /** The style of the bar and of the pictures; a page without it can be used, too. @returns {Promise<void>} */
    const dress = () => new Promise((resolve) => {
        const link = document.createElement("link"), done = () => resolve();
        Object.assign(link, { rel: "stylesheet", href: new URL("style.css", here).href, onload: done, onerror: done });
        document.head.append(link);
    });

    // What ipywidgets shows, by the names that layer.py has.
    /** @param {WidgetBase} base  @param {{ render: LayerRender }} layer */
    function widgets({ DOMWidgetModel, DOMWidgetView }, { render }) {
        class LayerModel extends DOMWidgetModel {
            // A saved notebook holds each picture once: here only if the output of the cell does not.
            /** @param {boolean} [dropDefaults] */
            get_state(dropDefaults) {
                const state = super.get_state(dropDefaults), { canvas } = this;
                if (!canvas || canvas.hidden || this.get("printed")) return state;
                return { ...state, still: canvas.toDataURL("image/webp", 0.8), label: canvas.ariaLabel };
            }
        }
        class LayerView extends DOMWidgetView {
            render() {
                this.leave = render({ model: this.model, el: this.el, printed: () => output(this) });
            }
            remove() {
                this.leave?.();
                super.remove();
            }
        }
        return { LayerModel, LayerView };
    }

    // What the output of a cell holds besides the widgets: {MIME type: data}.
    /** @param {any} view */
    function output(view) {
        while (view.options?.parent) view = view.options.parent;
        for (const { outputs } of view.model.widget_manager.context?.model.cells ?? [])
            for (let k = 0; k < outputs?.length; k++) {
                const { data } = outputs.get(k);
                if (data["application/vnd.jupyter.widget-view+json"]?.model_id === view.model.model_id) return data;
            }
        return {};
    }

    // The bar over the course's notebooks, where there are notebooks to be read: not in Voila.
    async function reader() {
        if (!shared["@jupyterlab/notebook"]) return [];
        const { INotebookTracker, NotebookActions } = await load("@jupyterlab/notebook");
        const { Widget } = await load("@lumino/widgets"), { InputDialog } = await load("@jupyterlab/apputils");
        const { Reader, isOfTheCourse, showCell, destination } = await import(new URL("reader.js", here).href);
        /** @param {Application} app  @param {NotebookTracker | null} tracker */
        const activate = (app, tracker) => {
            // Beside the list of files a narrow or much enlarged window leaves a picture too little room for its type;
            // in a low one a task, its controls and what is said need a line each, not two.
            const narrow = matchMedia("(max-width: 1000px), (max-height: 680px)");
            /** @param {Panel | null | undefined} panel */
            const makeRoom = (panel) => {
                if (narrow.matches && panel && isOfTheCourse(panel)) app.shell.collapseLeft?.();
            };
            narrow.onchange = () => makeRoom(tracker?.currentWidget); // as long as JupyterLab runs
            /** @param {string} path  @param {string} id */
            async function open(path, id) {
                destination.set(path, id);
                const panel = await app.commands.execute("docmanager:open", { path });
                await panel?.context.ready;
                await panel?.revealed;
                if (panel) await show(panel);
            }
            /** @param {Panel} panel */
            async function show(panel) {
                const id = destination.take(panel.context.path);
                if (id) await showCell(panel.content, id);
            }
            /** @param {Panel} panel */
            const read = async (panel) => {
                await panel.context.ready;
                if (panel.isDisposed) return; // closed before it was there
                if (isOfTheCourse(panel)) new Reader(panel, { NotebookActions, Widget, InputDialog, open });
                makeRoom(panel);
                await panel.revealed;
                await show(panel);
            };
            tracker?.widgetAdded.connect((_, panel) => read(panel));
            tracker?.forEach(read);
        };
        return [{ id: `${NAME}:reader`, autoStart: true, optional: [INotebookTracker], activate }];
    }

    (window._JUPYTERLAB ??= {})[NAME] = {
        init: (scope) => { shared = scope; },
        get: async () => {
            const base = await load("@jupyter-widgets/base"), layer = await import(new URL("layer.js", here).href);
            /** @param {unknown} _  @param {WidgetRegistry} registry */
            const register = (_, registry) => {
                const exports = widgets(base, layer.default);
                for (const version of READS) registry.registerWidget({ name: "_course_nn", version, exports });
            };
            const plugin = { id: `${NAME}:layer`, autoStart: true, requires: [base.IJupyterWidgetRegistry],
                activate: register };
            const [bar] = await Promise.all([reader(), dress()]), plugins = [plugin, ...bar];
            document.documentElement.classList.add("cn-page"); // a page that has the layer, of whatever edition
            return () => ({ __esModule: true, default: plugins });
        },
    };
})();
