"use strict";
// The pictures of a demo were made in advance; its controls choose which one is shown. No modules: pages open as files.

function openDemo(figure) {
  const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const inputs = [...figure.querySelectorAll(".controls input, .controls select")];
  const scenes = [...figure.querySelectorAll(".scene")];
  const picture = figure.querySelector(".over"), readout = figure.querySelector(".readout");
  const state = figure.querySelector(".challenge b"), title = figure.querySelector("figcaption").textContent;
  const folder = "../frames/", loaded = {};
  let scene = 0, wanted = "";

  const place = (input) => input.type === "checkbox" ? Number(input.checked)
    : input.type === "range" ? Number(input.value) : input.selectedIndex;

  function put(input, place) {
    if (input.type === "checkbox") input.checked = place === 1;
    else if (input.type === "range") input.value = place;
    else input.selectedIndex = place;
  }

  function load(name) {
    if (!loaded[name]) {
      loaded[name] = new Image();
      loaded[name].src = folder + name;
    }
    return loaded[name];
  }

  function tell(input) {
    if (input.type !== "range") return;
    const text = JSON.parse(input.dataset.texts)[input.value];
    input.setAttribute("aria-valuetext", text);
    input.nextElementSibling.textContent = text;
  }

  function show() {
    const row = [scene, ...inputs.map(place)].reduce((row, place, k) => row * data.counts[k] + place, 0);
    const [name, says, reached] = data.shots[data.order[row]];
    inputs.forEach(tell);
    scenes.forEach((button, k) => button.setAttribute("aria-pressed", k > 0 && k === scene));
    readout.innerHTML = says;
    picture.alt = title + ". " + readout.textContent;
    if (state) state.textContent = data.states[reached];
    const image = load(wanted = name), paint = () => { if (wanted === name) picture.src = image.src; };
    image.decode().then(paint, paint); // shown once it is there, so nothing flickers
  }

  function open(number) {
    scene = number;
    inputs.forEach((input, k) => put(input, data.scenes[scene][k]));
    show();
  }

  function play(button) {
    const input = inputs[button.dataset.axis], name = button.textContent;
    const stop = () => { clearInterval(clock); clock = 0; button.textContent = name; };
    let clock = 0;
    button.addEventListener("click", () => {
      if (clock) return stop();
      if (input.value === input.max) input.value = 0;
      button.textContent = button.dataset.pause;
      clock = setInterval(() => {
        input.value = Number(input.value) + 1;
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
  figure.querySelectorAll(".play").forEach(play);
  whenSeen(figure, () => data.shots.forEach(([name]) => load(name)));
}

function whenSeen(element, act) {
  const watch = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    act();
  });
  watch.observe(element);
}

// A small screen shows the whole picture small, or large, to be moved sideways.
function openPicture(frame) {
  const button = frame.closest(".demo").querySelector(".enlarge");
  const turn = () => button.setAttribute("aria-pressed", frame.classList.toggle("large"));
  button.addEventListener("click", turn);
  frame.addEventListener("click", turn);
}

// Locked once, an answer stays, and only then is the verdict seen.
function openQuestion(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input:checked");
    form.querySelector(".hint").hidden = Boolean(chosen);
    if (!chosen) return;
    form.querySelector("fieldset").disabled = true;
    form.querySelectorAll(".verdict").forEach((verdict) => { verdict.hidden = verdict.dataset.of !== chosen.value; });
  });
}

document.querySelectorAll(".demo").forEach(openDemo);
document.querySelectorAll(".demo .frame").forEach(openPicture);
document.querySelectorAll(".question").forEach((form) => { form.reset(); openQuestion(form); });
addEventListener("beforeprint", () => document.querySelectorAll("main details").forEach((part) => { part.open = true; }));
