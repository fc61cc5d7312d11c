// Elements of a page, made in one way by all widgets; and words with places in them.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = new Set(["svg", "g", "path", "line", "circle", "rect", "text", "clipPath"]);
const KEYED = /^(?:a|button|select|summary|details|radio|checkbox|range|file)$/;

// Text that a learner types is for the field; all other keys JupyterLab would take for
// commands of its own.
const ownKeys = (node) => (node.dataset.lmSuppressShortcuts = "");

/**
 * Make an element: attributes (`on…` are listeners; null and false are left out), children.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...any} children nodes or texts; null and false are left out
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const shape = SHAPES.has(tag);
  const node = shape ? document.createElementNS(SVG, tag) : document.createElement(tag);
  put(node, attributes);
  if (KEYED.test(tag) || KEYED.test(attributes.type) || attributes.tabindex != null) ownKeys(node);
  // A long touch in a text is for the system's menu, not for JupyterLab's.
  if (tag === "textarea" || attributes.type === "text") {
    node.addEventListener("contextmenu", (press) => press.stopPropagation());
  }
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

export function put(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === null || value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : value);
  }
}

export const button = (text, onclick, className = "sc-button") =>
  h("button", { type: "button", class: className, onclick }, text);

// What makes a shape a slider, for keys and screen readers; nothing while it is not live.
export function asSlider(node, live, label, [min, max], now, text) {
  const parts = {
    role: "slider",
    "aria-label": label,
    "aria-valuemin": min,
    "aria-valuemax": max,
    "aria-valuenow": now,
    "aria-valuetext": text,
  };
  ownKeys(node);
  // Not null: Chromium lets Tab stop at any shape that listens for focus.
  put(node, { tabindex: live ? 0 : -1 });
  for (const [name, value] of Object.entries(parts)) put(node, { [name]: live ? value : null });
}

/**
 * Call back with a place's width, now and whenever it gets another one.
 * @param {Element} place
 * @param {number} otherwise where it has none
 * @param {(width: number) => void} fit
 * @returns {() => void} what ends it
 */
export function followWidth(place, otherwise, fit) {
  let width = 0;
  const look = () => {
    const now = Math.floor(place.clientWidth) || width || otherwise;
    if (now === width) return;
    width = now;
    fit(now);
  };
  look();
  const watcher = new ResizeObserver(look);
  watcher.observe(place);
  return () => watcher.disconnect();
}

/**
 * A table that is folded away: its fold and the table, which is filled when it is opened.
 * @param {string} label
 * @param {() => void} ontoggle
 * @returns {{ node: any, table: any }}
 */
export function foldedTable(label, ontoggle) {
  const table = h("table");
  const about = { class: "sc-scroll", tabindex: "0", role: "region", "aria-label": label };
  const node = h(
    "details",
    { class: "sc-table", ontoggle },
    h("summary", {}, label),
    h("div", about, table),
  );
  return { node, table };
}

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
