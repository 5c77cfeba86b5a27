// What stands over a notebook of the course before there is a kernel: one click that runs it and leaves the reader where
// they are, the language, the code shown or folded, and the way on. It runs nothing by itself, and takes no key.

const WORDS = {
    start: ["Start", "开始"],
    goOn: ["Go on: ", "继续："],
    running: ["Running", "运行中"],
    done: ["All cells have run", "所有单元格已运行"],
    code: ["Show all code", "显示全部代码"],
    map: ["Map", "地图"],
    class: ["Join a class", "加入课堂"],
    whichClass: ["The code on the wall, or the whole address under it", "大屏幕上的代码，或其下的完整地址"],
    course: ["The whole course", "整门课程"],
    rounds: ["The rounds of this notebook", "本笔记本的各轮"],
    bar: ["The course", "课程"],
};
const LANGUAGES = { en: "EN", zh: "中文", both: "EN + 中文" };
const STYLE = `
    .cn-reader { display: flex; gap: 0.6em; align-items: center; padding: 0 1em; min-height: 40px; overflow: auto hidden;
        white-space: nowrap; font: var(--jp-ui-font-size1) var(--jp-ui-font-family); color: var(--jp-ui-font-color1);
        background: var(--jp-layout-color1); border-bottom: 1px solid var(--jp-border-color2); }
    .cn-reader button { font: inherit; color: inherit; background: var(--jp-layout-color2);
        border: 1px solid var(--jp-border-color1); border-radius: 3px; padding: 0.2em 0.8em; cursor: pointer; }
    .cn-reader .cn-start { background: var(--jp-brand-color1); color: white; border-color: transparent; }
    .cn-reader button[aria-pressed=true] { background: var(--jp-layout-color3); font-weight: 600; }
    .cn-rounds { position: fixed; z-index: 10000; max-height: 70vh; overflow: auto; padding: 0.6em 1em; line-height: 1.7;
        font: var(--jp-ui-font-size1) var(--jp-ui-font-family); color: var(--jp-ui-font-color1);
        background: var(--jp-layout-color1); border: 1px solid var(--jp-border-color1); box-shadow: 0 2px 8px #0004; }
    .cn-rounds ol { margin: 0.3em 0; padding-left: 1.6em; }
    .cn-rounds button { font: inherit; border: none; background: none; padding: 0; text-align: left; cursor: pointer;
        color: var(--jp-content-link-color); }
    .cn-reader [role=group] { display: flex; }
    .cn-course .jp-RenderedMarkdown :is(p, li, details, blockquote) { max-width: 75ch; }
    .cn-course.cn-hides-zh-Hans .jp-RenderedMarkdown [lang="zh-Hans"] { display: none; }
    .cn-course.cn-hides-en .jp-RenderedMarkdown [lang="en"] { display: none; }
    .cn-course.cn-folded .cn-machinery:not(.jp-mod-editMode) .jp-Cell-inputWrapper { height: 6px; min-height: 0;
        overflow: hidden; opacity: 0.35; }
    .cn-course.cn-folded .cn-machinery .jp-Cell-inputWrapper:hover { opacity: 1; cursor: pointer; }
    .cn-reader .cn-spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .cn-term { position: fixed; z-index: 10000; max-width: 26em; padding: 0.5em 0.8em; pointer-events: none;
        font: var(--jp-content-font-size1) var(--jp-content-font-family); color: var(--jp-content-font-color1);
        background: var(--jp-layout-color1); border: 1px solid var(--jp-border-color1); box-shadow: 0 2px 8px #0004; }`;
const MACHINERY = /-(import|language|check|lock|play|sceptic)$/; // cells whose code is no part of the lesson
const STORE = "course-nn";

const recall = (key) => JSON.parse(localStorage.getItem(`${STORE}:${key}`) ?? "null");
const remember = (key, value) => localStorage.setItem(`${STORE}:${key}`, JSON.stringify(value));

// Which cell of a notebook the reader is on the way to: Notebook 7 opens it in a new tab, which has to know.
export const destination = {
    set: (path, cell) => remember("destination", { path, cell }),
    take(path) {
        const { path: wanted, cell } = recall("destination") ?? {};
        if (wanted !== path) return null;
        localStorage.removeItem(`${STORE}:destination`);
        return cell;
    },
};

export class Reader {
    // panel: a NotebookPanel;  jupyter: NotebookActions, Widget, InputDialog, open (path -> its panel)
    constructor(panel, jupyter) {
        Object.assign(this, { panel, jupyter });
        this.notebook = panel.content;
        this.lecture = cells(panel)[0]?.id.replace(/-title$/, "") ?? "";
        this.bar = element("div", { className: "cn-reader", role: "toolbar" });
        this.language = recall("language") ?? "both";
        this.showsCode = recall("code") ?? false;
        this.build();
        this.apply();
        const widget = new jupyter.Widget({ node: this.bar });
        panel.contentHeader.addWidget(widget);
        this.notebook.node.addEventListener("course-nn:locked", () => this.noteAnswers());
        this.notebook.node.addEventListener("course-nn:language", ({ detail }) => this.follow(detail));
        explainTerms(this);
        this.notebook.model.cells.changed.connect(() => this.markMachinery());
    }

    build() {
        this.start = element("button", { className: "cn-start" });
        this.start.addEventListener("click", () => this.goOn());
        this.progress = element("span", { ariaHidden: true }); // each step of it is no news for who hears it
        this.spoken = element("span", { className: "cn-spoken", role: "status" });
        this.languages = element("div", { role: "group" });
        for (const [key, label] of Object.entries(LANGUAGES)) {
            const button = element("button", { textContent: label });
            button.dataset.language = key;
            button.addEventListener("click", () => this.speak(key));
            this.languages.append(button);
        }
        this.code = element("button");
        this.code.addEventListener("click", () => {
            remember("code", (this.showsCode = !this.showsCode));
            this.apply();
        });
        this.map = element("button", { ariaExpanded: false, ariaHasPopup: "dialog" });
        this.list = element("div", { className: "cn-rounds", hidden: true, tabIndex: -1 });
        this.list.setAttribute("role", "dialog");
        document.body.append(this.list);
        this.panel.disposed.connect(() => this.list.remove());
        this.map.addEventListener("click", () => (this.list.hidden ? this.showRounds() : this.hideRounds()));
        this.list.addEventListener("keydown", ({ key }) => key === "Escape" && this.hideRounds());
        addEventListener("pointerdown", ({ target }) => this.list.contains(target) || this.map.contains(target) || this.hideRounds());
        this.class = element("button");
        this.class.addEventListener("click", () => this.join());
        this.bar.append(this.start, this.progress, this.spoken, this.languages, this.code, this.map, this.class);
    }

    // Words, buttons and classes follow what was chosen.
    apply() {
        const { node } = this.notebook, say = (key) => words(key, this.language);
        node.classList.add("cn-course", "cn-told");
        node.classList.toggle("cn-hides-zh-Hans", this.language === "en");
        node.classList.toggle("cn-hides-en", this.language === "zh");
        node.classList.toggle("cn-folded", !this.showsCode);
        this.bar.lang = this.language === "en" ? "en" : "zh-CN";
        this.bar.ariaLabel = say("bar");
        const next = this.nextRound();
        this.start.textContent = next && this.answered().size ? say("goOn") + next.title : say("start");
        this.code.textContent = say("code");
        this.code.ariaPressed = this.showsCode;
        this.map.textContent = `${say("map")} ▾`;
        this.class.textContent = say("class");
        for (const button of this.languages.children) button.ariaPressed = button.dataset.language === this.language;
        this.markMachinery();
    }

    markMachinery() {
        for (const cell of this.notebook.widgets)
            cell.node.classList.toggle("cn-machinery", cell.model.type === "code" && MACHINERY.test(cell.model.id));
    }

    // ---- one click ------------------------------------------------------------------------------------

    // Run all, unless this kernel has; the reader stays where they are, or goes to the round that comes next.
    async goOn() {
        const begun = this.answered().size > 0, { sessionContext } = this.panel;
        await sessionContext.ready;
        if (this.ranIn !== sessionContext.session?.kernel?.id) await this.runAll();
        if (begun) this.show(this.nextRound()?.begins);
    }

    async runAll() {
        const { panel, notebook, jupyter } = this, { sessionContext } = panel;
        const code = notebook.widgets.filter((cell) => cell.model.type === "code");
        const top = notebook.outerNode?.scrollTop ?? notebook.node.scrollTop, active = notebook.activeCellIndex;
        let done = 0;
        const count = (_, { cell }) => {
            if (code.includes(cell)) this.progress.textContent = `${words("running", this.language)} ${++done}/${code.length}`;
        };
        jupyter.NotebookActions.executed.connect(count);
        this.start.disabled = true;
        try {
            this.progress.textContent = this.spoken.textContent = words("running", this.language);
            await this.tellKernel(); // so that the first pictures speak it
            await jupyter.NotebookActions.runCells(notebook, code, sessionContext);
            this.ranIn = sessionContext.session?.kernel?.id;
        } finally {
            jupyter.NotebookActions.executed.disconnect(count);
            this.progress.textContent = "";
            this.spoken.textContent = words("done", this.language);
            this.start.disabled = false;
            notebook.activeCellIndex = active;
            (notebook.outerNode ?? notebook.node).scrollTop = top;
            this.noteAnswers();
        }
    }

    // ---- a class that votes ---------------------------------------------------------------------------------

    // Asks for the code, and runs a cell that joins, below the one where the reader is.
    async join() {
        const say = (key) => words(key, this.language), { NotebookActions, InputDialog } = this.jupyter;
        const { value } = await InputDialog.getText({ title: say("class"), label: say("whichClass") });
        const link = value?.trim().replace(/[^\w:/.-]/g, "");
        if (!link) return;
        await this.panel.sessionContext.ready;
        NotebookActions.insertBelow(this.notebook);
        this.notebook.activeCell.model.sharedModel.setSource(`from course_nn.notebook import join\njoin("${link}")`);
        await NotebookActions.run(this.notebook, this.panel.sessionContext);
    }

    // ---- the language -----------------------------------------------------------------------------------

    speak(language) {
        remember("language", (this.language = language));
        this.apply();
        this.tellKernel();
    }

    // What was chosen here is chosen in the kernel, too, if there is one; what was never chosen leaves it alone.
    tellKernel() {
        const kernel = this.panel.sessionContext.session?.kernel, language = recall("language");
        if (!kernel || !language) return;
        const code = `from course_nn.notebook.language import choose\nchoose(${JSON.stringify(language)})`;
        return kernel.requestExecute({ code, silent: true, store_history: false }).done.catch(() => {});
    }

    // The kernel speaks another language: its own switch was pressed, or it remembers.
    follow(language) {
        if (language === this.language || !(language in LANGUAGES)) return;
        remember("language", (this.language = language));
        this.apply();
    }

    // ---- the way on ----------------------------------------------------------------------------------------

    answered() {
        return new Set(recall(`answered:${this.lecture}`) ?? []);
    }

    noteAnswers() {
        const known = this.answered();
        for (const cell of this.notebook.widgets)
            if (cell.node.querySelector(".cn-question.cn-answered")) known.add(cell.model.id);
        remember(`answered:${this.lecture}`, [...known]);
        this.apply();
    }

    // The questions of this notebook, each with the heading above it.
    rounds() {
        let heading = ["", ""], head = null; // of the round, and the cell in which it stands
        const found = [];
        for (const { id, type, sharedModel } of cells(this.panel)) {
            const source = sharedModel.source;
            const named = /^## <span lang="en">(.*?)<\/span> <span lang="zh-Hans">(.*?)<\/span>/m.exec(source);
            if (type === "markdown" && named) [heading, head] = [named.slice(1), id];
            if (type === "code" && id.endsWith("-lock")) {
                found.push({ cell: id, heading, begins: head ?? id });
                head = null; // a second question under the same heading begins with itself
            }
        }
        return found.map((round) => ({ ...round, title: one(round.heading, this.language) }));
    }

    nextRound() {
        const answered = this.answered(), open = this.rounds().filter(({ cell }) => !answered.has(cell));
        return open.find(({ heading: [english] }) => !english.includes("(optional)")) ?? open[0];
    }

    showRounds() {
        const answered = this.answered(), list = element("ol"), { left, bottom } = this.map.getBoundingClientRect();
        const entry = (text, go) => {
            const button = element("button", { textContent: text });
            button.addEventListener("click", go);
            return button;
        };
        for (const { cell, title, begins } of this.rounds()) {
            list.append(element("li"));
            list.lastChild.append(entry(`${answered.has(cell) ? "●" : "○"} ${title}`, () => this.show(begins)));
        }
        const course = () => this.jupyter.open(beside(this.panel, "00_start_here.ipynb"), "start-map");
        const head = element("b", { textContent: words("rounds", this.language) });
        this.list.replaceChildren(head, list, entry(words("course", this.language), course));
        Object.assign(this.list, { hidden: false, lang: this.bar.lang, ariaLabel: head.textContent });
        Object.assign(this.list.style, { left: `${left}px`, top: `${bottom + 2}px` });
        this.map.ariaExpanded = true;
        this.list.focus();
    }

    hideRounds() {
        if (this.list.hidden) return;
        this.list.hidden = true;
        this.map.ariaExpanded = false;
    }

    async show(cell) {
        this.hideRounds();
        await showCell(this.notebook, cell);
    }
}

// Scroll to a cell that has this id, or whose source has this anchor; what is above may be drawn only then and push it
// away, so it is looked at until it rests.
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

function cellIndex(notebook, id) {
    const all = [...notebook.model.cells];
    const named = all.findIndex((cell) => cell.id === id);
    return named >= 0 ? named : all.findIndex((cell) => cell.sharedModel.source.includes(`id="${id}"`));
}

// The definition of a term, where the eye is; a click leads to its place in the reference.
function explainTerms({ panel, notebook, jupyter }) {
    const box = element("div", { className: "cn-term", hidden: true, role: "tooltip", id: `cn-term-${panel.id}` });
    document.body.append(box);
    panel.disposed.connect(() => box.remove());
    const link = (event) => event.target.closest?.('a[href*="reference.ipynb"][href*="#"]');
    const hide = () => { box.hidden = true; };
    const show = (event) => {
        const term = link(event);
        if (!term) return;
        if (term.title) [term.dataset.says, term.title] = [term.title, ""]; // the browser's own would come as well
        if (!term.dataset.says) return;
        box.textContent = term.dataset.says;
        box.lang = term.closest("[lang]")?.lang ?? "";
        box.hidden = false;
        const { left, bottom, top } = term.getBoundingClientRect(), { offsetWidth, offsetHeight } = box;
        box.style.left = `${Math.max(4, Math.min(left, innerWidth - offsetWidth - 8))}px`;
        box.style.top = `${bottom + offsetHeight + 8 < innerHeight ? bottom + 4 : top - offsetHeight - 4}px`;
        term.setAttribute("aria-describedby", box.id);
    };
    notebook.node.addEventListener("pointerover", show);
    notebook.node.addEventListener("focusin", show);
    for (const leave of ["pointerout", "focusout", "keydown", "wheel"]) notebook.node.addEventListener(leave, hide);
    notebook.node.addEventListener("click", (event) => {
        const term = link(event);
        if (!term || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        hide();
        jupyter.open(beside(panel, "reference.ipynb"), term.getAttribute("href").split("#").pop());
    }, { capture: true });
}

// ---- small things --------------------------------------------------------------------------------------------

export const isOfTheCourse = (panel) =>
    cells(panel).some(({ id, type, sharedModel }) =>
        type === "code" && id.endsWith("-import") && sharedModel.source.includes("course_nn"));

const cells = (panel) => [...(panel.content.model?.cells ?? [])];
const beside = (panel, name) => panel.context.path.replace(/[^/]*$/, name);
const one = (pair, language) => (language === "both" ? pair.join(" ") : pair[language === "en" ? 0 : 1]);
const words = (key, language) => one(WORDS[key], language);
const element = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

document.head.append(element("style", { textContent: STYLE }));
