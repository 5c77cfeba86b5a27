// @ts-check
// What stands over a notebook of the course before there is a kernel: one click that runs it and leaves the reader where
// they are, the language, the code shown or folded, and the way on. It runs nothing by itself, and takes no key. Its
// look is in style.css.

/** @typedef {keyof typeof LANGUAGES} Language */
/** @typedef {[english: string, chinese: string]} Pair */
/** @typedef {{ key: string, begins: string, title: string }} Round */
/** What the kernel tells of the way: signs of the rounds, and where to go on. */
/** @typedef {{ signs: Record<string, string>, next: { notebook: string, cell: string, words: Pair } | null }} Way */

/** @satisfies {Record<string, Pair>} */
const WORDS = {
    start: ["Start", "开始"],
    goOn: ["Go on: ", "继续："],
    running: ["Running", "运行中"],
    done: ["All cells have run", "所有单元格已运行"],
    stopped: ["Stopped at a cell that failed: press again to run all", "有单元格未能运行，已停止：再按一次可全部运行"],
    noKernel: ["There is no kernel: choose one at the top right, and press again", "没有内核：请在右上角选择一个，然后再按一次"],
    code: ["Show all code", "显示全部代码"],
    map: ["Map", "地图"],
    class: ["Join a class", "加入课堂"],
    whichClass: ["The code on the wall, or the whole address under it", "大屏幕上的代码，或其下的完整地址"],
    course: ["The whole course", "整门课程"],
    rounds: ["The rounds of this notebook", "本笔记本的各轮"],
    bar: ["The course", "课程"],
};
const LANGUAGES = { en: "EN", zh: "中文", both: "EN + 中文" };
const STEP = 20; // page pixels: a picture is not drawn anew for less
const OPEN = "○"; // the sign of a round of which nothing is done
const MACHINERY = /-(import|language|opening|check|hand|lock|play|sceptic)$/; // whose code is no part of the lesson
const LIVING = new Set(["unknown", "idle", "busy"]); // a kernel that still knows what it has run
const STORE = "course-nn";
const LESS_MOTION = matchMedia("(prefers-reduced-motion: reduce)");

/**
 * What this browser remembers under a key; null if that is nothing, or nothing that fits: others can write there, too.
 * @param {string} key  @param {(value: any) => boolean} fits  @returns {any}
 */
function recall(key, fits = () => true) {
    try {
        const value = JSON.parse(localStorage.getItem(`${STORE}:${key}`) ?? "null");
        return fits(value) ? value : null;
    } catch {
        return null;
    }
}

/** @param {string} key  @param {unknown} value */
function remember(key, value) {
    try {
        localStorage.setItem(`${STORE}:${key}`, JSON.stringify(value));
    } catch {} // a browser that keeps nothing: then it holds until the page is left
}

/** Earlier editions kept here what was answered. */
function forgetAnswers() {
    try {
        for (const key of Object.keys(localStorage))
            if (key.startsWith(`${STORE}:answered:`)) localStorage.removeItem(key);
    } catch {} // nothing can be kept, so nothing was
}

/** @type {(name: unknown) => name is Language} */
const isLanguage = (name) => typeof name === "string" && Object.hasOwn(LANGUAGES, name);

/** The browser's, until the reader has chosen. @returns {Language} */
const ofBrowser = () => (navigator.language.startsWith("zh") ? "zh" : "en");

/** @param {any} place */
const isPlace = (place) => typeof place?.path === "string" && typeof place.cell === "string";

/** Which cell of a notebook the reader is on the way to: Notebook 7 opens it in a new tab, which has to know. */
export const destination = {
    /** @param {string} path  @param {string} cell */
    set: (path, cell) => remember("destination", { path, cell }),
    /** @param {string} path  @returns {string | null} */
    take(path) {
        const wanted = recall("destination", isPlace);
        if (wanted?.path !== path) return null;
        localStorage.removeItem(`${STORE}:destination`);
        return wanted.cell;
    },
};

export class Reader {
    bar = element("div", { className: "cn-reader", role: "toolbar" });
    start = button(() => this.goOn());
    progress = element("span", { ariaHidden: "true" }); // each step of it is no news for who hears it
    spoken = element("span", { className: "cn-spoken", role: "status" });
    languages = element("div", { role: "group" });
    code = button(() => this.showCode(!this.showsCode));
    map = button(() => (this.list.hidden ? this.showRounds() : this.hideRounds()));
    list = element("div", { className: "cn-rounds", hidden: true, tabIndex: -1, role: "dialog" }); // unfolds below it
    class = button(() => this.join());
    telling = 0; // how often the kernel is told a language, and has not answered
    /** @type {string | undefined} */
    ranIn; // the kernel
    /** @type {Set<string>} */
    ran = new Set(); // the cells that it was given then: one that is written since is run by whoever wrote it
    /** @type {Way} */
    way = { signs: {}, next: null }; // as the kernel said last

    /** @param {Panel} panel  @param {Jupyter} jupyter */
    constructor(panel, jupyter) {
        this.panel = panel;
        this.jupyter = jupyter;
        this.notebook = panel.content;
        this.leave = untilClosed(panel);
        this.lecture = /^(\w+)-title$/.exec(cells(panel)[0]?.id ?? "")?.[1];
        /** @type {Language} */
        this.language = recall("language", isLanguage) ?? ofBrowser();
        this.showsCode = recall("code") === true;
        this.start.className = "cn-start";
        this.build();
        this.apply();
        panel.contentHeader.addWidget(new jupyter.Widget({ node: this.bar }));
        this.listen();
        explainTerms(this);
        openDoors(this);
        stillFilms(this);
        panel.sessionContext.ready.then(() => this.noteAnswers(), () => {}); // it may be closed before
    }

    listen() {
        const { node, model } = this.notebook, mark = () => this.markMachinery();
        const { executed, outputCleared } = this.jupyter.NotebookActions;
        /** @param {unknown} _  @param {{ notebook: Notebook }} said */
        const note = (_, { notebook }) => {
            if (notebook !== this.notebook || this.start.disabled) return;
            if (!this.allStand()) this.loseKernel();
            this.noteAnswers();
        };
        const { sessionContext } = this.panel;
        /** @param {unknown} _  @param {string} status */
        const restarts = (_, status) => { if (!LIVING.has(status)) this.loseKernel(); };
        const loses = () => this.loseKernel();
        executed.connect(note); // a cell may have failed, or forgotten all
        outputCleared.connect(note);
        sessionContext.statusChanged.connect(restarts); // a kernel that begins anew has run nothing
        sessionContext.kernelChanged.connect(loses); // nor has another one, or none
        node.addEventListener("course-nn:answered", () => this.noteAnswers());
        node.addEventListener("course-nn:language", (event) => {
            this.hear(/** @type {CustomEvent<string>} */ (event).detail);
        });
        this.askWhenSeen();
        model?.cells.changed.connect(mark); // another view of the notebook may outlive this one
        this.leave.addEventListener("abort", () => {
            executed.disconnect(note);
            outputCleared.disconnect(note);
            sessionContext.statusChanged.disconnect(restarts);
            sessionContext.kernelChanged.disconnect(loses);
            model?.cells?.changed.disconnect(mark); // none are left of a notebook that was shut down
        });
    }

    // Another notebook may have forgotten all while this one was not in sight.
    askWhenSeen() {
        const ask = () => { if (!this.start.disabled) this.noteAnswers(); };
        const watch = new IntersectionObserver(([{ isIntersecting }]) => { if (isIntersecting) ask(); });
        watch.observe(this.bar);
        this.leave.addEventListener("abort", () => watch.disconnect());
        document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); }, { signal: this.leave });
    }

    build() {
        for (const key of /** @type {Language[]} */ (Object.keys(LANGUAGES))) {
            const choice = button(() => this.speak(key), LANGUAGES[key]);
            choice.dataset.language = key;
            this.languages.append(choice);
        }
        Object.assign(this.map, { ariaExpanded: "false", ariaHasPopup: "dialog" });
        document.body.append(this.list);
        this.list.addEventListener("keydown", ({ key }) => key === "Escape" && this.hideRounds());
        addEventListener("pointerdown", ({ target }) => {
            const within = target instanceof Node && (this.list.contains(target) || this.map.contains(target));
            if (!within) this.hideRounds();
        }, { signal: this.leave });
        this.leave.addEventListener("abort", () => this.list.remove());
        this.bar.append(this.start, this.progress, this.spoken, this.languages, this.code, this.map, this.class);
    }

    // Words, buttons and classes follow what was chosen.
    apply() {
        const { node } = this.notebook, say = sayer(this.language);
        node.classList.add("cn-course", "cn-told");
        node.classList.toggle("cn-hides-zh-Hans", this.language === "en");
        node.classList.toggle("cn-hides-en", this.language === "zh");
        node.classList.toggle("cn-folded", !this.showsCode);
        this.bar.lang = this.language === "en" ? "en" : "zh-CN";
        this.bar.ariaLabel = say("bar");
        const { next } = this.way;
        this.start.textContent = next && this.begun() ? say("goOn") + one(next.words, this.language) : say("start");
        this.code.textContent = say("code");
        this.code.ariaPressed = `${this.showsCode}`;
        this.map.textContent = `${say("map")} ▾`;
        this.class.textContent = say("class");
        for (const choice of /** @type {Iterable<HTMLElement>} */ (this.languages.children))
            choice.ariaPressed = `${choice.dataset.language === this.language}`;
        if (!this.list.hidden) this.listRounds();
        this.markMachinery();
    }

    markMachinery() {
        for (const cell of this.notebook.widgets)
            cell.node.classList.toggle("cn-machinery", cell.model.type === "code" && MACHINERY.test(cell.model.id));
    }

    /** @param {boolean} shows */
    showCode(shows) {
        remember("code", (this.showsCode = shows));
        this.apply();
    }

    // ---- one click ------------------------------------------------------------------------------------

    // A start runs all. To go on runs all unless this kernel has, and leads to the round that comes next.
    async goOn() {
        const begun = this.begun();
        if (!begun || !this.allStand()) await this.runAll();
        if (begun) this.follow();
    }

    // Whether this kernel has run all cells, and what they have made is there, or is being made anew.
    allStand() {
        const kernel = this.panel.sessionContext.session?.kernel?.id;
        return !!kernel && kernel === this.ranIn && cells(this.panel).every((cell) => !this.ran.has(cell.id) || stands(cell));
    }

    // What has run all cells is gone; that they have run is no longer true.
    loseKernel() {
        if (!this.ranIn) return;
        this.spoken.textContent = "";
        this.ranIn = undefined;
        this.apply();
    }

    // All cells of code; first the import, and of the questions and demos, which need no other cell, those in sight.
    inOrder() {
        const code = this.notebook.widgets.filter((cell) => cell.model.type === "code");
        const first = code.filter(({ model, node }) =>
            /-(import|language)$/.test(model.id) || (/-(hand|lock|play)$/.test(model.id) && isInSight(node, this.bar)));
        return [...first, ...code.filter((cell) => !first.includes(cell))];
    }

    // What puts the page back to where it is now, unless the reader has moved it by then.
    stays() {
        const scrolled = this.notebook.outerNode ?? this.notebook.node, top = scrolled.scrollTop;
        let moved = false;
        const hands = ["wheel", "touchmove", "keydown", "pointerdown"], note = () => { moved = true; };
        for (const hand of hands) scrolled.addEventListener(hand, note, { passive: true });
        return () => {
            for (const hand of hands) scrolled.removeEventListener(hand, note);
            if (!moved) scrolled.scrollTop = top;
        };
    }

    async runAll() {
        const { panel, notebook, jupyter } = this, { sessionContext } = panel;
        const code = this.inOrder();
        this.ran = new Set(code.map((cell) => cell.model.id));
        const active = notebook.activeCellIndex, stay = this.stays();
        let done = 0;
        /** @param {unknown} _  @param {{ cell: Cell }} executed */
        const count = (_, { cell }) => {
            if (!code.includes(cell)) return;
            this.progress.textContent = `${words("running", this.language)} ${++done}/${code.length}`;
        };
        jupyter.NotebookActions.executed.connect(count);
        this.start.disabled = true;
        this.ranIn = undefined;
        this.progress.textContent = this.spoken.textContent = words("running", this.language);
        try {
            await sessionContext.ready;
            if (!sessionContext.session?.kernel) await sessionContext.startKernel(); // it was shut down
            await this.tellKernel(); // so that the first pictures speak it
            const allRan = await jupyter.NotebookActions.runCells(notebook, code, sessionContext);
            this.ranIn = allRan ? sessionContext.session?.kernel?.id : undefined;
        } finally {
            jupyter.NotebookActions.executed.disconnect(count);
            const said = this.ranIn ? "done" : sessionContext.session?.kernel ? "stopped" : "noKernel";
            this.spoken.textContent = words(said, this.language);
            this.progress.textContent = this.ranIn ? "" : this.spoken.textContent;
            this.start.disabled = false;
            if (!panel.isDisposed) {
                notebook.activeCellIndex = active;
                stay();
                this.noteAnswers();
            }
        }
    }

    // ---- a class that votes ---------------------------------------------------------------------------------

    // Asks for the code, and runs a cell that joins, below the one where the reader is.
    async join() {
        const say = sayer(this.language), { NotebookActions, InputDialog } = this.jupyter;
        const { value } = await InputDialog.getText({ title: say("class"), label: say("whichClass") });
        const link = value?.trim().replace(/[^\w:/.-]/g, "");
        if (!link) return;
        await this.panel.sessionContext.ready;
        NotebookActions.insertBelow(this.notebook);
        this.notebook.activeCell?.model.sharedModel.setSource(`from course_nn.notebook import join\njoin("${link}")`);
        await NotebookActions.run(this.notebook, this.panel.sessionContext);
    }

    // ---- the language -----------------------------------------------------------------------------------

    /** @param {Language} language */
    speak(language) {
        remember("language", (this.language = language));
        this.apply();
        this.tellKernel();
    }

    // What was chosen here is chosen in the kernel, too, if there is one; of what was never chosen it is only told.
    async tellKernel() {
        const kernel = this.panel.sessionContext.session?.kernel;
        const does = recall("language", isLanguage) ? "choose" : "begin_in";
        if (!kernel) return;
        const code = `${imported("course_nn.notebook.language", does)}(${JSON.stringify(this.language)})
${imported("course_nn.stage.sheet", "SCREEN")}.room = ${JSON.stringify(this.room())}`;
        this.telling++;
        await kernel.requestExecute({ code, silent: true, store_history: false }).done.catch(() => {});
        this.telling--;
    }

    // Which a picture will have, as layer.js measures it; [] where nothing shows it yet.
    room() {
        const { node } = this.notebook, text = node.querySelector(".jp-MarkdownOutput")?.clientWidth;
        const pane = node.closest(".jp-WindowedPanel-outer") ?? node.querySelector(".jp-WindowedPanel-outer");
        return text && pane ? [text, pane.clientHeight].map((x) => Math.floor(x / STEP) * STEP) : [];
    }

    // The kernel speaks another language: its own switch was pressed, or it remembers. While it is told one, what it
    // says is older than the reader's choice.
    /** @param {unknown} language */
    hear(language) {
        if (this.telling || language === this.language || !isLanguage(language)) return;
        remember("language", (this.language = language));
        this.apply();
    }

    // ---- the way on ----------------------------------------------------------------------------------------

    // Whether something here was done, or can be done.
    begun() {
        return this.allStand() || Object.values(this.way.signs).some((sign) => sign !== OPEN);
    }

    // The kernel remembers what was done, and nothing else does: what it has forgotten is forgotten here, too.
    async noteAnswers() {
        const kernel = this.panel.sessionContext.session?.kernel;
        if (!kernel || !this.lecture) return;
        const bar = `${imported("course_nn.notebook.course_map", "bar")}("${this.lecture}")`;
        const code = `${imported("IPython.display", "publish_display_data")}({"text/plain": ${bar}})`;
        const asked = kernel.requestExecute({ code, silent: true, store_history: false });
        let said = "";
        asked.onIOPub = ({ content: { data } }) => { said += data?.["text/plain"] ?? ""; };
        await asked.done.catch(() => {}); // a kernel that has no course, or was ended meanwhile
        if (this.leave.aborted) return;
        /** @type {Way} */
        const way = said ? JSON.parse(said) : { signs: {}, next: null };
        const begun = Object.keys(this.way.signs).filter((key) => this.way.signs[key] !== OPEN);
        if (begun.some((key) => (way.signs[key] ?? OPEN) === OPEN)) this.loseKernel(); // its cells show what is forgotten
        this.way = way;
        this.apply();
    }

    /** The rounds of this notebook, each with the heading above it. @returns {Round[]} */
    rounds() {
        /** @type {Pair} */
        let heading = ["", ""]; // of the round
        let begins = ""; // the cell in which it stands
        /** @type {Round[]} */
        const found = [];
        for (const { id, type, sharedModel } of cells(this.panel)) {
            const named = /^## <span lang="en">(.*?)<\/span> <span lang="zh-Hans">(.*?)<\/span>/m.exec(sharedModel.source);
            if (type === "markdown" && named) [heading, begins] = [[named[1], named[2]], id];
            const key = type === "code" ? /^(.*)-(lock|play)$/.exec(id)?.[1] : undefined;
            if (!key || found.some((round) => round.key === key)) continue;
            found.push({ key, begins: begins || id, title: one(heading, this.language) });
            begins = "";
        }
        return found;
    }

    // To what is open next, here or in the next notebook; the keyboard goes there, too.
    async follow() {
        const { next } = this.way;
        if (!next) return;
        if (!this.panel.context.path.endsWith(next.notebook))
            return this.jupyter.open(beside(this.panel, next.notebook), next.cell);
        const round = this.rounds().find(({ key }) => next.cell === `${key}-lock`);
        await this.show(round?.begins ?? next.cell);
        focusFrom(this.notebook, next.cell);
    }

    showRounds() {
        const { left, bottom } = this.map.getBoundingClientRect();
        this.listRounds();
        Object.assign(this.list, { hidden: false, lang: this.bar.lang, ariaLabel: words("rounds", this.language) });
        Object.assign(this.list.style, { left: `${left}px`, top: `${bottom + 2}px` });
        this.map.ariaExpanded = "true";
        this.list.focus();
        this.noteAnswers();
    }

    listRounds() {
        const list = element("ol");
        for (const { key, title, begins } of this.rounds()) {
            const item = element("li");
            item.append(button(() => this.show(begins), `${this.way.signs[key] ?? OPEN} ${title}`));
            list.append(item);
        }
        const course = () => this.jupyter.open(beside(this.panel, "00_start_here.ipynb"), "start-map");
        const head = element("b", { textContent: words("rounds", this.language) });
        this.list.replaceChildren(head, list, button(course, words("course", this.language)));
    }

    hideRounds() {
        if (this.list.hidden) return;
        this.list.hidden = true;
        this.map.ariaExpanded = "false";
    }

    /** @param {string | undefined} cell */
    async show(cell) {
        this.hideRounds();
        if (cell) await showCell(this.notebook, cell);
    }
}

/**
 * Scroll to a cell that has this id, or whose source has this anchor; what is above may be drawn only then and push it
 * away, so it is looked at until it rests.
 * @param {Notebook} notebook  @param {string} id
 */
export async function showCell(notebook, id) {
    const at = cellIndex(notebook, id);
    if (at < 0) return;
    const anchor = `[id="${id}"], [data-jupyter-id="${id}"]`; // as JupyterLab writes it since 4.5
    const find = () => notebook.node.querySelector(anchor) ?? notebook.widgets[at].node;
    const top = () => find().getBoundingClientRect().top;
    await notebook.scrollToItem(at, "start");
    for (let k = 0, rests = 0; k < 50 && rests < 6; k++) {
        find().scrollIntoView({ block: "start" });
        const before = top();
        await new Promise((resolve) => setTimeout(resolve, 80));
        rests = Math.abs(top() - before) < 2 ? rests + 1 : 0;
    }
}

/** Whether a cell stands below the bar and within the window. @param {HTMLElement} node  @param {HTMLElement} bar */
function isInSight(node, bar) {
    const { top, bottom } = node.getBoundingClientRect();
    return bottom > bar.getBoundingClientRect().bottom && top < innerHeight;
}

const ANSWERED_BY = `.cn-question input[type=radio]:enabled, .cn-numbers, .cn-demo .noUi-handle,
    .cn-demo input:enabled:not(.cn-own input)`;

/**
 * The keyboard goes to what can be answered or moved, in a cell or in one of the next: a question stands in one, and is
 * answered below the picture in the other.
 * @param {Notebook} notebook  @param {string} id
 */
function focusFrom(notebook, id) {
    const at = cellIndex(notebook, id), next = notebook.widgets.slice(at, at + 3);
    const found = next.flatMap(({ node }) => [...node.querySelectorAll(ANSWERED_BY)]);
    const first = /** @type {HTMLElement | undefined} */ (found.find((one) => one.checkVisibility()));
    first?.focus({ preventScroll: true });
}

/** @param {Notebook} notebook  @param {string} id */
function cellIndex(notebook, id) {
    const all = [...(notebook.model?.cells ?? [])];
    const named = all.findIndex((cell) => cell.id === id);
    return named >= 0 ? named : all.findIndex((cell) => cell.sharedModel.source.includes(`id="${id}"`));
}

/** The definition of a term, where the eye is; a click leads to its place in the reference. @param {Reader} reader */
function explainTerms({ panel, notebook, jupyter, leave }) {
    const box = element("div", { className: "cn-term", hidden: true, role: "tooltip", id: `cn-term-${panel.id}` });
    document.body.append(box);
    leave.addEventListener("abort", () => box.remove());
    const hide = () => { box.hidden = true; };
    /** @param {Event} event */
    const show = (event) => {
        const term = termUnder(event);
        if (!term) return;
        if (term.title) [term.dataset.says, term.title] = [term.title, ""]; // the browser's own would come as well
        if (!term.dataset.says) return;
        box.textContent = term.dataset.says;
        box.lang = term.closest("[lang]")?.getAttribute("lang") ?? "";
        box.hidden = false;
        placeBeside(box, term);
        term.setAttribute("aria-describedby", box.id);
    };
    notebook.node.addEventListener("pointerover", show);
    notebook.node.addEventListener("focusin", show);
    for (const left of ["pointerout", "focusout", "keydown", "wheel"]) notebook.node.addEventListener(left, hide);
    notebook.node.addEventListener("click", (event) => {
        const term = termUnder(event);
        if (!term || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        hide();
        jupyter.open(beside(panel, "reference.ipynb"), term.hash.slice(1));
    }, { capture: true });
}

/** Who has asked for less motion sees the first image of a film. @param {Reader} reader */
function stillFilms({ notebook: { node }, leave }) {
    /** @param {EventTarget | null} image */
    const still = (image) => {
        if (!(image instanceof HTMLImageElement) || !/\/first\.webp\b/.test(image.src) || !LESS_MOTION.matches) return;
        const { naturalWidth: width, naturalHeight: height } = image;
        const canvas = Object.assign(document.createElement("canvas"), { width, height });
        canvas.getContext("2d")?.drawImage(image, 0, 0);
        image.classList.add("cn-still"); // the style sheet knows it by its name no more
        image.src = canvas.toDataURL();
    };
    node.addEventListener("load", ({ target }) => still(target), { capture: true, signal: leave });
    for (const image of node.querySelectorAll("img")) if (image.complete) still(image);
}

/** @param {Event} event  @returns {HTMLAnchorElement | null} */
const termUnder = ({ target }) =>
    target instanceof Element ? target.closest('a[href*="reference.ipynb"][href*="#"]') : null;

/** A link to a cell of this notebook leads there. @param {Reader} reader */
function openDoors({ notebook }) {
    notebook.node.addEventListener("click", (event) => {
        /** @type {HTMLAnchorElement | null} */
        const door = event.target instanceof Element ? event.target.closest('a[href*=".ipynb"][href*="#"]') : null;
        const id = door?.hash.slice(1);
        if (!id || termUnder(event) || cellIndex(notebook, id) < 0) return;
        event.preventDefault();
        event.stopPropagation();
        showCell(notebook, id);
    }, { capture: true });
}

/** Below a term, or above it where there is no room. @param {HTMLElement} box  @param {Element} term */
function placeBeside(box, term) {
    const { left, bottom, top } = term.getBoundingClientRect(), { offsetWidth, offsetHeight } = box;
    box.style.left = `${Math.max(4, Math.min(left, innerWidth - offsetWidth - 8))}px`;
    box.style.top = `${bottom + offsetHeight + 8 < innerHeight ? bottom + 4 : top - offsetHeight - 4}px`;
}

// ---- small things --------------------------------------------------------------------------------------------

/** @param {Panel} panel */
export const isOfTheCourse = (panel) =>
    cells(panel).some(({ id, type, sharedModel }) =>
        type === "code" && id.endsWith("-import") && sharedModel.source.includes("course_nn"));

/** What is removed when a panel is closed listens to this signal. @param {Panel} panel */
function untilClosed(panel) {
    const closed = new AbortController();
    panel.disposed.connect(() => closed.abort());
    return closed.signal;
}

/** @param {Panel} panel */
const cells = (panel) => [...(panel.content.model?.cells ?? [])];

/** Whether a cell was run, has not failed, and was not cleared. @param {CellModel} cell */
function stands({ sharedModel, executionCount, executionState, outputs }) {
    if (!sharedModel.source.trim() || executionState === "running") return true;
    const failed = Array.from({ length: outputs?.length ?? 0 }, (_, k) => outputs?.get(k).type).includes("error");
    return Boolean(executionCount) && !failed;
}

/** @param {Panel} panel  @param {string} name */
const beside = (panel, name) => panel.context.path.replace(/[^/]*$/, name);

/** @param {Pair} pair  @param {Language} language */
const one = (pair, language) => (language === "both" ? pair.join(" ") : pair[language === "en" ? 0 : 1]);

/** @param {keyof typeof WORDS} key  @param {Language} language */
const words = (key, language) => one(WORDS[key], language);

/** @param {Language} language */
const sayer = (language) => (/** @type {keyof typeof WORDS} */ key) => words(key, language);

/**
 * A function in the kernel, without a name that a student's own could be written over, or that could mean another thing.
 * @param {string} module  @param {string} name
 */
const imported = (module, name) => `__import__("${module}", fromlist=["${name}"]).${name}`;

/** @type {<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, properties?: object) => HTMLElementTagNameMap[Tag]} */
const element = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

/** @param {() => void} press  @param {string} text */
function button(press, text = "") {
    const made = element("button", { textContent: text });
    made.addEventListener("click", press);
    return made;
}

forgetAnswers();
