// Light or dark, before anything is painted. `mode` is what the reader chose (light,
// dark or auto), `theme` what that comes to now.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const MODES = ["auto", "light", "dark"];
  let mode;
  try {
    mode = localStorage.getItem("mode");
  } catch {} // a browser that keeps nothing follows the system
  function apply(wanted) {
    mode = MODES.includes(wanted) ? wanted : "auto";
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
  }
  root.classList.add("sc-js");
  apply(mode);
  dark.addEventListener("change", () => apply(mode));
  addEventListener("salescourse-mode", () => {
    apply(MODES[(MODES.indexOf(mode) + 1) % MODES.length]);
    try {
      localStorage.setItem("mode", mode);
    } catch {}
  });
})();
