// What the frame of a page does: the mode, the search, copying code, the glossary's
// words where they are used, and what the reader has done on the chapter cards.
(() => {
  const script = document.currentScript.dataset;
  const words = JSON.parse(script.words);
  const all = (selector) => document.querySelectorAll(selector);
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function offerModes() {
    const button = document.querySelector(".sc-mode");
    const name = button.querySelector(".sc-mode-name");
    const tell = () => (name.textContent = words[document.documentElement.dataset.mode]);
    button.addEventListener("click", () => {
      dispatchEvent(new Event("salescourse-mode"));
      tell();
    });
    tell();
    button.hidden = false;
  }

  // The search and its index come when somebody wants to search.
  function offerSearch() {
    const button = document.querySelector(".sc-open-search");
    const dialog = document.getElementById("search");
    let asked;
    const load = (src) => new Promise((done) => document.head.append(make("script", { src, onload: done })));
    async function open() {
      if (!dialog.open) dialog.showModal();
      asked ??= load(script.search).then(() => load(script.search.replace("search.js", "search-index.js")));
      await asked;
      self.salescourse.search(dialog, words, document.documentElement.dataset.content_root);
    }
    button.addEventListener("click", open);
    dialog.querySelector(".sc-close").addEventListener("click", () => dialog.close());
    addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (typing || event.altKey || event.isComposing) return;
      const asks = event.key === "/" || (event.key === "k" && (event.ctrlKey || event.metaKey));
      if (!asks || (event.key === "/" && (event.ctrlKey || event.metaKey))) return;
      event.preventDefault();
      open();
    });
    button.hidden = false;
  }

  function offerCopies() {
    for (const code of all(".cell_input pre, .bd-article > section div.highlight > pre")) {
      if (code.closest(".cell_output") || !navigator.clipboard) continue;
      const button = make("button", { type: "button", className: "sc-copy", textContent: words.copy });
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = words.copied;
        setTimeout(() => (button.textContent = words.copy), 2000);
      });
      code.parentElement.append(button);
    }
  }

  // What a word of the glossary means, when the pointer or the keyboard comes to it.
  // It stays while the pointer is on it, and goes with Escape.
  function explainTerms() {
    const box = make("div", { className: "sc-preview", id: "sc-preview", hidden: true });
    box.setAttribute("role", "tooltip");
    let timer, here;
    const hide = () => {
      clearTimeout(timer);
      here?.removeAttribute("aria-describedby");
      box.hidden = true;
      here = null;
    };
    const later = (f, ms) => {
      clearTimeout(timer);
      timer = setTimeout(f, ms);
    };
    function show(link) {
      if (here !== link) hide();
      here = link;
      box.textContent = link.dataset.means;
      box.hidden = false;
      link.setAttribute("aria-describedby", box.id);
      const at = link.getClientRects()[0];
      const { offsetWidth: wide, offsetHeight: high } = box;
      const below = at.bottom + high + 12 < innerHeight || at.top < high + 12;
      box.style.left = `${Math.max(8, Math.min(at.left, document.documentElement.clientWidth - wide - 8)) + scrollX}px`;
      box.style.top = `${(below ? at.bottom + 6 : at.top - high - 6) + scrollY}px`;
    }
    for (const link of all("a[data-means]")) {
      link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && later(() => show(link), 200));
      link.addEventListener("pointerleave", () => later(hide, 250));
      link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
      link.addEventListener("blur", hide);
    }
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", () => later(hide, 250));
    addEventListener("keydown", (event) => event.key === "Escape" && hide());
    document.body.append(box);
  }

  // An item is done when, since its last reset, it was answered rightly as it now is,
  // or was answered in words that nobody grades.
  function isDone([id, hashes]) {
    let done = false;
    try {
      for (const event of JSON.parse(localStorage.getItem(`salescourse:${id}`)) ?? []) {
        if (event?.kind === "reset") done = false;
        else if (event?.kind === "attempt" && hashes.includes(event.hash)) done ||= (event.score ?? 1) >= 1;
      }
    } catch {} // nothing kept, or something damaged
    return done;
  }

  function markCards() {
    for (const card of all("[data-items]")) {
      const items = JSON.parse(card.dataset.items);
      const done = items.filter(isDone).length;
      const line = card.querySelector(".sc-own");
      if (!line || !done) continue;
      const bar = make("progress", { max: items.length, value: done });
      bar.setAttribute("aria-hidden", "true");
      line.replaceChildren(bar, fill(words.done, { done, all: items.length }));
    }
  }

  // Whatever is wider than its place can be reached and moved by keyboard.
  function reachScrollers() {
    const nodes = all(".bd-article :is(pre, .text_html, .sc-formula, .sc-table, .pst-scrollable-table-container)");
    const look = () => nodes.forEach((node) => {
      if (node.scrollWidth > node.clientWidth + 1) node.tabIndex = 0;
      else node.removeAttribute("tabindex");
    });
    const watcher = new ResizeObserver(look);
    watcher.observe(document.querySelector(".bd-article"));
    document.querySelectorAll("details").forEach((node) => node.addEventListener("toggle", look));
  }

  // Where the reader is, in the list of the page's sections.
  function followReading() {
    const links = new Map([...all(".sc-page-toc a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
    const watcher = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const link = links.get(target.id);
        if (isIntersecting) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-20% 0px -75%" });
    for (const id of links.keys()) if (document.getElementById(id)) watcher.observe(document.getElementById(id));
  }

  for (const part of [offerModes, offerSearch, offerCopies, explainTerms, markCards, reachScrollers, followReading]) part();
  addEventListener("pageshow", (event) => event.persisted && markCards());
})();
