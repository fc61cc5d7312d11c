// Where a learner's events are kept: in Python where there is a kernel, else in this
// browser, per item a list under one key. Nothing is ever overwritten that could be
// somebody's: what is damaged is set aside first, what a later version of the course
// wrote stays where it is, and what the browser would not take waits for the next try.
// Joined behind events.js.
const KEY = "salescourse:";
const ASIDE = "salescourse-damaged:";

// Each id once: the first counts.
const union = (events) => {
  const found = new Map();
  for (const event of events) if (!found.has(event.id)) found.set(event.id, event);
  return [...found.values()].sort(byTime);
};

function openStore(model) {
  const kernel = model.get("kernel");
  const waiting = new Map();
  const read = new Map(); // by item, so that nothing is read twice
  let sent, heard;

  function inKernel() {
    const events = model.get("events") ?? [];
    if (events !== sent) [sent, heard] = [events, events.map(sound).filter(Boolean)];
    return heard;
  }

  // What lies under a key: its text, the sound events in it, and whether that is all.
  function entry(item) {
    const text = localStorage.getItem(KEY + item);
    if (read.get(item)?.text !== text) {
      let list;
      try {
        list = JSON.parse(text ?? "[]");
      } catch { /* damaged */ }
      const events = Array.isArray(list) ? list.map(sound).filter(Boolean) : [];
      read.set(item, { text, events, whole: Array.isArray(list) && events.length === list.length });
    }
    return read.get(item);
  }

  // Where this browser refuses, there is only what waits.
  function inBrowser(item) {
    try {
      const items = item === undefined
        ? Object.keys(localStorage).filter((key) => key.startsWith(KEY)).map((key) => key.slice(KEY.length))
        : [item];
      return items.flatMap((name) => entry(name).events);
    } catch {
      return [];
    }
  }

  // Throws if there is no room, and has then overwritten nothing.
  function write(item) {
    const { text, events, whole } = entry(item);
    if (!whole) {
      let name = ASIDE + item;
      for (let n = 2; ![null, text].includes(localStorage.getItem(name)); n++) name = `${ASIDE}${item}:${n}`;
      localStorage.setItem(name, text);
    }
    const fresh = [...waiting.values()].filter((event) => event.item === item);
    localStorage.setItem(KEY + item, JSON.stringify(union([...events, ...fresh])));
    for (const { id } of fresh) waiting.delete(id);
  }

  const held = (item) => [...(kernel ? inKernel() : inBrowser(item)), ...waiting.values()];

  return {
    // Everything, oldest first, also what is of a later version.
    all: () => union(held()),
    // What counts of one item, oldest first.
    log: (item) => union(held(item).filter((event) => event.item === item && !isLater(event))),
    add(events) {
      if (kernel) {
        const known = new Set(inKernel().map((event) => event.id));
        model.set("events", [...(model.get("events") ?? []), ...events.filter((event) => !known.has(event.id))]);
        model.save_changes();
        return;
      }
      for (const event of events) waiting.set(event.id, event);
      for (const item of new Set([...waiting.values()].map((event) => event.item))) {
        try {
          write(item);
        } catch { /* it waits */ }
      }
      dispatchEvent(new Event("salescourse"));
    },
    saved: (id) => (kernel ? (model.get("stored") ?? []).includes(id) : !waiting.has(id)),
    // The name of the sentence that says what this browser does not keep, or "".
    trouble() {
      if (kernel) return "";
      try {
        if (!localStorage.length) localStorage.setItem("salescourse-probe", "");
        localStorage.removeItem("salescourse-probe");
      } catch {
        return "forgets";
      }
      if (waiting.size) return "full";
      return [...read.values()].every(({ whole }) => whole) ? "" : "damaged";
    },
    // Calls back when Python, another tab or another widget of the page kept something.
    follow(act) {
      const elsewhere = ({ key }) => (!key || key.startsWith(KEY)) && act();
      const names = ["events", "stored", "notice"].map((name) => `change:${name}`);
      for (const name of names) model.on(name, act);
      addEventListener("storage", elsewhere);
      addEventListener("salescourse", act);
      return () => {
        for (const name of names) model.off(name, act);
        removeEventListener("storage", elsewhere);
        removeEventListener("salescourse", act);
      };
    },
  };
}
