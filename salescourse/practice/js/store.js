// Where a learner's events are kept: in Python where there is a kernel, else in this
// browser, per item a list under one key. Nothing is ever overwritten that could be
// somebody's: what is damaged is set aside first, what a later version of the course
// wrote stays where it is, and what the browser would not take waits for the next try.

import { byTime, isLater, sound } from "./events.js";

/** @typedef {import("./events.js").LearnerEvent} LearnerEvent */
/**
 * What a widget shares with Python; on a page without a kernel, the loader's own.
 * @typedef {object} Model
 * @property {(name: string) => any} get
 * @property {(name: string, value: any) => void} set
 * @property {() => void} save_changes
 * @property {(name: string, act: () => void) => void} on
 * @property {(name: string, act: () => void) => void} off
 */
/**
 * What lies under a key: its text, the sound events in it, and whether that is all.
 * @typedef {{ text: string | null, events: LearnerEvent[], whole: boolean }} Entry
 */

const KEY = "salescourse:";
// Whatever the course keeps begins so, answers and what is set aside alike.
const OURS = /^salescourse\b/;
const ASIDE = "salescourse-damaged:";

/** Each id once: the first counts. @param {LearnerEvent[]} events */
export const union = (events) => {
  /** @type {Map<string, LearnerEvent>} */
  const found = new Map();
  for (const event of events) if (!found.has(event.id)) found.set(event.id, event);
  return [...found.values()].sort(byTime);
};

/** @param {unknown[]} list */
const soundOnes = (list) => list.map(sound).filter((event) => event !== null);

// What this browser holds, item by item.
function openShelf() {
  /** By item, so that nothing is read twice. @type {Map<string, Entry>} */
  const read = new Map();

  /** @param {string} item @returns {Entry} */
  function entry(item) {
    const text = localStorage.getItem(KEY + item);
    const before = read.get(item);
    if (before?.text === text) return before;
    let list;
    try {
      list = JSON.parse(text ?? "[]");
    } catch {
      // damaged
    }
    const events = Array.isArray(list) ? soundOnes(list) : [];
    const whole = Array.isArray(list) && events.length === list.length;
    const now = { text, events, whole };
    read.set(item, now);
    return now;
  }

  /** Where this browser refuses, there is nothing. @param {string} [item] */
  function events(item) {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY));
      const items = item === undefined ? keys.map((key) => key.slice(KEY.length)) : [item];
      return items.flatMap((name) => entry(name).events);
    } catch {
      return [];
    }
  }

  /**
   * Throws if there is no room, and has then overwritten nothing.
   * @param {string} item @param {LearnerEvent[]} fresh
   */
  function write(item, fresh) {
    const { text, events, whole } = entry(item);
    if (!whole && text !== null) {
      let name = ASIDE + item;
      const taken = () => ![null, text].includes(localStorage.getItem(name));
      for (let n = 2; taken(); n++) name = `${ASIDE}${item}:${n}`;
      localStorage.setItem(name, text);
    }
    localStorage.setItem(KEY + item, JSON.stringify(union([...events, ...fresh])));
  }

  const whole = () => [...read.values()].every((one) => one.whole);
  return { events, write, whole };
}

// Whether this browser keeps anything at all.
function keeps() {
  try {
    if (!localStorage.length) localStorage.setItem("salescourse-probe", "");
    localStorage.removeItem("salescourse-probe");
    return true;
  } catch {
    return false;
  }
}

/** Forget all that this browser keeps of the course. A reader asked for it. */
export function eraseAll() {
  for (const place of [localStorage, sessionStorage]) {
    for (const key of Object.keys(place).filter((name) => OURS.test(name))) place.removeItem(key);
  }
  dispatchEvent(new Event("salescourse"));
}

/**
 * Calls back when Python, another tab or another widget of the page kept something.
 * @param {Model} model @param {() => void} act
 */
function follow(model, act) {
  /** @param {StorageEvent} event */
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
}

/** @param {Model} model */
export function openStore(model) {
  const kernel = model.get("kernel");
  const shelf = openShelf();
  /** @type {Map<string, LearnerEvent>} */
  const waiting = new Map();
  /** @type {unknown} */
  let sent;
  /** @type {LearnerEvent[]} */
  let heard = [];

  function inKernel() {
    const events = model.get("events") ?? [];
    if (events !== sent) [sent, heard] = [events, soundOnes(events)];
    return heard;
  }
  /** @param {string} [item] */
  const held = (item) => [...(kernel ? inKernel() : shelf.events(item)), ...waiting.values()];

  /** @param {LearnerEvent[]} events */
  function send(events) {
    const known = new Set(inKernel().map((event) => event.id));
    const fresh = events.filter((event) => !known.has(event.id));
    model.set("events", [...(model.get("events") ?? []), ...fresh]);
    model.save_changes();
  }

  /** @param {LearnerEvent[]} events */
  function keep(events) {
    for (const event of events) waiting.set(event.id, event);
    for (const item of new Set([...waiting.values()].map((event) => event.item))) {
      const fresh = [...waiting.values()].filter((event) => event.item === item);
      try {
        shelf.write(item, fresh);
        for (const { id } of fresh) waiting.delete(id);
      } catch {
        // it waits
      }
    }
    dispatchEvent(new Event("salescourse"));
  }

  return {
    // Everything, oldest first, also what is of a later version.
    all: () => union(held()),
    /** What counts of one item, oldest first. @param {string} item */
    log: (item) => union(held(item).filter((event) => event.item === item && !isLater(event))),
    /** @param {LearnerEvent[]} events */
    add: (events) => (kernel ? send(events) : keep(events)),
    /** @param {string} id */
    saved: (id) => (kernel ? (model.get("stored") ?? []).includes(id) : !waiting.has(id)),
    // The name of the sentence that says what this browser does not keep, or "".
    trouble() {
      if (kernel) return "";
      if (!keeps()) return "forgets";
      if (waiting.size) return "full";
      return shelf.whole() ? "" : "damaged";
    },
    /** @param {() => void} act */
    follow: (act) => follow(model, act),
  };
}
