// Shows the course's widgets on a page that has no kernel. The build wrote their state
// into the page, and put their modules before this, each registered under its kind.
// Classic scripts, so that pages opened from a folder work, too.
(() => {
  function model(saved) {
    const values = { events: [], stored: [], notice: "", ...saved, kernel: false };
    const listeners = new Map();
    const heard = (name) => listeners.get(name) ?? listeners.set(name, new Set()).get(name);
    return {
      get: (name) => values[name],
      set(name, value) {
        if (values[name] === value) return;
        values[name] = value;
        heard(`change:${name}`).forEach((f) => f());
      },
      on: (name, f) => heard(name).add(f),
      off: (name, f) => heard(name).delete(f),
      save_changes() {},
    };
  }

  function show(el, saved) {
    el.classList.add("sc-shown");
    self.salescourse[saved.kind].render({ model: model(saved), el });
  }

  function start() {
    const text = document.querySelector('script[type$="widget-state+json"]')?.textContent;
    const state = JSON.parse(text ?? "{}");
    for (const el of document.querySelectorAll(".sc-widget")) {
      try {
        show(el, state[el.dataset.model]);
      } catch (error) {
        reportError(error); // the other widgets of the page shall still come
      }
    }
    performance.mark("salescourse-ready");
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
