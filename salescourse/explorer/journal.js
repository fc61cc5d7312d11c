// What is kept: an append-only list of events, in Python where there is a kernel, else in
// the browser.
// Joined with its neighbors by widget.py, in the order numbers, tools, units, journal, chart, widget.

function journalOf(model, spec) {
  const key = `salescourse:${spec.name}`;
  const kernel = model.get("kernel");
  let memory = [];

  function inBrowser() {
    const text = localStorage.getItem(key);
    if (text === null) return [];
    try {
      const found = JSON.parse(text);
      if (Array.isArray(found)) return found;
    } catch { /* set aside below */ }
    localStorage.setItem(`salescourse-damaged:${spec.name}`, text);
    return [];
  }

  function all() {
    if (kernel) return model.get("events") ?? [];
    try {
      return [...inBrowser(), ...memory];
    } catch {
      return memory;
    }
  }

  return {
    add(kind, answer = null) {
      const event = {
        id: identifier(), kind, item: spec.name, hash: spec.hash,
        at: new Date().toISOString(), answer, score: null,
      };
      if (kernel) {
        model.set("events", [...all(), event]);
        model.save_changes();
        return;
      }
      try {
        localStorage.setItem(key, JSON.stringify([...inBrowser(), ...memory, event]));
        memory = [];
      } catch {
        memory.push(event);
      }
    },
    // The guess that stands: the last one since the last "guess again".
    last() {
      const own = all().filter((event) => event?.item === spec.name);
      own.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      return own.reduce((found, event) =>
        event.kind === "reset" ? null : event.kind === "prediction" ? event : found, null);
    },
    state(event) {
      if (kernel) return (model.get("stored") ?? []).includes(event?.id) ? "saved" : "unsaved";
      return memory.length ? "memory" : "kept";
    },
  };
}
