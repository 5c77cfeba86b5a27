"use strict";
// The pictures of a demo were made in advance; its controls choose which one is shown. No modules: pages open as files.

/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
/** @typedef {[name: string, says: string, reached: number]} Shot */
/** @typedef {{counts: number[], scenes: number[][], order: number[], shots: Shot[], states: string[]}} Recording */

/**
 * @typedef {{scale: {x: string[], steps: number[], across: {en: string, zh: string}}, where: object, truth: (number | null)[],
 *   places: Record<string, (number | null)[]>, said: string[]}} EstimateData
 */
/**
 * @typedef {HTMLElement & {scale: object, where: object, language: string, picture: Element | null,
 *   value: number | number[] | null, locked: boolean, build: () => void, measured: (numbers: number[] | null) => void,
 *   shareOf: (number: number) => number, nearest: (number: number) => number, text: (number: number) => string}} Estimate
 * of estimate.js
 */

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
  const data = JSON.parse(one(figure, ":scope > script").textContent ?? "");
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

/**
 * Where something is set or drawn in the picture, that takes the place of the options.
 * @param {HTMLFormElement} form
 */
function openEstimate(form) {
  const given = all(form, "fieldset > script")[0];
  if (!given) return null;
  /** @type {EstimateData} */
  const data = JSON.parse(given.textContent ?? ""), said = one(form, ".measured");
  const estimate = /** @type {Estimate} */ (document.createElement("course-estimate"));
  const picture = form.closest(".demo")?.querySelector(".picture") ?? null;
  Object.assign(estimate, { scale: data.scale, where: data.where, picture, language: form.dataset.language });
  estimate.build();
  form.classList.add("estimated");
  one(form, ".locks").before(estimate);

  /** How far apart two answers are, over what both have. @param {number[]} one @param {(number | null)[]} other */
  function apart(one, other) {
    const gaps = other.map((number, k) => number === null ? null : Math.abs(estimate.shareOf(one[k]) - estimate.shareOf(number)));
    const known = gaps.filter((gap) => gap !== null);
    return known.reduce((sum, gap) => sum + gap, 0) / known.length;
  }

  const numbers = () => [estimate.value ?? []].flat();
  /** What is measured; where nothing is, nothing is missed. */
  const truth = () => data.truth.map((number, k) => number ?? numbers()[k]);
  return {
    get value() { return estimate.value; },
    /** The option that says what is nearest. */
    option() {
      const options = Object.entries(data.places).map(([option, place]) => ({ option, far: apart(numbers(), place) }));
      return options.reduce((best, one) => one.far < best.far ? one : best).option;
    },
    /** @param {number | number[] | null} value */
    show(value) {
      const locked = value !== null;
      estimate.value = value;
      estimate.locked = locked;
      estimate.measured(locked ? truth() : null);
      said.hidden = !locked;
      said.textContent = !locked ? "" : data.said[estimate.nearest(numbers()[0])] ?? this.farthest();
    },
    /** Of a curve: where it is farthest from what is measured. */
    farthest() {
      const gaps = numbers().map((number, k) => Math.abs(estimate.shareOf(number) - estimate.shareOf(truth()[k])));
      const k = gaps.indexOf(Math.max(...gaps)), across = data.scale.across[form.dataset.language === "zh" ? "zh" : "en"];
      /** @type {Record<string, string>} */
      const words = { across, x: data.scale.x[k], drawn: estimate.text(numbers()[k]), measured: estimate.text(truth()[k]) };
      return (said.dataset.apart ?? "").replace(/\{(\w+)\}/g, (_, name) => words[name]);
    },
    /** What was kept, if it can be an answer. @param {string} text */
    read(text) {
      try {
        const value = JSON.parse(text), { steps, x } = data.scale, found = [value].flat();
        const isOne = (/** @type {unknown} */ number) => typeof number === "number" && number >= steps[0] && number <= (steps.at(-1) ?? 0);
        return Array.isArray(value) === x.length > 0 && found.length === (x.length || 1) && found.every(isOne) ? value : null;
      } catch {
        return null;
      }
    },
  };
}

/** @param {HTMLFormElement} form */
function openQuestion(form) {
  const figure = form.closest(".demo"), fieldset = /** @type {HTMLFieldSetElement} */ (one(form, "fieldset"));
  const options = /** @type {HTMLInputElement[]} */ (all(form, "input[type=radio]")), verdicts = all(form, ".verdict");
  const replies = /** @type {HTMLDetailsElement} */ (one(form, ".replies")), key = KEPT + form.dataset.key;
  const estimate = openEstimate(form);

  /**
   * Locked once, an answer stays, and only then is it said what is right.
   * @param {string} answer
   * @param {string} sure
   * @param {number | number[] | null} value
   */
  function show(answer, sure, value) {
    const locked = Boolean(answer);
    estimate?.show(locked ? value : null);
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
    const [answer, sure = "", text = ""] = kept(key).split(" "), value = estimate?.read(text) ?? null;
    const isAnswer = options.some((option) => option.value === answer) && (!estimate || value !== null);
    show(isAnswer ? answer : "", sure, value);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const value = estimate?.value ?? null, sure = event.submitter?.getAttribute("value") ?? "";
    const answer = !estimate ? options.find((option) => option.checked)?.value : value === null ? "" : estimate.option();
    one(form, "fieldset .hint").hidden = Boolean(answer);
    if (!answer) return;
    show(answer, sure, value);
    one(form, ".unkept").hidden = keep(key, [answer, sure, ...(estimate ? [JSON.stringify(value)] : [])].join(" "));
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
