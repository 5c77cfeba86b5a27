// @ts-check
// The layer of a picture: a canvas that shows its pixels, and over it paths that a hand can take hold of. It knows only
// where they are in the picture; what they mean, and what moves when they are pulled, Python says. It also tells what
// Python cannot know or do: how many dots the screen has, and what the handle of a slider is called for those who hear
// the page. Its look is in style.css.

/**
 * What the layer asks of a widget's model, here or in anywidget.
 * @typedef {{
 *     get(name: string): any, set(name: string, value: any): void, save_changes(): void,
 *     on(events: string, hear: Function): void, off(events: string, hear: Function): void,
 *     send(content: object): void, comm_live?: boolean,
 *     canvas?: HTMLCanvasElement, drawn?: Promise<void>, // where the picture stands, and when all of it that came does
 *     widget_manager?: { kernel?: { connectionStatusChanged?: Status } | null },
 * }} Model
 * @typedef {(sender: unknown, status: string) => void} Hears
 * @typedef {{ connect(hear: Hears): void, disconnect(hear: Hears): void }} Status
 * @typedef {{ number?: number, size: [number, number], places: [number, number][], kind: string, label: string }} Message
 * @typedef {{ taken?: number, of?: string, texts?: string[] }} Answer  to a move, by its number; or how a slider writes
 */

const STEP = 20; // page pixels: a picture is not drawn anew for less
const REST = 150; // ms in which the page keeps its size
const GLOW = 1500; // ms in which success is seen
const QUIET = 900; // ms without a new picture, before its numbers are read aloud
const GROUND = 0.067, LIGHT = 0.98; // what white and black become on a dark page, as in look.py
const STILL = /^data:image\/(webp|png|jpeg);base64,/; // what a page saves
const FAILED = `<div class="cn-failed" role="alert" hidden>
    <span lang="en">This picture could not be shown: move something, or reload the page.</span>
    <span lang="zh-Hans">这幅图未能显示：请再拨动一下，或刷新页面。</span></div>`;

/**
 * @param {{ model: Model, el: HTMLElement, printed: () => Record<string, any> }} view  printed: what else the cell shows
 * @returns {() => void} what ends it
 */

function render({ model, el, printed }) {
    el.classList.add("cn-touch", "jupyter-widgets"); // the one shows it, the other gives it the picture's margins
    el.innerHTML = `<canvas hidden role="img"></canvas><svg><g></g><g class="cn-echo"></g></svg>
        <div class="cn-spoken" role="status"></div>${FAILED}`;
    const canvas = part(el, "canvas"), svg = part(el, "svg"), leave = new AbortController(), { signal } = leave;
    takeSize(model, el, svg, signal);
    sayLanguage(model, el, signal);
    keepArrows(el, signal);
    turnPages(el, signal);
    speak(model, el, part(el, ".cn-spoken"), signal);
    if (model.comm_live === false) { // a file, which may come from anywhere: of it nothing else is read
        const show = () => {
            takePaper(model, canvas);
            showSaved(model, canvas, printed);
        };
        onTheme(show, signal);
        show();
        return () => leave.abort();
    }
    showPixels(model, canvas, part(el, ".cn-failed"), signal);
    liftVeil(model, canvas, signal);
    layPaths(model, svg, part(svg, "g"), signal);
    layPads(model, el, signal);
    feelHand(model, svg, part(svg, ".cn-echo"), signal);
    feelSliders(model, el, signal);
    feelPointer(model, svg, signal);
    countDots(model, signal);
    tellRoom(model, el, signal);
    holdAddress(model, el, signal);
    on(model, "change:told", () => showVerdict(el, signal), signal);
    on(model, "change:answers", () => el.dispatchEvent(new CustomEvent("course-nn:answered", { bubbles: true })), signal);
    greyPressed(el, signal);
    hearClicker(model, el, signal);
    beSeen(model, el, svg, signal);
    askForPicture(model);
    askAfterLoss(model, signal);
    return () => leave.abort();
}

/** A part of what this layer has made. @type {(el: Element, selector: string) => any} */
const part = (el, selector) => el.querySelector(selector);

/**
 * Listen to the model as long as the view stands.
 * @param {Model} model  @param {string} events  @param {Function} hear  @param {AbortSignal} signal
 */
function on(model, events, hear, signal) {
    model.on(events, hear);
    signal.addEventListener("abort", () => model.off(events, hear), { once: true });
}

/**
 * The kernel answers with the whole picture whenever this number is another one. It is drawn at random: of two pages that
 * count, the one that is behind would tell the kernel a number that it has already.
 * @param {Model} model
 */
function askForPicture(model) {
    model.set("views", 1 + Math.floor(Math.random() * 2 ** 31));
    model.save_changes();
}

/**
 * What was sent while the connection was away is lost, where another page listens to the same kernel.
 * @param {Model} model  @param {AbortSignal} signal
 */
function askAfterLoss(model, signal) {
    const changes = model.widget_manager?.kernel?.connectionStatusChanged;
    /** @type {Hears} */
    const hear = (_, status) => { if (status === "connected") askForPicture(model); };
    changes?.connect(hear);
    signal.addEventListener("abort", () => changes?.disconnect(hear), { once: true });
}

/**
 * What has changed of a picture comes as image files, each with its place. They are decoded side by side and drawn in
 * one go, in the order in which they came. A view that has drawn no whole picture, or has missed what came between,
 * draws no parts: it asks for the whole.
 * @param {Model} model  @param {HTMLCanvasElement} canvas  @param {HTMLElement} failed  @param {AbortSignal} signal
 */
function showPixels(model, canvas, failed, signal) {
    let drawn = Promise.resolve(), holds = false; // the whole picture
    let failures = 0; // in a row
    let last = 0; // the number of the message that came before; a kernel of an earlier edition counts none
    takePaper(model, canvas);
    onTheme(() => {
        takePaper(model, canvas);
        holds = false;
        askForPicture(model);
    }, signal);
    canvas.addEventListener("contextmenu", (event) => event.stopPropagation()); // the browser's own can save an image
    canvas.addEventListener("contextrestored", () => { // the browser had taken its pixels away
        holds = false;
        askForPicture(model);
    });

    /** @param {Message} message  @param {Promise<ImageBitmap[]>} decoded  @param {Promise<void>} before */
    async function show(message, decoded, before) {
        try {
            const [images] = await Promise.all([decoded, before]);
            if (signal.aborted) return;
            if (message.number && message.number !== last + 1) holds = false;
            last = message.number ?? 0;
            if (!holds && !isWhole(message, images)) return askForPicture(model);
            draw(model.canvas ?? canvas, message, images);
            shade(model, canvas, images.map((image, k) => [...message.places[k], image.width, image.height]));
            for (const image of images) image.close();
            for (const old of canvas.parentElement?.querySelectorAll(".cn-lifting") ?? []) old.classList.add("cn-lifts");
            [holds, failures] = [true, 0];
        } catch (error) {
            console.error(error);
            holds = false;
            if (++failures === 1) askForPicture(model);
        }
        failed.hidden = failures < 2;
    }
    on(model, "msg:custom", (/** @type {Message} */ message, /** @type {DataView<ArrayBuffer>[]} */ files) => {
        if (message.size) model.drawn = drawn = show(message, decode(files, message.kind), drawn);
    }, signal);
}

/** @param {DataView<ArrayBuffer>[]} files  @param {string} type */
const decode = (files, type) => Promise.all(files.map((file) => createImageBitmap(new Blob([file], { type }))));

/** @param {Message} message  @param {ImageBitmap[]} images */
const isWhole = ({ size: [width, height] }, [image]) => image?.width === width && image.height === height;

/**
 * A canvas keeps its pixels only, while the browser would keep every picture that an <img> has shown.
 * @param {HTMLCanvasElement} canvas  @param {Message} message  @param {ImageBitmap[]} images
 */
function draw(canvas, { size: [width, height], places, label }, images) {
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    images.forEach((image, k) => brush(canvas).drawImage(image, ...places[k]));
    canvas.hidden = false;
    canvas.ariaLabel = label;
}

/**
 * A picture is drawn for light paper, which is what is saved. On a dark page that is a canvas of its own, out of sight,
 * and what is seen is shaded: as no filter of a style sheet can do it quickly enough, only where something has changed.
 * @param {Model} model  @param {HTMLCanvasElement} canvas
 */
function takePaper(model, canvas) {
    model.canvas = isDark() ? document.createElement("canvas") : canvas;
    model.canvas.hidden = model.canvas !== canvas || canvas.hidden; // nothing stands on new paper
    if (model.canvas !== canvas) model.canvas.getContext("2d", { willReadFrequently: true });
}

const isDark = () => document.body.dataset.jpThemeLight === "false";

/** @param {() => void} hear  @param {AbortSignal} signal */
function onTheme(hear, signal) {
    let dark = isDark();
    const watch = new MutationObserver(() => {
        if (dark !== (dark = isDark())) hear();
    });
    watch.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
    signal.addEventListener("abort", () => watch.disconnect());
}

/**
 * Show these parts of the paper, [x, y, width, height] each, on a canvas of a dark page.
 * @param {Model} model  @param {HTMLCanvasElement} canvas  @param {number[][]} parts
 */
function shade(model, canvas, parts) {
    const paper = model.canvas ?? canvas, { width, height } = paper;
    if (paper === canvas) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    for (const [x, y, wide, tall] of parts) {
        const dots = brush(paper).getImageData(x, y, wide, tall);
        darken(new Uint32Array(dots.data.buffer));
        brush(canvas).putImageData(dots, x, y);
    }
    canvas.hidden = false;
    canvas.ariaLabel = paper.ariaLabel;
}

/** Most dots are as the one before. @param {Uint32Array} dots  alpha, blue, green and red of each, in its bytes */
function darken(dots) {
    let before = 0, shaded = 0;
    for (let k = 0; k < dots.length; k++) {
        if (dots[k] !== before) shaded = onDark(before = dots[k]);
        dots[k] = shaded;
    }
}

/** White becomes the ground, black light, and a hue stays what it is: look.on_dark says the same. @param {number} dot */
function onDark(dot) {
    const red = dot & 255, green = dot >> 8 & 255, blue = dot >> 16 & 255;
    const white = Math.min(red, green, blue), black = 255 - Math.max(red, green, blue), tint = 1 - white / 510;
    const grey = GROUND * white + LIGHT * black * (black + white) / 255 + 0.5; // rounded
    const [r, g, b] = [(red - white) * tint + grey, (green - white) * tint + grey, (blue - white) * tint + grey];
    return (dot & 0xff000000 | b << 16 | g << 8 | r) >>> 0;
}

/** @param {HTMLCanvasElement} canvas */
function brush(canvas) {
    const context = canvas.getContext("2d");
    if (!context) throw new Error("the browser gives this canvas no room for its pixels");
    return context;
}

/**
 * Without a kernel: the picture that the output of the cell holds, or the one that was saved with the widgets. A file
 * may come from anywhere, so an address in it is not visited.
 * @param {Model} model  @param {HTMLCanvasElement} canvas  @param {() => Record<string, any>} printed
 */
async function showSaved(model, canvas, printed) {
    const image = new Image(), output = model.get("printed") ? printed() : {};
    const source = output["image/png"] ? `data:image/png;base64,${output["image/png"]}` : model.get("still");
    if (!STILL.test(source)) return;
    await new Promise((done) => Object.assign(image, { onload: done, onerror: done, src: source }));
    // a damaged file shows nothing, and says that no kernel runs; a small one may hold a picture that fills the memory
    if (!isSize([image.naturalWidth, image.naturalHeight])) return;
    const paper = model.canvas ?? canvas;
    Object.assign(paper, { width: image.naturalWidth, height: image.naturalHeight, hidden: false });
    brush(paper).drawImage(image, 0, 0);
    paper.ariaLabel = output["text/plain"] ?? model.get("label") ?? "";
    shade(model, canvas, [[0, 0, paper.width, paper.height]]);
}

/**
 * One SVG path a place; the browser then does the hit testing, the cursor and the halo.
 * @param {Model} model  @param {SVGSVGElement} svg  @param {SVGGElement} places: in it  @param {AbortSignal} signal
 */
function layPaths(model, svg, places, signal) {
    /** @type {[handle: number, item: number, width: number, holds: boolean, d: string][]} */
    let laid = [];
    /** @type {Set<SVGPathElement>} */
    const moved = new Set();
    function lay() {
        /** @type {typeof laid} */
        const paths = model.get("paths");
        while (places.childElementCount > paths.length) places.lastChild?.remove();
        paths.forEach(([handle, item, width, holds, d], i) => {
            if (`${laid[i]}` === `${paths[i]}`) return; // most stay where they are while one moves
            const path = /** @type {SVGPathElement} */ (places.children[i] ?? places.appendChild(newPath()));
            path.classList.remove("hovered");
            path.setAttribute("d", d);
            path.style.setProperty("--wide", `${width}px`);
            path.classList.toggle("holds", holds);
            Object.assign(path.dataset, { handle, item });
            moved.add(path);
        });
        laid = paths;
    }
    /** What was done is seen where it happened: at what has moved last, or around the picture. */
    const succeed = () => {
        const found = [...moved].filter((path) => path.isConnected);
        for (const place of found.length ? found : [svg]) {
            place.classList.add("succeeds");
            setTimeout(() => place.classList.remove("succeeds"), GLOW);
        }
    };
    on(model, "change:paths", () => {
        moved.clear();
        lay();
    }, signal);
    on(model, "change:done", succeed, signal);
    lay();
}

const newPath = () => document.createElementNS("http://www.w3.org/2000/svg", "path");

const LIFTS = 2000; // ms after which a veil has lifted

/**
 * When the veil lifts, the truth is drawn from left to right over what was seen until then. Nothing may move after that,
 * and so nothing would tell that its picture was lost on the way: the page asks for it once more.
 * @param {Model} model  @param {HTMLCanvasElement} canvas  @param {AbortSignal} signal
 */
function liftVeil(model, canvas, signal) {
    let timer = 0;
    on(model, "change:lifts", () => {
        clearTimeout(timer);
        timer = setTimeout(() => askForPicture(model), LIFTS);
        if (canvas.hidden || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
        const { width, height } = canvas;
        const old = Object.assign(document.createElement("canvas"), { width, height, className: "cn-lifting" });
        brush(old).drawImage(canvas, 0, 0);
        old.addEventListener("animationend", () => old.remove());
        canvas.after(old);
    }, signal);
    signal.addEventListener("abort", () => clearTimeout(timer));
}

const MOST = 8; // moves under way
const LOST = 3000; // ms after which a move that was not answered counts as lost

/**
 * Moves go to the kernel one after the other, each with a number that comes back once its picture has been sent. So many
 * are under way that the kernel always has one, and hardly more: those that wait there are as many as are under way, times
 * the share by which the way takes longer than at its shortest (the rule of TCP Vegas). The newest move takes the place of
 * one that has not gone yet.
 * @template {object} Move
 * @param {Model} model  @param {(move: Move) => void} arrived: its picture is drawn
 * @param {() => void} lost: nobody has answered for so long that no answer is awaited any more  @param {AbortSignal} signal
 * @returns {(move: Move, urgent: boolean) => void}  urgent: it goes at once, as what takes hold and what lets go
 */
function sendMoves(model, arrived, lost, signal) {
    /** @type {Map<number, { move: Move, at: number }>} */
    const underWay = new Map();
    let number = Math.floor(Math.random() * 2 ** 31); // so that no two pages count alike
    let most = 2, shortest = Infinity, timer = 0, picture = model.drawn;
    /** @type {Move | null} */
    let waits = null;
    /** @param {Move} move */
    const send = (move) => {
        waits = null;
        clearTimeout(timer);
        try {
            model.send({ number: ++number, ...move });
        } catch { // the kernel has died, and nobody will answer
            underWay.clear();
            return lost();
        }
        underWay.set(number, { move, at: performance.now() });
        timer = setTimeout(() => {
            if (underWay.size) lost();
            underWay.clear();
            if (waits) send(waits);
        }, LOST);
    };
    /** @param {number} took: ms on the way there and back */
    const adapt = (took) => {
        shortest = Math.min(shortest, took);
        const queue = most * (1 - shortest / took);
        most = Math.max(1, Math.min(MOST, most + (queue < 0.5 ? 1 : queue > 1.5 ? -1 : 0)));
    };
    on(model, "msg:custom", async (/** @type {Answer} */ { taken = 0 }) => {
        const one = underWay.get(taken);
        if (!one) return;
        underWay.delete(taken);
        if (model.drawn !== picture) adapt(performance.now() - one.at); // what changed no picture is answered sooner
        picture = model.drawn;
        if (waits && underWay.size < most) send(waits);
        await model.drawn;
        arrived(one.move);
    }, signal);
    signal.addEventListener("abort", () => clearTimeout(timer));
    return (move, urgent) => {
        if (urgent || underWay.size < most) send(move);
        else waits = move;
    };
}

/**
 * What is held follows the pointer at once, as an echo over the picture, until the picture has come. It goes where the
 * handle can go, as far as Python has said that: `ways` holds, for x and for y, whether all between the first and the last
 * of these places is free.
 * @param {Model} model  @param {SVGGraphicsElement} path  @param {SVGGElement} over: where echoes are drawn
 * @param {number} handle  @param {[number, number]} start: of the hand
 */
function echoOf(model, path, over, handle, start) {
    const echo = over.appendChild(newPath()), ways = model.get("ways")[handle];
    const laid = path.getBBox(), isPoint = path.getAttribute("d")?.endsWith("h.1");
    const off = isPoint ? [laid.x - start[0], laid.y - start[1]] : [0, 0]; // from the hand to the point that it holds
    let seen = start; // where the hand was for the picture that stands
    /** @param {number} axis  @param {[number, number]} hand */
    const allowed = (axis, hand) => (ways ? nearest(ways[axis], hand[axis] + off[axis]) : hand[axis]);
    echo.style.setProperty("--wide", path.style.getPropertyValue("--wide"));
    return {
        /** @param {[number, number]} hand */
        follow(hand) {
            const [x, y] = [0, 1].map((axis) => allowed(axis, hand) - allowed(axis, seen));
            echo.setAttribute("d", path.getAttribute("d") ?? "");
            echo.setAttribute("transform", `translate(${x} ${y})`);
        },
        /** @param {[number, number]} hand */
        comes(hand) { seen = hand; },
        ends() { echo.remove(); },
    };
}

/** @param {[boolean, ...number[]]} way  @param {number} place */
function nearest([isFree, ...places], place) {
    if (!places.length) return 0; // it stays
    if (isFree) return Math.min(Math.max(place, Math.min(...places)), Math.max(...places));
    return places.reduce((best, one) => (Math.abs(one - place) < Math.abs(best - place) ? one : best));
}

/**
 * @typedef {[handle: number, item: number, grab: number, x0: number, y0: number, x: number, y: number, holds: boolean]} Held
 * @param {Model} model  @param {SVGSVGElement} svg  @param {SVGGElement} over: where echoes are drawn
 * @param {AbortSignal} signal
 */
function feelHand(model, svg, over, signal) {
    /**
     * @typedef {{ path: SVGGraphicsElement, handle: number, item: number, grab: number, id: number, scrolls: boolean,
     *     start: [number, number], here: [number, number], echo?: ReturnType<typeof echoOf> }} Hand
     * @type {Hand | null}
     */
    let held = null;
    /** @type {Hand | null} */
    let last = null; // its echo stays until the picture has come
    let grabs = Date.now(); // a new number for each grab, also after the page was loaded again

    /** @type {(move: { held: Held }) => void} */
    const arrived = ({ held: [, , grab, , , x, y, holds] }) => {
        if (grab !== last?.grab) return;
        last.echo?.comes([x, y]);
        if (holds) last.echo?.follow(last.here);
        else last.echo?.ends();
    };
    const lost = () => { if (last !== held) last?.echo?.ends(); }; // what was let go is where the picture has it
    const send = sendMoves(model, arrived, lost, signal);
    /** @param {PointerEvent} event  @returns {[number, number]} */
    const place = ({ clientX, clientY }) => {
        const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM()?.inverse());
        return [x, y];
    };
    /** @param {PointerEvent} event  @param {Hand} hand */
    function tell(event, hand) {
        hand.here = place(event);
        const goes = event.type === "pointermove", holds = event.type !== "pointerup";
        if (goes) hand.echo?.follow(hand.here);
        send({ held: [hand.handle, hand.item, hand.grab, ...hand.start, ...hand.here, holds] }, !goes);
    }
    svg.addEventListener("pointerdown", (event) => {
        if (event.button || (held && svg.hasPointerCapture(held.id))) return; // a hand whose end was missed holds nothing
        const path = /** @type {SVGGraphicsElement} */ (event.target), holds = path.classList.contains("holds");
        const scrolls = event.pointerType === "touch" && !holds; // a finger may want to scroll: only its tap counts
        const handle = Number(path.dataset.handle), item = Number(path.dataset.item), start = place(event);
        last?.echo?.ends();
        held?.path.classList.remove("held");
        last = held = { path, handle, item, grab: ++grabs, id: event.pointerId, scrolls, start, here: start };
        if (holds && !path.getAttribute("d")?.endsWith("Z")) held.echo = echoOf(model, path, over, handle, start);
        path.classList.add("held");
        svg.setPointerCapture(event.pointerId);
        if (!scrolls) tell(event, held);
    });
    // Chromium does not heed touch-action on the parts of an SVG; this keeps the page still under a finger that drags
    svg.addEventListener("touchstart", (event) => held && !held.scrolls && event.preventDefault(), { passive: false });
    svg.addEventListener("pointermove", (event) => {
        if (held && event.pointerId === held.id && !held.scrolls) tell(event, held);
    });
    /** @param {PointerEvent} event */
    function letGo(event) {
        if (!held || event.pointerId !== held.id) return;
        const hand = held;
        hand.path.classList.remove("held");
        held = null;
        if (event.type === "pointerup") tell(event, hand);
        else hand.echo?.ends();
    }
    svg.addEventListener("pointerup", letGo);
    svg.addEventListener("pointercancel", letGo);
}

const CELLS = 32; // of a sheet to draw on, in a row
const PEN = 1.3; // cells around the pointer that are inked
const PADS = ["Drawing pad: arrow keys move the pen, Space inks, Shift with an arrow draws",
    "手写板：方向键移动笔，空格键落墨，按住 Shift 再按方向键可连续书写"];

/**
 * Sheets on which a hand draws. Ink is seen at once; the kernel is told the whole sheet, so what is merged on the way
 * loses nothing, and what it says of an earlier one is not heeded.
 * @param {Model} model  @param {HTMLElement} el  @param {AbortSignal} signal
 */
function layPads(model, el, signal) {
    /** @type {Map<string, ReturnType<typeof newPad>>} */
    const pads = new Map(), send = sendMoves(model, () => {}, () => {}, signal);
    const lay = () => {
        /** @type {[name: string, left: number, top: number, wide: number, tall: number, number: number, ink: string][]} */
        const wanted = model.get("pads"), [width, height] = model.get("size");
        for (const [name, pad] of pads) {
            if (wanted.some(([other]) => other === name)) continue;
            pad.canvas.remove();
            pads.delete(name);
        }
        for (const [name, left, top, wide, tall, number, ink] of wanted) {
            const pad = pads.get(name) ?? newPad((...drawn) => send({ inked: [name, ...drawn] }, false));
            if (!pad.canvas.isConnected) el.append(pad.canvas);
            pads.set(name, pad);
            const place = { left: left / width, top: top / height, width: wide / width, height: tall / height };
            for (const [side, share] of Object.entries(place)) pad.canvas.style.setProperty(side, `${100 * share}%`);
            pad.canvas.ariaLabel = PADS[model.get("language") === "en" ? 0 : 1];
            pad.take(number, ink);
        }
    };
    let shown = "";
    on(model, "change:pads change:language", lay, signal);
    on(model, "msg:custom", async (/** @type {Message} */ { size }) => { // of another shape: a sheet moves with its picture
        if (!size || `${size}` === shown) return;
        shown = `${size}`;
        await model.drawn;
        lay();
    }, signal);
    lay();
}

/** @param {(stroke: number, number: number, ink: string) => void} tell: the kernel, with a number of this message */
function newPad(tell) {
    const canvas = Object.assign(document.createElement("canvas"), { width: CELLS, height: CELLS, tabIndex: 0 });
    canvas.className = "cn-pad";
    canvas.setAttribute("role", "application");
    canvas.setAttribute("data-lm-suppress-shortcuts", "true"); // JupyterLab finds none here
    let ink = new Uint8Array(CELLS * CELLS), number = 0, stroke = 0;
    const cursor = [CELLS / 2 + 0.5, CELLS / 2 + 0.5]; // of the keyboard

    const show = () => {
        const image = brush(canvas).createImageData(CELLS, CELLS);
        ink.forEach((one, k) => { image.data[4 * k + 3] = 255 * one; });
        if (canvas.matches(":focus-visible"))
            image.data.set([213, 94, 0, 255], 4 * (CELLS * Math.floor(cursor[1]) + Math.floor(cursor[0])));
        brush(canvas).putImageData(image, 0, 0);
    };
    /** @param {number[]} from  @param {number[]} to  in cells */
    const draw = (from, to) => {
        for (let k = 0; k < ink.length; k++)
            if (distance([k % CELLS + 0.5, Math.floor(k / CELLS) + 0.5], from, to) <= PEN) ink[k] = 1;
        show();
        tell(stroke, ++number, written(ink));
    };
    const begin = () => { stroke = 1 + Math.floor(Math.random() * 2 ** 31); };
    feelPen(canvas, draw, begin);
    canvas.addEventListener("keydown", (event) => {
        const step = MOVES[event.key], from = [...cursor], inks = event.key === " " || event.key === "Enter";
        if ((!step && !inks) || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        step?.forEach((by, k) => { cursor[k] = Math.min(CELLS - 0.5, Math.max(0.5, cursor[k] + by)); });
        if (inks) begin();
        if (inks || event.shiftKey) draw(from, cursor);
        else show();
    });
    canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible")) begin(); }); // by the keyboard
    for (const event of ["focus", "blur"]) canvas.addEventListener(event, show);
    return {
        canvas,
        /** @param {number} known  @param {string} text: what the kernel has, once it knew that message of ours */
        take: (known, text) => {
            if (known < number) return;
            [number, ink] = [known, read(text)];
            show();
        },
    };
}

/**
 * @param {HTMLCanvasElement} canvas  @param {(from: number[], to: number[]) => void} draw  @param {() => void} begin
 */
function feelPen(canvas, draw, begin) {
    /** @type {{ id: number, at: number[] } | null} */
    let pen = null;
    /** @param {PointerEvent} event */
    const place = ({ clientX, clientY }) => {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        return [(clientX - left) / width * CELLS, (clientY - top) / height * CELLS];
    };
    canvas.addEventListener("pointerdown", (event) => {
        if (event.button || (pen && canvas.hasPointerCapture(pen.id))) return; // one whose end was missed draws no more
        const at = place(event);
        pen = { id: event.pointerId, at };
        canvas.setPointerCapture(event.pointerId);
        begin();
        draw(at, at);
    });
    canvas.addEventListener("pointermove", (event) => {
        if (!pen || event.pointerId !== pen.id) return;
        const to = place(event);
        draw(pen.at, to);
        pen.at = to;
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { pen = null; });
}

/** @type {Record<string, number[]>} */
const MOVES = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** How far a place is from a line. @param {number[]} place  @param {number[]} from  @param {number[]} to */
function distance([x, y], [x0, y0], [x1, y1]) {
    const [dx, dy] = [x1 - x0, y1 - y0], length = dx * dx + dy * dy;
    const share = length ? Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length)) : 0;
    return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
}

/** The text of a sheet, as common/ink.py has it. @param {Uint8Array} ink */
const written = (ink) => ink.some(Boolean) ? Array.from({ length: ink.length / 4 }, (_, k) =>
    (8 * ink[4 * k] + 4 * ink[4 * k + 1] + 2 * ink[4 * k + 2] + ink[4 * k + 3]).toString(16)).join("") : "";

/** @param {string} text */
const read = (text) => Uint8Array.from({ length: CELLS * CELLS }, (_, k) =>
    text ? parseInt(text[k >> 2], 16) >> (3 - k % 4) & 1 : 0);

/**
 * A slider of the demo goes the same way: ipywidgets sends a move only once the kernel has become idle after the last. Its
 * number is written here at once, and by the kernel when it is let go.
 * @param {Model} model  @param {HTMLElement} el  @param {AbortSignal} signal
 */
function feelSliders(model, el, signal) {
    const send = sendMoves(model, () => {}, () => {}, signal), met = new Set();
    /** @type {Map<string, string[]>} */
    const texts = new Map();
    /** @param {Event} event */
    const meet = (event) => {
        /** @type {any} */
        const track = pressed(event)?.closest(".cn-slides")?.querySelector(".noUi-target"), { noUiSlider } = track ?? {};
        if (!noUiSlider || met.has(noUiSlider) || track.closest(".cn-demo") !== el.closest(".cn-demo")) return;
        met.add(noUiSlider);
        const name = /cn-of-(\w+)/.exec(track.closest(".cn-slides").className)?.[1] ?? "";
        const box = track.closest(".widget-hbox").querySelector("input[type=text]");
        /** @param {boolean} holds  @param {number[]} steps */
        const slide = (holds, [steps]) => {
            const text = texts.get(name)?.[Math.round(steps)];
            if (text) box.value = text;
            send({ slid: [name, Math.round(steps), holds, Boolean(text)] }, !holds);
        };
        noUiSlider.on("slide.course", (/** @type {any[]} */ ...[, , steps]) => slide(true, steps));
        noUiSlider.on("change.course", (/** @type {any[]} */ ...[, , steps]) => slide(false, steps));
        model.send({ meets: name });
    };
    on(model, "msg:custom", (/** @type {Answer} */ { of, texts: all }) => {
        if (of !== undefined && all) texts.set(of, all);
    }, signal);
    for (const kind of ["pointerover", "pointerdown", "focusin"]) addEventListener(kind, meet, { capture: true, signal });
    signal.addEventListener("abort", () => met.forEach((slider) => slider.off(".course")));
}

/**
 * A pointer that only rests on a place, and the keyboard, which goes by arrows from face to face: the kernel is told which
 * place it is, once, and that it is none any more.
 * @param {Model} model  @param {SVGSVGElement} svg  @param {AbortSignal} signal
 */
function feelPointer(model, svg, signal) {
    const answers = new Set(model.get("hovers"));
    if (!answers.size) return svg.setAttribute("aria-hidden", "true"); // nothing in it for those who hear the page
    /** @param {Element | null} path */
    const hover = (path) => {
        const { handle, item } = path instanceof SVGElement ? path.dataset : {};
        const place = answers.has(Number(handle)) ? [Number(handle), Number(item)] : [];
        for (const one of svg.querySelectorAll(".hovered")) one.classList.remove("hovered");
        if (place.length) path?.classList.add("hovered");
        if (`${place}` === `${model.get("hovered")}`) return;
        model.set("hovered", place);
        model.save_changes();
    };
    svg.addEventListener("pointerover", (event) => {
        if (event.pointerType !== "touch" && !event.buttons) hover(pressed(event)); // a finger cannot rest on it
    });
    svg.addEventListener("pointerleave", () => hover(null));
    svg.addEventListener("blur", () => hover(null));
    on(model, "change:paths", () => svg.querySelector(".hovered") ?? hover(null), signal); // it has gone
    walkFaces(model, svg, hover, signal);
    hover(null); // of a page before this one
}

const FACES = ["Small maps: arrow keys show one large", "小图：按方向键逐个放大"];

/**
 * One stop for the keyboard, which hears what it finds from the numbers of the picture.
 * @param {Model} model  @param {SVGSVGElement} svg  @param {(path: Element | null) => void} hover
 * @param {AbortSignal} signal
 */
function walkFaces(model, svg, hover, signal) {
    const name = () => { svg.ariaLabel = FACES[model.get("language") === "en" ? 0 : 1]; };
    Object.assign(svg, { role: "slider", tabIndex: 0, ariaValueMin: "0", ariaValueNow: "0" });
    on(model, "change:language", name, signal);
    name();
    svg.addEventListener("keydown", (event) => {
        const step = WALKS[event.key], kinds = model.get("hovers");
        const faces = [...svg.querySelectorAll('path[d$="Z"]')].filter((face) =>
            kinds.includes(Number(face.getAttribute("data-handle"))));
        if (event.key === "Escape") hover(null);
        if (!step || !faces.length) return;
        event.preventDefault();
        const from = faces.findIndex((face) => face.matches(".hovered"));
        const to = from < 0 ? 0 : (from + step + faces.length) % faces.length;
        Object.assign(svg, { ariaValueMax: `${faces.length}`, ariaValueNow: `${to + 1}` });
        hover(faces[to]);
    });
}

/** @type {Record<string, number>} */
const WALKS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const MOSTLY = 0.6; // of a picture, when it counts as looked at

/**
 * Pictures in sight follow a change of language first; the first of a notebook shows once what can be taken hold of.
 * @param {Model} model  @param {HTMLElement} el  @param {SVGElement} svg  @param {AbortSignal} signal
 */
function beSeen(model, el, svg, signal) {
    const watch = new IntersectionObserver((looks) => {
        const { isIntersecting, intersectionRatio } = looks[looks.length - 1];
        model.set("seen", isIntersecting); // be it a strip of it
        model.save_changes();
        const page = /** @type {HTMLElement} */ (el.closest(".jp-Notebook") ?? document.body);
        if (intersectionRatio < MOSTLY || page.dataset.cnShown || !svg.querySelector(".holds")) return;
        page.dataset.cnShown = "true";
        svg.classList.add("shows");
    }, { threshold: [0, MOSTLY] });
    watch.observe(el);
    signal.addEventListener("abort", () => watch.disconnect());
}

const WIDEST = 10_000; // page pixels of a picture
/** @param {unknown} size */
const isSize = (size) => Array.isArray(size) && size.length === 2 && size.every((x) => x > 0 && x <= WIDEST);

/** @param {Model} model  @param {HTMLElement} el  @param {SVGSVGElement} svg  @param {AbortSignal} signal */
function takeSize(model, el, svg, signal) {
    const take = () => {
        const size = model.get("size");
        if (!isSize(size)) return;
        const [wide, tall] = size;
        svg.setAttribute("viewBox", `0 0 ${wide} ${tall}`);
        el.style.setProperty("--picture", `${wide}px`); // ipywidgets writes over a max-width of its own
        el.dataset.fitted = `${model.get("fitted")}`;
    };
    on(model, "change:size change:fitted", take, signal);
    take();
}

/**
 * A picture is drawn as large as the page has room for: how wide its demo is, and how much of the page is seen at once.
 * @param {Model} model  @param {HTMLElement} el  @param {AbortSignal} signal
 */
function tellRoom(model, el, signal) {
    let timer = 0;
    const tell = () => {
        const demo = el.closest(".cn-demo"), pane = el.closest(".jp-WindowedPanel-outer");
        const room = [demo?.clientWidth ?? 0, pane?.clientHeight || innerHeight].map((x) => Math.floor(x / STEP) * STEP);
        if (!room[0] || `${room}` === `${model.get("fitted")}`) return; // what is not in sight has no width
        model.set("room", room);
        model.save_changes();
    };
    const watch = new ResizeObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(tell, REST);
    });
    const wait = setInterval(() => { // the layer is made before it stands on the page
        const demo = el.closest(".cn-demo");
        if (!demo && el.closest(".cn-question, .cn-switch") === null) return;
        clearInterval(wait);
        for (const one of [demo, el.closest(".jp-WindowedPanel-outer")]) if (one) watch.observe(one);
    }, 50);
    signal.addEventListener("abort", () => {
        clearInterval(wait);
        clearTimeout(timer);
        watch.disconnect();
    });
}

const MARK = "#experiment:";
let asked = location.hash; // before JupyterLab has begun to change the address

/** What an address says of the setting; null if it speaks of something else. @param {string} hash */
const setting = (hash) => (hash.startsWith(MARK) ? hash.slice(MARK.length) : null);

/**
 * The address of the page holds the setting of a demo as long as its notebook is in sight; opened, it brings it back. It
 * is a fragment, which no server hears of and JupyterLab leaves alone; nothing is asked of JupyterLab for it.
 * @param {Model} model  @param {HTMLElement} el  @param {AbortSignal} signal
 */
function holdAddress(model, el, signal) {
    if (!model.get("holds")) return;
    const hear = () => {
        const text = setting(asked) ?? setting(location.hash);
        asked = "";
        if (text === null || text === model.get("address")) return;
        model.set("address", text);
        model.save_changes();
    };
    let seen = false;
    const hold = () => {
        const text = seen ? model.get("address") : "", mark = text && MARK + text;
        if (mark === location.hash || (!mark && setting(location.hash) === null)) return;
        history.replaceState(history.state, "", location.pathname + location.search + mark);
    };
    const watch = new IntersectionObserver((looks) => {
        seen = looks[looks.length - 1].isIntersecting;
        hold();
    });
    const wait = setInterval(() => { // the layer is made before it stands on the page
        const panel = el.closest(".jp-NotebookPanel");
        if (!panel) return;
        clearInterval(wait);
        hear();
        on(model, "change:address", hold, signal);
        addEventListener("hashchange", hear, { signal }); // typed, or a link within the page
        watch.observe(panel);
        signal.addEventListener("abort", () => setTimeout(() => panel.isConnected || ((seen = false), hold())));
    }, 50);
    signal.addEventListener("abort", () => {
        clearInterval(wait);
        watch.disconnect();
    });
}

/** The page may move to another screen, or be zoomed. @param {Model} model  @param {AbortSignal} signal */
function countDots(model, signal) {
    if (model.get("density") !== devicePixelRatio) {
        model.set("density", devicePixelRatio);
        model.save_changes();
    }
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
        .addEventListener("change", () => countDots(model, signal), { once: true, signal });
}

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/**
 * A presenter's clicker sends Page Up and Page Down. The keys belong to a presented demo that is in sight, unless
 * something is being typed or a slider is being stepped; JupyterLab would take them for its own.
 * @param {Model} model  @param {HTMLElement} el  @param {AbortSignal} signal
 */
function hearClicker(model, el, signal) {
    addEventListener("keydown", (event) => {
        const demo = el.closest(".cn-demo"), steps = STEPS[event.key];
        if (!demo || !steps || !model.get("presents") || !isInSight(demo)) return;
        if (pressed(event)?.closest("input, textarea, select, .noUi-handle, .cm-editor")) return;
        event.preventDefault();
        event.stopImmediatePropagation(); // another view of the demo may be in sight beside this one
        model.set("scene", model.get("scene") + steps);
        model.save_changes();
    }, { capture: true, signal });
    addEventListener("click", (event) => {
        const demo = pressed(event)?.closest(".cn-full")?.closest(".cn-demo");
        if (!demo || demo !== el.closest(".cn-demo")) return;
        if (document.fullscreenElement) document.exitFullscreen();
        else demo.requestFullscreen();
    }, { signal });
}

/** What was pressed, or has the keyboard; null if that is the page itself. @param {Event} event */
const pressed = ({ target }) => (target instanceof Element ? target : null);

/**
 * Arrow keys step a slider, a list, tabs and answers. JupyterLab and Notebook 7 would take them to go to another cell,
 * or to fold the section away with the demo in it; on what has this attribute they find no shortcut.
 * @param {HTMLElement} el  @param {AbortSignal} signal
 */
function keepArrows(el, signal) {
    addEventListener("keydown", (event) => {
        const target = pressed(event), own = el.closest(".cn-demo, .cn-question");
        if (own && own !== target && own.contains(target))
            target?.toggleAttribute("data-lm-suppress-shortcuts", event.key.startsWith("Arrow"));
    }, { capture: true, signal });
}

const TENTH = 10, PAGE = 5; // steps that a page is to noUiSlider

/**
 * Page Up and Page Down move what is estimated by a tenth of its axis, however fine the steps of its slider are.
 * @param {HTMLElement} el  @param {AbortSignal} signal
 */
function turnPages(el, signal) {
    addEventListener("keydown", (event) => {
        const handle = pressed(event), question = el.closest(".cn-question");
        if (!event.isTrusted || !/^Page(Up|Down)$/.test(event.key) || !handle?.matches(".cn-setting .noUi-handle")) return;
        if (!question?.contains(handle)) return;
        const { range, step } = /** @type {any} */ (handle.closest(".noUi-target")).noUiSlider.options;
        for (let k = Math.round((range.max - range.min) / step / TENTH / PAGE); k > 1; k--)
            handle.dispatchEvent(new KeyboardEvent("keydown", { key: event.key, bubbles: true }));
    }, { capture: true, signal });
}

/** Whether a part of it is in sight. @param {Element} demo */
function touches(demo) {
    const { top, bottom } = demo.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
}

/** @param {Element} demo */
function isInSight(demo) {
    if (document.fullscreenElement) return document.fullscreenElement === demo;
    const { top, bottom } = demo.getBoundingClientRect(), middle = innerHeight / 2;
    return top < middle && middle < bottom;
}

/**
 * The page itself is in English; labels, options and buttons of a demo or a question are in the reader's language. Where
 * both are shown, Chinese counts: its voice reads English too. The switch hides texts marked en or zh-Hans; these stay.
 * @param {Model} model  @param {HTMLElement} el  @param {AbortSignal} signal
 */
function sayLanguage(model, el, signal) {
    const say = () => {
        const own = /** @type {HTMLElement | null} */ (el.closest(".cn-demo, .cn-question, .cn-switch"));
        const language = model.get("language"), lives = model.comm_live !== false;
        if (own) {
            own.lang = language === "en" ? "en-US" : "zh-CN";
            nameOptions(own, model.get("label"));
            hideOther(el.closest(".jp-Notebook"), language, lives);
        }
        else if (!signal.aborted) setTimeout(say, 50); // the layer is made before it stands on the page
        if (lives) el.dispatchEvent(new CustomEvent("course-nn:language", { bubbles: true, detail: language }));
    };
    on(model, "change:language", say, signal);
    say();
}

/**
 * Each notebook shows its own language, whatever another one on the page shows. Where a bar stands over it, a file that
 * was saved in another language does not overrule the reader.
 * @param {Element | null} notebook  @param {string} language  @param {boolean} lives: said by a kernel, not by a file
 */
function hideOther(notebook, language, lives) {
    if (!notebook || !language || (!lives && notebook.matches(".cn-course"))) return;
    notebook.classList.add("cn-told");
    notebook.classList.toggle("cn-hides-zh-Hans", language === "en");
    notebook.classList.toggle("cn-hides-en", language === "zh");
}

/** Whoever hears an option, or a box, hears which question it answers. @param {Element} question  @param {string} label */
function nameOptions(question, label) {
    const asked = /** @type {HTMLElement | null} */ (question.querySelector(".cn-ask"));
    const options = question.querySelector(".widget-radio-box"), setting = question.querySelector(".cn-setting");
    options?.setAttribute("role", "radiogroup");
    setting?.setAttribute("role", "group"); // the boxes in which an estimate is set
    for (const one of [options, setting]) if (one) one.ariaLabel = label || (asked?.innerText ?? "");
}

/**
 * Locking an answer disables the button that was pressed, and the keyboard would start again at the top of the page.
 * @param {Element} el  @param {AbortSignal} signal
 */
function showVerdict(el, signal) {
    const verdict = /** @type {HTMLElement | null} */ (el.closest(".cn-question")?.querySelector(".cn-verdict") ?? null);
    if (!verdict) return;
    verdict.tabIndex = -1;
    verdict.focus({ preventScroll: true });
    const demo = el.closest(".cn-demo");
    if (!demo) verdict.scrollIntoView({ block: "nearest" });
    else if (touches(demo)) showRound(demo, signal);
}

const LIFTED = 8_000; // ms in which a veil lifts, once what is below it is computed

/**
 * Once the veil has lifted and the page is at rest, question, picture, sentence and task are in sight together; where
 * there is no room for all, the question. The sentence may come later, and grow. A reader who scrolls meanwhile is left
 * alone.
 * @param {Element} demo  @param {AbortSignal} signal
 */
function showRound(demo, signal) {
    const ended = new AbortController();
    const both = AbortSignal.any([signal, ended.signal]);
    for (const hand of ["wheel", "touchmove", "keydown", "pointerdown"])
        addEventListener(hand, () => ended.abort(), { passive: true, capture: true, signal: both });
    let height = 0, shown = 0, until = Date.now() + LIFTED;
    const timer = setInterval(() => {
        const waits = demo.matches(".cn-veiled, .cn-computing");
        const rests = height === (height = demo.clientHeight) && !waits;
        if (waits) until = Date.now() + LIFTED;
        const ends = Date.now() > until;
        if (shown !== height && (rests || ends)) {
            shown = height;
            const below = [".cn-readouts", ".cn-strip"].map((part) => demo.querySelector(`:scope > ${part}`));
            for (const part of [...below, questionOf(demo)])
                part?.scrollIntoView({ block: "nearest" });
        }
        if (ends) ended.abort();
    }, REST);
    both.addEventListener("abort", () => clearInterval(timer), { once: true });
}

/** The line that asks, which stands in a cell above its demo. @param {Element} demo */
function questionOf(demo) {
    const asked = [...(demo.closest(".jp-Notebook") ?? document).querySelectorAll(".cn-ask")];
    return asked.filter((one) => one.compareDocumentPosition(demo) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
}

const PATIENCE = 30_000; // ms until what was pressed may be pressed again, though nothing has come of it

/**
 * An answer that is locked while cells run is heard later: the press shows at once.
 * @param {HTMLElement} el  @param {AbortSignal} signal
 */
function greyPressed(el, signal) {
    addEventListener("click", (event) => {
        const form = pressed(event)?.closest(".cn-locks button")?.closest(".cn-question");
        if (!form?.contains(el) || !form.querySelector("input:checked, .cn-set")) return; // nothing would come of it
        const answered = new MutationObserver(() => end()), timer = setTimeout(() => end(), PATIENCE);
        const end = () => {
            form.classList.remove("cn-pressed");
            answered.disconnect();
            clearTimeout(timer);
        };
        form.classList.add("cn-pressed");
        answered.observe(form, { subtree: true, childList: true });
    }, { signal });
}

/**
 * Sliders get names, and the numbers of a picture are read aloud when it has come to rest.
 * @param {Model} model  @param {HTMLElement} el  @param {HTMLElement} spoken  @param {AbortSignal} signal
 */
function speak(model, el, spoken, signal) {
    /** @type {Element | null} */
    let demo = null;
    let timer = 0;
    const changed = new MutationObserver((changes) => {
        if (!demo) return;
        nameSliders(demo);
        if (!changes.some(({ target }) => target instanceof HTMLCanvasElement)) return;
        clearTimeout(timer); // a new picture has a new label
        timer = setTimeout(() => {
            const speaks = demo && (!demo.matches(".cn-veiled") || demo.querySelector(".cn-setting.cn-set"));
            if (demo && speaks) spoken.textContent = numbers(demo, model.get("language"));
        }, QUIET);
    });
    const wait = setInterval(() => { // the layer is made before it stands on the page
        demo = el.closest(".cn-demo");
        const question = el.closest(".cn-question");
        if (question) clearInterval(wait); // what stands in a demo its picture's layer names, and says
        if (question && !demo) nameSliders(question);
        if (question || !demo?.querySelector(".cn-picture")) return;
        clearInterval(wait);
        nameSliders(demo);
        changed.observe(demo, { subtree: true, childList: true, attributeFilter: ["aria-valuetext", "aria-label"] });
    }, 50);
    signal.addEventListener("abort", () => {
        clearInterval(wait);
        clearTimeout(timer);
        changed.disconnect();
    });
}

/**
 * A slider's handle has no name, and says how many steps it has gone: it gets the label and the value of its box.
 * @param {Element} demo
 */
function nameSliders(demo) {
    for (const handle of demo.querySelectorAll(".noUi-handle")) {
        /** @type {HTMLInputElement | null | undefined} */
        const box = handle.closest(".widget-hbox")?.querySelector("input[type=text]");
        const words = box?.parentElement?.querySelector("label");
        const label = words?.querySelector("abbr")?.title || words?.textContent || null;
        if (!box) continue;
        if (handle.ariaLabel !== label) handle.ariaLabel = label;
        if (handle.ariaValueText !== box.value) handle.ariaValueText = box.value;
    }
}

/** The readout as it is read aloud. @param {Element} demo  @param {string} language */
function numbers(demo, language) {
    const shown = language === "en" ? ["en"] : language === "zh" ? ["zh-Hans"] : ["en", "zh-Hans"];
    /** @type {NodeListOf<HTMLElement>} */
    const parts = demo.querySelectorAll(".cn-readout [lang]");
    return [...parts].filter(({ lang }) => shown.includes(lang)).map((part) => part.textContent).join(" ");
}

export default { render };
