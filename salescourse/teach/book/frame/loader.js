// Shows the course's widgets on a page that has no kernel. The build wrote their state
// into the page, and put their modules before this, each registered under its kind.
// Classic scripts, so that pages opened from a folder work, too.

function model(saved) {
  const values = { events: [], stored: [], notice: "", ...saved, kernel: false };
  const listeners = new Map();
  const heard = (name) => listeners.get(name) ?? listeners.set(name, new Set()).get(name);
  return {
    get: (name) => values[name],
    set(name, value) {
      if (values[name] === value) return;
      values[name] = value;
      for (const act of heard(`change:${name}`)) act();
    },
    on: (name, act) => heard(name).add(act),
    off: (name, act) => heard(name).delete(act),
    save_changes() {},
  };
}

function show(el, saved) {
  el.classList.add("sc-shown");
  if (el.matches(".sc-widget-page")) el.closest("main")?.classList.remove("sc-waits");
  /** @type {any} */ (self).salescourse[saved.kind].render({ model: model(saved), el });
}

// What brings a file of the book, once.
const files = new Map();
function load(tag, attributes) {
  const file = attributes.src ?? attributes.href;
  const bring = (done) => {
    const node = Object.assign(document.createElement(tag), attributes);
    node.addEventListener("load", done);
    document.head.append(node);
  };
  if (!files.has(file)) files.set(file, new Promise(bring));
  return files.get(file);
}

// What comes when it is asked for: by its button, by what a link carries, or because the
// reader has begun it before.
function showLater(el, saved) {
  const { script, style, kept, sent } = el.dataset;
  const named = () => location.hash.startsWith(sent);
  let coming;
  async function bring() {
    await Promise.all([
      load("link", { rel: "stylesheet", href: style }),
      load("script", { src: script }),
    ]);
    show(el, saved);
    if (named()) el.scrollIntoView();
  }
  const once = () => (coming ??= bring());
  const button = el.querySelector("button");
  button.addEventListener("click", async () => {
    button.disabled = true;
    await once();
    el.querySelector("input:not(.sc-game *), .sc-game button")?.focus({ preventScroll: true });
  });
  addEventListener("hashchange", () => named() && once());
  let begun = named();
  try {
    const isKept = (name) => localStorage.getItem(`salescourse:${name}`) !== null;
    begun ||= kept.split(" ").some(isKept);
  } catch {
    // Nothing is kept here.
  }
  if (begun) once();
}

function start() {
  const text = document.querySelector('script[type$="widget-state+json"]')?.textContent;
  const state = JSON.parse(text ?? "{}");
  for (const place of document.querySelectorAll(".sc-widget")) {
    const el = /** @type {HTMLElement} */ (place);
    try {
      (el.dataset.script ? showLater : show)(el, state[el.dataset.model]);
    } catch (error) {
      reportError(error); // the other widgets of the page shall still come
    }
  }
  performance.mark("salescourse-ready");
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
