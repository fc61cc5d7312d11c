// Shows the course's widgets on a page that has no kernel: reads the state that the
// build wrote into the page, imports each widget's module once, and gives it a model
// that lives in the page. Works from a server, from a sub-path and from a file.
(() => {
  const read = (kind) =>
    [...document.querySelectorAll(`script[type="application/vnd.jupyter.${kind}+json"]`)];
  const needsKernel = document.currentScript.dataset.needsKernel;
  const modules = new Map();

  function load(source) {
    if (!modules.has(source)) {
      const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      modules.set(source, import(url).finally(() => URL.revokeObjectURL(url)));
    }
    return modules.get(source);
  }

  function style(source) {
    if (!source || modules.has(source)) return;
    modules.set(source, true);
    document.head.append(Object.assign(document.createElement("style"), { textContent: source }));
  }

  function model(saved) {
    const values = { ...saved, kernel: false };
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

  async function show(view, saved) {
    const el = document.createElement("div");
    view.replaceWith(el);
    if (!saved) {
      el.className = "sc-needs-kernel";
      el.textContent = needsKernel;
      return;
    }
    style(saved._css);
    const widget = (await load(saved._esm)).default;
    await widget.render({ model: model(saved), el });
  }

  function start() {
    const state = Object.assign({}, ...read("widget-state").map((s) => JSON.parse(s.textContent).state));
    for (const view of read("widget-view")) {
      show(view, state[JSON.parse(view.textContent).model_id]?.state);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
