// Looks through the pages' text. search-index.js registers the sections of all pages:
// [page, anchor, title, page's title, kind, text]; it is a script so that pages opened
// from a folder can search, too. Every word must be there; titles count most.
(() => {
  const MOST = 30, AROUND = 70;
  let sections = [];
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f]/g, "").replace(/[\u2018\u2019]/g, "'");
  // "deals" finds "deal", and "deal" finds "deals".
  const stem = (word) => (word.length > 3 ? word.replace(/(?:ies|es|s|y)$/, "") : word);

  self.salescourse ??= {};
  self.salescourse.index = (found) => {
    sections = found.map(([page, anchor, title, on, kind, text]) => ({
      page, anchor, title, on, kind, text, head: fold(`${title} ${kind === "page" ? "" : on}`), body: fold(text),
    }));
  };

  const starts = (text, word) => {
    const at = text.indexOf(word);
    if (at < 1 || !/[a-z0-9]/.test(word[0])) return at;
    for (let i = at; i >= 0; i = text.indexOf(word, i + 1)) if (!/[a-z0-9]/.test(text[i - 1] ?? " ")) return i;
    return -1;
  };

  function score(section, parts, phrase) {
    let sum = 0;
    for (const part of parts) {
      const [inHead, inBody] = [starts(section.head, part), starts(section.body, part)];
      if (inHead < 0 && inBody < 0) return 0;
      sum += inHead >= 0 ? 10 : 1;
    }
    if (section.kind === "glossary") sum += 3;
    if (section.head.startsWith(phrase)) sum += 20;
    return sum + (section.body.includes(phrase) ? 2 : 0);
  }

  function marked(text, parts) {
    const node = document.createElement("span");
    const folded = fold(text);
    const same = folded.length === text.length;
    let from = 0;
    while (same) {
      const next = parts.map((part) => [folded.indexOf(part, from), part.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
      if (!next) break;
      node.append(text.slice(from, next[0]), Object.assign(document.createElement("mark"), { textContent: text.slice(next[0], next[0] + next[1]) }));
      from = next[0] + next[1];
    }
    node.append(text.slice(from));
    return node;
  }

  function around({ text, body }, parts) {
    const at = Math.max(0, Math.min(...parts.map((part) => starts(body, part)).filter((i) => i >= 0), body.length) - AROUND);
    const from = at && text.indexOf(" ", at) + 1;
    const cut = text.slice(from, from + 3 * AROUND);
    return (from ? "… " : "") + cut + (from + cut.length < text.length ? " …" : "");
  }

  self.salescourse.search = (dialog, words, root) => {
    const input = dialog.querySelector("input");
    const list = dialog.querySelector("ol");
    const status = dialog.querySelector(".sc-found");
    const link = (section, parts) => {
      const a = document.createElement("a");
      a.href = root + section.page + (section.anchor && `#${section.anchor}`);
      a.addEventListener("click", () => dialog.close());
      const title = marked(section.title, parts);
      title.className = "sc-hit";
      const place = document.createElement("small");
      place.textContent = [words[section.kind], section.kind !== "page" && section.on].filter(Boolean).join(" · ");
      a.append(title, place, marked(around(section, parts), parts));
      const item = document.createElement("li");
      item.append(a);
      return item;
    };
    const look = () => {
      const phrase = fold(input.value.trim());
      const parts = phrase.split(/\s+/).filter(Boolean).map(stem);
      const hits = !parts.length ? [] : sections
        .map((section) => [score(section, parts, phrase), section])
        .filter(([points]) => points)
        .sort((a, b) => b[0] - a[0]);
      list.replaceChildren(...hits.slice(0, MOST).map(([, section]) => link(section, parts)));
      status.textContent = !parts.length ? "" : hits.length ? (hits.length === 1 ? words.found_one : words.found.replace("{n}", hits.length)) : words.found_none;
    };
    input.oninput = look;
    dialog.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      list.querySelector("a")?.focus();
    };
    dialog.onkeydown = (event) => {
      // The search field would take it to empty itself.
      if (event.key === "Escape") dialog.close();
      if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
      const stops = [input, ...list.querySelectorAll("a")];
      const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      if (!stops[next]) return;
      event.preventDefault();
      stops[next].focus();
    };
    look();
  };
})();
