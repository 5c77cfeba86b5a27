// What a phone shows of a class that votes: a field for the code, then the question, again and again.

/** @typedef {{en: string, zh: string}} InBoth */
/** @typedef {string | number | number[]} Answer an option, or what was set or drawn */
/** @typedef {{image: string, alt?: string, size: [number, number], track: [[number, number], [number, number]][]}} Picture */
/**
 * @typedef {{id: number, phase: string, mine: Record<string, [answer: Answer, sure: string]>,
 *   question: {key: string, ask: InBoth, options: Record<string, InBoth>, scale?: object} | null}} State
 */
/** @typedef {Error & {status?: number, told?: InBoth}} Refusal as the service has said it */
/**
 * @typedef {HTMLElement & {scale: object, where: Picture | null, language: string, picture: Element | null,
 *   value: Answer | null, locked: boolean, build: () => void}} Estimate of estimate.js
 */

/** @type {Record<string, [en: string, zh: string]>} */
const WORDS = JSON.parse(document.getElementById("words")?.textContent ?? "");
const SURE = ["guess", "rather", "certain"], VOTES = ["first", "second"], EVERY = 1500; // ms
const GIVES_UP = 8; // refusals one after the other
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const said = /** @type {HTMLElement} */ (document.querySelector("[role=status]"));
const at = location.pathname.replace(/\/$/, "").split("/"), last = at.at(-1) ?? "";
let code = /^[A-Za-z]{4}$/.test(last) ? last.toUpperCase() : "";
const base = (code ? at.slice(0, -1) : at).join("/") + "/";
/** @type {"en" | "zh"} */
let language = navigator.languages?.[0]?.startsWith("zh") ? "zh" : "en";
/** @type {State | null} */
let seen = null;
/** @type {Answer | null} */
let chosen = null;
/** @type {{en: Picture, zh: Picture} | null} */
let pictures = null;
let pass = "", troubled = false, again = 0, refusals = 0;

/** @param {string} key */
const words = (key) => WORDS[key][language === "zh" ? 1 : 0];
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
 * @param {(Node | string)[]} children
 */
const element = (tag, properties = {}, ...children) => {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children);
  return made;
};
/** @param {unknown} error */
const refusal = (error) => /** @type {Refusal} */ (error);

/** @param {string} what @param {object} [sent] */
async function ask(what, sent) {
  const more = sent ? { method: "POST", body: JSON.stringify(sent) } : {};
  const answer = await fetch(`${base}api/class/${code}/${what}`, { headers: { "X-Class-Pass": pass }, ...more });
  const told = await answer.json();
  if (answer.ok) return told;
  const isOurs = typeof told?.en === "string" && typeof told?.zh === "string"; // and of nobody on the way
  throw Object.assign(new Error(String(answer.status)), isOurs ? { told, status: answer.status } : {});
}

/**
 * What this page still knows after it was loaded anew; nothing, where the browser keeps nothing for pages.
 * @param {"getItem" | "setItem" | "removeItem"} what
 * @param {string[]} given
 */
function stored(what, ...given) {
  try {
    return /** @type {Function} */ (sessionStorage[what]).call(sessionStorage, `course-nn:${code}`, ...given);
  } catch {
    return null;
  }
}

async function join() {
  clearTimeout(again);
  say(words("joining"));
  const kept = stored("getItem");
  try {
    pass = kept || (await ask("join", {})).pass;
    stored("setItem", pass);
    await look();
  } catch (thrown) {
    const error = refusal(thrown);
    if (kept && [403, 429].includes(error.status ?? 0)) { // which is a pass of another class that had this code
      stored("removeItem");
      return join();
    }
    if (error.told && (error.status ?? 0) < 500) return leave(error);
    complain(error, error.told && words("busy"));
    again = setTimeout(() => { if (code) join(); }, EVERY);
  }
}

/** Back to the field for the code, with the reason. Whoever comes back with a pass is no second voter. @param {Refusal} error */
function leave(error) {
  if (error.status === 410) stored("removeItem");
  pass = code = "";
  seen = null;
  refusals = 0;
  draw();
  complain(error);
}

/** @param {Refusal} error @param {string} [instead] */
function complain(error, instead) {
  troubled = true;
  say(instead ?? (error.told ? error.told[language] : words("lost")));
}

async function look() {
  /** @type {State} */
  const now = await ask("state"), isAnother = now.id !== seen?.id;
  const isNew = isAnother || now.phase !== seen?.phase;
  if (isAnother && now.question) {
    const found = await ask(`picture?asked=${now.id}`);
    pictures = found.en ? found : null;
  }
  if (isNew) chosen = now.mine[now.phase]?.[0] ?? null; // a second vote begins without the first
  seen = now;
  if (isNew || troubled) draw();
  troubled = false;
}

async function lookAgain() {
  if (!pass || document.hidden) return;
  try {
    await look();
    refusals = 0;
  } catch (thrown) {
    const error = refusal(thrown);
    refusals = [403, 404].includes(error.status ?? 0) ? refusals + 1 : 0;
    if (error.status === 410 || refusals === GIVES_UP) leave(error); // there is nothing more to look at
    else complain(error);
  }
}

/** @param {string} sure */
async function vote(sure) {
  if (!seen?.question) return;
  if (chosen === null) return say(words(seen.question.scale ? "set" : "choose"));
  const { id, phase, mine, question } = seen, voted = chosen; // all of it may be another while the vote is under way
  try {
    await ask("vote", { [question.scale ? "value" : "option"]: voted, sure, asked: id, phase });
    mine[phase] = [voted, sure];
    draw();
    /** @type {HTMLElement | null} */ (document.querySelector(`[data-sure=${sure}]`))?.focus();
  } catch (error) {
    complain(refusal(error));
  }
}

/** @param {string} text */
function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

function draw() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  for (const button of languages) button.ariaPressed = String(button.dataset.language === language);
  if (!pass) return drawDoor();
  if (!seen?.question) {
    main.replaceChildren();
    return say(words("wait"));
  }
  const open = VOTES.includes(seen.phase), mine = seen.mine[seen.phase], locks = element("div", { className: "sure" });
  for (const sure of open ? SURE : []) {
    const button = element("button", { textContent: words(sure), ariaPressed: String(mine?.[1] === sure) });
    button.dataset.sure = sure;
    button.addEventListener("click", () => vote(sure));
    locks.append(button);
  }
  const picture = drawPicture();
  main.replaceChildren(element("h1", { textContent: seen.question.ask[language] }), ...(picture ? [picture] : []),
    seen.question.scale ? drawEstimate(seen.question.scale, picture, open) : drawOptions(open), locks);
  say(words(open && mine ? "voted" : seen.phase));
}

/** The picture of the round, in which what is asked for is missing. */
function drawPicture() {
  const shown = pictures?.[language];
  if (!shown) return null;
  return element("div", { className: "picture" }, element("img", { src: shown.image, alt: shown.alt ?? "", width: shown.size[0], height: shown.size[1] }));
}

/** @param {boolean} open */
function drawOptions(open) {
  const question = seen?.question, legend = element("legend", { textContent: question?.ask[language], className: "spoken" });
  const options = element("fieldset");
  options.disabled = !open;
  options.append(legend);
  Object.entries(question?.options ?? {}).forEach(([key, text], k) => {
    const radio = element("input", { type: "radio", name: "option", value: key, checked: key === chosen });
    radio.addEventListener("change", () => { chosen = key; });
    options.append(element("label", { className: "option" }, radio, `${"ABCDEFGHIJ"[k]}. ${text[language]}`));
  });
  return options;
}

/** @param {object} scale @param {HTMLElement | null} picture @param {boolean} open */
function drawEstimate(scale, picture, open) {
  const estimate = /** @type {Estimate} */ (document.createElement("course-estimate"));
  Object.assign(estimate, { scale, picture, where: pictures?.[language] ?? null, language, value: chosen, locked: !open });
  estimate.build();
  estimate.addEventListener("set", () => { chosen = estimate.value; });
  return estimate;
}

function drawDoor() {
  const field = element("input", { type: "text", maxLength: 4, autocomplete: "off", autocapitalize: "characters", id: "code" });
  const form = element("form", {}, element("label", { htmlFor: "code", textContent: words("code") }), element("br"), field, " ",
    element("button", { textContent: words("join") }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    code = field.value.trim().toUpperCase();
    if (/^[A-Z]{4}$/.test(code)) join();
  });
  main.replaceChildren(form);
  say("");
}

const languages = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-language]"));
for (const button of languages)
  button.addEventListener("click", () => {
    language = button.dataset.language === "zh" ? "zh" : "en";
    draw();
  });
draw();
if (code) join();
setInterval(lookAgain, EVERY);
