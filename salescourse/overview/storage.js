// What this browser keeps of a learner: per item a list of events under one key.
const KEY = "salescourse:";

// Everything that is well formed. Damaged entries are left as they are.
const readBrowser = () => {
  const events = [];
  try {
    localStorage.setItem("salescourse-probe", "");
    localStorage.removeItem("salescourse-probe");
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(KEY)) continue;
      try {
        events.push(...JSON.parse(localStorage.getItem(key)).map(checked).filter(Boolean));
      } catch {}
    }
    return { events, keeps: true };
  } catch {
    return { events, keeps: false };
  }
};

// Adds events; false if the browser would not take them all.
const writeBrowser = (events) => {
  try {
    for (const item of new Set(events.map((event) => event.item))) {
      let known = [];
      const text = localStorage.getItem(KEY + item);
      try {
        known = JSON.parse(text ?? "[]");
        known.map((event) => event.id);
      } catch {
        localStorage.setItem("salescourse-damaged:" + item, text);
        known = [];
      }
      const ids = new Set(known.map((event) => event.id));
      known.push(...events.filter((event) => event.item === item && !ids.has(event.id)));
      localStorage.setItem(KEY + item, JSON.stringify(known.sort(byTime)));
    }
    return true;
  } catch {
    return false;
  }
};
