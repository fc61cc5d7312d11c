// Draws what a learner has done. With a kernel the events come from Python and go back
// to it; without one they live in this browser. Nothing that was imported is ever more
// than text here.
const EXPORTED = "salescourse-exported";
const REMIND_AFTER = { entries: 20, days: 5 };

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  // JupyterLab would take keys that are pressed here for its commands.
  node.dataset.lmSuppressShortcuts = "";
  node.append(...children.filter((child) => child != null));
  return node;
};

// WebKit deletes what scripts stored after seven days without a visit.
const mayForget = () => navigator.vendor.startsWith("Apple");

// A reflection has no score: writing it is enough. An answer to an earlier wording
// does not count for the present one.
const standing = (history, hashes) => {
  const tries = history.filter((event) => event.kind === "attempt");
  const fresh = tries.filter((event) => !event.hash || hashes.includes(event.hash));
  if (!fresh.length) return tries.length ? "changed" : "open";
  if (fresh.some((event) => event.score === 1)) return "right";
  return fresh.some((event) => event.score === null) ? "written" : "tried";
};
const isDone = ({ state }) => state === "right" || state === "written";

export default {
  render({ model, el }) {
    const labels = model.get("labels");
    const kernel = model.get("kernel");
    const root = document.documentElement.dataset.content_root ?? "";
    const offset = -new Date().getTimezoneOffset();
    const store = openStore(model);
    const opened = new Set();
    let events = []; // what counts here, oldest first
    let later = []; // what is kept for a later version of the course
    let awaited = null;

    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
    const count = (name, n) => labels[name][n === 1 ? 0 : 1].replace("{}", n);
    const date = (day) =>
      new Date(day * DAY_MS).toLocaleDateString(labels.locale, {
        timeZone: "UTC", month: "long", day: "numeric",
      });
    const soft = (text) => make("p", { className: "sc-o-soft" }, text);
    const cell = ({ state, exercise }) =>
      make("i", { className: `sc-o-cell sc-o-${state}${exercise ? " sc-o-round" : ""}` });
    // The page has an anchor for each question, and one for all the exercises.
    const link = ({ chapter, id, exercise }, className, ...words) =>
      !kernel && chapter.href
        ? make("a", { className, href: `${root}${chapter.href}.html#${exercise ? "exercises" : id}` }, ...words)
        : make("span", { className }, ...words);

    const gather = () => {
      const all = store.all();
      later = all.filter(isLater);
      events = all.filter((event) => !isLater(event));
    };

    // The chapters, with how each of their items stands.
    const look = () => {
      const histories = sinceReset(events);
      const places = boxes(events, offset);
      const today = dayOf(Date.now(), offset);
      return model.get("chapters").map((given) => {
        const chapter = { ...given };
        const number = { question: 0, exercise: 0 };
        chapter.items = given.items.map((item) => {
          const kind = item.exercise ? "exercise" : "question";
          const history = histories.get(item.id) ?? [];
          const place = item.exercise ? null : places.get(item.id);
          return {
            ...item, chapter, place,
            name: fill(labels[kind], { n: ++number[kind] }),
            state: standing(history, item.hashes),
            last: history.at(-1)?.at ?? "",
            due: place && place.due <= today,
          };
        });
        chapter.done = chapter.items.filter(isDone).length;
        chapter.last = chapter.items.map((item) => item.last).sort().at(-1);
        chapter.guesses = [...histories.values()].filter((history) =>
          history.some(({ kind, item }) => kind === "prediction" && item.startsWith(`${chapter.name}-`))).length;
        return chapter;
      });
    };

    const row = (item) => {
      const review = item.due ? labels.due_now : item.place && fill(labels.due_on, { day: date(item.place.due) });
      return make("li", {}, link(item, "sc-o-row", cell(item),
        make("span", {}, make("b", {}, item.name), " ", item.short,
          make("small", { className: "sc-o-soft" }, [labels[item.state], review].filter(Boolean).join(" · ")))));
    };

    const station = (chapter, here) => {
      const all = chapter.items.length;
      const details = make("details", { open: opened.has(chapter.name) },
        make("summary", {},
          make("span", { className: "sc-o-title" }, chapter.title,
            here ? make("span", { className: "sc-o-tag" }, labels.next) : null),
          make("span", { className: "sc-o-cells" }, ...chapter.items.map(cell)),
          make("span", { className: "sc-o-soft" }, fill(labels.done, { done: chapter.done, all }))),
        make("ol", { role: "list" }, ...chapter.items.map(row)),
        chapter.guesses ? soft(count("guesses", chapter.guesses)) : null,
        kernel && chapter.href ? soft(fill(labels.open_file, { file: chapter.href.split("/").pop() + ".ipynb" })) : null);
      details.ontoggle = () => opened[details.open ? "add" : "delete"](chapter.name);
      const full = chapter.done === all ? " sc-o-full" : "";
      return make("li", { className: `sc-o-rail sc-o-stop sc-o-${chapter.path || "both"}${full}${here ? " sc-o-here" : ""}` }, details);
    };

    // What was begun last and is not finished comes first, then the order of the book.
    const nextItem = (chapters) =>
      chapters.filter((chapter) => chapter.done < chapter.items.length)
        .sort((a, b) => (a.last < b.last ? 1 : a.last > b.last ? -1 : 0))[0]
        ?.items.find((item) => !isDone(item));

    const reviews = (items) => {
      const days = items.filter((item) => item.place).map((item) => item.place.due);
      const due = items.filter((item) => item.due).length;
      if (!due) return days.length ? soft(fill(labels.due_next, { day: date(Math.min(...days)) })) : null;
      const page = model.get("review_page");
      return make("p", { className: "sc-o-due" }, count("due", due), " ",
        kernel ? labels.review_run
          : page ? make("a", { className: "sc-o-button", href: `${root}${page}.html` }, labels.review) : null);
    };

    const draw = () => {
      gather();
      const chapters = look();
      const items = chapters.flatMap((chapter) => chapter.items);
      const done = items.filter(isDone).length;
      const next = nextItem(chapters);
      const parts = new Map();
      for (const chapter of chapters) parts.set(chapter.part, [...(parts.get(chapter.part) ?? []), chapter]);
      const states = ["right", "tried", "open"];
      if (items.some(({ state }) => state === "changed")) states.push("changed");
      picture.replaceChildren(...[
        make("p", { className: "sc-o-sum" }, make("b", {}, fill(labels.done, { done, all: items.length })), " ", labels.done_long),
        make("p", { className: "sc-o-next" }, ...(next
          ? [make("b", {}, done ? labels.next : labels.begin), " ", link(next, "", `${next.chapter.title}, ${next.name}`), ". ", next.short]
          : [labels.all_done])),
        reviews(items),
        ...[...parts].flatMap(([part, list]) => [
          make("p", { className: `sc-o-rail sc-o-part sc-o-${list[0].path || "both"}` }, part),
          make("ul", { role: "list", ariaLabel: part },
            ...list.map((chapter) => station(chapter, chapter === next?.chapter))),
        ]),
        make("p", { className: "sc-o-legend sc-o-soft" }, ...states.map((state) =>
          make("span", {}, cell({ state }), labels[state])), labels.legend),
      ].filter(Boolean));
      warn();
    };

    // ---- Export and import ----

    const lastExport = () => {
      try {
        return JSON.parse(localStorage.getItem(EXPORTED)) ?? {};
      } catch {
        return {};
      }
    };
    const noteExport = (n, at) => {
      try {
        localStorage.setItem(EXPORTED, JSON.stringify({ n, at }));
      } catch {} // then there is nothing to be reminded of
    };

    const warn = () => {
      const { n = 0, at } = lastExport();
      const waiting = events.length + later.length - n;
      const days = (Date.now() - new Date(at ?? events[0]?.at)) / DAY_MS;
      const remind = mayForget() && waiting > 0 && (waiting >= REMIND_AFTER.entries || days > REMIND_AFTER.days);
      const words = kernel ? [model.get("notice")]
        : [labels[store.trouble()] ?? (remind && labels.remind), later.length && labels.later];
      notice.textContent = words.filter(Boolean).join(" ");
      notice.hidden = !notice.textContent;
    };

    const tell = (...sentences) => (said.textContent = sentences.filter(Boolean).join(" "));

    const save = () => {
      gather();
      const list = [...events, ...later].sort(byTime);
      const content = { format: "salescourse-progress", v: 1, events: list };
      const file = new Blob([JSON.stringify(content, null, 1) + "\n"], { type: "application/json" });
      const href = URL.createObjectURL(file);
      const at = new Date().toISOString();
      make("a", { href, download: `salescourse-progress-${at.slice(0, 10)}.json` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 6e4);
      if (!kernel) noteExport(list.length, at);
      tell(count("exported", list.length));
      warn();
    };

    const read = (text) => {
      let content;
      try {
        content = JSON.parse(text);
      } catch {}
      if (content?.format !== "salescourse-progress" || !Array.isArray(content.events)) return tell(labels.no_file);
      if (content.v !== 1) return tell(labels.newer);
      const good = content.events.map(sound).filter(Boolean);
      const brought = union(good);
      const had = new Set([...events, ...later].map((event) => event.id));
      const fresh = brought.filter((event) => !had.has(event.id));
      const left = content.events.length - good.length;
      const words = [count("new", fresh.length), count("had", brought.length - fresh.length)];
      if (left) words.push(count("left_out", left));
      const result = words.join(", ") + ".";
      if (kernel && fresh.length) {
        awaited = { ids: fresh.map((event) => event.id), result };
        tell(labels.saving);
        store.add(fresh);
      } else {
        store.add(fresh);
        tell(result, !fresh.every((event) => store.saved(event.id)) && labels.not_kept);
        const { n = 0, at } = lastExport();
        if (!kernel) noteExport(n + fresh.length, at); // it came from a file
      }
      draw();
    };

    const answered = () => {
      const stored = new Set(model.get("stored"));
      const notice = model.get("notice");
      if (awaited && (notice || awaited.ids.every((id) => stored.has(id)))) {
        tell(awaited.result, notice);
        awaited = null;
      }
      draw();
    };

    const picture = make("div");
    const notice = make("p", { className: "sc-o-notice", role: "status", hidden: true });
    const said = make("p", { className: "sc-o-said", role: "status" });
    const file = make("input", { type: "file", accept: ".json,application/json", className: "sc-o-file" });
    file.onchange = async () => {
      if (file.files[0]) read(await file.files[0].text());
      file.value = "";
    };
    const area = make("textarea", { rows: 4, id: `sc-o-${uuid()}`, spellcheck: false });
    const button = (text, onclick) => make("button", { type: "button", className: "sc-o-button", onclick }, text);
    el.replaceChildren(make("section", { className: "sc-overview", ariaLabel: labels.name },
      notice, picture,
      make("div", { className: "sc-o-move" }, soft(labels.move),
        make("div", { className: "sc-o-actions" }, button(labels.export, save),
          make("label", { className: "sc-o-button" }, labels.import, file)),
        make("details", {}, make("summary", {}, labels.paste),
          make("label", { htmlFor: area.id }, labels.paste_label), area,
          button(labels.paste_do, () => read(area.value))),
        said)));
    draw();

    const leave = store.follow(answered);
    addEventListener("pageshow", draw);
    return () => {
      leave();
      removeEventListener("pageshow", draw);
    };
  },
};
