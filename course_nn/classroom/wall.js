// The wall of a class: what is asked, both votes, and the picture; whoever came with the leader's link goes on from here.

/** @typedef {{en: string, zh: string}} InBoth */
/** @typedef {{log: boolean, steps: number[], x: string[], label: InBoth, unit: InBoth}} Scale */
/** @typedef {{key: string, ask: InBoth, options: Record<string, InBoth>, scale?: Scale}} Question */
/** @typedef {number | number[]} Value */
/** @typedef {Record<string, Record<string, Record<string, number>>>} Votes of each phase: {option: {sure: count}} */
/** @typedef {{right: string, because: Record<string, InBoth>, truth: Value | null}} Answer */
/**
 * @typedef {{id: number, question: Question, answer: Answer | null, has_film: boolean, has_picture: boolean, votes: Votes,
 *   values: Record<string, [Value, string][]>}} Shown
 */
/** @typedef {{key: string, ask: InBoth, id?: number}} Named */
/** @typedef {{name: string | InBoth, value: number, seconds?: number}} Rival, or without seconds a reader of the picture's own */
/** @typedef {{contest: {title: InBoth, measure: InBoth, task: InBoth, shares: boolean}, rivals: Rival[], own: Rival[]}} Contest */
/**
 * @typedef {{code: string, leads: boolean, ended: boolean, link: string, language: string, joined: number, together: number,
 *   here: number, voted: number, step: number, id: number, phase: string, question: Question | null, shown: Shown | null,
 *   summary: Shown[] | null, rivals: Contest[] | null, waiting?: Named[], past?: Named[], brought?: number}} View
 */
/** @typedef {[number, number]} Place */
/** @typedef {{image: string, alt?: string, size: [number, number], track: [Place, Place][]}} Picture */
/**
 * @typedef {HTMLElement & {canvas: HTMLCanvasElement, plays: boolean, moves: boolean, says: string, toggle: () => void,
 *   show: (bytes: Uint8Array) => void}} Film of film.js
 */

/** @type {Record<string, [en: string, zh: string]>} */
const WORDS = JSON.parse(document.getElementById("words")?.textContent ?? "");
const EVERY = 1500, PAUSE = 1500; // ms between two looks; until a button that has begun to say something else does it
const VOTES = ["first", "second"], MANY = 5; // phones at one address that are said
const WIDE = 1.9; // times its height: such a picture stands below, and not beside
const NEXT = /** @type {Record<string, string[]>} */ ({ first: ["discuss"], discuss: ["second", "shown"], second: ["shown"] });
const DRAWN = document.createElement("div");
DRAWN.innerHTML = "<svg/>"; // which knows its namespace: the page names no address
const SVG = DRAWN.firstElementChild?.namespaceURI ?? null;
const at = location.pathname.replace(/\/$/, "").split("/"), code = (at.at(-1) ?? "").toUpperCase();
const base = `${at.slice(0, -2).join("/")}/api/wall/${code}/`, keptAs = `course-nn:wall:${code}`;
const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const nav = /** @type {HTMLElement} */ (document.querySelector("nav"));
const said = /** @type {HTMLElement} */ (document.querySelector("[role=status]"));
const door = /** @type {HTMLImageElement} */ (document.getElementById("door"));

/** @type {View | null} */
let view = null;
/** @type {"en" | "zh" | ""} */
let language = "";
let secret = takeSecret(), problem = "", drawn = "", led = "", asks = "", since = 0, busy = false, link = "", chosen = "";
/** What the question in sight has: its veiled picture, its film and what is seen in it, and of which question they are. */
let pictures = { id: 0, of: /** @type {Record<string, Picture> | null} */ (null), film: /** @type {Film | null} */ (null), says: /** @type {InBoth | null} */ (null) };

/** @param {string} key */
const words = (key) => WORDS[key][language === "zh" ? 1 : 0];
/** @param {InBoth} both */
const told = (both) => both[language === "zh" ? "zh" : "en"];
/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {number} k */
const letter = (k) => "ABCDEFGHIJ"[k];
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} [properties]
 * @param {(Node | string | null)[]} children
 */
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The leader's secret stands behind the # of the link, where no server sees it, and then no longer on the wall. */
function takeSecret() {
  const given = location.hash.slice(1);
  try {
    if (given) localStorage.setItem(keptAs, given);
    history.replaceState(null, "", location.pathname + location.search);
    return given || localStorage.getItem(keptAs) || "";
  } catch { // a browser that keeps nothing for pages
    return given;
  }
}

function forgetSecret() {
  secret = "";
  try { localStorage.removeItem(keptAs); } catch {}
}

/** @param {string} what @param {object} [sent] */
async function ask(what, sent) {
  const more = sent ? { method: "POST", body: JSON.stringify(sent) } : {};
  const answer = await fetch(base + what, { headers: { "X-Class-Pass": secret }, ...more });
  const found = await answer.json();
  if (answer.ok) return found;
  throw Object.assign(new Error(String(answer.status)), typeof found?.en === "string" ? { status: answer.status, told: found } : {});
}

async function look() {
  try {
    await show(await ask("view"));
    problem = "";
  } catch (error) {
    complain(/** @type {Error & {status?: number, told?: InBoth}} */ (error));
  }
  draw();
}

/** @param {View} found */
async function show(found) {
  if (!language) language = begins(found.language);
  if (found.step !== view?.step) {
    chosen = "";
    rest();
  }
  view = found;
  if (found.link !== link) {
    door.src = (await ask("door")).code;
    link = found.link;
  }
  const seen = found.shown ?? (found.question && found.phase !== "shown" ? found : null), id = seen?.id ?? 0;
  if (id !== pictures.id) pictures = { id, of: null, film: null, says: null };
  if (id && !pictures.of && (seen !== found.shown || found.shown?.has_picture)) {
    const picture = await ask(`picture?asked=${id}`);
    pictures.of = picture.en ? picture : {};
  }
  if (found.shown?.has_film && !pictures.film) {
    const { film, says } = await ask(`film?asked=${id}`);
    if (film) pictures.film = filmOf(film);
    pictures.says = says ?? null;
  }
}

/** @param {string} film in base64 */
function filmOf(film) {
  const found = /** @type {Film} */ (document.createElement("course-film"));
  found.show(Uint8Array.from(atob(film), (letter) => letter.charCodeAt(0)));
  return found;
}

/** @param {string} wanted @returns {"en" | "zh"} */
function begins(wanted) {
  if (wanted === "en" || wanted === "zh") return wanted;
  return navigator.languages?.[0]?.startsWith("zh") ? "zh" : "en";
}

/** @param {Error & {status?: number, told?: InBoth}} error */
function complain(error) {
  if (!language) language = begins("");
  if (error.status === 403 && secret) {
    forgetSecret();
    problem = words("noLead");
  } else problem = error.status === 410 ? words("over") : error.told ? told(error.told) : words("lost");
}

/** One press, one request: while it is under way, nothing else is pressed. @param {string} what @param {object} sent */
async function act(what, sent) {
  if (busy) return;
  busy = true;
  asks = "";
  draw();
  try {
    await show(await ask(what, sent));
    problem = "";
  } catch (thrown) {
    const error = /** @type {Error & {status?: number, told?: InBoth}} */ (thrown);
    complain(error);
    if (what === "ask" && error.status === 409) asksFor("ask");
  }
  busy = false;
  draw();
}

/** What has to be pressed once more; what the button says now can first be read. @param {string} what */
function asksFor(what) {
  asks = what;
  rest();
  draw();
}

/** A button that says something else by now waits until that can have been read: a double click is one click. */
function rest() {
  since = performance.now();
  setTimeout(draw, PAUSE + 50);
}

// ---- what all see ------------------------------------------------------------------------------------------------

function draw() {
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
  for (const button of languages) button.ariaPressed = String(button.dataset.language === language);
  said.textContent = problem || (view?.ended ? words("over") : view && !view.summary && !view.rivals && !view.shown && view.phase ? words(view.phase) : "");
  if (view) {
    drawHead(view);
    drawMain(view);
    drawLead(view);
  }
}

/** @param {View} view */
function drawHead(view) {
  const begins = !view.question && !view.summary && !view.rivals;
  document.body.className = begins ? "begins" : "";
  part("code").textContent = view.code;
  part("how").textContent = view.link ? `${words("join")}${view.link} ${words("joinBy")}` : words("joinOnly");
  door.hidden = begins || !view.link;
  const votes = VOTES.includes(view.phase) && !view.shown ? [count(view.voted, "voted"), element("br")] : [];
  const many = view.together >= MANY ? [`${language === "zh" ? "，其中" : ";"} ${view.together} ${words("together")}`] : [];
  const here = view.ended ? [] : [count(view.here, "here"), element("br")];
  part("counts").replaceChildren(...votes, ...here, `${view.joined} ${words("joined")}`, ...many);
}

/** @param {number} number @param {string} key */
const count = (number, key) => element("span", {}, element("b", { textContent: String(number) }), ` ${words(key)}`);

/** Drawn anew only when something is new, so that a film goes on. @param {View} view */
function drawMain(view) {
  const now = JSON.stringify([language, view.shown, view.summary, view.rivals, view.id, view.question, view.phase === "shown", pictures.id, Boolean(pictures.of), Boolean(pictures.film)]);
  if (now === drawn) return;
  drawn = now;
  main.className = !view.question && !view.summary && !view.rivals ? "begins" : "";
  if (view.summary) main.replaceChildren(...drawSummary(view.summary));
  else if (view.rivals) main.replaceChildren(...drawRivals(view.rivals));
  else if (view.shown) main.replaceChildren(...drawShown(view.shown));
  else if (view.question) main.replaceChildren(...drawAsked(view.question));
  else main.replaceChildren(...drawBegin(view));
}

/** @param {View} view */
function drawBegin(view) {
  const how = element("div", { textContent: part("how").textContent });
  const big = element("img", { src: door.src, alt: "" });
  return [element("div", { className: "code", textContent: view.code }), ...(view.link ? [big] : []), how, element("div", { textContent: words("wait") })];
}

/** @param {Question} question */
function drawAsked(question) {
  const options = Object.values(question.options).map((text, k) => element("li", {}, `${letter(k)}. ${told(text)}`));
  const list = question.scale ? element("div") : element("ol", {}, ...options);
  const figure = pictured(null);
  const inside = question.scale && figure ? [figure] : [list, figure], [wide, tall] = pictures.of?.[language]?.size ?? [1, 1];
  const className = wide > WIDE * tall ? "asks wide" : "asks";
  return [element("h1", { textContent: told(question.ask) }), element("div", { className }, ...inside)];
}

/** @param {Shown} shown */
function drawShown(shown) {
  const isSet = Boolean(shown.question.scale), votes = isSet ? drawSet(shown) : drawVotes(shown);
  return [element("h1", { textContent: told(shown.question.ask) }), element("div", { className: isSet ? "result set" : "result" }, votes, drawFilm(shown))];
}

/** @param {Shown} shown @param {string} phase @param {string} option */
const chose = (shown, phase, option) => Object.values(shown.votes[phase]?.[option] ?? {}).reduce((a, b) => a + b, 0);

/** @param {Shown} shown @param {string} phase */
const total = (shown, phase) => Object.keys(shown.question.options).reduce((sum, option) => sum + chose(shown, phase, option), 0);

/** Both votes, one bar below the other over the whole width. @param {Shown} shown */
function drawVotes(shown) {
  const held = VOTES.filter((phase) => total(shown, phase));
  const key = element("div", { className: "key" }, ...held.map((phase) => element("span", { className: phase }, element("i"), words(`${phase}Vote`))));
  const rows = Object.entries(shown.question.options).map(([option, text], k) => {
    const isRight = option === shown.answer?.right;
    const bars = held.map((phase) => drawBar(phase, chose(shown, phase, option), total(shown, phase)));
    const named = element("div", { className: "words" }, `${isRight ? "✓ " : ""}${letter(k)}. ${told(text)}`);
    return element("li", { className: isRight ? "right" : "" }, named, ...bars);
  });
  return element("div", { className: "votes" }, ...(held.length > 1 ? [key] : []), element("ol", {}, ...rows), element("div", { className: "sure", textContent: sureAndWrong(shown) }));
}

/** @param {string} phase @param {number} count @param {number} all */
function drawBar(phase, count, all) {
  const share = `${Math.round((100 * count) / Math.max(1, all))}%`, fill = element("div", { className: "fill" });
  fill.style.width = share;
  return element("div", { className: `bar ${phase}` }, element("div", { className: "track" }, fill), element("div", { className: "number", textContent: `${count} (${share})` }));
}

/** @param {Shown} shown */
function sureAndWrong(shown) {
  const phase = total(shown, "second") ? "second" : "first";
  if (!total(shown, phase)) return words("nobody");
  if (!shown.answer) return words("noAnswer");
  const sure = Object.entries(shown.votes[phase]).map(([option, counts]) => [option, counts.certain ?? 0]);
  const all = sure.reduce((sum, [, n]) => sum + Number(n), 0), right = Number(sure.find(([option]) => option === shown.answer?.right)?.[1] ?? 0);
  return language === "zh" ? `${all} ${words("sure")}，其中 ${all - right} ${words("wrong")}。` : `${all} ${words("sure")}; ${all - right} ${words("wrong")}.`;
}

/** The picture that refutes the wrong answer that was given most, and what that answer overlooks. @param {Shown} shown */
function drawFilm(shown) {
  const answer = shown.answer, counts = Object.keys(shown.question.options).filter((option) => option !== answer?.right);
  const worst = counts.sort((a, b) => chose(shown, "first", b) - chose(shown, "first", a))[0];
  const isSet = Boolean(shown.question.scale), option = isSet || !chose(shown, "first", worst) ? answer?.right : worst;
  const k = Object.keys(shown.question.options).indexOf(option ?? "");
  const head = option === worst ? `${letter(k)}. ${words("why")}` : words("because");
  const film = pictures.film ? element("div", { className: "frame" }, filmed(pictures.film)) : null;
  const why = answer && option ? element("figcaption", {}, element("b", { textContent: head }), ` ${told(answer.because[option])} `) : null;
  if (why && pictures.film?.moves) why.append(pausing(pictures.film));
  const still = film ?? (isSet ? null : pictured(null)?.firstElementChild ?? null);
  const none = film ? null : element("figcaption", { textContent: words("noFilm") });
  return element("figure", { className: "picture" }, why, still, none);
}

/** @param {Film} film */
function filmed(film) {
  film.says = pictures.says ? told(pictures.says) : words("film");
  return film;
}

/** @param {Film} film */
function pausing(film) {
  const made = button("film", words(film.plays ? "pause" : "play"), "film", () => film.toggle());
  film.onchange = () => { made.textContent = words(film.plays ? "pause" : "play"); };
  return made;
}

// ---- what was set or drawn ---------------------------------------------------------------------------------------

/** The veiled picture, and in it what the class has set or drawn. @param {Shown | null} shown */
function pictured(shown) {
  const picture = pictures.of?.[language];
  if (!picture) return null;
  const frame = element("div", { className: "frame" }, element("img", { src: picture.image, alt: picture.alt ?? "" }));
  if (shown?.question.scale && picture.track.length) frame.append(cloud(shown, shown.question.scale, picture));
  return element("figure", {}, frame);
}

/** @param {Shown} shown */
function drawSet(shown) {
  const lines = [["median", "median"], ...(shown.values.second.length ? [["before", "medianBefore"]] : []), ["truth", "measured"]];
  const key = element("div", { className: "key lines" }, ...lines.map(([line, name]) => element("span", { className: line }, element("i"), words(name))));
  return element("div", { className: "votes" }, pictured(shown), key, element("div", { className: "sure", textContent: middle(shown) }));
}

/** The last vote that was held. @param {Shown} shown */
const lastOf = (shown) => (shown.values.second.length ? shown.values.second : shown.values.first).map(([value]) => value);

/** @param {Value} value */
const one = (value) => (Array.isArray(value) ? value.reduce((a, b) => a + b, 0) / value.length : value);

/** @param {number[]} numbers @param {number} share */
function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b), place = share * (sorted.length - 1), below = Math.floor(place);
  return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
}

/** A number as the notebook writes it. @param {number} n */
function plain(n) {
  const size = Math.abs(n), digits = size >= 10 ? 0 : size >= 1 ? 1 : 2;
  return size > 0 && size < 0.1 ? String(Number(n.toPrecision(2))) : n.toLocaleString("en", { maximumFractionDigits: digits });
}

/** @param {Shown} shown */
function middle(shown) {
  const scale = /** @type {Scale} */ (shown.question.scale), values = lastOf(shown), unit = told(scale.unit);
  if (!values.length) return words("nobody");
  const truth = shown.answer?.truth, number = (/** @type {number} */ n) => `${plain(n)}${unit}`;
  const measured = typeof truth === "number" ? ` ${words("measured")}${language === "zh" ? "" : ":"} ${number(truth)}${language === "zh" ? "。" : "."}` : "";
  if (scale.x.length) return `${values.length} ${words("curves")}${language === "zh" ? "。" : "."}`;
  const [low, half, high] = [0.25, 0.5, 0.75].map((share) => number(quantile(values.map(one), share)));
  return language === "zh" ? `${words("median")} ${half}；${words("half")} ${low} ${words("and")} ${high} ${words("between")}。${measured}`
    : `${words("median")} ${half}; ${words("half")} ${low} ${words("and")} ${high}.${measured}`;
}

/** Dots or thin lines for what was set, a thick one for the median, a broken one for what is measured.
 * @param {Shown} shown @param {Scale} scale @param {Picture} picture */
function cloud(shown, scale, picture) {
  const [wide, tall] = picture.size, made = /** @type {SVGElement} */ (document.createElementNS(SVG, "svg"));
  made.setAttribute("viewBox", `0 0 ${wide} ${tall}`);
  made.setAttribute("preserveAspectRatio", "xMidYMin meet");
  made.classList.add("cloud");
  made.ariaHidden = "true"; // the sentence beside it says where the class lies
  const low = scale.steps[0], high = scale.steps[scale.steps.length - 1], scaled = scale.log ? Math.log : Number;
  const share = (/** @type {number} */ value) => (scaled(value) - scaled(low)) / (scaled(high) - scaled(low));
  const place = (/** @type {number} */ k, /** @type {number} */ value) => {
    const [[x, y], [toX, toY]] = picture.track[k], part = share(value);
    return [wide * (x + part * (toX - x)), tall * (y + part * (toY - y))];
  };
  const isCurve = scale.x.length > 0, ends = picture.track.length - 1;
  const line = (/** @type {Value} */ value, kind = "") => {
    const points = Array.isArray(value) && isCurve ? value.map((v, k) => place(k, v)) : [place(0, one(value)), place(ends, one(value))];
    drawIn(made, "path", { d: `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`, class: kind });
  };
  const before = shown.values.second.length ? shown.values.first.map(([value]) => value) : [], now = lastOf(shown);
  if (isCurve) now.forEach((value) => line(value));
  else now.forEach((value) => {
    const [x, y] = place(1, one(value));
    drawIn(made, "circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: (wide / 90).toFixed(1) });
  });
  for (const [values, kind] of /** @type {[Value[], string][]} */ ([[before, "before"], [now, "median"]])) if (values.length) line(medianOf(values, isCurve), kind);
  const truth = shown.answer?.truth;
  if (truth !== null && truth !== undefined) line(truth, "truth");
  return made;
}

/** @param {Value[]} values @param {boolean} isCurve @returns {Value} */
function medianOf(values, isCurve) {
  if (!isCurve) return quantile(values.map(one), 0.5);
  const curves = /** @type {number[][]} */ (values);
  return curves[0].map((_, k) => quantile(curves.map((curve) => curve[k]), 0.5));
}

/** @param {Element} into @param {string} tag @param {Record<string, string>} attributes */
function drawIn(into, tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  into.append(made);
}

// ---- the summary -------------------------------------------------------------------------------------------------

/** @param {Shown[]} summary */
function drawSummary(summary) {
  const parts = summary.map((shown, k) => element("section", {}, element("h2", { textContent: `${k + 1}. ${told(shown.question.ask)}` }),
    ...(shown.question.scale ? [element("div", { textContent: middle(shown) })] : [drawVotes(shown), ...whys(shown)])));
  const none = element("div", { textContent: words("noneShown") });
  return [element("h1", { textContent: words("all") }), element("div", { className: "all", tabIndex: 0 }, ...(parts.length ? parts : [none]))];
}

/** What each wrong answer that somebody gave overlooks. @param {Shown} shown */
function whys(shown) {
  const given = Object.keys(shown.question.options).map((option, k) => ({ option, k })).filter(({ option }) => option !== shown.answer?.right && VOTES.some((phase) => chose(shown, phase, option)));
  return given.map(({ option, k }) => element("p", { className: "why" }, element("b", { textContent: `${letter(k)}. ${words("why")} ` }), shown.answer ? told(shown.answer.because[option]) : words("noAnswer")));
}

// ---- rivals ------------------------------------------------------------------------------------------------------

/** @param {Contest[]} contests */
function drawRivals(contests) {
  const parts = contests.map(({ contest, rivals, own }) => {
    const all = [...rivals, ...own].sort((one, other) => one.value - other.value);
    const task = told(contest.task), most = Math.max(1e-9, ...all.map(({ value }) => value));
    const rows = all.map((rival) => element("li", { className: `${rival.value === all[0].value ? "right" : ""}${own.includes(rival) ? " own" : ""}`.trim() }, drawRival(rival, contest.shares, most)));
    return element("section", {}, element("h2", { textContent: told(contest.title) }),
      element("div", { textContent: task ? `${told(contest.measure)} (${task})` : told(contest.measure) }), element("ol", {}, ...rows));
  });
  const none = element("div", { textContent: words("nobodyBrought") }), believed = element("div", { textContent: words("believed") });
  return [element("h1", { textContent: words("whose") }), element("div", { className: "all rivals", tabIndex: 0 }, ...(parts.length ? parts : [none])), believed];
}

/** A bar as long as its errors, so the shortest is the best. @param {Rival} rival @param {boolean} shares @param {number} most */
function drawRival(rival, shares, most) {
  const fill = element("div", { className: "fill" });
  const seconds = rival.seconds === undefined ? words("inPicture") : `${Number(rival.seconds.toPrecision(2))} ${words("seconds")}`;
  fill.style.width = `${(100 * rival.value) / most}%`;
  const value = shares ? `${(100 * rival.value).toFixed(1)}%` : `${rival.value.toFixed(3)} ${words("bits")}`;
  return element("div", { className: "bar" }, element("div", { className: "words", textContent: typeof rival.name === "string" ? rival.name : told(rival.name) }),
    element("div", { className: "track" }, fill), element("div", { className: "number", textContent: `${value} · ${seconds}` }));
}

async function save() {
  try {
    const { csv } = await ask(`table?language=${language}`);
    const address = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
    element("a", { href: address, download: `${code}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  } catch (error) {
    complain(/** @type {Error} */ (error));
    draw();
  }
}

// ---- whoever leads -----------------------------------------------------------------------------------------------

/** @param {View} view */
function drawLead(view) {
  nav.hidden = !view.leads;
  const rests = busy || performance.now() - since < PAUSE;
  const now = JSON.stringify([language, view.leads, view.ended, view.step, view.phase, asks, rests, view.waiting, view.past, view.shown?.id, Boolean(view.summary), Boolean(view.rivals), Boolean(view.brought)]);
  if (now === led) return;
  led = now;
  const focus = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.does;
  nav.ariaLabel = words("lead");
  nav.replaceChildren(...(view.leads ? [...(view.ended ? [] : steps(view)), ...looks(view), ...(view.ended ? [] : [stop()])] : []));
  for (const button of nav.querySelectorAll("button")) button.disabled = rests;
  /** @type {HTMLElement | null} */ (nav.querySelector(`[data-does="${focus}"]`))?.focus();
}

/** @param {string} does @param {string} text @param {string} className @param {() => void} press */
function button(does, text, className, press) {
  const made = element("button", { textContent: text, className });
  made.dataset.does = does;
  made.addEventListener("click", press);
  return made;
}

/** The next step; the one that reveals the answer looks otherwise and asks once. @param {View} view */
function steps(view) {
  const made = (NEXT[view.phase] ?? []).map((to) => {
    const go = () => act("step", { step: view.step, to });
    if (to !== "shown") return button(to, words(to === "discuss" ? "toDiscuss" : "toSecond"), "next", go);
    return asks === "shown" ? button("shown", words("reallyShown"), "reveal sure", go) : button("shown", words("toShown"), "reveal", () => asksFor("shown"));
  });
  return [...made, ...asking(view)];
}

/** @param {View} view */
function asking(view) {
  const waiting = view.waiting ?? [];
  if (!waiting.length) return [element("span", { textContent: words("none") })];
  const keys = waiting.map(({ key }) => key), asked = new Set((view.past ?? []).map(({ key }) => key));
  if (!keys.includes(chosen)) chosen = keys.find((key) => !asked.has(key)) ?? keys[0];
  const list = element("select", { ariaLabel: words("choose") }, ...waiting.map(({ key, ask: text }) => element("option", { value: key, textContent: `${asked.has(key) ? "✓ " : ""}${key}: ${told(text)}`, selected: key === chosen })));
  list.addEventListener("change", () => { chosen = list.value; asks = ""; draw(); });
  list.dataset.does = "list";
  const anew = asks === "ask", put = () => act("ask", { key: list.value, step: view.step, anew });
  return [list, button("ask", words(anew ? "askAnew" : "ask"), anew ? "reveal sure" : "", put)];
}

/** What has been, and all of it; while a vote is open nothing else is shown. @param {View} view */
function looks(view) {
  if (!view.ended && view.phase && view.phase !== "shown") return [];
  const past = view.past ?? [], made = [];
  if (past.length > 1 || view.ended) {
    const list = element("select", { ariaLabel: words("past") }, element("option", { value: "", textContent: words("past") }),
      ...past.map(({ id, key, ask: text }) => element("option", { value: String(id), textContent: `${key}: ${told(text)}`, selected: id === view.shown?.id && view.id !== id })));
    list.dataset.does = "past";
    list.addEventListener("change", () => { if (list.value) act("look", { at: Number(list.value) }); });
    made.push(list);
  }
  if (!view.ended && (view.rivals || (view.id && (view.summary || view.shown?.id !== view.id)))) made.push(button("now", words("now"), "", () => act("look", { at: 0 })));
  if (view.brought && !view.rivals) made.push(button("rivals", words("rivals"), "", () => act("look", { at: -2 })));
  if (!view.summary) made.push(button("summary", words("summary"), "", () => act("look", { at: -1 })));
  else made.push(button("save", words("save"), "", save));
  return made;
}

function stop() {
  const end = () => act("end", {});
  return asks === "end" ? button("end", words("reallyEnd"), "stop push sure", end) : button("end", words("end"), "stop push", () => asksFor("end"));
}

const languages = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-language]"));
for (const one of languages)
  one.addEventListener("click", () => {
    language = one.dataset.language === "zh" ? "zh" : "en";
    draw();
  });
/** One look after the other, also where an answer takes its time. */
async function keepLooking() {
  if (!busy) await look();
  setTimeout(keepLooking, EVERY);
}
keepLooking();
