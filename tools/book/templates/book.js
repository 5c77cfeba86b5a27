"use strict";
// The pictures of a demo were made in advance; its controls choose which one is shown. No modules: pages open as files.

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
/** @typedef {[name: string, says: string, reached: number]} Shot */
/** @typedef {{counts: number[], scenes: number[][], order: number[], shots: Shot[], states: string[]}} Recording */

const KEPT = "course-nn:book:"; // in the browser's storage, before the id of a question

/**
 * What there is of this kind in a part of the page.
 * @param {ParentNode} within
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
const all = (within, selector) => [...within.querySelectorAll(selector)].filter((one) => one instanceof HTMLElement);

/**
 * The one that the template has put there.
 * @param {ParentNode} within
 * @param {string} selector
 */
const one = (within, selector) => all(within, selector)[0];

/** @param {HTMLElement} figure */
function openDemo(figure) {
  /** @type {Recording} */
  const data = JSON.parse(one(figure, "script[type='application/json']").textContent ?? "");
  const inputs = /** @type {Control[]} */ (all(figure, ".controls input, .controls select"));
  const scenes = all(figure, ".scene"), picture = /** @type {HTMLImageElement} */ (one(figure, ".over"));
  const readout = one(figure, ".readout"), state = all(figure, ".challenge b")[0];
  const title = figure.getAttribute("aria-label"), folder = "../frames/";
  /** @type {Record<string, HTMLImageElement>} */
  const loaded = {};
  let scene = 0, wanted = "";

  /** @param {Control} input */
  const place = (input) => input instanceof HTMLSelectElement ? input.selectedIndex
    : input.type === "checkbox" ? Number(input.checked) : Number(input.value);

  /** @param {Control} input @param {number} place */
  function put(input, place) {
    if (input instanceof HTMLSelectElement) input.selectedIndex = place;
    else if (input.type === "checkbox") input.checked = place === 1;
    else input.value = String(place);
  }

  /** @param {string} name */
  function load(name) {
    if (!loaded[name]) {
      loaded[name] = new Image();
      loaded[name].src = folder + name;
    }
    return loaded[name];
  }

  /** @param {Control} input */
  function tell(input) {
    if (input.type !== "range") return;
    const text = JSON.parse(input.dataset.texts ?? "")[input.value];
    input.setAttribute("aria-valuetext", text);
    if (input.nextElementSibling) input.nextElementSibling.textContent = text;
  }

  function show() {
    const row = [scene, ...inputs.map(place)].reduce((row, place, k) => row * data.counts[k] + place, 0);
    const [name, says, reached] = data.shots[data.order[row]];
    inputs.forEach(tell);
    scenes.forEach((button, k) => button.setAttribute("aria-pressed", String(k > 0 && k === scene)));
    readout.innerHTML = says;
    picture.alt = `${title}. ${readout.textContent}`;
    if (state) state.textContent = data.states[reached];
    const image = load(wanted = name), paint = () => { if (wanted === name) picture.src = image.src; };
    image.decode().then(paint, paint); // shown once it is there, so nothing flickers
  }

  /** @param {number} number */
  function open(number) {
    scene = number;
    inputs.forEach((input, k) => put(input, data.scenes[scene][k]));
    show();
  }

  /** @param {HTMLElement} button */
  function play(button) {
    const input = /** @type {HTMLInputElement} */ (inputs[Number(button.dataset.axis)]), name = button.textContent;
    const stop = () => { clearInterval(clock); clock = 0; button.textContent = name; };
    let clock = 0;
    button.addEventListener("click", () => {
      if (clock) return stop();
      if (input.value === input.max) input.value = "0";
      button.textContent = button.dataset.pause ?? "";
      clock = setInterval(() => {
        input.value = String(Number(input.value) + 1);
        show();
        if (input.value === input.max) stop();
      }, 160);
      show();
    });
    input.addEventListener("input", () => clock && stop());
    scenes.forEach((scene) => scene.addEventListener("click", () => clock && stop()));
  }

  inputs.forEach((input) => input.addEventListener("input", show));
  scenes.forEach((button, k) => button.addEventListener("click", () => open(k)));
  all(figure, ".play").forEach(play);
  all(figure, ".look").forEach((button) => button.addEventListener("click", () => veil(figure, false)));
  whenSeen(readout, () => data.shots.forEach(([name]) => load(name)));
}

/** @param {HTMLElement} element @param {() => void} act */
function whenSeen(element, act) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    act();
  });
  watch.observe(element);
}

/**
 * A small screen shows the whole picture small, or large, to be moved sideways.
 * @param {HTMLElement} figure
 */
function openPicture(figure) {
  const frame = one(figure, ".frame"), button = one(figure, ".enlarge");
  const turn = () => button.setAttribute("aria-pressed", String(frame.classList.toggle("large")));
  button.addEventListener("click", turn);
  frame.addEventListener("click", turn);
}

/**
 * What the question asks for is missing in the picture until an answer is locked, or the reader looks.
 * @param {Element} figure
 * @param {boolean} hides
 */
function veil(figure, hides) {
  figure.classList.toggle("veiled", hides);
}

/** @param {HTMLFormElement} form */
function openQuestion(form) {
  const figure = form.closest(".demo"), fieldset = /** @type {HTMLFieldSetElement} */ (one(form, "fieldset"));
  const options = /** @type {HTMLInputElement[]} */ (all(form, "input")), verdicts = all(form, ".verdict");
  const replies = /** @type {HTMLDetailsElement} */ (one(form, ".replies")), key = KEPT + form.dataset.key;

  /** Locked once, an answer stays, and only then is it said what is right. @param {string} answer @param {string} sure */
  function show(answer, sure) {
    const locked = Boolean(answer);
    fieldset.disabled = replies.open = locked;
    options.forEach((option) => { option.checked = option.value === answer; });
    verdicts.forEach((verdict, k) => {
      verdict.hidden = verdict.dataset.of !== answer;
      options[k].labels?.[0].classList.toggle("right", locked && verdict.classList.contains("right"));
    });
    all(form, ".locks button").forEach((button) => { button.hidden = locked && button.getAttribute("value") !== sure; });
    one(form, ".unkept").hidden = true;
    if (figure) veil(figure, !locked);
  }

  function recall() {
    const [answer, sure = ""] = kept(key).split(" ");
    show(options.some((option) => option.value === answer) ? answer : "", sure);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answer = options.find((option) => option.checked)?.value, sure = event.submitter?.getAttribute("value") ?? "";
    one(form, "fieldset .hint").hidden = Boolean(answer);
    if (!answer) return;
    show(answer, sure);
    one(form, ".unkept").hidden = keep(key, `${answer} ${sure}`);
    one(form, "[role=status]").focus({ preventScroll: true });
    figure?.scrollIntoView();
    tellKept();
  });
  addEventListener("forgotten", recall);
  recall();
}

// ---- what the browser keeps: it may refuse, and then all the rest works

/** @param {string} key */
function kept(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** Whether the browser keeps it. @param {string} key @param {string} answer */
function keep(key, answer) {
  try {
    localStorage.setItem(key, answer);
    return true;
  } catch {
    return false;
  }
}

/** The keys of all answers of the book. */
function answers() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(KEPT));
  } catch {
    return [];
  }
}

/** Say that answers are kept, and how they are forgotten, where there are any. */
function tellKept() {
  const any = answers().length > 0;
  all(document, ".kept").forEach((said) => { said.hidden = !any; });
  if (any) all(document, ".forgotten").forEach((said) => { said.hidden = true; });
}

function forget() {
  answers().forEach((key) => localStorage.removeItem(key));
  dispatchEvent(new Event("forgotten"));
  tellKept();
  all(document, ".forgotten").forEach((said) => { said.hidden = false; });
}

// ---- folds: a link opens those in which it ends, and whoever prints prints all

function follow() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  target.scrollIntoView();
}

function openPrinted() {
  const shut = /** @type {HTMLDetailsElement[]} */ (all(document, "main details:not([open])"));
  shut.forEach((fold) => { fold.open = true; });
  addEventListener("afterprint", () => shut.forEach((fold) => { fold.open = false; }), { once: true });
}

all(document, ".demo").forEach(openDemo);
all(document, ".demo").forEach(openPicture);
/** @type {HTMLFormElement[]} */ (all(document, ".question")).forEach(openQuestion);
all(document, ".forget").forEach((button) => button.addEventListener("click", forget));
tellKept();
addEventListener("hashchange", follow);
addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest(`a[href='${location.hash || "#"}']`)) follow();
});
addEventListener("beforeprint", openPrinted);
follow();
