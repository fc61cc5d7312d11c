// What is a learner's own in a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openDrafts } from "../../salescourse/practice/questions/own.js";

const kept = new Map();
Object.defineProperty(globalThis, "sessionStorage", {
  value: { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) },
});
const item = { id: "offers-talk", hash: "new" };

test("two views of a conversation do not write into each other's draft", () => {
  const views = [openDrafts(), openDrafts()];
  const [one, other] = views.map((view) => view.draftOf(item));
  one.keep(["hello"]);
  assert.deepEqual(other.read(), []);
  other.keep(["goodbye"]);
  assert.deepEqual(one.read(), ["hello"]);

  // After a reload each finds its own, by its turn.
  for (const view of views) view.close();
  const again = [openDrafts(), openDrafts()].map((view) => view.draftOf(item));
  assert.deepEqual(
    again.map((draft) => draft.read()),
    [["hello"], ["goodbye"]],
  );
});
