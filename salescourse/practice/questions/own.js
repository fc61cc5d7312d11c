// What is this learner's own in this browser: a seed, and drafts.

import { uuid } from "../js/events.js";

// By this a learner's numbers and shuffles stay the same in this browser.
export function learnerSeed() {
  const key = "salescourse-learner";
  try {
    if (!localStorage.getItem(key)) localStorage.setItem(key, uuid());
    return localStorage.getItem(key);
  } catch {
    return uuid();
  }
}

// The shelves in use, of all views in this window, whatever copy of this module they run.
const inUse = () => (globalThis.salescourseShelves ??= new Set());

// What is begun, for this tab and this wording only: no answer, so no event. Of several
// views of a question each has a draft of its own, which it finds again by its turn.
export function openDrafts() {
  const held = [];
  function draftOf(item) {
    const name = `salescourse-begun:${item.id}:${item.hash}`;
    let shelf = name;
    for (let turn = 2; inUse().has(shelf); turn++) shelf = `${name}:${turn}`;
    inUse().add(shelf);
    held.push(shelf);
    return draft(shelf);
  }
  function close() {
    for (const shelf of held.splice(0)) inUse().delete(shelf);
  }
  return { draftOf, close };
}

function draft(shelf) {
  return {
    keep(answer) {
      try {
        sessionStorage.setItem(shelf, JSON.stringify(answer));
      } catch {
        // Then a reload begins it again.
      }
    },
    read() {
      try {
        return JSON.parse(sessionStorage.getItem(shelf)) || [];
      } catch {
        return [];
      }
    },
  };
}
