// Light or dark, before anything is painted. `mode` is what the reader chose (light,
// dark or auto), `theme` what that comes to now.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const MODES = ["auto", "light", "dark"];
let mode;

// The letters begin to load with the page. From a folder they need not, and a browser
// would complain of the attempt.
const { fonts } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
for (const href of location.protocol === "file:" ? [] : fonts.split(" ")) {
  const how = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href };
  document.head.append(Object.assign(document.createElement("link"), how));
}

function apply(wanted) {
  mode = MODES.includes(wanted) ? wanted : "auto";
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
}
function kept() {
  try {
    return localStorage.getItem("mode");
  } catch {
    return null; // a browser that keeps nothing follows the system
  }
}
function keep() {
  try {
    localStorage.setItem("mode", mode);
  } catch {
    // Then the next page follows the system.
  }
}

root.classList.add("sc-js");
apply(kept());
dark.addEventListener("change", () => apply(mode));
addEventListener("salescourse-mode", () => {
  apply(MODES[(MODES.indexOf(mode) + 1) % MODES.length]);
  keep();
});
