// Progress as a file: written, and read again. Nothing that was read is ever more than
// text here.

import { h } from "../js/elements.js";
import { sound } from "../js/events.js";
import { union } from "../js/store.js";
import { DAY_MS } from "../js/time.js";
import { count } from "./picture.js";

const EXPORTED = "salescourse-exported";
const REMIND_AFTER = { entries: 20, days: 5 };

// WebKit deletes what scripts stored after seven days without a visit.
const mayForget = () => navigator.vendor.startsWith("Apple");

export function lastExport() {
  try {
    return JSON.parse(localStorage.getItem(EXPORTED)) ?? {};
  } catch {
    return {};
  }
}

export function noteExport(n, at) {
  try {
    localStorage.setItem(EXPORTED, JSON.stringify({ n, at }));
  } catch {
    // Then there is nothing to be reminded of.
  }
}

// Whether so much has come since the last export that it should be kept elsewhere, too.
export function shouldRemind(events) {
  const { n = 0, at } = lastExport();
  const waiting = events.length - n;
  const days = (Date.now() - Number(new Date(at ?? events[0]?.at))) / DAY_MS;
  const long = waiting >= REMIND_AFTER.entries || days > REMIND_AFTER.days;
  return mayForget() && waiting > 0 && long;
}

// Hand the learner a file with the events; returns when.
export function download(events) {
  const content = { format: "salescourse-progress", v: 1, events };
  const text = `${JSON.stringify(content, null, 1)}\n`;
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const at = new Date().toISOString();
  h("a", { href, download: `salescourse-progress-${at.slice(0, 10)}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 6e4);
  return at;
}

// What a file brings that is not here yet, and the sentence about it; or why it cannot be
// read, as the name of a label.
export function bring(text, had, labels) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    // told below
  }
  const list = content?.events;
  if (content?.format !== "salescourse-progress" || !Array.isArray(list)) return { why: "no_file" };
  if (content.v !== 1) return { why: "newer" };
  const good = list.map(sound).filter(Boolean);
  const brought = union(good);
  const known = new Set(had.map((event) => event.id));
  const fresh = brought.filter((event) => !known.has(event.id));
  const left = list.length - good.length;
  const words = [count(labels, "new", fresh.length)];
  words.push(count(labels, "had", brought.length - fresh.length));
  if (left) words.push(count(labels, "left_out", left));
  return { fresh, result: `${words.join(", ")}.` };
}
