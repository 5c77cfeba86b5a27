// The extension for JupyterLab, Notebook 7, Voila and JupyterLite that brings the layer of the course's pictures, so that
// no notebook has to carry code. Written without a build step: this is the container that JupyterLab's loader asks for.
(() => {
    const NAME = "course-nn", here = document.currentScript.src;
    let shared; // the modules that JupyterLab shares with its extensions

    const load = async (name) => (await Object.values(shared[name])[0].get())();

    function widgets({ DOMWidgetModel, DOMWidgetView }, { render }) {
        class LayerModel extends DOMWidgetModel {
            // A saved notebook holds each picture once: here only if the output of the cell does not.
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
                this.leave();
                super.remove();
            }
        }
        return { LayerModel, LayerView };
    }

    // What the output of a cell holds besides the widgets: {MIME type: data}.
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
        const { Reader, isOfTheCourse, showCell, destination } = await import(new URL("reader.js", here));
        const activate = (app, tracker) => {
            async function open(path, id) {
                destination.set(path, id);
                const panel = await app.commands.execute("docmanager:open", { path });
                await panel?.context.ready;
                await panel?.revealed;
                if (panel) await show(panel);
            }
            async function show(panel) {
                const id = destination.take(panel.context.path);
                if (id) await showCell(panel.content, id);
            }
            const read = async (panel) => {
                await panel.context.ready;
                if (isOfTheCourse(panel)) new Reader(panel, { NotebookActions, Widget, InputDialog, open });
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
            const base = await load("@jupyter-widgets/base"), layer = await import(new URL("layer.js", here));
            const register = (app, registry) =>
                registry.registerWidget({ name: "_course_nn", version: "1.0.0", exports: widgets(base, layer.default) });
            const plugin = { id: `${NAME}:layer`, autoStart: true, requires: [base.IJupyterWidgetRegistry],
                activate: register };
            const plugins = [plugin, ...(await reader())];
            return () => ({ __esModule: true, default: plugins });
        },
    };
})();
