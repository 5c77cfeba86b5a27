// What is expected of a measurement is set or drawn over a picture, or by a slider and a box: one element for the page
// of a phone and for the book. No modules: pages open as files.

/** @typedef {{en: string, zh: string}} InBoth */
/**
 * @typedef {{log: boolean, steps: number[], start: number, x: string[], band: boolean, label: InBoth, unit: InBoth,
 *   across: InBoth}} Scale as course_nn.stage.scales has it
 */
/** @typedef {[x: number, y: number]} Place */
/** @typedef {{size: [number, number], track: [Place, Place][]}} Where in the picture, likewise */

const GRIP = 44; // page pixels across, as wide as a finger
const DRAWN = document.createElement("div");
DRAWN.innerHTML = "<svg/>"; // which knows its namespace: the page for a phone names no address
const SVG = DRAWN.firstElementChild?.namespaceURI;

/** `<course-estimate>`: its `value` is what was set, null while nothing was; when a hand changes it, "set" is heard. */
class CourseEstimate extends HTMLElement {
  /** @type {Scale} */
  scale = { log: false, steps: [0, 1], start: 0, x: [], band: false, label: both(""), unit: both(""), across: both("") };
  /** @type {Where | null} */
  where = null;
  /** @type {"en" | "zh"} */
  language = "en";
  /** @type {Element | null} The box of the picture. */
  picture = null;
  /** @type {number[]} The places on the scale of what stands there: of a mark, of both ends of a band, of a curve. */
  at = [];
  isSet = false;
  isLocked = false;
  /** @type {number | null} The end or the place of the last move of the hand. */
  last = null;
  /** @type {number[] | null} What is measured, as shares of the axis, to be shaded. */
  truth = null;
  chosen = 0;
  range = make("input");
  box = make("input");
  /** @type {HTMLSelectElement | null} */
  places = null;
  /** @type {HTMLSelectElement | null} */
  bands = null;
  /** @type {SVGElement | null} */
  overlay = null;
  miss = svg("path");
  grip = svg("path");
  line = svg("path");
  knobs = svg("g");

  /** @returns {number | number[] | null} */
  get value() {
    const numbers = this.at.map((at) => this.scale.steps[at]);
    return !this.isSet ? null : this.at.length > 1 ? numbers : numbers[0];
  }

  set value(value) {
    this.isSet = value !== null;
    const numbers = value === null ? [] : [value].flat(), count = this.scale.x.length || 1;
    this.at = numbers.length ? numbers.map((number) => this.nearest(number)) : Array(count).fill(this.scale.start);
    this.chosen = Math.min(this.chosen, this.at.length - 1);
    this.show();
  }

  set locked(/** @type {boolean} */ locked) {
    this.isLocked = locked;
    this.show();
  }

  /** Beside what was answered lies what is measured. @param {number[] | null} numbers */
  measured(numbers) {
    this.truth = numbers && numbers.map((number) => this.shareOf(number));
    this.show();
  }

  /** Build what is set by hand, and by keyboard. */
  build() {
    this.overlay?.remove();
    this.overlay = this.picture && this.where?.track.length ? this.draw(this.where) : null;
    Object.assign(this.range, { type: "range", min: "0", max: String(this.scale.steps.length - 1), className: "at" });
    Object.assign(this.box, { type: "text", inputMode: "decimal", className: "number", autocomplete: "off" });
    this.range.oninput = () => this.put(Number(this.range.value));
    this.box.onchange = () => this.type();
    const name = this.scale.label[this.language], unit = this.scale.unit[this.language];
    this.places = this.scale.x.length ? this.listOfPlaces() : null;
    this.bands = this.scale.band && !this.scale.x.length ? this.bandBox() : null;
    for (const input of [this, this.range, this.box]) input.ariaLabel = name;
    this.setAttribute("role", "group");
    const lists = [this.places, this.bands].filter((list) => list !== null);
    this.replaceChildren(...lists, make("span", name), this.range, this.box, make("span", unit));
    if (!this.at.length) this.value = null;
    this.show();
  }

  /** Of a curve the places, of which one is set at a time. */
  listOfPlaces() {
    const across = this.scale.across[this.language];
    const list = make("select");
    list.ariaLabel = across;
    list.append(...this.scale.x.map((x) => make("option", `${across} ${x}`)));
    list.addEventListener("change", () => {
      this.chosen = list.selectedIndex;
      this.show();
    });
    return list;
  }

  /** Whether one mark or a band is set, and which end the slider moves. */
  bandBox() {
    const words = { en: ["one mark", "a band: low end", "a band: high end"], zh: ["一个标记", "区间：低端", "区间：高端"] };
    const list = make("select");
    list.ariaLabel = { en: "your answer", zh: "你的答案" }[this.language];
    list.append(...words[this.language].map((text) => make("option", text)));
    list.addEventListener("change", () => {
      const end = list.selectedIndex, tenth = Math.round(this.scale.steps.length / 10), top = this.scale.steps.length - 1;
      if (end && this.at.length === 1) this.at = [Math.max(0, this.at[0] - tenth), Math.min(top, this.at[0] + tenth)];
      if (!end) this.at = [Math.round((this.at[0] + (this.at[1] ?? this.at[0])) / 2)];
      this.chosen = Math.max(0, end - 1);
      this.tell();
    });
    return list;
  }

  /** What was typed, if it is a number of the scale. */
  type() {
    const number = Number(this.box.value.replace("−", "-").replace(",", ".")), { steps } = this.scale;
    if (this.box.value.trim() && number >= steps[0] && number <= (steps.at(-1) ?? 0)) this.put(this.nearest(number));
    else this.show();
  }

  /** Move what is chosen; the ends of a band do not pass each other. @param {number} at */
  put(at) {
    this.at = this.at.map((before, k) => k === this.chosen ? at : before);
    if (this.scale.band && !this.scale.x.length) {
      const [low, high] = this.at;
      if (low > high) this.at[this.chosen] = this.at[1 - this.chosen];
    }
    this.tell();
  }

  tell() {
    this.isSet = true;
    this.show();
    this.dispatchEvent(new Event("set", { bubbles: true }));
  }

  // ---- on the scale

  /** @param {number} number */
  shareOf(number) {
    const { steps, log } = this.scale, ends = [steps[0], steps.at(-1) ?? 1];
    const [low, high, here] = [...ends, number].map((one) => log ? Math.log(one) : one);
    return (here - low) / (high - low);
  }

  /** @param {number} number */
  nearest(number) {
    const share = this.shareOf(number);
    return best(this.scale.steps, (step) => Math.abs(this.shareOf(step) - share));
  }

  /** The step at a share of the axis. @param {number} share */
  stepAt(share) {
    return best(this.scale.steps, (step) => Math.abs(this.shareOf(step) - share));
  }

  /** A number as a sentence has it. @param {number} number */
  text(number) {
    const size = Math.abs(number), near = size >= 10 ? number.toFixed(0) : size >= 1 ? number.toFixed(1) : number.toPrecision(2);
    return `${Number(near)}${this.scale.unit[this.language]}`.replace("-", "−");
  }

  // ---- in the picture

  /** @param {Where} where */
  draw(where) {
    const [wide, tall] = where.size, overlay = svg("svg", { viewBox: `0 0 ${wide} ${tall}`, class: "estimate" });
    for (const [part, name] of /** @type {const} */ ([[this.miss, "miss"], [this.grip, "grip"], [this.line, "line"]]))
      part.setAttribute("class", name);
    overlay.append(this.miss, this.line, this.knobs, this.grip);
    this.grip.onpointerdown = (event) => this.begin(event);
    this.grip.onpointermove = (event) => this.grip.hasPointerCapture(event.pointerId) && this.move(event);
    // Chromium does not heed touch-action on the parts of an SVG; this keeps the page still under a finger that draws
    const still = (/** @type {Event} */ event) => event.target === this.grip && event.preventDefault();
    this.picture?.addEventListener("touchstart", still, { passive: false });
    this.grip.onclick = (event) => event.stopPropagation(); // elsewhere a click enlarges the picture
    this.picture?.append(overlay);
    return overlay;
  }

  /** @param {PointerEvent} event */
  begin(event) {
    if (this.isLocked) return;
    this.grip.setPointerCapture(event.pointerId);
    this.last = null;
    if (!this.scale.x.length && this.at.length > 1) {
      const [low, high] = this.at.map((at) => this.shareOf(this.scale.steps[at])), share = this.shareAt(event, 1);
      this.chosen = Math.abs(share - low) <= Math.abs(share - high) ? 0 : 1;
      if (this.bands) this.bands.selectedIndex = 1 + this.chosen;
    }
    this.move(event);
    event.preventDefault();
  }

  /** A mark goes where the hand is; a curve along its stroke. @param {PointerEvent} event */
  move(event) {
    if (!this.scale.x.length) return this.put(this.stepAt(this.shareAt(event, 1)));
    const across = this.where?.track.map(([low]) => low[0]) ?? [], here = this.placeOf(event)[0];
    const now = best(across, (x) => Math.abs(x - here)), share = this.shareAt(event, now);
    const before = this.last ?? now, from = this.last === null ? share : this.shareOf(this.scale.steps[this.at[before]]);
    for (let k = Math.min(before, now); k <= Math.max(before, now); k++) {
      const way = now === before ? 1 : (k - before) / (now - before);
      this.at[k] = this.stepAt(from + way * (share - from));
    }
    this.last = this.chosen = now;
    this.tell();
  }

  /** Where a pointer is, in shares of the picture. @param {PointerEvent} event @returns {Place} */
  placeOf(event) {
    const box = /** @type {Element} */ (this.overlay).getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  /** How far along the way of a point of the track the pointer is, from 0 to 1. @param {PointerEvent} event @param {number} k */
  shareAt(event, k) {
    const { track, size } = /** @type {Where} */ (this.where), [low, high] = track[k], here = this.placeOf(event);
    const way = [0, 1].map((axis) => (high[axis] - low[axis]) * size[axis]);
    const gone = [0, 1].map((axis) => (here[axis] - low[axis]) * size[axis]);
    return Math.min(1, Math.max(0, (way[0] * gone[0] + way[1] * gone[1]) / (way[0] ** 2 + way[1] ** 2)));
  }

  /** Points of the track at these shares of the axis, for a path. @param {number[]} shares @param {number[]} [points] */
  path(shares, points) {
    const { track, size } = /** @type {Where} */ (this.where), all = points ?? track.map((_, k) => k);
    return all.map((k) => {
      const [low, high] = track[k], share = shares[this.scale.x.length ? k : 0];
      return [0, 1].map((axis) => ((low[axis] + share * (high[axis] - low[axis])) * size[axis]).toFixed(1)).join(" ");
    });
  }

  show() {
    if (!this.at.length) return;
    const number = this.scale.steps[this.at[this.chosen]], text = this.text(number);
    this.range.value = String(this.at[this.chosen]);
    this.box.value = String(Number(number.toPrecision(4))).replace("-", "−");
    if (this.places) this.places.selectedIndex = this.chosen;
    if (this.bands) this.bands.selectedIndex = this.at.length > 1 ? 1 + this.chosen : 0;
    const list = this.at.length > 1 ? this.places ?? this.bands : null; // it names the place, or the end of a band
    this.range.setAttribute("aria-valuetext", list ? `${list.value}: ${text}` : text);
    for (const input of [this.range, this.box, this.places, this.bands]) if (input) input.disabled = this.isLocked;
    if (this.overlay) this.showPicture();
  }

  showPicture() {
    const shares = this.at.map((at) => this.shareOf(this.scale.steps[at])), isCurve = this.scale.x.length > 0;
    const lines = isCurve ? [this.path(shares)] : shares.map((share) => this.path([share]));
    this.line.setAttribute("d", lines.map((line) => `M${line.join("L")}`).join(""));
    const held = isCurve ? [lines[0][this.chosen]] : lines.map((line) => line[1]);
    this.knobs.replaceChildren(...(this.isLocked ? [] : held.map((at) => {
      const [cx, cy] = at.split(" ");
      return svg("circle", { cx, cy, r: "8" });
    })));
    const all = shares.map(() => 0), ends = isCurve ? [this.path(all), this.path(all.map(() => 1))] : [this.path([0], [1]), this.path([1], [1])];
    this.grip.setAttribute("d", `M${ends[0].join("L")}L${ends[1].reverse().join("L")}${isCurve ? "Z" : ""}`);
    this.grip.setAttribute("stroke-width", String(GRIP));
    this.overlay?.classList.toggle("locked", this.isLocked);
    this.overlay?.classList.toggle("waits", !this.isSet);
    const truth = this.truth && this.path(this.truth).reverse().join("L");
    this.miss.setAttribute("d", truth ? lines.map((line) => `M${line.join("L")}L${truth}Z`).join("") : "");
  }
}

/** @param {string} text @returns {InBoth} */
function both(text) {
  return { en: text, zh: text };
}

/** The place of the item for which this is smallest. @param {number[]} items @param {(item: number) => number} size */
function best(items, size) {
  return items.reduce((found, item, k) => size(item) < size(items[found]) ? k : found, 0);
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [text]
 */
function make(tag, text = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 */
function svg(tag, attributes = {}) {
  const made = /** @type {SVGElementTagNameMap[Tag]} */ (document.createElementNS(SVG ?? null, tag));
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

customElements.define("course-estimate", CourseEstimate);
