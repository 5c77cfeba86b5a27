// The layer of a picture: a canvas that shows its pixels, and over it paths that a hand can take hold of. It knows only
// where they are in the picture; what they mean, and what moves when they are pulled, Python says. It also tells what
// Python cannot know or do: how many dots the screen has, and what the handle of a slider is called for those who hear
// the page.
const STYLE = `
    .cn-held { user-select: none; -webkit-user-select: none } /* a hand that misses must not select the page */
    .cn-touch { position: relative; pointer-events: none }
    .cn-touch canvas { position: absolute; width: 100%; height: 100%; pointer-events: auto }
    .cn-touch svg { position: relative; display: block; width: 100%; pointer-events: none }
    .cn-touch path { fill: none; stroke: #000; stroke-opacity: 0; stroke-width: var(--wide);
        pointer-events: stroke; cursor: pointer }
    .cn-touch path[d$="h.1"] { stroke-linecap: round }
    .cn-touch path[d$="Z"] { pointer-events: all } /* a face: all of it, and its halo is a frame */
    .cn-touch path.holds { cursor: grab }
    .cn-held:hover path.holds { stroke-opacity: 0.1 }
    .cn-touch path:hover, .cn-touch path.held { stroke: #d55e00; stroke-opacity: 0.45 !important }
    .cn-touch path[d$="Z"]:hover, .cn-touch path[d$="Z"].held { stroke-opacity: 0.9 !important }
    .cn-touch svg:has(.held) path { cursor: grabbing }
    .cn-spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
    .cn-touch svg.shows path.holds { animation: cn-shows 1.8s ease-in-out }
    @keyframes cn-shows { 50% { stroke: #d55e00; stroke-opacity: 0.45 } }
    @media (prefers-reduced-motion: reduce) { .cn-touch svg.shows path.holds { animation: none } }
    [data-jp-theme-light=false] .cn-touch canvas { filter: brightness(0.86) } /* white ground glares in the dark */
    @media (hover: none) { .cn-touch path.holds { stroke-opacity: 0.1 } }
    @media (pointer: coarse) { .cn-touch path.holds { stroke-width: max(var(--wide), 40px) } }`;
const QUIET = 900; // ms without a new picture, before its numbers are read aloud

function render({ model, el, printed }) {
    const [wide, tall] = model.get("size");
    el.classList.add("cn-touch", "jupyter-widgets"); // the one shows it, the other gives it the picture's margins
    el.innerHTML = `<style>${STYLE}</style><canvas hidden role="img"></canvas><svg aria-hidden="true"></svg>
        <div class="cn-spoken" role="status"></div>`;
    const [canvas, svg] = el.querySelectorAll("canvas, svg"), leave = new AbortController();
    svg.setAttribute("viewBox", `0 0 ${wide} ${tall}`);

    showPixels(model, canvas, leave.signal);
    layPaths(model, svg);
    feelHand(model, svg);
    countDots(model, leave.signal);
    sayLanguage(model, el, leave.signal);
    model.on("change:told", () => showVerdict(el));
    model.on("change:told", () => el.dispatchEvent(new CustomEvent("course-nn:locked", { bubbles: true })));
    hearClicker(model, el, leave.signal);
    beSeen(model, el, svg, leave.signal);
    keepArrows(el, leave.signal);
    const watch = speak(model, el, el.querySelector(".cn-spoken"));
    model.set("views", model.get("views") + 1); // the kernel answers with the whole picture
    model.save_changes();
    if (model.comm_live === false) showSaved(model, canvas, printed);
    return () => {
        leave.abort();
        watch();
    };
}

// What has changed of a picture comes as image files, each with its place. They are decoded side by side and drawn in
// one go; a canvas keeps its pixels only, while the browser would keep every picture that an <img> has shown.
function showPixels(model, canvas, signal) {
    let drawn = Promise.resolve();
    model.canvas = canvas; // from which the picture is saved
    canvas.addEventListener("contextmenu", (event) => event.stopPropagation()); // the browser's own can save an image
    const draw = ({ size: [width, height], places, kind, label }, files) => {
        const decoded = Promise.all(files.map((file) => createImageBitmap(new Blob([file], { type: kind }))));
        drawn = Promise.all([decoded, drawn]).then(([images]) => {
            if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
            images.forEach((image, k) => {
                canvas.getContext("2d").drawImage(image, ...places[k]);
                image.close();
            });
            canvas.hidden = false;
            canvas.ariaLabel = label;
        });
    };
    model.on("msg:custom", draw);
    signal.addEventListener("abort", () => model.off("msg:custom", draw)); // a view that has left decodes nothing
}

// Without a kernel: the picture that the output of the cell holds, or the one that was saved with the widgets.
async function showSaved(model, canvas, printed) {
    const image = new Image(), output = model.get("printed") ? printed() : {};
    image.src = output["image/png"] ? `data:image/png;base64,${output["image/png"]}` : model.get("still");
    await image.decode();
    Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight, hidden: false });
    canvas.getContext("2d").drawImage(image, 0, 0);
    canvas.ariaLabel = output["text/plain"] ?? model.get("label");
}

// One SVG path a place; the browser then does the hit testing, the cursor and the halo.
function layPaths(model, svg) {
    let laid = [];
    function lay() {
        const paths = model.get("paths");
        while (svg.childElementCount > paths.length) svg.lastChild.remove();
        paths.forEach(([handle, item, width, holds, d], i) => {
            if (`${laid[i]}` === `${paths[i]}`) return; // most stay where they are while one moves
            const path = svg.children[i] ?? svg.appendChild(document.createElementNS(svg.namespaceURI, "path"));
            path.setAttribute("d", d);
            path.style.setProperty("--wide", `${width}px`);
            path.classList.toggle("holds", holds);
            Object.assign(path.dataset, { handle, item });
        });
        laid = paths;
    }
    model.on("change:paths", lay);
    lay();
}

function feelHand(model, svg) {
    let held = null, grabs = Date.now(); // a new number for each grab, also after the page was loaded again

    function tell(event) {
        const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
        held.start ??= [x, y];
        model.set("held", [held.handle, held.item, held.grab, ...held.start, x, y, event.type !== "pointerup"]);
        model.save_changes(); // one message is under way at a time; what comes meanwhile is merged, as for a slider
    }
    svg.addEventListener("pointerdown", (event) => {
        if (held || event.button) return;
        const path = event.target, holds = path.classList.contains("holds");
        held = { path, handle: +path.dataset.handle, item: +path.dataset.item, grab: ++grabs, id: event.pointerId,
            scrolls: event.pointerType === "touch" && !holds }; // a finger may want to scroll: only its tap counts
        path.classList.add("held");
        svg.setPointerCapture(event.pointerId);
        if (!held.scrolls) tell(event);
    });
    // Chromium does not heed touch-action on the parts of an SVG; this keeps the page still under a finger that drags
    svg.addEventListener("touchstart", (event) => held && !held.scrolls && event.preventDefault(), { passive: false });
    svg.addEventListener("pointermove", (event) => {
        if (event.pointerId === held?.id && !held.scrolls) tell(event);
    });
    for (const end of ["pointerup", "pointercancel"])
        svg.addEventListener(end, (event) => {
            if (event.pointerId !== held?.id) return;
            if (end === "pointerup") tell(event);
            held.path.classList.remove("held");
            held = null;
        });
}

// Pictures in sight follow a change of language first; the first of a notebook shows once what can be taken hold of.
function beSeen(model, el, svg, signal) {
    const watch = new IntersectionObserver(([{ isIntersecting }]) => {
        model.set("seen", isIntersecting);
        model.save_changes();
        const page = el.closest(".jp-Notebook") ?? document.body;
        if (!isIntersecting || page.dataset.cnShown || !svg.querySelector(".holds")) return;
        page.dataset.cnShown = true;
        svg.classList.add("shows");
    }, { threshold: 0.6 });
    watch.observe(el);
    signal.addEventListener("abort", () => watch.disconnect());
}

// The page may move to another screen, or be zoomed.
function countDots(model, signal) {
    if (model.get("density") !== devicePixelRatio) {
        model.set("density", devicePixelRatio);
        model.save_changes();
    }
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
        .addEventListener("change", () => countDots(model, signal), { once: true, signal });
}

// A presenter's clicker sends Page Up and Page Down. The keys belong to a presented demo that is in sight, unless
// something is being typed or a slider is being stepped; JupyterLab would take them for its own.
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
function hearClicker(model, el, signal) {
    addEventListener("keydown", (event) => {
        const demo = el.closest(".cn-demo"), steps = STEPS[event.key];
        if (!demo || !steps || !model.get("presents") || !isInSight(demo)) return;
        if (event.target.closest?.("input, textarea, select, .noUi-handle, .cm-editor")) return;
        event.preventDefault();
        event.stopPropagation();
        model.set("scene", model.get("scene") + steps);
        model.save_changes();
    }, { capture: true, signal });
    addEventListener("click", (event) => {
        const demo = event.target.closest?.(".cn-full")?.closest(".cn-demo");
        if (demo && demo === el.closest(".cn-demo"))
            document.fullscreenElement ? document.exitFullscreen() : demo.requestFullscreen();
    }, { signal });
}

// Arrow keys step a slider, a list, tabs and answers. JupyterLab and Notebook 7 would take them to go to another cell,
// or to fold the section away with the demo in it; on what has this attribute they find no shortcut.
function keepArrows(el, signal) {
    addEventListener("keydown", (event) => {
        const { target, key } = event, own = el.closest(".cn-demo, .cn-question");
        if (own && own !== target && own.contains(target))
            target.toggleAttribute("data-lm-suppress-shortcuts", key.startsWith("Arrow"));
    }, { capture: true, signal });
}

function isInSight(demo) {
    if (document.fullscreenElement) return document.fullscreenElement === demo;
    const { top, bottom } = demo.getBoundingClientRect(), middle = innerHeight / 2;
    return top < middle && middle < bottom;
}

// The page itself is in English; labels, options and buttons of a demo or a question are in the reader's language. Where
// both are shown, Chinese counts: its voice reads English too. The switch hides texts marked en or zh-Hans; these stay.
function sayLanguage(model, el, signal) {
    const say = () => {
        const own = el.closest(".cn-demo, .cn-question, .cn-switch"), language = model.get("language");
        if (own) {
            own.lang = language === "en" ? "en-US" : "zh-CN";
            nameOptions(own);
            hideOther(el.closest(".jp-Notebook"), language);
        }
        else if (!signal.aborted) setTimeout(say, 50); // the layer is made before it stands on the page
        el.dispatchEvent(new CustomEvent("course-nn:language", { bubbles: true, detail: language }));
    };
    model.on("change:language", say);
    say();
}

// Each notebook shows its own language, whatever another one on the page shows.
function hideOther(notebook, language) {
    if (!notebook || !language) return;
    notebook.classList.add("cn-told");
    notebook.classList.toggle("cn-hides-zh-Hans", language === "en");
    notebook.classList.toggle("cn-hides-en", language === "zh");
}

// Whoever hears an option hears which question it answers.
function nameOptions(question) {
    const options = question.querySelector(".widget-radio-box");
    if (!options) return;
    options.setAttribute("role", "radiogroup");
    options.ariaLabel = question.querySelector(".cn-ask")?.innerText ?? "";
}

// Locking an answer disables the button that was pressed, and the keyboard would start again at the top of the page.
function showVerdict(el) {
    const verdict = el.closest(".cn-question")?.querySelector(".cn-verdict");
    if (verdict) {
        verdict.tabIndex = -1;
        verdict.focus();
    }
}

// A slider's handle has no name, and says how many steps it has gone: it gets the label and the value of its box.
// The numbers of a picture are read aloud when it has come to rest.
function speak(model, el, spoken) {
    let demo = null, timer = 0;
    const name = () => {
        for (const handle of demo.querySelectorAll(".noUi-handle")) {
            const box = handle.closest(".widget-hbox")?.querySelector("input[type=text]");
            if (!box) continue;
            const words = box.parentElement.querySelector("label");
            const label = words?.querySelector("abbr")?.title || words?.textContent;
            if (handle.ariaLabel !== label) handle.ariaLabel = label;
            if (handle.ariaValueText !== box.value) handle.ariaValueText = box.value;
        }
    };
    const changed = new MutationObserver((changes) => {
        name();
        if (changes.some(({ target }) => target.matches("canvas"))) { // a new picture has a new label
            clearTimeout(timer);
            timer = setTimeout(() => {
                const shown = { en: ["en"], zh: ["zh-Hans"] }[model.get("language")] ?? ["en", "zh-Hans"];
                const parts = [...demo.querySelectorAll(".cn-readout [lang]")];
                const said = parts.filter(({ lang }) => shown.includes(lang));
                const words = said.map((part) => part.textContent).join(" ");
                if (!demo.classList.contains("cn-covered")) spoken.textContent = words;
            }, QUIET);
        }
    });
    const wait = setInterval(() => { // the layer is made before it stands on the page
        demo = el.closest(".cn-demo");
        if (!demo || !demo.querySelector(".cn-picture")) return;
        clearInterval(wait);
        name();
        changed.observe(demo, { subtree: true, attributeFilter: ["aria-valuetext", "aria-label"] });
    }, 50);
    return () => {
        clearInterval(wait);
        clearTimeout(timer);
        changed.disconnect();
    };
}
export default { render };
