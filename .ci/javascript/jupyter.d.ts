// What the page's JavaScript uses of JupyterLab, Lumino and ipywidgets, which are there when it runs.

interface Signal<Sender, Said> {
    connect(hear: (sender: Sender, said: Said) => void): boolean;
    disconnect(hear: (sender: Sender, said: Said) => void): boolean;
}
interface CellModel {
    id: string;
    type: "code" | "markdown" | "raw";
    sharedModel: { source: string; setSource(source: string): void };
    executionCount?: number | null;
    executionState?: string;
    outputs?: { length: number; get(index: number): { type: string } };
}
interface Cell {
    node: HTMLElement;
    model: CellModel;
}
interface Notebook {
    node: HTMLElement;
    outerNode?: HTMLElement;
    widgets: Cell[];
    activeCell: Cell | null;
    activeCellIndex: number;
    model: { cells: Iterable<CellModel> & { changed: Signal<unknown, unknown> } } | null;
    scrollToItem(index: number, align?: string): Promise<void>;
}
interface Kernel {
    id: string;
    requestExecute(asked: { code: string; silent: boolean; store_history: boolean }): {
        done: Promise<unknown>;
        onIOPub: (message: { content: { data?: Record<string, string> } }) => void;
    };
}
interface SessionContext {
    ready: Promise<void>;
    session: { kernel: Kernel | null } | null;
    statusChanged: Signal<unknown, string>;
    kernelChanged: Signal<unknown, unknown>;
    startKernel(): Promise<boolean>;
}
interface Panel {
    id: string;
    content: Notebook;
    context: { path: string; ready: Promise<void> };
    sessionContext: SessionContext;
    contentHeader: { addWidget(widget: object): void };
    revealed: Promise<void>;
    disposed: Signal<unknown, void>;
    isDisposed: boolean;
}
interface Jupyter {
    NotebookActions: {
        executed: Signal<unknown, { cell: Cell; notebook: Notebook }>;
        outputCleared: Signal<unknown, { cell: Cell; notebook: Notebook }>;
        run(notebook: Notebook, context: SessionContext): Promise<boolean>;
        runCells(notebook: Notebook, cells: Cell[], context: SessionContext): Promise<boolean>;
        insertBelow(notebook: Notebook): void;
    };
    Widget: new (options: { node: HTMLElement }) => object;
    InputDialog: { getText(asked: { title: string; label: string }): Promise<{ value: string | null }> };
    open(path: string, cell: string): Promise<void>;
}
interface NotebookTracker {
    currentWidget: Panel | null;
    widgetAdded: Signal<unknown, Panel>;
    forEach(each: (panel: Panel) => void): void;
}
interface Application {
    commands: { execute(name: string, options: object): Promise<Panel | undefined> };
    shell: { collapseLeft?(): void }; // Notebook 7 has none
}

// ipywidgets
interface WidgetBase {
    DOMWidgetModel: new () => { canvas?: HTMLCanvasElement; get(name: string): any; get_state(dropDefaults?: boolean): object };
    DOMWidgetView: new () => { model: any; el: HTMLElement; leave?: () => void; remove(): void };
    IJupyterWidgetRegistry: unknown;
}
interface WidgetRegistry {
    registerWidget(widget: { name: string; version: string; exports: object }): void;
}
type LayerRender = (view: { model: any; el: HTMLElement; printed: () => Record<string, any> }) => () => void;

// what module federation shares: {module: {version: how to get it}}
type SharedModules = Record<string, Record<string, { loaded?: boolean | number; get(): Promise<() => unknown> }>>;
interface Window {
    _JUPYTERLAB?: Record<string, { init(scope: SharedModules): void; get(): Promise<() => object> }>;
}
