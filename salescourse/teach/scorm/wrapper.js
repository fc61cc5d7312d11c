// The page that an LMS opens: the book in a frame, what the LMS keeps, and one line that
// says so where it does not.

import { findApi, openLms } from "./lms.js";
import { restore, unpacked } from "./memory.js";
import { reporter, values } from "./report.js";
import { asStorage, below } from "./shelf.js";

const WAITS = 2000;
const EACH = 100;

/** @param {"localStorage" | "sessionStorage"} name */
function real(name) {
  try {
    return window[name];
  } catch {
    return null; // a frame without storage
  }
}

async function api() {
  for (let waited = 0; waited < WAITS; waited += EACH) {
    const found = findApi(window);
    if (found) return found;
    await new Promise((go) => setTimeout(go, EACH));
  }
  return null;
}

/** @param {string} text */
function say(text) {
  const line = document.querySelector("p");
  line.textContent = text;
  line.hidden = !text;
}

/** Without a name nothing is left behind for whoever comes next. @param {string} learner */
function shelves(learner) {
  const name = `scorm:${encodeURIComponent(learner)}:`;
  const kept = below(learner ? real("localStorage") : null, name);
  // By this the same learner gets the same numbers, wherever they work.
  if (learner) kept.setItem("salescourse-learner", `scorm-${encodeURIComponent(learner)}`);
  return { kept, drafts: below(learner ? real("sessionStorage") : null, name) };
}

async function begin() {
  const { items, start, words } = JSON.parse(document.getElementById("package").textContent);
  const lms = openLms((await api()) ?? {});
  const { kept, drafts } = shelves(lms.get("cmi.core.student_id"));
  const before = lms.get("cmi.core.lesson_status");
  const reads = ["browse", "review"].includes(lms.get("cmi.core.lesson_mode"));
  const text = lms.get("cmi.suspend_data");
  const known = lms.fine();
  const left = restore(kept, items, unpacked(text));

  const current = () => {
    const all = values(items, kept, left, before);
    // What could not be read is not written over.
    if (!known) delete all["cmi.suspend_data"];
    return all;
  };
  const report = reporter(lms, current, (refused) => say(refused ? words.refused : ""));
  const told = lms.open() && !reads;
  const changed = told ? report.later : () => {};
  const shelf = {
    localStorage: asStorage(kept, changed),
    sessionStorage: asStorage(drafts, () => {}),
  };
  Object.assign(window, { salescourseShelf: shelf });
  addEventListener("pagehide", told ? report.end : lms.finish, { once: true });
  document.querySelector("iframe").src = start;
  if (told) report.now();
  else if (!lms.open()) say(words.alone);
}

begin();
